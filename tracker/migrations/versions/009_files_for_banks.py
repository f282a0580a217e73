"""what is set up for the files of pay runs, and under which of it each was made"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export_setup",
        sa.Column(
            "kind",
            sa.Enum(
                "account",
                "bank-columns",
                "ledger-columns",
                "codes",
                name="setup_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", tracker.db.Sealed(), nullable=False),
        sa.Column("set_by_id", tracker.db.Identity, nullable=True),
        sa.Column("set_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_export_setup_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_setup")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_export_setup_kind_number")),
    )
    with op.batch_alter_table("pay_run_export", schema=None) as batch_op:
        batch_op.add_column(sa.Column("setup", sa.String(length=60), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_pay_run_export_run_id_format"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_pay_run_export_run_id_format_setup"), ["run_id", "format", "setup"]
        )


def downgrade() -> None:
    with op.batch_alter_table("pay_run_export", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_pay_run_export_run_id_format_setup"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_pay_run_export_run_id_format"), ["run_id", "format"])
        batch_op.drop_column("setup")

    op.drop_table("export_setup")
