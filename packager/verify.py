"""Opens a finished zip again and says everything that is wrong with it, whatever standard it is of."""

from __future__ import annotations

from pathlib import Path

from hornbook.problems import Problem
from packager.inspection import course_data
from packager.links import html
from packager.manifest import BadXml, parse
from packager.opened import Opened, open_package
from packager.package import MANIFEST, START
from packager.rules import schemaversion
from packager.targets import TARGETS, Target


def verify(path: Path) -> list[Problem]:
    """The problems of a zip, by the rules of the standard that it names; raises nothing for a bad file."""
    with open_package(path) as opened:
        version = _schemaversion(opened)
        target = _by_version(version) if version else _by_home(opened)
        if target is None:
            opened.problem(
                "manifest-version",
                f'The manifest says version "{version}", which is none of those that can be verified here.',
                MANIFEST,
                "LMSs compare this text letter by letter; known here: " + ", ".join(_versions()) + ".",
            )
            return opened.problems
    return target.verify(path)


def _schemaversion(opened: Opened) -> str:
    """What the manifest says; nothing without one, or where it cannot be read."""
    if MANIFEST not in opened.names:
        return ""
    try:
        return schemaversion(parse(opened.read(MANIFEST) or b""))
    except BadXml:
        return ""


def _by_version(version: str) -> Target | None:
    for target in TARGETS.values():
        if target.dialect is not None and target.dialect.schemaversion == version:
            return target
    return None


def _by_home(opened: Opened) -> Target:
    """Pages without a manifest say for which home they were made; all else is judged as the first target."""
    if MANIFEST not in opened.names and START in opened.names:
        home = (course_data(html(opened.read(START) or b"")) or {}).get("home")
        for target in TARGETS.values():
            if target.profile.home == home:
                return target
    return next(iter(TARGETS.values()))


def _versions() -> list[str]:
    return [target.dialect.schemaversion for target in TARGETS.values() if target.dialect is not None]
