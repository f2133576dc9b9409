"""Questions as an author writes them."""

from __future__ import annotations

from collections.abc import Iterable

from hornbook.markdown import gaps
from hornbook.questions import (
    Choice,
    Cloze,
    Essay,
    Hotspot,
    Match,
    Matrix,
    Multiple,
    Number,
    Order,
    Question,
    Short,
    TrueFalse,
)
from hornbook.questions.base import Option
from hornbook.questions.hotspot import Region
from hornbook.questions.number import RejectedNumber
from hornbook.questions.quantity import looks_numeric
from hornbook.questions.short import Reject
from hornbook.writing.data import model_data
from hornbook.writing.lines import CannotWrite, braces, hung, indented, variants

#: Fields that stand below the text of a question or in it, and not in its braces.
_BODY = frozenset(
    {
        "type",
        "prompt",
        "hints",
        "explanation",
        "options",
        "answer",
        "feedback-true",
        "feedback-false",
        "accept",
        "reject",
        "pairs",
        "extra",
        "steps",
        "columns",
        "rows",
        "image",
        "alt",
        "regions",
    }
)
#: What belongs to a question stands this far in.
_INDENT = 3


def question_lines(question: Question, number: int) -> list[str]:
    """A numbered question with all that belongs to it."""
    options = {name: value for name, value in model_data(question).items() if name not in _BODY}
    if _needs_type(question):
        options["type"] = question.type
    first, newline, rest = _prompt(question).partition("\n")
    lines = hung(f"{number}. ", f"{first}{braces(options)}{newline}{rest}", _INDENT)
    lines += indented(_answers(question), _INDENT)
    for hint in question.hints:
        lines += indented(hung("? ", hint, 2), _INDENT)
    if question.explanation:
        lines += indented(hung("! ", question.explanation, 2), _INDENT)
    return lines


def _needs_type(question: Question) -> bool:
    """Whether the form of the answers would tell another type."""
    if isinstance(question, Essay):
        return True
    if question.type != "cloze" and any(not gap.fault for gap in gaps(question.prompt)):
        return True
    if isinstance(question, Choice):
        return {option.text.casefold() for option in question.options} == {"true", "false"}
    if isinstance(question, Multiple):
        return sum(option.right for option in question.options) == 1
    if isinstance(question, Short | Number):
        return all(map(looks_numeric, question.accept)) != isinstance(question, Number)
    return False


def _prompt(question: Question) -> str:
    if not isinstance(question, Hotspot):
        return question.prompt
    address = f"<{question.image}>" if set(" ()") & set(question.image) else question.image
    return f"{question.prompt}\n\n![{question.alt}]({address})"


def _answers(question: Question) -> list[str]:
    if isinstance(question, Choice | Multiple):
        return [line for option in question.options for line in _option(option)]
    if isinstance(question, TrueFalse):
        said = {"true": question.feedback_true, "false": question.feedback_false}
        return [
            line
            for word, feedback in said.items()
            for line in (f"- [{'x' if (word == 'true') == question.answer else ' '}] {word}", *_feedback(feedback))
        ]
    if isinstance(question, Hotspot):
        return [line for region in question.regions for line in _option(region)]
    if isinstance(question, Short | Number):
        return [*hung("= ", variants(question.accept), 2), *_rejects(question.reject)]
    if isinstance(question, Cloze):
        return _rejects(question.reject)
    if isinstance(question, Match):
        lines = []
        for pair in question.pairs:
            lines += [*hung(f"- {_one_line(pair.left)} -> ", pair.right, 2), *_feedback(pair.feedback)]
        return lines + [line for extra in question.extra for line in hung("- -> ", extra.text, 2)]
    if isinstance(question, Order):
        return [
            line
            for number, step in enumerate(question.steps, 1)
            for line in (*hung(f"{number}. ", step.text, len(f"{number}. ")), *_feedback(step.feedback))
        ]
    if isinstance(question, Matrix):
        return _table(question)
    return []


def _option(option: Option) -> list[str]:
    first, newline, rest = option.text.partition("\n")
    if isinstance(option, Region):
        first += " @ " + " ".join(f"{number:g}" for number in option.shape)
    if option.weight != 1:
        first += braces({"weight": option.weight})
    marker = f"- [{'x' if option.right else ' '}] "
    return [*hung(marker, f"{first}{newline}{rest}", len(marker)), *_feedback(option.feedback)]


def _feedback(text: str) -> list[str]:
    """Feedback under an answer; each of its lines has the mark."""
    return [f"  > {line}" if line.strip() else "" for line in text.split("\n")] if text else []


def _rejects(rejects: Iterable[Reject | RejectedNumber]) -> list[str]:
    lines = []
    for reject in rejects:
        lines += [*hung("~ ", variants(reject.variants), 2), *_feedback(reject.feedback)]
    return lines


def _table(matrix: Matrix) -> list[str]:
    told = any(row.feedback for row in matrix.rows)
    head = ["", *(column.text for column in matrix.columns), *([">"] if told else [])]
    lines = [_row(head), _row(["---"] * len(head))]
    for row in matrix.rows:
        marks = ["[x]" if right else "[ ]" for right in row.right]
        lines.append(_row([row.text, *marks, *([row.feedback] if told else [])]))
    return lines


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_one_line, cells))} |"


def _one_line(text: str) -> str:
    if "\n" in text:
        raise CannotWrite(f'"{text[:40]}" goes over several lines, and has only one here.')
    return text
