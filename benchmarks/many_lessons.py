"""Courses of any size for measurements: lessons of about 1,200 words, a picture, 6 cards and 8 questions each."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

SECTIONS = 8
WORDS = 120
"""Words of prose in each section: about 1,200 in the lesson with all else."""
CARDS = 6
QUESTIONS = 8
PICTURE_SIDE = 118
"""A picture of random pixels of this many a side takes about 42 KB, as a photograph does."""

_SYLLABLES = ("ba", "den", "fol", "gi", "hum", "ka", "lor", "mi", "nes", "or", "pa", "que", "ri", "sol", "ta", "un")


def write_course(folder: Path, lessons: int, *, seed: int = 0, name: str = "measured") -> Path:
    """A course of so many lessons in a new folder, the same for the same numbers."""
    (folder / "media").mkdir(parents=True)
    names = [f"lesson-{number:04}.md" for number in range(1, lessons + 1)]
    for number, file in enumerate(names, start=1):
        chance = random.Random(f"{seed}-{number}")
        (folder / "media" / f"{number:04}.png").write_bytes(_picture(chance))
        (folder / file).write_text(lesson(number, chance), encoding="utf-8")
    chapters = "".join(
        f"- title: Part {at // 100 + 1}\n  lessons: [{', '.join(names[at : at + 100])}]\n"
        for at in range(0, lessons, 100)
    )
    (folder / "course.yaml").write_text(
        f"id: {name}\ntitle: A course to measure\nchapters:\n{chapters}", encoding="utf-8"
    )
    return folder


def lesson(number: int, chance: random.Random) -> str:
    """The text of one lesson."""
    parts = [f"---\ntitle: Lesson {number}\n---\n"]
    for section in range(1, SECTIONS + 1):
        parts.append(f"## {_sentence(chance, 4)}\n\n{_paragraph(chance)}\n\n{_paragraph(chance)}\n")
        if section == 2:
            parts.append(f"![{_sentence(chance, 5)}](media/{number:04}.png)\n")
        if section == 4:
            rows = "".join(f"| {_word(chance)} | {chance.randrange(100)} |\n" for _ in range(5))
            parts.append(f"| What | How many |\n| --- | --- |\n{rows}")
    cards = "\n".join(f"Q: {_sentence(chance, 6)}?\nA: {_sentence(chance, 3)}\n" for _ in range(CARDS))
    parts.append(f"::: cards {{#deck}}\n{cards}:::\n")
    questions = "\n".join(_question(number, chance) for number in range(1, QUESTIONS + 1))
    parts.append(f"::: quiz {{#check}}\n{questions}:::\n")
    return "\n".join(parts)


def _question(number: int, chance: random.Random) -> str:
    if number % 4 == 0:
        return f"{number}. {_sentence(chance, 8)}?\n   = {_word(chance)} | {_word(chance)}\n"
    lines = ["   - [x]", "   - [ ]", "   - [ ]", "   - [ ]"]
    chance.shuffle(lines)
    options = "".join(f"{line} {_sentence(chance, 4)}\n" for line in lines)
    return f"{number}. {_sentence(chance, 9)}?\n{options}   ! {_sentence(chance, 8)}.\n"


def _paragraph(chance: random.Random) -> str:
    words = [_word(chance) for _ in range(WORDS // 2)]
    words[10] = f"**{words[10]}**"
    words[20] = f"*{words[20]}*"
    return " ".join(words).capitalize() + "."


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(_word(chance) for _ in range(words)).capitalize()


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))


def _picture(chance: random.Random) -> bytes:
    """A PNG that cannot be made smaller."""
    rows = b"".join(b"\0" + chance.randbytes(3 * PICTURE_SIDE) for _ in range(PICTURE_SIDE))
    head = struct.pack(">IIBBBBB", PICTURE_SIDE, PICTURE_SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
