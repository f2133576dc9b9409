"""Ids written into the lessons of a course: those that its items have already by themselves."""

from __future__ import annotations

import codecs
import difflib
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hornbook.blocks import Block, Cards, Pool, Quiz
from hornbook.course import Lesson
from hornbook.problems import Problem, Span
from hornbook.reading import load_course, write_lock
from hornbook.reading.lesson_file import load_lesson, read_lesson_file
from hornbook.reading.placed import PlacedList, PlacedMap
from hornbook.reading.source import Source, decode, read_source
from hornbook.writing import lesson_data

#: Options in braces at the end of a line.
_BRACES = re.compile(r"(?:(?<=\s)|^)(?<!\\)\{(?=\s*(?:#|[A-Za-z][\w-]*(?:[=\s}]|$)))[^{}]*\}[ \t]*$")


@dataclass(frozen=True)
class FixedIds:
    """What came of it: `diff` shows each line as it was and as it is, `count` ids were written."""

    count: int
    diff: str
    problems: tuple[Problem, ...]


def fix_ids(folder: Path, *, write: bool) -> FixedIds:
    """Give every block, question and card that has none an id in the text, where there is a place for one.

    It is the id under which the lock file knows the item, so that no learner's work is lost. Questions of pools and
    prose without a fence are left as they are, and so are lessons in data form. With `write` false nothing changes.
    """
    loaded = load_course(folder)
    if loaded.value is None:
        return FixedIds(0, "", loaded.problems)
    count = 0
    diffs: list[str] = []
    problems = list(loaded.problems)
    texts: dict[Path, str] = {}
    files = dict(loaded.value.lesson_files)
    for lesson in loaded.value.folder.course.lessons:
        path = files[lesson.id]
        source = read_source(folder, path)
        if isinstance(source, Problem) or not path.endswith(".md"):
            continue
        named = _named(source, lesson)
        if named is None:
            problems.append(Problem("fix-ids", "No place for the ids was found in this lesson.", Span(path)))
            continue
        text, added = named
        if added:
            count += added
            texts[folder / path] = text
            diffs.extend(
                difflib.unified_diff(
                    source.text.splitlines(keepends=True), text.splitlines(keepends=True), path, path, n=0
                )
            )
    if write and texts:
        for file, text in texts.items():
            _write(file.resolve(), text)
        again = load_course(folder)
        if again.value is not None and again.value.lock_changed:
            write_lock(folder, again.value.lock_after)
    return FixedIds(count, "".join(diffs), tuple(problems))


def _write(file: Path, text: str) -> None:
    """Write a lesson whole or not at all, with the ends of lines and the mark at the beginning that it had."""
    before, after = file.read_bytes(), text.encode()
    if before.count(b"\r\n") == before.count(b"\n"):
        after = after.replace(b"\n", b"\r\n")
    if before.startswith(codecs.BOM_UTF8):
        after = codecs.BOM_UTF8 + after
    temporary = file.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        temporary.write_bytes(after)
        shutil.copymode(file, temporary)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _named(source: Source, lesson: Lesson) -> tuple[str, int] | None:
    """The text of a lesson with all ids, and how many are new; nothing where it would be another lesson then."""
    data, _ = read_lesson_file(source)
    before = load_lesson(source).value
    blocks = data["blocks"]
    if before is None or not isinstance(blocks, PlacedList) or len(blocks) != len(lesson.blocks):
        return None
    lines = list(source.lines)
    added = 0
    for block, placed in zip(lesson.blocks, blocks, strict=True):
        assert isinstance(placed, PlacedMap)
        for name, span in _unnamed(block, placed, lines):
            _insert(lines, span.line - 1, name)
            added += 1
    text = "\n".join(lines) + "\n"
    again = decode(text.encode(), source.path)
    after = None if isinstance(again, Problem) else load_lesson(again).value
    if after is None or _bare(after) != _bare(before):
        return None
    return text, added


def _unnamed(block: Block, data: PlacedMap, lines: list[str]) -> Iterator[tuple[str, Span]]:
    """The id and the first line of each item without an id that has a place for one."""
    head = lines[data.span.line - 1].lstrip(":").lstrip()
    # A gate that comes from the access of a block has no line of its own.
    if "id" not in data and lines[data.span.line - 1].startswith(":::") and head.startswith(block.kind):
        yield block.id, data.span
    if isinstance(block, Pool):
        return
    if isinstance(block, Quiz):
        names = [question.id for question in block.questions[: len(block.questions) - sum(block.pooled)]]
        items = data.get("questions")
    elif isinstance(block, Cards):
        names, items = [card.id for card in block.cards], data.get("cards")
    else:
        return
    for name, item in zip(names, items if isinstance(items, PlacedList) else (), strict=False):
        if isinstance(item, PlacedMap) and "id" not in item:
            yield name, item.span


def _insert(lines: list[str], first: int, name: str) -> None:
    """Write an id into the braces of an item, which may stand at a later line of its first paragraph."""
    if not lines[first].startswith(":::"):
        for number in range(first, len(lines)):
            if not lines[number].strip():
                break
            if number > first and not lines[number].startswith(" "):
                break
            if match := _BRACES.search(lines[number]):
                start = match.start() + 1
                lines[number] = f"{lines[number][:start]}#{name} {lines[number][start:].lstrip()}"
                return
    elif "{" in lines[first] and lines[first].rstrip().endswith("}"):
        start = lines[first].rindex("{") + 1
        lines[first] = f"{lines[first][:start]}#{name} {lines[first][start:].lstrip()}"
        return
    lines[first] = f"{lines[first].rstrip()} {{#{name}}}"


def _bare(lesson: Lesson) -> object:
    """A lesson without any ids."""

    def without(data: object) -> object:
        if isinstance(data, dict):
            return {name: without(value) for name, value in data.items() if name != "id"}
        return [without(item) for item in data] if isinstance(data, list) else data

    return without(lesson_data(lesson))
