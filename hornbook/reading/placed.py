"""Plain data whose every part knows where it was written, so that the model's complaints find their line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hornbook.problems import Span

_NOTHING = object()


class PlacedText(str):
    """A string with its place."""

    span: Span

    def __new__(cls, value: str, span: Span) -> PlacedText:
        """A string that begins at `span`."""
        text = super().__new__(cls, value)
        text.span = span
        return text


class PlacedMap(dict[str, object]):
    """A mapping with its place, and the places of its keys."""

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span
        self.keys_at: dict[str, Span] = {}
        #: Whether something of it could not be read, so that what is missing here has been reported already.
        self.broken = False

    def put(self, key: str, value: object, span: Span | None = None) -> None:
        """Set `key`; `span` is where the key itself stands."""
        self[key] = value
        if span is not None:
            self.keys_at[key] = span


class PlacedList(list[object]):
    """A list with its place."""

    def __init__(self, span: Span, items: Iterable[object] = ()) -> None:
        super().__init__(items)
        self.span = span
        #: Whether an item of it could not be read, and is not among them.
        self.broken = False


def steps(data: object, path: Sequence[str | int]) -> Iterator[object]:
    """Every part that is met on the way along `path`, `data` first; steps that are no key or index are passed over."""
    here = data
    yield here
    for step in path:
        found = _inner(here, step)
        if found is not _NOTHING:
            here = found
            yield here


def _inner(part: object, step: str | int) -> object:
    if isinstance(part, PlacedMap) and isinstance(step, str):
        return part.get(step, _NOTHING)
    if isinstance(part, PlacedList) and isinstance(step, int) and step < len(part):
        return part[step]
    return _NOTHING


def place(data: object, path: Sequence[str | int]) -> Span:
    """The most exact place known for `path` inside `data`."""
    span: Span = getattr(data, "span", Span(""))
    here = data
    for step in path:
        found = _inner(here, step)
        if found is not _NOTHING:
            if isinstance(here, PlacedMap):
                span = here.keys_at.get(str(step), span)
            span = getattr(found, "span", span)
            here = found
    return span
