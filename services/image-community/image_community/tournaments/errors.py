"""Errors of matches and votes."""

from image_community.errors import DomainError, Kind


class TooFewImages(DomainError):
    """Fewer than two images by other users take part."""

    kind, code = Kind.CONFLICT, "too_few_images"
    detail = "Fewer than two images of others take part in the tournament at the moment."


class TooFewAuthors(DomainError):
    """Two images by other users take part or more, all of them by one author: no two of them meet."""

    kind, code = Kind.CONFLICT, "too_few_authors"
    detail = "All images of others that take part are by one author at the moment."


class NoPairLeft(DomainError):
    """Every pair is judged by or open for this voter."""

    kind, code = Kind.CONFLICT, "no_pair_left"
    detail = "There is no new pair for you at the moment: vote on an open match, skip it, or come back later."


class MatchGone(DomainError):
    """The match was never issued, has expired or was skipped, or one of its images is gone."""

    kind, code = Kind.GONE, "match_gone"
    detail = "This match is over. Please request a new one."


class NotYourMatch(DomainError):
    """The match was issued to another user."""

    kind, code = Kind.FORBIDDEN, "not_your_match"
    detail = "This match belongs to another user."


class WrongPair(DomainError):
    """The match is about two other images."""

    kind, code = Kind.CONFLICT, "wrong_pair"
    detail = "These are not the two images of this match."


class AlreadyVoted(DomainError):
    """The voter voted differently on this match."""

    kind, code = Kind.CONFLICT, "already_voted"
    detail = "You have already voted on this match, the other way round."


class PairAlreadyJudged(DomainError):
    """This voter judged the same two images in another match within 24 hours."""

    kind, code = Kind.CONFLICT, "pair_already_judged"
    detail = "You have already judged these two images in the last 24 hours."
