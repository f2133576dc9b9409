"""The outer shape of a lesson file: front matter, `:::` blocks, and the prose between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from hornbook.blocks import BLOCK_KINDS
from hornbook.problems import Problem, Span, warning
from hornbook.reading.placed import PlacedText
from hornbook.reading.source import Source

_OPEN = re.compile(r"(:{3,})[ \t]*(\S.*)$")
#: The end of a block as other formats have it.
_CLOSE_IN_WORDS = re.compile(r"(:{3,})[ \t]*/?(?:end|stop|/)\b.*$", re.IGNORECASE)
_CLOSE = re.compile(r"(:{3,})[ \t]*$")
_LOOKS_LIKE_FENCE = re.compile(r"[ \t]+:{3,}|::(?!:)[ \t]*[a-z{]|[ \t]*:[ \t]*::|::[ \t]*$|[ \t]*(?=;*:)[:;]{3,}")
#: The colons of such a line, as they came out.
_SLIPPED_COLONS = re.compile(r"[ \t]*[:;](?:[ \t]*[:;])+[ \t]*")
#: How a line begins that stands in a block, and hardly ever in prose.
_BLOCK_BEGINS = re.compile(r"[a-z][a-z-]{1,18}: |[QC]: |#{3} |\d{1,3}\. |: |[-|] ")
_EDGE = re.compile(r":{3,}")
_BETWEEN = "Put a blank line between, or the line into the block that it belongs to."
#: What a slip makes of the `---` that ends the front matter.
_DASHES_LIKE = re.compile(r"[ \t]*(?=\S*-)[-=_[\]+\u2013\u2014]{2,5}[ \t]*$")
_SETTING = re.compile(r"[a-z][a-z-]*:(?: |$)|[ \t]*#|[ \t]*-[ \t]|[ \t]+\S")
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
class Holder:
    """A `::::` block that holds others: its own head and body, and the parts inside it."""

    fence: Fence
    parts: tuple[Fence | tuple[Line, ...], ...]


Part: TypeAlias = Fence | Holder | tuple[Line, ...]


@dataclass(frozen=True)
class LessonText:
    """A lesson file in parts; `parts` holds blocks and runs of prose in order."""

    front_matter: str
    front_matter_line: int
    parts: tuple[Part, ...]


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


#: The kind of block that holds others, and the colons that it needs.
_HOLDER, _HOLDER_WIDTH = "gate", 4


def split_lesson(source: Source) -> tuple[LessonText, list[Problem]]:
    """The parts of a lesson file."""
    problems: list[Problem] = []
    front_matter, begins, first = _front_matter(source, problems)
    splitter = _Splitter(problems)
    before = Line(source.path, first - 1, source.line(first - 1))
    for line in marked_lines(source, first, problems):
        problems.extend(_suspicious(before, line, splitter.inside))
        before = line
        splitter.take(line)
    splitter.finish()
    return LessonText(front_matter, begins, tuple(splitter.parts)), problems


@dataclass
class _Opened:
    """A block whose end has not come yet."""

    line: Line
    match: re.Match[str]
    body: list[Line]

    @property
    def width(self) -> int:
        return len(self.match[1])

    def fence(self) -> Fence:
        head = PlacedText(self.match[2].rstrip(), self.line.span(self.match.start(2) + 1))
        return Fence(head, self.line, tuple(self.body))


class _Splitter:
    """Takes line after line, and puts them into parts."""

    def __init__(self, problems: list[Problem]) -> None:
        self.parts: list[Part] = []
        self._problems = problems
        self._block: _Opened | None = None
        self._holder: _Opened | None = None
        self._held: list[Fence | tuple[Line, ...]] = []
        self._prose: list[Line] = []
        #: The last line that is not blank.
        self._last = Line("", 0, "")
        #: The line of a block before which another should have been closed.
        self._torn_at = 0

    @property
    def inside(self) -> bool:
        """Whether the next line is one of a block, be it the head of a gate."""
        return self._block is not None or (self._holder is not None and not self._held)

    def take(self, line: Line) -> None:
        """The next line."""
        self._sort(line)
        if not line.blank:
            self._last = line

    def _sort(self, line: Line) -> None:
        if line.code:
            self._problems.extend(_block_as_code(line))
            self._keep(line)
        elif match := _CLOSE.match(line.text):
            self._close(line, match)
        elif (match := _CLOSE_IN_WORDS.match(line.text)) and (self._block or self._holder):
            hint = f'Write "{match[1]}" alone.'
            self._problems.append(Problem("fence-shape", "A block ends with colons alone.", line.start, hint))
            self._close(line, match)
        elif match := _OPEN.match(line.text):
            self._open(line, match)
        elif _LOOKS_LIKE_FENCE.match(line.text):
            self._problems.append(
                Problem(
                    "fence-shape",
                    "This looks like the edge of a block but is not one.",
                    line.start,
                    'Write exactly three colons at the start of the line: ":::".',
                )
            )
            self._take_as_meant(line)
        else:
            self._keep(line)

    def finish(self) -> None:
        """The file ends."""
        if self._block is not None:
            self._problems.append(self._not_closed(self._block, "before the end of the file"))
            self._end_block()
        if self._holder is not None:
            self._problems.append(self._not_closed(self._holder, "before the end of the file"))
            self._end_holder()
        self._end_prose()

    def _take_as_meant(self, line: Line) -> None:
        """The edge of a block that is out of shape, which is told already: what follows is read as if it were not."""
        slipped = _SLIPPED_COLONS.match(line.text)
        rest = line.text[slipped.end() :] if slipped else line.text.strip()
        width = self._holder.width if self._holder is not None and self._block is None else 3
        as_meant = replace(line, text=f"{':' * width} {rest}".rstrip())
        if not rest and (self._block is not None or self._holder is not None):
            self._end_block() if self._block is not None else self._end_holder()
        elif rest.split("{")[0].split()[:1] and rest.split("{")[0].split()[0] in BLOCK_KINDS:
            match = _OPEN.match(as_meant.text)
            assert match is not None
            self._open(as_meant, match)

    def _keep(self, line: Line) -> None:
        if self._block is not None:
            self._block.body.append(line)
        elif self._holder is not None and not self._held:
            # What stands above the first block that a gate holds is its own.
            self._holder.body.append(line)
        else:
            self._prose.append(line)

    def _open(self, line: Line, match: re.Match[str]) -> None:
        if self._block is not None:
            self._problems.append(self._not_closed(self._block, f"before line {line.number}"))
            self._torn_at = line.number
            self._end_block()
        if match[2].split()[0].split("{")[0] != _HOLDER:
            self._end_prose()
            self._block = _Opened(line, match, [])
            return
        if self._holder is not None:
            self._problems.append(
                Problem("gate-in-gate", "A gate cannot hold another one.", line.start, "Close the one above first.")
            )
            self._end_holder()
        self._end_prose()
        self._holder = _Opened(line, match, [])
        if self._holder.width < _HOLDER_WIDTH:
            self._problems.append(
                Problem(
                    "gate-fence",
                    "A gate begins and ends with four colons, as it holds other blocks.",
                    line.start,
                    f'Write "::::" before "{_HOLDER}", and "::::" after the last block that it holds.',
                )
            )

    def _close(self, line: Line, match: re.Match[str]) -> None:
        holder = self._holder
        ends_holder = holder is not None and len(match[1]) >= max(holder.width, _HOLDER_WIDTH)
        if self._block is not None and ends_holder and self._block.width < len(match[1]):
            self._problems.append(self._not_closed(self._block, f"before line {line.number}"))
            self._end_block()
        if self._block is not None:
            # Right under the line that came too early, it is the end that was missed before: two lines changed places.
            if line.number != self._torn_at + 1:
                self._end_block()
        elif ends_holder or (holder is not None and holder.width < _HOLDER_WIDTH):
            self._end_holder()
        else:
            self._not_open(line, match[1])

    def _not_open(self, line: Line, colons: str) -> None:
        begun = self._seems_to_begin()
        message, hint = f'"{colons}" closes a block, but none is open.', 'A block begins with "::: kind".'
        if self._holder is not None:
            hint = f'The gate of line {self._holder.line.number} ends with "{self._holder.match[1]}".'
        elif begun is not None:
            message = f'"{colons}" in line {line.number} closes a block, but none is open. Does it begin here?'
            hint = 'Put its first line above: "::: kind".'
        self._problems.append(Problem("fence-not-open", message, (begun or line).start, hint))

    def _seems_to_begin(self) -> Line | None:
        """Where in the prose a block seems to begin whose first line is missing."""
        lines = [line for line in self._prose if not line.blank and not line.code]
        return next((line for line in lines if _BLOCK_BEGINS.match(line.text)), None)

    def _not_closed(self, opened: _Opened, where: str) -> Problem:
        kind = opened.match[2].split()[0].split("{")[0]
        return Problem(
            "fence-not-closed",
            f'The block "{kind}" of line {opened.line.number} is not closed {where}.',
            self._last.start,
            f'Add a line "{opened.match[1]}" where it ends: after this line at the latest.',
        )

    def _end_block(self) -> None:
        assert self._block is not None
        self._put(self._block.fence())
        self._block = None

    def _end_holder(self) -> None:
        assert self._holder is not None
        self._end_prose()
        self.parts.append(Holder(self._holder.fence(), tuple(self._held)))
        self._holder = None
        self._held.clear()

    def _end_prose(self) -> None:
        if any(not line.blank for line in self._prose):
            self._put(tuple(self._prose))
        self._prose.clear()

    def _put(self, part: Fence | tuple[Line, ...]) -> None:
        if self._holder is not None:
            self._held.append(part)
        else:
            self.parts.append(part)


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


def _front_matter(source: Source, problems: list[Problem]) -> tuple[str, int, int]:
    """The YAML between the `---` lines at the top, and the numbers of its first line and of the first after it."""
    first = next((number for number, text in enumerate(source.lines, 1) if text.strip()), 1)
    begun = source.line(first).rstrip()
    if begun != "---":
        meant = _DASHES_LIKE.match(begun) or set(begun) == {"-"}
        problems.append(
            Problem(
                "front-matter-missing",
                "A lesson begins with its front matter."
                if not meant
                else f'The front matter begins with a line "---", and not with "{begun[:60]}".',
                Span(source.path, first if meant else 1, 1),
                'Write exactly three hyphens, "---".'
                if meant
                else 'Begin the file with a line "---", then "title: ...", then "---" again.',
            )
        )
        if not meant:
            return "", 1, 1
    elif first > 1:
        problems.append(
            Problem(
                "front-matter-missing",
                "An empty line stands before the front matter.",
                Span(source.path, 1, 1),
                f'Delete all above the line "---", which is line {first} now.',
            )
        )
    for number in range(first + 1, len(source.lines) + 1):
        if source.line(number).rstrip() in ("---", begun):
            return "\n".join(source.lines[first : number - 1]) + "\n", first + 1, number + 1
    end = _meant_end(source)
    shown = source.line(end).strip()
    problems.append(
        Problem(
            "front-matter-not-closed",
            "The front matter of line 1 has no end."
            if not shown
            else f'The front matter of line 1 has no end: "{shown[:60]}" is none.',
            Span(source.path, end, 1),
            'Add a line "---" after its last line, with nothing before it.',
        )
    )
    return "", 2, end + 1


def _meant_end(source: Source) -> int:
    """Where the front matter was to end: a line of minuses that is out of shape, or the first that is no setting."""
    numbers = range(2, len(source.lines) + 1)
    dashes = (number for number in numbers if _DASHES_LIKE.match(source.line(number)))
    other = (number for number in numbers if not _SETTING.match(source.line(number)))
    return next(dashes, 0) or next(other, len(source.lines))
