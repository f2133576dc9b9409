"""The rules of a SCORM manifest that no schema can see, each checked on the finished XML."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from hornbook.problems import Problem, Span
from packager.item_rules import check_items
from packager.manifest import Dialect, is_identifier, line_of
from packager.package import MANIFEST, START

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# Control documents stand beside the manifest in strictly conforming packages; no resource lists them.
_CONTROL_DOCUMENTS = (".xsd", ".dtd")


def schemaversion(root: etree._Element) -> str:
    """The text by which an LMS knows the version of SCORM, whatever the namespace it stands in."""
    for child in root:
        if _local(child) == "metadata":
            for grandchild in child:
                if _local(grandchild) == "schemaversion":
                    return (grandchild.text or "").strip()
    return ""


def check(root: etree._Element, dialect: Dialect, names: Iterable[str]) -> list[Problem]:
    """Everything that is wrong with a manifest of one dialect over the files `names` of its package."""
    if other := _of_another_kind(root):
        return [other]
    return [
        *_check_names(root, dialect),
        *_check_schema(root, dialect),
        *_check_identifiers(root),
        *_check_organizations(root, dialect),
        *_check_resources(root, dialect),
        *check_items(root, dialect),
        *_check_files(root, dialect, frozenset(names) - {MANIFEST}),
    ]


def _of_another_kind(root: etree._Element) -> Problem | None:
    """What is no manifest of SCORM at all, and no rule of one needs to be told of it."""
    if _local(root) != "manifest":
        message = f"Its root is <{_local(root)}> and not <manifest>, so this is no manifest."
        return _problem("manifest-namespace", message, root, "Build or export the package again.")
    schema = root.findtext("{*}metadata/{*}schema") or ""
    if "Common Cartridge" in schema:
        hint = "Import it into the LMS as a Common Cartridge, or export it as SCORM."
        return _problem("manifest-schema", f"This is a package of {schema.strip()[:60]} and not of SCORM.", root, hint)
    return None


def _check_names(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    expected = f"{{{dialect.package}}}manifest"
    if root.tag != expected:
        yield _problem(
            "manifest-namespace",
            f"The root is {root.tag}, but SCORM {dialect.schemaversion} needs {expected}.",
            root,
            "Versions of SCORM cannot be mixed in one manifest.",
        )
    elif root.prefix is not None:
        yield _problem(
            "manifest-prefix",
            f'The elements of the manifest carry the prefix "{root.prefix}".',
            root,
            "Moodle finds them only without one.",
        )
    wanted = {dialect.adlcp: "adlcp"} | {space: prefix for prefix, space in dialect.prefixes.items()}
    for element in root.iter("*"):
        space = etree.QName(element).namespace
        prefix = wanted.get(space or "")
        if prefix is not None and element.prefix != prefix:
            yield _problem(
                "manifest-prefix",
                f'<{_local(element)}> must be written with the prefix "{prefix}:".',
                element,
                "Moodle knows the prefix and not the namespace.",
            )
            return


def _check_schema(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    metadata = root.find(f"{{{dialect.package}}}metadata")
    schema = None if metadata is None else metadata.find(f"{{{dialect.package}}}schema")
    if schema is None or (schema.text or "").strip() != "ADL SCORM":
        yield _problem("manifest-schema", "<metadata> must hold <schema>ADL SCORM</schema>.", root)
    if schemaversion(root) != dialect.schemaversion:
        yield _problem(
            "manifest-version",
            f'<schemaversion> says "{schemaversion(root)}" and not "{dialect.schemaversion}".'
            if schemaversion(root)
            else f'There is no <schemaversion>; for this version of SCORM it says "{dialect.schemaversion}".',
            root,
            "LMSs compare this text letter by letter.",
        )


def _check_identifiers(root: etree._Element) -> Iterator[Problem]:
    owners = [root, *_all(root, "organization"), *_all(root, "item"), *_all(root, "resource")]
    seen: set[str] = set()
    for element in owners:
        identifier = element.get("identifier")
        if identifier is None:
            yield _problem("identifier-missing", f"<{_local(element)}> has no identifier.", element)
        elif not is_identifier(identifier):
            yield _problem(
                "identifier-invalid",
                f'The identifier "{identifier}" is no XML ID.',
                element,
                "Begin with a letter; use letters, digits, hyphens, points and underscores.",
            )
        elif identifier in seen:
            yield _problem("identifier-twice", f'The identifier "{identifier}" is used twice.', element)
        else:
            seen.add(identifier)


def _check_organizations(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    holder = root.find(f"{{{dialect.package}}}organizations")
    organizations = [] if holder is None else _children(holder, dialect, "organization")
    if holder is None or not organizations:
        yield _problem("organization-missing", "The manifest has no organization, so an LMS shows nothing.", root)
        return
    if holder.get("default") not in {organization.get("identifier") for organization in organizations}:
        yield _problem("organization-default", "The default organization does not exist.", holder)
    resources = {resource.get("identifier"): resource for resource in _all(root, "resource")}
    for organization in organizations:
        if not _title(organization, dialect):
            yield _problem("title-missing", "An organization has no title.", organization)
        items = list(organization.iter(f"{{{dialect.package}}}item"))
        if not items:
            yield _problem("item-missing", "An organization has no item.", organization)
        for item in items:
            yield from _check_item(item, dialect, resources)


def _check_item(
    item: etree._Element, dialect: Dialect, resources: dict[str | None, etree._Element]
) -> Iterator[Problem]:
    if not _title(item, dialect):
        yield _problem("title-missing", "An item has no title.", item)
    reference = item.get("identifierref")
    has_children = bool(_children(item, dialect, "item"))
    if has_children and reference is not None:
        yield _problem("item-reference", "An item with items below it must not name a resource.", item)
    if has_children:
        return
    if reference is None:
        yield _problem("item-reference", "An item names no resource.", item)
    elif reference not in resources:
        yield _problem("item-reference", f'There is no resource "{reference}".', item)
    elif not resources[reference].get("href"):
        yield _problem("launch-missing", f'The resource "{reference}" has no href to start.', resources[reference])


def _check_resources(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    resources = _all(root, "resource")
    known = {resource.get("identifier") for resource in resources}
    right = f"{{{dialect.adlcp}}}{dialect.scorm_type}"
    for resource in resources:
        if resource.get("type") != "webcontent":
            yield _problem("resource-type", 'A resource must have type="webcontent".', resource)
        kind = resource.get(right)
        if kind is None:
            written = [str(name) for name in resource.attrib if "scormtype" in str(name).lower()]
            found = f" It has {etree.QName(written[0]).localname}." if written else ""
            yield _problem(
                "scorm-type",
                f"A resource needs adlcp:{dialect.scorm_type} in this version of SCORM.{found}",
                resource,
                "Without it an LMS takes a SCO for a plain file and records nothing.",
            )
        elif kind not in ("sco", "asset"):
            yield _problem("scorm-type", f'adlcp:{dialect.scorm_type} is "{kind}", not "sco" or "asset".', resource)
        for dependency in _children(resource, dialect, "dependency"):
            if dependency.get("identifierref") not in known:
                yield _problem(
                    "dependency-missing",
                    f'There is no resource "{dependency.get("identifierref")}".',
                    dependency,
                )


def _check_files(root: etree._Element, dialect: Dialect, names: frozenset[str]) -> Iterator[Problem]:
    listed: Counter[str] = Counter()
    missing: list[Problem] = []
    for resource in _all(root, "resource"):
        files = []
        for file in _children(resource, dialect, "file"):
            name = _name(file, file.get("href") or "")
            files.append(name)
            if name not in names:
                missing.append(
                    _problem("listed-file-missing", f'"{file.get("href")}" is listed and not in the package.', file)
                )
        listed.update(files)
        start = _name(resource, resource.get("href") or "")
        if resource.get("href") and start not in names:
            missing.append(_problem("launch-missing", f'"{resource.get("href")}" is not in the package.', resource))
        elif resource.get("href") and start not in files and not _children(resource, dialect, "dependency"):
            yield _problem(
                "launch-not-listed",
                f'"{resource.get("href")}" is not among the files of its resource.',
                resource,
            )
    yield from missing
    for name, count in sorted(listed.items()):
        if count > 1:
            yield Problem("file-listed-twice", f"{name} is listed {count} times.", Span(MANIFEST))
    for name in sorted(names - set(listed) - _metadata_files(root)):
        if not name.lower().endswith(_CONTROL_DOCUMENTS):
            yield Problem("file-not-listed", f"{name} is in the package and in no <file>.", Span(MANIFEST))
    if not _all(root, "resource"):
        yield _problem("resource-missing", f"There is no resource; {START} should be the start of one.", root)


def _metadata_files(root: etree._Element) -> set[str]:
    return {_name(element, element.text or "") for element in root.iter("{*}location") if element.prefix == "adlcp"}


def _name(element: etree._Element, address: str) -> str:
    """The file that `address` means: xml:base of all elements around it, no query, percent signs decoded."""
    address = address.strip()
    holder: etree._Element | None = element
    while holder is not None:
        address = posixpath.join(holder.get(XML_BASE) or "", address)
        holder = holder.getparent()
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return address
    return posixpath.normpath(path) if path else ""


def _title(element: etree._Element, dialect: Dialect) -> str:
    titles = _children(element, dialect, "title")
    return (titles[0].text or "").strip() if titles else ""


def _children(element: etree._Element, dialect: Dialect, tag: str) -> list[etree._Element]:
    return list(element.iterchildren(f"{{{dialect.package}}}{tag}"))


def _all(root: etree._Element, tag: str) -> list[etree._Element]:
    # The same word in another namespace (LOM, sequencing) is another thing.
    return list(root.iter(f"{{{etree.QName(root).namespace}}}{tag}"))


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _problem(code: str, message: str, element: etree._Element, hint: str = "") -> Problem:
    return Problem(code, message, Span(MANIFEST, line_of(element)), hint)
