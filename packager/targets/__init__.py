"""The standards that a course can be packed for, one module each."""

from __future__ import annotations

from hornbook.course import Course
from hornbook.problems import Problem
from packager.targets.base import Target, fit_state
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from packager.targets.web import WEB

#: The word that names a target everywhere, and the target.
TARGETS: dict[str, Target] = {target.name: target for target in (SCORM12, SCORM2004_3RD, SCORM2004_4TH, WEB)}

__all__ = ["TARGETS", "Target", "fit_all"]


def fit_all(course: Course) -> list[Problem]:
    """The limits of all targets that this course meets or breaks, each told once."""
    found = [problem for target in TARGETS.values() for problem in target.fit(course)]
    others = [problem for problem in found if problem.code != "state-too-big"]
    if len(others) < len(found):
        others = [*fit_state(course, *TARGETS.values()), *others]
    return list(dict.fromkeys(others))
