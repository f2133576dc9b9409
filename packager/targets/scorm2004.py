"""SCORM 2004, 3rd and 4th edition: completion and success apart, and room for more state.

Both editions keep 64,000 characters. On leaving, an LMS sends the state in a beacon of at most 64 KB with all else; our
limit leaves most of that for the interactions, which Moodle sends twice: room for about 45 with long prompts.

The 4th edition is what to choose; the 3rd is for an LMS that knows no other. They differ in the text of the version and
in how a completion threshold is written.
"""

from __future__ import annotations

from hornbook.profile import Profile
from packager.manifest import Dialect
from packager.targets.scorm import ScormTarget
from packager.xsd import SchemaSet


def _edition(number: str) -> ScormTarget:
    return ScormTarget(
        name=f"scorm2004-{number}",
        title=f"SCORM 2004 {number} edition",
        profile=Profile(home="scorm2004", state_limit=16_000),
        dialect=Dialect(
            schemaversion=f"2004 {number} Edition",
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
        template="scorm2004.xml",
        schema_set=SchemaSet(
            folders=(f"scorm2004_{number}", f"scorm2004{number}edition"),
            files={
                "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd",
                "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd",
                "http://www.adlnet.org/xsd/adlseq_v1p3": "adlseq_v1p3.xsd",
                "http://www.adlnet.org/xsd/adlnav_v1p3": "adlnav_v1p3.xsd",
                "http://www.imsglobal.org/xsd/imsss": "imsss_v1p0.xsd",
                "http://ltsc.ieee.org/xsd/LOM": "lom.xsd",
            },
        ),
    )


SCORM2004_3RD = _edition("3rd")
SCORM2004_4TH = _edition("4th")
