"""Game: practice that plays with what the lesson holds; optional, untimed unless the author says so."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from hornbook.blocks.base import BaseBlock
from hornbook.model import Flag, Line, Model, Prose, Whole, wrong

GameName = Literal["memory", "typing", "math", "words"]
Skill = Literal["addition", "subtraction", "multiplication", "division"]

#: The options that only some games have.
_OWN_OPTIONS: dict[str, frozenset[str]] = {
    "memory": frozenset({"source", "pairs"}),
    "typing": frozenset({"source", "rounds", "timed", "goal"}),
    "math": frozenset({"skill", "up_to", "rounds"}),
    "words": frozenset({"source", "unit", "rounds"}),
}


class GameItem(Model):
    """Something to play with: a term and what it means."""

    term: Prose
    """The term."""
    text: Prose
    """What it means."""


class Game(BaseBlock):
    """`source` (written `from`) names the blocks whose terms it plays with; a game is on paper nothing.

    memory: `pairs` of term and meaning are found; typing: sentences are typed; math: `rounds` tasks of a `skill` with
    numbers `up_to`; words: terms are unscrambled, or completed where letters are missing (`unit`). `timed` shows the
    time that it takes, `goal` is in words a minute.
    """

    kind: Literal["game"] = "game"
    required: Flag = False
    """Whether the lesson is complete only with this block done."""
    print: Flag = False
    """true puts its heading on paper too."""
    game: GameName
    """Which game it is."""
    source: Annotated[Line, Field(alias="from")] = ""
    """Ids of glossaries, key concepts or cards of this lesson, with a bar between them."""
    pairs: Annotated[Whole, Field(ge=2, le=18)] = 6
    """Of memory: how many pairs are to be found."""
    rounds: Annotated[Whole, Field(ge=1, le=100)] = 10
    """How many sentences, tasks or words."""
    skill: Skill = "multiplication"
    """Of math: what is to be reckoned."""
    up_to: Annotated[Whole, Field(ge=2, le=1000)] = 10
    """Of math: the largest number in a task."""
    unit: Literal["unscramble", "gap"] = "unscramble"
    """Of words: unscramble mixes the letters, gap leaves some out."""
    timed: Flag = False
    """Of typing: whether the speed is shown at the end."""
    goal: Annotated[Whole, Field(ge=0, le=200)] = 0
    """Of a timed typing: words a minute to reach."""
    items: tuple[GameItem, ...] = ()
    """What is played with, from the blocks that are named."""

    @model_validator(mode="after")
    def _options_belong_to_the_game(self) -> Game:
        every = frozenset[str]().union(*_OWN_OPTIONS.values())
        for name in sorted((self.model_fields_set & every) - _OWN_OPTIONS[self.game]):
            written = type(self).model_fields[name].alias or name
            raise wrong("game-option", f'"{written}" is no option of the game {self.game}.')
        if self.game != "math" and not self.source:
            raise wrong(
                "game-source", f'The game {self.game} needs "from:", the id of a glossary, key concepts or cards.'
            )
        if self.goal and not self.timed:
            raise wrong("game-goal", 'A goal in words a minute needs "timed: true".')
        return self
