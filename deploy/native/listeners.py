"""Listening sockets that the supervisor owns, so that they outlive the processes that accept from them.

While a process is replaced its socket stays open: the kernel completes handshakes, and connections wait in
the backlog for the next process. Closing a listener would reset them, and nginx does not repeat a POST
(decision 0032).
"""

import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress

BACKLOG = 2048  # connections; the kernel limits it to net.core.somaxconn
Address = tuple[str, int]


class Listeners:
    """The sockets of one process, in the order of its addresses."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._addresses = addresses
        self._sockets: list[socket.socket] = []

    def open(self) -> tuple[int, ...]:
        """The descriptors to inherit; the same until `close`. Raises OSError: an address is in use."""
        for address in self._addresses[len(self._sockets) :]:
            self._sockets.append(_listen(address))
        return tuple(each.fileno() for each in self._sockets)

    def close(self) -> None:
        """From now on the kernel refuses new connections; it resets waiting ones."""
        while self._sockets:
            with suppress(OSError):
                self._sockets.pop().close()


def _listen(address: Address) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # accepted connections inherit it; uvicorn treats a descriptor as a Unix socket and would not set it
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        # nginx does not change it: of two workers woken for one connection, the second would block in accept
        # until the next one, with all its connections
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def filled(text: str, descriptors: Sequence[int]) -> str:
    """`{fd0}`, `{fd1}` … in an argument or a variable become the descriptors."""
    for number, descriptor in enumerate(descriptors):
        text = text.replace(f"{{fd{number}}}", str(descriptor))
    return text


def filled_all(texts: Mapping[str, str], descriptors: Sequence[int]) -> dict[str, str]:
    return {name: filled(text, descriptors) for name, text in texts.items()}
