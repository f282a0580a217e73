"""what people say of changed bank details, asked by somebody else than entered them"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "029"
down_revision = "028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payee_confirmation",
        sa.Column("payee_version_id", tracker.db.Identity, nullable=False),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.Column(
            "asked_by",
            sa.Enum(
                "by-phone",
                "by-email",
                "by-post",
                "in-person",
                name="asked_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by_id", tracker.db.Identity, nullable=True),
        sa.Column("second_person", sa.String(length=200), nullable=True),
        sa.Column("small_team_reason", sa.String(length=400), nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_payee_confirmation_confirmed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["payee_version_id"],
            ["payee_version.id"],
            name=op.f("fk_payee_confirmation_payee_version_id_payee_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_confirmation")),
        sa.UniqueConstraint("payee_version_id", name=op.f("uq_payee_confirmation_payee_version_id")),
    )


def downgrade() -> None:
    op.drop_table("payee_confirmation")
