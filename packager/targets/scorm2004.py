"""SCORM 2004 4th edition: completion and success apart, and room for more state.

The standard keeps 64,000 characters. On leaving, an LMS sends the state in a beacon of at most 64 KB with all else; our
limit leaves most of that for the interactions, which Moodle sends twice: room for about 45 with long prompts.
"""

from __future__ import annotations

from hornbook.profile import Profile
from packager.manifest import Dialect
from packager.targets.scorm import ScormTarget

SCORM2004_4TH = ScormTarget(
    name="scorm2004-4th",
    title="SCORM 2004 4th edition",
    profile=Profile(home="scorm2004", state_limit=16_000),
    dialect=Dialect(
        schemaversion="2004 4th Edition",
        package="http://www.imsglobal.org/xsd/imscp_v1p1",
        adlcp="http://www.adlnet.org/xsd/adlcp_v1p3",
        scorm_type="scormType",
        prefixes={
            "adlseq": "http://www.adlnet.org/xsd/adlseq_v1p3",
            "adlnav": "http://www.adlnet.org/xsd/adlnav_v1p3",
            "imsss": "http://www.imsglobal.org/xsd/imsss",
            "lom": "http://ltsc.ieee.org/xsd/LOM",
        },
    ),
    template="scorm2004-4th.xml",
)
