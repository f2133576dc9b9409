"""One numbered question: prompt, answers, feedback, hints, explanation."""

from __future__ import annotations

import re

from hornbook.problems import Span, nearest
from hornbook.questions import QUESTION_TYPES
from hornbook.reading.body import (
    dedent,
    join_prose,
    merge_options,
    split_variants,
    warn_repeated,
    with_attributes,
)
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

_OPTION = re.compile(r"- \[([ xX])\][ \t]+(?=\S)")
_MARKERS = {"= ": "accept", "~ ": "reject", "? ": "hint", "! ": "explanation"}
_NOT_YET = {
    "match": re.compile(r"- .+ -> "),
    "order": re.compile(r"\d{1,3}\.[ \t]"),
    "hotspot": re.compile(r"(?:- \[[ xX]\].*)?@ -?\d"),
}
_GAP = re.compile(r"(?<!\\)\{\{")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?:\s*(?:\+-|sig\s).*)?")
_LOOKS_LIKE_MARKER = re.compile(
    r"[-*+]\s*\[[^\]\n]{0,2}\](?!\()|[-*+]\s?[xX]?\[(?=[ xX\]])|[-*+]\s?[xX]?\]\s|[^\s\[]{0,2}\s?\[[ xX]{0,2}[\]\[]?\s"
    r"|[=~](?=[^\s=~])|\?(?=[^\s?])|!(?=[^\s!\[])|>(?=\S)"
)
_MARKER = re.compile(r"- \[[ xX]\]\s|[=~?!] (?=\S)")
_LOOKS_LIKE_FEEDBACK = re.compile(r"[ \t]*(?:>\S|\S> |[.,] )")
_OPTIONS = ("id", "points", "type")
#: `\1. ` is text and no step of an order; Markdown, which takes a backslash before a digit as it is, wants `1\. `.
_ESCAPED_NUMBER = re.compile(r"^\\(\d{1,9})\.", re.MULTILINE)


def read_question(lines: list[Line], report: Report) -> PlacedMap | None:
    """The fields of a question's model, its type told from its form; `lines[0]` has lost its number.

    Nothing where no type can be told: what hinders it is reported.
    """
    question = PlacedMap(Span(lines[0].path, lines[0].number, 1))
    parts = _split(lines, report)
    text, attributes = with_attributes(join_prose(parts.prompt, indent=parts.indent), report)
    merge_options(
        question, attributes, (*_OPTIONS, *_own_options(attributes.options.get("type"))), "a question", report
    )
    text = PlacedText(_ESCAPED_NUMBER.sub(r"\1\\.", text), text.span)
    if not text:
        report.error("prompt-missing", "The question has no text.", question.span)
    question.put("prompt", text)
    if parts.hints:
        question.put("hints", PlacedList(question.span, parts.hints))
    if parts.explanation is not None:
        question.put("explanation", parts.explanation)
    kind = _type(question, parts, report)
    if kind is None:
        return None
    question.put("type", PlacedText(kind, question.span))
    if kind == "true-false":
        _put_true_false(question, parts, report)
    elif kind == "short":
        question.put("accept", PlacedList(question.span, parts.accept))
        question.put("reject", PlacedList(question.span, parts.reject))
    else:
        _refuse_same_options(parts, report)
        question.put("options", PlacedList(question.span, parts.options))
    return question


def _own_options(kind: PlacedText | None) -> tuple[str, ...]:
    return ("case",) if kind is None or kind == "short" else ()


class _Parts:
    """The lines of a question, sorted by their markers."""

    def __init__(self, indent: int) -> None:
        self.indent = indent
        self.prompt: list[Line] = []
        self.options: list[PlacedMap] = []
        self.accept: list[PlacedText] = []
        self.reject: list[PlacedMap] = []
        self.hints: list[PlacedText] = []
        self.explanation: PlacedText | None = None
        self.other_type = ""
        self.other_span = Span("")


def _split(lines: list[Line], report: Report) -> _Parts:
    following = [line for line in lines[1:] if not line.blank and not line.code]
    parts = _Parts(following[0].indent if following else lines[0].indent)
    entries: list[tuple[str, Line, list[Line]]] = []
    for line in lines:
        first = line is lines[0]
        own = not first and not line.blank and not line.code and line.indent == parts.indent
        text = line.text.expandtabs(4).lstrip()
        deeper = not first and not line.blank and not line.code and line.indent > parts.indent
        if deeper and not text.startswith(">") and (_MARKER.match(text) or _LOOKS_LIKE_MARKER.match(text)):
            report.error(
                "indent",
                f"This line is indented by {line.indent}, its question by {parts.indent}.",
                line.start,
                "Indent it as the lines above; a backslash before the marker makes it text.",
            )
        elif own and (marker := _marker(text, line, parts)):
            entries.append((marker, line, []))
        elif own and _LOOKS_LIKE_MARKER.match(text):
            report.error(
                "marker-shape",
                "This looks like an answer, a hint or an explanation, but is not one.",
                line.start,
                'Write "- [x] right", "- [ ] wrong", "= accepted", "~ expected wrong", "? hint" or '
                '"! explanation"; a backslash before it makes it text.',
            )
        elif not first and not line.blank and not line.code and line.indent < parts.indent:
            report.error(
                "indent",
                f"This line is indented by {line.indent}, its question by {parts.indent}.",
                line.start,
                "Indent it as the lines above.",
            )
        elif entries and own:
            report.error(
                "text-out-of-place",
                "Text cannot follow the answers of a question.",
                line.start,
                "Put it before the answers, or indent it further if it goes on from the line above.",
            )
        elif entries:
            entries[-1][2].append(line)
        else:
            parts.prompt.append(line)
    # The first line was padded by the width of its number, which need not be the indent of the rest.
    head = parts.prompt[0]
    parts.prompt[0] = Line(head.path, head.number, " " * parts.indent + head.text.lstrip(), head.code)
    for marker, line, more in entries:
        _put(parts, marker, line, more, report)
    warn_repeated([line for line in lines[1:] if not line.blank and not line.code], report)
    return parts


def _marker(text: str, line: Line, parts: _Parts) -> str:
    for kind, pattern in _NOT_YET.items():
        if pattern.match(text):
            parts.other_type = parts.other_type or kind
            parts.other_span = line.start
            return "other"
    if _OPTION.match(text):
        return "option"
    if text.startswith("> "):
        return "feedback"
    return _MARKERS.get(text[:2], "")


def _content(line: Line, more: list[Line], width: int) -> tuple[PlacedText, PlacedText | None]:
    """The text after a marker of `width` characters, and the feedback (`> `) under it."""
    body = line.text.expandtabs(4)
    indent = len(body) - len(body.lstrip())
    text: list[Line] = [Line(line.path, line.number, " " * (indent + width) + body.lstrip()[width:].lstrip())]
    feedback: list[Line] = []
    for later in more:
        stripped = later.text.lstrip()
        if not later.code and stripped.startswith("> "):
            feedback.append(Line(later.path, later.number, stripped[2:]))
        elif feedback:
            feedback.append(Line(later.path, later.number, dedent(later.text, indent + width), later.code))
        else:
            text.append(later)
    said = join_prose(feedback) if feedback else None
    return join_prose(text, indent=indent + width), said


def _put(parts: _Parts, marker: str, line: Line, more: list[Line], report: Report) -> None:
    if marker == "other":
        return
    if marker == "feedback":
        report.error(
            "feedback-indent",
            "Feedback stands under the answer that it belongs to.",
            line.start,
            'Indent "> " two spaces further than the answer above.',
        )
        return
    for later in more:
        if not later.code and _LOOKS_LIKE_FEEDBACK.match(later.text):
            report.error("marker-shape", "This looks like feedback but is not.", later.start, 'Write "> " and a space.')
    match = _OPTION.match(line.text.expandtabs(4).lstrip()) if marker == "option" else None
    text, feedback = _content(line, more, match.end() if match else 2)
    if match:
        option = PlacedMap(line.start)
        option.put("text", PlacedText(_ESCAPED_NUMBER.sub(r"\1\\.", text), text.span))
        if match[1] in "xX":
            option.put("right", True)
        if feedback is not None:
            option.put("feedback", feedback)
        parts.options.append(option)
    elif marker == "reject":
        reject = PlacedMap(line.start)
        reject.put("variants", split_variants(text, report))
        if feedback is not None:
            reject.put("feedback", feedback)
        parts.reject.append(reject)
    else:
        if feedback is not None and marker != "explanation":
            report.error(
                "feedback-place",
                "Feedback belongs to an answer to choose or an expected wrong answer.",
                feedback.span,
                'Write what everybody should read as "! explanation".',
            )
        if marker == "accept":
            parts.accept.extend(item for item in split_variants(text, report) if isinstance(item, PlacedText))
        elif marker == "hint":
            parts.hints.append(text)
        elif parts.explanation is not None:
            report.error(
                "explanation-twice", "A question has one explanation.", line.start, "Let it go on in indented lines."
            )
        else:
            parts.explanation = text


def _type(question: PlacedMap, parts: _Parts, report: Report) -> str | None:
    written = question.get("type")
    if isinstance(written, PlacedText):
        if written not in QUESTION_TYPES:
            report.error(
                "question-type",
                f'"{written}" is not a type of question.',
                written.span,
                nearest(written, QUESTION_TYPES),
            )
            return None
        return str(written)
    prompt = str(question.get("prompt", ""))
    span = question.span
    if parts.other_type:
        _not_yet(parts.other_type, parts.other_span, report)
    elif _GAP.search(prompt):
        _not_yet("cloze", span, report)
    elif parts.options and (parts.accept or parts.reject):
        report.error("question-mixed", "A question has answers to choose or answers to type, not both.", span)
    elif parts.options:
        right = sum("right" in option for option in parts.options)
        if {str(option["text"]).casefold() for option in parts.options} == {"true", "false"} and right == 1:
            return "true-false"
        if not right:
            report.error(
                "no-right-answer",
                "No answer is marked right. Mark one with [x].",
                span,
                "Several right answers make it a question with several to choose.",
            )
            return None
        return "choice" if right == 1 else "multiple"
    elif parts.accept:
        if all(_NUMBER.fullmatch(answer) for answer in parts.accept):
            _not_yet("number", span, report, "Add {type=short} after the question to have it typed as text.")
        else:
            return "short"
    else:
        report.error(
            "no-answers",
            "The question has no answers.",
            span,
            'Write "- [x] right" and "- [ ] wrong", or "= accepted answer", in indented lines below.',
        )
    return None


def _not_yet(kind: str, span: Span, report: Report, hint: str = "") -> None:
    report.error(
        "question-type",
        f"This is a question of the type {kind}, which this version does not read.",
        span,
        hint or "It reads " + ", ".join(QUESTION_TYPES) + ".",
    )


def _refuse_same_options(parts: _Parts, report: Report) -> None:
    seen: dict[str, int] = {}
    for option in parts.options:
        first = seen.setdefault(str(option["text"]), option.span.line)
        if first != option.span.line:
            report.error(
                "same-option-twice", f"This answer stands in line {first} too.", option.span, "Change one of them."
            )


def _put_true_false(question: PlacedMap, parts: _Parts, report: Report) -> None:
    for option in parts.options:
        word = str(option["text"]).casefold()
        if word not in ("true", "false"):
            report.error(
                "true-false-words",
                f'"{option["text"]}" is neither True nor False.',
                option.span,
                "Write the two answers True and False, whatever the course's language: learners read their own.",
            )
            continue
        if "right" in option:
            question.put("answer", word == "true", option.span)
        if "feedback" in option:
            question.put(f"feedback-{word}", option["feedback"])
