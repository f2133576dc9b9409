"""One lesson read again, in a course of which all else stayed as it was: at once, however large the course is."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path

from hornbook.course import Course, Lesson
from hornbook.problems import Loaded, Problem
from hornbook.reading.assets import Assets
from hornbook.reading.folder import ReadCourse
from hornbook.reading.lesson_file import check_ids, lesson_model, read_lesson_file
from hornbook.reading.regions import check_regions
from hornbook.reading.report import Report
from hornbook.reading.source import read_source
from hornbook.slots import numbered


def read_again(root: Path, read: ReadCourse, path: str) -> Loaded[ReadCourse] | None:
    """The course `read` with the lesson in the file `path` as it is now; only the problems of that file.

    None where more than the lesson may have changed: then everything must be read. What hangs on other lessons (items
    that moved between them, links to this one, checks of the course) is left to that, too.
    """
    lesson_id = next((each for each, file in read.lesson_files.items() if file == path), None)
    old = next((lesson for lesson in read.folder.course.lessons if lesson.id == lesson_id), None)
    source = read_source(root, path)
    if lesson_id is None or old is None or isinstance(source, Problem):
        return None
    report = Report()
    data, problems = read_lesson_file(source)
    report.problems.extend(problems)
    if "id" not in data:
        data.put("id", lesson_id)
    check_ids(data, report)
    lesson, block_data = lesson_model(data, report)
    value = None
    if lesson is not None:
        if lesson.id != lesson_id or lesson.title != old.title:
            return None
        course = _with_lesson(read, old, lesson)
        new = next(each for each in course.lessons if each.id == lesson_id)
        assets = Assets(root, course, dict(read.lesson_files), report)
        assets.media = {key: file for key, file in read.folder.media.items() if key[0] != lesson_id}
        assets.links = {key: address for key, address in read.folder.links.items() if key[0] != lesson_id}
        base = posixpath.dirname(path)
        assets.collect(new.model_copy(update={"blocks": ()}), data, lesson_id, base)
        for block, held in zip(new.blocks, block_data, strict=True):
            assets.collect(block, held, lesson_id, base)
        check_regions(new, block_data, assets.media, report)
        folder = replace(read.folder, course=course, media=assets.media, links=assets.links)
        value = replace(read, folder=folder)
    found = tuple(
        problem.with_excerpt(source.line(problem.span.line)) if problem.span.line else problem
        for problem in sorted(report.problems, key=lambda problem: problem.span)
    )
    return Loaded(None if any(problem.is_error for problem in found) else value, found)


def _with_lesson(read: ReadCourse, old: Lesson, new: Lesson) -> Course:
    """The course with `new` in the place of `old`, its items numbered as the lock knows them."""
    course = read.folder.course
    alone = course.alone(old)
    alone = alone.model_copy(update={"chapters": (alone.chapters[0].model_copy(update={"lessons": (new,)}),)})
    (lesson,) = numbered(alone, read.lock_after)[0].lessons
    chapters = tuple(
        chapter.model_copy(update={"lessons": tuple(lesson if each is old else each for each in chapter.lessons)})
        for chapter in course.chapters
    )
    return course.model_copy(update={"chapters": chapters})
