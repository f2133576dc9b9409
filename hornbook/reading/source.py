"""A text file as lines, whatever the editor that wrote it."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hornbook.problems import Problem, Span

#: No hand-written lesson comes near these; a larger file is a mistake or an attack.
MAX_BYTES = 500_000
MAX_LINES = 20_000
#: Each of them may begin a link, and is looked at for that.
MAX_BRACKETS = 20_000
#: A line longer than this is refused: no editor shows it and no caret can point into it.
MAX_LINE = 20_000

#: How files begin that word processors write.
_DOCUMENTS = {
    b"PK\x03\x04": "a Word or LibreOffice document, or a zip",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "a document in rich text",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True)
class Source:
    """`path` is relative to the course; `lines` have no line ends; `digest` is the hash of the file's bytes."""

    path: str
    lines: tuple[str, ...]
    digest: str = ""

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def text(self) -> str:
        """The whole text with plain line ends."""
        return "\n".join(self.lines) + "\n"


def read_source(root: Path, path: str) -> Source | Problem:
    """The text of the file `path` in `root`: UTF-8 with or without BOM, any line ends, no control characters."""
    data = read_bytes(root, path, MAX_BYTES)
    return data if isinstance(data, Problem) else decode(data, path)


def read_bytes(root: Path, path: str, limit: int) -> bytes | Problem:
    """What the file `path` in `root` holds: a plain file inside the folder, of at most `limit` bytes."""
    try:
        file = on_disk(root, path)
        if not is_inside(file, root):
            return Problem(
                "file-outside",
                f"{path} is a link to a place outside the course.",
                Span(path),
                "Put the file itself into the course's folder.",
            )
        about = file.stat()
        # To read from a pipe or a device might never end.
        if not stat.S_ISREG(about.st_mode):
            return Problem("file-unreadable", f"{path} is not a file.", Span(path), "Put a text file in its place.")
        if about.st_size > limit:
            return Problem(
                "file-too-large",
                f"{path} has {about.st_size:,} bytes; it may have {limit:,}.",
                Span(path),
                "Split it into several files.",
            )
        with file.open("rb") as stream:
            return stream.read(limit)
    except FileNotFoundError:
        return Problem("file-missing", f"There is no file {path}.", Span(path))
    except (OSError, RuntimeError, ValueError) as error:
        # RuntimeError is a loop of links, ValueError a name that no file can have.
        what = getattr(error, "strerror", None) or "no file can have this name or place"
        hint = (
            "Give it a shorter name." if getattr(error, "errno", 0) == errno.ENAMETOOLONG else "Check who may read it."
        )
        return Problem("file-unreadable", f"{path} cannot be read: {what}.", Span(path), hint)


def is_inside(file: Path, root: Path) -> bool:
    """Whether a file really lies in a folder, wherever links on the way lead."""
    real, folder = os.path.realpath(file), os.path.realpath(root)
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)


def on_disk(root: Path, path: str) -> Path:
    """Where the file `path` lies: a name may be spelt in other code points on disk than in a text (NFC and NFD)."""
    here = root / path
    if os.path.lexists(here):
        return here
    here = root
    for part in path.split("/"):
        if not os.path.lexists(here / part) and here.is_dir():
            spelt = unicodedata.normalize("NFC", part)
            names = (entry.name for entry in here.iterdir())
            here /= next((name for name in names if unicodedata.normalize("NFC", name) == spelt), part)
        else:
            here /= part
    return here


def decode(data: bytes, path: str) -> Source | Problem:
    """The lines of a file's bytes, or what is wrong with them."""
    if what := next((name for begin, name in _DOCUMENTS.items() if data.startswith(begin)), ""):
        return Problem(
            "not-plain-text",
            f"{path} is {what}, and no plain text.",
            Span(path),
            "Copy its words into a text editor, such as Notepad or TextEdit, and save them as plain text.",
        )
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
            f"The file is not saved as UTF-8: the byte 0x{data[error.start]:02X} stands here.",
            Span(path, line, column),
            "Save the file as UTF-8; editors ask for the encoding when you choose Save as.",
            # What nearly all such files were saved as shows the line as its author knows it.
            excerpt=data.splitlines()[line - 1].decode("cp1252", "replace")[:MAX_LINE],
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(text.removesuffix("\n").split("\n"))
    if len(lines) > MAX_LINES:
        return Problem(
            "file-too-large",
            f"{path} has {len(lines):,} lines; it may have {MAX_LINES:,}.",
            Span(path, MAX_LINES + 1, 1),
            "Split it into several files.",
        )
    if (brackets := text.count("[")) > MAX_BRACKETS:
        return Problem(
            "file-too-large",
            f"{path} has {brackets:,} square brackets; it may have {MAX_BRACKETS:,}.",
            Span(path),
            "Split it into several files.",
        )
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
                if is_control(character):
                    return Problem(
                        "control-character",
                        f"A control character (U+{ord(character):04X}) stands here.",
                        Span(path, number, column),
                        "Delete it; it cannot be seen in most editors.",
                    )
    return Source(path, lines, sha256(data).hexdigest())


def is_control(character: str) -> bool:
    """Characters that XML 1.0 refuses, or that turn text around unseen."""
    code = ord(character)
    return (
        (code < 0x20 and character != "\t")
        or 0x7F <= code < 0xA0
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or code in (0x2028, 0x2029)
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xD800 <= code <= 0xDFFF
    )
