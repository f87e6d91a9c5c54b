"""Errors of requests about posts."""

from image_community.errors import DomainError, Kind


class PostNotFound(DomainError):
    """No such post, or it was withdrawn."""

    kind, code = Kind.NOT_FOUND, "not_found"
    detail = "There is no such image."


class NotOwner(DomainError):
    """Only the owner may change or withdraw a post."""

    kind, code = Kind.FORBIDDEN, "not_owner"
    detail = "This image belongs to another user."


class InvalidCursor(DomainError):
    """The cursor was not issued by this list."""

    kind, code, field, field_code = Kind.INVALID, "invalid", "cursor", "invalid_cursor"
    detail = "The cursor is not valid for this list."
