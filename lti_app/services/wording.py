"""Questions and answers as a person reads them, in one line of plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hornbook.markdown import plain_text
from hornbook.questions import Answer, Cloze, Question
from hornbook.questions.answer import Chosen, Filled, Listed, Typed
from hornbook.questions.cloze import Gap


def prompt_in_words(question: Question) -> str:
    """What is asked; of a gap no more than that there is one."""
    return plain_text(question.prompt, with_gaps=isinstance(question, Cloze))


def answer_in_words(question: Question, answer: Answer | None) -> str:
    """What was answered; empty for no answer.

    The form of the answer decides how it is told: what was chosen, what was typed, pairs as `left -> right`, steps in
    order, gaps one after another.
    """
    if isinstance(answer, Typed):
        return " ".join(answer.text.split()) + (" ..." if answer.cut else "")
    if isinstance(answer, Chosen):
        parts = _texts(_parts(question, "options") or _parts(question, "regions"))
        return "; ".join(parts.get(key, "?") for key in answer.keys)
    if isinstance(answer, Filled) and isinstance(question, Cloze):
        return "; ".join(_filled(gap, answer) or "-" for gap in question.gaps)
    if isinstance(answer, Listed):
        return _listed(question, answer)
    return ""


def _filled(gap: Gap, answer: Filled) -> str:
    """What stands in a gap: typed, or picked from its list by a key."""
    given = answer.at(gap.number) or ""
    if not gap.choices:
        return " ".join(given.split())
    return next((choice.text for choice in gap.choices if choice.key == given), "?" if given else "")


def _listed(question: Question, answer: Listed) -> str:
    pairs, rows = _parts(question, "pairs"), _parts(question, "rows")
    if pairs:
        sides = _texts(_parts(question, "sides"))
        matched = [(plain_text(pair.left), answer.at(pair.number)) for pair in pairs]
        return "; ".join(f"{left} -> {sides.get(key, '-') if key is not None else '-'}" for left, key in matched)
    if rows:
        columns = _texts(_parts(question, "columns"))
        told = []
        for row in rows:
            mask = max(answer.at(row.number) or 0, 0)
            chosen = [text for number, text in columns.items() if mask >> number & 1]
            told.append(f"{plain_text(row.text)}: {', '.join(chosen) or '-'}")
        return "; ".join(told)
    steps = _texts(_parts(question, "steps"))
    return "; ".join(f"{place}. {steps.get(key, '?')}" for place, key in enumerate(answer.list, 1))


def _parts(question: Question, name: str) -> Iterable[Any]:
    return getattr(question, name, ())


def _texts(parts: Iterable[Any]) -> dict[int, str]:
    """The words of parts by their key numbers."""
    return {part.number: plain_text(part.text) for part in parts}
