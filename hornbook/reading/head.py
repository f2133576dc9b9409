"""What follows the colons of a block: `kind subtype "Title" {#id name=value flag}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hornbook.problems import Span
from hornbook.reading.placed import PlacedText
from hornbook.reading.report import Report

_CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb"
#: A title between curly quotation marks, as word processors make them.
_CURLY_TITLE = re.compile(rf'[{_CURLY}]([^{_CURLY}"{{}}]*)[{_CURLY}]')
#: A word that may belong to a title.
_BARE = re.compile(r"[^\W_][^=]*")
_WORD = re.compile(r'[^\s"{}]+')
_TITLE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_TOKEN = re.compile(
    r'#(?P<id>[^\s{}"=]*)|(?P<name>[A-Za-z][\w-]*)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s{}"]*))|(?P<flag>[A-Za-z][\w-]*)'
)
#: Several values after a name, with commas between them and no quotes around.
_BARE_LIST = re.compile(r"[A-Za-z][\w-]*=(?P<values>[^\s\"{}=,]+(?:,\s+[^\s\"{}=,#]+)+)(?![^\s}])")
#: Braces at the end of a line: ` {...}`; a backslash before the brace makes it text.
_TRAILING = re.compile(r"(?:^|(?<=\s))(?<!\\)\{(?!\{)([^{}]*)\}[ \t]*$")
_BRACES_LIKE = re.compile(r"(?<![^\s{])\{#|(?<!\S)(?:#[a-z0-9-]+\}|#\{[a-z0-9-]+\}|[\[(]#[a-z0-9-]+[\])}])[ \t]*$")


@dataclass(frozen=True)
class Attributes:
    """What stood in braces: options by name, with the places of their names."""

    options: dict[str, PlacedText] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """The first line of a block, in parts."""

    kind: PlacedText
    words: tuple[PlacedText, ...]
    """What stands alone behind the kind."""
    title: PlacedText | None
    attributes: Attributes


def _later(span: Span, columns: int) -> Span:
    return Span(span.path, span.line, span.column + columns)


def read_head(text: PlacedText, report: Report) -> Head:
    """The parts of a block's first line; whatever fits nowhere is reported."""
    words: list[PlacedText] = []
    title: PlacedText | None = None
    attributes = Attributes()
    position = 0
    while position < len(text):
        rest = text[position:]
        span = _later(text.span, position)
        if rest[0].isspace():
            position += 1
        elif match := _TITLE.match(rest):
            if title is not None:
                report.error("head", "A block has one title.", span, 'Write \\" for a quotation mark inside a title.')
            title = PlacedText(re.sub(r"\\(.)", r"\1", match[1]), _later(span, 1))
            position += match.end()
        elif title is None and (match := _CURLY_TITLE.match(rest)):
            title = PlacedText(match[1], _later(span, 1))
            report.error(
                "head",
                "Curly quotation marks are not read.",
                span,
                f'Type plain ones around the title: "{match[1][:60]}".',
            )
            position += match.end()
        elif rest[0] == "{":
            end = rest.find("}")
            if end < 0:
                report.error("braces", "The brace { is not closed.", span, "Add } at the end of the line.")
                break
            attributes = read_attributes(PlacedText(rest[1:end], _later(span, 1)), report)
            if rest[end + 1 :].strip():
                report.error("head", "Nothing may follow the braces.", _later(span, end + 1))
            break
        elif match := _WORD.match(rest):
            words.append(PlacedText(match[0], span))
            position += match.end()
        else:
            report.error("head", f"The quotation mark {rest[0]} is never closed.", span, "Put another after the title.")
            break
    kind = words[0] if words else PlacedText("", text.span)
    return Head(kind, tuple(words[1:]), title, attributes)


def refuse_words(words: Sequence[PlacedText], report: Report) -> None:
    """Words that stand alone in the first line of a block. Told once: without quotation marks they are one title."""
    for word in words[:1]:
        bare = all(_BARE.fullmatch(other) for other in words)
        hint = f'Put the title between quotation marks: "{" ".join(words)[:60]}".'
        report.error("head", f'"{word}" does not belong here.', word.span, hint if bare else _where_it_belongs(word))


def _where_it_belongs(word: str) -> str:
    """What to do about a word that stands alone in the first line of a block."""
    if word[0] in _CURLY:
        return 'Type plain quotation marks around the title: "...". Curly ones are not read.'
    if match := re.fullmatch(r"[(\[](#[a-z0-9-]+)[)\]]", word):
        return f"An id stands in braces: {{{match[1]}}}."
    if word.startswith("#"):
        return f"An id stands in braces: {{{word}}}."
    if "=" in word:
        return f"An option stands in braces: {{{word}}}."
    return "Put a title between quotation marks."


def read_attributes(text: PlacedText, report: Report) -> Attributes:
    """The options inside braces; `#id` is the option `id`, a bare word is the option with the value true."""
    attributes = Attributes()
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        span = _later(text.span, position)
        match = _TOKEN.match(text, position)
        after = text[match.end() : match.end() + 1] if match else ""
        if match is None or (after and not after.isspace()):
            word = text[position:].split()[0]
            report.error("braces", f'"{word}" cannot be read as an option.', span, _meant_option(word))
            position += len(word)
            continue
        if match["id"] is not None:
            name, value, offset = "id", match["id"], 1
            if value.endswith((",", ";")):
                value = value[:-1]
                report.error("braces", "Options have spaces between them alone.", span, f'Write "#{value}".')
        elif match["name"] is not None and (bare := _BARE_LIST.match(text, position)):
            # Read as one value, and told once.
            name, value, offset = match["name"], bare["values"], len(match["name"]) + 1
            match = bare
            report.error("braces", "A value with spaces stands between quotes.", span, f'Write {name}="{value}".')
        elif match["name"] is not None:
            name = match["name"]
            quoted = match["quoted"]
            value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else match["bare"]
            offset = len(name) + 1
        else:
            name, value, offset = match["flag"], "true", 0
        if name in attributes.options:
            report.error("option-twice", f'The option "{name}" is given twice.', span, "Keep one of them.")
        else:
            attributes.options[name] = PlacedText(value, _later(span, offset))
            attributes.places[name] = span
        position = match.end()
    return attributes


def _meant_option(word: str) -> str:
    """What to write instead of a word that is no option."""
    if word[0] in "=~" and len(word) > 1:
        return f'An answer stands on a line of its own under the question: "{word[0]} {word[1:]}".'
    if match := re.fullmatch(r"([A-Za-z][\w-]*):(\S+)", word):
        return f'Write "{match[1]}={match[2]}".'
    if word.endswith((",", ";")) and _TOKEN.fullmatch(word[:-1]):
        return f'Options have spaces between them alone: write "{word[:-1]}".'
    return 'Options are #id, name=value, name="a value with spaces" or a single name.'


def trailing_attributes(text: PlacedText, report: Report) -> tuple[PlacedText, Attributes]:
    """A line's text without the braces at its end, and what stood in them."""
    match = _TRAILING.search(text)
    if match is None:
        if like := _BRACES_LIKE.search(text):
            span = _later(text.span, like.start())
            report.error(
                "braces",
                "These braces cannot be read.",
                span,
                "Write {#id} at the end of the line, or \\{ for a brace.",
            )
        return text, Attributes()
    inside = PlacedText(match[1], _later(text.span, match.start(1)))
    return PlacedText(text[: match.start()].rstrip(), text.span), read_attributes(inside, report)
