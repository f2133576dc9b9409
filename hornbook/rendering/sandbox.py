"""Where the templates of a user run: they reach nothing but what they are given, and come to an end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from jinja2 import TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

#: Seconds of computing that one page may take; the largest lessons need one or two.
MOST_SECONDS = 10.0
#: Characters that a page, or anything in it, may have.
MOST_CHARACTERS = 50_000_000
#: Bits of a number that a power may have.
_MOST_BITS = 10_000


class TooMuch(TemplateRuntimeError):
    """A template that makes more than a page, or does not end."""


class _Page(threading.local):
    """The page that a thread is making: until when, in its seconds of computing, and how much came of it already."""

    until = inf
    characters = 0


class _WatchedLoops(CodeGenerator):
    """Compiles loops so that they look at each round whether it is enough."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """Compile a loop."""
        watch = nodes.EnvironmentAttribute("watched", environment=self.environment)
        node.iter = nodes.Call(watch, [node.iter], [], None, None, lineno=node.lineno, environment=self.environment)
        super().visit_For(node, frame)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no page takes longer or becomes larger than any lesson needs.

    What a single call makes is bounded where authors come upon it, in products and powers. For the rest there is the
    memory of the process.
    """

    code_generator_class = _WatchedLoops
    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._page = _Page()

    def begin_page(self) -> None:
        """Begin to count for the page that is made next in this thread."""
        self._page.until = time.thread_time() + MOST_SECONDS
        self._page.characters = 0

    def watched(self, items: Iterable[Any]) -> Iterator[Any]:
        """What a loop goes through."""
        for item in items:
            self._look()
            yield item

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; macros can call each other without an end."""
        self._look()
        return super().call(context, called, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A product or a power."""
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(one, int) and hasattr(other, "__len__") and one * len(other) > MOST_CHARACTERS:
                    raise TooMuch(f"a text or list becomes longer than {MOST_CHARACTERS:,}")
        elif isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > _MOST_BITS:
            raise TooMuch("a number becomes too large")
        return super().call_binop(context, operator, left, right)

    def concat(self, parts: Iterable[str]) -> str:
        """Put a page together, which is counted while it grows, or a piece of one."""
        if isinstance(parts, list):
            self._page.characters += sum(map(len, parts))
            self._look()
            return "".join(parts)
        return "".join(map(self._counted, parts))

    def _counted(self, part: str) -> str:
        # Whether it is too much is for the loop to say that makes it: there the line is known.
        self._page.characters += len(part)
        return part

    def _look(self) -> None:
        if time.thread_time() > self._page.until:
            raise TooMuch(f"a page takes longer than {MOST_SECONDS:g} seconds to make")
        if self._page.characters > MOST_CHARACTERS:
            raise TooMuch(f"a page becomes longer than {MOST_CHARACTERS:,} characters")
