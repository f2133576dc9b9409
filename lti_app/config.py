"""The settings of the tool: every one a flag of the command and an environment variable `HORNBOOK_*`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit


class ConfigError(ValueError):
    """A setting that cannot be used, in words for the administrator."""


@dataclass(frozen=True)
class Config:
    """What one running tool was told.

    `public_url` is the address under which browsers and LMSs reach the tool, without a slash at the end; every
    address that is registered or signed is built from it, never from a request. `content` is the folder whose
    sub-folders are courses. `allowed_hosts` (HOST:PORT) opens the guard against private addresses for platforms on the
    same network. `front_page` is where the address of the tool itself leads; empty = to a page that says what this is.
    """

    public_url: str = "http://127.0.0.1:8000"
    database: str = "sqlite:///hornbook.db"
    content: Path | None = None
    allowed_hosts: frozenset[str] = frozenset()
    title: str = "Hornbook"
    front_page: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ConfigError(f'"{self.public_url}" is no address of a web server, such as https://lti.example.org.')
        if self.public_url.endswith("/"):
            object.__setattr__(self, "public_url", self.public_url.rstrip("/"))

    @cached_property
    def origin(self) -> str:
        """Scheme, host and port of the public address."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def secure(self) -> bool:
        """Whether browsers take the public address for a safe one, so that Secure cookies work."""
        parts = urlsplit(self.public_url)
        return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")

    @cached_property
    def root(self) -> str:
        """The path of the public address without a slash at the end: what paths in pages begin with."""
        return urlsplit(self.public_url).path

    @cached_property
    def place(self) -> tuple[str, str | None, int | None]:
        """Scheme, host and port, as they are compared with those of other addresses."""
        parts = urlsplit(self.public_url)
        return parts.scheme, parts.hostname, parts.port

    def url(self, path: str) -> str:
        """The public address of a path that begins with a slash."""
        return self.public_url + path
