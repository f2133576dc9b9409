"""A text file as lines, whatever the editor that wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hornbook.problems import Problem, Span

#: No hand-written lesson comes near this; a larger file is a mistake or an attack.
MAX_BYTES = 2_000_000
#: A line longer than this is refused: no editor shows it and no caret can point into it.
MAX_LINE = 100_000


@dataclass(frozen=True)
class Source:
    """`path` is relative to the course; `lines` have no line ends."""

    path: str
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def text(self) -> str:
        """The whole text with plain line ends."""
        return "\n".join(self.lines) + "\n"


def read_source(file: Path, path: str) -> Source | Problem:
    """The text of `file`, named `path` in messages: UTF-8 with or without BOM, any line ends, no control characters."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Problem(
                "file-too-large",
                f"{path} has {size:,} bytes; a lesson may have {MAX_BYTES:,}.",
                Span(path),
                "Split it into several lessons.",
            )
        data = file.read_bytes()
    except FileNotFoundError:
        return Problem("file-missing", f"There is no file {path}.", Span(path))
    except OSError as error:
        return Problem(
            "file-unreadable",
            f"{path} cannot be read: {error.strerror or error}.",
            Span(path),
            "Check who may read it.",
        )
    return decode(data, path)


def decode(data: bytes, path: str) -> Source | Problem:
    """The lines of a file's bytes, or what is wrong with them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem("not-utf8", "The file is saved as UTF-16.", Span(path, 1, 1), "Save it as UTF-8.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Problem(
            "not-utf8",
            f"The byte 0x{data[error.start]:02X} is not UTF-8.",
            Span(path, line, column),
            "Save the file as UTF-8 in your editor.",
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(text.removesuffix("\n").split("\n"))
    for number, line_text in enumerate(lines, 1):
        if len(line_text) > MAX_LINE:
            return Problem(
                "line-too-long",
                f"The line has {len(line_text):,} characters.",
                Span(path, number, 1),
                f"Break it into lines of at most {MAX_LINE:,}.",
            )
        if not line_text.isprintable():
            for column, character in enumerate(line_text, 1):
                if _is_control(character):
                    return Problem(
                        "control-character",
                        f"A control character (U+{ord(character):04X}) stands here.",
                        Span(path, number, column),
                        "Delete it; it cannot be seen in most editors.",
                    )
    return Source(path, lines)


def _is_control(character: str) -> bool:
    """Characters that XML 1.0 refuses, or that turn text around unseen."""
    code = ord(character)
    return (
        (code < 0x20 and character != "\t")
        or 0x7F <= code < 0xA0
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or code in (0x2028, 0x2029, 0xFFFE, 0xFFFF)
        or 0xD800 <= code <= 0xDFFF
    )
