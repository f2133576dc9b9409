"""Matrix: a table of rows and columns; in each row the right columns are to be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.model import Flag, Prose, wrong
from hornbook.questions.answer import MOST_COLUMNS, Answer, Listed
from hornbook.questions.base import KEYS, AnswerSize, BaseQuestion, GiveKeys, Keyed, Scoring, keyed, room, scoring_data
from hornbook.questions.outcome import EMPTY, Outcome, by_parts


class Column(Keyed):
    """What can be chosen in each row; its key is one of the first sixteen, as its number is a bit of an answer."""

    text: Prose
    """The head of the column."""


class Row(Keyed):
    """A row with a mark for each column; `feedback` is for those who marked it wrong."""

    text: Prose
    """What the row is about."""
    right: tuple[Flag, ...]
    """For each column, whether it is right for this row."""
    feedback: Prose = ""
    """What is said to those who have it wrong."""


class Matrix(BaseQuestion):
    """The learner chooses in each row one column, or all that are right; each row earns its share.

    `several` says that several columns of a row may be chosen; that is so too where any row has several right ones.
    """

    type: Literal["matrix"] = "matrix"
    columns: tuple[Column, ...]
    """The columns."""
    rows: tuple[Row, ...]
    """The rows."""
    several: Flag = False
    """Whether several columns of a row may be chosen although one is right."""
    scoring: Scoring = "parts"
    """parts: each row earns its share; all: nothing unless all are right."""

    @model_validator(mode="after")
    def _it_can_be_filled_in(self) -> Self:
        if not 2 <= len(self.columns) <= MOST_COLUMNS:
            raise wrong(
                "matrix-columns", f"A matrix has 2 to {MOST_COLUMNS} columns, this one has {len(self.columns)}."
            )
        if not 2 <= len(self.rows) <= len(KEYS):
            raise wrong("matrix-rows", f"A matrix has 2 to {len(KEYS)} rows, this one has {len(self.rows)}.")
        for row in self.rows:
            if len(row.right) != len(self.columns):
                raise wrong("matrix-cells", f"A row has {len(row.right)} marks for {len(self.columns)} columns.")
            if not any(row.right):
                raise wrong("row-without-right", "A row has no right column. Add one such as None of these.")
        return self

    @property
    def chooses_several(self) -> bool:
        """Whether more than one column of a row may be chosen."""
        return self.several or any(sum(row.right) > 1 for row in self.rows)

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """The share of the rows in which exactly the right columns are chosen; what the table lacks is not read."""
        if not isinstance(answer, Listed):
            return EMPTY
        known = _mask(self.columns)
        given = [max(0, answer.at(row.number) or 0) & known for row in self.rows]
        if not any(given):
            return EMPTY
        return by_parts([mask == self._right(row) for mask, row in zip(given, self.rows, strict=True)], self.scoring)

    def marking_data(self) -> dict[str, Any]:
        """Keys of columns and rows, with the right mask of each row."""
        return {
            "columns": [column.key for column in self.columns],
            "rows": [{"key": row.key, "right": self._right(row)} for row in self.rows],
            **scoring_data(self.scoring),
        }

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Rows without their marks; those that the answer has wrong keep their feedback."""
        parts = self.mark(answer, lang=lang).parts or (True,) * len(self.rows)
        bare = [
            row.model_copy(update={"right": (False,) * len(self.columns), "feedback": "" if part else row.feedback})
            for row, part in zip(self.rows, parts, strict=True)
        ]
        rows = tuple(sorted(bare, key=lambda row: row.number) if shuffled else bare)
        return self.without_help(rows=rows, several=self.chooses_several)

    @property
    def size(self) -> AnswerSize:
        """A mask of columns for each row."""
        shares = len(self.rows) if self.scoring == "parts" else 1
        return AnswerSize("list", room(self.rows), 2 ** room(self.columns) - 1, shares)

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for rows and columns, in a group for each."""
        columns = give("column", [column.text for column in self.columns], most=MOST_COLUMNS)
        rows = give("", [row.text for row in self.rows])
        return self.model_copy(update={"columns": keyed(self.columns, columns), "rows": keyed(self.rows, rows)})

    def _right(self, row: Row) -> int:
        return _mask(column for column, right in zip(self.columns, row.right, strict=True) if right)


def _mask(columns: Iterable[Column]) -> int:
    return sum(1 << column.number for column in columns if column.number >= 0)
