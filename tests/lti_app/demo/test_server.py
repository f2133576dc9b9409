"""The server of the demo: once it has stopped, its application does nothing any more."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lti_app.demo.server import ThreadedServer

PATIENCE = 30


class Application:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let = threading.Event()
        self.answered = 0

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.asked.set()
        assert self.let.wait(PATIENCE)
        self.answered += 1
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


def ask(connection: http.client.HTTPConnection) -> bytes:
    """What is answered to one more request."""
    connection.request("GET", "/")
    return connection.getresponse().read()


def test_a_request_that_was_taken_is_answered_before_the_end() -> None:
    application = Application()
    server = ThreadedServer(application)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, connection)
        assert application.asked.wait(PATIENCE)
        threading.Timer(0.2, application.let.set).start()
        server.stop()
        assert application.answered == 1
        assert answer.result() == b"ok"
    connection.close()


def test_a_connection_that_was_open_brings_no_request_after_the_end() -> None:
    application = Application()
    application.let.set()
    server = ThreadedServer(application)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.connect()
    # The server has accepted it before this one.
    assert ask(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) == b"ok"
    server.stop()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(connection)
    connection.close()
    assert application.answered == 1
