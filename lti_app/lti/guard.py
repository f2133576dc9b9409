"""Where the tool may connect to: public addresses by https, and what the administrator has opened.

An address that an LMS or a registration names is hostile until proven. The check happens on the numbers that a name
resolves to, in the moment of connecting, and the connection goes to exactly these numbers: a name that answers
differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

#: Host and port to socket addresses, as `socket.getaddrinfo`; tests give their own.
Resolver = Callable[[str, int], list[str]]

# Networks of IPv6 that hold an address of IPv4: it counts, too.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


class Forbidden(Exception):
    """An address that the tool must not speak to; `args[0]` says why, for the log and for administrators."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, each once, in the order of the system; OSError if there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Whether an address in numbers belongs to the internet at large, and to one machine in it."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _meant(address))


def _is_number(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address, and the ones of IPv4 that it stands for."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    meant: list[IPv4Address | IPv6Address] = [address]
    if address.sixtofour is not None:
        meant.append(address.sixtofour)
    if address.teredo is not None:
        meant.extend(address.teredo)
    if address in _NAT64 or address in _COMPATIBLE:
        meant.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return meant


@dataclass(frozen=True)
class Guard:
    """The rule for one tool; `allowed` holds HOST:PORT of platforms on the same network."""

    allowed: frozenset[str] = frozenset()
    resolver: Resolver = field(default=resolve)

    def opened(self, host: str, port: int) -> bool:
        """Whether the administrator opened this host and port, by name or number."""
        name = f"[{host}]" if ":" in host else host
        return f"{name}:{port}".lower() in {entry.lower() for entry in self.allowed}

    def check_url(self, url: str) -> SplitResult:
        """The parts of an address whose form is allowed; Forbidden otherwise. Resolves nothing."""
        if len(url) > 2000 or any(ord(letter) <= 32 or letter in '\\"<>`' or ord(letter) == 127 for letter in url):
            raise Forbidden("the address holds characters that no address has")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Forbidden("the address cannot be read") from None
        if not host or parts.scheme not in ("http", "https"):
            raise Forbidden("it is no web address")
        if parts.username is not None or parts.password is not None:
            raise Forbidden("the address holds a user name")
        if parts.fragment:
            raise Forbidden("the address names a part of a page")
        if parts.scheme == "http" and not self.opened(host, port or 80):
            raise Forbidden("it is not https")
        # A name is resolved when it is connected to; numbers can be told at once.
        if _is_number(host) and not is_public(host) and not self.opened(host, port or 443):
            raise Forbidden("its address is not public")
        return parts

    def addresses(self, host: str, port: int) -> list[str]:
        """The numbers to connect to; Forbidden if one of them is not public, OSError if there are none.

        One bad number condemns the name: an honest server has no mixture.
        """
        try:
            found = self.resolver(host, port)
        except UnicodeError:
            raise Forbidden("the host name cannot be read") from None
        if not found:
            raise OSError(f"{host} has no address")
        if not self.opened(host, port) and not all(is_public(address) for address in found):
            raise Forbidden("its address is not public")
        return found
