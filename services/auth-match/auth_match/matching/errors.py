"""What matching refuses."""

from auth_match.errors import CONFLICT, NOT_FOUND, DomainError


class InRoom(DomainError):
    """A call is going on in the user's voice seat; it must end before a new search."""

    kind, code = CONFLICT, "in_room"
    sentence = "You are in a call. Leave it before you look for somebody else."


class RoomGone(DomainError):
    kind, code = NOT_FOUND, "room_gone"
    sentence = "This room is over."


class TooManyBlocks(DomainError):
    kind, code = CONFLICT, "too_many_blocks"
    sentence = "You have blocked as many people as one can. Take a block back first."
