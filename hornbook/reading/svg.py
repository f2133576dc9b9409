"""Drawings made harmless: a picture opened on its own in the LMS's address must not run or fetch anything."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

MAX_BYTES = 20_000_000
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
#: Elements that run, embed or fetch.
_ACTIVE = {"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
#: Every repetition is possessive, so that no text can make the search slow.
_OUTSIDE_URL = re.compile(r"url\(\s*+['\"]?+(?!#)[^)]*+\)?|@import[^;]*+;?|expression\s*+\(", re.IGNORECASE)
#: Ways to write an address that the search above cannot see.
_DISGUISED = re.compile(r"\\|(?:image|image-set|cross-fade|src)\s*+\(", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)


@dataclass(frozen=True)
class CleanDrawing:
    """The drawing's bytes and the names of what was taken out."""

    content: bytes
    removed: tuple[str, ...]


def clean_svg(data: bytes) -> CleanDrawing | str:
    """The drawing without scripts, handlers, foreign content and outside addresses; a sentence where it is none."""
    if len(data) > MAX_BYTES:
        return f"it has more than {MAX_BYTES:,} bytes"
    parser = etree.XMLParser(
        no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "XML_PARSE_HUGE" in str(error.msg):  # the limit of an option that this parser does not have
            return "its elements are nested too deeply, or it holds too much"
        return f"it is no well-formed XML ({error.msg})"
    if root.getroottree().docinfo.internalDTD is not None and next(root.iter(etree.Entity), None) is not None:
        return "it defines entities"
    if root.tag != f"{{{_SVG}}}svg":
        return "its first element is no svg element of the SVG namespace"
    removed: list[str] = []
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in _ACTIVE:
            _remove(element)
            removed.append(f"<{name}>")
            continue
        if name == "style" and element.text and (safe := _safe_style(element.text)) != element.text:
            element.text = safe
            removed.append("outside addresses in styles")
        if name in ("set", "animate") and str(element.get("attributeName", "")).lower() in (
            "href",
            "xlink:href",
        ):
            _remove(element)
            removed.append(f"<{name}> of an address")
            continue
        removed.extend(_clean_attributes(element, name))
    # Without the document type: it may define entities, and nothing needs it.
    content = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return CleanDrawing(content + b"\n", tuple(dict.fromkeys(removed)))


def _clean_attributes(element: etree._Element, name: str) -> list[str]:
    removed: list[str] = []
    for attribute, value in list(element.attrib.items()):
        key, text = str(attribute), str(value)
        local = etree.QName(key).localname.lower()
        if local.startswith("on"):
            del element.attrib[attribute]
            removed.append(f'the handler "{local}"')
        elif key in ("href", _XLINK) or local == "href":
            if not _INSIDE.match(text.strip()):
                del element.attrib[attribute]
                removed.append("an outside address")
        elif local == "src":
            del element.attrib[attribute]
            removed.append("an outside address")
        elif (local == "style" or "(" in text) and (safe := _safe_style(text)) != text:
            element.attrib[attribute] = safe
            removed.append("an outside address")
    return removed


def _safe_style(text: str) -> str:
    """A style without outside addresses; nothing of one that could hide them."""
    return "" if _DISGUISED.search(text) else _OUTSIDE_URL.sub("", text)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
