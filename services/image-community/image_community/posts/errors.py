"""What a request about a post can meet."""

from image_community.errors import DomainError, Kind


class PostNotFound(DomainError):
    """No such post, or it was withdrawn."""

    kind, code = Kind.NOT_FOUND, "not_found"
    detail = "There is no such image."


class NotOwner(DomainError):
    """Only the owner changes or withdraws a post."""

    kind, code = Kind.FORBIDDEN, "not_owner"
    detail = "This image belongs to somebody else."


class InvalidCursor(DomainError):
    """The cursor is none that we gave out."""

    kind, code, field = Kind.INVALID, "invalid", "cursor"
    detail = "The cursor is not one that this list gave out."
