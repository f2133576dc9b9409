"""What the versions of SCORM share: one SCO, a manifest, limits of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hornbook.course import Course
from hornbook.files import File
from hornbook.problems import Problem, warning
from hornbook.profile import Profile
from packager import rules
from packager.inspection import Contents, inspect
from packager.manifest import BadXml, Dialect, identifiers, parse, plain_text, render
from packager.opened import Opened, open_package
from packager.package import MANIFEST, START, Package
from packager.targets.base import COURSE, fit_secrecy, fit_state

# SCORM 1.2 CAM 2.3.5 promises 200 characters for a title in a manifest; Moodle's column takes 255. In LOM the
# smallest permitted maximum is 1,000 for a title and a keyword, 2,000 for a description, 50 for a version.
LONGEST_HEADING = 200
LONGEST_TITLE = 1000
LONGEST_DESCRIPTION = 2000
LONGEST_KEYWORD = 1000
LONGEST_VERSION = 50


@dataclass(frozen=True)
class ScormTarget:
    """A version of SCORM; `template` is the file in templates/manifest that its manifest is made from."""

    name: str
    title: str
    profile: Profile
    dialect: Dialect
    template: str

    def fit(self, course: Course) -> list[Problem]:
        """The limits of this version that the course meets or breaks."""
        return [*fit_state(course, self.profile, self.title), *fit_secrecy(course), *_fit_texts(course)]

    def package(self, course: Course, files: Iterable[File]) -> Package:
        """The files and the manifest that lists them all."""
        files = tuple(files)
        names = tuple(sorted(file.name for file in files))
        if START not in names:
            raise ValueError(f"A package needs {START}")
        manifest = render(self.template, _values(course, names, self.dialect))
        if problems := rules.check(parse(manifest), self.dialect, names):
            raise ValueError(f"{self.template} makes a manifest that breaks the rules: {problems[0].message}")
        return Package(self.name, (File(MANIFEST, manifest), *files))

    def verify(self, path: Path) -> list[Problem]:
        """Everything that is wrong with a zip that should be of this version."""
        with open_package(path) as opened:
            if opened.names:
                self._verify(opened, inspect(opened))
        return opened.problems

    def _verify(self, opened: Opened, contents: Contents) -> None:
        if contents.manifest is None:
            if MANIFEST not in opened.names:
                _explain_missing_manifest(opened)
            return
        try:
            root = parse(contents.manifest)
        except BadXml as error:
            opened.problem("manifest-damaged", str(error), MANIFEST, "Build the package again.", error.line)
            return
        opened.note(rules.check(root, self.dialect, opened.names))
        home = contents.course.get("home", self.profile.home)
        if home != self.profile.home:
            opened.problem(
                "wrong-home",
                f'The pages are made for "{home}", the manifest for {self.title}: nothing would be recorded.',
                START,
                "Build the package again.",
            )


def _values(course: Course, names: tuple[str, ...], dialect: Dialect) -> dict[str, object]:
    """The context of a manifest template.

    `ids`: the identifiers; `course`: its texts, cleaned and cut to what the standard allows; `mastery`: the
    pass mark in percent where the author wants it in the manifest, else none; `names`: every file; `start`:
    the file that is launched; `schemaversion`: the version's own text.
    """
    title = plain_text(course.title, LONGEST_TITLE) or course.id
    return {
        "ids": identifiers(course),
        "course": {
            "id": course.id,
            "title": title,
            "heading": plain_text(title, LONGEST_HEADING),
            "lang": course.lang,
            "description": plain_text(course.description, LONGEST_DESCRIPTION),
            "keywords": list(filter(None, (plain_text(word, LONGEST_KEYWORD) for word in course.keywords))),
            "version": plain_text(course.version, LONGEST_VERSION),
            "licence": plain_text(course.licence, LONGEST_TITLE),
        },
        "mastery": course.pass_mark if course.scorm.mastery_in_manifest else None,
        "names": names,
        "start": START,
        "schemaversion": dialect.schemaversion,
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


def _explain_missing_manifest(opened: Opened) -> None:
    elsewhere = [name for name in opened.names if name.rpartition("/")[2].lower() == MANIFEST]
    if elsewhere:
        opened.problem(
            "manifest-not-at-root",
            f"The manifest is called {elsewhere[0]}; it must be {MANIFEST}, in no folder.",
            elsewhere[0],
            "Zip the content of the folder and not the folder.",
        )
    else:
        opened.problem("manifest-missing", f"There is no {MANIFEST}, so no LMS takes this for SCORM.")
