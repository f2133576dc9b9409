"""A WSGI application on a port of this machine, served by threads of this process."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Any

from werkzeug.exceptions import ServiceUnavailable
from werkzeug.serving import WSGIRequestHandler, make_server


class _QuietHandler(WSGIRequestHandler):
    """Keeps connections open, and says nothing on the terminal."""

    protocol_version = "HTTP/1.1"
    # Small answers leave at once instead of waiting for more to send.
    disable_nagle_algorithm = True

    def send_response(self, code: int, message: str | None = None) -> None:
        """The status alone: the application may give a date of its own, as an LMS with a wrong clock does."""
        self.send_response_only(code, message)

    def log(self, type: str, message: str, *args: Any) -> None:
        """No line for each request."""


class ThreadedServer:
    """Holds its port from the first moment until `stop`; also a context manager.

    Port 0 takes a free one, OSError where one is taken. An application that must know its own address first is given
    later, to `serve`.
    """

    def __init__(self, application: Any = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        # The server would end the process where a port is taken.
        with socket.create_server((host, port)) as listening:
            self.port = int(listening.getsockname()[1])
            self._server = make_server(
                host,
                self.port,
                application or ServiceUnavailable(),
                threaded=True,
                request_handler=_QuietHandler,
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
        """Take no more requests, and free the port."""
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()

    def __enter__(self) -> ThreadedServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
