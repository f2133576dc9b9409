"""A WSGI application on a port of this machine, served by threads of this process."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Any

from werkzeug.exceptions import ServiceUnavailable
from werkzeug.serving import WSGIRequestHandler, make_server

#: Seconds in which a request that was taken has its answer; one that hangs on purpose is left behind.
_PATIENCE = 5.0


class _Work:
    """The requests that are being answered; none is begun any more once it has ended."""

    def __init__(self) -> None:
        self._answering = 0
        self._ended = False
        self._changed = threading.Condition()

    def begin(self) -> bool:
        """Whether a request may be answered; if so, `finish` comes after it."""
        with self._changed:
            if not self._ended:
                self._answering += 1
            return not self._ended

    def finish(self) -> None:
        """A request has its answer."""
        with self._changed:
            self._answering -= 1
            self._changed.notify_all()

    def end(self, seconds: float) -> None:
        """Begin nothing more, and wait for what was begun, for so long at most."""
        with self._changed:
            self._ended = True
            self._changed.wait_for(lambda: self._answering == 0, seconds)


def _handler(work: _Work) -> type[WSGIRequestHandler]:
    class QuietHandler(WSGIRequestHandler):
        """Keeps connections open, and says nothing on the terminal."""

        protocol_version = "HTTP/1.1"
        # Small answers leave at once instead of waiting for more to send.
        disable_nagle_algorithm = True

        def run_wsgi(self) -> None:
            # A connection that was kept open may bring one more request after the end.
            if not work.begin():
                self.close_connection = True
                return
            try:
                super().run_wsgi()
            finally:
                work.finish()

        def send_response(self, code: int, message: str | None = None) -> None:
            """The status alone: the application may give a date of its own, as an LMS with a wrong clock does."""
            self.send_response_only(code, message)

        def log(self, type: str, message: str, *args: Any) -> None:
            """No line for each request."""

    return QuietHandler


class ThreadedServer:
    """Holds its port from the first moment until `stop`, which waits for the answers that are being given; also a
    context manager.

    Port 0 takes a free one, OSError where one is taken. An application that must know its own address first is given
    later, to `serve`.
    """

    def __init__(self, application: Any = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._work = _Work()
        # The server would end the process where a port is taken.
        with socket.create_server((host, port)) as listening:
            self.port = int(listening.getsockname()[1])
            self._server = make_server(
                host,
                self.port,
                application or ServiceUnavailable(),
                threaded=True,
                request_handler=_handler(self._work),
                fd=listening.fileno(),
            )
        self.host = host
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def serve(self, application: Any) -> None:
        """Answer requests with this application from now on."""
        self._server.app = application

    def stop(self) -> None:
        """Take no more requests, finish those that were taken, and free the port."""
        self._server.shutdown()
        self._thread.join(_PATIENCE)
        self._work.end(_PATIENCE)
        self._server.server_close()

    def __enter__(self) -> ThreadedServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
