"""What every package must satisfy, whatever its target: pages that are whole and ask for nothing outside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from packager.links import Destination, Link, html, links_of, resolve
from packager.opened import Opened
from packager.package import MANIFEST, START

PAGES = (".html", ".htm")
_COURSE_DATA = b"hornbook-course"
_OUR_MANIFEST = b'identifier="hornbook-'


@dataclass(frozen=True)
class Sight:
    """What a text file in which all is well holds: the files of the package that it needs, and the home it is for."""

    needs: tuple[str, ...]
    home: str = ""


#: Notes a problem of a file: code, message, name of the file, hint, line.
Note = Callable[[str, str, str, str, int], None]


@dataclass
class Sights:
    """What was seen in files, by their fingerprints in a zip: what has not changed need not be taken apart again.

    `known` is from before, `seen` what of it was met again, and what is new.
    """

    known: Mapping[str, Sight] = field(default_factory=dict)
    seen: dict[str, Sight] = field(default_factory=dict)

    def remembers(self, fingerprint: str) -> bool:
        """Whether this was seen before; then it is seen again."""
        sight = self.known.get(fingerprint)
        if sight is not None:
            self.seen[fingerprint] = sight
        return sight is not None

    @staticmethod
    def of_manifest(manifest: bytes, names: Iterable[str]) -> str:
        """A fingerprint of a manifest together with the names of its package, for one by whose rules all is well."""
        return hashlib.sha256(b"\n".join((manifest, *(name.encode() for name in names)))).hexdigest()


@dataclass
class Contents:
    """What the files of a package say: the bytes of the manifest, and the home of each page that holds a course."""

    manifest: bytes | None = None
    homes: dict[str, object] = field(default_factory=dict)

    def strangers(self, home: str) -> Iterator[tuple[str, object]]:
        """The pages that were made for another home, and which."""
        for name, other in self.homes.items():
            if other != home:
                yield name, other


def inspect(opened: Opened, sights: Sights | None = None) -> Contents:
    """Read every file of a package once; note damage, links that lead nowhere and outside requests.

    What others make may mean such a link, or have a script that mends it: there it is a warning. A file of `sights`
    whose bytes in the zip are the same is not unpacked.
    """
    contents = Contents()
    names = frozenset(opened.names)
    note = opened.problem if is_ours(opened) else opened.warning
    for name in opened.names:
        fingerprint = opened.fingerprint(name) if sights is not None and name != MANIFEST else ""
        sight = sights.known.get(fingerprint) if sights is not None else None
        if sight is None or not names.issuperset(sight.needs):
            data = opened.read(name)
            if name == MANIFEST:
                contents.manifest = data
            if name == MANIFEST or not data:
                continue
            sight = _look(opened, name, data, names, contents, note)
        elif sight.home:
            contents.homes[name] = sight.home
        if sights is not None and sight is not None and fingerprint:
            sights.seen[fingerprint] = sight
    return contents


def _look(
    opened: Opened, name: str, data: bytes, names: frozenset[str], contents: Contents, note: Note
) -> Sight | None:
    """What a file holds; nothing where something is wrong with it, which is noted."""
    well = True
    needs = set()
    for link in links_of(name, data):
        destination = resolve(name, link.address)
        if (found := _fault(link, destination, names)) is not None:
            code, message, hint = found
            note(code, message, name, hint, link.line)
            well = False
        elif not destination.outside:
            needs.add(destination.name)
    home: object = ""
    if _COURSE_DATA in data and name.endswith(PAGES):
        found_course = _course(opened, name, html(data))
        course, pages = found_course or ({}, [])
        if "home" in course:
            home = contents.homes[name] = course["home"]
        well = well and found_course is not None and names.issuperset(pages)
        needs.update(pages)
    return Sight(tuple(sorted(needs)), home) if well and isinstance(home, str) else None


def is_ours(opened: Opened) -> bool:
    """Whether Hornbook made the package."""
    return opened.speaks_of(START, _COURSE_DATA) or opened.speaks_of(MANIFEST, _OUR_MANIFEST)


def _fault(link: Link, destination: Destination, names: frozenset[str]) -> tuple[str, str, str] | None:
    shown = link.address if len(link.address) <= 120 else link.address[:119] + "…"
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


def _course(opened: Opened, name: str, page: etree._Element) -> tuple[Mapping[str, object], list[str]] | None:
    """The course data and the pages of its lessons, with a problem for each that is not there; none where damaged."""
    course = course_data(page)
    if course is None:
        opened.problem("course-damaged", "The course data of the player cannot be read.", name, "Build it again.")
        return None
    lessons = course.get("lessons")
    pages = []
    for lesson in lessons if isinstance(lessons, list) else []:
        href = lesson.get("href") if isinstance(lesson, dict) else None
        page_name = resolve(name, href).name if isinstance(href, str) else ""
        pages.append(page_name)
        if page_name not in opened.names:
            opened.problem("lesson-missing", f"The lesson {href!r} is not in the package.", name, "Build it again.")
    return course, pages
