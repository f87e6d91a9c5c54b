"""The errors of accounts. The tree is `DomainError`'s; each `code` is in `contracts/error_codes.json`."""

from auth_match.errors import CONFLICT, FORBIDDEN, NOT_FOUND, UNAUTHENTICATED, DomainError


class UsernameTaken(DomainError):
    kind, code = CONFLICT, "username_taken"
    sentence = "That username is taken."


class UsernameLooksTaken(DomainError):
    """The name's skeleton (UTS 39) equals that of another name."""

    kind, code = CONFLICT, "username_looks_taken"
    sentence = "That username looks like one that is taken."


class InvalidCredentials(DomainError):
    """The same for an unknown user, a wrong password and a disabled account."""

    kind, code = UNAUTHENTICATED, "invalid_credentials"
    sentence = "The username or the password is wrong."


class NotAuthenticated(DomainError):
    kind, code = UNAUTHENTICATED, "not_authenticated"
    sentence = "This needs an access token."


class InvalidToken(DomainError):
    """The token is malformed, forged or expired, or its session has ended."""

    kind, code = UNAUTHENTICATED, "invalid_token"
    sentence = "The token is invalid or expired."


class ForeignPage(DomainError):
    """A page of another origin asks for a session in a cookie."""

    kind, code = FORBIDDEN, "forbidden"
    sentence = "Only pages of this system's own address may keep their session in a cookie."


class InvalidTicket(DomainError):
    """The WebSocket ticket is unknown, used, expired, or for another purpose."""

    kind, code = UNAUTHENTICATED, "invalid_ticket"
    sentence = "The WebSocket ticket is invalid or expired."


class WrongPassword(DomainError):
    """A signed-in user sent the wrong password for an action that needs it. Not 401: the token is valid."""

    kind, code = FORBIDDEN, "wrong_password"
    sentence = "The password is wrong."


class UnknownUser(DomainError):
    kind, code = NOT_FOUND, "not_found"
    sentence = "There is no such user."


class UnknownSession(DomainError):
    """The session does not exist, has ended, or belongs to another user."""

    kind, code = NOT_FOUND, "not_found"
    sentence = "You have no such session."
