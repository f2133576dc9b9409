"""What every package must satisfy, whatever its target: pages that are whole and ask for nothing outside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from packager.links import Link, html, links_of, resolve
from packager.opened import Opened
from packager.package import MANIFEST, START

PAGES = (".html", ".htm")
_COURSE_DATA = b"hornbook-course"
_OUR_MANIFEST = b'identifier="hornbook-'


@dataclass
class Contents:
    """What the files of a package say: the bytes of the manifest, and the course data of each page that holds some."""

    manifest: bytes | None = None
    courses: dict[str, Mapping[str, object]] = field(default_factory=dict)

    def strangers(self, home: str) -> Iterator[tuple[str, object]]:
        """The pages that were made for another home, and which."""
        for name, course in self.courses.items():
            if (other := course.get("home", home)) != home:
                yield name, other


def inspect(opened: Opened) -> Contents:
    """Read every file of a package once; note damage, links that lead nowhere and outside requests.

    What others make may mean such a link, or have a script that mends it: there it is a warning.
    """
    contents = Contents()
    names = frozenset(opened.names)
    note = opened.problem if is_ours(opened) else opened.warning
    for name, data in opened.texts():
        if name == MANIFEST:
            contents.manifest = data
            continue
        for link in links_of(name, data):
            if (found := _fault(name, link, names)) is not None:
                code, message, hint = found
                note(code, message, name, hint, link.line)
        if _COURSE_DATA in data and name.endswith(PAGES) and (course := _course(opened, name, html(data))):
            contents.courses[name] = course
    if contents.manifest is None and START not in names:
        opened.problem("start-missing", f"There is no {START} to start with.", hint="Build the package again.")
    return contents


def is_ours(opened: Opened) -> bool:
    """Whether Hornbook made the package."""
    return opened.speaks_of(START, _COURSE_DATA) or opened.speaks_of(MANIFEST, _OUR_MANIFEST)


def _fault(name: str, link: Link, names: frozenset[str]) -> tuple[str, str, str] | None:
    shown = link.address if len(link.address) <= 120 else link.address[:119] + "…"
    destination = resolve(name, link.address)
    if destination.wrong:
        return "link-unsafe", f'"{shown}" {destination.wrong}.', "Use an address relative to this file."
    if destination.outside:
        if not link.fetched:
            return None
        return (
            "outside-request",
            f'"{shown}" would be fetched from another server.',
            "Put the file into the course: a package has to work with no network beyond the LMS.",
        )
    if destination.name not in names:
        return "link-broken", f'"{shown}" leads to no file of the package.', ""
    return None


def course_data(page: etree._Element) -> Mapping[str, object] | None:
    """The course as the start page tells it to the player: empty when it tells none, None when damaged."""
    found = page.xpath('//script[@id="hornbook-course"]')
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return {}
    try:
        course = json.loads(found[0].text or "")
    except (ValueError, RecursionError):
        return None
    return course if isinstance(course, dict) else None


def _course(opened: Opened, name: str, page: etree._Element) -> Mapping[str, object]:
    """The course data, with a problem for each lesson that is not there."""
    course = course_data(page)
    if course is None:
        opened.problem("course-damaged", "The course data of the player cannot be read.", name, "Build it again.")
        return {}
    lessons = course.get("lessons")
    for lesson in lessons if isinstance(lessons, list) else []:
        href = lesson.get("href") if isinstance(lesson, dict) else None
        if not isinstance(href, str) or resolve(name, href).name not in opened.names:
            opened.problem("lesson-missing", f"The lesson {href!r} is not in the package.", name, "Build it again.")
    return course
