"""who agreed to be asked, and draws by lot"""

import sqlalchemy as sa
from alembic import op

import tracker.db

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asking_agreement",
        sa.Column("participant_id", tracker.db.Identity, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR until >= agreed_on", name=op.f("ck_asking_agreement_until_after_agreed_on")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_asking_agreement_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_asking_agreement_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking_agreement")),
        sa.UniqueConstraint(
            "participant_id", "agreed_on", name=op.f("uq_asking_agreement_participant_id_agreed_on")
        ),
    )
    op.create_table(
        "invitation_draw",
        sa.Column("involvement_session_id", tracker.db.Identity, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.String(length=100), nullable=False),
        sa.Column("seed_given", sa.Boolean(), nullable=False),
        sa.Column("weighted", sa.Boolean(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("lots", tracker.db.JsonText(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", tracker.db.Identity, nullable=True),
        sa.Column("id", tracker.db.Identity, nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_invitation_draw_places_positive")),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["user.id"], name=op.f("fk_invitation_draw_drawn_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["involvement_session_id"],
            ["involvement_session.id"],
            name=op.f("fk_invitation_draw_involvement_session_id_involvement_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_draw")),
        sa.UniqueConstraint(
            "involvement_session_id",
            "number",
            name=op.f("uq_invitation_draw_involvement_session_id_number"),
        ),
    )


def downgrade() -> None:
    op.drop_table("invitation_draw")
    op.drop_table("asking_agreement")
