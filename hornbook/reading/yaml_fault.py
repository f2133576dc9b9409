"""What YAML's parser complains of, in the words of an author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

_CURLY = re.compile("[\u201c\u201d\u201e\u00ab\u00bb]")
_MARKS = "\u201c\u201d\u201e\u00ab\u00bb "
#: A name, and a value of which only the beginning stands between quotation marks.
_AFTER_QUOTE = re.compile(r"""(?P<name>\s*(?:- )?[\w-]+:) +(?:"(?:[^"\\]|\\.)*"|'[^']*')\s*""")
#: What stands before the value of a line, and the value.
_VALUE = re.compile(r"(?P<lead>\s*(?:- +)*(?:[\w-]+: +)?)(?P<value>\S.*?)\s*$")
#: A name and a value with nothing between the colon and the value.
_NO_SPACE = re.compile(r"\s*(?P<name>[a-z][\w-]*):(?P<value>[^\s:/].*?)\s*$")
_QUOTE_IT = 'Put a value with ": " or "#" in it between quotes.'
_WITH_A_MEANING = "[]{}&*!|>%@`,?"
#: How much of a line a hint repeats.
_MOST_SHOWN = 200


class YamlFault(NamedTuple):
    """A message and a hint, and where: `line` and `column` count from 0."""

    message: str
    hint: str
    line: int
    column: int


def quoted(value: str) -> str:
    """The value between the quotes that keep all of it."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def to_be_quoted(line: str, number: int) -> YamlFault:
    """Line `number`, counted from 0, whose value begins with a character that has a meaning in YAML."""
    match = _VALUE.match(line)
    lead, value = (match["lead"], match["value"]) if match else ("", line)
    if value.startswith("* ") and not lead.strip():
        return YamlFault("An item of a list begins with a minus.", f'Write "- {value[2:][:_MOST_SHOWN]}".', number, 0)
    return YamlFault(
        f'A value that begins with "{value[:1]}" needs quotes around it.',
        f"Write {lead.strip()} {quoted(value)[:_MOST_SHOWN]}".replace("  ", " "),
        number,
        len(lead),
    )


def without_space(line: str) -> str:
    """What to do where a colon touches the value behind it; else nothing."""
    match = _NO_SPACE.match(line)
    return f'Put a space after the colon: "{match["name"]}: {match["value"][:_MOST_SHOWN]}".' if match else ""


def yaml_fault(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> YamlFault:
    """What is wrong with a text of these lines; `error` is how the parser stumbled over it."""
    said, around = error.problem or "", error.context or ""
    mark, begun = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    at = (mark.line, mark.column) if mark else (0, 0)
    from_ = (begun.line, begun.column) if begun else at
    line = lines[at[0]] if at[0] < len(lines) else ""
    if "quoted scalar" in around and "end of stream" in said:
        return YamlFault("The quotation mark that begins here is never closed.", "Close it at the end.", *from_)
    if "escape" in said:
        return YamlFault("A backslash stands in a value between double quotes.", "Use single quotes: '...'.", *at)
    if "flow node" in around and "stream end" in said:
        opened = next((number for number in range(len(lines) - 1, -1, -1) if _opens(lines[number])), 0)
        fault = to_be_quoted(lines[opened], opened)
        bracket = lines[opened][fault.column : fault.column + 1]
        hint = f"Close it. If it is part of the text: {fault.hint[:1].lower()}{fault.hint[1:]}"
        return fault._replace(message=f"The bracket {bracket} that begins here is never closed.", hint=hint)
    if "flow node" in around:
        return YamlFault("A value is missing here, or a comma is one too many.", "Write a value, or nothing.", *at)
    if "flow sequence" in around or "flow mapping" in around:
        bracket = "]" if "sequence" in around else "}"
        return YamlFault(
            f"A list in brackets is not closed, or lacks a comma: {bracket} is expected.",
            f"Put commas between the values and {bracket} after the last.",
            *from_,
        )
    if "'\\t'" in said:
        return YamlFault("A tab stands at the start of this line.", "Indent with spaces.", *at)
    if "sequence entries are not allowed" in said:
        return YamlFault("A list begins in the line of its name.", 'Begin it on the next line: "- value".', *at)
    if "mapping values are not allowed" in said:
        if line[at[1] + 1 :].strip() and ":" in line[: at[1]]:
            curly = "Type plain quotation marks; curly ones are not read. " if _CURLY.search(line) else ""
            name, _, value = line.partition(":")
            hint = f"Put the value between quotes: {name.strip()}: {quoted(value.strip().strip(_MARKS))}"
            return YamlFault("A colon and a space stand inside a value.", curly + hint[:_MOST_SHOWN], *at)
        if line and not line[0].isspace() and at[0] > 0:
            return _without_colon(lines, (at[0] - 1, 0), at)
        return YamlFault(
            "This line is indented further than the one above.",
            "Let it begin exactly under the name above.",
            at[0],
            len(line) - len(line.lstrip()),
        )
    if "could not find expected ':'" in said:
        return _without_colon(lines, from_, at)
    if "<document start>" in said:
        first = next((at for at, text in enumerate(lines) if text.strip() and not text.lstrip().startswith("#")), at[0])
        return _without_colon(lines, (first, len(lines[first]) - len(lines[first].lstrip())), at)
    if "block mapping" in around and _opens(line):
        return to_be_quoted(line, at[0])
    if "block mapping" in around and (match := _AFTER_QUOTE.match(line)) and match.end() == at[1]:
        whole = line[match.end("name") :].strip().replace("'", "''")
        return YamlFault(
            "Something stands after the quotation mark that ends the value.",
            f"Put the whole value between single quotes: {match['name'].strip()} '{whole[:120]}'",
            *at,
        )
    if "block mapping" in around or "block collection" in around:
        return YamlFault(
            "This line is indented in another way than its neighbours.",
            "Let lines that belong together begin in the same column.",
            *at,
        )
    if "another document" in said:
        return YamlFault('A line "---" stands here.', "Delete it: it belongs into lessons in Markdown alone.", *at)
    if (match := _VALUE.match(line)) and match["value"][0] in _WITH_A_MEANING:
        return to_be_quoted(line, at[0])
    return YamlFault(f"These settings cannot be read: {said or 'something is out of place'}.", _QUOTE_IT, *at)


def _opens(line: str) -> bool:
    """Whether the value of a line begins with a bracket."""
    match = _VALUE.match(line)
    return match is not None and match["value"][0] in "[{"


def _without_colon(lines: Sequence[str], begun: tuple[int, int], at: tuple[int, int]) -> YamlFault:
    """A line that is neither `name: value` nor an item; the parser notices it only at the next one."""
    line = lines[begun[0]] if begun[0] < len(lines) else ""
    if re.match(r"\s*-\S", line):
        return YamlFault("An item of a list lacks the space after its minus.", 'Write "- value".', *begun)
    if hint := without_space(line):
        return YamlFault("A space is missing after the colon.", hint, *begun)
    if line.strip():
        return YamlFault(
            'This line is neither "name: value" nor an item of a list.',
            'Write "name: value", or "- value" for an item.',
            *begun,
        )
    return YamlFault('A ":" is missing.', _QUOTE_IT, *at)
