"""Options that several commands of `hornbook` share, and the paths that they take."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

# Listed here so that `--help` need not import the targets; a test holds the two lists together.
TARGET_NAMES = ("scorm12", "scorm2004-3rd", "scorm2004-4th", "web")

#: When Python looks for rings of objects that nobody holds any more, instead of at 700.
COLLECT_AT = (20_000, 20, 20)

# What may be read is found out by reading, and said in one way.
PATH = click.Path(path_type=Path, readable=False)


def with_form(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--format` and `--strict`."""
    form = click.option(
        "--format",
        "form",
        default="text",
        show_default=True,
        type=click.Choice(("text", "json", "github")),
        help="How to print what was found: for a person, for a program, or as annotations of a GitHub workflow.",
    )
    strict = click.option("--strict", is_flag=True, help="Let warnings fail the command too.")
    return form(strict(command))


def with_templates(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--templates` and `--trust-templates`."""
    named = click.option("--templates", type=PATH, help="A folder with templates of your own for the pages.")
    trust = click.option(
        "--trust-templates", is_flag=True, help="Use the templates that the course brings in its folder templates/."
    )
    return named(trust(command))


@dataclass(frozen=True)
class Packing:
    """What to make of a course, as the options of `with_packing` say it."""

    targets: Sequence[str]
    output: Path | None
    sco: str
    split: bool
    schemas: Path | None
    locked: bool
    quiet: bool
    cached: bool = True

    @property
    def cache(self) -> Path | None:
        """The folder in which builds leave what spares the next one work, if that is wanted."""
        from packager.cache.shelf import usual_folder

        return usual_folder() if self.cached else None


def with_packing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what to make of a course; the command is called with `packing`."""
    options = (
        click.option(
            "--target",
            "-t",
            "targets",
            multiple=True,
            type=click.Choice(TARGET_NAMES),
            help="What to pack for; may be given several times. [default: scorm12]",
        ),
        click.option(
            "--output",
            "-o",
            type=PATH,
            help="The zip to write, or a folder for several. [default: the folder build/]",
        ),
        click.option(
            "--sco",
            default="course",
            show_default=True,
            type=click.Choice(("course", "lesson")),
            help="What the LMS keeps and shows by itself: the course as one, or each lesson in its table of contents.",
        ),
        click.option("--split", is_flag=True, help="Write one zip for each lesson."),
        click.option(
            "--schemas",
            type=PATH,
            help="A folder with the published schemas (XSD) of SCORM, to put into the package for strict conformance.",
        ),
        click.option("--locked", is_flag=True, help="Refuse to build if course.lock.json would change."),
        click.option("--quiet", "-q", is_flag=True, help="Print problems only."),
        click.option(
            "--cache/--no-cache",
            "cached",
            default=True,
            help="Whether to take from the last build what has not changed since; the package is the same. "
            "[default: --cache]",
        ),
    )

    @functools.wraps(command)
    def packed(
        targets: Sequence[str],
        output: Path | None,
        sco: str,
        split: bool,
        schemas: Path | None,
        locked: bool,
        quiet: bool,
        cached: bool,
        **rest: Any,
    ) -> None:
        chosen = targets or (TARGET_NAMES[0],)
        command(packing=Packing(chosen, output, sco, split, schemas, locked, quiet, cached), **rest)

    decorated: Callable[..., None] = packed
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
