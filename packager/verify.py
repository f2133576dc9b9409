"""Opens a finished zip again and says everything that is wrong with it, whatever standard it is of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from hornbook.problems import Problem
from packager.conformance import conformance
from packager.inspection import course_data
from packager.links import html
from packager.manifest import BadXml, parse
from packager.opened import Opened, open_package
from packager.package import MANIFEST, START
from packager.requirements import explained
from packager.rules import schemaversion
from packager.targets import TARGETS, Target


@dataclass(frozen=True)
class Verdict:
    """The problems of a zip, and the target by whose rules they are ones; none where it is not known what it is."""

    problems: list[Problem]
    target: Target | None


def verify(path: Path, schemas: Path | None = None) -> list[Problem]:
    """The problems of a zip, as `judge` finds them."""
    return judge(path, schemas).problems


def judge(path: Path, schemas: Path | None = None) -> Verdict:
    """What is wrong with a zip, by the rules of the standard that it names; raises nothing for a bad file.

    Where it names none that is known, it is judged by the standard of its namespace. Hints tell what LMSs do. With a
    folder of published schemas it must conform to them, too; raises `SchemasError` where the folder has none.
    """
    with open_package(path) as opened:
        known = _by_manifest(opened)
        target = known or next(iter(TARGETS.values()))
        strict = conformance(opened, target.schema_set, schemas) if schemas and target.schema_set else []
    return Verdict([explained(problem) for problem in (*target.verify(path), *strict)], known)


def _by_manifest(opened: Opened) -> Target | None:
    """The target of the version that the manifest says, else of its namespace, else of the pages."""
    try:
        root = parse(opened.read(MANIFEST) or b"") if MANIFEST in opened.names else None
    except BadXml:
        root = None
    if root is None:
        return _by_home(opened)
    version, space = schemaversion(root), etree.QName(root).namespace
    known = [target for target in reversed(TARGETS.values()) if target.dialect is not None]
    for target in known:
        if target.dialect is not None and target.dialect.schemaversion == version:
            return target
    for target in known:
        if target.dialect is not None and target.dialect.package == space:
            return target
    return None


def _by_home(opened: Opened) -> Target | None:
    """Pages without a manifest say for which home they were made."""
    if MANIFEST not in opened.names and START in opened.names:
        home = (course_data(html(opened.read(START) or b"")) or {}).get("home")
        for target in TARGETS.values():
            if target.profile.home == home:
                return target
    return None
