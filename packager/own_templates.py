"""Templates of a user: the folders that hold them, what is wrong with them, and what is there in vain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hornbook.problems import Problem, Span, nearest, warning
from hornbook.rendering.templates import TemplateFault, idle_blocks, new_environment, shipped_names

#: Where a course may bring templates of its own; they are code, so they are used only when the course is trusted.
IN_COURSE = "templates"
#: A template of one's own that others include stands in this folder; any name will do there.
PARTS = "own/"
_LONGEST = 2_000


class TemplatesError(Exception):
    """There are no templates where they are said to be; the text says why."""


def folders(course: Path, named: Path | None, *, trust: bool) -> tuple[Path, ...]:
    """The folders to look for templates in before the shipped ones: the user's, then the course's if it is trusted."""
    found: list[Path] = []
    if named is not None:
        if not named.is_dir():
            raise TemplatesError(f"There is no folder {named}.")
        found.append(named.resolve())
    if trust and _is_readable(course / IN_COURSE):
        found.append((course / IN_COURSE).resolve())
    return tuple(found)


def _is_readable(folder: Path) -> bool:
    """Whether it is a folder that one may look into; reading the course tells where it itself cannot be read."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def look_over(course: Path, used: tuple[Path, ...]) -> Iterator[Problem]:
    """Warnings: templates with a name that none of the shipped ones has, and templates of a course not trusted."""
    known = shipped_names()
    environment = new_environment(used)
    for folder in used:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if any(part.startswith(".") for part in name.split("/")):
                continue  # what a desktop or a version control keeps there
            if path.suffix != ".html":
                hint = "Only templates are used, whose names end in .html; a file of any other kind is in no package."
                yield warning("template-unused", f'"{name}" is no template.', Span(str(path)), hint)
            elif name not in known and not name.startswith(PARTS):
                yield warning(
                    "template-unused",
                    f'No page is made from a template called "{name}".',
                    Span(str(path)),
                    nearest(name, known) or f"A part that your templates include stands in the folder {PARTS}",
                )
            else:
                for line, block, blocks in idle_blocks(environment, name):
                    message = f'The template that this one extends has no block "{block}", so this is shown nowhere.'
                    yield warning("template-unused", message, Span(str(path), line, 1), nearest(block, blocks))
    theirs = course / IN_COURSE
    if _is_readable(theirs) and theirs.resolve() not in used and any(theirs.rglob("*.html")):
        yield warning(
            "template-untrusted",
            "The course brings templates of its own, which are not used.",
            Span(IN_COURSE),
            "Templates are code. If you know who wrote them, build with --trust-templates.",
        )


def problem_of(fault: TemplateFault) -> Problem:
    """A fault as a problem, with the line it is about."""
    problem = Problem(
        "template", f"This template cannot be used: {fault.text}.", Span(str(fault.path), fault.line, 1), fault.hint
    )
    try:
        lines = fault.path.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return problem
    return problem.with_excerpt(lines[fault.line - 1][:_LONGEST]) if 0 < fault.line <= len(lines) else problem
