"""The standards that a course can be packed for, one module each."""

from __future__ import annotations

from packager.targets.base import Target
from packager.targets.scorm12 import SCORM12
from packager.targets.scorm2004 import SCORM2004_3RD, SCORM2004_4TH
from packager.targets.web import WEB

#: The word that names a target everywhere, and the target.
TARGETS: dict[str, Target] = {target.name: target for target in (SCORM12, SCORM2004_3RD, SCORM2004_4TH, WEB)}

__all__ = ["TARGETS", "Target"]
