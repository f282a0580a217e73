"""budgets of projects, and why an approval went over one"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "014"
down_revision = "013"
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
    "benefit-contact",
)


def holds(permissions: tuple[str, ...]) -> None:
    """Let a grant hold one of these permissions, and no other."""
    listed = ", ".join(f"'{one}'" for one in permissions)
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_grant_permission"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_grant_permission"), f"permission IN ({listed})")


def upgrade() -> None:
    holds((*PERMISSIONS[:12], "set-budgets", *PERMISSIONS[12:]))
    op.create_table(
        "budget",
        sa.Column("project_id", tracker.db.Identity, nullable=False),
        sa.Column("cost_code", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pence", tracker.db.Pence(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("set_by_id", tracker.db.Identity, nullable=True),
        sa.Column("set_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_budget_ends_after_start")),
        sa.CheckConstraint("pence IS NULL OR pence >= 0", name=op.f("ck_budget_pence_not_negative")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_budget_project_id_project")),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_budget_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint(
            "project_id",
            "cost_code",
            "starts_on",
            "ends_on",
            "number",
            name=op.f("uq_budget_project_id_cost_code_starts_on_ends_on_number"),
        ),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("over_budget_reason", sa.String(length=400), nullable=True))
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "over_budget",
                sa.Enum(
                    "ask", "stop", name="over_budget", native_enum=False, create_constraint=True, length=40
                ),
                server_default="ask",
                nullable=False,
            )
        )


def downgrade() -> None:
    op.execute("DELETE FROM \"grant\" WHERE permission = 'set-budgets'")
    holds(PERMISSIONS)
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_organisation_over_budget"), type_="check")
        batch_op.drop_column("over_budget")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_column("over_budget_reason")
    op.drop_table("budget")
