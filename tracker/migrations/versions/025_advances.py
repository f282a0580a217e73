"""advances: money given to a person before a cost is known, and what became of it"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "025"
down_revision = "024"
branch_labels = None
depends_on = None

KINDS = ("sanctioned", "paid", "advance-applied", "written-off", "paid-elsewhere")
OF_ADVANCES = ("advance-given", "advance-returned", "advance-written-off")
METHODS = ("bank", "cash", "cheque", "voucher", "prepaid-card", "payroll", "to-charity")


def entries_are(*kinds: str) -> None:
    """Let an entry of the ledger be of one of these kinds, and of no other."""
    listed = ", ".join(f"'{one}'" for one in kinds)
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_ledger_entry_entry_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_ledger_entry_entry_kind"), f"kind IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "advance",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("project_id", tracker.db.Identity, nullable=False),
        sa.Column("involvement_session_id", tracker.db.Identity, nullable=True),
        sa.Column("pence", tracker.db.Pence(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column(
            "method",
            sa.Enum(*METHODS, name="method", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("recorded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("recorded_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_advance_pence_more_than_nothing")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_advance_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_advance_project_id_project")),
        sa.ForeignKeyConstraint(
            ["involvement_session_id"],
            ["involvement_session.id"],
            name=op.f("fk_advance_involvement_session_id_involvement_session"),
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_advance_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance")),
        sa.UniqueConstraint("ref", name=op.f("uq_advance_ref")),
    )
    with op.batch_alter_table("advance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advance_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advance_project_id"), ["project_id"], unique=False)
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advances", tracker.db.JsonText(), nullable=True))
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advance_id", tracker.db.Identity, nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=400), nullable=True))
        batch_op.create_index(batch_op.f("ix_ledger_entry_advance_id"), ["advance_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_ledger_entry_advance_id_advance"), "advance", ["advance_id"], ["id"]
        )
    entries_are(*KINDS, *OF_ADVANCES)


def downgrade() -> None:
    # The books cannot lose what was given: where there is any, this stops at the constraint.
    entries_are(*KINDS)
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ledger_entry_advance_id_advance"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_ledger_entry_advance_id"))
        batch_op.drop_column("reason")
        batch_op.drop_column("advance_id")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_column("advances")
    op.drop_table("advance")
