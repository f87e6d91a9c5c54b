"""One posted image."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from image_community.models.base import Base, TimestampMixin

if TYPE_CHECKING:
    from image_community.models.image_like import ImageLike
    from image_community.models.image_post_counters import ImagePostCounters
    from image_community.models.tournament_vote import TournamentVote


# One key per model. Invisible characters (Unicode's Cf and Default_Ignorable, the Braille blank) are dropped
# first, since they prevent composition of letters. Compatibility forms, case, final sigma and runs of spaces
# are normalised. An empty name is NULL. The migration has a copy.
UNSEEN = (
    r"\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
BLANK = r"[:space:]\u0001-\u0020\u007f-\u00a0\u2028\u2029"
SEEN = f"regexp_replace(model_name COLLATE pg_c_utf8, '[{UNSEEN}]+'::text, ''::text, 'g'::text)"
FOLDED = f"replace(lower(NORMALIZE({SEEN}, NFKC)), '\u03c2'::text, '\u03c3'::text)"
MODEL_KEY = (
    f"NULLIF(left(btrim(regexp_replace({FOLDED}, '[{BLANK}]+'::text, ' '::text, 'g'::text)), 100), ''::text)"
)


class ImagePost(TimestampMixin, Base):
    """An image, its prompt and its owner.

    `user_id` comes from the access token and has no foreign key: users are rows of the other service.
    `image_url` is site-relative (`/uploads/…`); a response prefixes it with the public address, a setting.
    `model_key` is the normalised `model_name`, which the leaderboards compare. `is_active` is the effective
    flag. It is false if the owner withdrew the post (`deleted_at`) or the owner's account is disabled
    (`owner_disabled`). `file_purged_at`: when the file was permanently deleted.
    """

    __tablename__ = "image_posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    image_url: Mapped[str] = mapped_column(String(500))
    author_name: Mapped[str | None] = mapped_column(
        String(30), comment="the owner's username; null: not known yet, empty: auth-match has no such user"
    )
    prompt: Mapped[str] = mapped_column(Text)
    model_name: Mapped[str | None] = mapped_column(String(100))
    model_key: Mapped[str | None] = mapped_column(String(100), Computed(MODEL_KEY, persisted=True))
    is_tournament_opt_in: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_active: Mapped[bool] = mapped_column(default=True, server_default=true())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
    width: Mapped[int] = mapped_column(comment="pixels of the stored file")
    height: Mapped[int] = mapped_column(comment="pixels of the stored file, one frame")
    deleted_at: Mapped[datetime | None]
    owner_disabled: Mapped[bool] = mapped_column(default=False, server_default=false())
    file_purged_at: Mapped[datetime | None]

    # No lazy loading, and the database's CASCADE deletes dependent rows: SQLAlchemy's default would first
    # load every like of the post.
    counters: Mapped[ImagePostCounters] = relationship(
        back_populates="image_post", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    likes: Mapped[list[ImageLike]] = relationship(
        back_populates="image_post", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    won_tournaments: Mapped[list[TournamentVote]] = relationship(
        back_populates="winner_image",
        foreign_keys="TournamentVote.winner_image_id",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="raise",
    )
    lost_tournaments: Mapped[list[TournamentVote]] = relationship(
        back_populates="loser_image",
        foreign_keys="TournamentVote.loser_image_id",
        cascade="all, delete-orphan",
        passive_deletes=True,
        lazy="raise",
    )

    __table_args__ = (
        CheckConstraint("is_active = (deleted_at IS NULL AND NOT owner_disabled)", name="ck_active_says_why"),
        # The target of image_post_counters' foreign key, which keeps its copies equal.
        UniqueConstraint("id", "is_active", "created_at", name="uq_image_posts_id_active_created"),
        Index("ix_image_posts_user_id", "user_id"),
        Index("ix_image_posts_created_at", "created_at"),
        Index("ix_image_posts_tournament_opt_in", "is_tournament_opt_in"),
        # In the order of lists: a page, however deep, finds its ids in the index alone.
        Index("ix_image_posts_newest", "created_at", "id", postgresql_where=text("is_active")),
        Index(
            "ix_image_posts_newest_of_author",
            "user_id",
            "created_at",
            "id",
            postgresql_where=text("is_active"),
        ),
        # For the worker, which fills the names of old posts: empty once it has.
        Index(
            "ix_image_posts_without_author_name",
            "user_id",
            "id",
            postgresql_where=text("author_name IS NULL"),
        ),
        # For drawing pairs: a probe of a post outside the tournament costs almost nothing in it.
        Index(
            "ix_image_posts_in_tournament",
            "id",
            postgresql_include=["user_id"],
            postgresql_where=text("is_active AND is_tournament_opt_in"),
        ),
        # The same bytes by the same user are one post, unless it is withdrawn.
        Index(
            "uq_image_posts_live_image_url",
            "image_url",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )
