"""the census of areas that are added, and the day on which somebody last answered"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "024"
down_revision = "023"
branch_labels = None
depends_on = None


def compares_with(*kinds: str) -> None:
    """Let a question be compared with one of these, and nothing else."""
    listed = ", ".join(f"'{one}'" for one in kinds)
    with op.batch_alter_table("diversity_question", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_diversity_question_compare_with"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_diversity_question_compare_with"), f"compare_with IN ({listed})"
        )


def upgrade() -> None:
    op.create_table(
        "census_area",
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_census_area")),
        sa.UniqueConstraint("code", name=op.f("uq_census_area_code")),
    )
    with op.batch_alter_table("diversity_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answered_on", sa.Date(), nullable=True))
    compares_with("nothing", "birmingham", "england", "area", "own")


def downgrade() -> None:
    op.execute(
        "UPDATE diversity_question SET compare_with = 'nothing', compared_name = '' WHERE compare_with = 'area'"
    )
    compares_with("nothing", "birmingham", "england", "own")
    with op.batch_alter_table("diversity_link", schema=None) as batch_op:
        batch_op.drop_column("answered_on")
    op.drop_table("census_area")
