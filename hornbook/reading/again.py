"""Some lessons read again, in a course of which all else stayed as it was: at once, however large the course is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hornbook.blocks import Cards, Quiz
from hornbook.course import Course, Lesson
from hornbook.problems import Finding, Problem
from hornbook.reading.assets import Assets
from hornbook.reading.folder import ReadCourse, Traces
from hornbook.reading.lesson_file import check_ids, id_of, lesson_model, read_lesson_file
from hornbook.reading.places import Places
from hornbook.reading.report import Report
from hornbook.reading.source import Source
from hornbook.slots import numbered


@dataclass(frozen=True)
class Again:
    """What came of it: the course with the new lessons, none where one could not be read; and their problems.

    `new_ids` are ids that authors gave and that the lock did not know in their lesson: such an item may have come from
    another. `lasting` problems are told once only, when the lock changes.
    """

    read: ReadCourse | None
    problems: tuple[Problem, ...]
    places: Places
    sources: Mapping[str, Source]
    new_ids: frozenset[tuple[str, str]] = frozenset()
    lasting: bool = True

    def placed(self, finding: Finding) -> Problem:
        """What was found in the model of a lesson that was read again, at its line."""
        return self._with_excerpt(self.places.of_finding(finding))

    def _with_excerpt(self, problem: Problem) -> Problem:
        source = self.sources.get(problem.span.path)
        return problem.with_excerpt(source.line(problem.span.line)) if source and problem.span.line else problem

    @property
    def told(self) -> list[Problem]:
        """The problems with the lines that they speak of."""
        return [self._with_excerpt(problem) for problem in self.problems]


def read_lessons(root: Path, read: ReadCourse, sources: Sequence[Source]) -> Again | None:
    """The course `read` with the lessons in `sources`, which stand in its order, as they are now.

    None where one of them is not the lesson any more that it was. What hangs on other lessons (items that moved between
    them, links to these, checks of the course) is not looked for.
    """
    report = Report()
    places = Places(files=dict(read.lesson_files))
    ids = {file: lesson_id for lesson_id, file in read.lesson_files.items()}
    lessons: list[Lesson] = []
    for source in sources:
        lesson_id = ids.get(source.path)
        data, problems = read_lesson_file(source)
        report.problems.extend(problems)
        if "id" not in data:
            data.put("id", id_of(source.path))
        if lesson_id is None or str(data["id"]) != lesson_id:
            return None
        check_ids(data, report)
        places.lessons[lesson_id] = data
        lesson, places.blocks[lesson_id] = lesson_model(data, report)
        if lesson is not None:
            lessons.append(lesson)
    by_path = {source.path: source for source in sources}
    if len(lessons) < len(sources):
        return Again(None, tuple(report.problems), places, by_path)
    return _numbered(root, read, lessons, Again(None, (), places, by_path), report)


def _numbered(root: Path, read: ReadCourse, lessons: Sequence[Lesson], again: Again, report: Report) -> Again:
    places = again.places
    course = read.folder.course
    chapter = course.chapters[0].model_copy(update={"lessons": tuple(lessons)})
    alone, lock, lasting = numbered(course.model_copy(update={"chapters": (chapter,)}), read.lock_after)
    report.problems.extend(replace(problem, span=places.of_item(problem.span.path, alone)) for problem in lasting)
    new = {lesson.id: lesson for lesson in alone.lessons}
    course = with_lessons(course, new)
    assets = Assets(root, course, places.files, report)
    for lesson in alone.lessons:
        assets.collect_lesson(lesson, places.lessons[lesson.id], places.blocks[lesson.id])
    old = read.folder
    folder = replace(
        old,
        course=course,
        media={key: file for key, file in old.media.items() if key[0] not in new} | assets.media,
        links={key: address for key, address in old.links.items() if key[0] not in new} | assets.links,
    )
    traces = Traces({path: source.digest for path, source in again.sources.items()}, assets.digests, assets.asked)
    written = {(lesson.id, name) for lesson in lessons for name in _written_ids(lesson)}
    return replace(
        again,
        read=ReadCourse(folder, read.lock_after, lock, read.lesson_files, traces, read.lock_text),
        problems=tuple(report.problems),
        new_ids=frozenset(key for key in written if "/".join(key) not in read.lock_after.items),
        lasting=bool(lasting),
    )


def _written_ids(lesson: Lesson) -> list[str]:
    """The ids in a lesson that is not numbered yet."""
    items = [
        *lesson.blocks,
        *(question for block in lesson.blocks if isinstance(block, Quiz) for question in block.questions),
        *(card for block in lesson.blocks if isinstance(block, Cards) for card in block.cards),
    ]
    return [item.id for item in items if item.id]


def with_lessons(course: Course, new: Mapping[str, Lesson]) -> Course:
    """The course with `new` lessons in the place of those with the same ids."""
    chapters = tuple(
        chapter.model_copy(update={"lessons": tuple(new.get(lesson.id, lesson) for lesson in chapter.lessons)})
        for chapter in course.chapters
    )
    return course.model_copy(update={"chapters": chapters})
