"""Lessons from Markdown to data and back, without loss: what is written is read again and compared."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from hornbook.course import Lesson
from hornbook.problems import Loaded, Problem, Span, warning
from hornbook.reading import load_course
from hornbook.reading.lesson_file import LESSON_ENDINGS, load_lesson
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.places import COURSE_FILE
from hornbook.reading.source import Source, decode, read_source
from hornbook.reading.yaml_tree import read_yaml
from hornbook.writing import CannotWrite, lesson_data, to_json, to_markdown, to_yaml

#: The forms of a lesson, and how their files end.
FORMS = {"markdown": ".md", "yaml": ".yaml", "json": ".json"}
_COMMENT = re.compile(r"#(?: |$)")
_REWORD = "Change that text, or keep the lesson as it is."


class ConvertError(Exception):
    """Nothing can be written there; the text says why."""


def convert_lesson(source: Source, ending: str) -> Loaded[str]:
    """The text of the lesson in the form whose files end so; a value only where it says the same as `source`."""
    loaded = load_lesson(source)
    problems = [*loaded.problems, *_comments(source)]
    if loaded.value is None:
        return Loaded(None, tuple(problems))
    lesson = loaded.value
    try:
        text = _written(lesson, ending)
    except CannotWrite as error:
        problems.append(Problem("convert", f"The lesson has no Markdown form: {error}", Span(source.path), _REWORD))
        return Loaded(None, tuple(problems))
    again = decode(text.encode(), f"{posixpath.splitext(source.path)[0]}{ending}")
    if isinstance(again, Problem):
        problems.append(again)
        return Loaded(None, tuple(problems))
    read = load_lesson(again).value
    if read is None or lesson_data(read) != lesson_data(lesson):
        where = _difference(lesson, read)
        problems.append(
            Problem(
                "convert",
                f"A text {where} has no {ending} form: it would be read otherwise.",
                Span(source.path),
                _REWORD,
            )
        )
        return Loaded(None, tuple(problems))
    return Loaded(text, tuple(problems))


def _written(lesson: Lesson, ending: str) -> str:
    if ending == ".md":
        return to_markdown(lesson)
    data = lesson_data(lesson)
    return to_json(data) if ending == ".json" else to_yaml(data)


def _difference(lesson: Lesson, read: Lesson | None) -> str:
    """Which block is not the same, as far as that can be told."""
    if read is not None and len(read.blocks) == len(lesson.blocks):
        for number, (before, after) in enumerate(zip(lesson.blocks, read.blocks, strict=True), 1):
            if before != after:
                return f"of block {number} ({before.kind}{f' {before.id}' if before.id else ''})"
    for number, block in enumerate(lesson.blocks, 1):
        alone = lesson.model_copy(update={"blocks": (block,)})
        try:
            again = decode(to_markdown(alone).encode(), "lesson.md")
        except CannotWrite:
            again = Problem("", "", Span(""))
        found = None if isinstance(again, Problem) else load_lesson(again).value
        if found is None or lesson_data(found) != lesson_data(alone):
            return f"of block {number} ({block.kind}{f' {block.id}' if block.id else ''})"
    return "of the lesson"


def _comments(source: Source) -> Iterator[Problem]:
    """Comments are no part of a lesson, so they do not travel."""
    markdown = source.path.endswith(".md")
    for number, line in enumerate(source.lines, 1):
        if markdown and number > 1 and line.rstrip() == "---":
            return
        if _COMMENT.match(line):
            yield warning("comment-dropped", "This comment is left out.", Span(source.path, number, 1))
            return


def convert_course(folder: Path, target: Path, form: str) -> list[Problem]:
    """Write the course in `folder` to the new folder `target`, its lessons in another form.

    Ids, lock file and media go along, so learners' work is found again. Nothing is written where the course has an
    error. Raises `ConvertError` where `target` is already there, or lies in the course.
    """
    if target.exists():
        raise ConvertError(f"{target} is already there. Name a new folder.")
    if target.resolve().is_relative_to(folder.resolve()):
        raise ConvertError(f"{target} lies in the course itself. Name a folder beside it.")
    problems = list(load_course(folder).problems)
    if any(problem.is_error for problem in problems):
        return problems
    settings = read_source(folder, COURSE_FILE)
    assert isinstance(settings, Source)
    lines = list(settings.lines)
    texts: dict[str, str] = {}
    lessons: set[str] = set()
    for name in _lesson_names(settings):
        path = posixpath.normpath(str(name))
        lessons.add(path)
        source = read_source(folder, path)
        assert isinstance(source, Source)
        renamed = posixpath.splitext(str(name))[0] + FORMS[form]
        converted = convert_lesson(source, FORMS[form])
        problems.extend(problem for problem in converted.problems if problem not in problems)
        if converted.value is not None:
            texts[posixpath.normpath(renamed)] = converted.value
            line = lines[name.span.line - 1]
            start = line.index(str(name), name.span.column - 1)
            lines[name.span.line - 1] = line[:start] + renamed + line[start + len(name) :]
    texts[COURSE_FILE] = "\n".join(lines) + "\n"
    if not any(problem.is_error for problem in problems):
        _write(folder, target, texts, lessons)
    return problems


def _lesson_names(settings: Source) -> list[PlacedText]:
    """The names of the lesson files, last ones of a line first, so that replacing one moves none of the others."""
    data, _ = read_yaml(settings.text, COURSE_FILE)
    chapters = data.get("chapters")
    names: list[PlacedText] = []
    for chapter in chapters if isinstance(chapters, PlacedList) else ():
        written = chapter.get("lessons") if isinstance(chapter, PlacedMap) else None
        if isinstance(written, PlacedList):
            names.extend(name for name in written if isinstance(name, PlacedText))
    return sorted(names, key=lambda name: name.span, reverse=True)


def _write(folder: Path, target: Path, texts: dict[str, str], lessons: set[str]) -> None:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        hidden = any(part.startswith(".") for part in path.parts)
        if hidden or not file.is_file() or path.as_posix() in lessons | texts.keys() or file.suffix == ".zip":
            continue
        if file.resolve().is_relative_to(folder.resolve()):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(file.read_bytes())
    for name, text in texts.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text, encoding="utf-8", newline="\n")


def convert_file(path: Path, target: Path) -> list[Problem]:
    """Write the lesson in the file `path` to the new file `target`, in the form that its ending tells.

    Raises `ConvertError` where an ending tells no form, or `target` is already there.
    """
    for name in (path, target):
        if name.suffix not in LESSON_ENDINGS:
            raise ConvertError(f"{name} is no lesson: its name ends in none of {', '.join(LESSON_ENDINGS)}.")
    if target.exists():
        raise ConvertError(f"{target} is already there. Name a new file.")
    source = read_source(path.parent, path.name)
    if isinstance(source, Problem):
        return [source]
    converted = convert_lesson(source, ".yaml" if target.suffix == ".yml" else target.suffix)
    if converted.value is not None:
        target.write_text(converted.value, encoding="utf-8", newline="\n")
    return list(converted.problems)
