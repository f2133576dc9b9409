"""The manual page of a code of problems: read from a docstring, written as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

LESSON = "example.md"
_EXAMPLE = re.compile(r"^(Before|Wrong|Right)(?:, ([\w./-]+))?:\n\n((?:(?: {4}.*)?\n)+)", re.MULTILINE)


class Rule:
    """The base of all entries of the manual: a subclass is named as a code, and its docstring is the page.

    The docstring begins with one sentence, then says more, then shows examples: after a line `Wrong:` or `Right:` an
    indented lesson, which needs no front matter. `Wrong, course.yaml:` names another file; `Before:` is what the
    course was when it was built the last time. `tests/packager/test_manual.py` runs all of them: what is wrong is
    reported by exactly this code, what is right by none.
    """


@dataclass(frozen=True)
class Page:
    """One code: its first sentence, what else there is to say, and the files of its examples by name."""

    code: str
    summary: str
    text: str
    before: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    right: Mapping[str, str] = field(default_factory=dict)

    def markdown(self) -> str:
        """The page as it stands in the documents and on the screen."""
        parts = [f"# `{self.code}`", self.summary, self.text]
        for heading, files in (("Before", self.before), ("Wrong", self.wrong), ("Right", self.right)):
            if files:
                parts.append(f"## {heading}")
            for name, body in files.items():
                if name != LESSON or len(files) > 1:
                    parts.append(f"In `{name}`:")
                language = {"md": "hornbook", "yaml": "yaml"}.get(name.rpartition(".")[2], "text")
                fence = "````" if "```" in body else "```"
                parts.append(f"{fence}{language}\n{body}{fence}")
        return "\n\n".join(filter(None, parts)) + "\n"


def code_of(rule: type[Rule]) -> str:
    """The code that a class is named after: `FenceNotOpen` is `fence-not-open`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", rule.__name__).lower()


def page_of(rule: type[Rule]) -> Page:
    """The page in a docstring."""
    text = inspect.cleandoc(rule.__doc__ or "") + "\n"
    files: dict[str, dict[str, str]] = {"Before": {}, "Wrong": {}, "Right": {}}
    for when, name, body in _EXAMPLE.findall(text):
        files[when][name or LESSON] = dedent(body).strip("\n") + "\n"
    summary, _, more = _EXAMPLE.sub("", text).strip().partition("\n\n")
    return Page(code_of(rule), summary, more.strip(), files["Before"], files["Wrong"], files["Right"])


def rules_in(module: object) -> Iterator[type[Rule]]:
    """The entries of a module of the manual."""
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Rule) and value is not Rule:
            yield value
