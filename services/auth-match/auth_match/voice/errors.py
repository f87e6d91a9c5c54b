"""What a voice room refuses."""

from auth_match.errors import CONFLICT, FORBIDDEN, DomainError


class NotAMember(DomainError):
    kind, code = FORBIDDEN, "forbidden"
    sentence = "Only the two members of a room may enter it."


class MailboxFull(DomainError):
    """More signals than any negotiation needs, sent to nobody."""

    kind, code = CONFLICT, "mailbox_full"
    sentence = "Your partner is not here yet, and too many messages wait already."
