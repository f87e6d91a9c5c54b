"""What matching refuses."""

from auth_match.errors import CONFLICT, NOT_FOUND, DomainError


class InRoom(DomainError):
    """The user is in a call; it must end before a new search."""

    kind, code = CONFLICT, "in_room"
    sentence = "You are in a call. Leave it before you look for another partner."


class RoomGone(DomainError):
    kind, code = NOT_FOUND, "room_gone"
    sentence = "This room is over."


class TooManyBlocks(DomainError):
    kind, code = CONFLICT, "too_many_blocks"
    sentence = "You have reached the maximum number of blocks. Remove one first."
