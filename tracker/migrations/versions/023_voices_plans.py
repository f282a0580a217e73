"""the permission to report on voices, and what is to be done about them"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None

PERMISSIONS = (
    "see-projects",
    "manage-projects",
    "begin-projects",
    "see-sessions",
    "log-sessions",
    "see-people",
    "add-people",
    "import-registers",
    "make-offers",
    "log-claims",
    "see-claims",
    "approve-claims",
    "set-budgets",
    "prepare-runs",
    "release-runs",
    "manage-payees",
    "see-receipts",
    "hold-claims",
    "issue-documents",
    "see-voices",
    "manage-staff",
    "set-up",
    "read-audit",
    "examine",
    "benefit-contact",
    "diversity",
)


def holds(permissions: tuple[str, ...]) -> None:
    """Let a grant hold one of these permissions, and no other."""
    listed = ", ".join(f"'{one}'" for one in permissions)
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_grant_permission"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_grant_permission"), f"permission IN ({listed})")


def upgrade() -> None:
    after = PERMISSIONS.index("see-voices") + 1
    holds((*PERMISSIONS[:after], "report-voices", *PERMISSIONS[after:]))
    op.create_table(
        "voices_plan",
        sa.Column("project_id", tracker.db.Identity, nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("says", sa.String(length=2000), nullable=False),
        sa.Column("written_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("written_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_voices_plan_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["user.id"], name=op.f("fk_voices_plan_written_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voices_plan")),
    )
    op.create_index(op.f("ix_voices_plan_project_id_until"), "voices_plan", ["project_id", "until"])


def downgrade() -> None:
    op.drop_table("voices_plan")
    op.execute("DELETE FROM \"grant\" WHERE permission = 'report-voices'")
    holds(PERMISSIONS)
