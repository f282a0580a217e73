"""the whole main job"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


# What a column may hold, before and after: SQLAlchemy keeps such a list as a named CHECK.
OUTCOMES = ("attended", "part", "cancelled-by-us", "cancelled-by-them", "did-not-attend")
RUN_STATES = ("prepared", "released", "paid", "cancelled")
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
    "see-voices",
    "manage-staff",
    "set-up",
    "read-audit",
    "benefit-contact",
)


def holds(table: str, column: str, values: tuple[str, ...], called: str | None = None) -> None:
    """Have a column hold one of these values; its CHECK is called after it unless told otherwise."""
    name = op.f(f"ck_{table}_{called or column}")
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({listed})")


def promise_by_the_rate_card() -> None:
    """Give each offer made before now the rule of its rate, or the usual one where it has none."""
    rule = sa.text(
        "UPDATE offer SET rule = :before || COALESCE("
        "(SELECT paying_outcomes FROM rate WHERE rate.id = offer.rate_id), :usual) || :after"
    )
    op.execute(
        rule.bindparams(
            before='{"asked":null,"by_time":false,"shares":',
            usual='{"attended":100,"cancelled-by-us":100,"part":100}',
            after=',"with_preparation":true}',
        )
    )


def upgrade() -> None:
    holds("attendance", "outcome", (*OUTCOMES, "preparation-only"))
    holds("pay_run", "state", (*RUN_STATES, "failed"), called="run_state")
    holds("grant", "permission", (*PERMISSIONS[:16], "hold-claims", "issue-documents", *PERMISSIONS[16:]))
    op.create_table(
        "day_sheet",
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column(
            "involvement_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "method",
            sa.Enum(
                "bank",
                "cash",
                "cheque",
                "voucher",
                "prepaid-card",
                "payroll",
                "to-charity",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "sanctioned",
                "closed",
                "cancelled",
                name="day_sheet_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("float_pence", tracker.db.Pence(), nullable=False),
        sa.Column("counted_pence", tracker.db.Pence(), nullable=True),
        sa.Column("difference_reason", sa.String(length=400), nullable=True),
        sa.Column("prepared_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("sanctioned_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sanctioned_on", sa.Date(), nullable=True),
        sa.Column("small_team_reason", sa.String(length=400), nullable=True),
        sa.Column("second_person", sa.String(length=200), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("form_sha256", sa.String(length=64), nullable=True),
        sa.Column("pay_run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "counted_pence IS NULL OR counted_pence >= 0",
            name=op.f("ck_day_sheet_counted_pence_not_negative"),
        ),
        sa.CheckConstraint("float_pence >= 0", name=op.f("ck_day_sheet_float_pence_not_negative")),
        sa.CheckConstraint(
            "sanctioned_by_id IS NULL OR sanctioned_by_id <> prepared_by_id OR small_team_reason IS NOT NULL",
            name=op.f("ck_day_sheet_sanctioned_by_another"),
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_day_sheet_closed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["form_sha256"], ["stored_file.sha256"], name=op.f("fk_day_sheet_form_sha256_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["involvement_session_id"],
            ["involvement_session.id"],
            name=op.f("fk_day_sheet_involvement_session_id_involvement_session"),
        ),
        sa.ForeignKeyConstraint(["pay_run_id"], ["pay_run.id"], name=op.f("fk_day_sheet_pay_run_id_pay_run")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user.id"], name=op.f("fk_day_sheet_prepared_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["sanctioned_by_id"], ["user.id"], name=op.f("fk_day_sheet_sanctioned_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_sheet")),
        sa.UniqueConstraint("ref", name=op.f("uq_day_sheet_ref")),
    )
    with op.batch_alter_table("day_sheet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_sheet_involvement_session_id"), ["involvement_session_id"], unique=False
        )

    op.create_table(
        "feedback",
        sa.Column(
            "involvement_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("you_said", sa.String(length=2000), nullable=False),
        sa.Column("we_did", sa.String(length=2000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(length=200), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(length=200), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "told_on IS NULL OR told_how IS NOT NULL", name=op.f("ck_feedback_told_in_some_way")
        ),
        sa.ForeignKeyConstraint(
            ["involvement_session_id"],
            ["involvement_session.id"],
            name=op.f("fk_feedback_involvement_session_id_involvement_session"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_feedback_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_involvement_session_id"), ["involvement_session_id"], unique=False
        )

    op.create_table(
        "planned_cost",
        sa.Column(
            "involvement_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "fee",
                "preparation",
                "fares",
                "childcare",
                "interpreter",
                "support",
                "other",
                name="cost_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pence", tracker.db.Pence(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_planned_cost_pence_not_negative")),
        sa.CheckConstraint("people IS NULL OR people > 0", name=op.f("ck_planned_cost_people_positive")),
        sa.ForeignKeyConstraint(
            ["involvement_session_id"],
            ["involvement_session.id"],
            name=op.f("fk_planned_cost_involvement_session_id_involvement_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_cost")),
    )
    with op.batch_alter_table("planned_cost", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_planned_cost_involvement_session_id"), ["involvement_session_id"], unique=False
        )

    op.create_table(
        "day_sheet_line",
        sa.Column("day_sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_fee_pence", tracker.db.Pence(), nullable=False),
        sa.Column("most_expenses_pence", tracker.db.Pence(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("handed_fee_pence", tracker.db.Pence(), nullable=False),
        sa.Column("handed_expenses_pence", tracker.db.Pence(), nullable=False),
        sa.Column("owed_expenses_pence", tracker.db.Pence(), nullable=False),
        sa.Column("receipt_seen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("no_receipt_reason", sa.String(length=200), nullable=True),
        sa.Column("voucher_serial", sa.String(length=30), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column(
            "signed_how",
            sa.Enum(
                "signature",
                "mark",
                "witnessed",
                name="signed_how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("witness", sa.String(length=200), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "handed_fee_pence BETWEEN 0 AND most_fee_pence",
            name=op.f("ck_day_sheet_line_fee_within_sanctioned"),
        ),
        sa.CheckConstraint(
            "handed_expenses_pence BETWEEN 0 AND most_expenses_pence",
            name=op.f("ck_day_sheet_line_expenses_within_sanctioned"),
        ),
        sa.CheckConstraint("owed_expenses_pence >= 0", name=op.f("ck_day_sheet_line_owed_not_negative")),
        sa.CheckConstraint(
            "signed_how IS NOT NULL OR handed_fee_pence + handed_expenses_pence + owed_expenses_pence = 0",
            name=op.f("ck_day_sheet_line_handed_over_is_signed_for"),
        ),
        sa.CheckConstraint(
            "most_fee_pence >= 0 AND most_expenses_pence >= 0",
            name=op.f("ck_day_sheet_line_most_not_negative"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_day_sheet_line_claim_id_claim")),
        sa.ForeignKeyConstraint(
            ["day_sheet_id"], ["day_sheet.id"], name=op.f("fk_day_sheet_line_day_sheet_id_day_sheet")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_day_sheet_line_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_day_sheet_line_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_sheet_line")),
        sa.UniqueConstraint(
            "day_sheet_id", "participant_id", name=op.f("uq_day_sheet_line_day_sheet_id_participant_id")
        ),
        sa.UniqueConstraint(
            "day_sheet_id", "voucher_serial", name=op.f("uq_day_sheet_line_day_sheet_id_voucher_serial")
        ),
    )
    with op.batch_alter_table("day_sheet_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_sheet_line_participant_id"), ["participant_id"], unique=False
        )

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_reason", sa.String(length=400), nullable=True))
        batch_op.add_column(
            sa.Column("held_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_claim_held_by_id_user"), "user", ["held_by_id"], ["id"])
        batch_op.add_column(sa.Column("recipient", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("recipient_consent_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "source",
                sa.Enum(
                    "screen",
                    "paper",
                    name="claim_source",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="screen",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("signed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("filled_in_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("form_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("late_reason", sa.String(length=400), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_claim_form_sha256_stored_file"), "stored_file", ["form_sha256"], ["sha256"]
        )

    with op.batch_alter_table("claim_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offered_pence", tracker.db.Pence(), nullable=True))
        batch_op.add_column(sa.Column("chosen_on", sa.Date(), nullable=True))

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("offer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "involvement_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_unique_constraint(batch_op.f("uq_document_replaces_id"), ["replaces_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_document_replaces_id_document"), "document", ["replaces_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_document_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_document_involvement_session_id"), ["involvement_session_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_document_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_project_id"), ["project_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_document_involvement_session_id_involvement_session"),
            "involvement_session",
            ["involvement_session_id"],
            ["id"],
        )
        batch_op.create_foreign_key(batch_op.f("fk_document_offer_id_offer"), "offer", ["offer_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_document_claim_id_claim"), "claim", ["claim_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_document_project_id_project"), "project", ["project_id"], ["id"]
        )

    with op.batch_alter_table("involvement_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("activity", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("unpaid", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("free_to_withdraw", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("expected_people", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("budget_pence", tracker.db.Pence(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("not_heard_back_reason", sa.String(length=400), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_involvement_session_closed_by_id_user"), "user", ["closed_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_involvement_session_expected_people_positive"),
            "expected_people IS NULL OR expected_people > 0",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_involvement_session_budget_pence_not_negative"),
            "budget_pence IS NULL OR budget_pence >= 0",
        )

    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("result", tracker.db.JsonText(), nullable=True))

    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule", tracker.db.JsonText(), nullable=True))
    promise_by_the_rate_card()
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.alter_column("rule", existing_type=tracker.db.JsonText(), nullable=False)

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=400), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("signer_name", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("signer_title", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("bank_statement_name", sa.String(length=60), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("claim_window_days", sa.Integer(), server_default="90", nullable=False))
        batch_op.add_column(
            sa.Column(
                "pay_every",
                sa.Enum(
                    "week", "month", name="pay_every", native_enum=False, create_constraint=True, length=40
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("pay_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("cut_off_days", sa.Integer(), server_default="3", nullable=False))
        batch_op.add_column(sa.Column("questions_done", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column(
                "nation",
                sa.Enum(
                    "england",
                    "wales",
                    "scotland",
                    "northern-ireland",
                    name="nation",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "usual_method",
                sa.Enum(
                    "bank",
                    "payroll",
                    "cash",
                    "cheque",
                    "voucher",
                    "prepaid-card",
                    name="usual_method",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                server_default="bank",
                nullable=False,
            )
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_claim_window_days_in_ten_years"),
            "claim_window_days BETWEEN 1 AND 3650",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_cut_off_days_in_two_months"), "cut_off_days BETWEEN 0 AND 60"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_pay_every_with_pay_day"), "(pay_every IS NULL) = (pay_day IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_pay_day_in_its_week_or_month"),
            "pay_day IS NULL OR pay_day BETWEEN 0 AND 6 OR (pay_every = 'month' AND pay_day BETWEEN 7 AND 31)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_organisation_pay_day_of_the_month"), "pay_every <> 'month' OR pay_day > 0"
        )

    with op.batch_alter_table("payee_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipient", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("consent_on", sa.Date(), nullable=True))

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("end_code", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("end_note", sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column("recipient", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("confirmation", sa.String(length=200), nullable=True))
        batch_op.create_index(batch_op.f("ix_payment_replaces_id"), ["replaces_id"], unique=False)
    # Of one that ended before there was a day for it, the day it was paid is the nearest that is known.
    op.execute("UPDATE payment SET ended_on = paid_on WHERE state IN ('failed', 'returned')")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_payment_ended_has_a_date"),
            "state NOT IN ('failed', 'returned') OR ended_on IS NOT NULL",
        )

    with op.batch_alter_table("project_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("unpaid", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("project_person", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)

    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("part_in_proportion", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    op.execute("UPDATE attendance SET outcome = NULL WHERE outcome = 'preparation-only'")
    op.execute("DELETE FROM \"grant\" WHERE permission IN ('hold-claims', 'issue-documents')")
    op.execute("UPDATE pay_run SET state = 'paid' WHERE state = 'failed'")
    holds("attendance", "outcome", OUTCOMES)
    holds("pay_run", "state", RUN_STATES, called="run_state")
    holds("grant", "permission", PERMISSIONS)
    # Only a column's own CHECK goes with it.
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_payment_ended_has_a_date"), type_="check")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        for name in (
            "claim_window_days_in_ten_years",
            "cut_off_days_in_two_months",
            "pay_every_with_pay_day",
            "pay_day_in_its_week_or_month",
            "pay_day_of_the_month",
            # Of the columns that hold one of a few words.
            "pay_every",
            "nation",
            "usual_method",
        ):
            batch_op.drop_constraint(batch_op.f(f"ck_organisation_{name}"), type_="check")
    with op.batch_alter_table("involvement_session", schema=None) as batch_op:
        for name in ("expected_people_positive", "budget_pence_not_negative"):
            batch_op.drop_constraint(batch_op.f(f"ck_involvement_session_{name}"), type_="check")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_claim_claim_source"), type_="check")
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.drop_column("part_in_proportion")

    with op.batch_alter_table("project_person", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("unpaid")
        batch_op.drop_column("role")

    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_replaces_id"))
        batch_op.drop_column("confirmation")
        batch_op.drop_column("confirmed_on")
        batch_op.drop_column("recipient")
        batch_op.drop_column("end_note")
        batch_op.drop_column("end_code")
        batch_op.drop_column("ended_on")

    # Without its recipient another person's account would stand as the participant's own.
    payee = sa.table("payee_version", sa.column("id"), sa.column("recipient"))
    theirs = sa.select(payee.c.id).where(payee.c.recipient.is_not(None))
    for name in ("claim", "payment"):
        paid = sa.table(name, sa.column("payee_version_id"))
        op.execute(sa.update(paid).where(paid.c.payee_version_id.in_(theirs)).values(payee_version_id=None))
    op.execute("DELETE FROM payee_version WHERE recipient IS NOT NULL")
    with op.batch_alter_table("payee_version", schema=None) as batch_op:
        batch_op.drop_column("consent_on")
        batch_op.drop_column("recipient")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("questions_done")
        batch_op.drop_column("usual_method")
        batch_op.drop_column("nation")
        batch_op.drop_column("cut_off_days")
        batch_op.drop_column("pay_day")
        batch_op.drop_column("pay_every")
        batch_op.drop_column("claim_window_days")
        batch_op.drop_column("bank_statement_name")
        batch_op.drop_column("signer_title")
        batch_op.drop_column("signer_name")
        batch_op.drop_column("purpose")

    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("rule")

    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_column("result")

    with op.batch_alter_table("involvement_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_involvement_session_closed_by_id_user"), type_="foreignkey")
        batch_op.drop_column("not_heard_back_reason")
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("closed_on")
        batch_op.drop_column("budget_pence")
        batch_op.drop_column("expected_people")
        batch_op.drop_column("free_to_withdraw")
        batch_op.drop_column("unpaid")
        batch_op.drop_column("activity")

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_document_project_id_project"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_document_claim_id_claim"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_document_offer_id_offer"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_document_involvement_session_id_involvement_session"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_document_project_id"))
        batch_op.drop_index(batch_op.f("ix_document_offer_id"))
        batch_op.drop_index(batch_op.f("ix_document_involvement_session_id"))
        batch_op.drop_index(batch_op.f("ix_document_claim_id"))
        batch_op.drop_constraint(batch_op.f("fk_document_replaces_id_document"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_document_replaces_id"), type_="unique")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("involvement_session_id")
        batch_op.drop_column("claim_id")
        batch_op.drop_column("offer_id")
        batch_op.drop_column("project_id")

    with op.batch_alter_table("claim_line", schema=None) as batch_op:
        batch_op.drop_column("chosen_on")
        batch_op.drop_column("offered_pence")

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_claim_form_sha256_stored_file"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_claim_held_by_id_user"), type_="foreignkey")
        batch_op.drop_column("late_reason")
        batch_op.drop_column("form_sha256")
        batch_op.drop_column("filled_in_by")
        batch_op.drop_column("signed_on")
        batch_op.drop_column("source")
        batch_op.drop_column("recipient_consent_on")
        batch_op.drop_column("recipient")
        batch_op.drop_column("held_on")
        batch_op.drop_column("held_by_id")
        batch_op.drop_column("held_reason")

    with op.batch_alter_table("day_sheet_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_sheet_line_participant_id"))

    op.drop_table("day_sheet_line")
    with op.batch_alter_table("planned_cost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_cost_involvement_session_id"))

    op.drop_table("planned_cost")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_involvement_session_id"))

    op.drop_table("feedback")
    with op.batch_alter_table("day_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_sheet_involvement_session_id"))

    op.drop_table("day_sheet")
