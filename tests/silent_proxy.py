"""Stands before a server, and makes it silent: connections are accepted and kept, nothing comes through."""

import socket
from contextlib import suppress
from threading import Event, Lock, Thread


class SilentProxy:
    """Listens on `port` of 127.0.0.1 until `close`. It has threads of its own: no event loop holds it up."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._gates: list[Event] = []
        self._sockets: list[socket.socket] = []
        self._lock = Lock()
        self._is_silent = False
        Thread(target=self._accept, daemon=True).start()

    @property
    def connections(self) -> int:
        """How many clients have ever connected."""
        with self._lock:
            return len(self._gates)

    def silence(self) -> None:
        """Connections there are, and new ones."""
        with self._lock:
            self._is_silent = True
        self.silence_those_open()

    def silence_those_open(self) -> None:
        """New connections come through."""
        with self._lock:
            for gate in self._gates:
                gate.clear()

    def wake(self) -> None:
        """What was held back comes through."""
        with self._lock:
            self._is_silent = False
            for gate in self._gates:
                gate.set()

    def close(self) -> None:
        self.wake()
        for each in (self._listener, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                gate = Event()
                with self._lock:
                    self._sockets += [client, server]
                    self._gates.append(gate)
                    if not self._is_silent:
                        gate.set()
                for source, target in ((client, server), (server, client)):
                    Thread(target=_pump, args=(source, target, gate), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, gate: Event) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            gate.wait()
            target.sendall(content)
        gate.wait()
        target.shutdown(socket.SHUT_WR)
