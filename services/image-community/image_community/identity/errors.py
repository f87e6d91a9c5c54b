"""Why a caller is not authenticated."""

from image_community.errors import DomainError, Kind


class NotAuthenticated(DomainError):
    """No token was sent."""

    kind, code = Kind.UNAUTHENTICATED, "not_authenticated"
    detail = "Please log in first."


class InvalidToken(DomainError):
    """The token is malformed, forged, expired or for another audience."""

    kind, code = Kind.UNAUTHENTICATED, "invalid_token"
    detail = "The access token is not valid or has expired."
