"""A manifest held against the published schemas of its standard, for those who need it to conform strictly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import cast

from lxml import etree

from hornbook.problems import Problem, Span
from packager.findings import Findings
from packager.manifest import BadXml, parse
from packager.opened import Opened
from packager.package import MANIFEST
from packager.schema_words import told
from packager.xsd import SchemaSet, schemas_root

LOM = "http://ltsc.ieee.org/xsd/LOM"
_HERE = "schemas:///"
_ALL = "all.xsd"
#: Manifests of a thousand lessons have half a megabyte. What a validator says of one element takes as long as the
#: element has siblings.
MOST_BYTES = 8_000_000
MOST_ELEMENTS = 60_000
MOST_CHILDREN = 20_000
#: Stands in for the file of the W3C, which the published one for SCORM 1.2 is no valid copy of.
_XML = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang"><xs:simpleType><xs:union memberTypes="xs:language"><xs:simpleType>
<xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>
</xs:attribute>
<xs:attribute name="base" type="xs:anyURI"/>
<xs:attribute name="space" type="xs:NCName"/>
<xs:attribute name="id" type="xs:ID"/>
<xs:attributeGroup name="specialAttrs"><xs:attribute ref="xml:lang"/><xs:attribute ref="xml:base"/>
<xs:attribute ref="xml:space"/></xs:attributeGroup>
</xs:schema>"""


def conformance(opened: Opened, wanted: SchemaSet, folder: Path) -> list[Problem]:
    """What the schemas in `folder` find wrong with the manifest of a package, and with metadata beside it.

    Raises `SchemasError` where there are none. A manifest that cannot be read is told by others.
    """
    root = schemas_root(folder, wanted)
    findings = Findings()
    texts = [MANIFEST] if MANIFEST in opened.names else []
    while texts:
        name = texts.pop(0)
        data = opened.read(name) or b""
        try:
            document = parse(data) if len(data) <= MOST_BYTES else None
        except BadXml:
            continue
        if document is None or _is_too_wide(document):
            findings.add(_problem("It is too large to be held against a schema.", "Split the course.", name, 0))
            continue
        if name == MANIFEST:
            places = (str(element.text or "").strip() for element in document.iter("{*}location"))
            texts.extend(place for place in dict.fromkeys(places) if place in opened.names and place != MANIFEST)
        for problem in faults(document, root, wanted, name):
            findings.add(problem)
    return findings.shown()


def faults(document: etree._Element, root: Path, wanted: SchemaSet, name: str = MANIFEST) -> Iterator[Problem]:
    """What the schemas in `root` find wrong with a document; metadata of LOM is left out where they do not have it."""
    schema = _compiled(root, tuple(wanted.files.items()))
    if LOM in wanted.files and not (root / wanted.files[LOM]).is_file():
        for metadata in list(document.iter(f"{{{LOM}}}lom")):
            holder = metadata.getparent()
            if holder is None:
                return
            holder.remove(metadata)
    schema.validate(document)
    before: tuple[int, str] | None = None
    for entry in list(cast("Iterable[etree._LogEntry]", schema.error_log)):
        message, hint, is_closer = told(entry.message)
        # Where a value is not of its type, the schema tells first which rule of the type it breaks.
        element = (entry.line, entry.path or "")
        if is_closer or element != before:
            yield _problem(message, hint, name, entry.line)
        before = element if is_closer else None


def _is_too_wide(document: etree._Element) -> bool:
    counted = [len(element) for element in document.iter("*")]
    return len(counted) > MOST_ELEMENTS or max(counted) > MOST_CHILDREN


def _problem(message: str, hint: str, name: str, line: int) -> Problem:
    return Problem("schema-invalid", message, Span(name, line), hint)


@cache
def _compiled(root: Path, files: tuple[tuple[str, str], ...]) -> etree.XMLSchema:
    """One schema that takes in those of all namespaces at once: their wildcards are strict, so none may come later."""
    present = ((space, name) for space, name in files if (root / name).is_file())
    imports = "".join(f'<xs:import namespace="{space}" schemaLocation="{name}"/>' for space, name in present)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Published(root))
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text, parser, base_url=f"{_HERE}{_ALL}"))


class _Published(etree.Resolver):
    """Hands out the files of one folder, mended where libxml2 refuses them as they were published; nothing else."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def resolve(self, system_url: str, public_id: str | None, context: object) -> object:  # type: ignore[override]
        """The file at an address, empty where the folder has none of the name."""
        if system_url.rpartition("/")[2] in ("xml.xsd", "ims_xml.xsd"):
            return self.resolve_string(_XML, context, base_url=system_url)
        path = self._root / system_url.removeprefix(_HERE)
        if not system_url.startswith(_HERE) or ".." in path.parts or not path.is_file():
            return self.resolve_string(b"", context, base_url=system_url)
        data = path.read_bytes()
        if path.name == "imsmd_rootv1p2p1.xsd":
            # Its content models are ambiguous as long as any element may be one of its own.
            data = data.replace(b"##any", b"##other")
        return self.resolve_string(data, context, base_url=system_url)
