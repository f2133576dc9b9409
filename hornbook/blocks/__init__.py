"""The kinds of blocks: one module each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hornbook.blocks.audio_book import AudioBook, BookSection
from hornbook.blocks.audio_lesson import AudioLesson
from hornbook.blocks.base import BaseBlock
from hornbook.blocks.cards import Card, Cards
from hornbook.blocks.examples import Examples
from hornbook.blocks.figure import Figure
from hornbook.blocks.game import Game, GameItem
from hornbook.blocks.gate import Gate
from hornbook.blocks.glossary import Glossary, Term
from hornbook.blocks.key_concepts import Concept, KeyConcepts
from hornbook.blocks.memory_aid import MemoryAid
from hornbook.blocks.overview import LEVELS, Overview
from hornbook.blocks.pool import Pool
from hornbook.blocks.quiz import Quiz
from hornbook.blocks.text import TextBlock
from hornbook.blocks.video import RemoteFilm, Video
from hornbook.blocks.worked_example import Step, WorkedExample

Block = Annotated[
    AudioBook
    | AudioLesson
    | Cards
    | Examples
    | Figure
    | Game
    | Gate
    | Glossary
    | KeyConcepts
    | MemoryAid
    | Overview
    | Pool
    | Quiz
    | TextBlock
    | Video
    | WorkedExample,
    Field(discriminator="kind"),
]

#: The word that names a kind of block everywhere, and its model.
BLOCK_KINDS: dict[str, type[BaseBlock]] = {
    "overview": Overview,
    "text": TextBlock,
    "figure": Figure,
    "key-concepts": KeyConcepts,
    "examples": Examples,
    "memory-aid": MemoryAid,
    "audio-lesson": AudioLesson,
    "audio-book": AudioBook,
    "video": Video,
    "worked-example": WorkedExample,
    "game": Game,
    "glossary": Glossary,
    "gate": Gate,
    "cards": Cards,
    "quiz": Quiz,
    "pool": Pool,
}

__all__ = [
    "BLOCK_KINDS",
    "LEVELS",
    "AudioBook",
    "AudioLesson",
    "BaseBlock",
    "Block",
    "BookSection",
    "Card",
    "Cards",
    "Concept",
    "Examples",
    "Figure",
    "Game",
    "GameItem",
    "Gate",
    "Glossary",
    "KeyConcepts",
    "MemoryAid",
    "Overview",
    "Pool",
    "Quiz",
    "RemoteFilm",
    "Step",
    "Term",
    "TextBlock",
    "Video",
    "WorkedExample",
]
