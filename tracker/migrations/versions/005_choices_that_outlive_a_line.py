"""choices that outlive a line"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chosen_pence", tracker.db.Pence(), nullable=True))
        batch_op.add_column(sa.Column("chosen_charity", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("chosen_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            "chosen_within_offer", "chosen_pence IS NULL OR chosen_pence BETWEEN 0 AND pence"
        )
        batch_op.create_check_constraint(
            "chosen_pence_with_its_day", "(chosen_pence IS NULL) = (chosen_on IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_offer_chosen_pence_with_its_day"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_offer_chosen_within_offer"), type_="check")
        batch_op.drop_column("chosen_on")
        batch_op.drop_column("chosen_charity")
        batch_op.drop_column("chosen_pence")
