"""what was read of a file that waits, and the copies that were made of it"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "028"
down_revision = "027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload_part",
        sa.Column("upload_id", tracker.db.Identity, nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id_upload"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_part")),
        sa.UniqueConstraint("upload_id", "name", name=op.f("uq_upload_part_upload_id_name")),
    )


def downgrade() -> None:
    op.drop_table("upload_part")
