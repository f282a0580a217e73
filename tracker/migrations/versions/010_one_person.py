"""records of one person: what was put together, told apart, and what else a person goes by"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_participant_merged_into_id",
        "participant",
        ["merged_into_id"],
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_table(
        "person_merge",
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("into_id", tracker.db.Identity, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("payees_before", sa.Integer(), nullable=False),
        sa.Column("merged_by_id", tracker.db.Identity, nullable=True),
        sa.Column("merged_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("undone_reason", sa.String(length=500), nullable=True),
        sa.Column("undone_by_id", tracker.db.Identity, nullable=True),
        sa.Column("undone_at", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("participant_id <> into_id", name=op.f("ck_person_merge_two_records")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_person_merge_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["participant.id"], name=op.f("fk_person_merge_into_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["user.id"], name=op.f("fk_person_merge_merged_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_person_merge_undone_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index("ix_person_merge_participant_id", "person_merge", ["participant_id"])
    op.create_table(
        "two_people",
        sa.Column("first_id", tracker.db.Identity, nullable=False),
        sa.Column("second_id", tracker.db.Identity, nullable=False),
        sa.Column("said_by_id", tracker.db.Identity, nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_two_people_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["participant.id"], name=op.f("fk_two_people_first_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["participant.id"], name=op.f("fk_two_people_second_id_participant")
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["user.id"], name=op.f("fk_two_people_said_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_two_people")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_two_people_first_id_second_id")),
    )
    op.create_table(
        "goes_by",
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("match_name", sa.String(length=200), nullable=True),
        sa.Column("said_by_id", tracker.db.Identity, nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.Column("import_batch_id", tracker.db.Identity, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batch.id"], name=op.f("fk_goes_by_import_batch_id_import_batch")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_goes_by_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["user.id"], name=op.f("fk_goes_by_said_by_id_user")),
        sa.CheckConstraint("ref IS NOT NULL OR match_name IS NOT NULL", name=op.f("ck_goes_by_ref_or_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goes_by")),
        sa.UniqueConstraint("ref", name=op.f("uq_goes_by_ref")),
        sa.UniqueConstraint(
            "participant_id", "match_name", name=op.f("uq_goes_by_participant_id_match_name")
        ),
    )
    op.create_index("ix_goes_by_match_name", "goes_by", ["match_name"])
    op.create_index("ix_goes_by_import_batch_id", "goes_by", ["import_batch_id"])


def downgrade() -> None:
    op.drop_table("goes_by")
    op.drop_table("two_people")
    op.drop_table("person_merge")
    op.drop_index("ix_participant_merged_into_id", "participant")
