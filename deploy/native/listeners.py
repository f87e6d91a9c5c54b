"""Listening sockets that belong to the supervisor, so that they outlive the processes that accept from them.

While a process is replaced its socket stays open: the kernel completes handshakes, and what comes waits in
the backlog for the next process. Closing a listener would reset all of it, and nginx repeats no POST
(decision 0032).
"""

import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress

BACKLOG = 2048  # connections; the kernel cuts it to net.core.somaxconn
Address = tuple[str, int]


class Listeners:
    """The sockets of one process, in the order of its addresses."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._addresses = addresses
        self._sockets: list[socket.socket] = []

    def open(self) -> tuple[int, ...]:
        """Descriptors to hand down; the same ones until `close`. Raises OSError: an address is taken."""
        for address in self._addresses[len(self._sockets) :]:
            self._sockets.append(_listen(address))
        return tuple(each.fileno() for each in self._sockets)

    def close(self) -> None:
        """New connections are refused from now on, and those that wait are reset."""
        while self._sockets:
            with suppress(OSError):
                self._sockets.pop().close()


def _listen(address: Address) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # accepted connections inherit it; uvicorn takes a descriptor for a Unix socket and would not set it
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        # nginx takes it as it is: of two workers that are woken for one connection, the second would wait in
        # accept for the next one, and all that it serves with it
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
