"""The plain web: the same pages for any web server or a folder on a disk, with no LMS behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from hornbook.course import Course
from hornbook.files import File
from hornbook.problems import Problem
from hornbook.profile import Profile
from packager.inspection import Sights, inspect
from packager.opened import open_package
from packager.package import START, Package
from packager.targets.base import fit_secrecy, fit_state

_PROFILE = Profile(home="web", state_limit=16_000)


@dataclass(frozen=True)
class WebTarget:
    """Pages without a manifest; what a learner did stays in the browser."""

    name: str = "web"
    title: str = "the web"
    profile: Profile = _PROFILE
    dialect: None = None
    schema_set: None = None

    def by_lesson(self) -> WebTarget:
        """The same pages, each with a store of its own."""
        return replace(self, profile=replace(self.profile, scope="page"))

    def with_schemas(self, folder: Path) -> WebTarget:
        """The web knows no manifest, and so no schemas."""
        return self

    def with_templates(self, folders: tuple[Path, ...]) -> WebTarget:
        """The same standard, its pages made from the templates in `folders` where there are some."""
        return replace(self, profile=replace(self.profile, templates=folders))

    def fit(self, course: Course) -> list[Problem]:
        """The limits of the browser's store."""
        return [*fit_state(course, self), *fit_secrecy(course)]

    def package(self, course: Course, files: Iterable[File], manifest: File | None = None) -> Package:
        """The files as they are."""
        package = Package(self.name, tuple(files))
        if START not in package.names:
            raise ValueError(f"A package needs {START}")
        return package

    def verify(self, path: Path, sights: Sights | None = None) -> list[Problem]:
        """Everything that is wrong with a zip that should be a web site."""
        with open_package(path) as opened:
            if opened.names:
                if START not in opened.names:
                    opened.problem("start-missing", f"There is no {START} to start with.", hint="Build it again.")
                for name, home in inspect(opened, sights).strangers(self.profile.home):
                    opened.problem(
                        "wrong-home",
                        f'The page is made for "{home}" and not for the web.',
                        name,
                        "Build it again.",
                    )
        return opened.problems


WEB = WebTarget()
