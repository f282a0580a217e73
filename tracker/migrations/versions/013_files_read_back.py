"""files that the bank or the finance system gave back"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "013"
down_revision = "010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_file",
        sa.Column(
            "kind",
            sa.Enum(
                "paid",
                "returned",
                "rejected",
                name="file_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("alike", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sealed", tracker.db.Sealed(), nullable=True),
        sa.Column("mapping", tracker.db.JsonText(), nullable=False),
        sa.Column("read_by_id", tracker.db.Identity, nullable=True),
        sa.Column("read_at", tracker.db.UtcDateTime(), nullable=False),
        sa.Column("carried_out_at", tracker.db.UtcDateTime(), nullable=True),
        sa.Column("carried_out_by_id", tracker.db.Identity, nullable=True),
        sa.Column("summary", tracker.db.JsonText(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carried_out_by_id"], ["user.id"], name=op.f("fk_read_file_carried_out_by_id_user")
        ),
        sa.ForeignKeyConstraint(["read_by_id"], ["user.id"], name=op.f("fk_read_file_read_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_file")),
    )
    with op.batch_alter_table("read_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_file_read_at"), ["read_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_read_file_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_table("read_file")
