"""What a voter can meet."""

from image_community.errors import DomainError, Kind


class TooFewImages(DomainError):
    """Fewer than two images take part, or none of anybody else."""

    kind, code = Kind.CONFLICT, "too_few_images"
    detail = "Too few images take part in the tournament just now."


class NoPairLeft(DomainError):
    """This voter judged or holds open every pair there is, or all others are by one author."""

    kind, code = Kind.CONFLICT, "no_pair_left"
    detail = "There is no new pair for you just now: vote on an open match or skip it, or come back later."


class MatchGone(DomainError):
    """The match was never issued to anyone, has expired or was skipped, or one of its images is gone."""

    kind, code = Kind.GONE, "match_gone"
    detail = "This match is over. Please ask for a new one."


class NotYourMatch(DomainError):
    """The match was issued to somebody else."""

    kind, code = Kind.FORBIDDEN, "not_your_match"
    detail = "This match was given to somebody else."


class WrongPair(DomainError):
    """The match is about two other images."""

    kind, code = Kind.CONFLICT, "wrong_pair"
    detail = "These are not the two images of this match."


class AlreadyVoted(DomainError):
    """This match is judged, and otherwise than now."""

    kind, code = Kind.CONFLICT, "already_voted"
    detail = "You have already voted on this match."


class PairAlreadyJudged(DomainError):
    """This voter judged the same two images in another match of the last 24 hours."""

    kind, code = Kind.CONFLICT, "pair_already_judged"
    detail = "You have already judged these two images in the last 24 hours."
