"""names as banks carry them, the published tables of bank checks and what checks came to"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "022"
down_revision = "020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "modulus_table",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("weights_sha256", sa.String(length=64), nullable=False),
        sa.Column("substitutions_sha256", sa.String(length=64), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("uploaded_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["weights_sha256"],
            ["stored_file.sha256"],
            name=op.f("fk_modulus_table_weights_sha256_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["substitutions_sha256"],
            ["stored_file.sha256"],
            name=op.f("fk_modulus_table_substitutions_sha256_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_modulus_table_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modulus_table")),
        sa.UniqueConstraint("number", name=op.f("uq_modulus_table_number")),
    )
    op.create_table(
        "modulus_check",
        sa.Column("payee_version_id", tracker.db.Identity, nullable=False),
        sa.Column("table_id", tracker.db.Identity, nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "valid",
                "invalid",
                "not-checked",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("checked_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["payee_version_id"],
            ["payee_version.id"],
            name=op.f("fk_modulus_check_payee_version_id_payee_version"),
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["modulus_table.id"], name=op.f("fk_modulus_check_table_id_modulus_table")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_modulus_check")),
        sa.UniqueConstraint(
            "payee_version_id", "table_id", name=op.f("uq_modulus_check_payee_version_id_table_id")
        ),
    )

    op.create_table(
        "bank_name",
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("name", tracker.db.Sealed(), nullable=False),
        sa.Column("carried", tracker.db.Sealed(), nullable=False),
        sa.Column("confirmed_by_id", tracker.db.Identity, nullable=True),
        sa.Column("confirmed_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("width > 0", name=op.f("ck_bank_name_some_width")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_bank_name_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_bank_name_confirmed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_name")),
        sa.UniqueConstraint("participant_id", "number", name=op.f("uq_bank_name_participant_id_number")),
    )


def downgrade() -> None:
    op.drop_table("bank_name")
    op.drop_table("modulus_check")
    op.drop_table("modulus_table")
