"""The errors of a voice room."""

from auth_match.errors import CONFLICT, FORBIDDEN, DomainError


class NotAMember(DomainError):
    kind, code = FORBIDDEN, "forbidden"
    sentence = "Only the two members of a room may enter it."


class PendingFull(DomainError):
    """More signals than any negotiation needs, while the partner's seat is empty."""

    kind, code = CONFLICT, "mailbox_full"
    sentence = "Your partner is not here yet, and too many messages are already waiting."
