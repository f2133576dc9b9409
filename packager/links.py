"""What a page, a style sheet or a picture asks for: the addresses in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from packager.manifest import line_of

# Attributes whose address the browser fetches by itself.
_FETCHED = {
    "script": ("src",),
    "img": ("src",),
    "source": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "track": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "link": ("href",),
    "body": ("background",),
    "image": ("href",),
    "use": ("href",),
    "feimage": ("href",),
}
_FOLLOWED = {"a": ("href",), "area": ("href",), "form": ("action",)}
# Links of the head that say something and fetch nothing.
_SILENT_RELATIONS = frozenset(("alternate", "author", "canonical", "help", "license", "next", "prev", "search"))

_END_OF_PAGE = re.compile(rb"</(?:html|body)(?=[\s/>])[^>\n]*+>?", re.IGNORECASE)
_WIDTH_OR_DENSITY = re.compile(r"[0-9.]+[wxh]")
# Possessive repeats keep the time for hostile input proportional to its length.
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_CSS_ADDRESS = re.compile(
    r"""url\(\s*+(?:"([^"\n]*+)"|'([^'\n]*+)'|([^\s"'()]*+))\s*+\)|@import\s*+(?:"([^"\n]*+)"|'([^'\n]*+)')""",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"""\s*+[0-9.]*+\s*+[;,]\s*+(?:url\s*+=\s*+)?['"]?([^'"]*)""", re.IGNORECASE)
_NOT_IN_ADDRESSES = re.compile("[\t\n\r]")


@dataclass(frozen=True)
class Link:
    """An address as written; `fetched` when the browser asks for it without the reader's doing."""

    address: str
    line: int
    fetched: bool


@dataclass(frozen=True)
class Destination:
    """Where a link leads: a file `name` of the package, or `outside`; else `wrong` says what is amiss."""

    name: str = ""
    outside: bool = False
    wrong: str = ""


def links_of(name: str, data: bytes) -> list[Link]:
    """The links of a file, by the ending of its name; none in files that hold no links."""
    kind = posixpath.splitext(name)[1].lower()
    if kind in (".html", ".htm", ".svg"):
        return list(_in_elements(html(data)))
    if kind == ".css":
        return list(_in_css(data.decode("utf-8", "replace"), 1))
    return []


def html(data: bytes) -> etree._Element:
    """The root of a page or an SVG picture, as a forgiving reader sees it: names in lower case, no entities.

    An empty page has an empty root.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    # Browsers read on after the end of the page, libxml2 does not.
    data = _END_OF_PAGE.sub(b"", data)
    try:
        root: etree._Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    return etree.Element("html") if root is None else root


def resolve(source: str, address: str) -> Destination:
    """Where `address`, found in the file `source`, leads inside the package."""
    try:
        parts = urlsplit(_NOT_IN_ADDRESSES.sub("", address.strip()).replace("\\", "/"))
    except ValueError:
        return Destination(wrong="is no address that a browser understands")
    if parts.scheme in ("data", "about", "blob"):
        return Destination(name=source)
    if parts.scheme in ("javascript", "vbscript"):
        return Destination(wrong="runs a script")
    if parts.scheme == "file" or (len(parts.scheme) == 1 and not parts.netloc):
        return Destination(wrong="names a file on somebody's own disk")
    if parts.scheme or parts.netloc:
        return Destination(outside=True)
    if parts.path.startswith("/"):
        return Destination(wrong="begins with a slash, so it leads out of the package")
    if not parts.path:
        return Destination(name=source)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(parts.path)))
    if name == ".." or name.startswith("../"):
        return Destination(wrong="leads out of the package")
    return Destination(name=name)


def _in_elements(root: etree._Element) -> Iterator[Link]:
    for element in root.iter("*"):
        tag = str(element.tag).rpartition("}")[2].lower()
        line = line_of(element)
        fetched = tag in _FETCHED and not _is_silent(tag, element)
        for attribute in _FETCHED.get(tag, ()) + _FOLLOWED.get(tag, ()):
            address = element.get(attribute)
            if address is None and attribute == "href":
                address = element.get("xlink:href")
            if address is not None:
                yield Link(str(address), line, fetched)
        if sources := element.get("srcset") or element.get("imagesrcset"):
            for word in str(sources).split():
                if not _WIDTH_OR_DENSITY.fullmatch(word.rstrip(",")):
                    yield Link(word.rstrip(","), line, True)
        refreshes = tag == "meta" and str(element.get("http-equiv", "")).lower() == "refresh"
        if refreshes and (refresh := _REFRESH.match(str(element.get("content", "")))):
            yield Link(refresh.group(1), line, True)
        if style := element.get("style"):
            yield from _in_css(str(style), line)
        if tag == "style" and element.text:
            yield from _in_css(str(element.text), line)


def _is_silent(tag: str, element: etree._Element) -> bool:
    relations = str(element.get("rel", "")).lower().split()
    return tag == "link" and "stylesheet" not in relations and bool(_SILENT_RELATIONS.intersection(relations))


def _in_css(text: str, first_line: int) -> Iterator[Link]:
    text = _CSS_COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    line, counted_to = first_line, 0
    for found in _CSS_ADDRESS.finditer(text):
        line += text.count("\n", counted_to, found.start())
        counted_to = found.start()
        yield Link("".join(group or "" for group in found.groups()), line, True)
