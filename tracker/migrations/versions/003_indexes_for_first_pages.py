"""indexes for first pages"""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_claim_state_pay_by_id", "claim", ["state", "pay_by", "id"])
    op.create_index(
        "ix_claim_held", "claim", ["held"], sqlite_where=sa.text("held"), postgresql_where=sa.text("held")
    )
    op.create_index("ix_pay_run_state_pay_on", "pay_run", ["state", "pay_on"])
    op.create_index("ix_pay_run_prepared_on_ref", "pay_run", ["prepared_on", "ref"])
    op.create_index("ix_payment_paid_on", "payment", ["paid_on"])
    op.create_index("ix_payment_payee_version_id_ended_on", "payment", ["payee_version_id", "ended_on"])


def downgrade() -> None:
    op.drop_index("ix_payment_payee_version_id_ended_on", "payment")
    op.drop_index("ix_payment_paid_on", "payment")
    op.drop_index("ix_pay_run_prepared_on_ref", "pay_run")
    op.drop_index("ix_pay_run_state_pay_on", "pay_run")
    op.drop_index("ix_claim_held", "claim")
    op.drop_index("ix_claim_state_pay_by_id", "claim")
