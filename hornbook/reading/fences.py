"""The outer shape of a lesson file: front matter, `:::` blocks, and the prose between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hornbook.blocks import BLOCK_KINDS
from hornbook.problems import Problem, Span, warning
from hornbook.reading.placed import PlacedText
from hornbook.reading.source import Source

_OPEN = re.compile(r"(:{3,})[ \t]*(\S.*)$")
_CLOSE = re.compile(r"(:{3,})[ \t]*$")
_LOOKS_LIKE_FENCE = re.compile(r"[ \t]+:{3,}|::(?!:)[ \t]*[a-z{]|[ \t]*:[ \t]*::|::[ \t]*$")
_EDGE = re.compile(r":{3,}")
_BETWEEN = "Put a blank line between, or the line into the block that it belongs to."
_MATHS = re.compile(r"[ \t]*\$\$[ \t]*$")
_CODE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)$")


@dataclass(frozen=True)
class Line:
    """A line of a file: its number, counted from 1, and its text; `indent` is how many spaces it begins with."""

    path: str
    number: int
    text: str
    code: bool = False

    @property
    def indent(self) -> int:
        """How many spaces the line begins with; a tab counts as four."""
        expanded = self.text.replace("\t", "    ")
        return len(expanded) - len(expanded.lstrip())

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the line."""
        return not self.text.strip()

    def span(self, column: int = 1) -> Span:
        """The place of a column of this line."""
        return Span(self.path, self.number, column)

    @property
    def start(self) -> Span:
        """The place of the first character that is not a space."""
        return self.span(len(self.text) - len(self.text.lstrip()) + 1)


@dataclass(frozen=True)
class Fence:
    """A `:::` block: its head (what follows the colons) and its body."""

    head: PlacedText
    line: Line
    body: tuple[Line, ...]


@dataclass(frozen=True)
class LessonText:
    """A lesson file in parts; `parts` holds blocks and runs of prose in order."""

    front_matter: str
    front_matter_line: int
    parts: tuple[Fence | tuple[Line, ...], ...]


def marked_lines(source: Source, first: int, problems: list[Problem]) -> list[Line]:
    """The lines from number `first` on, those inside code and formulas marked as code (they hold no markup)."""
    lines: list[Line] = []
    fence = ""
    opened_at = 0
    for number in range(first, len(source.lines) + 1):
        text = source.line(number)
        match = _CODE.match(text)
        if fence:
            if fence == "$$":
                closes = _MATHS.match(text) is not None
            else:
                closes = bool(
                    match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip()
                )
            lines.append(Line(source.path, number, text, code=True))
            if closes:
                fence = ""
        elif (match and not (match[1][0] == "`" and "`" in match[2])) or _MATHS.match(text):
            fence, opened_at = match[1] if match else "$$", number
            lines.append(Line(source.path, number, text, code=True))
        else:
            lines.append(Line(source.path, number, text))
    if fence:
        problems.append(
            Problem(
                "code-not-closed",
                f"This {'formula' if fence == '$$' else 'code'} has no end, so all that follows would be part of it.",
                Span(source.path, opened_at, 1),
                f'Add a line "{fence}" after it.',
            )
        )
    return lines


def split_lesson(source: Source) -> tuple[LessonText, list[Problem]]:
    """The parts of a lesson file."""
    problems: list[Problem] = []
    front_matter, first = _front_matter(source, problems)
    parts: list[Fence | tuple[Line, ...]] = []
    prose: list[Line] = []
    opened: tuple[Line, re.Match[str]] | None = None
    body: list[Line] = []

    def close(line: Line) -> None:
        nonlocal opened
        assert opened is not None
        parts.append(_fence(opened, body))
        opened = None
        body.clear()

    before = Line(source.path, first - 1, source.line(first - 1))
    for line in marked_lines(source, first, problems):
        problems.extend(_suspicious(before, line, opened is not None))
        before = line
        if line.code:
            problems.extend(_block_as_code(line))
            (prose if opened is None else body).append(line)
        elif match := _CLOSE.match(line.text):
            if opened is None:
                problems.append(
                    Problem(
                        "fence-not-open",
                        f'"{match[1]}" closes a block, but none is open.',
                        line.start,
                        'A block begins with "::: kind".',
                    )
                )
            else:
                close(line)
        elif match := _OPEN.match(line.text):
            if opened is not None:
                problems.append(_not_closed(opened, f"before line {line.number}"))
                close(line)
            if any(not held.blank for held in prose):
                parts.append(tuple(prose))
            prose.clear()
            opened = (line, match)
        elif _LOOKS_LIKE_FENCE.match(line.text):
            problems.append(
                Problem(
                    "fence-shape",
                    "This looks like the edge of a block but is not one.",
                    line.start,
                    'Write exactly three colons at the start of the line: ":::".',
                )
            )
        else:
            (prose if opened is None else body).append(line)
    if opened is not None:
        problems.append(_not_closed(opened, "before the end of the file"))
        parts.append(_fence(opened, body))
    if any(not held.blank for held in prose):
        parts.append(tuple(prose))
    return LessonText(front_matter, 2, tuple(parts)), problems


def _suspicious(before: Line, line: Line, inside: bool) -> Iterator[Problem]:
    """A line that repeats the one before, and prose that touches a block: two lines may have changed places."""
    if line.blank or line.code or before.code:
        return
    if line.text.strip() == before.text.strip():
        yield warning("repeated-line", f"This repeats line {before.number}.", line.start, "Delete one of them.")
    elif inside or before.blank:
        return
    elif before.text.rstrip() == "---":
        # Much stands right under the front matter, but a list there has lost its way out of it.
        if line.text.startswith("-"):
            yield warning("blank-line", "Text follows the front matter at once.", line.start, _BETWEEN)
    elif _EDGE.match(line.text) is None and _EDGE.match(before.text):
        yield warning("blank-line", "Text follows the edge of a block at once.", line.start, _BETWEEN)
    elif _OPEN.match(line.text) and _EDGE.match(before.text) is None:
        yield warning("blank-line", "A block follows text at once.", line.start, _BETWEEN)


def _block_as_code(line: Line) -> Iterator[Problem]:
    match = _CODE.match(line.text)
    word = match[2].split()[:1] if match else []
    if word and word[0] in BLOCK_KINDS and word[0] != "text":
        yield warning(
            "block-as-code", f"This {word[0]} is shown as code.", line.start, "A block begins with three colons."
        )


def _fence(opened: tuple[Line, re.Match[str]], body: list[Line]) -> Fence:
    line, match = opened
    return Fence(PlacedText(match[2].rstrip(), line.span(match.start(2) + 1)), line, tuple(body))


def _not_closed(opened: tuple[Line, re.Match[str]], where: str) -> Problem:
    line, match = opened
    kind = match[2].split()[0].split("{")[0]
    return Problem(
        "fence-not-closed",
        f'The block "{kind}" is not closed {where}.',
        line.start,
        f'Add a line "{match[1]}" after it.',
    )


def _front_matter(source: Source, problems: list[Problem]) -> tuple[str, int]:
    """The YAML between the `---` lines at the top, and the number of the first line after it."""
    if source.line(1).rstrip() != "---":
        problems.append(
            Problem(
                "front-matter-missing",
                "A lesson begins with its front matter.",
                Span(source.path, 1, 1),
                'Begin the file with a line "---", then "title: ...", then "---" again.',
            )
        )
        return "", 1
    for number in range(2, len(source.lines) + 1):
        if source.line(number).rstrip() == "---":
            return "\n".join(source.lines[1 : number - 1]) + "\n", number + 1
    problems.append(
        Problem(
            "front-matter-not-closed",
            "The front matter has no end.",
            Span(source.path, 1, 1),
            'Add a line "---" after its last line.',
        )
    )
    return "", len(source.lines) + 1
