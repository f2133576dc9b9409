"""The body of a glossary: terms with their aliases, each followed by its definition."""

from __future__ import annotations

from hornbook.problems import Span
from hornbook.reading.body import join_prose, split_variants
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report


def read(block: PlacedMap, lines: list[Line], report: Report) -> None:
    """`Term | alias`, then `: definition`, going on in lines indented by two spaces."""
    terms = PlacedList(block.span)
    seen: dict[str, int] = {}
    pending: Line | None = None
    definition: list[Line] = []

    def finish() -> None:
        nonlocal pending
        if pending is None:
            return
        if not definition and report.tells_of(pending.path, pending.number + 1):
            pass
        elif not definition:
            report.error(
                "definition-missing",
                f'The term "{pending.text.strip()}" has no definition.',
                pending.start,
                _meant(pending.text),
            )
        else:
            terms.append(_term(pending, definition, seen, report))
        pending = None
        definition.clear()

    for line in lines:
        if line.text.startswith(": "):
            if pending is None or definition:
                hint = "Put the term on a line of its own above it."
                if definition:
                    hint = "A term has one definition; a line that goes on is indented by two spaces, without a colon."
                report.error("definition-alone", "This definition has no term.", line.start, hint)
            else:
                definition.append(Line(line.path, line.number, "  " + line.text[2:]))
        elif line.blank or (line.indent >= 2 and definition) or line.code:
            if definition:
                definition.append(line)
        elif line.indent and not line.text.lstrip().startswith(":"):
            report.error(
                "definition-shape",
                "A term stands at the start of its line.",
                line.start,
                "Delete the spaces before it; what belongs to a definition follows it.",
            )
        elif line.text.startswith(":") or line.indent:
            report.error(
                "definition-shape",
                "This looks like a definition but is not one.",
                line.start,
                'A definition begins at the start of the line with ": ", a colon and a space.',
            )
        else:
            finish()
            pending = line
    finish()
    block.put("terms", terms)


def _meant(text: str) -> str:
    """What to do about a term without a definition; it may stand behind it on the same line."""
    term, colon, definition = text.strip().removeprefix("- ").partition(": ")
    if colon:
        return f'Write "{term}" alone, and ": {definition[:60]}" on the next line.'
    return 'Put ": definition" on the next line.'


def _term(line: Line, definition: list[Line], seen: dict[str, int], report: Report) -> PlacedMap:
    names = split_variants(PlacedText(line.text.strip(), line.start), report)
    term = PlacedMap(line.start)
    for name in names:
        folded = str(name).casefold()
        if folded in seen and seen[folded] != line.number:
            report.error(
                "term-twice",
                f'"{name}" is already in the glossary, in line {seen[folded]}.',
                line.start,
                "Keep one of them.",
            )
        seen[folded] = line.number
    term.put("term", names[0] if names else PlacedText("", line.start))
    # A form that differs from the term only in capitals is no alias worth showing.
    shown = [name for name in names[1:] if str(name).casefold() != str(names[0]).casefold()]
    term.put("aliases", PlacedList(line.start, shown))
    text = join_prose(definition, indent=2)
    term.put("definition", PlacedText(text, Span(line.path, definition[0].number, 3)))
    return term
