"""what a payroll paid out of a payment, and the day it told HMRC"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "031"
down_revision = "030"
branch_labels = None
depends_on = None

KINDS = ("paid", "returned", "rejected")


def upgrade() -> None:
    _kinds(*KINDS, "payroll")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("net", tracker.db.Pence, nullable=True))
        batch_op.add_column(sa.Column("reported_to_hmrc_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_payment_net_is_of_the_gross"), "net >= 0 AND net <= pence"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_payment_net_with_its_day"), "(net IS NULL) = (reported_to_hmrc_on IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_payment_net_with_its_day"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_payment_net_is_of_the_gross"), type_="check")
        batch_op.drop_column("reported_to_hmrc_on")
        batch_op.drop_column("net")
    op.execute("DELETE FROM read_file WHERE kind = 'payroll'")
    _kinds(*KINDS)


def _kinds(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("read_file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_read_file_file_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_read_file_file_kind"), f"kind IN ({listed})")
