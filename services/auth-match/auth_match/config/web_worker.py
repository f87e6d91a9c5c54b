"""gunicorn's threaded worker that, asked to end, first takes over whatever already waits at its listener.

gunicorn itself stops accepting, finishes what it has, and closes the listener last. What has connected
meanwhile is reset then, and nginx repeats no POST. Here the listener is emptied and closed at once: later
connections are refused, and nginx asks the next process, whatever the method.
"""

from gunicorn.sock import BaseSocket
from gunicorn.workers.gthread import ThreadWorker


class WebWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no annotations
    """`gunicorn --worker-class auth_match.config.web_worker.WebWorker`."""

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
