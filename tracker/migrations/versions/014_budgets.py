"""budgets of projects, and why an approval went over one"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint("over_budget", type_="check")
        batch_op.drop_column("over_budget")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_column("over_budget_reason")
    op.drop_table("budget")
