"""One numbered question: prompt, answers, feedback, hints, explanation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hornbook.markdown import GapText, gaps
from hornbook.problems import Span, nearest
from hornbook.questions import QUESTION_TYPES
from hornbook.questions.base import BaseQuestion
from hornbook.questions.cloze import gap_fault
from hornbook.questions.quantity import looks_numeric
from hornbook.reading.body import join_prose, merge_options, with_attributes
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.question_parts import Parts, split, unescaped
from hornbook.reading.report import Report
from hornbook.reading.types import TYPE_READERS

_GAP_HINT = (
    "Write {{answer}}, {{answer | variant}}, or {{= right | wrong}} for a list; \\{{ for braces that are no gap."
)
_NO_ANSWERS = (
    'Write "- [x] right" and "- [ ] wrong", or "= accepted answer", in indented lines below; {{answer}} in the text '
    "makes a gap; {type=essay} asks for a text that a person reads."
)
#: A number and one short word that is no unit: perhaps a unit that is misspelt.
_ONE_OR_OTHER = re.compile(r"(\d[\d.,]*(?: \S+)?) or (\d[\d.,]*(?: \S+)?)")
_NUMBER_AND_WORD = re.compile(r"[-+]?[0-9][0-9.,]* [^\s0-9]{1,5}")
#: Answers as they are written on paper and in other formats.
_LISTED = re.compile(r"\s+(?:[-*+\u2022]|\(?[A-Ha-h][.)])\s+(?P<words>\S.*)")
_NAMED = re.compile(r"\s+[*_]*answers?[*_]*\s*:[*_]*\s*(?P<words>\S.*)", re.IGNORECASE)
_SHOWN = 60
#: What authors write between two wordings instead of a bar.
_BETWEEN_WORDINGS = re.compile(r"\s*[,;/\u060c\u3001]\s*|\s+or\s+")
#: Shorter parts than these many letters tell nothing: `a, a b`.
_LEAST_WORDING = 4
#: The two answers to a statement, each with the other.
_TRUTH = {"true": "false", "false": "true"}
_RANGE = re.compile(r"([0-9.]+) ?(?:-|\u2013|to|\.\.) ?([0-9.]+)")
#: The type that a form of answers makes; of options their number decides.
_KINDS_OF_FORMS = {"options": "", "regions": "hotspot", "pairs": "match", "steps": "order", "table": "matrix"}
#: Fields of every question that are no options in braces.
_NOT_OPTIONS = {"slot", "prompt", "hints", "explanation"}


def read_question(lines: list[Line], report: Report) -> PlacedMap | None:
    """The fields of a question's model, its type told from its form; `lines[0]` has lost its number.

    Nothing where no type can be told: what hinders it is reported.
    """
    question = PlacedMap(Span(lines[0].path, lines[0].number, 1))
    before = len(report.problems)
    parts = split(lines, report)
    text, attributes = with_attributes(join_prose(parts.prompt, indent=parts.indent), report)
    text = unescaped(text)
    if not text:
        report.error("prompt-missing", "The question has no text.", question.span)
    question.put("prompt", text)
    if parts.hints:
        question.put("hints", PlacedList(question.span, parts.hints))
    if parts.explanation is not None:
        question.put("explanation", parts.explanation)
    hindered = any(problem.is_error for problem in report.problems[before:])
    kind = _type(attributes.options.get("type"), question, parts, lines, report, hindered=hindered)
    known, what = question_options(kind), "a question" if kind is None else f"a {kind} question"
    merge_options(question, attributes, known, what, report, _types_with)
    if kind is None:
        return None
    question.put("type", PlacedText(kind, question.span))
    TYPE_READERS[kind].read(question, parts, report)
    question.broken = any(problem.is_error for problem in report.problems[before:])
    return question


def question_options(kind: str | None) -> tuple[str, ...]:
    """The options that an author may give to a type of question in braces; to any of them where it is not known."""
    types = QUESTION_TYPES if kind is None else [kind]
    names = (
        field.alias or name
        for word in types
        for name, field in QUESTION_TYPES[word].model_fields.items()
        if name not in _NOT_OPTIONS
        and (name in BaseQuestion.model_fields or name not in TYPE_READERS[word].body_fields)
    )
    return tuple(dict.fromkeys(names))


def _types_with(name: str) -> list[str]:
    """The types of question that have an option of this name."""
    return [f"{word} questions" for word in QUESTION_TYPES if name in question_options(word)]


def _type(
    written: PlacedText | None,
    question: PlacedMap,
    parts: Parts,
    lines: list[Line],
    report: Report,
    *,
    hindered: bool,
) -> str | None:
    """The type of a question, or nothing; where some of it was `hindered`, what is missing has been told already."""
    if written is not None:
        if written not in QUESTION_TYPES:
            report.error(
                "question-type",
                f'"{written}" is not a type of question.',
                written.span,
                nearest(written, QUESTION_TYPES),
            )
            return None
        if _refuse_other_forms(written, parts, report):
            return None
        return str(written) if written != "cloze" or _gaps_are_sound(question, lines, report) else None
    prompt = str(question.get("prompt", ""))
    span = question.span
    forms = parts.forms
    # Above other answers braces of one side alone are text, or options that are out of shape.
    if any(not forms or gap.fault != "shape" for gap in gaps(prompt)):
        if forms.keys() - TYPE_READERS["cloze"].forms:
            report.error(
                "question-mixed",
                "A question has gaps in its text, or right answers below it, and not both.",
                span,
                "Write \\{{ for braces that are no gap.",
            )
            return None
        return "cloze" if _gaps_are_sound(question, lines, report) else None
    if len(_KINDS_OF_FORMS.keys() & forms) + bool({"accept", "reject"} & forms.keys()) > 1:
        report.error(
            "question-mixed",
            "A question has one kind of answers: to choose, to type, pairs, steps, a table or regions of a picture.",
            span,
            "Regions have all answers or none." if {"options", "regions"} <= forms.keys() else _where_mixed(forms),
        )
        return None
    for form, kind in _KINDS_OF_FORMS.items():
        if form in forms and kind:
            return kind
    if parts.options:
        right = sum("right" in option for option in parts.options)
        if {str(option["text"]).casefold() for option in parts.options} == {"true", "false"}:
            if right == 2:
                report.error(
                    "choice-not-one-right",
                    "True and false are both marked right.",
                    parts.options[-1].span,
                    'Write "- [ ]" before the one that is wrong.',
                )
                return None
            if right == 1:
                return "true-false"
        if not right and hindered:
            return None
        if not right:
            report.error(
                "no-right-answer",
                "No answer is marked right. Mark one with [x].",
                span,
                "Several right answers make it a question with several to choose.",
            )
            return None
        return "choice" if right == 1 else "multiple"
    if parts.accept:
        if all(looks_numeric(answer) for answer in parts.accept):
            return "number"
        if len(parts.accept) == 1 and (word := parts.accept[0].casefold()) in _TRUTH:
            report.warn(
                "true-as-text",
                f'Learners would have to type "{parts.accept[0]}".',
                parts.accept[0].span,
                f'To let them choose, write "- [x] {word}" and "- [ ] {_TRUTH[word]}". '
                "If the word is meant, add {type=short} after the question.",
            )
        for answer in parts.accept:
            if match := _RANGE.fullmatch(answer):
                report.warn(
                    "number-as-text",
                    f'"{answer}" is compared as words.',
                    answer.span,
                    f"For all numbers from {match[1]} to {match[2]}, write the middle and how far one may be off: "
                    '"= 4 +- 1". If words are meant, add {type=short} after the question.',
                )
            if match := _ONE_OR_OTHER.fullmatch(answer):
                report.warn(
                    "number-as-text",
                    f'"{answer}" is compared as words.',
                    answer.span,
                    f'For either of them, write a bar between: "= {match[1]} | {match[2]}". '
                    "If words are meant, add {type=short} after the question.",
                )
            if wordings := _wordings_in(answer):
                report.warn(
                    "variants-in-one",
                    f'Learners would have to type all of "{answer}".',
                    answer.span,
                    f'Between two wordings stands a bar: "= {" | ".join(wordings)}". '
                    "If the whole is meant, add {type=short} after the question.",
                )
            if _NUMBER_AND_WORD.fullmatch(answer) and not looks_numeric(answer):
                report.warn(
                    "number-as-text",
                    f'"{answer}" has no unit that is known, so it is compared as words.',
                    answer.span,
                    "If that is meant, add {type=short} after the question.",
                )
        return "short"
    if not hindered:
        report.error("no-answers", "The question has no answers.", span, _meant_answers(lines))
    return None


def _wordings_in(answer: str) -> list[str]:
    """The parts of an answer that can only be meant as wordings of the same: one of them stands whole in all others.

    Whether `red, yellow` names two colours or two wordings of one cannot be known, and `goose, geese` may be asked for.
    """
    parts = [part.strip() for part in _BETWEEN_WORDINGS.split(answer)]
    words = sorted((part.casefold().split() for part in parts), key=len)
    shortest = " ".join(words[0])
    same = all(f" {shortest} " in f" {' '.join(other)} " for other in words)
    return parts if same and len(words[0]) < len(words[-1]) and len(shortest) >= _LEAST_WORDING else []


def _meant_answers(lines: list[Line]) -> str:
    """What to do about a question of which no line is an answer, though some may have been meant as such."""
    for line in lines[1:]:
        if match := _LISTED.match(line.text):
            words = match["words"].replace("[x]", "").replace("*", "").strip()
            return f'Write "- [ ] {words[:_SHOWN]}", and "- [x]" before the right one.'
        if match := _NAMED.match(line.text):
            return f'Write "= {match["words"][:_SHOWN]}".'
        if line.text.lstrip().startswith("|"):
            return "Write [x] into the cells of the table that are right, and [ ] into the others."
    if any("___" in line.text for line in lines):
        return "Write {{answer}} where a word is missing."
    return _NO_ANSWERS


def _where_mixed(forms: Mapping[str, Span]) -> str:
    """Where the second form of answers begins."""
    _, second, *_ = sorted(span.line for span in forms.values())
    return f"The answers from line {second} on are of another kind than those above: they make a question of their own."


def _refuse_other_forms(kind: str, parts: Parts, report: Report) -> bool:
    """Report answers that the type given by the author does not have; whether there were any."""
    others = [form for form in parts.forms if form not in TYPE_READERS[kind].forms]
    for form, span in parts.forms.items():
        if form in others:
            report.error(
                "question-mixed",
                f"A question of the type {kind} has no answers of this form.",
                span,
                "Take type= away, and the form tells the type.",
            )
    return bool(others)


def _gaps_are_sound(question: PlacedMap, lines: list[Line], report: Report) -> bool:
    """Whether every gap can be read; what hinders one is reported at its place."""
    prompt = question["prompt"]
    assert isinstance(prompt, PlacedText)
    sound = True
    for gap in gaps(prompt):
        code, message = gap_fault(gap)
        if code:
            report.error(code, message, _place(gap, prompt.span, lines), _GAP_HINT)
            sound = False
    return sound


def _place(gap: GapText, start: Span, lines: list[Line]) -> Span:
    """Where a gap stands in its file, as near as can be told."""
    number = start.line + gap.line
    line = next((line for line in lines if line.number == number), None)
    if line is None:
        return start
    first = gap.content.split("\n")[0]
    if gap.fault == "shape":
        # What closes nothing is the last of its kind, what is never closed the first.
        column = line.text.find(first) if first == "{{" else line.text.rfind(first)
    else:
        whole = f"{{{{{first}" + ("" if "\n" in gap.content else "}}")
        column = line.text.find("{{" if gap.fault == "image" else whole)
    return line.span(max(column, 0) + 1)
