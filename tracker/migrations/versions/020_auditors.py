"""grants that end on a day, the permission to examine, samples of payments, decisions on status"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "020"
down_revision = "019"
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
    holds((*PERMISSIONS[:-2], "examine", *PERMISSIONS[-2:]))
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))
    op.create_table(
        "audit_sample",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("drawn", "chosen", name="way", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("seed", sa.String(length=100), nullable=True),
        sa.Column("seed_given", sa.Boolean(), nullable=False),
        sa.Column("pool", sa.Integer(), nullable=False),
        sa.Column("pool_sha256", sa.String(length=64), nullable=False),
        sa.Column("items", tracker.db.JsonText(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", tracker.db.Identity, nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_made_at", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_audit_sample_ends_after_start")),
        sa.CheckConstraint(
            "(way = 'drawn') = (seed IS NOT NULL)", name=op.f("ck_audit_sample_drawn_with_a_seed")
        ),
        sa.ForeignKeyConstraint(
            ["file_sha256"], ["stored_file.sha256"], name=op.f("fk_audit_sample_file_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_audit_sample_taken_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_sample_number")),
    )
    op.create_table(
        "status_decision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("project_id", tracker.db.Identity, nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "volunteer",
                "other-income",
                "self-employed",
                "payroll",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=400), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("recorded_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_status_decision_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_status_decision_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_status_decision_number")),
    )


def downgrade() -> None:
    op.drop_table("status_decision")
    op.drop_table("audit_sample")
    op.execute("DELETE FROM \"grant\" WHERE permission = 'examine'")
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_column("until")
    holds(PERMISSIONS)
