"""What accounts refuses. The tree is `DomainError`'s; each `code` stands in `contracts/error_codes.json`."""

from auth_match.errors import CONFLICT, FORBIDDEN, NOT_FOUND, UNAUTHENTICATED, DomainError


class UsernameTaken(DomainError):
    kind, code = CONFLICT, "username_taken"
    sentence = "That username is taken."


class UsernameLooksTaken(DomainError):
    """Its skeleton (UTS 39) equals that of another name."""

    kind, code = CONFLICT, "username_looks_taken"
    sentence = "That username looks like one that is taken."


class InvalidCredentials(DomainError):
    """Says the same for an unknown user, a wrong password and a disabled account."""

    kind, code = UNAUTHENTICATED, "invalid_credentials"
    sentence = "The username or the password is wrong."


class NotAuthenticated(DomainError):
    kind, code = UNAUTHENTICATED, "not_authenticated"
    sentence = "This needs an access token."


class InvalidToken(DomainError):
    """Whatever is wrong with a token, and a token whose session is over."""

    kind, code = UNAUTHENTICATED, "invalid_token"
    sentence = "The token is not valid, or not any more."


class InvalidTicket(DomainError):
    """The WebSocket ticket is unknown, used, expired, or for another purpose."""

    kind, code = UNAUTHENTICATED, "invalid_ticket"
    sentence = "The WebSocket ticket is not valid, or not any more."


class WrongPassword(DomainError):
    """Somebody signed in asks for what needs their password too. Not 401: their token is good."""

    kind, code = FORBIDDEN, "wrong_password"
    sentence = "The password is wrong."


class UnknownUser(DomainError):
    kind, code = NOT_FOUND, "not_found"
    sentence = "There is no such user."


class UnknownSession(DomainError):
    """Nobody's, somebody else's, or over."""

    kind, code = NOT_FOUND, "not_found"
    sentence = "You have no such session."
