"""The lines of a question, sorted by their markers."""

from __future__ import annotations

import re

from hornbook.problems import Span
from hornbook.reading.body import dedent, join_prose, split_variants, warn_repeated
from hornbook.reading.fences import Line
from hornbook.reading.placed import PlacedMap, PlacedText
from hornbook.reading.report import Report

_OPTION = re.compile(r"- \[([ xX])\][ \t]+(?=\S)")
_MARKERS = {"= ": "accept", "~ ": "reject", "? ": "hint", "! ": "explanation"}
_NOT_YET = {
    "match": re.compile(r"- .+ -> "),
    "order": re.compile(r"\d{1,3}\.[ \t]"),
    "hotspot": re.compile(r"(?:- \[[ xX]\].*)?@ -?\d"),
}
_LOOKS_LIKE_MARKER = re.compile(
    r"[-*+]\s*\[[^\]\n]{0,2}\](?!\()|[-*+]\s?[xX]?\[(?=[ xX\]])|[-*+]\s?[xX]?\]\s|[^\s\[]{0,2}\s?\[[ xX]{0,2}[\]\[]?\s"
    r"|[=~](?=[^\s=~])|\?(?=[^\s?])|!(?=[^\s!\[])|>(?=\S)"
)
_MARKER = re.compile(r"- \[[ xX]\]\s|[=~?!] (?=\S)")
_LOOKS_LIKE_FEEDBACK = re.compile(r"[ \t]*(?:>\S|\S> |[.,] )")
#: `\1. ` is text and no step of an order; Markdown, which takes a backslash before a digit as it is, wants `1\. `.
_ESCAPED_NUMBER = re.compile(r"^\\(\d{1,9})\.", re.MULTILINE)


def unescaped(text: PlacedText) -> PlacedText:
    """A text whose numbered lines are what Markdown takes for text."""
    return PlacedText(_ESCAPED_NUMBER.sub(r"\1\\.", text), text.span)


class Parts:
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

    @property
    def forms(self) -> dict[str, Span]:
        """The forms of answers that there are, each with the place of the first."""
        found = {
            "options": [option.span for option in self.options],
            "accept": [answer.span for answer in self.accept],
            "reject": [reject.span for reject in self.reject],
        }
        return {form: spans[0] for form, spans in found.items() if spans}


def split(lines: list[Line], report: Report) -> Parts:
    """The parts of a question; `lines[0]` has lost its number."""
    following = [line for line in lines[1:] if not line.blank and not line.code]
    parts = Parts(following[0].indent if following else lines[0].indent)
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


def _marker(text: str, line: Line, parts: Parts) -> str:
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


def _put(parts: Parts, marker: str, line: Line, more: list[Line], report: Report) -> None:
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
        option.put("text", unescaped(text))
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
