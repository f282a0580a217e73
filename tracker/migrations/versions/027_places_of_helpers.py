"""an index of the few places that are not of somebody who only takes part"""

import sqlalchemy as sa
from alembic import op

revision = "027"
down_revision = "026"
branch_labels = None
depends_on = None

NO_PARTICIPANT = sa.text("role <> 'participant'")


def upgrade() -> None:
    op.create_index(
        "ix_attendance_role",
        "attendance",
        ["role"],
        sqlite_where=NO_PARTICIPANT,
        postgresql_where=NO_PARTICIPANT,
    )


def downgrade() -> None:
    op.drop_index("ix_attendance_role", table_name="attendance")
