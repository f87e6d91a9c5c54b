"""Client frames as bytes, for who does not keep to the protocol (RFC 6455 5.2)."""

MASK = b"\0\0\0\0"
PIECE_BYTES = 256 * 1024  # what a server reads at once
CONTINUATION, TEXT_UNFINISHED, TEXT, PING, PONG = 0x00, 0x01, 0x81, 0x89, 0x8A


def frame(head: int, payload: bytes = b"") -> bytes:
    """`head` is the first byte: FIN and opcode; at most 125 bytes of payload."""
    return bytes((head, 0x80 | len(payload))) + MASK + payload


def _piece_of(unit: bytes) -> bytes:
    return unit * (PIECE_BYTES // len(unit))


FLOODS = {
    "pings": _piece_of(frame(PING)),
    "fragments": frame(TEXT_UNFINISHED) + _piece_of(frame(CONTINUATION)),
    "objects": _piece_of(frame(TEXT, b"{}")),
    "pongs": _piece_of(frame(PONG)),
}
