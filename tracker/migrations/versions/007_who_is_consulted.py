"""who is consulted at a session and in which roles, and the days that a fee is for"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("involvement_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consulted_by", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("capacities", tracker.db.JsonText(), server_default="{}", nullable=False)
        )
        batch_op.add_column(sa.Column("fee_covers_from", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_involvement_session_fee_covers_from"), ["fee_covers_from"])


def downgrade() -> None:
    with op.batch_alter_table("involvement_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_involvement_session_fee_covers_from"))
        batch_op.drop_column("fee_covers_from")
        batch_op.drop_column("capacities")
        batch_op.drop_column("consulted_by")
