"""The bodies of blocks as an author writes them: one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from hornbook.blocks import (
    LEVELS,
    AudioBook,
    AudioLesson,
    BaseBlock,
    Cards,
    Examples,
    Figure,
    Game,
    Gate,
    Glossary,
    KeyConcepts,
    MemoryAid,
    Overview,
    Pool,
    Quiz,
    TextBlock,
    Video,
    WorkedExample,
)
from hornbook.writing.data import Plain, model_data
from hornbook.writing.lines import braces, hung, variants
from hornbook.writing.questions import question_lines

B = TypeVar("B", bound=BaseBlock)


@dataclass(frozen=True)
class KindWriter:
    """`write` gives the lines of a body; `body_fields` stand in it, so they are no options; the field `subtype` is the
    second word of the head."""

    write: Callable[[BaseBlock], list[str]]
    body_fields: frozenset[str]
    subtype: str = ""


def _writer(model: type[B], write: Callable[[B], list[str]], *body: str, subtype: str = "") -> KindWriter:
    def checked(block: BaseBlock) -> list[str]:
        assert isinstance(block, model)
        return write(block)

    return KindWriter(checked, frozenset(body), subtype)


def _overview(block: Overview) -> list[str]:
    return _sections((level, getattr(block, level).split("\n")) for level in LEVELS)


def _sections(sections: Iterable[tuple[str, list[str]]]) -> list[str]:
    lines: list[str] = []
    for title, body in sections:
        lines += ["", f"### {title}", *body] if lines else [f"### {title}", *body]
    return lines


def _audio_lesson(block: AudioLesson) -> list[str]:
    def part_lines() -> Iterable[tuple[str, list[str]]]:
        for part in block.parts:
            lines = _media(part.audio, part.captions)
            for said in part.lines:
                lines += hung(f"{said.speaker}: ", said.text, 2)
            if part.takeaway:
                lines += ["", *hung("takeaway: ", part.takeaway, 2)]
            if part.recall:
                lines += ["", *hung("? ", part.recall.prompt, 2), f"= {variants(part.recall.answer)}"]
            yield part.title, lines

    return _sections(part_lines())


def _media(audio: str, captions: str) -> list[str]:
    lines = [f"{name}: {path}" for name, path in (("audio", audio), ("captions", captions)) if path]
    return [*lines, ""] if lines else []


def _audio_book(block: AudioBook) -> list[str]:
    def section_lines() -> Iterable[tuple[str, list[str]]]:
        for section in block.sections:
            lines = [*_media(section.audio, section.captions), *section.passage.split("\n")]
            for name, text in (("explanation", section.explanation), ("analogy", section.analogy)):
                if text:
                    lines += ["", f"#### {name}", *text.split("\n")]
            yield section.title, lines

    return _sections(section_lines())


def _video(block: Video) -> list[str]:
    lines = block.why.split("\n") if block.why else []
    return lines + (["", "### transcript", *block.transcript.split("\n")] if block.transcript else [])


def _worked_example(block: WorkedExample) -> list[str]:
    lines = [*block.problem.split("\n"), ""] if block.problem else []
    for number, step in enumerate(block.steps, 1):
        lines += hung(f"{number}. ", step.text, 3)
        if step.prompt:
            lines += hung("   ? ", step.prompt, 5)
    return lines


def _glossary(block: Glossary) -> list[str]:
    lines: list[str] = []
    for term in block.terms:
        lines += [*([""] if lines else []), variants((term.term, *term.aliases)), *hung(": ", term.definition, 2)]
    return lines


def _cards(block: Cards) -> list[str]:
    lines: list[str] = []
    written = model_data(block)["cards"]
    assert isinstance(written, list)
    for card, data in zip(block.cards, written, strict=True):
        assert isinstance(data, dict)
        options: dict[str, Plain] = {name: data[name] for name in ("id", "typed", "both-ways") if name in data}
        if card.tags:
            options["tags"] = ", ".join(card.tags)
        first, newline, rest = (card.cloze or card.front).partition("\n")
        lines += [""] if lines else []
        lines += hung("C: " if card.cloze else "Q: ", f"{first}{braces(options)}{newline}{rest}", 3)
        if not card.cloze:
            lines += hung("A: ", card.back, 3) if "\n" in card.back else [f"A: {variants((card.back, *card.variants))}"]
        for hint in card.hints:
            lines += hung("? ", hint, 2)
    return lines


def _questions(block: Quiz | Pool) -> list[str]:
    own = block.questions[: len(block.questions) - sum(block.pooled)] if isinstance(block, Quiz) else block.questions
    lines: list[str] = []
    for number, question in enumerate(own, 1):
        lines += [*([""] if lines else []), *question_lines(question, number)]
    return lines


KIND_WRITERS: dict[str, KindWriter] = {
    "overview": _writer(Overview, _overview, *LEVELS),
    "text": _writer(TextBlock, lambda block: block.body.split("\n"), "body"),
    "figure": _writer(Figure, lambda block: block.description.split("\n"), "description"),
    "key-concepts": _writer(
        KeyConcepts,
        lambda block: [line for item in block.items for line in hung(f"- {item.term}: ", item.text, 2)],
        "items",
    ),
    "examples": _writer(
        Examples, lambda block: [line for item in block.items for line in hung("- ", item, 2)], "items"
    ),
    "memory-aid": _writer(MemoryAid, lambda block: block.text.split("\n"), "text", subtype="aid"),
    "audio-lesson": _writer(AudioLesson, _audio_lesson, "parts"),
    "audio-book": _writer(AudioBook, _audio_book, "sections"),
    "video": _writer(Video, _video, "why", "transcript"),
    "worked-example": _writer(WorkedExample, _worked_example, "problem", "steps"),
    "game": _writer(Game, lambda block: [], "items", subtype="game"),
    "gate": _writer(Gate, lambda block: block.teaser.split("\n"), "teaser", "holds"),
    "glossary": _writer(Glossary, _glossary, "terms"),
    "cards": _writer(Cards, _cards, "cards"),
    "quiz": _writer(Quiz, _questions, "questions"),
    "pool": _writer(Pool, _questions, "questions"),
}
