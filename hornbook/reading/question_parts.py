"""The lines of a question, sorted by their markers."""

from __future__ import annotations

import re
from collections import Counter

from hornbook.problems import Span
from hornbook.reading.body import dedent, join_prose, merge_options, split_variants, warn_repeated
from hornbook.reading.fences import Line
from hornbook.reading.head import Attributes, trailing_attributes
from hornbook.reading.placed import PlacedMap, PlacedText
from hornbook.reading.report import Report

_OPTION = re.compile(r"- \[([ xX])\][ \t]+(?=\S)")
_MARKERS = {"= ": "accept", "~ ": "reject", "? ": "hint", "! ": "explanation"}
#: `left -> right`: the first arrow with a space on both sides parts them; `- -> right` has no left side.
_PAIR = re.compile(r"- (?:(?!\[[ xX]\])(?P<left>\S.*?)\s+)?(?<!\\)->(?:\s+(?P<right>\S.*))?$")
_STEP = re.compile(r"(\d{1,3})\.[ \t]+(?=\S)")
#: `@ x y width height` or `@ x y radius` at the end of an answer to choose.
_REGION = re.compile(r"(?:^|(?<=\s))@[ \t]*(-?[\d.][^@]*|)$")
_TABLE_LINE = re.compile(r"\|")
_CHECKED_CELL = re.compile(r"\|[ \t]*\[[ xX]?\][ \t]*(?=\||$)")
#: What a slip makes of a pair or a step; only looked for where there are others.
_LOOKS_LIKE_PAIR = re.compile(r"[-*+] .*(?:->|- >|=>|--|\u2192)|-\S.* -> ")
_OTHER_ARROW = re.compile(r"- \S.* (?:=>|-->|\u2192|\u21d2) \S")
_LOOKS_LIKE_STEP = re.compile(r"\d{1,3}(?:[.,)]\S|[,)] |\s\.? ?|[.,)]$)")
#: Braces at the end of an answer that hold options; other braces are text, such as a set of numbers.
_OPTION_BRACES = re.compile(r"\{\s*(?:#|[A-Za-z][\w-]*\s*=)[^{}]*\}[ \t]*$")
_EMPTY_OPTION = re.compile(r"(?:- \[[ xX]\]|=)\s*")
_LOOKS_LIKE_MARKER = re.compile(
    r"[-*+] \([ xX]?\)\s"
    r"|[-*+]\s*\[[^\]\n]{0,2}\](?!\()|[-*+]\s?[xX]?\[(?=[ xX\]])|[-*+]\s?[xX]?\]\s|[^\s\[]{0,2}\s?\[[ xX]{0,2}[\]\[]?\s"
    r"|[=~](?=[^\s=~])|\?(?=[^\s?])|!(?=[^\s!\[])|>(?=\S)"
)
#: A slip in an answer to choose, of which the words and the mark can be told.
_OPTION_SLIP = re.compile(
    r"[-*+\u2022\u2013\u2014]?\s*[\[(]\s*(?P<mark>[xX\u2713\u2714\u2611]?)\s*[\])]\s*(?P<words>\w.*)"
)
_ITEM = re.compile(r"[-*+\u2022\u2013\u2014]\s+(?P<words>\S.*)")
_ARROW = re.compile(r"\s+(?:=>|-->|- >|--|[-=\u2013\u2014\u2192\u21d2])\s+")
_SHOWN = 60
#: A part of a question that is named by a word and not by its sign.
_NAMED_PART = re.compile(r"[*_]*(?P<what>hint|explanation|feedback)[*_]*\s*:[*_]*\s*(?P<words>\S.*)", re.IGNORECASE)
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
        #: Options of which each has a region of the picture.
        self.regions: list[PlacedMap] = []
        self.pairs: list[PlacedMap] = []
        self.extra: list[PlacedMap] = []
        self.steps: list[PlacedMap] = []
        self.last_step = 0
        #: The lines of a table with cells to choose.
        self.table: list[Line] = []
        self.accept: list[PlacedText] = []
        self.reject: list[PlacedMap] = []
        self.hints: list[PlacedText] = []
        self.explanation: PlacedText | None = None

    @property
    def forms(self) -> dict[str, Span]:
        """The forms of answers that there are, each with the place of the first."""
        found = {
            "options": [option.span for option in self.options],
            "regions": [region.span for region in self.regions],
            "pairs": [pair.span for pair in (*self.pairs, *self.extra)],
            "steps": [step.span for step in self.steps],
            "table": [line.start for line in self.table],
            "accept": [answer.span for answer in self.accept],
            "reject": [reject.span for reject in self.reject],
        }
        return {form: spans[0] for form, spans in found.items() if spans}


def split(lines: list[Line], report: Report) -> Parts:
    """The parts of a question; `lines[0]` has lost its number."""
    parts = Parts(_indent(lines))
    entries: list[tuple[str, Line, list[Line]]] = []
    table = _table_lines(lines, parts.indent)
    for line in lines:
        first = line is lines[0]
        own = not first and not line.blank and not line.code and line.indent == parts.indent
        text = line.text.expandtabs(4).lstrip()
        deeper = not first and not line.blank and not line.code and line.indent > parts.indent
        last = entries[-1][0] if entries else ""
        if (
            deeper
            and not text.startswith(">")
            and (
                _MARKER.match(text)
                or _LOOKS_LIKE_MARKER.match(text)
                or _is_one_more(last, text, line.indent - parts.indent)
            )
        ):
            report.error(
                "indent",
                f"This line is indented by {line.indent}, its question by {parts.indent}.",
                line.start,
                "Indent it as the lines above; a backslash before the marker makes it text.",
            )
        elif own and _STEP.match(text) and last in ("option", "pair", "accept"):
            report.error(
                "question-shape",
                "This looks like a question but is not one.",
                line.start,
                "A question begins at the start of the line, with nothing before its number.",
            )
        elif own and (marker := "table" if line.number in table else _marker(text)):
            entries.append((marker, line, []))
        elif own and _EMPTY_OPTION.fullmatch(text):
            report.error("answer-empty", "This answer has no text.", line.start, "Write what stands there.")
        elif own and _LOOKS_LIKE_MARKER.match(text):
            report.error(
                "marker-shape",
                "This looks like an answer, a hint or an explanation, but is not one.",
                line.start,
                _meant_marker(text),
            )
        elif not first and not line.blank and not line.code and line.indent < parts.indent:
            report.error(
                "indent",
                f"This line is indented by {line.indent}, its question by {parts.indent}.",
                line.start,
                _as_the_others(lines),
            )
        elif entries and own:
            report.error(
                "text-out-of-place",
                "Text cannot follow the answers of a question.",
                line.start,
                _meant_answer(last, text),
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
    _refuse_slips(parts, report)
    warn_repeated([line for line in lines[1:] if not line.blank and not line.code], report)
    return parts


def _as_the_others(lines: list[Line]) -> str:
    """What to do about a line that stands nearer to the margin than the others of its question."""
    tab = next((line.number for line in lines[1:] if line.text.startswith("\t") and not line.code), 0)
    if tab:
        return f"Line {tab} begins with a tab. Put three spaces before each line of the question, and no tab."
    return "Indent it as the lines above."


def _meant_marker(text: str) -> str:
    """How to write a line that looks like an answer, a hint or an explanation."""
    if slip := _OPTION_SLIP.fullmatch(text):
        box = "[x]" if slip["mark"] else "[ ]"
        return f'Write "- {box} {slip["words"][:_SHOWN]}"; a backslash before it makes it text.'
    return (
        'Write "- [x] right", "- [ ] wrong", "= accepted", "~ expected wrong", "? hint" or '
        '"! explanation"; a backslash before it makes it text.'
    )


def _meant_answer(last: str, text: str) -> str:
    """What to do about a line that follows answers, the last of which is of the form `last`."""
    if _OPTION_SLIP.fullmatch(text):
        return _meant_marker(text)
    if named := _NAMED_PART.fullmatch(text):
        sign = {"h": "?", "e": "!", "f": ">"}[named["what"][0].lower()]
        return f'Write "{sign} {named["words"][:_SHOWN]}".'
    item = _ITEM.fullmatch(text)
    if item and last == "option":
        return f'Is it one more answer? Then write "- [ ] {item["words"][:_SHOWN]}", with [x] if it is right.'
    if item and last == "pair":
        sides = _ARROW.split(item["words"], maxsplit=1)
        pair = " -> ".join(sides) if len(sides) == 2 else "left -> right"
        return f'A pair has an arrow with a space on both sides: "- {pair[:_SHOWN]}".'
    return "Put it before the answers, or indent it further if it goes on from the line above."


def _indent(lines: list[Line]) -> int:
    """How far the lines of a question are indented: as the first is, unless it alone stands as it does."""
    following = [line for line in lines[1:] if not line.blank and not line.code]
    if not following:
        return lines[0].indent
    first = following[0].indent
    marked = Counter(line.indent for line in following if _marker(line.text.lstrip()) not in ("", "feedback"))
    usual, times = marked.most_common(1)[0] if marked else (first, 0)
    return usual if times > 1 and marked[first] < 2 else first


def _is_one_more(last: str, text: str, deeper: int) -> bool:
    """Whether a line that is indented too far was meant as one more like the one above: a pair, a step, a row."""
    match last:
        case "pair":
            return bool(_PAIR.match(text) or _LOOKS_LIKE_PAIR.match(text))
        case "step":
            # A list inside a step stands under its text.
            return deeper < len("1. ") and bool(_STEP.match(text))
        case "table":
            return bool(_TABLE_LINE.match(text))
    return False


def _table_lines(lines: list[Line], indent: int) -> set[int]:
    """Numbers of the lines of tables in which a cell is to be chosen; other tables are text."""
    found: set[int] = set()
    run: list[Line] = []
    for line in (*lines[1:], None):
        if line is not None and not line.code and line.indent == indent and _TABLE_LINE.match(line.text.lstrip()):
            run.append(line)
            continue
        if any(_CHECKED_CELL.search(held.text) for held in run):
            found.update(held.number for held in run)
        run.clear()
    return found


def _marker(text: str) -> str:
    if _OPTION.match(text):
        return "option"
    if _PAIR.match(text):
        return "pair"
    if _STEP.match(text):
        return "step"
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
    if marker == "table":
        parts.table.append(line)
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
    body = line.text.expandtabs(4).lstrip()
    marked = _OPTION.match(body) or _STEP.match(body)
    text, feedback = _content(line, more, marked.end() if marked and marker in ("option", "step") else 2)
    if marker == "option":
        _put_option(parts, line, text, feedback, report)
    elif marker == "pair":
        _put_pair(parts, line, text, feedback, report)
    elif marker == "step":
        step = _item(line, unescaped(text), feedback)
        number = int(marked[1]) if marked else 0
        if number != parts.last_step + 1:
            report.error(
                "step-number",
                f"This step has the number {number} where {parts.last_step + 1} is expected.",
                line.start,
                "Steps are numbered 1, 2, 3 ... in their right order; the page mixes them.",
            )
        parts.last_step = number
        parts.steps.append(step)
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
                "Feedback belongs to an answer to choose, a pair, a step or an expected wrong answer.",
                feedback.span,
                'Write what everybody should read as "! explanation".',
            )
        if marker == "accept" and not text:
            report.error("answer-empty", "This answer has no text.", line.start, "Write what stands there.")
        elif marker == "accept":
            parts.accept.extend(item for item in split_variants(text, report) if isinstance(item, PlacedText))
        elif marker == "hint":
            parts.hints.append(text)
        elif parts.explanation is not None:
            report.error(
                "explanation-twice", "A question has one explanation.", line.start, "Let it go on in indented lines."
            )
        else:
            parts.explanation = text


def _item(line: Line, text: PlacedText, feedback: PlacedText | None) -> PlacedMap:
    item = PlacedMap(line.start)
    item.put("text", text)
    if feedback is not None:
        item.put("feedback", feedback)
    return item


def _put_option(parts: Parts, line: Line, text: PlacedText, feedback: PlacedText | None, report: Report) -> None:
    first, newline, rest = str(text).partition("\n")
    attributes = Attributes()
    if _OPTION_BRACES.search(first):
        bare, attributes = trailing_attributes(PlacedText(first, text.span), report)
        first = str(bare)
    region = _REGION.search(first)
    if region:
        first = first[: region.start()].rstrip()
    option = _item(line, unescaped(PlacedText(f"{first}{newline}{rest}", text.span)), feedback)
    if not option["text"]:
        report.error("answer-empty", "This answer has no text.", line.start, "Write what stands there.")
    merge_options(option, attributes, ("weight",), "an answer", report)
    if line.text.lstrip()[3] in "xX":
        option.put("right", True)
    if region is None:
        parts.options.append(option)
        return
    option.put("shape", PlacedText(region[1].strip(), line.span(line.text.rindex("@") + 1)))
    parts.regions.append(option)


def _put_pair(parts: Parts, line: Line, text: PlacedText, feedback: PlacedText | None, report: Report) -> None:
    match = _PAIR.match(line.text.expandtabs(4).lstrip())
    assert match is not None
    right = PlacedText("\n".join([match["right"] or "", *str(text).split("\n")[1:]]).strip(), text.span)
    if not right:
        report.error(
            "pair-shape",
            "This pair has no right side.",
            line.start,
            'Write "left -> right"; a right side that belongs to nothing is "- -> right".',
        )
    elif match["left"] is None:
        parts.extra.append(_item(line, right, feedback))
    else:
        pair = PlacedMap(line.start)
        pair.put("left", PlacedText(match["left"], text.span))
        pair.put("right", right)
        if feedback is not None:
            pair.put("feedback", feedback)
        parts.pairs.append(pair)


def _refuse_slips(parts: Parts, report: Report) -> None:
    """Lines of the prompt that were meant as one more pair or step."""
    for line in parts.prompt[1:]:
        text = line.text.lstrip()
        if line.blank or line.code or line.indent != parts.indent:
            continue
        pairs = parts.pairs or parts.extra or (not parts.forms and _OTHER_ARROW.match(text))
        if pairs and _LOOKS_LIKE_PAIR.match(text):
            report.error(
                "pair-shape",
                "This looks like a pair but is not one.",
                line.start,
                'Write "- left -> right", with a space on both sides of the arrow; "\\->" is an arrow in the text.',
            )
        elif parts.steps and _LOOKS_LIKE_STEP.match(text):
            report.error(
                "step-shape",
                "This looks like a step but is not one.",
                line.start,
                'Write "1. " and the step; a backslash before the full stop makes it text.',
            )
