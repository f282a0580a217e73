"""the most that a role lets its holder approve, release or hand out at once"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "030"
down_revision = "029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("most_pence", tracker.db.Pence, nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_grant_most_is_positive"), "most_pence > 0")


def downgrade() -> None:
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_grant_most_is_positive"), type_="check")
        batch_op.drop_column("most_pence")
