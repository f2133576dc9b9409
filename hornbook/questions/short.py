"""Short: a word or a few, typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from hornbook.folding import fold, without_accents
from hornbook.model import Flag, Line, Model, Prose, wrong
from hornbook.questions.answer import Answer, Typed
from hornbook.questions.base import AnswerSize, BaseQuestion
from hornbook.questions.outcome import EMPTY, Outcome
from hornbook.questions.spelling import is_near

#: The field on the page takes no more.
MOST_TYPED = 200
#: A longer text is no answer, and is not looked into; folding makes some texts shorter.
_MOST_READ = 1000

#: Whether accents matter.
Accents = Literal["matter", "ignore"]
#: What becomes of one slip in a word of five letters or more: the learner is asked to look again, it counts as right,
#: or as wrong.
Typos = Literal["ask", "accept", "refuse"]


def _fits(text: str) -> str:
    if len(text) > MOST_TYPED:
        raise wrong("answer-too-long", f"Learners can type {MOST_TYPED} characters; this answer has {len(text)}.")
    return text


#: Words as a learner would type them.
Wording = Annotated[Line, AfterValidator(_fits)]


class Reject(Model):
    """An expected wrong answer in its variants, and what to say to it."""

    variants: tuple[Wording, ...]
    """The wrong answer, in its variants."""
    feedback: Prose = ""
    """What is said to it."""


class Short(BaseQuestion):
    """The learner types an answer; it counts when it folds to the same text as an accepted one."""

    type: Literal["short"] = "short"
    accept: tuple[Wording, ...]
    """Right answers."""
    reject: tuple[Reject, ...] = ()
    """Wrong answers that are expected, with what is said to them."""
    case: Flag = False
    """Whether capitals matter."""
    accents: Accents = "matter"
    """Whether accents matter."""
    typos: Typos = "ask"
    """What becomes of one slip in a longer word: ask, accept or refuse."""

    @model_validator(mode="after")
    def _something_is_accepted(self) -> Self:
        if not any(self.accept):
            raise wrong("no-accepted-answer", 'A short question needs an accepted answer: a line "= answer".')
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Right when it folds as an accepted answer does; a blank text is empty.

        `matched` is the position in `reject` of the expected wrong answer that was given; the notice is `near` where
        the spelling is one slip away.
        """
        text = answer.text if isinstance(answer, Typed) else ""
        how = Spelling(self.case, self.accents, self.typos)
        return mark_words(text, self.accept, [reject.variants for reject in self.reject], how)

    def marking_data(self) -> dict[str, Any]:
        """Accepted and expected wrong answers, and how strictly they are compared."""
        return {
            "accept": list(self.accept),
            "reject": [list(reject.variants) for reject in self.reject],
            "case": self.case,
            **({} if self.accents == "matter" else {"accents": self.accents}),
            **({} if self.typos == "ask" else {"typos": self.typos}),
        }

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """No wording at all; of the expected wrong answers the one that was given keeps its feedback."""
        matched = self.mark(answer, lang=lang).matched
        reject = tuple(
            Reject(variants=(), feedback=reject.feedback if position == matched else "")
            for position, reject in enumerate(self.reject)
        )
        return self.without_help(accept=(), reject=reject)

    @property
    def size(self) -> AnswerSize:
        """A text."""
        return AnswerSize("text")


@dataclass(frozen=True)
class Spelling:
    """How strictly words are compared."""

    case: bool = False
    accents: Accents = "matter"
    typos: Typos = "ask"


def mark_words(text: str, accept: Sequence[str], reject: Sequence[Sequence[str]], how: Spelling) -> Outcome:
    """Mark typed words against accepted and expected wrong ones."""
    if len(text) > _MOST_READ:
        return Outcome(Fraction(0), notice="unreadable")
    given = _compared(text, how.case, how.accents)
    if not given:
        return EMPTY
    accepted = [_compared_key(wording, how.case, how.accents) for wording in accept]
    if given in accepted:
        return Outcome(Fraction(1))
    for position, variants in enumerate(reject):
        if any(given == _compared_key(variant, how.case, how.accents) for variant in variants):
            return Outcome(Fraction(0), matched=position)
    if how.typos == "refuse" or not any(_is_slip(given, wording, how.case) for wording in accepted):
        return Outcome(Fraction(0))
    return Outcome(Fraction(1)) if how.typos == "accept" else Outcome(Fraction(0), notice="near")


def _is_slip(given: str, accepted: str, case: bool) -> bool:
    # Where capitals matter, a wrong one is what was asked for and no slip.
    return is_near(given, accepted) and not (case and fold(given) == fold(accepted))


def _compared(text: str, case: bool, accents: Accents) -> str:
    folded = fold(text, case=case)
    return without_accents(folded) if accents == "ignore" else folded


#: Authors' words are folded once.
_compared_key = lru_cache(maxsize=10_000)(_compared)
