"""How many posts are active, in total and per author, and how many are ranked: kept by triggers.

A trigger inserts what a statement changed; nothing is updated, so writers never wait for each other. The
worker adds the changes up. A count is the row of `post_counts` plus its changes, read in one statement.
Why so: decision 0041.
"""

from sqlalchemy import DDL, BigInteger, event, text
from sqlalchemy.orm import Mapped, mapped_column

from image_community.models.base import Base
from image_community.models.image_post import ImagePost
from image_community.models.image_post_counters import ImagePostCounters

ALL_AUTHORS = 0  # users are numbered from 1


class PostCounts(Base):
    """One row per author with active posts, and one for all authors. Only the worker writes them.

    `judged_count` (only for all authors): active posts with a win or a loss.
    """

    __tablename__ = "post_counts"

    author_id: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="0: all authors together"
    )
    post_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judged_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class PostCountChange(Base):
    """A change of the counts that the worker has not added up yet. Rows are never updated."""

    __tablename__ = "post_count_changes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    author_id: Mapped[int] = mapped_column(
        default=ALL_AUTHORS, server_default=text("0"), comment="0: a change of judged posts"
    )
    posts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judged: Mapped[int] = mapped_column(default=0, server_default=text("0"))


# The migration has a copy. One row per author and statement, however many posts the statement changed.
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
# Per row, since the foreign key's cascade changes counters row by row. The conditions of its triggers are
# false for all but the first vote on a post, and for likes.
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

for table, statements in (
    (ImagePost.__table__, (POSTS_CHANGED, *POST_TRIGGERS)),
    (ImagePostCounters.__table__, (JUDGED_CHANGED, *COUNTER_TRIGGERS)),
):
    for statement in statements:
        event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
