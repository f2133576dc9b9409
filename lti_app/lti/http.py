"""Requests to platforms: to allowed addresses only, with limits of time and size, and never redirected."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

import hornbook
from lti_app.lti.guard import Forbidden, Guard

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
#: For the head of an answer, and for its body, however slowly each comes.
WHOLE_SECONDS = 30.0
#: Bytes of a body, decoded.
LARGEST_ANSWER = 2_000_000
USER_AGENT = f"Hornbook/{hornbook.__version__} (LTI 1.3 tool)"


class AnswerTooLarge(requests.RequestException):
    """The body is larger, or took longer, than a platform's may."""


def _connect(connection: HTTPConnection, guard: Guard) -> socket.socket:
    """A socket to the very numbers that the guard has seen; certificates are still checked against the name."""
    problem: OSError | None = None
    try:
        addresses = guard.addresses(connection.host.strip("[]"), connection.port or connection.default_port)
    except OSError as error:
        raise NewConnectionError(connection, f"No address: {error}") from error
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port or connection.default_port),
                CONNECT_SECONDS,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"No connection within {CONNECT_SECONDS:g} s") from error
        except OSError as error:
            problem = error
    raise NewConnectionError(connection, f"No connection: {problem}") from problem


class _Deadline:
    """Shuts the connection of one request when its answer takes too long, by a byte at a time or not at all."""

    def __init__(self) -> None:
        self.passed = False
        self.socket: socket.socket | None = None
        self._timer = threading.Timer(WHOLE_SECONDS, self._pass)
        self._timer.daemon = True

    def _pass(self) -> None:
        self.passed = True
        if self.socket is not None:
            with contextlib.suppress(OSError):
                # The plain one of the base class: the reading thread still needs the state of TLS.
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def __enter__(self) -> _Deadline:
        _current.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _current.deadline = None


#: The deadline of the request that this thread waits for.
_current = threading.local()


def _wait_for_answer(connection: HTTPConnection) -> None:
    deadline: _Deadline | None = getattr(_current, "deadline", None)
    if deadline is not None:
        deadline.socket = connection.sock


class _GuardedAdapter(HTTPAdapter):
    """Connections that ask the guard in the moment of connecting."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__(pool_connections=16, pool_maxsize=16, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        guard = self._guard

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, guard)

            def getresponse(self) -> Any:
                _wait_for_answer(self)
                return super().getresponse()

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, guard)

            def getresponse(self) -> Any:
                _wait_for_answer(self)
                return super().getresponse()

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class PlatformSession(requests.Session):
    """A requests session for whatever an LMS named: `get`, `post` and the rest, as usual.

    Raises `Forbidden` for an address that the guard refuses, `requests.RequestException` for all else that fails. An
    answer is whole when it comes back; a redirect is an answer like any other, and nobody follows it. Proxies and
    passwords of the environment are not used: they would lead around the guard.
    """

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.guard = guard
        self.trust_env = False
        self.headers["User-Agent"] = USER_AGENT
        adapter = _GuardedAdapter(guard)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        """One request and its whole answer."""
        address = url.decode("ascii", "replace") if isinstance(url, bytes) else url
        self.guard.check_url(address)
        options["allow_redirects"] = False
        options["stream"] = True
        options["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        with _Deadline() as deadline:
            try:
                response = super().request(method, address, *args, **options)
                _read_whole(response)
            except requests.RequestException:
                if deadline.passed:
                    raise AnswerTooLarge(f"not whole after {WHOLE_SECONDS:g} s") from None
                raise
        if deadline.passed:
            # A connection that was shut looks like an answer that ended.
            raise AnswerTooLarge(f"not whole after {WHOLE_SECONDS:g} s", response=response)
        return response


def _read_whole(response: requests.Response) -> None:
    body = bytearray()
    with contextlib.closing(response):
        for part in response.iter_content(16_384):
            body += part
            if len(body) > LARGEST_ANSWER:
                raise AnswerTooLarge(f"more than {LARGEST_ANSWER} bytes", response=response)
        # What requests itself does in `content`, under our limits.
        response._content = bytes(body)


def json_object(response: requests.Response) -> Mapping[str, Any]:
    """The JSON object in an answer with status 200; ValueError with the reason otherwise."""
    if response.status_code != 200:
        raise ValueError(f"it answered with status {response.status_code}")
    try:
        found = response.json()
    except (ValueError, RecursionError):
        raise ValueError("it did not answer with JSON") from None
    if isinstance(found, dict):
        return found
    raise ValueError("it did not answer with a JSON object")


__all__ = ["USER_AGENT", "AnswerTooLarge", "Forbidden", "PlatformSession", "json_object"]
