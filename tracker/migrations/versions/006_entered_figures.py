"""figures of law that are entered on a screen"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entered_figures",
        sa.Column("benefit", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("figures", tracker.db.JsonText(), nullable=False),
        sa.Column("source_title", sa.String(length=200), nullable=False),
        sa.Column("source_link", sa.String(length=400), nullable=False),
        sa.Column("known_to", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waits",
                "confirmed",
                "sent-back",
                name="entered_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_by_id", tracker.db.Identity, nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", tracker.db.Identity, nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> entered_by_id",
            name=op.f("ck_entered_figures_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_entered_figures_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["user.id"], name=op.f("fk_entered_figures_entered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_figures")),
    )
    with op.batch_alter_table("entered_figures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entered_figures_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("entered_figures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entered_figures_state"))

    op.drop_table("entered_figures")
