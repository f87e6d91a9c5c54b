"""Name the authors of posts: the worker fills the names of old ones.

The release before may serve meanwhile: it neither reads nor writes the column, and the worker fills its posts
too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "image_posts",
        sa.Column(
            "author_name",
            sa.String(length=30),
            nullable=True,
            comment="the owner's username; null: not known yet, empty: auth-match has no such user",
        ),
    )
    op.create_index(
        "ix_image_posts_without_author_name",
        "image_posts",
        ["user_id", "id"],
        postgresql_where=sa.text("author_name IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_image_posts_without_author_name", table_name="image_posts")
    op.drop_column("image_posts", "author_name")
