"""Files that are called pictures, sounds or films, and are something else, which no browser shows."""

from __future__ import annotations

#: So many bytes tell.
HEAD_BYTES = 64
_EXPORT = "Export it as JPEG or PNG; a new ending of its name does not change what it is."
_DOWNLOAD = "Save the file itself: in the browser, open it alone first."
#: What the bytes at a place of a file tell, and what to do.
_KINDS: tuple[tuple[int, tuple[bytes, ...], str, str], ...] = (
    (4, (b"ftyphei", b"ftyphev", b"ftypheix"), "a photo in the format HEIC", _EXPORT),
    (0, (b"II*\0", b"MM\0*"), "a picture in the format TIFF", _EXPORT),
    (0, (b"8BPS",), "a file of Photoshop", _EXPORT),
    (0, (b"%PDF",), "a PDF", "Export its page as PNG."),
    (0, (b"PK\x03\x04",), "a zip or an office document", "Take the file itself out of it."),
    (0, (b"<!doctype html", b"<html"), "a web page", _DOWNLOAD),
    (0, (b"version https://git-lfs",), "a pointer to a file that Git LFS has not fetched", 'Write "git lfs pull".'),
)


def other_content(head: bytes) -> tuple[str, str]:
    """What a file with these first bytes is that can be no medium, and what to do; nothing where it may be one."""
    if not head:
        return "an empty file", "Save or download it once more; a disk that was full leaves such files, too."
    small = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for place, beginnings, what, hint in _KINDS:
        if head[place:].startswith(beginnings) or (place == 0 and small.startswith(beginnings)):
            return what, hint
    return "", ""
