"""of how many sessions a project wishes to be told, and which invitations went over it"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rolling_cap",
        sa.Column("project_id", tracker.db.Identity, nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("months > 0", name=op.f("ck_rolling_cap_months_positive")),
        sa.CheckConstraint("sessions > 0", name=op.f("ck_rolling_cap_sessions_positive")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_rolling_cap_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rolling_cap")),
        sa.UniqueConstraint("project_id", name=op.f("uq_rolling_cap_project_id")),
    )
    op.create_table(
        "over_cap",
        sa.Column("attendance_id", tracker.db.Identity, nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=200), nullable=True),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("counted > sessions", name=op.f("ck_over_cap_counted_over_sessions")),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_over_cap_attendance_id_attendance"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_over_cap")),
        sa.UniqueConstraint("attendance_id", name=op.f("uq_over_cap_attendance_id")),
    )


def downgrade() -> None:
    op.drop_table("over_cap")
    op.drop_table("rolling_cap")
