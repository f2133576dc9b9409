"""What Moodle makes of a valid package of SCORM 2004: warnings, as seen in Moodle 4.5.6 (docs/moodle.md)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from hornbook.course import Course
from hornbook.problems import Problem, Span, warning
from packager.manifest import Dialect, line_of
from packager.package import MANIFEST

#: Codes of what is told of packages with several SCOs alone.
OF_SEVERAL_SCOS = ("several-scos", "objectives-shared")

_MAP_INFO = "{http://www.imsglobal.org/xsd/imsss}mapInfo"


def of_manifest(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    """What a manifest asks of an LMS that Moodle does not do."""
    if dialect.scorm_type == "scormtype":
        return
    for shared in root.iter(_MAP_INFO):
        yield _objectives_shared(Span(MANIFEST, line_of(shared)), "For Moodle do without <imsss:mapInfo>.")
        break
    scos = [item for item in root.iter(f"{{{dialect.package}}}item") if item.get("identifierref")]
    if len(scos) > 1:
        yield _several_scos(Span(MANIFEST, line_of(scos[1])))


def of_course(course: Course, where: Span) -> Iterator[Problem]:
    """The same for a course that is to be packed with a SCO for each lesson of SCORM 2004."""
    if len(course.lessons) > 1:
        yield _several_scos(where)
        if course.waits:
            name = "in-order" if course.scorm.in_order else "after"
            hint = f"For Moodle build scorm12, or take {name} out of course.yaml."
            yield _objectives_shared(where, hint)


def _several_scos(where: Span) -> Problem:
    # Its API says 104, content instance terminated, until its page is loaded anew.
    message = "Moodle 4.5 records one SCO of SCORM 2004 in a visit, and refuses the next until the activity is left."
    return warning("several-scos", message, where, "For Moodle build scorm12, or one SCO for the whole course.")


def _objectives_shared(where: Span, hint: str) -> Problem:
    message = "Items share objectives, and Moodle 4.5 fails on such a package when it is uploaded."
    return warning("objectives-shared", message, where, hint)
