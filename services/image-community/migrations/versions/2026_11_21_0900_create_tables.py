"""Create the tables of posts, counters, likes, matches and votes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "image_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("image_url", sa.String(length=500), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("model_name", sa.String(length=100), nullable=True),
        sa.Column("is_tournament_opt_in", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False, comment="pixels of the stored file"),
        sa.Column("height", sa.Integer(), nullable=False, comment="pixels of the stored file, one frame"),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_posts")),
    )
    op.create_index("ix_image_posts_created_at", "image_posts", ["created_at"], unique=False)
    op.create_index("ix_image_posts_tournament_opt_in", "image_posts", ["is_tournament_opt_in"], unique=False)
    op.create_index("ix_image_posts_user_id", "image_posts", ["user_id"], unique=False)
    op.create_index(
        "uq_image_posts_live_image_url",
        "image_posts",
        ["image_url"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "image_likes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("image_post_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_post_id"],
            ["image_posts.id"],
            name=op.f("fk_image_likes_image_post_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image_likes")),
        sa.UniqueConstraint("user_id", "image_post_id", name="uq_user_image_like"),
    )
    op.create_index("ix_image_likes_image_post_id", "image_likes", ["image_post_id"], unique=False)
    op.create_index("ix_image_likes_user_id", "image_likes", ["user_id"], unique=False)
    op.create_table(
        "image_post_counters",
        sa.Column("image_post_id", sa.Integer(), nullable=False),
        sa.Column("like_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("win_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("loss_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "like_count >= 0 AND win_count >= 0 AND loss_count >= 0", name="ck_counts_not_negative"
        ),
        sa.ForeignKeyConstraint(
            ["image_post_id"],
            ["image_posts.id"],
            name=op.f("fk_image_post_counters_image_post_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("image_post_id", name=op.f("pk_image_post_counters")),
    )
    op.create_table(
        "tournament_matches",
        sa.Column("match_id", sa.String(length=36), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("left_image_id", sa.Integer(), nullable=False),
        sa.Column("right_image_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("left_image_id <> right_image_id", name="ck_two_images"),
        sa.ForeignKeyConstraint(
            ["left_image_id"],
            ["image_posts.id"],
            name=op.f("fk_tournament_matches_left_image_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["right_image_id"],
            ["image_posts.id"],
            name=op.f("fk_tournament_matches_right_image_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("match_id", name=op.f("pk_tournament_matches")),
    )
    op.create_index("ix_tournament_matches_created_at", "tournament_matches", ["created_at"], unique=False)
    op.create_index(
        "ix_tournament_matches_left_image_id", "tournament_matches", ["left_image_id"], unique=False
    )
    op.create_index(
        "ix_tournament_matches_right_image_id", "tournament_matches", ["right_image_id"], unique=False
    )
    op.create_index(
        "ix_tournament_matches_voter_created", "tournament_matches", ["voter_id", "created_at"], unique=False
    )
    op.create_table(
        "tournament_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "match_id", sa.String(length=36), nullable=False, comment="UUID of the match that was judged"
        ),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("winner_image_id", sa.Integer(), nullable=False),
        sa.Column("loser_image_id", sa.Integer(), nullable=False),
        sa.Column("winner_was_left", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("winner_image_id <> loser_image_id", name="ck_different_images"),
        sa.ForeignKeyConstraint(
            ["loser_image_id"],
            ["image_posts.id"],
            name=op.f("fk_tournament_votes_loser_image_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["winner_image_id"],
            ["image_posts.id"],
            name=op.f("fk_tournament_votes_winner_image_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tournament_votes")),
    )
    op.create_index(
        "ix_tournament_votes_loser_image_id", "tournament_votes", ["loser_image_id"], unique=False
    )
    op.create_index("ix_tournament_votes_match_id", "tournament_votes", ["match_id"], unique=False)
    op.create_index("ix_tournament_votes_voter_id", "tournament_votes", ["voter_id"], unique=False)
    op.create_index(
        "ix_tournament_votes_voter_match", "tournament_votes", ["voter_id", "match_id"], unique=True
    )
    op.create_index(
        "ix_tournament_votes_winner_image_id", "tournament_votes", ["winner_image_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_tournament_votes_winner_image_id", table_name="tournament_votes")
    op.drop_index("ix_tournament_votes_voter_match", table_name="tournament_votes")
    op.drop_index("ix_tournament_votes_voter_id", table_name="tournament_votes")
    op.drop_index("ix_tournament_votes_match_id", table_name="tournament_votes")
    op.drop_index("ix_tournament_votes_loser_image_id", table_name="tournament_votes")
    op.drop_table("tournament_votes")
    op.drop_index("ix_tournament_matches_voter_created", table_name="tournament_matches")
    op.drop_index("ix_tournament_matches_right_image_id", table_name="tournament_matches")
    op.drop_index("ix_tournament_matches_left_image_id", table_name="tournament_matches")
    op.drop_index("ix_tournament_matches_created_at", table_name="tournament_matches")
    op.drop_table("tournament_matches")
    op.drop_table("image_post_counters")
    op.drop_index("ix_image_likes_user_id", table_name="image_likes")
    op.drop_index("ix_image_likes_image_post_id", table_name="image_likes")
    op.drop_table("image_likes")
    op.drop_index(
        "uq_image_posts_live_image_url",
        table_name="image_posts",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.drop_index("ix_image_posts_user_id", table_name="image_posts")
    op.drop_index("ix_image_posts_tournament_opt_in", table_name="image_posts")
    op.drop_index("ix_image_posts_created_at", table_name="image_posts")
    op.drop_table("image_posts")
