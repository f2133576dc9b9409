"""A build of a course of which a record is kept: the lessons that changed are read and rendered, all else is as it was.

The course is put together from `stub`s, with the changed lessons whole among them. So its rules, its pages and its
manifest come from the same functions as in a full build. Where something changed on which more hangs than the lesson
itself, nothing comes of it, and everything is built.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hornbook import checks
from hornbook.checks.card_unreferenced import homeless
from hornbook.course import Course, Lesson
from hornbook.files import File, Pressed
from hornbook.media import CourseFolder
from hornbook.problems import Problem, Span
from hornbook.profile import Profile
from hornbook.reading import ReadCourse, lock_file
from hornbook.reading.again import Again, read_lessons
from hornbook.reading.assets import MAX_FILE, OF_FILES, Assets
from hornbook.reading.folder import load_outline
from hornbook.reading.listing import Listing
from hornbook.reading.lock_file import lock_bytes, text_after
from hornbook.reading.report import Report
from hornbook.reading.source import MAX_BYTES, Source, decode, read_bytes
from hornbook.reading.unlisted import unlisted
from hornbook.rendering.data import page_name
from hornbook.rendering.pages import Pages, inert_json, player_files
from hornbook.rendering.parts import ALWAYS_ASKED
from hornbook.rendering.search import SEARCH_FILE, page_words, script_of, words_in
from hornbook.slots import retired_but
from packager.archive import press
from packager.cache.notes import Notes, details_of, notes_on, problem_of, room_of, stub, with_words, words_of
from packager.cache.record import Kept, Noted, Record, finding_data
from packager.cache.remember import hash_of_names, kept_of
from packager.delivery import BuildReport, Planned, deliver
from packager.inspection import Sights
from packager.own_templates import look_over
from packager.package import MANIFEST, START
from packager.report import plural
from packager.state_budget import worst_case_of
from packager.targets import Target
from packager.targets.base import fit_retired

#: Begins what is told of a build that needs to render changed lessons alone.
RENDERING = "Rendering only"


#: Media whose content is made from the file, or checked.
_READ = (".svg", ".vtt")


class _Everything(Exception):
    """More than some lessons must be built."""


@dataclass(frozen=True)
class Rebuilt:
    """What came of it, and the record of it; none where the next build has to be a full one."""

    report: BuildReport
    record: Record | None


def rebuild(
    root: Path,
    outputs: Sequence[tuple[Target, Path]],
    record: Record,
    *,
    locked: bool,
    strict: bool,
    progress: Callable[[str], None],
) -> Rebuilt | None:
    """Build a course as `packager.build.build` does, with the help of its record; None where everything must be built.

    `record` is of a build for the same targets by the same program.
    """
    try:
        changed = _Changed(root, record)
        if locked and changed.read.lock_changed:
            return None
        problems = changed.problems(outputs)
        if problems and strict:
            return Rebuilt(BuildReport((), tuple(problems)), record)
        packages = []
        for (target, path), kept in zip(outputs, record.packages, strict=True):
            progress(f"{RENDERING} {plural(len(changed.lessons), 'lesson')} for {target.title}")
            packages.append(changed.package(target, path, kept))
    except _Everything:
        return None
    report = deliver(root, changed.read, packages, problems, progress)
    return Rebuilt(report, changed.record(packages) if len(report.built) == len(packages) else None)


class _Changed:
    """A course of which some lessons changed since its record was made. All methods raise `_Everything`."""

    def __init__(self, root: Path, record: Record) -> None:
        self._root = root
        self._before = record
        self._notes = {noted.notes.id: noted.notes for noted in record.lessons}
        self._known = {noted.notes.id: noted for noted in record.lessons}
        self._listing = Listing(root)
        course = self._outline()
        report = Report()
        files = {notes.id: notes.file for notes in self._notes.values()}
        assets = Assets(root, course, files, report)
        sources = list(self._sources(assets))
        if report.problems:
            raise _Everything
        folder = _folder(course, assets, self._notes.values())
        stubs = ReadCourse(folder, self._lock, self._lock, files, lock_text=self._lock_text)
        again = read_lessons(root, stubs, sources)
        if again is None or again.read is None or any(problem.is_error for problem in again.problems):
            raise _Everything
        self._again: Again = again
        self.read: ReadCourse = again.read
        self._ids = [lesson_id for lesson_id, file in files.items() if file in again.sources]
        self.lessons = {lesson.id: lesson for lesson in self._course.lessons if lesson.id in set(self._ids)}
        findings = list(checks.run(self._course, self._worded() if self._are_words_needed() else None))
        self._own = [again.placed(found) for found in findings if found.lesson in self.lessons]
        self._across = [found for found in findings if found.code in checks.ACROSS]
        self._new = {lesson_id: self._noted(lesson) for lesson_id, lesson in self.lessons.items()}
        self._known |= {
            lesson_id: Noted.of(notes, details_of(lesson), words_of(lesson))
            for lesson_id, notes in self._new.items()
            for lesson in [self.lessons[lesson_id]]
        }
        self._check_others()

    @property
    def _course(self) -> Course:
        return self.read.folder.course

    def _outline(self) -> Course:
        """The course of stubs, if course.yaml and the lock are as they were. Sets the lock."""
        known = self._before.course
        data = lock_bytes(self._root)
        if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != known.lock:
            raise _Everything
        stubs = {notes.file: stub(notes) for notes in self._notes.values()}
        outline = load_outline(self._root, stubs, known.id)
        if outline is None or outline[1] != known.settings:
            raise _Everything
        self._lock = lock_file.known(data)
        self._lock_text = data.decode()
        return outline[0]

    def _sources(self, assets: Assets) -> Iterator[Source]:
        """The lessons that have another text, or name a medium that changed; `assets` gets the media of the others."""
        if not self._are_same("", "", self._before.course.asked, assets):
            raise _Everything
        for notes in self._notes.values():
            data = self._listing.read(notes.file, MAX_BYTES) or read_bytes(self._root, notes.file, MAX_BYTES)
            if isinstance(data, Problem):
                raise _Everything
            is_same = hashlib.sha256(data).hexdigest() == notes.digest
            if is_same and self._are_same(notes.id, notes.file, notes.asked, assets):
                continue
            source = decode(data, notes.file)
            if isinstance(source, Problem):
                raise _Everything
            yield source

    def _are_same(self, lesson_id: str, file: str, asked: Iterable[Sequence[Any]], assets: Assets) -> bool:
        """Whether the media that a lesson names are those that it named; `assets` gets them."""
        for written, paths, name, digest in asked:
            key = (lesson_id, written)
            path = next(iter(paths.values()))
            # The name of a file that is cleaned or read for the package holds the hash of what came of that.
            real = None if path.lower().endswith(_READ) else self._listing.plain(path)
            if real is not None and self._listing.digest(path, MAX_FILE) == digest:
                assets.media[key] = File(name, real)
                continue
            for kind in paths:
                assets.medium(written, kind, lesson_id, posixpath.dirname(file), Span(file))
            found = assets.media.get(key)
            if found is None or found.name != name or assets.digests[name] != digest:
                return False
        return True

    def _are_words_needed(self) -> bool:
        """Whether a term, or a card of which its own lesson does not speak, is to be looked for in other lessons."""
        return any(notes.homeless or notes.face["glossaries"] for notes in self._notes.values()) or any(
            map(homeless, self.lessons.values())
        )

    def _worded(self) -> Course:
        """The course in which stubs have the words of their lessons."""
        stubs = self._notes.keys() - self.lessons.keys()
        chapters = tuple(
            chapter.model_copy(
                update={
                    "lessons": tuple(
                        with_words(lesson, self._known[lesson.id].words) if lesson.id in stubs else lesson
                        for lesson in chapter.lessons
                    )
                }
            )
            for chapter in self._course.chapters
        )
        return self._course.model_copy(update={"chapters": chapters})

    def _noted(self, lesson: Lesson) -> Notes:
        file = self.read.lesson_files[lesson.id]
        found = [problem for problem in (*self._again.told, *self._own) if problem.span.path == file]
        ordered = dict.fromkeys(sorted(found, key=lambda problem: problem.span))
        return notes_on(lesson, self.read, self._again.sources[file].digest, list(ordered))

    def _check_others(self) -> None:
        """Whether what changed is nothing to the other lessons, and to the course as a whole."""
        for lesson_id, new in self._new.items():
            old = self._notes[lesson_id]
            gone = old.block_ids - new.block_ids
            if (
                (new.outline, new.face) != (old.outline, old.face)
                or any(problem.code in OF_FILES for problem in self._again.problems)
                or (gone and self._is_linked(lesson_id, gone))
            ):
                raise _Everything
        for lesson_id, name in self._again.new_ids:
            if self._may_have_moved(lesson_id, name):
                raise _Everything
        known = [found for found in self._before.course.across if found[1] not in self._new]
        if finding_data(found for found in self._across if found.lesson not in self._new) != known:
            raise _Everything

    def _is_linked(self, lesson_id: str, ids: Iterable[str]) -> bool:
        """Whether another lesson links to one of these blocks."""
        addresses = {f"lesson-{lesson_id}.html#{block_id}" for block_id in ids}
        return any(
            not addresses.isdisjoint(notes.links.values()) for notes in self._notes.values() if notes.id != lesson_id
        )

    def _may_have_moved(self, lesson_id: str, name: str) -> bool:
        """Whether another lesson had this id and has it no more."""
        return any(
            item.endswith(f"/{name}")
            and home != lesson_id
            and (home not in self._notes or name not in self._known[home].details.ids)
            for item in self._lock.items
            for home in [item.partition("/")[0]]
        )

    def problems(self, outputs: Sequence[tuple[Target, Path]]) -> list[Problem]:
        """All problems, as a full build tells them."""
        known = [*self._before.course.problems]
        for lesson_id, notes in self._notes.items():
            known.extend((self._new.get(lesson_id) or notes).problems)
        # Lessons beside those of the course come and go without any of its files.
        beside = unlisted(self._root, self.read.lesson_files.values())
        lasting = (found for found in map(problem_of, known) if found.code != "lesson-unlisted")
        read = sorted((*lasting, *beside), key=lambda problem: problem.span)
        problems = [*dict.fromkeys(read), *look_over(self._root, ())]
        gone = retired_but({slot for notes in self._current() for slot in notes.slots}, self.read.lock_after)
        for (target, _), fits in zip(outputs, self._before.course.fits, strict=True):
            problems.extend(map(problem_of, fits))
            needed = self._longest_state(target.profile)
            if needed > target.profile.state_limit:
                raise _Everything
            problems.extend(fit_retired(needed, gone, target.profile, target.title))
        return checks.heard(problems, self._course)

    def _current(self) -> list[Notes]:
        """The notes on all lessons as they are now."""
        return [self._new.get(lesson_id, notes) for lesson_id, notes in self._notes.items()]

    def _longest_state(self, profile: Profile) -> int:
        if profile.scope == "page":
            return max(notes.state for notes in self._current())
        return worst_case_of([room_of(noted.details) for noted in self._known.values()])

    def package(self, target: Target, path: Path, kept: Kept) -> Planned:
        """The package for a target, with all that is as it was out of the last one."""
        profile = target.profile
        pages = Pages(self.read.folder, profile)
        made = {page_name(lesson): pages.lesson(lesson) for lesson in self.lessons.values()}
        files = [
            _pressed(name, made[name]) if name in made else File(name, kept.pressed[name])
            for name in map(page_name, self._course.lessons)
        ]
        if profile.scope != "page":
            files.append(_pressed(START, self._shell(kept.pressed[START].read().decode())))
        if profile.scope == "course":
            files.append(_pressed(SEARCH_FILE, self._search(kept.pressed[SEARCH_FILE].read().decode(), made)))
        faces = [notes.face for notes in self._current()]
        parts = sorted({part for face in faces for part in face["parts"]})
        asked = sorted({*ALWAYS_ASKED, *(part for face in faces for part in face["asked-parts"])})
        others = [*player_files(self._course.id, parts, asked, profile), *self.read.folder.media_files]
        files.extend(_as_kept(file, kept) for file in others)
        known = kept.pressed.get(MANIFEST)
        package = target.package(self._course, files, File(MANIFEST, known) if known else None)
        if known and hash_of_names(package) != kept.hashes[MANIFEST]:
            package = target.package(self._course, files)
        return Planned(target, path, package, self._longest_state(profile), Sights(kept.sights))

    def _shell(self, page: str) -> str:
        """`index.html` with what the shell knows of the lessons that changed."""
        known = {noted.notes.id: noted for noted in self._before.lessons}
        for lesson_id in self._new:
            both = (known[lesson_id], self._known[lesson_id])
            before, now = (str(inert_json(noted.details.entry)) for noted in both)
            if page.count(before) != 1:
                raise _Everything
            page = page.replace(before, now)
        return page

    def _search(self, script: str, pages: Mapping[str, str]) -> str:
        """The words of all lessons; `pages` are those that are new."""
        if not pages:
            return script
        new = {
            lesson.id: page_words(lesson, page_name(lesson), pages[page_name(lesson)])
            for lesson in self.lessons.values()
        }
        return script_of(new.get(words[0], words) for words in words_in(script))

    def record(self, packages: Sequence[Planned]) -> Record | None:
        """The record of this build."""
        # What was not written, or was written anew by somebody else, is not what the next build would find.
        text = text_after(self._lock_text, self._lock, self.read.lock_after).encode()
        if self._again.lasting or lock_bytes(self._root) != text:
            return None
        lock = hashlib.sha256(text).hexdigest()
        known = [found for found in self._across if found.lesson in self._new]
        across = [found for found in self._before.course.across if found[1] not in self._new]
        course = replace(self._before.course, lock=lock, across=[*across, *finding_data(known)])
        pages = {page_name(lesson) for lesson in self._course.lessons}
        return Record(course, tuple(self._known.values()), tuple(kept_of(planned, pages) for planned in packages))


def _folder(course: Course, assets: Assets, lessons: Iterable[Notes]) -> CourseFolder:
    links = {(notes.id, written): inside for notes in lessons for written, inside in notes.links.items()}
    return CourseFolder(course, assets.media, links)


def _pressed(name: str, text: str) -> File:
    return press(File(name, text.encode()))


def _as_kept(file: File, kept: Kept) -> File:
    """A file that does not hang on the lessons, as it was deflated before where it is the same."""
    pressed: Pressed | None = kept.pressed.get(file.name)
    if pressed is None or not isinstance(file.content, bytes):
        return press(file)
    is_same = hashlib.sha256(file.content).hexdigest() == kept.hashes.get(file.name)
    return replace(file, content=pressed) if is_same else press(file)
