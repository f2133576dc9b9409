"""Order: steps to be put into their order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import model_validator

from hornbook.model import Prose, wrong
from hornbook.questions.answer import Answer, Listed
from hornbook.questions.base import KEYS, AnswerSize, BaseQuestion, GiveKeys, Keyed, Scoring, keyed, scoring_data
from hornbook.questions.outcome import EMPTY, Outcome


class Step(Keyed):
    """A step; `feedback` is for those who put it in a wrong place."""

    text: Prose
    """The step."""
    feedback: Prose = ""
    """What is said to those who have it in a wrong place."""


class Order(BaseQuestion):
    """The learner puts steps in order; what is earned is by the longest run of steps that are in order."""

    type: Literal["order"] = "order"
    steps: tuple[Step, ...]
    """The steps, in their right order."""
    scoring: Scoring = "parts"
    """parts: the longest run in order earns its share; all: nothing unless all is right."""

    @model_validator(mode="after")
    def _there_is_something_to_order(self) -> Self:
        if len(self.steps) < 3:
            raise wrong("too-few-steps", "An order has at least three steps. Of two, ask which comes first.")
        if len(self.steps) > len(KEYS):
            raise wrong("too-many-steps", f"An order has at most {len(KEYS)} steps, this one has {len(self.steps)}.")
        return self

    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """(r - 1) / (n - 1) for n steps, of which r, the longest run, are in the right order to one another.

        The run need not be without gaps: it is what stays when as few steps as possible are moved to mend the order,
        so a single step in a wrong place costs one share, however far away it is. One step alone is always in order
        and earns nothing. `parts` are the steps of the run (`longest_run` says which of several).
        """
        place = {step.number: position for position, step in enumerate(self.steps)}
        given = answer.list if isinstance(answer, Listed) else ()
        # Each step counts where it stands first.
        places = list(dict.fromkeys(place[number] for number in given if number in place))
        if not places:
            return EMPTY
        run = longest_run(places)
        if len(run) < 2:
            run = set()
        share = Fraction(max(0, len(run) - 1), len(self.steps) - 1)
        parts = tuple(position in run for position in range(len(self.steps)))
        return Outcome(share if self.scoring == "parts" else Fraction(int(share)), parts=parts)

    def marking_data(self) -> dict[str, Any]:
        """Keys of the steps in their right order."""
        return {"steps": [step.key for step in self.steps], **scoring_data(self.scoring)}

    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """Steps in the order of their keys; those out of place in the answer keep their feedback."""
        parts = self.mark(answer, lang=lang).parts or (True,) * len(self.steps)
        bare = (
            step.model_copy(update={"feedback": "" if part else step.feedback})
            for step, part in zip(self.steps, parts, strict=True)
        )
        return self.without_help(steps=tuple(sorted(bare, key=lambda step: step.number)))

    @property
    def size(self) -> AnswerSize:
        """The key numbers of all steps."""
        highest = max(step.number for step in self.steps)
        shares = len(self.steps) - 1 if self.scoring == "parts" else 1
        return AnswerSize("list", len(self.steps), highest, shares)

    def with_keys(self, give: GiveKeys) -> Self:
        """Keys for the steps."""
        return self.model_copy(update={"steps": keyed(self.steps, give("", [step.text for step in self.steps]))})


def longest_run(places: Sequence[int]) -> set[int]:
    """The longest increasing subsequence of different numbers; of several one with the most numbers in their own place.

    Nobody is then told of a step that it belongs where it stands, unless no longest run holds it. Of equals the last
    found counts. The player does the same, so that both call the same steps right.
    """

    def worth(run: tuple[int, ...]) -> tuple[int, int]:
        return len(run), sum(number < len(places) and places[number] == number for number in run)

    runs: list[tuple[int, ...]] = [()]
    for number in places:
        before = [run for run in reversed(runs) if run[-1:] < (number,)]
        runs.append((*max(before, key=worth), number))
    longest = max(reversed(runs), key=worth)
    return set(longest)
