"""answers about themselves, apart from identity"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "018"
down_revision = "017"
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
)
EVERYWHERE = sa.text("project_id IS NULL")


def holds(permissions: tuple[str, ...]) -> None:
    """Let a grant hold one of these permissions, and no other."""
    listed = ", ".join(f"'{one}'" for one in permissions)
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_grant_permission"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_grant_permission"), f"permission IN ({listed})")


def upgrade() -> None:
    holds((*PERMISSIONS, "diversity"))
    op.create_table(
        "diversity_answer",
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=False),
        sa.Column("own_words", tracker.db.Sealed(), nullable=True),
        sa.Column("question_set", sa.String(length=20), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diversity_answer")),
        sa.UniqueConstraint("token", "dimension", name=op.f("uq_diversity_answer_token_dimension")),
    )
    op.create_table(
        "diversity_link",
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("token", tracker.db.Sealed(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=True),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_until", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("visit_sha256", sa.String(length=64), nullable=True),
        sa.Column("visit_until", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_diversity_link_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diversity_link")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_diversity_link_participant_id")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_diversity_link_code_sha256")),
        sa.UniqueConstraint("visit_sha256", name=op.f("uq_diversity_link_visit_sha256")),
    )
    op.create_table(
        "diversity_question",
        sa.Column("project_id", tracker.db.Identity, nullable=True),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column(
            "compare_with",
            sa.Enum(
                "nothing",
                "birmingham",
                "england",
                "own",
                name="compare_with",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("compared_name", sa.String(length=120), nullable=False),
        sa.Column("compared_why", sa.String(length=400), nullable=False),
        sa.Column("shares", tracker.db.JsonText(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint(
            "compare_with = 'nothing' OR compared_why <> ''",
            name=op.f("ck_diversity_question_compared_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_diversity_question_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diversity_question")),
        sa.UniqueConstraint(
            "project_id", "dimension", name=op.f("uq_diversity_question_project_id_dimension")
        ),
    )
    op.create_index(
        "uq_diversity_question_everywhere",
        "diversity_question",
        ["dimension"],
        unique=True,
        sqlite_where=EVERYWHERE,
        postgresql_where=EVERYWHERE,
    )
    op.create_table(
        "community",
        sa.Column("project_id", tracker.db.Identity, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_community_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
    )
    op.create_index(op.f("ix_community_project_id"), "community", ["project_id"])
    op.create_table(
        "representation_snapshot",
        sa.Column("project_id", tracker.db.Identity, nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("made_by_id", tracker.db.Identity, nullable=True),
        sa.Column("content", tracker.db.JsonText(), nullable=False),
        sa.Column("rested_on", tracker.db.JsonText(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_representation_snapshot_until_after_since")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_representation_snapshot_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_representation_snapshot_made_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation_snapshot")),
    )
    op.create_index(
        op.f("ix_representation_snapshot_project_id_until"),
        "representation_snapshot",
        ["project_id", "until"],
    )


def downgrade() -> None:
    for table in (
        "representation_snapshot",
        "community",
        "diversity_question",
        "diversity_link",
        "diversity_answer",
    ):
        op.drop_table(table)
    op.execute("DELETE FROM \"grant\" WHERE permission = 'diversity'")
    holds(PERMISSIONS)
