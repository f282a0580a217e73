"""cost codes by list and by shares, and what the finance system calls a payee"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


KINDS = ("account", "bank-columns", "ledger-columns", "codes")


def _kinds(kinds: tuple[str, ...]) -> None:
    """Let one of these be set up for files, and nothing else."""
    listed = ", ".join(f"'{one}'" for one in kinds)
    with op.batch_alter_table("export_setup", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_export_setup_setup_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_export_setup_setup_kind"), f"kind IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "cost_code",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("changed_by_id", tracker.db.Identity, nullable=True),
        sa.Column("changed_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint(
            "opens_on IS NULL OR closes_on IS NULL OR closes_on >= opens_on",
            name=op.f("ck_cost_code_closes_after_opening"),
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_cost_code_changed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_code")),
        sa.UniqueConstraint("code", name=op.f("uq_cost_code_code")),
    )
    op.create_table(
        "supplier",
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("participant_id", tracker.db.Identity, nullable=True),
        sa.Column("named", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("payee_version_id", tracker.db.Identity, nullable=True),
        sa.Column("told_at", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("numbered_at", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("numbered_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("participant_id IS NOT NULL OR named <> ''", name=op.f("ck_supplier_is_somebody")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_supplier_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["payee_version_id"],
            ["payee_version.id"],
            name=op.f("fk_supplier_payee_version_id_payee_version"),
        ),
        sa.ForeignKeyConstraint(
            ["numbered_by_id"], ["user.id"], name=op.f("fk_supplier_numbered_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_number")),
        sa.UniqueConstraint("participant_id", "named", name=op.f("uq_supplier_participant_id_named")),
        sa.UniqueConstraint("ref", name=op.f("uq_supplier_ref")),
    )
    op.create_index(op.f("ix_supplier_named"), "supplier", ["named"])
    _kinds((*KINDS, "supplier-columns"))
    for table in ("project", "claim"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("cost_split", tracker.db.JsonText(), nullable=True))


def downgrade() -> None:
    for table in ("claim", "project"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("cost_split")
    op.execute("DELETE FROM export_setup WHERE kind = 'supplier-columns'")
    _kinds(KINDS)
    op.drop_table("supplier")
    op.drop_table("cost_code")
