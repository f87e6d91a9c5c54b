"""Count likes and wins of the last 24 hours beside those of all time, up to a watermark.

There is none yet: the worker counts in its first turn.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FILL = """
    UPDATE image_post_counters c SET is_active = p.is_active, created_at = p.created_at
    FROM image_posts p WHERE p.id = c.image_post_id
"""


def upgrade() -> None:
    # First of all: from here on no post changes until the commit.
    op.create_unique_constraint(
        "uq_image_posts_id_active_created", "image_posts", ["id", "is_active", "created_at"]
    )
    op.create_index("ix_image_likes_created_at", "image_likes", ["created_at", "image_post_id"], unique=False)
    op.create_index(
        "ix_tournament_votes_created_at", "tournament_votes", ["created_at", "winner_image_id"], unique=False
    )
    op.create_table(
        "ranking_window",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "mismatch_count",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="posts found wrong by all checks so far",
        ),
        sa.CheckConstraint("id = 1", name="ck_one_window"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_window")),
    )
    for name in ("like_count_24h", "win_count_24h"):
        column = sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
        op.add_column("image_post_counters", column)
    op.add_column(
        "image_post_counters",
        sa.Column(
            "score_24h",
            sa.Integer(),
            sa.Computed("like_count_24h + win_count_24h", persisted=True),
            nullable=False,
        ),
    )
    op.add_column(
        "image_post_counters",
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
    )
    op.add_column(
        "image_post_counters",
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.execute(FILL)
    op.drop_constraint(
        "fk_image_post_counters_image_post_id_image_posts", "image_post_counters", type_="foreignkey"
    )
    op.create_foreign_key(
        "fk_image_post_counters_image_post_id_image_posts",
        "image_post_counters",
        "image_posts",
        ["image_post_id", "is_active", "created_at"],
        ["id", "is_active", "created_at"],
        onupdate="CASCADE",
        ondelete="CASCADE",
    )
    op.create_index(
        "ix_image_post_counters_ranking",
        "image_post_counters",
        ["score_24h", "created_at", "image_post_id"],
        unique=False,
        postgresql_where=sa.text("is_active"),
    )


def downgrade() -> None:
    op.drop_index("ix_image_post_counters_ranking", table_name="image_post_counters")
    op.drop_constraint(
        "fk_image_post_counters_image_post_id_image_posts", "image_post_counters", type_="foreignkey"
    )
    op.create_foreign_key(
        "fk_image_post_counters_image_post_id_image_posts",
        "image_post_counters",
        "image_posts",
        ["image_post_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_constraint("uq_image_posts_id_active_created", "image_posts", type_="unique")
    for name in ("score_24h", "win_count_24h", "like_count_24h", "is_active", "created_at"):
        op.drop_column("image_post_counters", name)
    op.drop_table("ranking_window")
    op.drop_index("ix_tournament_votes_created_at", table_name="tournament_votes")
    op.drop_index("ix_image_likes_created_at", table_name="image_likes")
