"""Media and links that the texts of a course name: found, checked, cleaned, given names inside the package."""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import BaseModel

from hornbook.captions import CaptionsError, read_captions
from hornbook.course import Course, Lesson
from hornbook.files import File
from hornbook.markdown import references, spaced_addresses
from hornbook.media import PICTURES, SOUNDS
from hornbook.model import AssetPath, RichText
from hornbook.problems import Span, nearest
from hornbook.reading.cut_off import missing_bytes
from hornbook.reading.other_content import HEAD_BYTES, other_content
from hornbook.reading.placed import PlacedMap, place
from hornbook.reading.prose import check_prose
from hornbook.reading.regions import check_regions
from hornbook.reading.report import Report
from hornbook.reading.said import check_said
from hornbook.reading.source import is_control, on_disk
from hornbook.reading.svg import clean_svg


@dataclass(frozen=True)
class _Medium:
    """A kind of media: what it is called, and the endings of its files."""

    name: str
    endings: frozenset[str]


#: What may stand in a package: what browsers show and play.
_MEDIA = {
    "picture": _Medium("picture", PICTURES),
    "sound": _Medium("sound", SOUNDS),
    # What a text may name between its words.
    "prose": _Medium("picture or sound", PICTURES | SOUNDS),
    "film": _Medium("video", frozenset({".mp4", ".m4v", ".webm", ".ogv"})),
    "captions": _Medium("captions", frozenset({".vtt"})),
}
#: Captions of a whole day are smaller.
_MAX_CAPTIONS = 10_000_000
MAX_FILE = 500_000_000
#: Warnings about a file itself, told where it is named first in a course.
OF_FILES = frozenset({"media-cut-off", "svg-cleaned"})
_MOST_NAMES = 1_000
#: What to do about files of other kinds that authors often have.
_CONVERT = {
    ".heic": "Export it as JPEG or PNG.",
    ".mov": "Export it as MP4.",
    ".srt": 'Put a line "WEBVTT" and an empty one at its top, write times as 00:01.000, and end its name in .vtt.',
    ".wma": "Export it as MP3.",
}
_PUT_IT = "Put the file into the course, and write the way to it from the file that names it: media/picture.png."


class Assets:
    """Collects the media and the inner links of a course; `media` and `links` are as in `CourseFolder`."""

    def __init__(self, root: Path, course: Course, lesson_files: dict[str, str], report: Report) -> None:
        self._root = root.resolve()
        self._course = course
        self._lesson_files = lesson_files
        self._report = report
        self._files: dict[tuple[str, str], File | None] = {}
        #: The names in each folder that was looked into.
        self._names: dict[Path, set[str]] = {}
        self.media: dict[tuple[str, str], File] = {}
        self.links: dict[tuple[str, str], str] = {}
        #: What was asked for by each lesson, as written: the path in the course for each kind of medium.
        self.asked: dict[tuple[str, str], dict[str, str]] = {}
        #: The hash of each medium's bytes by its name in the package, which holds the beginning of it alone.
        self.digests: dict[str, str] = {}

    def collect_lesson(self, lesson: Lesson, data: PlacedMap, blocks: Sequence[PlacedMap]) -> None:
        """All of a lesson; `blocks` is where its blocks were read from."""
        base = posixpath.dirname(self._lesson_files[lesson.id])
        self.collect(lesson.model_copy(update={"blocks": ()}), data, lesson.id, base)
        for block, block_data in zip(lesson.blocks, blocks, strict=True):
            self.collect(block, block_data, lesson.id, base)
        check_regions(lesson, blocks, self.media, self._report)
        check_said(lesson, blocks, self.media, self._report)

    def collect(self, model: BaseModel, data: object, lesson_id: str, base: str) -> None:
        """All of one file's model; `data` is where it was read from, `base` the file's folder in the course."""
        for path, value, mark in _marked_fields(model, ()):
            span = place(data, path)
            if isinstance(mark, AssetPath):
                self.medium(value, mark.kind, lesson_id, base, span)
                continue
            check_prose(value, span, self._report)
            for address, line in spaced_addresses(value):
                self._report.error(
                    "address-space",
                    f'The address "{address[:80]}" has a space in it, so this is no link.',
                    Span(span.path, span.line + line, 1),
                    f"Give the file a name without spaces, or write <{address[:80]}> with the angle brackets.",
                )
            for reference in references(value):
                here = Span(span.path, span.line + reference.line, span.column if reference.line == 0 else 1)
                if reference.image:
                    self.medium(reference.target, "prose", lesson_id, base, here)
                    if not reference.alt.strip():
                        self._no_words(reference.target, here)
                else:
                    self._link(reference.target, lesson_id, base, here)

    def _no_words(self, target: str, span: Span) -> None:
        sound = Path(target).suffix.lower() in SOUNDS
        self._report.warn(
            "alt-missing",
            f"This {'sound' if sound else 'picture'} has no text for those who cannot {'hear' if sound else 'see'} it.",
            span,
            f"Write it between the square brackets: ![what it {'says' if sound else 'shows'}](file).",
        )

    def medium(self, written: str, kind: str, lesson_id: str, base: str, span: Span) -> None:
        """Look for the file that a lesson names as a medium of this kind."""
        medium = _MEDIA[kind]
        if not written:
            self._report.error("media-missing", f"No {medium.name} is named here.", span, "Write the path of its file.")
            return
        asked = self.asked.setdefault((lesson_id, written), {})
        known = self.media.get((lesson_id, written))
        if known is not None and posixpath.splitext(known.name)[1] in medium.endings:
            asked[kind] = next(iter(asked.values()))
            return
        path = self._inside(written, base, span)
        if path is None:
            return
        asked[kind] = path
        key = (path, medium.name)
        if key not in self._files:
            self._files[key] = self._load(path, medium, span)
        file = self._files[key]
        if file is not None:
            self.media[lesson_id, written] = file

    def _inside(self, written: str, base: str, span: Span) -> str | None:
        """The path relative to the course, or nothing, reported, where it leads elsewhere."""
        address = _address(written) if ":" in written or written.startswith("//") else _address("")
        if address is None or address.scheme or address.netloc:
            self._report.error(
                "media-outside",
                f'"{unquote(written)[:80]}" is not a file of this course.',
                span,
                "Put the file into the course's media folder: a lesson must work with no network.",
            )
            return None
        path = posixpath.normpath(posixpath.join(base, unquote(written)))
        if "\\" in path or any(map(is_control, path)):
            self._report.error("media-path", "This cannot be the path of a file.", span, "Write / between folders.")
            return None
        if path.startswith(("/", "../")) or path == "..":
            self._report.error(
                "media-outside", f'"{written}" lies outside the course.', span, "Put the file into the course's folder."
            )
            return None
        return path

    def _load(self, path: str, medium: _Medium, span: Span) -> File | None:
        try:
            file = on_disk(self._root, path)
            real = file.resolve()
            if not real.is_relative_to(self._root):
                self._report.error(
                    "media-outside",
                    f"{path} is a link to a place outside the course.",
                    span,
                    "Put the file itself into the course's folder.",
                )
                return None
            if real.exists() and not real.is_file():
                self._report.error("media-unreadable", f"{path} is not a file.", span, _PUT_IT)
                return None
            if not real.is_file():
                known = self._on_disk(medium)
                if any(name.casefold() == path.casefold() for name in known):
                    self._other_capitals(path, span)
                else:
                    self._report.error(
                        "media-missing", f"There is no file {path}.", span, nearest(path, known) or _PUT_IT
                    )
                return None
            if not self._has_exact_case(path):
                self._other_capitals(path, span)
                return None
            ending = file.suffix.lower()
            if ending not in medium.endings:
                self._report.error(
                    "media-kind",
                    f'"{file.suffix or file.name}" is no kind of {medium.name} that every browser knows.',
                    span,
                    _CONVERT.get(ending) or "Use one of: " + ", ".join(sorted(medium.endings)) + ".",
                )
                return None
            if real.stat().st_size > MAX_FILE:
                self._report.error("media-too-large", f"{path} has more than {MAX_FILE:,} bytes.", span)
                return None
            return self._named(path, real, ending, span)
        except (OSError, RuntimeError, ValueError) as error:
            what = getattr(error, "strerror", None) or error
            self._report.error("media-unreadable", f"{path} cannot be read: {what}.", span, "Check who may read it.")
            return None

    def _has_exact_case(self, path: str) -> bool:
        """Whether every part of `path` is spelt as on disk; some systems open a file under any capitals."""
        here = self._root
        for part in path.split("/"):
            if here not in self._names:
                self._names[here] = {unicodedata.normalize("NFC", entry.name) for entry in here.iterdir()}
            if unicodedata.normalize("NFC", part) not in self._names[here]:
                return False
            here /= part
        return True

    def _other_capitals(self, path: str, span: Span) -> None:
        self._report.error(
            "media-case",
            f"{path} is written with other capitals on disk.",
            span,
            "Write it exactly as the file is named: an LMS tells them apart.",
        )

    def _on_disk(self, medium: _Medium) -> list[str]:
        """The files of this kind in the course as paths in it; the first ones where there are very many."""
        found = (entry for entry in self._root.rglob("*") if entry.suffix.lower() in medium.endings)
        return [entry.relative_to(self._root).as_posix() for entry in islice(found, _MOST_NAMES)]

    def _named(self, path: str, real: Path, ending: str, span: Span) -> File | None:
        content: bytes | Path = real
        if ending == ".svg":
            cleaned = clean_svg(real.read_bytes())
            if isinstance(cleaned, str):
                self._report.error(
                    "svg-broken",
                    f"{path} cannot be used: {cleaned}.",
                    Span(span.path, span.line, span.column),
                )
                return None
            if cleaned.removed:
                self._report.warn(
                    "svg-cleaned",
                    f"{path}: left out {', '.join(cleaned.removed)}.",
                    span,
                    "Scripts, outside addresses and foreign content never go into a package.",
                )
            content = cleaned.content
        elif ending != ".vtt":
            with real.open("rb") as stream:
                what, hint = other_content(stream.read(HEAD_BYTES))
                missing = missing_bytes(stream)
            if what:
                self._report.error("media-content", f"{path} is {what}, which browsers do not show.", span, hint)
                return None
            if missing:
                self._report.warn(
                    "media-cut-off",
                    f"{path} ends in its middle: at least {missing:,} bytes are missing.",
                    span,
                    "Save, download or export it once more.",
                )
        else:
            content = real.read_bytes() if real.stat().st_size <= _MAX_CAPTIONS else b""
            try:
                read_captions(content)
            except CaptionsError as error:
                self._report.error(
                    "captions-broken",
                    f"{path}, line {error.line}: these are no captions that a player shows, for {error}.",
                    span,
                    "Captions are WebVTT: a first line WEBVTT, then times and text.",
                )
                return None
        digest = _hash(content)
        name = f"media/{_slug(path)}-{digest[:8]}{ending}"
        self.digests[name] = digest
        return File(name, content)

    def _link(self, written: str, lesson_id: str, base: str, span: Span) -> None:
        if not written:
            self._report.error("link-empty", "This link leads nowhere.", span)
            return
        address = _address(written)
        if address is not None and address.scheme.lower() in ("http", "https", "mailto"):
            return
        if address is None or address.scheme or address.netloc:
            self._report.error(
                "link-unsafe",
                f'A link cannot lead to "{written[:30]}".',
                span,
                "Use https: or the path of a lesson.",
            )
            return
        target = lesson_id
        if address.path:
            path = posixpath.normpath(posixpath.join(base, unquote(address.path)))
            by_file = {file: lesson for lesson, file in self._lesson_files.items()}
            if path not in by_file and path.endswith(".md"):
                # A lesson that was converted has another ending; the texts that lead to it are as they were.
                stem = path.removesuffix(".md")
                path = next((file for file in by_file if posixpath.splitext(file)[0] == stem), path)
            if path not in by_file:
                hint = _hint_on_link(written) or nearest(path, by_file)
                self._report.error("link-missing", f'"{written}" is no lesson of this course.', span, hint)
                return
            target = by_file[path]
        inside = f"lesson-{target}.html" if address.path else ""
        if address.fragment:
            ids = self._ids(target)
            if ids is not None and address.fragment not in ids:
                self._report.error(
                    "link-missing",
                    f'There is no "{address.fragment}" in that lesson.',
                    span,
                    nearest(address.fragment, ids),
                )
                return
            inside += f"#{address.fragment}"
        self.links[lesson_id, written] = inside

    def _ids(self, lesson_id: str) -> list[str] | None:
        """The ids of the blocks of a lesson; None where it could not be read, which is told already."""
        lesson = next((lesson for lesson in self._course.lessons if lesson.id == lesson_id), None)
        return None if lesson is None else [block.id for block in lesson.blocks if block.id]


def _hint_on_link(written: str) -> str:
    """What to do about an address that is meant for something else than a lesson."""
    if re.fullmatch(r"[^@\s/]+@[^@\s/]+\.\w+", written):
        return f"Write mailto:{written} for an address of mail."
    if re.match(r"(?:www\.|[\w-]+\.(?:com|edu|net|org)\b)", written):
        return f"Write https://{written} for a page on the web."
    if written.lower().endswith((".pdf", ".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsx", ".zip")):
        return "Links lead to lessons, blocks and pages on the web; put such a file on the web or into the LMS."
    return ""


def _marked_fields(
    model: BaseModel, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, object]]:
    """Every text that is Markdown or names a file: its path in the model as written, its value, its mark."""
    for name, field in type(model).model_fields.items():
        if name not in model.model_fields_set:
            continue
        written = field.alias or name
        marks = [mark for mark in _metadata(field) if isinstance(mark, (RichText, AssetPath))]
        yield from _marked_values(getattr(model, name), (*path, written), marks)


def _metadata(field: object) -> list[object]:
    marks = list(getattr(field, "metadata", []))
    inner = getattr(getattr(field, "annotation", None), "__args__", ())
    for argument in inner:  # tuple[Prose, ...] keeps the mark on its item
        marks.extend(getattr(argument, "__metadata__", ()))
    return marks


def _marked_values(
    value: object, path: tuple[str | int, ...], marks: Sequence[object]
) -> Iterator[tuple[tuple[str | int, ...], str, object]]:
    if isinstance(value, BaseModel):
        yield from _marked_fields(value, path)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _marked_values(item, (*path, position), marks)
    elif isinstance(value, str) and marks:
        yield path, value, marks[0]


def _address(written: str) -> SplitResult | None:
    """The parts of an address; nothing where it has none, such as `http://[`."""
    try:
        return urlsplit(written)
    except ValueError:
        return None


def _slug(path: str) -> str:
    """A short ASCII name that still reminds of the file."""
    stem = unicodedata.normalize("NFKD", posixpath.splitext(posixpath.basename(path))[0])
    return re.sub(r"[^a-z0-9]+", "-", stem.encode("ascii", "ignore").decode().lower()).strip("-")[:40] or "file"


def _hash(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
