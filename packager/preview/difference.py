"""Where a page begins to differ from what it was: the block, and the paragraph, point or row in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_SECTION = re.compile(r'<section [^>]*\bid="([a-z0-9-]+)"')
#: Elements that are shown as what changed.
_PARTS = frozenset({"blockquote", "caption", "dd", "dt", "figcaption", "h2", "h3", "h4", "h5", "h6", "label", "legend",
                    "li", "p", "pre", "summary", "tr"})  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A place in a page: a block by its id, and the element in it that has a `tag` and a `text`; "" for all of it."""

    block: str
    tag: str = ""
    text: str = ""


def first_difference(before: str, now: str) -> Spot | None:
    """Where the page `now` begins to differ from what it was `before`; none where no block of it does."""
    old, new = _blocks(before), _blocks(now)
    for place, (block, html) in enumerate(new):
        if old[place : place + 1] != [(block, html)]:
            was = next((other for name, other in old if name == block), "")
            return Spot(block, *_first_part(was, html))
    return None


def _first_part(before: str, now: str) -> tuple[str, str]:
    """Tag and text of the first element that differs, inner ones before those around them; "" where none does."""
    if not before:
        return "", ""
    old, new = _Parts(before).found, _Parts(now).found
    for place, part in enumerate(new):
        if old[place : place + 1] != [part]:
            return part.tag, part.text
    return "", ""


def _blocks(page: str) -> list[tuple[str, str]]:
    """The id and the HTML of each block of a page, without what stands behind the last."""
    parts = _SECTION.split(page)
    return [(name, html.rpartition("</section>")[0]) for name, html in zip(parts[1::2], parts[2::2], strict=True)]


@dataclass
class _Part:
    tag: str
    html: str = ""
    text: str = ""


class _Parts(HTMLParser):
    """The elements of a block in which words stand, in the order of their ends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[_Part] = []
        self._open: list[_Part] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element, which is a piece of those around it."""
        for part in self._open:
            part.html += self.get_starttag_text() or ""
        if tag in _PARTS:
            self._open.append(_Part(tag))

    def handle_endtag(self, tag: str) -> None:
        """End an element; its white space is that of the source, and not that of the page."""
        if self._open and self._open[-1].tag == tag:
            part = self._open.pop()
            part.text = " ".join(part.text.split())
            self.found.append(part)

    def handle_data(self, data: str) -> None:
        """Add words to all elements that are open."""
        for part in self._open:
            part.html += data
            part.text += data
