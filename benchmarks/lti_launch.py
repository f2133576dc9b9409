"""What a launch costs: `python -m benchmarks.lti_launch [LAUNCHES]`.

A launch is a login, the signature of the LMS, and the posted message, checked and stored, up to the answer that opens
the activity. Hornbook runs as `hornbook-lti serve` starts it: on SQLite, with its log, its metrics and its work in the
background. Beside it runs a minimal Flask tool made of PyLTI1p3 (as its documents show, with shared storage, as two
workers need it, without a log), under the same gunicorn with the same settings: 2 workers, 8 threads each. They are
launched by turns, some launches each, so that what else the machine does meets both. The LMS and the clients share the
processor with them. The processor time is the tool's own, of all its processes; so is that of RSA alone.
"""

from __future__ import annotations

import importlib
import itertools
import json
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask, jsonify
from gunicorn.app.base import BaseApplication

from lti_app.cli.settings import open_database
from lti_app.config import Config
from tests.lti_app.platforms import StrictPlatform, public_jwk, rsa_key, signed

LAUNCHES = 400
WORKERS, THREADS = 2, 8
AT_ONCE = 8
#: In each of them both tools get their share of the launches.
ROUNDS = 5
WARM_UP = 20
CPU_LIMIT_MS = 3.0
TIMES_AS_MANY = 1.8
FETCHES_PER_HUNDRED = 2
PEOPLE = 200


class KeySetServer:
    """The LMS's key set, and how often it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        document = json.dumps({"keys": [public_jwk(rsa_key(), "platform-1")]}).encode()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(document)))
                self.end_headers()
                self.wfile.write(document)

            def log_message(self, format: str, *args: Any) -> None:
                """No line for each request."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Tool:
    """One of the two: where it listens, and what its launches took."""

    def __init__(self, name: str, port: int, process: int, keys: KeySetServer) -> None:
        self.name = name
        self.process = process
        self.keys = keys
        self.launcher = Launcher(port, keys.url)
        self.launches = 0
        #: By the number of clients: launches, the seconds that they took together, and each of them.
        self.seconds = {1: 0.0, AT_ONCE: 0.0}
        self.durations: dict[int, list[float]] = {1: [], AT_ONCE: []}
        for _ in range(WARM_UP):
            self.launcher.launch()
        self._before, self._asked_before = processor_seconds(process), keys.asked

    def run(self, count: int, clients: int) -> float:
        """Launch so often by so many clients; launches a second."""
        seconds, durations = timed(self.launcher, count, clients)
        self.launches += count
        self.seconds[clients] += seconds
        self.durations[clients] += durations
        return count / seconds

    def rate(self, clients: int) -> float:
        """Launches a second in all rounds."""
        return len(self.durations[clients]) / self.seconds[clients]

    @property
    def milliseconds(self) -> float:
        """Processor time for a launch."""
        return (processor_seconds(self.process) - self._before) * 1000 / self.launches

    @property
    def fetches(self) -> float:
        """How often the LMS was asked for its keys in 100 launches."""
        return (self.keys.asked - self._asked_before) * 100 / self.launches

    def __str__(self) -> str:
        durations = sorted(self.durations[AT_ONCE])
        p50, p95 = statistics.median(durations) * 1000, durations[len(durations) * 95 // 100] * 1000
        return (
            f"{self.name}: {self.rate(1):.0f}/s alone, {self.rate(AT_ONCE):.0f}/s at {AT_ONCE}"
            f" (p50 {p50:.0f} ms, p95 {p95:.0f} ms), {self.milliseconds:.2f} ms of the processor for each,"
            f" keys fetched {self.fetches:.1f} times in 100"
        )


def main() -> int:
    """Measure both tools, print what they cost, and fail where a limit is passed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LAUNCHES
    with tempfile.TemporaryDirectory() as folder, hornbook(Path(folder)) as ours, minimal(Path(folder)) as theirs:
        ratios = []
        for turn in range(ROUNDS):
            tools = [ours, theirs] if turn % 2 else [theirs, ours]
            for tool in tools:
                tool.run(count // ROUNDS, 1)
            rates = {tool.name: tool.run(count // ROUNDS, AT_ONCE) for tool in tools}
            ratios.append(rates[ours.name] / rates[theirs.name])
        cost, fetches = ours.milliseconds, ours.fetches
        print(ours, theirs, sep="\n")
    times = ours.rate(AT_ONCE) / theirs.rate(AT_ONCE)
    print(
        f"Hornbook does {times:.2f} times as many (wanted: {TIMES_AS_MANY}),"
        f" in the {ROUNDS} rounds {min(ratios):.2f} to {max(ratios):.2f}, median {statistics.median(ratios):.2f}"
    )
    print(f"  and asks for keys {fetches:.1f} times in 100 launches (at most {FETCHES_PER_HUNDRED})")
    print(f"  with {cost:.2f} ms of the processor for each (at most {CPU_LIMIT_MS:g} ms)")
    print(f"  of which {rsa_milliseconds():.3f} ms are one check of an RSA signature")
    return int(times < TIMES_AS_MANY or fetches > FETCHES_PER_HUNDRED or cost > CPU_LIMIT_MS)


def timed(launcher: Launcher, count: int, clients: int) -> tuple[float, list[float]]:
    """The seconds that so many launches took, and those of each."""
    durations: list[float] = []
    left = iter(range(count))
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            started = time.perf_counter()
            launcher.launch()
            durations.append(time.perf_counter() - started)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(durations) != count:
        raise RuntimeError(f"{count - len(durations)} of {count} launches failed")
    return time.perf_counter() - started, durations


class Launcher:
    """The LMS and a browser in one: logs in, signs, posts; in HTTP by hand, to leave the processor to the tool."""

    def __init__(self, port: int, jwks_url: str) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.sender = StrictPlatform("https://lms.example.org", "client-1", "deployment-1", jwks_url)
        self._login = urlencode(self.sender.login_form(target_link_uri=f"{self.url}/lti/launch"))
        self._numbers = itertools.count()

    def launch(self) -> None:
        """One launch on one connection; raises where it is refused."""
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            head = self._post(connection, "/lti/login", self._login, "", "302")
            location = _header(head, "Location")
            query = dict(part.split("=", 1) for part in location.partition("?")[2].split("&"))
            cookies = "; ".join(
                line.partition(":")[2].partition(";")[0].strip()
                for line in head.split("\r\n")
                if line.lower().startswith("set-cookie:")
            )
            person = f"learner-{next(self._numbers) % PEOPLE}"
            claims = self.sender.claims(query["nonce"], datetime.now(UTC), sub=person)
            claims["https://purl.imsglobal.org/spec/lti/claim/target_link_uri"] = f"{self.url}/lti/launch"
            form = f"state={query['state']}&id_token={signed(claims)}"
            self._post(connection, "/lti/launch", form, cookies, "303" if "hb_login" in cookies else "200")

    def _post(self, connection: socket.socket, path: str, form: str, cookies: str, wanted: str) -> str:
        """The head of the answer."""
        connection.sendall(
            (
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(form)}\r\n\r\n{form}"
            ).encode("ascii")
        )
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(65_536) or _ended()
        raw, _, body = received.partition(b"\r\n\r\n")
        head = raw.decode("latin-1")
        left = int(_header(head, "Content-Length")) - len(body)
        while left > 0:
            left -= len(connection.recv(left) or _ended())
        if head.split(" ", 2)[1] != wanted:
            raise RuntimeError(f"{path} answered {head.splitlines()[0]}")
        return head


def _ended() -> bytes:
    raise RuntimeError("the connection ended early")


def _header(head: str, name: str) -> str:
    for line in head.split("\r\n"):
        if line.lower().startswith(name.lower() + ":"):
            return line.partition(":")[2].strip()
    raise RuntimeError(f"no {name} in {head}")


@contextmanager
def hornbook(folder: Path) -> Iterator[Tool]:
    """Hornbook on SQLite, as `serve` starts it; its log goes into a file."""
    keys = KeySetServer()
    port = free_port()
    config = Config(
        f"http://127.0.0.1:{port}",
        f"sqlite:///{folder}/hornbook.db",
        allowed_hosts=frozenset({urlsplit(keys.url).netloc}),
    )
    database = open_database(config)
    StrictPlatform("https://lms.example.org", "client-1", "deployment-1", keys.url).connect(database, datetime.now(UTC))
    database.engine.dispose()
    command = [sys.executable, "-c", "from lti_app.entry import main; main()", "serve", "--port", str(port)]
    command += ["--public-url", config.public_url, "--database", config.database, "--content", str(folder)]
    command += ["--allow-platform-host", *config.allowed_hosts, "--workers", str(WORKERS), "--threads", str(THREADS)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log)
    try:
        wait_for(port)
        yield Tool("Hornbook", port, process.pid, keys)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def minimal(folder: Path) -> Iterator[Tool]:
    """A tool as the documents of PyLTI1p3 show it, with storage in files, which both workers see."""
    keys = KeySetServer()
    port = free_port()
    private = rsa_key(50).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    (folder / "private.pem").write_bytes(private)
    (folder / "tool.json").write_text(
        json.dumps(
            {
                "https://lms.example.org": [
                    {
                        "default": True,
                        "client_id": "client-1",
                        "auth_login_url": "https://lms.example.org/auth",
                        "auth_token_url": "https://lms.example.org/token",
                        "key_set_url": keys.url,
                        "private_key_file": "private.pem",
                        "deployment_ids": ["deployment-1"],
                    }
                ]
            }
        ),
        "utf-8",
    )
    storage = folder / "storage"
    storage.mkdir()
    launch_url = f"http://127.0.0.1:{port}/lti/launch"
    with serving(lambda: minimal_app(folder / "tool.json", storage, launch_url), port) as process:
        yield Tool("minimal PyLTI1p3 tool", port, process, keys)


class FileCache:
    """What Flask-Caching offers, with a file for each value."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Any:
        """A value, or None."""
        try:
            return json.loads((self.folder / key).read_text("utf-8"))
        except FileNotFoundError:
            return None

    def set(self, key: str, value: Any, timeout: int | None = None) -> None:
        """Keep a value."""
        (self.folder / key).write_text(json.dumps(value), "utf-8")


def minimal_app(settings: Path, storage: Path, launch_url: str) -> Flask:
    """Login and launch by PyLTI1p3 alone."""
    library: Any = importlib.import_module("pylti1p3.contrib.flask")
    settings_of: Any = importlib.import_module("pylti1p3.tool_config")
    app = Flask("minimal")
    app.secret_key = "benchmark"
    cache = FileCache(storage)

    def login() -> Any:
        login = library.FlaskOIDCLogin(
            library.FlaskRequest(),
            settings_of.ToolConfJsonFile(str(settings)),
            launch_data_storage=library.FlaskCacheDataStorage(cache),
        )
        return login.redirect(launch_url)

    def launch() -> Any:
        message = library.FlaskMessageLaunch(
            library.FlaskRequest(),
            settings_of.ToolConfJsonFile(str(settings)),
            launch_data_storage=library.FlaskCacheDataStorage(cache),
        )
        return jsonify(name=message.get_launch_data()["name"])

    app.add_url_rule("/lti/login", view_func=login, methods=["POST"])
    app.add_url_rule("/lti/launch", view_func=launch, methods=["POST"])
    return app


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(make: Callable[[], Flask], port: int) -> Iterator[int]:
    """gunicorn with this application; the number of its process."""

    class Server(BaseApplication):
        def load_config(self) -> None:
            options = {
                "bind": f"127.0.0.1:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "gthread",
                "keepalive": 5,
                "loglevel": "error",
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return make()

    process = multiprocessing.get_context("fork").Process(target=Server().run)
    process.start()
    assert process.pid is not None
    try:
        wait_for(port)
        yield process.pid
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.join(20)


def wait_for(port: int) -> None:
    """Until somebody listens there, and all workers have begun."""
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    time.sleep(1)


def processor_seconds(parent: int) -> float:
    """Processor time that the children of gunicorn's first process have used."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rsa_milliseconds() -> float:
    """What one check of a signature costs, in processor time of this moment."""
    key, public = rsa_key(), rsa_key().public_key()
    signature = key.sign(b"message", PKCS1v15(), SHA256())
    started = time.process_time()
    for _ in range(300):
        public.verify(signature, b"message", PKCS1v15(), SHA256())
    return (time.process_time() - started) * 1000 / 300


if __name__ == "__main__":
    sys.exit(main())
