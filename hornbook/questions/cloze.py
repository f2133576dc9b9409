"""Cloze: a text with gaps to be filled in, by typing or from a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.folding import fold
from hornbook.markdown import GAP, GapText, gaps
from hornbook.model import Flag, wrong
from hornbook.questions.answer import MOST_PARTS, Answer, Filled
from hornbook.questions.base import KEYS, AnswerSize, BaseQuestion, GiveKeys, Scoring, scoring_data
from hornbook.questions.number import UnitRule, mark_number
from hornbook.questions.outcome import EMPTY, Notice, Outcome, by_parts
from hornbook.questions.quantity import QuantityError, looks_numeric, read_quantity
from hornbook.questions.short import MOST_TYPED, Accents, Reject, Spelling, Typos, mark_words

_BAR = re.compile(r"(?<!\\)\|")
_TABLE_BAR = "\\|"
_ESCAPED = re.compile(r"\\([|{}=\\])")
#: The longest answer that a field of each width holds well; all gaps of a question have one, so that it tells little.
_WIDTHS = {"short": 6, "medium": 14}


#: Which notice is that of the whole: what may be said before anything is marked, then what asks again, then the rest.
_URGENCY: tuple[Notice, ...] = ("unreadable", "ambiguous", "unit-missing", "near", "unit")


@dataclass(frozen=True)
class Pick:
    """A text in the list of a gap."""

    text: str
    right: bool
    key: str = ""


@dataclass(frozen=True)
class Gap:
    """A gap: the answers that are accepted in it, or the list to pick one from."""

    content: str
    """What stands between the braces."""
    accept: tuple[str, ...] = ()
    choices: tuple[Pick, ...] = ()
    key: str = ""

    @property
    def number(self) -> int:
        """The key as a number, 0 to 35; -1 before it was given."""
        return KEYS.find(self.key) if self.key else -1

    @property
    def is_number(self) -> bool:
        """Whether a number is to be typed."""
        return bool(self.accept) and all(map(looks_numeric, self.accept))

    @property
    def offered(self) -> tuple[Pick, ...]:
        """The list as it is shown: sorted, as the author writes the right one first."""
        return tuple(sorted(self.choices, key=_place))


def _place(choice: Pick) -> tuple[bool, Fraction, str]:
    if looks_numeric(choice.text):
        try:
            return False, read_quantity(choice.text).value, ""
        except QuantityError:
            pass
    return True, Fraction(0), fold(choice.text)


def read_gap(content: str) -> Gap:
    """A gap from what stands between its braces: `answer | variant`, or `= right | wrong | wrong` for a list."""
    body = " ".join(content.split())
    parts = [_ESCAPED.sub(r"\1", part.strip()) for part in _BAR.split(body.removeprefix("="))]
    if body.startswith("="):
        return Gap(body, choices=tuple(Pick(part, right=not place) for place, part in enumerate(parts)))
    return Gap(body, tuple(parts))


def gap_fault(gap: GapText) -> tuple[str, str]:
    """Code and message of what is wrong with a gap; two empty texts where nothing is."""
    if gap.fault == "shape":
        return "gap-shape", f'"{gap.content}" has no counterpart: a gap begins with {{{{ and ends with }}}}.'
    if gap.fault:
        return (
            "gap-place",
            f"A gap cannot stand inside {'a link' if gap.fault == 'link' else 'the words of a picture'}.",
        )
    read = read_gap(gap.content)
    texts = [*read.accept, *(choice.text for choice in read.choices)]
    if not all(texts):
        return "gap-empty", f'"{{{{{gap.content}}}}}" has an empty answer.'
    if len(read.choices) == 1:
        return "gap-one-choice", f'"{{{{{gap.content}}}}}" is a list with nothing to choose between.'
    if len(read.choices) > MOST_PARTS:
        return "too-many-options", f"A list has at most {MOST_PARTS} answers, this one has {len(read.choices)}."
    if read.choices and len({fold(text) for text in texts}) < len(texts):
        return "same-option-twice", f'"{{{{{gap.content}}}}}" has the same answer twice.'
    if too_long := next((text for text in texts if len(text) > MOST_TYPED), ""):
        return "answer-too-long", f"Learners can type {MOST_TYPED} characters; this answer has {len(too_long)}."
    if read.is_number:
        for text in read.accept:
            try:
                read_quantity(text)
            except QuantityError as error:
                return error.code, str(error)
    return "", ""


@lru_cache(maxsize=2_000)
def _gaps_of(prompt: str) -> tuple[Gap, ...]:
    return tuple(read_gap(gap.content) for gap in gaps(prompt) if not gap.fault)


class Cloze(BaseQuestion):
    """The learner fills in the gaps of the prompt; each right one earns its share.

    The gaps stand in the prompt. `gap_keys` are their lasting keys, in order; `choice_keys` those of the answers in
    each list, in order, one text a gap.
    """

    type: Literal["cloze"] = "cloze"
    scoring: Scoring = "parts"
    """parts: each gap earns its share; all: nothing unless all are right."""
    case: Flag = False
    """Whether capitals matter."""
    accents: Accents = "matter"
    """Whether accents matter."""
    typos: Typos = "ask"
    """What becomes of one slip in a longer word: ask, accept or refuse."""
    reject: tuple[Reject, ...] = ()
    """Wrong answers that are expected in any of the gaps, with what is said to them."""
    unit: UnitRule = "required"
    """What becomes of a number without its unit: required, optional or shown."""
    gap_keys: str = ""
    """The lasting keys of the gaps."""
    choice_keys: tuple[str, ...] = ()
    """The lasting keys of the answers in each list."""

    @model_validator(mode="after")
    def _gaps_are_sound(self) -> Self:
        found = list(gaps(self.prompt))
        for gap in found:
            code, message = gap_fault(gap)
            if code:
                raise wrong(code, message)
        if not found:
            raise wrong("gap-missing", "The text has no gap. Write {{answer}} where one is to be.")
        if len(found) > MOST_PARTS:
            raise wrong("too-many-gaps", f"A question has at most {MOST_PARTS} gaps, this one has {len(found)}.")
        if self.unit == "shown":
            raise wrong("unit-shown", "A unit is shown by writing it after the gap: {{112}} h.")
        return self

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps in order, with their keys once they have been given."""
        found = _gaps_of(self.prompt)
        if not self.gap_keys:
            return found
        return tuple(
            Gap(gap.content, gap.accept, _with_keys(gap.choices, keys), key)
            for gap, key, keys in zip(found, self.gap_keys, self.choice_keys, strict=True)
        )

    @property
    def width(self) -> str:
        """How wide the fields are: `short`, `medium` or `long`, by the longest answer to type."""
        longest = max((len(text) for gap in _gaps_of(self.prompt) for text in gap.accept), default=0)
        return next((name for name, most in _WIDTHS.items() if longest <= most), "long")

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """The share of the gaps that are filled in right.

        A gap is marked as a short or number question would be; the most urgent of their notices is that of the whole.
        `rejects` are the expected wrong answers in gaps that are not right.
        """
        if not isinstance(answer, Filled):
            return EMPTY
        marked = [self._mark_gap(gap, answer.at(gap.number), lang) for gap in self.gaps]
        if all(one.empty for one in marked):
            return EMPTY
        notices = sorted((one.notice for one in marked if one.notice), key=_URGENCY.index)
        whole = by_parts([one.fraction == 1 for one in marked], self.scoring)
        rejects = tuple(sorted({one.matched for one in marked if one.matched is not None}))
        return Outcome(whole.fraction, parts=whole.parts, notice=notices[0] if notices else "", rejects=rejects)

    def _mark_gap(self, gap: Gap, given: str | None, lang: str) -> Outcome:
        if not given:
            return EMPTY
        if gap.choices:
            picked = next((choice for choice in gap.choices if choice.key == given), None)
            return (
                EMPTY if picked is None else Outcome(Fraction(int(picked.right)), matched=self._rejected_pick(picked))
            )
        if gap.is_number:
            return mark_number(given, gap.accept, self._rejected(gap), self.unit, lang)
        return mark_words(given, gap.accept, self._rejected(gap), Spelling(self.case, self.accents, self.typos))

    def _rejected(self, gap: Gap) -> list[list[str]]:
        """For each expected wrong answer the variants that can be typed in a gap: in one for a number, the numbers."""
        return [[text for text in reject.variants if not gap.is_number or _is_quantity(text)] for reject in self.reject]

    def _rejected_pick(self, pick: Pick) -> int | None:
        """The expected wrong answer that a wrong text of a list is."""
        text = fold(pick.text)
        fitting = (place for place, one in enumerate(self.reject) if text in map(fold, one.variants))
        return None if pick.right else next(fitting, None)

    def _gap_data(self, gap: Gap) -> dict[str, Any]:
        if gap.choices:
            picks = ((one, self._rejected_pick(one)) for one in gap.choices)
            return {
                "key": gap.key,
                "choices": [
                    {"key": one.key, "right": one.right, "text": one.text}
                    | ({} if matched is None else {"reject": matched})
                    for one, matched in picks
                ],
            }
        return {
            "key": gap.key,
            "accept": list(gap.accept),
            **({"number": True} if gap.is_number else {}),
            **({"reject": self._rejected(gap)} if self.reject else {}),
        }

    def marking_data(self) -> dict[str, Any]:
        """For each gap what is accepted and expected to be wrong, or the list; and how strictly words are compared."""
        return {
            "gaps": [self._gap_data(gap) for gap in self.gaps],
            **scoring_data(self.scoring),
            **({"case": True} if self.case else {}),
            **({} if self.accents == "matter" else {"accents": self.accents}),
            **({} if self.typos == "ask" else {"typos": self.typos}),
            **({} if self.unit == "required" else {"unit": self.unit}),
        }

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """The text with gaps that say nothing but how wide they are, and lists in an order that tells nothing.

        Of the expected wrong answers those that were given keep their feedback.
        """
        blank = {"short": "x", "medium": "x" * 10, "long": "x" * 20}[self.width]
        bare = {
            gap.content: "= " + " | ".join(_escape(one.text) for one in gap.offered) if gap.choices else blank
            for gap in self.gaps
        }

        def refilled(match: re.Match[str]) -> str:
            # In a table every bar has a backslash. Code that reads as a gap does loses its words too.
            content = read_gap(match[1].replace("\\|", "|")).content
            other = bare.get(read_gap(match[1]).content) or bare.get(content, match[1])
            return f"{{{{{other.replace('|', _TABLE_BAR) if _TABLE_BAR in match[1] else other}}}}}"

        keys = tuple("".join(one.key for one in gap.offered) for gap in self.gaps)
        given = self.mark(answer, lang=lang).rejects
        reject = tuple(
            Reject(variants=(), feedback=one.feedback if position in given else "")
            for position, one in enumerate(self.reject)
        )
        return self.without_help(prompt=GAP.sub(refilled, self.prompt), choice_keys=keys, reject=reject)

    @property
    def size(self) -> AnswerSize:
        """A text for each gap."""
        found = self.gaps
        shares = len(found) if self.scoring == "parts" else 1
        return AnswerSize("gaps", 1 + max(gap.number for gap in found), shares=shares)

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for the gaps, and for the answers in each list in a group of its own."""
        found = _gaps_of(self.prompt)
        keys = give("", [gap.content for gap in found])
        lists = [
            "".join(give(f"gap-{key}", [choice.text for choice in gap.choices])) if gap.choices else ""
            for gap, key in zip(found, keys, strict=True)
        ]
        return self.model_copy(update={"gap_keys": "".join(keys), "choice_keys": tuple(lists)})


@lru_cache(maxsize=2_000)
def _is_quantity(text: str) -> bool:
    try:
        read_quantity(text)
    except QuantityError:
        return False
    return looks_numeric(text)


def _with_keys(choices: Sequence[Pick], keys: str) -> tuple[Pick, ...]:
    return tuple(Pick(one.text, one.right, key) for one, key in zip(choices, keys, strict=True))


def _escape(text: str) -> str:
    return re.sub(r"([|{}\\])", r"\\\1", text)
