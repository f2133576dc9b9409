"""What a package must satisfy, requirement by requirement, and what LMSs do with one that does not.

What is said of an LMS was seen in a real Moodle 4.5 (docs/moodle.md) or read where its makers or users wrote it; where
nothing is known, nothing is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from hornbook.problems import Problem

#: The requirements in the order in which they are told, and the codes that break each.
REQUIREMENTS: Mapping[str, tuple[str, ...]] = {
    "the zip can be opened by any LMS": (
        *("zip-missing", "zip-unreadable", "zip-damaged", "zip-empty", "zip-too-big", "zip-bomb", "zip64"),
        *("name-clash", "unsafe-name", "refused-entry", "file-damaged", "file-too-big", "litter"),
    ),
    "a manifest stands at its top and can be read": (
        *("manifest-missing", "manifest-not-at-root", "manifest-damaged", "manifest-version", "manifest-schema"),
        *("manifest-namespace", "manifest-prefix", "manifest-nested"),
    ),
    "identifiers are XML IDs, each used once": ("identifier-missing", "identifier-invalid", "identifier-twice"),
    "the organization lists what is to be opened": (
        *("organization-missing", "organization-default", "title-missing", "item-missing", "item-reference"),
        *("item-value", "launch-missing", "launch-not-listed"),
    ),
    "the resources list all files": (
        *("resource-missing", "resource-type", "scorm-type", "dependency-missing", "resource-address"),
        *("listed-file-missing", "file-listed-twice", "file-not-listed"),
    ),
    "the manifest conforms to the published schemas": ("schema-invalid",),
    "the rules of sequencing make sense": ("sequencing-value", "sequencing-idle", "objectives-shared", "several-scos"),
    "the pages are whole and need no other server": (
        *("start-missing", "link-broken", "link-unsafe", "outside-request", "course-damaged", "lesson-missing"),
        *("wrong-home",),
    ),
}

#: What keeps `verify` from looking further.
_NO_ZIP = frozenset({"zip-missing", "zip-unreadable", "zip-damaged", "zip-empty", "zip-too-big", "zip-bomb"})
_NO_MANIFEST = frozenset({"manifest-missing", "manifest-not-at-root", "manifest-damaged"})

_STRICT = "strict importers"
_RUSTICI = "Canvas, Blackboard, SCORM Cloud (one engine; read, not tried)"
_WARNS = {_RUSTICI: "imports imperfect manifests with a warning"}

#: What is known of LMSs, by code.
CONSEQUENCES: Mapping[str, Mapping[str, str]] = {
    "unsafe-name": {
        "Moodle": "takes & < > \" ' | : out of file names, and links to them break",
        _STRICT: "are reported to refuse spaces and letters beyond ASCII",
    },
    "refused-entry": {_STRICT: "refuse encryption and unusual compression"},
    "manifest-not-at-root": {"Moodle": "looks for the manifest at the top of the zip only"},
    "manifest-damaged": {"Moodle": "was seen to take a manifest that was cut off: an upload proves nothing"},
    "manifest-version": {"Moodle": "plays everything that it does not know by this text as SCORM 1.2"},
    "manifest-namespace": {"Moodle": "does not look at namespaces, only at prefixes", **_WARNS},
    "manifest-prefix": {
        "Moodle": "does not find what has another prefix: a SCO becomes a plain file, completed by opening it, graded 0"
    },
    "identifier-missing": {"every LMS": "keeps learners' work under identifiers"},
    "identifier-invalid": {_STRICT: "are reported to refuse identifiers that are long or begin with a digit", **_WARNS},
    "organization-default": {_STRICT: "are reported to refuse a package without a default organization", **_WARNS},
    "scorm-type": {"Moodle": "takes it for a plain file: completed by opening it, and nothing is recorded", **_WARNS},
    "file-not-listed": {"some LMSs": "copy only what is listed; the standard's own checker warns"},
    "sequencing-idle": {
        "LMSs that sequence": "do nothing on Continue and Previous",
        "Moodle": "does not sequence; it shows its buttons by the same two words",
    },
    "item-value": {
        "Moodle": "with a mastery score, passes or fails by it when the SCO ends, whatever the SCO said (SCORM 1.2)"
    },
}


def explained(problem: Problem) -> Problem:
    """The problem with what it means in which LMS behind its hint."""
    known = CONSEQUENCES.get(problem.code, {})
    if not known or (not problem.hint and not problem.message):
        return problem
    means = " ".join(f"{name}: {what}." for name, what in known.items())
    return replace(problem, hint=f"{problem.hint} {means}".strip())


def by_requirement(
    problems: Iterable[Problem], *, with_schemas: bool = False, with_manifest: bool = True
) -> dict[str, list[str] | None]:
    """For each requirement the codes of what breaks it, each once: none where it is met, and nothing at all where that
    could not be looked at.

    Whether the manifest conforms to the schemas is only told where it was held against them, and of what has none by
    its nature, nothing of a manifest.
    """
    found = list(dict.fromkeys(problem.code for problem in problems))
    zip_, *_, pages = REQUIREMENTS
    wanted = {
        what: codes
        for what, codes in REQUIREMENTS.items()
        if (with_schemas or "schema-invalid" not in codes) and (with_manifest or what in (zip_, pages))
    }
    return {what: [code for code in found if code in codes] or _met(what, found) for what, codes in wanted.items()}


def _met(what: str, found: Collection[str]) -> list[str] | None:
    """An empty list where what was found does not hide whether a requirement is met."""
    zip_, manifest, *_, pages = REQUIREMENTS
    if what != zip_ and not _NO_ZIP.isdisjoint(found):
        return None
    return None if what not in (zip_, manifest, pages) and not _NO_MANIFEST.isdisjoint(found) else []
