"""Lists that a platform hands out page by page (RFC 8288, `rel="next"`)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from lti_app.lti.connector import Connector, ServicePlatform
from lti_app.lti.service_errors import Kind, ServiceError

#: Pages that are read of one list.
MOST_PAGES = 500
# Moodle 4.5 writes curly quotes and `&amp;` into the links of line items.
_NEXT = re.compile(r"""<([^<>]*)>\s*;[^<,]*\brel\s*=\s*["“”]?next\b""")


def next_page(response: requests.Response) -> str:
    """The address of the next page, on the same origin; empty = this was the last one.

    A link to anywhere else is not followed: it would carry the access token there.
    """
    found = _NEXT.search(response.headers.get("Link", ""))
    if found is None:
        return ""
    here = str(response.url)
    address = urljoin(here, html.unescape(found[1].strip()))
    ours, theirs = urlsplit(here), urlsplit(address)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        raise ServiceError(Kind.REFUSED, "next-page-elsewhere")
    return address


def pages(
    connector: Connector, platform: ServicePlatform, scopes: Iterable[str], url: str, accept: str
) -> Iterator[Any]:
    """The JSON of every page; ServiceError where one cannot be read."""
    seen: set[str] = set()
    while url and url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        response = connector.request(platform, scopes, "GET", url, accept=accept)
        try:
            yield response.json()
        except (ValueError, RecursionError) as error:
            raise ServiceError(Kind.LATER, "login-page", status=response.status_code) from error
        url = next_page(response)
