"""A lesson as the Markdown that an author would write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hornbook.blocks import Block, TextBlock
from hornbook.course import Held, Lesson
from hornbook.writing.data import Plain, lesson_data, model_data, to_yaml
from hornbook.writing.kinds import KIND_WRITERS
from hornbook.writing.lines import CannotWrite, braces, option_value, quoted

__all__ = ["CannotWrite", "to_markdown"]

#: Values short enough for the braces of a block; others stand on lines of their own.
_SHORT = re.compile(r"[A-Za-z0-9.-]{1,24}")
_LIKE_OPTION = re.compile(r"[A-Za-z][A-Za-z0-9-]*:(?:[ \t]|$)")


def to_markdown(lesson: Lesson) -> str:
    """The text of a lesson file.

    Raises `CannotWrite` where a text goes over several lines that has only one. Other texts that the reader would
    take for markup are written all the same: who must be sure reads the result again and compares.
    """
    data = lesson_data(lesson)
    data.pop("blocks", None)
    parts = [f"---\n{to_yaml(data)}---\n"]
    parts += _parts(lesson.parts)
    return "\n".join(parts)


def _parts(blocks: Sequence[Block | Held], *, first_in_gate: bool = False) -> list[str]:
    """The text of each block; prose has a fence only where it needs one."""
    parts: list[str] = []
    # Prose directly behind the head of a gate would be its own.
    after_prose = first_in_gate
    for block in blocks:
        if isinstance(block, Held):
            head, *body = _fenced(block.gate)[:-1]
            inside = "\n".join(_parts(block.blocks, first_in_gate=True))
            parts.append("\n".join([f":{head}", *body, *([""] if body else []), f"{inside}::::"]) + "\n")
            after_prose = False
            continue
        bare = isinstance(block, TextBlock) and not _options(block) and not after_prose
        after_prose = bare
        parts.append("\n".join(_body(block) if bare else _fenced(block)) + "\n")
    return parts


def _options(block: Block) -> dict[str, Plain]:
    writer = KIND_WRITERS[block.kind]
    skipped = {*writer.body_fields, writer.subtype, "kind"}
    return {name: value for name, value in model_data(block).items() if name not in skipped}


def _body(block: Block) -> list[str]:
    lines = KIND_WRITERS[block.kind].write(block)
    return lines if any(line.strip() for line in lines) else []


def _fenced(block: Block) -> list[str]:
    writer = KIND_WRITERS[block.kind]
    options = _options(block)
    if "cast" in options and isinstance(cast := options["cast"], list):
        options["cast"] = ", ".join(map(option_value, cast))
    head = f"::: {block.kind}"
    if writer.subtype:
        head += f" {getattr(block, writer.subtype)}"
    if "title" in options:
        head += f" {quoted(option_value(options.pop('title')))}"
    short = {name: value for name, value in options.items() if name == "id" or _SHORT.fullmatch(option_value(value))}
    lines = [head + braces(short)]
    for name, value in options.items():
        if name not in short:
            lines.append(f"{name}: {option_value(value)}")
            if "\n" in lines[-1]:
                raise CannotWrite(f'The option "{name}" goes over several lines, and has only one.')
    body = _body(block)
    if body and (len(lines) > 1 or _LIKE_OPTION.match(body[0])):
        lines.append("")
    return [*lines, *body, ":::"]
