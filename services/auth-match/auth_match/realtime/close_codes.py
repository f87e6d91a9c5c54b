"""The close codes of sockets (RFC 6455 7.4.2 leaves 4000–4999 to applications)."""

from enum import IntEnum

from auth_match.errors import Kind


class CloseCode(IntEnum):
    TOO_BIG = 1009
    RESTARTING = 1012  # reconnect, with jitter
    PROTOCOL = 4400
    AUTH = 4401
    FORBIDDEN = 4403
    ROOM_GONE = 4404
    TIMEOUT = 4408
    REPLACED = 4409  # do not reconnect
    ROOM_OVER = 4410
    TOO_OFTEN = 4429  # reconnect, with a pause
    INTERNAL = 4500


CLOSE_CODE_OF: dict[Kind, CloseCode] = {
    Kind.INVALID: CloseCode.PROTOCOL,
    Kind.UNAUTHENTICATED: CloseCode.AUTH,
    Kind.FORBIDDEN: CloseCode.FORBIDDEN,
    Kind.NOT_FOUND: CloseCode.ROOM_GONE,
    Kind.CONFLICT: CloseCode.PROTOCOL,
    Kind.GONE: CloseCode.ROOM_OVER,
    Kind.LIMITED: CloseCode.TOO_OFTEN,
}
