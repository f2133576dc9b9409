"""A lesson file to plain data for the model."""

from __future__ import annotations

from hornbook.blocks import BLOCK_KINDS
from hornbook.blocks.base import BaseBlock
from hornbook.problems import Problem, Span, nearest
from hornbook.reading.body import merge_options, take_options
from hornbook.reading.fences import Fence, Holder, Line, split_lesson
from hornbook.reading.games import fill_games
from hornbook.reading.gates import check_gates
from hornbook.reading.head import Head, read_head, refuse_words
from hornbook.reading.kinds import KIND_READERS, text
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.pools import fill_from_pools
from hornbook.reading.report import Report
from hornbook.reading.source import Source
from hornbook.reading.yaml_tree import read_yaml

#: The option of a block that puts a gate before it.
ACCESS = "access"
_NOT_OPTIONS = {"kind", "slot"}
#: What authors call a kind of block that has another name here.
_OTHER_WORDS = {
    **dict.fromkeys(("conversation", "dialog", "dialogue", "talk"), "audio-lesson"),
    **dict.fromkeys(("flash-cards", "flashcards", "deck"), "cards"),
    **dict.fromkeys(("exam", "exercise", "exercises", "question", "questions", "test"), "quiz"),
    **dict.fromkeys(("image", "picture", "photo"), "figure"),
    **dict.fromkeys(("definitions", "terms", "vocabulary", "words"), "glossary"),
    **dict.fromkeys(("info", "note", "tip", "warning"), "text"),
    **dict.fromkeys(("mnemonic", "rhyme", "story"), "memory-aid"),
    "film": "video",
    "summary": "overview",
}


def read_lesson(source: Source) -> tuple[PlacedMap, list[Problem]]:
    """The fields of the lesson's model; a block that cannot be read is left out and reported."""
    parts, problems = split_lesson(source)
    report = Report()
    report.problems.extend(problems)
    lesson = PlacedMap(Span(source.path, 1, 1))
    lesson.broken = any(problem.code.startswith("front-matter") for problem in problems)
    if parts.front_matter:
        lesson, yaml_problems = read_yaml(parts.front_matter, source.path, parts.front_matter_line)
        report.problems.extend(yaml_problems)
        for name in ("blocks", "slot"):
            if name in lesson:
                report.error("option-unknown", f'"{name}" is not an option of a lesson.', lesson.keys_at[name])
                del lesson[name]
    blocks = PlacedList(lesson.span)
    for part in parts.parts:
        blocks.extend(_held(part, report) if isinstance(part, Holder) else _gated(_block(part, report)))
    fill_from_pools(blocks, report)
    fill_games(blocks, report)
    check_gates(blocks, report)
    lesson.put("blocks", blocks)
    return lesson, report.problems


def _block(part: Fence | tuple[Line, ...], report: Report) -> list[PlacedMap]:
    block = _fenced(part, report) if isinstance(part, Fence) else _prose(list(part), report)
    return [] if block is None else [block]


def _gated(blocks: list[PlacedMap]) -> list[PlacedMap]:
    """A block, behind a gate of its own where it has an `access`."""
    for block in blocks:
        access = block.pop(ACCESS, None)
        if isinstance(access, PlacedText) and access != "open":
            gate = PlacedMap(block.span)
            gate.put("kind", PlacedText("gate", block.span))
            gate.put("rule", access, block.keys_at[ACCESS])
            return [gate, block]
    return blocks


def _held(holder: Holder, report: Report) -> list[PlacedMap]:
    """A gate and the blocks behind it."""
    gate = _fenced(holder.fence, report)
    held = [block for part in holder.parts for block in _block(part, report)]
    for block in held:
        if ACCESS in block:
            hint = "The gate says when all that it holds opens."
            report.error("gate-in-gate", "A block in a gate has no access of its own.", block.keys_at[ACCESS], hint)
            del block[ACCESS]
    if gate is None:
        return held
    if not holder.parts:
        report.error("gate-empty", "This gate holds no block.", gate.span, "Put a block between its two lines.")
    if held:
        gate.put("holds", len(held))
    return [gate, *held]


def _prose(lines: list[Line], report: Report) -> PlacedMap:
    first = next(line for line in lines if not line.blank)
    block = PlacedMap(first.start)
    block.put("kind", PlacedText("text", first.start))
    text.read(block, lines, report)
    return block


def option_names(model: type[BaseBlock], body_fields: frozenset[str]) -> tuple[str, ...]:
    """The options that an author may give to a kind of block, as they are written."""
    return tuple(
        field.alias or name
        for name, field in model.model_fields.items()
        if name not in _NOT_OPTIONS and (field.alias or name) not in body_fields
    )


def _kinds_with(name: str) -> list[str]:
    """The kinds of block that have an option of this name."""
    readers = KIND_READERS.items()
    return [kind for kind, reader in readers if name in option_names(BLOCK_KINDS[kind], reader.body_fields)]


def _meant_kind(head: Head) -> str:
    """What to do about a kind of block that there is not."""
    kind = head.kind.lower()
    if kind in ("end", "stop"):
        return 'A block ends with a line of three colons alone: ":::".'
    if head.words and (whole := f"{kind}-{head.words[0].lower()}") in BLOCK_KINDS:
        return f'Did you mean "{whole}"?'
    return nearest(_OTHER_WORDS.get(kind, head.kind), BLOCK_KINDS)


def _fenced(fence: Fence, report: Report) -> PlacedMap | None:
    before = len(report.problems)
    head = read_head(fence.head, report)
    if head.kind not in BLOCK_KINDS:
        report.error(
            "kind-unknown",
            f'"{head.kind}" is not a kind of block.',
            head.kind.span,
            _meant_kind(head),
        )
        return None
    reader = KIND_READERS[head.kind]
    known = option_names(BLOCK_KINDS[head.kind], reader.body_fields)
    if head.kind not in ("gate", "pool"):
        known = (*known, ACCESS)
    block = PlacedMap(fence.line.start)
    block.put("kind", head.kind)
    words = head.words
    if reader.subtype and words:
        block.put(reader.subtype, words[0], words[0].span)
        words = words[1:]
    refuse_words(words, report)
    if head.title is not None:
        block.put("title", head.title)
    options, body = take_options(fence.body, known, report, reader.strict)
    if options is not None:
        for name, value in options.items():
            block.put(name, value, options.keys_at[name])
    merge_options(block, head.attributes, known, f"the block {head.kind}", report, _kinds_with)
    reader.read(block, body, report)
    block.broken = any(problem.is_error for problem in report.problems[before:])
    return block
