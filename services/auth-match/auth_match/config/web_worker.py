"""gunicorn's threaded worker with a shutdown that resets no connection, a heartbeat, and problems as errors.

On SIGTERM gunicorn itself stops accepting, finishes its requests, and closes the listener last. That resets
the connections made meanwhile, and nginx does not repeat a POST. This worker accepts all waiting connections,
then closes the listener at once: later connections are refused, and nginx tries the next process.

The worker is alive when it makes progress: it finished a request, or no request waits for a thread. The
answer to a probe would wait behind all requests, so a busy process would look frozen (decision 0032).

gunicorn answers unreadable requests in HTML; here it answers with a problem.
"""

import os
from concurrent.futures import Future
from contextlib import suppress
from socket import socket
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from gunicorn import util
from gunicorn.sock import BaseSocket
from gunicorn.workers.gthread import TConn, ThreadWorker
from structlog.contextvars import bound_contextvars

from auth_match.runtime.problem import headers_too_large, internal, malformed, rendered
from auth_match.runtime.request_id import accept_request_id


class WebWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no annotations
    """`gunicorn --worker-class auth_match.config.web_worker.WebWorker`."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._open_requests = 0  # requests that have a thread, or wait for one
        self._has_finished_one = False  # since the last heartbeat
        self._heartbeat = ""

    def run(self) -> None:
        self._heartbeat = settings.HEARTBEAT_PATH
        util.write_error = _write_problem
        super().run()

    def enqueue_req(self, conn: TConn) -> None:
        self._open_requests += 1
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        self._open_requests -= 1
        self._has_finished_one = True
        super().finish_request(conn, fs)

    def notify(self) -> None:
        """Called at least once per second, or gunicorn's master replaces the worker after `--timeout`."""
        if self._has_finished_one or self._open_requests <= self.cfg.threads:
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
        while accepted != self.nr_conns:  # `accept` counts connections: none from an empty queue
            accepted = self.nr_conns
            self.accept(listener)
        listener.close()


def _write_problem(connection: socket, status: int, _reason: str, _message: str) -> None:
    """Replaces `gunicorn.util.write_error`, which repeats the client's input."""
    with bound_contextvars(request_id=accept_request_id(None)):
        answer = _problem(status)
    util.write_nonblock(connection, rendered(answer))


def _problem(status: int) -> HttpResponse:
    if status == 431:
        return headers_too_large()
    return internal() if status == 500 else malformed()  # gunicorn's 501: an unknown transfer coding
