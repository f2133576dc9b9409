"""The guard against requests into the network of the tool (SSRF): addresses, names, and names that change."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from lti_app.lti import http
from lti_app.lti.guard import Forbidden, Guard, is_public
from lti_app.lti.http import AnswerTooLarge, PlatformSession

#: Address -> what a resolver might say for its host; "" where the form alone is refused.
INSIDE: dict[str, str] = {
    "https://127.0.0.1/": "127.0.0.1",
    "https://127.8.9.10/": "127.8.9.10",
    "https://localhost/": "127.0.0.1",
    "https://0.0.0.0/": "0.0.0.0",
    "https://10.0.0.1/": "10.0.0.1",
    "https://172.16.0.1/": "172.16.0.1",
    "https://192.168.1.1/": "192.168.1.1",
    "https://100.64.0.1/": "100.64.0.1",
    "https://169.254.169.254/latest/meta-data/": "169.254.169.254",
    "https://192.0.0.1/": "192.0.0.1",
    "https://198.18.0.1/": "198.18.0.1",
    "https://192.0.2.1/": "192.0.2.1",
    "https://224.0.0.1/": "224.0.0.1",
    "https://240.0.0.1/": "240.0.0.1",
    "https://255.255.255.255/": "255.255.255.255",
    "https://[::1]/": "::1",
    "https://[::]/": "::",
    "https://[fe80::1]/": "fe80::1",
    "https://[fc00::1]/": "fc00::1",
    "https://[fd12:3456::1]/": "fd12:3456::1",
    "https://[ff02::1]/": "ff02::1",
    "https://[::ffff:127.0.0.1]/": "::ffff:127.0.0.1",
    "https://[::ffff:10.0.0.1]/": "::ffff:10.0.0.1",
    "https://[::127.0.0.1]/": "::7f00:1",
    "https://[64:ff9b::127.0.0.1]/": "64:ff9b::7f00:1",
    "https://[2002:7f00:1::]/": "2002:7f00:1::",
    "https://[2001:db8::1]/": "2001:db8::1",
    "https://2130706433/": "127.0.0.1",
    "https://0x7f.1/": "127.0.0.1",
    "https://0177.0.0.1/": "127.0.0.1",
    "https://127.1/": "127.0.0.1",
    "https://inside.example.org/": "10.1.2.3",
    "https://metadata.google.internal/": "169.254.169.254",
    "https://lms.example.org@127.0.0.1/": "",
    "https://127.0.0.1#@lms.example.org/": "",
    "https://lms.example.org\\@127.0.0.1/": "",
    "https://lms.example.org/\r\nHost: 127.0.0.1": "",
    "http://lms.example.org/": "",
    "ftp://lms.example.org/": "",
    "file:///etc/passwd": "",
    "gopher://127.0.0.1:25/": "",
    "//127.0.0.1/": "",
    "https:///etc/passwd": "",
    "https://lms.example.org:99999/": "",
    "https://[::1": "",
    "https://" + "a" * 3000: "",
}


def test_the_list_has_more_than_forty_addresses() -> None:
    assert len(INSIDE) > 40


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(http, "create_connection", lambda *details, **_: asked.append(details))
    session = PlatformSession(Guard(resolver=lambda host, port: [INSIDE[url]]))
    with pytest.raises(Forbidden):
        session.get(url)
    assert asked == []


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_condemns_a_name() -> None:
    guard = Guard(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Forbidden):
        guard.addresses("lms.example.org", 443)


class Inside:
    """A server inside: it notes who asks, and answers as it is told to."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"
        self.drip = 0.0
        self.requests: list[bytes] = []
        self._open = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._open:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(65_536))
                try:
                    if self.drip:
                        for byte in self.answer:
                            connection.sendall(bytes([byte]))
                            time.sleep(self.drip)
                    else:
                        connection.sendall(self.answer)
                except OSError:
                    continue

    def stop(self) -> None:
        """Free the port."""
        self._open = False
        # Closing alone does not wake a thread that waits in accept().
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self._thread.join(5)

    @property
    def host(self) -> str:
        """How an administrator would open it."""
        return f"127.0.0.1:{self.port}"


@pytest.fixture
def inside() -> Iterator[Inside]:
    """A server on 127.0.0.1."""
    server = Inside()
    yield server
    server.stop()


def test_a_name_that_changes_between_check_and_connection_gains_nothing(inside: Inside) -> None:
    """DNS rebinding: the first answer is public, all later ones are inside."""
    answers = iter([["93.184.216.34"], *[["127.0.0.1"]] * 100])
    seen: list[list[str]] = []

    def resolver(host: str, port: int) -> list[str]:
        seen.append(next(answers))
        return seen[-1]

    guard = Guard(resolver=resolver)
    assert guard.addresses("rebinding.example.org", inside.port) == ["93.184.216.34"]
    with pytest.raises(Forbidden):
        PlatformSession(guard).get(f"https://rebinding.example.org:{inside.port}/")
    assert seen == [["93.184.216.34"], ["127.0.0.1"]]
    assert inside.requests == []


def test_the_connection_goes_to_the_numbers_that_were_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(http, "create_connection", connect)
    session = PlatformSession(Guard(resolver=lambda host, port: ["93.184.216.34", "2606:2800:220:1::1"]))
    with pytest.raises(requests.ConnectionError):
        session.get("https://lms.example.org/jwks")
    assert asked == [("93.184.216.34", 443), ("2606:2800:220:1::1", 443)]


def test_an_opened_host_is_asked_by_its_name(inside: Inside) -> None:
    session = PlatformSession(Guard(frozenset({f"moodle.local:{inside.port}"}), lambda host, port: ["127.0.0.1"]))
    assert session.get(f"http://moodle.local:{inside.port}/").json() == {}
    assert b"Host: moodle.local" in inside.requests[0]
    assert b"User-Agent: Hornbook/" in inside.requests[0]


def test_opening_one_port_opens_no_other(inside: Inside) -> None:
    session = PlatformSession(Guard(frozenset({f"127.0.0.1:{inside.port + 1}"})))
    with pytest.raises(Forbidden):
        session.get(f"http://127.0.0.1:{inside.port}/")
    with pytest.raises(Forbidden):
        session.get(f"https://127.0.0.1:{inside.port}/")
    assert inside.requests == []


def test_redirects_are_answers_and_nobody_follows_them(inside: Inside) -> None:
    inside.answer = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    answer = PlatformSession(Guard(frozenset({inside.host}))).get(f"http://{inside.host}/", allow_redirects=True)
    assert answer.status_code == 302
    assert len(inside.requests) == 1


def test_an_answer_has_its_limit_of_size_also_when_it_is_packed(inside: Inside) -> None:
    import gzip

    body = gzip.compress(b" " * (http.LARGEST_ANSWER + 1))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    inside.answer = head.encode() + body
    assert len(inside.answer) < 10_000
    with pytest.raises(AnswerTooLarge):
        PlatformSession(Guard(frozenset({inside.host}))).get(f"http://{inside.host}/")


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_has_its_limit_of_time_however_slowly_it_comes(
    inside: Inside, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.5)
    if part == "head":
        inside.answer = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 5000
    else:
        inside.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 5000
    inside.drip = 0.02
    started = time.monotonic()
    with pytest.raises(requests.RequestException):
        PlatformSession(Guard(frozenset({inside.host}))).get(f"http://{inside.host}/", timeout=1000)
    # All of it would take 100 seconds.
    assert time.monotonic() - started < 50


def test_proxies_and_passwords_of_the_environment_are_not_used(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert PlatformSession(Guard(frozenset({inside.host}))).get(f"http://{inside.host}/").status_code == 200
