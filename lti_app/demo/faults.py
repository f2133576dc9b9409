"""Faults on request: what a platform does on a bad day, one answer at a time or until it is told to stop."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

#: What the tool asks for; the names under which faults are scripted.
OPERATIONS = ("token", "scores", "results", "lineitems", "lineitem", "memberships", "jwks")


@dataclass(frozen=True)
class Fault:
    """One bad answer.

    `kind` is `status` (answered with `status` and without doing anything), `login-page` (200 and a page in HTML),
    `hang` (answers after `seconds`, without doing anything), `slow` (does it after `seconds`), `drop-before` (the
    connection ends, nothing is done) or `drop-after` (it is done, and the connection ends before the answer).
    """

    kind: str
    status: int = 0
    retry_after: str = ""
    seconds: float = 0.0
    text: str = ""


def answers(status: int, *, retry_after: str = "", text: str = "") -> Fault:
    """An HTTP error."""
    return Fault("status", status=status, retry_after=retry_after, text=text)


def hangs(seconds: float) -> Fault:
    """No answer for a while, and then a useless one."""
    return Fault("hang", seconds=seconds)


def slow(seconds: float) -> Fault:
    """The right answer, late."""
    return Fault("slow", seconds=seconds)


LOGIN_PAGE = Fault("login-page")
DROP_BEFORE = Fault("drop-before")
DROP_AFTER = Fault("drop-after")


class Faults:
    """Which fault the next request of an operation meets."""

    def __init__(self) -> None:
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)
        #: Met by every request of the operation as long as it stands here.
        self.always: dict[str, Fault] = {}
        #: Asked last, for plans that a test draws by lot.
        self.plan: Callable[[str], Fault | None] = lambda operation: None

    def script(self, operation: str, *faults: Fault) -> None:
        """The next requests of `operation` meet these faults, in order, one each."""
        if operation not in OPERATIONS:
            raise ValueError(f"The tool never asks for {operation}.")
        self._next[operation].extend(faults)

    def clear(self) -> None:
        """A good day."""
        self._next.clear()
        self.always.clear()
        self.plan = lambda operation: None

    def take(self, operation: str) -> Fault | None:
        """The fault for this request."""
        try:
            return self._next[operation].popleft()
        except IndexError:
            return self.always.get(operation) or self.plan(operation)
