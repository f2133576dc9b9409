"""What all writers of Markdown share: marked lines, options, and texts that cannot be written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hornbook.writing.data import Plain

#: A value that may stand in braces without quotation marks.
_BARE = re.compile(r"[A-Za-z0-9./%+_-]+")


class CannotWrite(Exception):
    """A text has no place in the Markdown form; the message says which and why."""


def hung(marker: str, text: str, indent: int) -> list[str]:
    """A text after its marker; later lines are indented by `indent` spaces."""
    first, *more = text.split("\n")
    return [f"{marker}{first}".rstrip(), *(f"{' ' * indent}{line}" if line.strip() else "" for line in more)]


def indented(lines: Iterable[str], indent: int) -> list[str]:
    """Lines that stand further in."""
    return [f"{' ' * indent}{line}" if line else "" for line in lines]


def quoted(text: str) -> str:
    """A text between quotation marks."""
    if "\n" in text:
        raise CannotWrite(f'"{text[:40]}" goes over several lines, and has only one.')
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def variants(texts: Iterable[str]) -> str:
    """Texts with bars between them."""
    return " | ".join(text.replace("|", "\\|") for text in texts)


def option_value(value: Plain) -> str:
    """The value of an option as an author writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " | ".join(option_value(item) for item in value)
    if isinstance(value, dict):
        return " | ".join(f"{name} {option_value(item)}" for name, item in value.items())
    return str(value)


def braces(options: Mapping[str, Plain]) -> str:
    """Options in braces, with a space before them; nothing where there are none."""
    written = []
    for name, value in options.items():
        text = option_value(value)
        if name == "id":
            written.append(f"#{text}")
        elif value is True:
            written.append(name)
        elif "{" in text or "}" in text:
            raise CannotWrite(f'The option "{name}" holds braces, and stands in braces itself.')
        else:
            written.append(f"{name}={text if _BARE.fullmatch(text) else quoted(text)}")
    return f" {{{' '.join(written)}}}" if written else ""
