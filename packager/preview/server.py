"""The preview's web server: reachable from this machine only, read only, and it serves what was rendered, no folder.

A web page elsewhere could reach a server on this machine through a name of its own that leads to 127.0.0.1
(DNS rebinding), so every request must name this machine in its Host header.
"""

from __future__ import annotations

import json
import mimetypes
import re
import socket
import sys
import threading
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from hornbook import resources
from packager.preview.feed import Feed
from packager.preview.site import Site, View
from packager.preview.whole import Step

#: The names of this machine, as a browser sends them and as a server is bound to them.
LOOPBACK = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)

OWN = "/_preview/"
COURSE = "/course/"
EVENTS = OWN + "events"

#: Said here and not left to the system, whose table of types differs from machine to machine.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
}
_OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_COURSE_POLICY = "frame-ancestors 'self'"
# A picture is shown as a picture; opened by itself it must not run anything in our name either.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class PreviewServer(ThreadingHTTPServer):
    """Serves a `site` and a `feed` on a name of this machine; OSError where the port is taken."""

    # On Windows this option would let two programs share a port.
    allow_reuse_address = sys.platform != "win32"
    # Threads are waited for at the end; their connections are cut before, so that it does not take long.
    daemon_threads = False
    block_on_close = True

    def __init__(self, host: str, port: int, site: Site, feed: Feed) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"A preview is for this machine only: {host} is none of {', '.join(LOOPBACK)}.")
        self.address_family = LOOPBACK[host]
        self.site = site
        self.feed = feed
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__((host, port), _Handler)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.server_address[1]}/"

    def server_bind(self) -> None:
        """Bind without asking for the full name of the machine, which can take seconds where names are slow."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, and remember it."""
        with self._connections_lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away in the middle is no news; anything else is told by Python as usual."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def end(self) -> None:
        """Stop serving: cut all connections, wait for their threads, free the port."""
        self.feed.close()
        self.shutdown()
        with self._connections_lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
        self.server_close()


def _event(news: View | Step | None) -> str:
    """News as a browser takes them from a stream of events."""
    if news is None:
        return ": alive\n\n"
    if isinstance(news, Step):
        return f"event: step\ndata: {json.dumps(asdict(news))}\n\n"
    return f"data: {json.dumps(news.as_json())}\n\n"


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "Hornbook"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Serve a file or the events."""
        if not self._allowed():
            return
        try:
            path = unquote(urlsplit(self.path).path)
        except ValueError:
            # No address at all, such as http://[x
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        if path == "/":
            self._own("index.html")
        elif path == EVENTS:
            self._events()
        elif path.startswith(OWN):
            self._own(path.removeprefix(OWN))
        elif path.startswith(COURSE):
            self._course(*path.removeprefix(COURSE).partition("/")[::2])
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Nothing can be changed through this server."""
        self.close_connection = True
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def _allowed(self) -> bool:
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or not _HOST.fullmatch(hosts[0].strip()):
            self._refuse(HTTPStatus.FORBIDDEN)
            return False
        # A page of another site may link here, but not embed or read anything.
        if self.headers.get("Sec-Fetch-Site") == "cross-site" and self.headers.get("Sec-Fetch-Mode") != "navigate":
            self._refuse(HTTPStatus.FORBIDDEN)
            return False
        return True

    def _own(self, name: str) -> None:
        folder = resources.templates() / "preview"
        if name not in {path.name for path in folder.iterdir() if path.suffix in TYPES}:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        self._send(name, (folder / name).read_bytes(), _OWN_POLICY)

    def _course(self, target: str, name: str) -> None:
        file = self.server.site.file(target, name)
        try:
            content = file.read() if file is not None else None
        except OSError:
            # Media lie on disk and may have gone since; the watcher will notice.
            content = None
        if content is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            policy = _PICTURE_POLICY if Path(name).suffix.lower() == ".svg" else _COURSE_POLICY
            self._send(name, content, policy)

    def _send(self, name: str, content: bytes, policy: str) -> None:
        suffix = Path(name).suffix.lower()
        kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        whole = len(content)
        part = _part(self.headers.get("Range", ""), whole)
        if part is not None:
            content = content[part[0] : part[1] + 1]
            self.send_response(HTTPStatus.PARTIAL_CONTENT)
            self.send_header("Content-Range", f"bytes {part[0]}-{part[1]}/{whole}")
        else:
            self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        # Players of sound and film jump about in a file only where parts can be asked for.
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _events(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        for news in self.server.feed.news():
            try:
                self.wfile.write(_event(news).encode())
            except OSError:
                return

    def _refuse(self, status: HTTPStatus, headers: dict[str, str] | None = None) -> None:
        text = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def end_headers(self) -> None:
        """Every answer is fresh, typed as said, and for this site alone."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line: what an author wants to read is told when the course changes."""


def _part(header: str, whole: int) -> tuple[int, int] | None:
    """First and last byte that a Range header asks for; None for all, also where the range makes no sense."""
    match = _RANGE.fullmatch(header.strip())
    if not match or not whole:
        return None
    first, last = match.groups()
    if not first:
        return (max(0, whole - int(last)), whole - 1) if last and int(last) else None
    start, end = int(first), min(int(last) if last else whole - 1, whole - 1)
    return (start, end) if start <= end else None
