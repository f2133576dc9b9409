"""A table whose cells are `[x]` and `[ ]`: its head names the columns, the first cell of each line its row."""

from __future__ import annotations

import re
from itertools import pairwise

from hornbook.problems import Span
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.question_parts import Parts
from hornbook.reading.report import Report
from hornbook.reading.types.choice import refuse_same

#: A bar parts cells unless a backslash stands before it.
_BAR = re.compile(r"(?<!\\)\|")
_MARK = re.compile(r"\[([ xX])\]")
_RULE = re.compile(r":?-+:?")
#: The head of a column that holds feedback.
_FEEDBACK = ">"


def read(question: PlacedMap, parts: Parts, report: Report) -> None:
    """Columns and rows; a last column under the head `>` holds feedback to rows that were marked wrong."""
    head, *body = [_cells(line, report) for line in parts.table] or [[]]
    if not head or not body or not all(_RULE.fullmatch(cell) for cell in body[0]) or len(body[0]) != len(head):
        report.error(
            "matrix-head",
            "The table has no head.",
            (parts.table[1] if len(parts.table) > 1 else parts.table[0]).start if parts.table else question.span,
            'The first line names the columns, the second is "| --- | --- | --- |" with as many cells.',
        )
        return
    told = head[-1] == _FEEDBACK
    names = head[1 : len(head) - told]
    columns = [_named(name, name.span, report) for name in names]
    refuse_same(columns, "text", report)
    question.put("columns", PlacedList(parts.table[0].start, columns))
    rows = [_row(line, cells, len(names), told, report) for line, cells in zip(parts.table[2:], body[1:], strict=True)]
    whole = [row for row in rows if row is not None]
    refuse_same(whole, "text", report)
    question.put("rows", PlacedList(parts.table[0].start, whole))


def _cells(line: Line, report: Report) -> list[PlacedText]:
    """The cells of a line of the table, without the spaces around them."""
    text = line.text.rstrip()
    edges = [match.start() for match in _BAR.finditer(text)]
    if edges[-1] != len(text) - 1:
        report.error("matrix-row", "This line of the table has no end.", line.start, 'Close it with a bar: "|".')
        edges.append(len(text))
    cells = []
    for start, end in pairwise(edges):
        cell = text[start + 1 : end]
        offset = start + 1 + len(cell) - len(cell.lstrip())
        cells.append(PlacedText(cell.strip(), line.span(offset + 1)))
    return cells


def _named(text: PlacedText, span: Span, report: Report) -> PlacedMap:
    if not text:
        report.error("matrix-head", "A column has no name.", span, "Write what is chosen in it.")
    named = PlacedMap(span)
    named.put("text", text)
    return named


def _row(line: Line, cells: list[PlacedText], columns: int, told: bool, report: Report) -> PlacedMap | None:
    if len(cells) != 1 + columns + told:
        report.error(
            "matrix-row",
            f"This line has {len(cells)} cells, the head of the table has {1 + columns + told}.",
            line.start,
            'Write a cell for each column; "\\|" is a bar in the text.',
        )
        return None
    row = PlacedMap(line.start)
    row.put("text", cells[0])
    if not cells[0]:
        report.error("matrix-row", "This row has no text.", line.start, "The first cell says what the row is about.")
    marks: list[bool] = []
    for cell in cells[1 : 1 + columns]:
        mark = _MARK.fullmatch(cell)
        if mark is None:
            report.error(
                "matrix-cell",
                f'"{cell}" is no mark.' if cell else "This cell is empty.",
                cell.span,
                'Write "[x]" where the column is right for this row, and "[ ]" where it is not.',
            )
        # What cannot be read may have been the right one.
        marks.append(mark is None or mark[1] in "xX")
    row.put("right", PlacedList(line.start, marks))
    if told and cells[-1]:
        row.put("feedback", cells[-1])
    return row
