"""Tools that the readers of all kinds of blocks share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hornbook.problems import Span, nearest
from hornbook.reading.fences import Line
from hornbook.reading.head import Attributes, trailing_attributes
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

_OPTION = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:[ \t]+(.*))?$")
#: An option of which the colon or the space is out of place, or that is indented.
_OPTION_LIKE = re.compile(
    r" {0,3}(?P<name>[a-z][a-z0-9-]*)(?:[ \t]*(?P<mark>[:;=]{1,2})[ \t]*(?=\S)|[ \t]+(?=\S+[ \t]*$))(?P<value>.+)$"
)
_ITEM = re.compile(r"-[ \t]+(?=\S)")
_NESTED = re.compile(r"[ \t]+- (?=\S)")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(?=\S)(.*))?[ \t]*$")
_HEADING_LIKE = re.compile(r"[ \t]+#{1,6}[ \t]|#{1,6}[^#\s]")
#: A bar that touches words on both sides, outside code and formulas.
_BAR_INSIDE = re.compile(r"(`[^`]*`|\$[^$]*\$)|(?<=[^\s\\|])\|(?=[^\s|])")
_BAR_LIKE = re.compile(r"(?<=\s)\|(?=\S)|(?<=[^\s\\])\|(?=\s)|(?<!\\)\|\||^\||(?<!\\)\|$|(?<=\s)\\(?=\s)")
#: Braces at the end of a line that are surely options; other braces there are text.
_LATER_BRACES = re.compile(r"(?:^|\s)\{\s*(?:#|[A-Za-z][\w-]*\s*=)[^{}]*\}[ \t]*$")
#: What authors call an option that has another name.
_OTHER_NAMES = {
    **dict.fromkeys(("file", "img", "photo", "picture", "src"), "image"),
    **dict.fromkeys(("characters", "people", "speakers", "voices"), "cast"),
}
#: A whole value between quotation marks, as YAML and the title of a block have them.
_QUOTED = re.compile("\"[^\"]+\"|'[^']+'|\u201c[^\u201d]+\u201d")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_ITEM_LIKE = re.compile(r"[ \t]*(?:[*+\u2022\u2013\u2014][ \t]|-(?=[^\s-]))")


def join_prose(lines: Sequence[Line], indent: int = 0) -> PlacedText:
    """Lines as one text, without the blank ones around it and without `indent` spaces before each."""
    held = list(lines)
    while held and held[0].blank:
        held.pop(0)
    while held and held[-1].blank:
        held.pop()
    if not held:
        return PlacedText("", lines[0].span() if lines else Span(""))
    texts = [dedent(line.text, indent).rstrip() if not line.code else dedent(line.text, indent) for line in held]
    if indent and not held[0].code:
        # What stood before a marker may be wider than the indent of the lines that go on.
        texts[0] = texts[0].lstrip()
    return PlacedText("\n".join(texts), held[0].start)


def dedent(text: str, indent: int) -> str:
    """`text` without up to `indent` leading spaces."""
    expanded = text.expandtabs(4) if text.startswith((" ", "\t")) else text
    spaces = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(indent, spaces) :]


def split_variants(text: PlacedText, report: Report) -> PlacedList:
    """The parts between ` | `; `\\|` is a bar that belongs to the text."""
    parts = [part.strip().replace("\\|", "|") for part in re.split(r"(?<=\s)\|(?=\s)", text)]
    inside = any(match[1] is None for match in _BAR_INSIDE.finditer(text))
    if (len(parts) > 1 and not all(parts)) or inside or _BAR_LIKE.search(text):
        report.error(
            "separator-shape",
            "Something is wrong at a bar (|).",
            text.span,
            'Write one bar with a space on both sides between two variants, or "\\|" for a bar in the text.',
        )
    return PlacedList(text.span, (PlacedText(part, text.span) for part in parts if part))


def take_options(
    lines: Sequence[Line], known: Sequence[str], report: Report, strict: bool
) -> tuple[PlacedMap | None, list[Line]]:
    """The `name: value` lines at the top, and the lines after them.

    Where the body is `strict`, every such line that is written in small letters must be a known option; elsewhere
    only a misspelt one is an error, because prose may begin with a word and a colon.
    """
    options: PlacedMap | None = None
    rest = list(lines)
    while rest and not rest[0].code:
        line = rest[0]
        if line.blank and options is None and any(not later.blank for later in rest):
            # A blank line first means that there are no options.
            break
        match = _OPTION.match(line.text)
        if match is None:
            meant = _slipped_option(line, known)
            if not meant:
                break
            name, value = meant
            hint = f'Write "{name}: {str(value)[:60]}" at the start of the line. An empty line above makes it text.'
            report.error("option-shape", f'This looks like the option "{name}" but is not one.', line.start, hint)
            options = options or PlacedMap(line.start)
            options.put(name, value, line.start)
            rest.pop(0)
            continue
        name = match[1]
        if name not in known:
            if name.isupper():
                break  # an acronym: options are written in small letters
            guess = _meant_option(name, known)
            if not guess.startswith("Did you mean") and not (strict and name.islower()):
                break
            if not name.islower() and not guess.startswith("Did you mean"):
                break
            report.error("option-unknown", f'"{name}" is not an option here.', line.start, guess)
        else:
            if options is None:
                options = PlacedMap(line.start)
            value = PlacedText((match[2] or "").strip(), line.span(match.start(2) + 1 if match[2] else 1))
            if _QUOTED.fullmatch(value):
                report.warn(
                    "option-quoted",
                    "The quotation marks around this value are part of it.",
                    value.span,
                    "Take them away: all that stands after the colon is the value.",
                )
            if name in options:
                report.error("option-twice", f'The option "{name}" is given twice.', line.start, "Keep one of them.")
            options.put(name, value, line.start)
        rest.pop(0)
    return options, rest


def _meant_option(name: str, known: Sequence[str]) -> str:
    """What to do about a line `name: value` of which the name is no option."""
    if name in ("q", "a", "c") and "retention" in known:
        return f'A side of a card begins with a capital: "{name.upper()}: ".'
    return nearest(_OTHER_NAMES.get(name.lower(), name), known)


def _slipped_option(line: Line, known: Sequence[str]) -> tuple[str, PlacedText] | None:
    """The option, and its value, that a line was meant to be in which a colon or a space is out of place."""
    match = _OPTION_LIKE.match(line.text)
    if match is None:
        return None
    name = match["name"]
    if name not in known and match["mark"] in (":", ";"):
        name = next((other for other in known if nearest(name, known) == f'Did you mean "{other}"?'), name)
    value = PlacedText(match["value"].strip(), line.span(match.start("value") + 1))
    return (name, value) if name in known else None


def merge_options(
    target: PlacedMap,
    attributes: Attributes,
    known: Sequence[str],
    what: str,
    report: Report,
    owners: Callable[[str], Sequence[str]] = lambda name: (),
) -> None:
    """Put the options of braces into `target`, with an error for each that is unknown or given elsewhere too.

    `owners` tells who else has an option of some name.
    """
    for name, value in attributes.options.items():
        span = attributes.places[name]
        if name not in known:
            hint = nearest(name, known)
            others = owners(name)
            if others:
                hint = f"This is an option of {' and of '.join(others[:3])}."
            elif value == "true" and "id" in known and not hint.startswith("Did you mean"):
                hint = f"An id begins with #: {{#{name.lower()}}}."
            report.error("option-unknown", f'"{name}" is not an option of {what}.', span, hint)
        elif name in target:
            report.error("option-twice", f'The option "{name}" is given twice.', span, "Keep one of them.")
        else:
            target.put(name, value, span)


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `title` is the heading's text."""

    title: PlacedText
    line: Line
    body: list[Line]


def split_sections(lines: Sequence[Line], level: int, report: Report, what: str) -> list[Section]:
    """The parts under headings of exactly `level`; anything before the first is an error."""
    sections: list[Section] = []
    told = False
    for line in lines:
        match = None if line.code else _HEADING.match(line.text)
        if match and len(match[1]) == level:
            title = PlacedText(_heading_text(match[2] or ""), line.span(match.start(2) + 1 if match[2] else 1))
            if not title:
                report.error("heading-empty", "The heading has no text.", line.start)
            sections.append(Section(title, line, []))
        elif match and len(match[1]) < level:
            report.error(
                "heading-level",
                f"A heading here begins with {'#' * level}.",
                line.start,
                f'Write "{"#" * level} {_heading_text(match[2] or "")}".',
            )
            # What stands under it is read as under the heading that was meant.
            sections.append(Section(PlacedText(_heading_text(match[2] or ""), line.span()), line, []))
        elif not line.code and _HEADING_LIKE.match(line.text):
            heading_shape(line, report)
        elif sections:
            sections[-1].body.append(line)
        elif not line.blank and not told:
            told = True  # once: what follows belongs under the same heading
            report.error(
                "text-out-of-place",
                f"Expected a heading: {'#' * level} {what}.",
                line.start,
                f'Put a line "{"#" * level} {what}" above it{", in your words" if " " in what else ""}.',
            )
    return sections


def _heading_text(written: str) -> str:
    """A heading without the # signs that may close it."""
    text = written.rstrip()
    bare = text.rstrip("#")
    return bare.rstrip() if bare != bare.rstrip() or not bare else text


def heading_shape(line: Line, report: Report) -> None:
    """Report a line that was meant as a heading."""
    report.error(
        "heading-shape",
        "This looks like a heading but is not one.",
        line.start,
        "Begin the line with # signs and one space, with nothing before them.",
    )


def check_prose_lines(lines: Sequence[Line], report: Report, minimum: int = 2) -> None:
    """Headings in prose that are out of shape or outrank the place they stand in."""
    before: Line | None = None
    for line in lines:
        above, before = before, line
        if line.code:
            continue
        if _UNDERLINE.match(line.text) and above is not None and not above.blank and not above.code:
            report.error(
                "heading-shape",
                "A line under a text would make it a heading.",
                line.start,
                'Write "## " before a heading, and an empty line before a line across the page.',
            )
        elif _HEADING_LIKE.match(line.text) and line.indent < 4:
            heading_shape(line, report)
        elif (match := _HEADING.match(line.text)) and len(match[1]) < minimum:
            report.error(
                "heading-level",
                f"A heading here begins with {'#' * minimum} at least.",
                line.start,
                "The lesson's title stands in the front matter." if minimum == 2 else "",
            )


def check_fixed_words(lines: Sequence[Line], words: Sequence[str], level: int, report: Report) -> None:
    """Headings that are fixed words of this kind of block, but of another level than they have there.

    One or two signs are told elsewhere, whatever follows them.
    """
    for line in lines:
        match = None if line.code else _HEADING.match(line.text)
        if match and 3 <= len(match[1]) != level and _heading_text(match[2] or "") in words:
            report.error(
                "heading-level",
                f"This heading begins with {'#' * level} here.",
                line.start,
                f'Write "{"#" * level} {_heading_text(match[2] or "")}".',
            )


def list_items(lines: Sequence[Line], report: Report, what: str) -> list[tuple[Line, list[Line]]]:
    """The `- ` items of a body: their first line without the marker, and the indented lines that go on."""
    items: list[tuple[Line, list[Line]]] = []
    for before, line in pairwise([None, *lines]):
        if line is None:
            continue
        if line.blank or line.code or line.indent >= 2:
            if items and before is not None and not before.blank and before.indent < 2 and _NESTED.match(line.text):
                report.error(
                    "item-indent",
                    "Is this an item of its own?",
                    line.start,
                    "Then begin it at the start of the line; a list inside an item needs a blank line before it.",
                )
            if items:
                items[-1][1].append(line)
            elif not line.blank:
                report.error("item-missing", f"Expected {what}.", line.start, 'Begin with "- ".')
        elif match := _ITEM.match(line.text):
            items.append((Line(line.path, line.number, " " * match.end() + line.text[match.end() :]), []))
        else:
            hint = 'An item begins with "- ", a minus and a space; a line that goes on is indented by two spaces.'
            code = "item-shape" if _ITEM_LIKE.match(line.text) else "text-out-of-place"
            report.error(code, f"Expected {what}.", line.start, hint)
    warn_repeated([item[0] for item in items], report)
    return items


def warn_repeated(lines: Sequence[Line], report: Report) -> None:
    """A warning for each line that says what the line before it says."""
    for before, line in pairwise(lines):
        if before.text.strip() == line.text.strip():
            report.warn("repeated-line", f"This repeats line {before.number}.", line.start, "Delete one of them.")


def item_text(first: Line, more: Sequence[Line]) -> PlacedText:
    """The text of a list item."""
    return join_prose([first, *more], indent=2)


def with_attributes(text: PlacedText, report: Report) -> tuple[PlacedText, Attributes]:
    """A text of several lines without the braces at the end of its first line, or of a later one of its paragraph."""
    lines = str(text).split("\n")
    paragraph = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    place = next((number for number in range(1, paragraph) if _LATER_BRACES.search(lines[number])), 0)
    if place and _LATER_BRACES.search(lines[0]):
        report.error(
            "braces", "Options stand in one pair of braces.", _line_of(text.span, place), "Put them all into the first."
        )
        place = 0
    lines[place], attributes = trailing_attributes(PlacedText(lines[place], _line_of(text.span, place)), report)
    return PlacedText("\n".join(lines), text.span), attributes


def _line_of(start: Span, number: int) -> Span:
    """The place of a later line of a text, as far as it is indented like the first."""
    return Span(start.path, start.line + number, start.column)


BodyReader = Callable[[PlacedMap, list[Line], Report], None]
