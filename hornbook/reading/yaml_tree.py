"""YAML as the author typed it: all values stay text, everything knows its place, nothing clever is allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import yaml

from hornbook.problems import Problem, Severity, Span, warning
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.source import is_control
from hornbook.reading.yaml_fault import quoted, to_be_quoted, without_space, yaml_fault

#: Structure and settings need three levels; more is a mistake, and deep nesting exhausts the parser.
MAX_DEPTH = 12
#: Shorter texts are read as fast by the parser in Python, whose messages are kinder.
_LONG = 5_000


#: A hash with a word right behind it, which was hardly meant as a comment.
_HASH = re.compile(r"\s+(?P<rest>#[^\s#].*?)\s*$")


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[PlacedMap, list[Problem]]:
    """The mapping that `text` holds; `first_line` is the line of the file at which it begins."""
    root = Span(path, first_line, 1)
    try:
        node = _composed(text, path, first_line)
    except _Refused as refused:
        return _unread(root), [refused.problem]
    except yaml.MarkedYAMLError as error:
        fault = yaml_fault(error, text.split("\n"))
        span = Span(path, fault.line + first_line, fault.column + 1)
        return _unread(root), [Problem("yaml", fault.message, span, fault.hint)]
    except (yaml.YAMLError, ValueError) as error:
        # ValueError: an escape such as "\U00110000" that is no character.
        return _unread(root), [Problem("yaml", f"This is not YAML: {error}.", root)]
    if node is None:
        return PlacedMap(root), []
    problems: list[Problem] = []
    data = _convert(node, path, first_line, text.split("\n"), problems)
    if not isinstance(data, PlacedMap):
        hint = without_space(text.split("\n")[node.start_mark.line])
        span = _span(node.start_mark, path, first_line)
        return _unread(root), [Problem("yaml-not-mapping", 'Expected lines "name: value" here.', span, hint)]
    return data, problems


def _unread(root: Span) -> PlacedMap:
    """Nothing, where something was that could not be read: what is missing in it needs not be told."""
    data = PlacedMap(root)
    data.broken = True
    return data


def _composed(text: str, path: str, first_line: int) -> yaml.Node | None:
    """The nodes of a text; a long one is read by the fast parser, where there is one and the text is sound."""
    if len(text) > _LONG and yaml.__with_libyaml__:
        with suppress(yaml.YAMLError):
            _refuse_cleverness(text, path, first_line, yaml.CSafeLoader)
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    _refuse_cleverness(text, path, first_line, yaml.SafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _span(mark: yaml.Mark, path: str, first_line: int) -> Span:
    return Span(path, mark.line + first_line, mark.column + 1)


def _refuse_cleverness(text: str, path: str, first_line: int, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> None:
    """Walk the events, which cost nothing, before anything is built from them."""
    depth, lines = 0, text.split("\n")
    for event in yaml.parse(text, Loader=loader):
        mark = event.start_mark
        span = Span(path, mark.line + first_line, mark.column + 1) if mark else Span(path)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(Problem("yaml-anchor", *_to_be_quoted(lines[span.line - first_line], span)))
        if getattr(event, "tag", None):
            raise _Refused(Problem("yaml-tag", *_to_be_quoted(lines[span.line - first_line], span)))
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise _Refused(Problem("yaml-too-deep", f"More than {MAX_DEPTH} levels are nested here.", span))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


def _to_be_quoted(line: str, span: Span) -> tuple[str, Span, str]:
    """A value in this line that YAML takes for an anchor, an alias or a tag."""
    fault = to_be_quoted(line, 0)
    # Where it does not begin right behind the name, it cannot be said what all of it is.
    hint = fault.hint if fault.column == span.column - 1 else "Put the value between quotes."
    return fault.message, span, hint


def _runs_on(node: yaml.ScalarNode, path: str, first_line: int, lines: Sequence[str]) -> Problem:
    """A value that goes on in another line, which may have been meant as something of its own."""
    begun = node.start_mark.line
    number = next((at for at in range(begun + 1, len(lines)) if lines[at].strip()), begun)
    text = lines[number].strip()
    hint = 'Keep the value on its line, or write ">-" there and indent the lines below it.'
    if text.startswith("-"):
        hint = 'An item of a list begins under the one above, with a minus and a space: "- value".'
    span = Span(path, number + first_line, lines[number].find(text) + 1)
    return Problem("yaml-runs-on", f"The value of line {begun + first_line} runs on into this one.", span, hint)


def _cut_off(value: str, match: re.Match[str], span: Span, problems: list[Problem]) -> PlacedText:
    """A value behind which a word with a hash stands, which YAML takes for a comment."""
    whole = f"{value} {match['rest']}".strip()
    hint = f"Put the whole value between quotes, {quoted(whole)[:200]}, or a space after the # of a comment."
    at = Span(span.path, span.line, match.start("rest") + 1)
    found = warning("yaml-comment", "What follows # is a comment, and not read.", at, hint)
    problems.append(found if value else replace(found, severity=Severity.ERROR))
    # Where nothing else stands, it was meant to be the value.
    return PlacedText(value or whole, span)


def _convert(node: yaml.Node, path: str, first_line: int, lines: Sequence[str], problems: list[Problem]) -> object:
    span = _span(node.start_mark, path, first_line)
    if isinstance(node, yaml.ScalarNode):
        # The file itself holds none; an escape such as "\0" may make one.
        if any(is_control(character) for character in node.value if character != "\n"):
            problems.append(
                Problem("control-character", "A control character is written here.", span, "Take the \\ escape out.")
            )
            return PlacedText("".join(filter(str.isprintable, node.value)), span)
        if path.endswith(".json") and not node.style and node.value == "null":
            problems.append(Problem("type", "This value is null.", span, "Write a value, or leave its name out."))
        if not node.style and node.end_mark.line > node.start_mark.line and node.value:
            problems.append(_runs_on(node, path, first_line, lines))
        elif not node.style and (match := _HASH.match(lines[node.end_mark.line], node.end_mark.column)):
            return _cut_off(node.value, match, span, problems)
        return PlacedText(node.value, span)
    if isinstance(node, yaml.SequenceNode):
        items = PlacedList(span, (_convert(item, path, first_line, lines, problems) for item in node.value))
        for before, item in pairwise(items):
            if isinstance(item, PlacedText) and item == before and isinstance(before, PlacedText):
                where = "value" if item.span.line == before.span.line else "line"
                problems.append(warning("repeated-line", f"This repeats the {where} before.", item.span, "Delete one."))
        return items
    mapping = PlacedMap(span)
    for key_node, value_node in node.value:
        key_span = _span(key_node.start_mark, path, first_line)
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem("yaml-key", "A name must be plain text.", key_span))
            continue
        if key_node.value in mapping:
            first = mapping.keys_at[key_node.value].line
            problems.append(
                Problem(
                    "duplicate-key",
                    f'"{key_node.value}" is given twice; first in line {first}.',
                    key_span,
                    "Keep one of them.",
                )
            )
            continue
        mapping.put(key_node.value, _convert(value_node, path, first_line, lines, problems), key_span)
    return mapping
