"""Keep counts of posts by triggers, and index posts in the order of lists.

The release before may serve meanwhile: its writes wait until the commit, and are counted from then on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

POSTS_CHANGED = """
CREATE FUNCTION record_active_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO post_count_changes (author_id, posts)
        SELECT user_id, count(*) FROM rows_after WHERE is_active GROUP BY user_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO post_count_changes (author_id, posts)
        SELECT user_id, -count(*) FROM rows_before WHERE is_active GROUP BY user_id;
    ELSE
        INSERT INTO post_count_changes (author_id, posts)
        SELECT user_id, sum(number) FROM (
            SELECT user_id, 1 AS number FROM rows_after WHERE is_active
            UNION ALL SELECT user_id, -1 FROM rows_before WHERE is_active
        ) AS changed GROUP BY user_id HAVING sum(number) <> 0;
    END IF;
    RETURN NULL;
END $$"""
JUDGED_CHANGED = """
CREATE FUNCTION record_judged_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO post_count_changes (judged) VALUES (-1);
    ELSIF NEW.is_active AND NEW.win_count + NEW.loss_count > 0 THEN
        INSERT INTO post_count_changes (judged) VALUES (1);
    ELSE
        INSERT INTO post_count_changes (judged) VALUES (-1);
    END IF;
    RETURN NULL;
END $$"""
POST_TRIGGERS = (
    """CREATE TRIGGER count_inserted AFTER INSERT ON image_posts REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION record_active_posts()""",
    """CREATE TRIGGER count_updated AFTER UPDATE ON image_posts
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION record_active_posts()""",
    """CREATE TRIGGER count_deleted AFTER DELETE ON image_posts REFERENCING OLD TABLE AS rows_before
    FOR EACH STATEMENT EXECUTE FUNCTION record_active_posts()""",
)
COUNTER_TRIGGERS = (
    """CREATE TRIGGER count_inserted AFTER INSERT ON image_post_counters FOR EACH ROW
    WHEN (NEW.is_active AND NEW.win_count + NEW.loss_count > 0) EXECUTE FUNCTION record_judged_posts()""",
    """CREATE TRIGGER count_updated AFTER UPDATE OF is_active, win_count, loss_count ON image_post_counters
    FOR EACH ROW WHEN ((OLD.is_active AND OLD.win_count + OLD.loss_count > 0)
        <> (NEW.is_active AND NEW.win_count + NEW.loss_count > 0)) EXECUTE FUNCTION record_judged_posts()""",
    """CREATE TRIGGER count_deleted AFTER DELETE ON image_post_counters FOR EACH ROW
    WHEN (OLD.is_active AND OLD.win_count + OLD.loss_count > 0) EXECUTE FUNCTION record_judged_posts()""",
)
FILL = """
    INSERT INTO post_counts (author_id, post_count, judged_count)
    SELECT user_id, count(*), 0 FROM image_posts WHERE is_active GROUP BY user_id
    UNION ALL
    SELECT 0, (SELECT count(*) FROM image_posts WHERE is_active),
           (SELECT count(*) FROM image_post_counters WHERE is_active AND win_count + loss_count > 0)
"""


def upgrade() -> None:
    # First of all, in the order of writers: until the commit neither table changes.
    op.execute("LOCK TABLE image_posts, image_post_counters IN SHARE ROW EXCLUSIVE MODE")
    op.create_table(
        "post_counts",
        sa.Column(
            "author_id",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="0: all authors together",
        ),
        sa.Column("post_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("judged_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("author_id", name=op.f("pk_post_counts")),
    )
    op.create_table(
        "post_count_changes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "author_id",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="0: a change of judged posts",
        ),
        sa.Column("posts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("judged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_count_changes")),
    )
    for statement in (POSTS_CHANGED, *POST_TRIGGERS, JUDGED_CHANGED, *COUNTER_TRIGGERS, FILL):
        op.execute(statement)
    where = sa.text("is_active")
    op.create_index("ix_image_posts_newest", "image_posts", ["created_at", "id"], postgresql_where=where)
    op.create_index(
        "ix_image_posts_newest_of_author",
        "image_posts",
        ["user_id", "created_at", "id"],
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_index("ix_image_posts_newest_of_author", table_name="image_posts")
    op.drop_index("ix_image_posts_newest", table_name="image_posts")
    for table in ("image_posts", "image_post_counters"):
        for trigger in ("count_inserted", "count_updated", "count_deleted"):
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP FUNCTION record_active_posts, record_judged_posts")
    op.drop_table("post_count_changes")
    op.drop_table("post_counts")
