"""cash floats, voucher stock and every movement of both; payments that wait since somebody may have died"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "026"
down_revision = "025"
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
    "report-voices",
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


def one_of(name: str, *values: str) -> sa.Enum:
    """A column of one of these, by a CHECK of this name."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    after = PERMISSIONS.index("hold-claims") + 1
    holds((*PERMISSIONS[:after], "decide-frozen", *PERMISSIONS[after:]))
    op.create_table(
        "payment_freeze",
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("payment_id", tracker.db.Identity, nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=False),
        sa.Column("decision", one_of("decided", "mistaken", "estate", "nothing"), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL)", name=op.f("ck_payment_freeze_decision_with_its_day")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_payment_freeze_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_freeze_payment_id_payment")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_payment_freeze_decided_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_freeze")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_payment_freeze_payment_id")),
    )
    with op.batch_alter_table("payment_freeze", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_freeze_participant_id"), ["participant_id"], unique=False
        )
    op.create_table(
        "cash_float",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("holder_id", tracker.db.Identity, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["user.id"], name=op.f("fk_cash_float_holder_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_float")),
        sa.UniqueConstraint("ref", name=op.f("uq_cash_float_ref")),
    )
    op.create_table(
        "float_entry",
        sa.Column("float_id", tracker.db.Identity, nullable=False),
        sa.Column(
            "kind",
            one_of("float_move", "issued", "topped-up", "paid-out", "handed-back", "missing"),
            nullable=False,
        ),
        sa.Column("pence", tracker.db.Pence(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("payment_id", tracker.db.Identity, nullable=True),
        sa.Column("advance_id", tracker.db.Identity, nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("reverses_id", tracker.db.Identity, nullable=True),
        sa.Column("recorded_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint(
            "kind <> 'paid-out' OR payment_id IS NOT NULL OR advance_id IS NOT NULL",
            name=op.f("ck_float_entry_paid_out_for_something"),
        ),
        sa.ForeignKeyConstraint(
            ["float_id"], ["cash_float.id"], name=op.f("fk_float_entry_float_id_cash_float")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_float_entry_payment_id_payment")
        ),
        sa.ForeignKeyConstraint(
            ["advance_id"], ["advance.id"], name=op.f("fk_float_entry_advance_id_advance")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["float_entry.id"], name=op.f("fk_float_entry_reverses_id_float_entry")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_float_entry_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_float_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_float_entry_reverses_id")),
    )
    with op.batch_alter_table("float_entry", schema=None) as batch_op:
        for column in ("float_id", "payment_id", "advance_id"):
            batch_op.create_index(batch_op.f(f"ix_float_entry_{column}"), [column], unique=False)
    op.create_table(
        "voucher_stock",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("first", tracker.db.Identity, nullable=False),
        sa.Column("last", tracker.db.Identity, nullable=False),
        sa.Column("face_pence", tracker.db.Pence(), nullable=False),
        sa.Column("cost_pence", tracker.db.Pence(), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("invoice", sa.String(length=60), nullable=True),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("first >= 0 AND last >= first", name=op.f("ck_voucher_stock_first_before_last")),
        sa.CheckConstraint("face_pence > 0", name=op.f("ck_voucher_stock_face_more_than_nothing")),
        sa.CheckConstraint("cost_pence >= 0", name=op.f("ck_voucher_stock_cost_not_negative")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_voucher_stock_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_stock")),
        sa.UniqueConstraint("ref", name=op.f("uq_voucher_stock_ref")),
    )
    with op.batch_alter_table("voucher_stock", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_voucher_stock_prefix_width_first"), ["prefix", "width", "first"], unique=False
        )
    op.create_table(
        "voucher_entry",
        sa.Column("stock_id", tracker.db.Identity, nullable=False),
        sa.Column("serial_number", tracker.db.Identity, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("voucher_move", "issued", "back", "lost"), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("payment_id", tracker.db.Identity, nullable=True),
        sa.Column("signed_how", one_of("signed_how", "signature", "mark", "witnessed"), nullable=True),
        sa.Column("witness", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("recorded_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint(
            "kind <> 'issued' OR payment_id IS NOT NULL", name=op.f("ck_voucher_entry_issued_for_a_payment")
        ),
        sa.CheckConstraint(
            "kind <> 'issued' OR signed_how IS NOT NULL", name=op.f("ck_voucher_entry_issued_is_signed_for")
        ),
        sa.ForeignKeyConstraint(
            ["stock_id"], ["voucher_stock.id"], name=op.f("fk_voucher_entry_stock_id_voucher_stock")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_voucher_entry_payment_id_payment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_voucher_entry_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_entry")),
        sa.UniqueConstraint(
            "stock_id", "serial_number", "step", name=op.f("uq_voucher_entry_stock_id_serial_number_step")
        ),
    )
    with op.batch_alter_table("voucher_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_entry_payment_id"), ["payment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("voucher_entry")
    op.drop_table("voucher_stock")
    op.drop_table("float_entry")
    op.drop_table("cash_float")
    op.drop_table("payment_freeze")
    op.execute("DELETE FROM \"grant\" WHERE permission = 'decide-frozen'")
    holds(PERMISSIONS)
