"""sign-ins that end at the server, and the browsers that wrong passwords came from"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", tracker.db.Identity, nullable=False),
        sa.Column("at", tracker.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id_user")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"])
    op.create_index(op.f("ix_sign_in_at"), "sign_in", ["at"])
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("browser", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.drop_column("browser")
    op.drop_index(op.f("ix_sign_in_at"), "sign_in")
    op.drop_index(op.f("ix_sign_in_user_id"), "sign_in")
    op.drop_table("sign_in")
