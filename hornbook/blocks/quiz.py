"""Quiz: questions with a mode, a draw, attempts and rules for looking back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from hornbook.blocks.base import BaseBlock
from hornbook.model import Flag, Model, Whole, listed, wrong
from hornbook.questions import Question

#: When something is shown after an attempt: at once, once the due date is over, once no attempt is left, never.
When = Literal["now", "after-due", "after-attempts", "never"]
#: Which attempt makes the score of a quiz.
Counts = Literal["best", "last", "first", "mean"]

_PARTS = ("own", "right", "feedback")
_WHENS = ("now", "after-due", "after-attempts", "never")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: `pool`, or `pool#tag` for those of its questions that have the tag.
_SOURCE = re.compile(r"[a-z0-9-]{1,64}(#[a-z0-9-]{1,64})?")


class Review(Model):
    """What a learner sees of a handed-in attempt, and from when on.

    `own`: the answers, each with its mark; `right`: the right answers and explanations; `feedback`: what the author
    says to the answers that were given.
    """

    own: When = "now"
    """When the learner's answers and their marks are shown."""
    right: When = "now"
    """When right answers and explanations are shown."""
    feedback: When = "now"
    """When feedback to the answers given is shown."""

    @property
    def whens(self) -> tuple[When, When, When]:
        """All three rules."""
        return self.own, self.right, self.feedback


def _review(value: object) -> object:
    """`own now | right after-due`; one word alone holds for all three."""
    if not isinstance(value, str):
        return value
    if value in _WHENS:
        return dict.fromkeys(_PARTS, value)
    rules: dict[str, str] = {}
    for rule in value.split(" | "):
        part, _, when = rule.strip().partition(" ")
        if part not in _PARTS or when.strip() not in _WHENS or part in rules:
            raise wrong(
                "review-rule",
                f'"{rule.strip()}" is no rule of the review. Write own, right or feedback, and then now, after-due, '
                "after-attempts or never: right after-due | feedback now.",
            )
        rules[part] = when.strip()
    return rules


def _certainty(value: object) -> object:
    """A bare `certainty` asks for it."""
    words = {"true": "asked", "false": "off"}
    return words.get(str(value).lower(), value)


def _due(value: object) -> object:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise wrong("date", f'"{value}" is no date. Write year, month and day: 2027-03-31.')


def _picks(value: object) -> object:
    """One number, or one for each pool."""
    return (value,) if isinstance(value, int) else listed(value)


def _sources(value: object) -> object:
    sources = listed(value)
    for source in sources:
        if not isinstance(source, str) or not _SOURCE.fullmatch(source):
            raise wrong(
                "from-shape",
                f'"{source}" does not name a pool. Write its id, or pool#tag for the questions with a tag; several '
                "with a bar between them: easy | hard.",
            )
    return sources


@dataclass(frozen=True)
class Group:
    """Questions that are drawn from together: so many in a row, of which `pick` are asked (0 = all)."""

    size: int
    pick: int


class Quiz(BaseBlock):
    """Questions to be answered.

    `mode` exam: answers are handed in together and marked then; practice: each question is checked at once and may
    be tried again, and nothing is graded unless `weight` says so; interactive: a few tries, a hint after each wrong
    one, each costs `penalty` percent; adaptive: checked as often as the learner likes, each wrong check costs as much.
    `tries` of a question in interactive mode (0 = one more than it has hints).

    `pick` draws that many of the questions (nothing = all); with `from` one number for each pool. Questions of the
    pools stand behind the quiz's own in `questions`; `pooled` has their number for each pool of `from`.

    `shuffle` mixes questions and answers, `attempts` limits how often it is handed in (0 = no limit), `counts` says
    which attempt makes the score, `time` is its limit in minutes (0 = none), `pass` its own pass mark in percent.
    `certainty` asks how sure the learner is; graded makes the score of it. `review` says what is shown afterwards,
    `due` the last day before the rules `after-due` open.
    """

    kind: Literal["quiz"] = "quiz"
    mode: Literal["exam", "practice", "interactive", "adaptive"] = "exam"
    """exam: handed in and marked together; practice: checked at once; interactive: a few tries with hints; adaptive:
    tries that cost."""
    from_: Annotated[tuple[str, ...], BeforeValidator(_sources, json_schema_input_type=str | tuple[str, ...])] = Field(
        default=(), alias="from"
    )
    """Ids of pools of the lesson to draw from; pool#tag takes those with a tag."""
    pick: Annotated[
        tuple[Annotated[Whole, Field(ge=0)], ...],
        BeforeValidator(_picks, json_schema_input_type=int | str | tuple[int, ...]),
    ] = ()
    """How many questions are drawn; one number for each pool."""
    shuffle: Flag = False
    """Whether questions and answers are mixed."""
    attempts: Annotated[Whole, Field(ge=0, le=100)] = 0
    """How often it may be handed in; 0 is no limit."""
    counts: Counts = "best"
    """Which attempt makes the score."""
    tries: Annotated[Whole, Field(ge=0, le=20)] = 0
    """Tries of a question in interactive mode; 0 is one more than it has hints."""
    penalty: Annotated[Whole, Field(ge=0, le=100)] = 25
    """What a wrong try costs, in percent."""
    certainty: Annotated[
        Literal["off", "asked", "graded"],
        BeforeValidator(_certainty, json_schema_input_type=Literal["off", "asked", "graded"] | bool),
    ] = "off"
    """Whether learners say how sure they are."""
    time: Annotated[Whole, Field(ge=0, le=1440)] = 0
    """Limit in minutes; 0 is none."""
    pass_mark: Annotated[Whole, Field(ge=0, le=100)] | None = Field(default=None, alias="pass")
    """A pass mark of its own, in percent."""
    review: Annotated[Review, BeforeValidator(_review, json_schema_input_type=Review | str)] = Review()
    """What is shown afterwards, and when."""
    due: Annotated[datetime.date, BeforeValidator(_due)] | None = None
    """The last day before what waits for after-due is shown: 2027-03-31."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """The questions of its own."""
    pooled: tuple[int, ...] = ()
    """How many questions come from each pool."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is drawn from, in the order of `questions`: the quiz's own questions, then each pool."""
        own = len(self.questions) - sum(self.pooled)
        if not self.from_:
            return (Group(own, self.pick[0] if self.pick else 0),)
        picks = self.pick or (0,) * len(self.from_)
        pools = tuple(Group(size, pick) for size, pick in zip(self.pooled, picks, strict=True))
        return (Group(own, 0), *pools) if own else pools

    @property
    def asked(self) -> int:
        """How many questions one attempt has."""
        return sum(group.pick or group.size for group in self.groups)

    @model_validator(mode="before")
    @classmethod
    def _all_but_practice_are_graded(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "weight" not in data:
            return {**data, "weight": 0 if data.get("mode") == "practice" else 1}
        return data

    @model_validator(mode="after")
    def _draws_are_possible(self) -> Quiz:
        if len(self.pooled) != len(self.from_):
            raise wrong("from-unknown", "The questions of a pool are not there.")
        if not self.from_ and len(self.pick) > 1:
            raise wrong("pick-count", "Only a quiz that draws from several pools has several numbers in pick.")
        if self.from_ and self.pick and len(self.pick) != len(self.from_):
            raise wrong(
                "pick-count",
                f"pick has {len(self.pick)}, from has {len(self.from_)}. Write one number for each pool, in "
                f"the same order: pick={'3' if len(self.from_) == 1 else ' | '.join('3' for _ in self.from_)}.",
            )
        if not self.from_ and self.pick and self.pick[0] > len(self.questions):
            raise wrong("pick-too-large", f"pick={self.pick[0]}, but the quiz has no more than {len(self.questions)}.")
        # Where there is no pick, all questions of each pool are taken.
        for pick, size, name in zip(self.pick, self.pooled, self.from_, strict=False):
            if pick > size:
                raise wrong("pick-too-large", f'pick={pick}, but the pool "{name}" has no more than {size}.')
        return self

    @model_validator(mode="after")
    def _options_belong_to_the_mode(self) -> Quiz:
        given = self.model_fields_set
        if self.mode == "practice":
            for name, value in (("attempts", self.attempts), ("time", self.time), ("counts", "counts" in given)):
                if value:
                    raise wrong(
                        f"practice-{name}",
                        f"A practice quiz is never handed in, so it has no {name}. Write mode=exam, or leave it out.",
                    )
            if "review" in given or self.certainty == "graded":
                name = "review" if "review" in given else "certainty=graded"
                raise wrong("practice-review", f"A practice quiz shows everything at once, so it has no {name}.")
        if self.mode != "interactive" and self.tries:
            raise wrong("tries-mode", "Tries are counted in mode=interactive only.")
        if self.mode in ("exam", "practice") and "penalty" in given:
            raise wrong("penalty-mode", "A penalty for wrong tries belongs to mode=interactive or mode=adaptive.")
        if self.certainty == "graded" and self.mode != "exam":
            raise wrong("certainty-mode", "Certainty is graded in an exam only; elsewhere write certainty alone.")
        if "after-attempts" in self.review.whens and not self.attempts:
            raise wrong(
                "review-attempts",
                "The review waits for the last attempt, but attempts sets no limit: there is always another.",
            )
        return self
