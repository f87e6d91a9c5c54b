"""Index who takes part in the tournament, and whom a voter judged against whom."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_image_posts_in_tournament",
        "image_posts",
        ["id"],
        unique=False,
        postgresql_include=["user_id"],
        postgresql_where=sa.text("is_active AND is_tournament_opt_in"),
    )
    op.create_index(
        "ix_tournament_votes_voter_pair",
        "tournament_votes",
        ["voter_id", "winner_image_id", "loser_image_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_tournament_votes_voter_pair", table_name="tournament_votes")
    op.drop_index("ix_image_posts_in_tournament", table_name="image_posts")
