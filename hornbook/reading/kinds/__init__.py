"""The bodies of blocks: one module a kind, each turning lines into the fields of its model."""

from __future__ import annotations

from dataclasses import dataclass

from hornbook.blocks.pool import NO_OPTIONS
from hornbook.reading.body import BodyReader
from hornbook.reading.kinds import (
    audio_book,
    audio_lesson,
    cards,
    examples,
    figure,
    game,
    gate,
    glossary,
    key_concepts,
    memory_aid,
    overview,
    pool,
    quiz,
    text,
    video,
    worked_example,
)


@dataclass(frozen=True)
class KindReader:
    """`read` fills in the fields of a body; `body_fields` are the fields that it fills, so they are no options;
    `subtype` names the field that the second word of the head fills; a `strict` body holds no free prose at its top."""

    read: BodyReader
    body_fields: frozenset[str]
    strict: bool = True
    subtype: str = ""


KIND_READERS: dict[str, KindReader] = {
    "overview": KindReader(overview.read, frozenset({"quick", "standard", "detailed"})),
    "text": KindReader(text.read, frozenset({"body"}), strict=False),
    "figure": KindReader(figure.read, frozenset({"description"}), strict=False),
    "key-concepts": KindReader(key_concepts.read, frozenset({"items"})),
    "examples": KindReader(examples.read, frozenset({"items"})),
    "memory-aid": KindReader(memory_aid.read, frozenset({"text"}), strict=False, subtype="aid"),
    "audio-lesson": KindReader(audio_lesson.read, frozenset({"parts"})),
    "audio-book": KindReader(audio_book.read, frozenset({"sections"})),
    "video": KindReader(video.read, frozenset({"why", "transcript"}), strict=False),
    "worked-example": KindReader(worked_example.read, frozenset({"problem", "steps"}), strict=False),
    "game": KindReader(game.read, frozenset({"items", "game"}), subtype="game"),
    "gate": KindReader(gate.read, frozenset({"teaser", "holds", "weight", "required"}), strict=False),
    "glossary": KindReader(glossary.read, frozenset({"terms"}), strict=False),
    "cards": KindReader(cards.read, frozenset({"cards"})),
    "quiz": KindReader(quiz.read, frozenset({"questions", "pooled"})),
    "pool": KindReader(pool.read, NO_OPTIONS | {"questions"}),
}
