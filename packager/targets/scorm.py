"""What the versions of SCORM share: a manifest, one SCO for the course or for each lesson, limits of text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from hornbook.course import Course
from hornbook.files import File
from hornbook.problems import Problem, warning
from hornbook.profile import Profile
from hornbook.rendering.data import page_name
from packager import moodle, rules
from packager.archive import press
from packager.inspection import Contents, Sight, Sights, inspect
from packager.manifest import BadXml, Dialect, identifiers, parse, plain_text, render
from packager.opened import Opened, open_package
from packager.organization import LONGEST_HEADING, heading, of_course, of_lessons
from packager.package import MANIFEST, START, Package
from packager.targets.base import COURSE, fit_secrecy, fit_state
from packager.xsd import NO_SCHEMAS, Schemas, SchemaSet, read_schemas

# In LOM the smallest permitted maximum is 1,000 for a title and a keyword, 2,000 for a description, 50 for a version.
LONGEST_TITLE = 1000
LONGEST_DESCRIPTION = 2000
LONGEST_KEYWORD = 1000
LONGEST_VERSION = 50
# SCORM 1.2 CAM 2.3.5: an AICC script in an item has at most 200 characters.
LONGEST_PREREQUISITES = 200


@dataclass(frozen=True)
class ScormTarget:
    """A version of SCORM; `template` is the file in templates/manifest that its manifest is made from.

    `schema_set` tells how its schemas are called; `schemas` are those that go into the package.
    """

    name: str
    title: str
    profile: Profile
    dialect: Dialect
    template: str
    schema_set: SchemaSet
    schemas: Schemas = NO_SCHEMAS

    def by_lesson(self) -> ScormTarget:
        """The same standard with a SCO for each lesson."""
        return replace(self, profile=replace(self.profile, scope="page"))

    def with_schemas(self, folder: Path) -> ScormTarget:
        """The same standard with the schemas in `folder` beside the manifest. Raises `SchemasError`."""
        return replace(self, schemas=read_schemas(folder, self.schema_set))

    def with_templates(self, folders: tuple[Path, ...]) -> ScormTarget:
        """The same standard, its pages made from the templates in `folders` where there are some."""
        return replace(self, profile=replace(self.profile, templates=folders))

    @property
    def several(self) -> bool:
        """Whether each lesson is a SCO of its own."""
        return self.profile.scope == "page"

    def fit(self, course: Course) -> list[Problem]:
        """The limits of this version that the course meets or breaks."""
        return [
            *fit_state(course, self),
            *fit_secrecy(course),
            *_fit_texts(course),
            *(_fit_prerequisites(course) if self.several and self.profile.home == "scorm12" and course.waits else ()),
            *(moodle.of_course(course, COURSE) if self.several and self.profile.home == "scorm2004" else ()),
        ]

    def package(self, course: Course, files: Iterable[File], manifest: File | None = None) -> Package:
        """The files and the manifest that lists them all."""
        files = tuple(files)
        names = tuple(sorted(file.name for file in files))
        missing = {START} if not self.several else {page_name(lesson) for lesson in course.lessons}
        if missing := missing.difference(names):
            raise ValueError(f"A package needs {min(missing)}")
        manifest = manifest or press(File(MANIFEST, render(self.template, self._values(course, names))))
        return Package(self.name, (manifest, *files, *self.schemas.files))

    def verify(self, path: Path, sights: Sights | None = None) -> list[Problem]:
        """Everything that is wrong with a zip that should be of this version."""
        with open_package(path) as opened:
            if opened.names:
                self._verify(opened, inspect(opened, sights), sights)
        return opened.problems

    def _verify(self, opened: Opened, contents: Contents, sights: Sights | None) -> None:
        if contents.manifest is None:
            if MANIFEST not in opened.names:
                _explain_missing_manifest(opened)
            return
        try:
            root = parse(contents.manifest)
        except BadXml as error:
            opened.problem("manifest-damaged", str(error), MANIFEST, "Build the package again.", error.line)
            return
        sound = sights.of_manifest(contents.manifest, opened.names) if sights is not None else ""
        if sights is None or not sights.remembers(sound):
            problems = rules.check(root, self.dialect, opened.names)
            opened.note(problems)
            if sights is not None and not problems:
                sights.seen[sound] = Sight(())
        opened.note(moodle.of_manifest(root, self.dialect))
        for name, home in contents.strangers(self.profile.home):
            opened.problem(
                "wrong-home",
                f'The page is made for "{home}", the manifest for {self.title}: nothing would be recorded.',
                name,
                "Build the package again.",
            )

    def _values(self, course: Course, names: tuple[str, ...]) -> dict[str, object]:
        """The context of a manifest template.

        `ids`: the identifiers; `course`: its texts, cleaned and cut to what the standard allows; `mastery`: the pass
        mark in percent where the author wants it in the manifest, else none; `organization`: items and files
        (packager/organization.py); `start`: the file that is launched first; `locations`: which schema beside the
        manifest describes which namespace; `schemaversion`: the version's own text.
        """
        title = plain_text(course.title, LONGEST_TITLE) or course.id
        organization = of_lessons(course, names) if self.several else of_course(course, names)
        return {
            "ids": identifiers(course),
            "course": {
                "id": course.id,
                "title": title,
                "heading": heading(title, course.id),
                "lang": course.lang,
                "description": plain_text(course.description, LONGEST_DESCRIPTION),
                "keywords": list(filter(None, (plain_text(word, LONGEST_KEYWORD) for word in course.keywords))),
                "version": plain_text(course.version, LONGEST_VERSION),
                "licence": plain_text(course.licence, LONGEST_TITLE),
            },
            "mastery": course.pass_mark if course.scorm.mastery_in_manifest else None,
            "organization": organization,
            "start": organization.resources[0].start,
            "locations": self.schemas.locations,
            "schemaversion": self.dialect.schemaversion,
        }


def _fit_texts(course: Course) -> list[Problem]:
    limits = (
        ("title-too-long", "title", course.title, LONGEST_HEADING),
        ("description-too-long", "description", course.description, LONGEST_DESCRIPTION),
        ("version-too-long", "version", course.version, LONGEST_VERSION),
    )
    return [
        warning(
            code,
            f"The {name} has {len(text):,} characters; an LMS is shown the first {limit:,}.",
            COURSE,
            f"Make it shorter, so that nothing of it is lost in the LMS; the pages show the whole {name}.",
        )
        for code, name, text, limit in limits
        if len(plain_text(text, len(text) + 1)) > limit
    ]


def _fit_prerequisites(course: Course) -> list[Problem]:
    return [
        Problem(
            "prerequisites-too-long",
            f'What SCORM 1.2 is told of the lessons that "{sco.title}" waits for has {len(sco.prerequisites)} '
            f"characters; it may have {LONGEST_PREREQUISITES}.",
            COURSE,
            "Name fewer lessons: one that waits for another itself stands for both. SCORM 2004 has no such limit.",
        )
        for sco in of_lessons(course, ()).scos
        if len(sco.prerequisites) > LONGEST_PREREQUISITES
    ]


#: What tells other kinds of zips, and what they are.
_OTHER_KINDS = {
    "h5p.json": "an H5P activity",
    "cmi5.xml": "a cmi5 course",
    "tincan.xml": "a package for xAPI (Tin Can)",
    "moodle_backup.xml": "the backup of a Moodle course",
}


def _explain_missing_manifest(opened: Opened) -> None:
    elsewhere = next((name for name in opened.names if name.rpartition("/")[2].lower() == MANIFEST), "")
    folder = posixpath.commonpath(opened.names) if len(opened.names) > 1 else ""
    if elsewhere and "/" not in elsewhere:
        message = f"The manifest is called {elsewhere}; LMSs look for {MANIFEST}."
        opened.problem("manifest-not-at-root", message, elsewhere, f"Name it {MANIFEST}, in small letters.")
    elif elsewhere:
        inner = posixpath.dirname(elsewhere)
        what = "Everything lies" if folder else "The manifest lies"
        opened.problem(
            "manifest-not-at-root",
            f'{what} in the folder "{folder or inner}" of the zip; LMSs look for {MANIFEST} at the top.',
            elsewhere,
            "Open the folder, select all that is in it, and zip that, not the folder.",
        )
    else:
        what, hint = _other_kind([posixpath.relpath(name, folder or ".") for name in opened.names])
        message = f"There is no {MANIFEST}, so no LMS takes this for SCORM.{f' It is {what}.' if what else ''}"
        opened.problem("manifest-missing", message, hint=hint)


def _other_kind(names: list[str]) -> tuple[str, str]:
    """What a zip of these files is that is no package, and what to do with it; nothing where that is not known."""
    for name, what in _OTHER_KINDS.items():
        if name in names:
            return what, "Upload it as such, or export it as SCORM from the program that it comes from."
    if "course.yaml" in names:
        return "the folder of a course, and no package", 'Write "hornbook build" and the folder, and upload its zip.'
    if zips := [name for name in names if name.endswith(".zip")]:
        return "a zip around others", f"Take {zips[0]} out, and look at that."
    return "", ""
