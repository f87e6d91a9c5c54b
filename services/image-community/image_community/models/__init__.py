"""The tables. Imported as a whole, so that every relationship finds its other side."""

from image_community.models.account_event_cursor import AccountEventCursor
from image_community.models.account_standing import AccountStanding, Standing
from image_community.models.base import Base, TimestampMixin
from image_community.models.image_like import ImageLike
from image_community.models.image_post import ImagePost
from image_community.models.image_post_counters import ImagePostCounters
from image_community.models.image_rating import ImageRating
from image_community.models.leaderboard_document import LeaderboardDocument
from image_community.models.leaderboard_fit import LeaderboardFit
from image_community.models.media_store import MediaStore
from image_community.models.model_votes_kept import ModelVotesKept
from image_community.models.model_votes_left_out import ModelVotesLeftOut
from image_community.models.ranking_window import RankingWindow
from image_community.models.tournament_match import TournamentMatch
from image_community.models.tournament_vote import TournamentVote
from image_community.models.unsettled_file import UnsettledFile
from image_community.models.unwanted_file import UnwantedFile

__all__ = [
    "AccountEventCursor",
    "AccountStanding",
    "Base",
    "ImageLike",
    "ImagePost",
    "ImagePostCounters",
    "ImageRating",
    "LeaderboardDocument",
    "LeaderboardFit",
    "MediaStore",
    "ModelVotesKept",
    "ModelVotesLeftOut",
    "RankingWindow",
    "Standing",
    "TimestampMixin",
    "TournamentMatch",
    "TournamentVote",
    "UnsettledFile",
    "UnwantedFile",
]
