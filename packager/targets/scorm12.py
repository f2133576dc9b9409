"""SCORM 1.2: what every LMS plays, with 4,096 characters of state."""

from __future__ import annotations

from hornbook.profile import Profile
from packager.manifest import Dialect
from packager.targets.scorm import ScormTarget
from packager.xsd import SchemaSet

SCORM12 = ScormTarget(
    name="scorm12",
    title="SCORM 1.2",
    profile=Profile(home="scorm12", state_limit=4096),
    dialect=Dialect(
        schemaversion="1.2",
        package="http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2",
        scorm_type="scormtype",
        prefixes={"imsmd": "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"},
    ),
    template="scorm12.xml",
    schema_set=SchemaSet(
        folders=("scorm12", "scorm12edition"),
        files={
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd",
            "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd",
            "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1": "imsmd_rootv1p2p1.xsd",
        },
    ),
)
