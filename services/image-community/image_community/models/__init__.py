"""The tables. This package imports all of them, so that every relationship finds its other side."""

from image_community.models.account_event_cursor import AccountEventCursor
from image_community.models.base import Base, TimestampMixin
from image_community.models.excluded_model_votes import ExcludedModelVotes
from image_community.models.image_like import ImageLike
from image_community.models.image_post import ImagePost
from image_community.models.image_post_counters import ImagePostCounters
from image_community.models.image_rating import ImageRating
from image_community.models.leaderboard_document import LeaderboardDocument
from image_community.models.leaderboard_fit import LeaderboardFit
from image_community.models.media_store import MediaStore
from image_community.models.pending_file_move import PendingFileMove
from image_community.models.post_counts import PostCountChange, PostCounts
from image_community.models.ranking_window import RankingWindow
from image_community.models.restricted_account import AccountStatus, RestrictedAccount
from image_community.models.retained_model_votes import RetainedModelVotes
from image_community.models.tournament_match import TournamentMatch
from image_community.models.tournament_vote import TournamentVote
from image_community.models.unwanted_file import UnwantedFile

__all__ = [
    "AccountEventCursor",
    "AccountStatus",
    "Base",
    "ExcludedModelVotes",
    "ImageLike",
    "ImagePost",
    "ImagePostCounters",
    "ImageRating",
    "LeaderboardDocument",
    "LeaderboardFit",
    "MediaStore",
    "PendingFileMove",
    "PostCountChange",
    "PostCounts",
    "RankingWindow",
    "RestrictedAccount",
    "RetainedModelVotes",
    "TimestampMixin",
    "TournamentMatch",
    "TournamentVote",
    "UnwantedFile",
]
