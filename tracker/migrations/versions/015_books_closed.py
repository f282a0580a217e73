"""how far the books are closed"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "books_closed",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("through", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("set_by_id", tracker.db.Identity, nullable=True),
        sa.Column("set_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint(
            "through IS NOT NULL OR reason IS NOT NULL", name=op.f("ck_books_closed_opened_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_books_closed_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_books_closed")),
    )
    with op.batch_alter_table("books_closed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_books_closed_number"), ["number"], unique=True)


def downgrade() -> None:
    op.drop_table("books_closed")
