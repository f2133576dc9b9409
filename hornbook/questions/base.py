"""What every type of question has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Protocol, Self, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints

from hornbook.model import Flag, Id, Model, Prose, Whole, listed
from hornbook.questions.answer import MOST_PARTS, Answer
from hornbook.questions.outcome import Outcome

#: The characters that name an option, a pair or a gap: SCORM 1.2 allows one of them a choice.
KEYS = "0123456789abcdefghijklmnopqrstuvwxyz"

#: `parts`: each right part earns its share; `all`: nothing is earned unless everything is right.
Scoring = Literal["parts", "all"]


class Keyed(Model):
    """A part of a question that an answer can name; `key` is its lasting one-character name within its group."""

    key: str = ""

    @property
    def number(self) -> int:
        """The key as a number, 0 to 35; -1 before it was given."""
        return KEYS.find(self.key) if self.key else -1


class Option(Keyed):
    """One answer to choose; `weight` is its part of what the right ones earn together, or the wrong ones cost."""

    text: Prose
    """The answer."""
    right: bool = False
    """Whether it is right."""
    weight: Annotated[Whole, Field(ge=0, le=1000)] = 1
    """Its part of what the right ones earn together, or the wrong ones cost."""
    feedback: Prose = ""
    """What is said to those who chose it."""


class GiveKeys(Protocol):
    """Gives the parts of a question their keys: those of the lock file, or others made for one attempt."""

    def __call__(self, group: str, texts: Sequence[str], most: int = MOST_PARTS) -> Sequence[str]:
        """A key for each text of a group; only the first `most` characters of KEYS are used."""


@dataclass(frozen=True)
class AnswerSize:
    """How long an answer and its mark can become; the budget of the state is made of it."""

    form: Literal["keys", "text", "list", "gaps"]
    length: int = 0
    """Of keys: the highest key number and 1; of a list or gaps: entries."""
    highest: int = 0
    """Of a list: its highest number."""
    shares: int = 1
    """The greatest denominator of what can be earned."""


#: A word by which a quiz may choose questions of a pool.
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]


class BaseQuestion(Model):
    """A prompt, what helps, and what is explained afterwards; `points` is what a right answer earns.

    `tries` (0 = as the quiz says) and `penalty` in percent hold in the modes that know them; `certainty` asks how
    sure the learner is, or does not, whatever the quiz says; `remark`: the key was wrong, so answers that learners
    gave before are marked anew; `tags` sort the questions of a pool.
    """

    by_hand: ClassVar[bool] = False
    """Whether nobody but a person can mark it."""

    id: Id = ""
    """The lasting name of the question, unique in its lesson."""
    slot: int = 0
    points: Annotated[Whole, Field(ge=1, le=1000)] = 1
    """What a right answer earns."""
    prompt: Prose
    """The question, in Markdown."""
    hints: tuple[Prose, ...] = ()
    """Hints, one after the other."""
    explanation: Prose = ""
    """What everybody reads afterwards; of an essay, the rubric."""
    tries: Annotated[Whole, Field(ge=0, le=20)] = 0
    """How often it may be tried; 0 is as the quiz says."""
    penalty: Annotated[Whole, Field(ge=0, le=100)] | None = None
    """What a wrong try costs, in percent; as the quiz says without it."""
    certainty: Flag | None = None
    """Whether it is asked how sure the learner is; as the quiz says without it."""
    remark: Flag = False
    """true marks the answers that learners gave before anew, after a wrong key was mended."""
    tags: Annotated[tuple[Tag, ...], BeforeValidator(listed, json_schema_input_type=str | tuple[Tag, ...])] = ()
    """Words by which a quiz chooses from a pool."""

    @abstractmethod
    def mark(self, answer: Answer | None, *, lang: str = "en") -> Outcome:
        """Mark an answer; one of another form than the type's is empty. `lang` decides how numbers are read."""

    @abstractmethod
    def marking_data(self) -> dict[str, Any]:
        """What the player needs to mark the answer itself, with the key: fields of `QuestionData` in course.ts."""

    @abstractmethod
    def learner_view(self, *, shuffled: bool = False, answer: Answer | None = None, lang: str = "en") -> Self:
        """The question as a page may hold it that must not give the answer away; a copy, not for marking.

        It has no hints and no explanation, and nothing of what is right, accepted or expected. What `answer` chose
        keeps its verdict and its feedback: so it is told how it was marked while other tries are left; `lang` decides
        how numbers in it are read.

        Parts whose written order would tell something (steps, right sides) stand in the order of their keys, with
        `shuffled` options too: for keys made for one attempt (`with_keys`) that is a random order.
        """

    @property
    @abstractmethod
    def size(self) -> AnswerSize:
        """How long an answer and its mark can become."""

    def with_keys(self, give: GiveKeys) -> Self:
        """The question with the keys of all its parts; `give` is asked once for each group of them."""
        return self

    def without_help(self, **update: Any) -> Self:
        """A copy with neither hints nor explanation, and with these fields instead of the question's own."""
        return self.model_copy(update={"hints": (), "explanation": "", **update})


Part = TypeVar("Part", bound=Keyed)


def keyed(parts: Iterable[Part], keys: Iterable[str]) -> tuple[Part, ...]:
    """The parts with their keys."""
    return tuple(part.model_copy(update={"key": key}) for part, key in zip(parts, keys, strict=True))


def room(parts: Iterable[Keyed]) -> int:
    """Entries of a list that is indexed by the key numbers of these parts."""
    return 1 + max((part.number for part in parts), default=-1)


def scoring_data(scoring: Scoring) -> dict[str, str]:
    """The scoring as the player is told it: only where it is not the usual one."""
    return {} if scoring == "parts" else {"scoring": scoring}
