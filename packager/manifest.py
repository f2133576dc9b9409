"""The manifest as XML: filled in from a template, parsed, laid out and written as plain UTF-8."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

from hornbook import resources
from hornbook.course import Course

# XML 1.0 section 2.2; the control characters that XML allows but nobody sees go too.
_NOT_FOR_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("[ \t\n\r\x85\u2028\u2029]+")
_PLAIN_ENCODINGS = (
    "UTF-8",
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "ASCII",
    "US-ASCII",
    "ISO-8859-1",
    "WINDOWS-1252",
)
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Dialect:
    """What tells the manifest of one version of SCORM from that of another.

    `schemaversion` is the exact text by which an LMS knows the version; `package` and `adlcp` are the
    namespaces of the manifest itself and of ADL's additions; `scorm_type` is the attribute of a resource,
    spelt as this version spells it; `prefixes` names the other namespaces by the prefix that Moodle expects,
    letter by letter.
    """

    schemaversion: str
    package: str
    adlcp: str
    scorm_type: str
    prefixes: Mapping[str, str]


class BadXml(Exception):
    """The text is not XML that we are willing to read; `line` is 0 where the place is unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Identifiers:
    """The XML IDs of a course; LMSs key grades on them, so they hang on the course's id alone."""

    manifest: str
    organization: str
    item: str
    resource: str


def identifiers(course: Course) -> Identifiers:
    """The identifiers of a course: valid XML names, the same in every build and after a change of title."""
    base = f"hornbook-{course.id}"
    return Identifiers(base, f"{base}-organization", f"{base}-item", f"{base}-resource")


def is_identifier(text: str) -> bool:
    """Whether `text` may be an XML ID (an ASCII NCName)."""
    return _NCNAME.fullmatch(text) is not None


def plain_text(text: str, limit: int) -> str:
    """`text` in one line of at most `limit` characters, without what XML forbids."""
    text = _BREAKS.sub(" ", _NOT_FOR_XML.sub("", text)).strip()
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def render(template: str, values: Mapping[str, object]) -> bytes:
    """The manifest made from `templates/manifest/<template>`: UTF-8, indented, ending in a line break.

    It holds no numeric character references and no CDATA, both of which Moodle shows as they stand.
    """
    environment = Environment(
        loader=FileSystemLoader(resources.templates() / "manifest"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    root = parse(environment.get_template(template).render(values).encode())
    etree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8") + b"\n"


def parse(data: bytes) -> etree._Element:
    """The root of an XML document, read without entities, DTD, network or unlimited depth."""
    # Without the zero bytes of UTF-16 the search finds a document type in either encoding, before parsing.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise BadXml("It declares a document type, which can hide attacks and which SCORM never needs.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadXml(f"It is not well-formed XML: {_said(error)}.", error.lineno or 0) from error
    except ValueError as error:
        raise BadXml(f"It is not XML: {error}.") from error
    # In other encodings the search above may have read past a document type.
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in _PLAIN_ENCODINGS:
        raise BadXml("It is written in an encoding that LMSs do not read; use UTF-8.")
    return root


#: What the parser says, in other words.
_SAID = {
    "Document is empty": "nothing stands in it",
    "xmlParseEntityRef: no name": 'a "&" stands by itself, which is written "&amp;"',
    "Excessive depth in document": "elements stand inside one another more than 256 deep, which no manifest needs",
    "Start tag expected, '<' not found": 'it does not begin with "<"',
}


def _said(error: etree.XMLSyntaxError) -> str:
    """What the parser stumbled over. The line is told apart from it."""
    said = re.sub(r", line \d+, column \d+.*", "", error.msg or "")
    return next((words for begins, words in _SAID.items() if said.startswith(begins)), said)


def line_of(element: etree._Element) -> int:
    """The line on which an element begins, from 1; 0 when it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
