"""A lesson file, in whichever form it is written, to the model of a lesson."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from hornbook.blocks import BLOCK_KINDS, Block
from hornbook.course import Lesson
from hornbook.problems import Loaded, Problem, Span
from hornbook.reading.data_lesson import read_data_lesson
from hornbook.reading.explain import explain, misspelt
from hornbook.reading.lesson import read_lesson
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText, steps
from hornbook.reading.report import Report, told_once
from hornbook.reading.source import Source
from hornbook.slots import digest

M = TypeVar("M", bound=BaseModel)

#: Endings of lesson files: what authors write, and the same as data.
LESSON_ENDINGS = (".md", ".yaml", ".yml", ".json")
#: Complaints about the answers of a question that were left when others of it could not be read.
_OF_WHAT_IS_LEFT = {
    *("no-right-answer", "choice-not-one-right", "too-few-options", "no-accepted-answer", "weights-zero"),
    *("too-few-pairs", "one-right-side", "too-few-steps", "matrix-rows"),
}
BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def read_lesson_file(source: Source) -> tuple[PlacedMap, list[Problem]]:
    """The fields of a lesson's model, from Markdown or from data."""
    return read_lesson(source) if source.path.endswith(".md") else read_data_lesson(source)


def load_lesson(source: Source) -> Loaded[Lesson]:
    """A lesson by itself, without its course: links and media are not looked for. A value only without errors."""
    report = Report()
    data, problems = read_lesson_file(source)
    report.problems.extend(problems)
    check_ids(data, report)
    lesson, _ = lesson_model(data, report)
    found = tuple(
        problem.with_excerpt(source.line(problem.span.line)) if problem.span.line else problem
        for problem in sorted(told_once(report.problems), key=lambda problem: problem.span)
    )
    return Loaded(None if any(problem.is_error for problem in found) else lesson, found)


def lesson_model(data: PlacedMap, report: Report) -> tuple[Lesson | None, list[PlacedMap]]:
    """The model of a lesson, without the blocks that cannot be used; and where each of its blocks was read from."""
    written = data["blocks"]
    blocks = PlacedList(data.span)
    used: list[PlacedMap] = []
    for block_data in written if isinstance(written, PlacedList) else ():
        if isinstance(block_data, PlacedMap):
            block = _validated_block(block_data, report)
            if block is not None:
                blocks.append(block)
                used.append(block_data)
    data.put("blocks", blocks)
    lesson = validated(data, Lesson, report)
    data.put("blocks", written)
    return lesson, used


def validated(data: PlacedMap, model: type[M], report: Report) -> M | None:
    """An instance of the model, or nothing where `data` does not make one: then it is said why."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        _report(error, data, model, report)
        return None


def _validated_block(data: PlacedMap, report: Report) -> Block | None:
    try:
        return BLOCK.validate_python(data)
    except ValidationError as error:
        _report(error, data, BLOCK_KINDS[str(data["kind"])], report)
        return None


def _report(error: ValidationError, data: PlacedMap, model: type[BaseModel], report: Report) -> None:
    details = error.errors(include_url=False)
    meant = misspelt(error, model)
    inside = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    for detail, problem in zip(details, explain(error, data, model), strict=True):
        if detail["type"] == "too_short" and detail["loc"] in inside:
            continue  # what is in it was refused, and is told by itself
        if detail["type"] == "missing" and detail["loc"] in meant:
            continue
        follows = _follows(detail["loc"], detail["type"], data)
        if not (follows and any(other.is_error for other in report.problems)):
            report.problems.append(problem)


def _follows(path: tuple[int | str, ...], kind: str, data: object) -> bool:
    """Whether a complaint only follows from something already reported: a part that could not be read is missing."""
    parts = list(steps(data, path))
    maps = [part for part in parts if isinstance(part, PlacedMap)]
    if kind == "too_short" and isinstance(parts[-1], PlacedList) and parts[-1].broken:
        return True
    if kind in _OF_WHAT_IS_LEFT:
        maps = maps[1:]
    elif kind not in ("missing", "too_short"):
        return False
    return any(part.broken for part in maps)


def check_ids(lesson: PlacedMap, report: Report) -> None:
    """Report each id that two items of the lesson have."""
    seen: dict[str, Span] = {}
    for name, span in written_ids(lesson):
        if name in seen:
            report.error(
                "id-twice",
                f'The id "{name}" is already used in line {seen[name].line}.',
                span,
                "Give this one another id: learners' answers are kept under it.",
            )
        seen.setdefault(name, span)


def written_ids(data: object) -> Iterator[tuple[str, Span]]:
    """The ids that an author gave to the blocks, questions and cards of a lesson."""
    if isinstance(data, PlacedMap):
        for key, value in data.items():
            if key == "id" and isinstance(value, PlacedText) and "blocks" not in data:
                yield str(value), value.span
            else:
                yield from written_ids(value)
    elif isinstance(data, PlacedList):
        for item in data:
            yield from written_ids(item)


def id_of(path: str) -> str:
    """An id from the name of a lesson's file; from a hash of it where nothing of the name can stand in an id."""
    plain = unicodedata.normalize("NFKD", posixpath.splitext(path)[0].lower().replace("ß", "ss"))
    stem = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return stem[:64].strip("-") or f"lesson-{digest(path)[:8]}"
