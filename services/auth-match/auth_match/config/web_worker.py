"""gunicorn's threaded worker that, asked to end, first takes over whatever already waits at its listener.

gunicorn itself stops accepting, finishes what it has, and closes the listener last. What has connected
meanwhile is reset then, and nginx repeats no POST. Here the listener is emptied and closed at once: later
connections are refused, and nginx asks the next process, whatever the method.

It is alive when it makes progress: a request was finished, or none waits for a thread. An answer to a probe
would wait behind all others, so that a process with much to do would pass for a frozen one (decision 0032).

What gunicorn cannot read it answers in HTML, by a function of its own; here that function renders a problem.
"""

import os
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from socket import socket
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from gunicorn import util
from gunicorn.sock import BaseSocket
from gunicorn.workers.gthread import TConn, ThreadWorker

from auth_match.runtime.problem import headers_too_large, internal, malformed, rendered
from auth_match.runtime.request_id import accept_request_id, bind_request_id


class WebWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no annotations
    """`gunicorn --worker-class auth_match.config.web_worker.WebWorker`."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_hand = 0  # requests that have a thread, or wait for one
        self._has_finished_one = False  # since the last sign
        self._heartbeat = ""

    def run(self) -> None:
        self._heartbeat = settings.HEARTBEAT_PATH
        util.write_error = _write_problem
        super().run()

    def enqueue_req(self, conn: TConn) -> None:
        self._in_hand += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        self._in_hand -= 1
        self._has_finished_one = True
        super().finish_request(conn, fs)

    def notify(self) -> None:
        """At least once a second. Without it gunicorn's master replaces this worker after `--timeout`."""
        if self._has_finished_one or self._in_hand <= self.cfg.threads:
            self._has_finished_one = False
            super().notify()
            if self._heartbeat:
                with suppress(OSError):
                    os.utime(self._heartbeat)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                self._take_over_and_close(listener)

    def _take_over_and_close(self, listener: BaseSocket) -> None:
        accepted = -1
        while accepted != self.nr_conns:  # it counts what it took: nothing, from an empty queue
            accepted = self.nr_conns
            self.accept(listener)
        listener.close()


def _write_problem(connection: socket, status: int, _reason: str, _message: str) -> None:
    """In place of `gunicorn.util.write_error`, which repeats what the client sent."""
    util.write_nonblock(connection, rendered(copy_context().run(_problem, status)))


def _problem(status: int) -> HttpResponse:
    bind_request_id(accept_request_id(None))
    if status == 431:
        return headers_too_large()
    return internal() if status == 500 else malformed()  # its 501: a transfer coding that it does not know
