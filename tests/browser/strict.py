"""What a strict LMS would refuse: the tables of SCORM 1.2 RTE chapter 3 and SCORM 2004 RTE chapter 4.

npm scorm-again runs the sessions of these tests and is lenient: suspend_data of 64,000 characters in 1.2, `incorrect`,
ids with spaces, three decimals in a time. So every call that a course made is judged here, from the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.browser.lms import Call, Version

Rule = Callable[[str], bool]


def matches(pattern: str, most: int = 255) -> Rule:
    """A whole text of this form, at most so long in UTF-16 units."""
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None and len(value.encode("utf-16-le")) <= 2 * most


def one_of(*words: str) -> Rule:
    """One of these words."""
    return lambda value: value in words


def number(least: float, most: float, decimals: int = 7) -> Rule:
    """A plain decimal within these bounds."""
    form = re.compile(rf"-?[0-9]+(\.[0-9]{{1,{decimals}}})?")
    return lambda value: form.fullmatch(value) is not None and least <= float(value) <= most


def separated(form: str) -> Rule:
    """Parts with `[,]` between them, none twice (2004 RTE 4.2.9.1)."""
    part = re.compile(form)

    def holds(value: str) -> bool:
        parts = value.split("[,]")
        return len(set(parts)) == len(parts) and all(part.fullmatch(each) for each in parts)

    return holds


def gaps(form: str) -> Rule:
    """At most ten parts with `[,]` between them, in the order of the gaps (2004 RTE 4.2.9.1)."""
    part = re.compile(form)
    return lambda value: len(value.split("[,]")) <= 10 and all(part.fullmatch(each) for each in value.split("[,]"))


DECIMAL = r"-?[0-9]{1,5}(?:\.[0-9]{1,7})?"
LINE = r"[^\r\n\t\x00-\x1f]*"
SPAN_12 = matches(r"[0-9]{2,4}:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,2})?")
SPAN_2004 = matches(r"PT(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]{1,2})?S)?")
TYPES = ("true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric")
# Written to be kept by every LMS, whatever it does to its data on the way.
STATE = r"[A-Za-z0-9_.-]*"

#: Element of an interaction -> what it may be, by the type of the interaction where that matters.
RESPONSES_12 = {
    "choice": matches(r"[0-9a-z](,[0-9a-z])*"),
    "matching": matches(r"[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*", 255),
    "sequencing": matches(r"[0-9a-z](,[0-9a-z])*"),
    "true-false": one_of("t", "f"),
    "fill-in": matches(LINE),
    "performance": matches(LINE),
    "numeric": number(-99_999, 99_999),
}
RESPONSES_2004 = {
    "choice": separated(r"[0-9A-Za-z_]+"),
    "matching": separated(r"[0-9A-Za-z_]+\[\.\][0-9A-Za-z_]+"),
    "sequencing": separated(r"[0-9A-Za-z_]+"),
    "true-false": one_of("true", "false"),
    "fill-in": gaps(r"([^\r\n{][^\r\n]{0,249})?"),
    "long-fill-in": matches(r"(?!\{)" + LINE, 4000),
    "numeric": number(-99_999, 99_999),
    "other": matches(r"(?!\{)" + LINE, 4000),
}
PATTERNS_2004 = RESPONSES_2004 | {
    "fill-in": gaps(r"(\{case_matters=(true|false)\})?([^\r\n{][^\r\n]{0,249})?"),
    "numeric": matches(rf"{DECIMAL}\[:\]{DECIMAL}"),
}

WRITABLE: dict[Version, dict[str, Rule]] = {
    "scorm12": {
        # `not attempted` may not be set; `incorrect` is a word of 2004.
        "cmi.core.lesson_status": one_of("passed", "completed", "failed", "incomplete", "browsed"),
        "cmi.core.score.raw": number(0, 100, 2),
        "cmi.core.score.min": number(0, 100, 2),
        "cmi.core.score.max": number(0, 100, 2),
        "cmi.core.session_time": SPAN_12,
        "cmi.core.lesson_location": matches(LINE, 255),
        "cmi.core.exit": one_of("suspend", "time-out", "logout", ""),
        "cmi.suspend_data": matches(STATE, 4096),
        "id": matches(r"[!-~]+", 255),
        "type": one_of(*TYPES),
        "time": matches(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,2})?"),
        "weighting": number(-1e6, 1e6),
        "result": matches(r"correct|wrong|unanticipated|neutral|0\.[0-9]{1,2}"),
        "latency": SPAN_12,
    },
    "scorm2004-4th": {
        "cmi.completion_status": one_of("completed", "incomplete", "not attempted", "unknown"),
        "cmi.success_status": one_of("passed", "failed", "unknown"),
        "cmi.score.scaled": number(-1, 1),
        "cmi.score.raw": number(0, 100, 2),
        "cmi.score.min": number(0, 100, 2),
        "cmi.score.max": number(0, 100, 2),
        "cmi.progress_measure": number(0, 1),
        "cmi.session_time": SPAN_2004,
        "cmi.location": matches(LINE, 1000),
        "cmi.exit": one_of("suspend", "normal", "time-out", ""),
        "cmi.suspend_data": matches(STATE, 16_000),
        "id": matches(r"[!-~]+", 4000),
        "type": one_of(*TYPES, "long-fill-in", "other"),
        # Two decimals at most; a zone only after decimals (seen in Moodle: `...09Z` and `.123Z` are refused).
        "timestamp": matches(
            r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9](:[0-5][0-9]){2}(\.[0-9]{1,2}(Z|[+-][0-9:]+)?)?"
        ),
        "weighting": number(-1e6, 1e6),
        "result": matches(r"correct|incorrect|unanticipated|neutral|0\.[0-9]{1,7}"),
        "latency": SPAN_2004,
        "description": matches(r"(?!\{)" + LINE, 250),
    },
}

READABLE: dict[Version, re.Pattern[str]] = {
    "scorm12": re.compile(
        r"cmi\.(suspend_data|interactions\._count|core\.(lesson_status|lesson_mode|lesson_location|student_id|entry|score\.raw))"
    ),
    "scorm2004-4th": re.compile(
        r"cmi\.(suspend_data|interactions\._count|completion_status|success_status|mode|location|learner_id|entry|score\.raw)"
    ),
}

RANKS: dict[str, dict[str, int]] = {
    "cmi.core.lesson_status": {"incomplete": 1, "browsed": 1, "failed": 2, "completed": 3, "passed": 4},
    "cmi.completion_status": {"incomplete": 1, "completed": 2},
    "cmi.success_status": {"failed": 1, "passed": 2},
}
"""A result once reached is not taken back."""

MAY_BE_SET_IN_REVIEW = re.compile(r"cmi\.(suspend_data|(core\.)?exit)")
INTERACTION = re.compile(r"cmi\.interactions\.(0|[1-9][0-9]*)\.(.+)")
PATTERN = re.compile(r"correct_responses\.([0-9]+)\.pattern")
ARGUMENTS = {"Initialize": 1, "Terminate": 1, "Commit": 1, "GetValue": 1, "SetValue": 2}
ARGUMENTS |= {"GetLastError": 0, "GetErrorString": 1, "GetDiagnostic": 1}


@dataclass
class Judge:
    """Follows one session, call by call; `interactions` is how many the LMS held at the start."""

    version: Version
    mode: str
    interactions: int
    status: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _open: bool = False
    _ended: bool = False
    _uncommitted: bool = False
    _refused: bool = False
    _types: dict[int, str] = field(default_factory=dict)
    _patterns: dict[int, int] = field(default_factory=dict)

    def follow(self, calls: Sequence[Call]) -> list[str]:
        """What is wrong with these calls."""
        for call in calls:
            fault = self._fault(call)
            if fault:
                self.faults.append(f"{call.name}{call.values}: {fault}")
        if self._ended and self._uncommitted:
            self.faults.append("values were set and not committed before the session ended")
        return self.faults

    def _fault(self, call: Call) -> str:
        if not all(isinstance(value, str) for value in call.values):
            return "all arguments are strings"
        if len(call.values) != ARGUMENTS[call.kind]:
            return f"it takes {ARGUMENTS[call.kind]} arguments"
        if call.error == "injected":
            # The LMS did not do it; it may be tried again as it is.
            self._refused |= call.kind in ("SetValue", "Commit")
            return ""
        if call.kind.startswith("GetError") or call.kind in ("GetLastError", "GetDiagnostic"):
            return ""
        if self._ended:
            return "the session has ended"
        if call.kind == "Initialize":
            again, self._open = self._open, True
            return "opened twice" if again else ""
        if not self._open:
            return "before Initialize"
        if call.kind in ("Terminate", "Commit") and call.values != ("",):
            return "its argument is empty"
        match call.kind:
            case "Terminate":
                self._ended = True
            case "Commit":
                # What was not kept may be sent again as it is; and all goes with Terminate at the very end.
                empty = not self._uncommitted and not self._refused
                self._uncommitted, self._refused = False, str(call.answer) != "true"
                return "nothing was set since the last one" if empty else ""
            case "GetValue":
                return "" if READABLE[self.version].fullmatch(call.values[0]) else "not to be read"
            case "SetValue":
                self._uncommitted = True
                refused = self._refusal(*call.values)
                return refused or ("" if str(call.answer) == "true" else f"the LMS says {call.answer} ({call.error})")
        return ""

    def _refusal(self, element: str, value: str) -> str:
        """Why a strict LMS would not take the value; '' when it would."""
        looked_around = (element, value) == ("cmi.core.lesson_status", "browsed")
        if self.mode != "normal" and not MAY_BE_SET_IN_REVIEW.fullmatch(element):
            return "" if looked_around and self.mode == "browse" else f"not in {self.mode} mode"
        if told := INTERACTION.fullmatch(element):
            return self._refused_interaction(int(told[1]), told[2], value)
        rule = WRITABLE[self.version].get(element)
        if rule is None:
            return "no such element"
        if not rule(value):
            return "not of the right form"
        if element in RANKS:
            before, self.status[element] = self.status.get(element, ""), value
            ranks = RANKS[element]
            if ranks.get(value, 0) < ranks.get(before, 0):
                return f"lowered from {before}"
        return ""

    def _refused_interaction(self, index: int, name: str, value: str) -> str:
        if index > self.interactions:
            return f"the next free index is {self.interactions}"
        if index == self.interactions:
            if name != "id":
                return "the id comes first"
            self.interactions += 1
        if name not in ("id", "type") and index not in self._types:
            return "the type comes before the rest"
        kind = self._types.get(index, "")
        if name == "type":
            self._types[index] = value
            self._patterns[index] = 0
        if pattern := PATTERN.fullmatch(name):
            if int(pattern[1]) != self._patterns[index]:
                return f"the next free pattern is {self._patterns[index]}"
            self._patterns[index] += 1
            rule: Rule | None = (RESPONSES_12 if self.version == "scorm12" else PATTERNS_2004)[kind]
        elif name == ("student_response" if self.version == "scorm12" else "learner_response"):
            rule = (RESPONSES_12 if self.version == "scorm12" else RESPONSES_2004)[kind]
        else:
            rule = WRITABLE[self.version].get(name)
        if rule is None:
            return "no such element"
        return "" if rule(value) else "not of the right form"
