"""Rate images and models: one spelling a model, ratings, kept sums, documents."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MODEL_KEY = (
    "NULLIF(left(btrim(regexp_replace(regexp_replace(lower(NORMALIZE(model_name, NFKC) COLLATE pg_c_utf8),"
    r" '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+'::text,"
    r" ''::text, 'g'::text), '[[:space:]\u0001-\u0020\u007f-\u00a0\u2028\u2029]+'::text, ' '::text, 'g'::text)), 100), ''::text)"
)


# Votes from before: by what their images name now.
FILL = """
    UPDATE tournament_votes v SET winner_model_key = w.model_key, loser_model_key = l.model_key
    FROM image_posts w, image_posts l
    WHERE w.id = v.winner_image_id AND l.id = v.loser_image_id
    AND (w.model_key IS NOT NULL OR l.model_key IS NOT NULL)
"""


def upgrade() -> None:
    op.add_column(
        "image_posts",
        sa.Column("model_key", sa.String(length=100), sa.Computed(MODEL_KEY, persisted=True), nullable=True),
    )
    for name in ("winner_model_key", "loser_model_key"):
        op.add_column("tournament_votes", sa.Column(name, sa.String(length=100), nullable=True))
    op.execute(FILL)
    op.create_table(
        "image_ratings",
        sa.Column("image_post_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Float(), nullable=False),
        sa.Column("rating_low", sa.Float(), nullable=False),
        sa.Column("rating_high", sa.Float(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_post_id"],
            ["image_posts.id"],
            name=op.f("fk_image_ratings_image_post_id_image_posts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("image_post_id", name=op.f("pk_image_ratings")),
    )
    op.create_index("ix_image_ratings_place", "image_ratings", ["rating_low", "image_post_id"], unique=False)
    op.create_table(
        "model_votes_kept",
        sa.Column("winner_key", sa.String(length=100), nullable=False),
        sa.Column("loser_key", sa.String(length=100), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column(
            "left_wins", sa.BigInteger(), nullable=False, comment="of votes, those whose winner stood left"
        ),
        sa.Column(
            "right_wins", sa.BigInteger(), nullable=False, comment="of votes, those whose winner stood right"
        ),
        sa.CheckConstraint("winner_key <> loser_key", name="ck_two_models"),
        sa.CheckConstraint(
            "left_wins >= 0 AND right_wins >= 0 AND left_wins + right_wins <= votes", name="ck_sides_of_votes"
        ),
        sa.PrimaryKeyConstraint("winner_key", "loser_key", name=op.f("pk_model_votes_kept")),
    )
    op.create_table(
        "model_votes_left_out",
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reason", name=op.f("pk_model_votes_left_out")),
    )
    op.create_table(
        "leaderboard_documents",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leaderboard_documents")),
    )
    op.create_table(
        "leaderboard_fit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seconds", sa.Float(), nullable=False, comment="how long reading, fitting and writing took"
        ),
        sa.CheckConstraint("id = 1", name="ck_one_fit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaderboard_fit")),
    )


def downgrade() -> None:
    op.drop_table("leaderboard_fit")
    op.drop_table("leaderboard_documents")
    op.drop_table("model_votes_left_out")
    op.drop_table("model_votes_kept")
    op.drop_index("ix_image_ratings_place", table_name="image_ratings")
    op.drop_table("image_ratings")
    op.drop_column("tournament_votes", "loser_model_key")
    op.drop_column("tournament_votes", "winner_model_key")
    op.drop_column("image_posts", "model_key")
