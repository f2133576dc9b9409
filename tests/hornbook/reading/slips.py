"""Single slips of an author's fingers, and what the reader makes of them.

A slip hits markup: a marker, fence, brace, option, indent, id or line. A line that is complete by itself and was taken
out, or two of a kind that changed places, are edits that nobody can tell from what was meant: they are not tried.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornbook import resources
from hornbook.blocks import AudioBook, AudioLesson, Block, Cards, Glossary, Pool, Quiz, WorkedExample
from hornbook.blocks.cards import Card
from hornbook.course import Course
from hornbook.model import Model, RichText
from hornbook.problems import Problem
from hornbook.questions import Hotspot, Question
from hornbook.reading import load_course, write_lock
from hornbook.rendering.pages import render
from packager.targets import TARGETS

_COURSE = "id: slips\ntitle: Slips\nchapters:\n- title: One\n  lessons: [a.md]\n"
#: Where markup stands in a line: its start, its braces, its fixed words.
_MARKUP = re.compile(
    r"^\s*(?:\d+\.|[-=~?!>|#:`*]+(?: \[[ x]\])?|[A-Za-z][A-Za-z 0-9-]{0,18}:)?\s?|\{[^}]*\}|^::: .*$| \| "
)
_COMPLETE = re.compile(r"\s*(?:- |= |~ |\? |! |> |\| |[A-Z][a-z]+: |\d\. )\S|[A-Za-z<(*]|\s{4,}[A-Za-z]")
#: Texts that are no Markdown.
_SAID = {"title", "alt"}
#: What the finger beside hits: one key to the right, mostly, and digits and signs that share a key.
_NEIGHBOURS = dict(
    zip(
        'qwertyuiopasdfghjklzxcvbnm-[]{}#:=?!>~|"., _`*123456789',
        "wertyuiopasdfghjkl;xcvbnm,=][[]3;-/1.`\\',xb-~8000000000",
        strict=True,
    )
)


#: What a quiz or a game takes its questions or terms from, in braces or as a line of its own.
_FROM = re.compile(r"\b(?:from=|from: |after:)\"?([a-z0-9#-]+(?: \| [a-z0-9#-]+)*)")


def _with_sources(blocks: list[str], chosen: Collection[int]) -> list[str]:
    """The chosen blocks in their order, with those that they draw from."""
    names = {
        name.partition("#")[0].strip()
        for place in chosen
        for written in _FROM.findall(blocks[place])
        for name in written.split("|")
    }
    return [
        block
        for place, block in enumerate(blocks)
        if place in chosen or any(f"{{#{name}}}" in block or f"{{#{name} " in block for name in names)
    ]


@dataclass(frozen=True)
class Outcome:
    """What came of one slip by `operator`: `verdict` is reported, harmless or silent (the structure changed and nobody
    said so); `told` has the lines of all reports."""

    verdict: str
    operator: str
    before: str
    after: str
    line: int
    told: tuple[int, ...] = ()

    @property
    def near(self) -> int:
        """How many of the reports are on the slipped line, or on the next.

        Of two lines that changed places both have slipped; of one that was lost only the lines on both sides of the gap
        are left.
        """
        first = self.line - 1 if self.operator == "line lost" else self.line
        last = self.line + 2 if self.operator == "lines swapped" else first + 1
        return sum(first <= line <= last for line in self.told)


class Desk:
    """A course of one lesson in a folder of its own, slipped on again and again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        (folder / "course.yaml").write_text(_COURSE, encoding="utf-8")
        self._pieces = [_pieces(source) for source in _sources()]
        for medium in {path for source in _sources() for path in (source.parent / "media").iterdir()}:
            (folder / "media").mkdir(exist_ok=True)
            (folder / "media" / medium.name).write_bytes(medium.read_bytes())

    def slip(self, seed: int) -> Outcome:
        """Begin with some blocks of a sound lesson, slip once, and read. Raises whatever the reader raises."""
        chance = random.Random(seed)
        head, blocks = chance.choice(self._pieces)
        start = chance.randrange(len(blocks))
        text = head + "".join(_with_sources(blocks, range(start, min(start + 3, len(blocks)))))
        (self._folder / "course.lock.json").unlink(missing_ok=True)
        sound, before = self._read(text)
        lines = text.split("\n")
        operator, number, changed = _slipped(lines, chance)
        found, all_problems = self._read_again("\n".join(changed))
        # A piece of a lesson may have a warning of its own, such as that of a pool whose quiz was left out.
        known = {(problem.code, problem.message) for problem in before}
        problems = [problem for problem in all_problems if (problem.code, problem.message) not in known]
        if problems:
            verdict = "reported"
        else:
            assert found is not None
            verdict = "harmless" if structure(found) == structure(sound) else "silent"
        after = " / ".join(changed[max(0, number - 1) : number + 2])
        told = tuple(problem.span.line for problem in problems)
        return Outcome(verdict, operator, lines[number], after, number + 1, told)

    def _read(self, text: str) -> tuple[Course, tuple[Problem, ...]]:
        (self._folder / "a.md").write_text(text, encoding="utf-8")
        loaded = load_course(self._folder)
        assert loaded.value is not None, loaded.problems
        write_lock(self._folder, loaded.value.lock_after)
        return loaded.value.folder.course, loaded.problems

    def _read_again(self, text: str) -> tuple[Course | None, tuple[Problem, ...]]:
        (self._folder / "a.md").write_text(text, encoding="utf-8")
        loaded = load_course(self._folder)
        if loaded.value is None:
            return None, loaded.problems
        target = TARGETS["scorm12"]
        target.package(loaded.value.folder.course, render(loaded.value.folder, target.profile))
        return loaded.value.folder.course, loaded.problems


def structure(course: Course) -> object:
    """Kinds, ids, counts, keys and scores of a course: all that a slip must not change unseen."""
    return [
        (lesson.id, lesson.slot, lesson.weight, len(lesson.objectives), [_block(block) for block in lesson.blocks])
        for lesson in course.lessons
    ]


def _block(block: Block) -> object:
    return _settings(block), _inner(block)


def _settings(model: Model) -> dict[str, object]:
    """The fields of a model: of texts whether they are there, of what has parts of its own how many."""
    told: dict[str, object] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name in _SAID or any(isinstance(mark, RichText) for mark in field.metadata):
            value = bool(value)
        elif (isinstance(value, tuple) and any(isinstance(part, Model) for part in value)) or name == "items":
            value = len(value)
        told[name] = value
    return told


def _inner(block: Block) -> object:
    match block:
        case AudioLesson():
            return [
                (_settings(part), [line.speaker for line in part.lines], part.recall and len(part.recall.answer))
                for part in block.parts
            ]
        case AudioBook():
            return [_settings(section) for section in block.sections]
        case WorkedExample():
            return [_settings(step) for step in block.steps]
        case Cards():
            return {_card(card) for card in block.cards}
        case Glossary():
            return sorted((term.term, len(term.aliases)) for term in block.terms)
        case Pool() | Quiz():
            return sorted((_question(question) for question in block.questions), key=str)
    return None


def _card(card: Card) -> tuple[object, ...]:
    counts = len(card.variants), len(card.hints), len(card.tags)
    return card.id, card.slots, card.ways, card.typed, counts, tuple(gap.accept for gap in card.gaps)


def _question(question: Question) -> tuple[Any, ...]:
    # What is marked right or accepted; what is only said does not count, nor the order of anything but steps.
    data = question.marking_data()
    data["reject"] = [str(len(variants)) for variants in data.get("reject", [])]
    shapes = [region.shape for region in question.regions] if isinstance(question, Hotspot) else []
    own = (
        shapes,
        {
            name: sorted(value, key=str) if isinstance(value, list) and name != "steps" else value
            for name, value in data.items()
        },
    )
    told = sorted(re.findall(r'"feedback(?:-\w+)?":"[^"]', question.model_dump_json(exclude_defaults=True)))
    explained = bool(question.explanation)
    return question.type, question.id, question.slot, question.points, len(question.hints), explained, own, len(told)


def _sources() -> list[Path]:
    return [
        *sorted((resources.content() / "foundation-models").glob("*.md")),
        *sorted((resources.templates() / "starters" / "lesson").glob("*.md")),
    ]


def _pieces(source: Path) -> tuple[str, list[str]]:
    """The front matter, and the rest cut before each block and after it."""
    match = re.match(r"(---\n.*?\n---\n)(.*)", source.read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    head, body = match.groups()
    return head, [part for part in re.split(r"(?m)(?=^::: )|(?<=^:::\n)", body) if part.strip()]


def _slipped(lines: Sequence[str], chance: random.Random) -> tuple[str, int, list[str]]:
    """One line changed, doubled, lost, or in the place of the next, never nothing: by what, which, and all lines."""
    while True:
        number = chance.randrange(1, len(lines) - 1)
        operator = chance.choice(tuple(_SLIPS))
        changed = _SLIPS[operator](list(lines), number, chance)
        if changed != list(lines):
            return operator, number, changed


def _on_markup(change: Callable[[str, int], str]) -> Callable[[list[str], int, random.Random], list[str]]:
    def slip(lines: list[str], number: int, chance: random.Random) -> list[str]:
        line = lines[number]
        places = sorted({place for found in _MARKUP.finditer(line) for place in range(*found.span())})
        if places:
            lines[number] = change(line, chance.choice(places))
        return lines

    return slip


def _lose_line(lines: list[str], number: int, chance: random.Random) -> list[str]:
    if not _COMPLETE.match(lines[number]):
        del lines[number]
    return lines


def _double_line(lines: list[str], number: int, chance: random.Random) -> list[str]:
    return [*lines[: number + 1], *lines[number:]]


def _swap_lines(lines: list[str], number: int, chance: random.Random) -> list[str]:
    one, two = lines[number : number + 2]
    if not (_COMPLETE.match(one) and _COMPLETE.match(two)):
        lines[number : number + 2] = two, one
    return lines


def _shift(lines: list[str], number: int, chance: random.Random) -> list[str]:
    line = lines[number]
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    lines[number] = " " * max(0, indent + chance.choice((-3, -2, -1, 1, 2, 3))) + bare if bare else line
    return lines


_SLIPS: dict[str, Callable[[list[str], int, random.Random], list[str]]] = {
    "letter lost": _on_markup(lambda line, at: line[:at] + line[at + 1 :]),
    "letter doubled": _on_markup(lambda line, at: line[: at + 1] + line[at:]),
    "letters swapped": _on_markup(lambda line, at: line[:at] + line[at : at + 2][::-1] + line[at + 2 :]),
    "letter mistyped": _on_markup(lambda line, at: line[:at] + _NEIGHBOURS.get(line[at], "x") + line[at + 1 :]),
    "indent": _shift,
    "line lost": _lose_line,
    "line doubled": _double_line,
    "lines swapped": _swap_lines,
}
