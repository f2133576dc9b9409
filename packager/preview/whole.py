"""A course read and rendered as a whole: all that the preview shows, and all that is wrong with it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from hornbook import checks
from hornbook.course import Lesson
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.problems import Problem, Span
from hornbook.profile import Profile
from hornbook.reading import ReadCourse, load_course
from hornbook.reading.places import COURSE_FILE
from hornbook.rendering.data import page_name
from hornbook.rendering.pages import lesson_page, player_files, render, shell_page
from hornbook.rendering.parts import parts_asked_in_course, parts_of_course
from hornbook.rendering.search import SEARCH_FILE
from hornbook.rendering.templates import TemplateFault
from packager.own_templates import look_over, problem_of
from packager.targets import TARGETS, fit_all

#: The page that holds all others.
SHELL = "index.html"


@dataclass(frozen=True)
class Step:
    """How far a reading of everything is: lessons read, pages made of `pages`, and the lesson that is at hand.

    The one without a `file` says that none goes on.
    """

    file: str = ""
    read: int = 0
    made: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Rendering:
    """Makes pages from templates; those in `templates` come before the shipped ones."""

    templates: tuple[Path, ...] = ()

    def files(self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]) -> Sequence[File]:
        """All files of a course; `before_each` is called before each page of a lesson."""
        return render(folder, replace(profile, templates=self.templates), before_each)

    def frame(self, folder: CourseFolder, profile: Profile) -> Sequence[File]:
        """All files of a course but the pages of its lessons and what is made of these."""
        shell = shell_page(folder, replace(profile, templates=self.templates))
        parts, asked = parts_of_course(folder.course), parts_asked_in_course(folder.course)
        player = player_files(folder.course.id, parts, asked, profile)
        return [File(SHELL, shell.encode()), *player, *folder.media_files]

    def page(self, folder: CourseFolder, profile: Profile, lesson: Lesson) -> File:
        """The page of one lesson."""
        page = lesson_page(folder, replace(profile, templates=self.templates), lesson)
        return File(page_name(lesson), page.encode())


@dataclass(frozen=True)
class Edition:
    """One version of the course made for one target: files and their hashes, by name.

    `stale` names pages that are there as well, and made when they are asked for.
    """

    files: Mapping[str, File] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()

    @classmethod
    def of(cls, files: Iterable[File], stale: Iterable[str] = ()) -> Edition:
        """The edition that has these files."""
        by_name = {file.name: file for file in files}
        return cls(by_name, {name: hash_of(file) for name, file in by_name.items()}, frozenset(stale))

    def with_files(self, new: Iterable[File]) -> Edition:
        """The edition with some files anew."""
        added = Edition.of(new)
        stale = self.stale - added.files.keys()
        return Edition({**self.files, **added.files}, {**self.hashes, **added.hashes}, stale)

    def beyond(self, known: Mapping[str, str]) -> Edition:
        """Without the files of which the hash is `known`; all hashes stay."""
        new = {name: file for name, file in self.files.items() if known.get(name) != self.hashes[name]}
        return replace(self, files=new)

    def completed(self, other: Edition) -> Edition:
        """With the files that are missing here, out of an edition that has them."""
        return replace(self, files={name: self.files.get(name) or other.files[name] for name in self.hashes})


@dataclass(frozen=True)
class Whole:
    """What came of it: `read` and `editions`, by target, are missing where there is an error in the course.

    `fits` is what the targets have against the course as a whole. `is_complete` unless pages are still to be made.
    """

    read: ReadCourse | None
    editions: Mapping[str, Edition]
    problems: tuple[Problem, ...]
    fits: tuple[Problem, ...] = ()
    is_complete: bool = True


def read_whole(
    root: Path,
    rendering: Rendering,
    targets: Sequence[str],
    patience: float = inf,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Whole:
    """The course in `root` made for `targets`; without its pages where reading alone took longer than `patience`.

    `on_step` is called before each lesson and before each page; what it raises ends the reading.
    """
    started = time.monotonic()
    steps = _Steps(on_step)
    try:
        loaded = load_course(root, checks.run, steps.read)
        found = (*loaded.problems, *look_over(root, rendering.templates))
    except OSError as error:
        return Whole(None, {}, (failure(error),))
    if loaded.value is None:
        return Whole(None, {}, found)
    folder = loaded.value.folder
    is_complete = time.monotonic() - started <= patience
    steps.begin_pages(loaded.value, len(targets))
    try:
        if is_complete:
            editions = {
                name: Edition.of(rendering.files(folder, TARGETS[name].profile, steps.page)) for name in targets
            }
        else:
            editions = {name: frame_of(rendering, folder, name, Edition()) for name in targets}
    except (OSError, TemplateError) as error:
        return Whole(None, {}, (*found, failure(error)))
    steps.end_pages()
    fits = fit_all(folder.course)
    problems, heard = (tuple(checks.heard(each, folder.course)) for each in (found, fits))
    return Whole(loaded.value, editions, problems, heard, is_complete)


class _Steps:
    """Counts what a reading of everything has come to."""

    def __init__(self, on_step: Callable[[Step], None]) -> None:
        self._on_step = on_step
        self._files: set[str] = set()
        self._file_of: Mapping[str, str] = {}
        self._step = Step()

    def read(self, file: str) -> None:
        """A lesson is at hand."""
        self._files.add(file)
        self._tell(Step(file, len(self._files)))

    def begin_pages(self, read: ReadCourse, targets: int) -> None:
        """All is read, and pages are made of it for so many targets."""
        self._file_of = read.lesson_files
        self._tell(Step(COURSE_FILE, len(self._files), 0, len(read.lesson_files) * targets))

    def page(self, lesson: Lesson) -> None:
        """The page of a lesson is at hand."""
        made = self._step.made + (self._step.file != COURSE_FILE)
        self._tell(replace(self._step, file=self._file_of[lesson.id], made=made))

    def end_pages(self) -> None:
        """All pages are made that are made now."""
        self._tell(replace(self._step, made=self._step.pages))

    def _tell(self, step: Step) -> None:
        self._step = step
        self._on_step(step)


def frame_of(rendering: Rendering, folder: CourseFolder, target: str, like: Edition) -> Edition:
    """An edition of which the pages are made when they are asked for; it has the search of one `like` it."""
    search = [file for name, file in like.files.items() if name == SEARCH_FILE]
    made = rendering.frame(folder, TARGETS[target].profile)
    return Edition.of([*made, *search], map(page_name, folder.course.lessons))


def hash_of(file: File) -> str:
    """What changes with the content of a file."""
    # The name of a media file holds the hash of its content already; it need not be read for this.
    content = file.content if isinstance(file.content, bytes) else str(file.content).encode()
    return hashlib.sha256(content).hexdigest()


def failure(error: OSError | TemplateError) -> Problem:
    """A file that went while it was read, or a template with a mistake: shown like any other problem."""
    if isinstance(error, OSError):
        name = Path(error.filename).name if isinstance(error.filename, str) else ""
        return Problem("file-unreadable", f"It cannot be read: {error.strerror or error}.", Span(name or "course.yaml"),
                       "The preview tries again when a file changes.")  # fmt: skip
    if isinstance(error, TemplateFault):
        return problem_of(error)
    if isinstance(error, TemplateSyntaxError):
        place = Span(error.filename or error.name or "template", error.lineno, 1)
        return Problem("template", error.message or "The template cannot be read.", place, "Mend the template.")
    return Problem("template", f"A template failed: {error.message or error}.", Span("templates"), "Mend the template.")
