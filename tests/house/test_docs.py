"""Every command and option has its place in the documents, and what the documents type exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from packager.cli import main

HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}```([^\n]*)\n(.*?)^ {0,3}```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)|<img[^>]+src=\"([^\"]+)\"")


def commands(command: click.Command = main, name: str = "hornbook") -> Iterator[tuple[str, click.Command]]:
    """`hornbook` and all commands below it, by the words one types."""
    yield name, command
    if isinstance(command, click.Group):
        for word, below in sorted(command.commands.items()):
            yield from commands(below, f"{name} {word}")


def long_options(command: click.Command) -> list[str]:
    """The long form of each option that `--help` shows."""
    shown = [part for part in command.params if isinstance(part, click.Option) and not part.hidden]
    return [max((*part.opts, *part.secondary_opts), key=len) for part in shown]


def documents(repository: Path) -> dict[str, str]:
    """Name -> text of every document a reader may open."""
    paths = [*sorted((repository / "docs").rglob("*.md")), *sorted(repository.glob("*.md"))]
    return {path.relative_to(repository).as_posix(): path.read_text("utf-8") for path in paths}


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Heading and text of each section of a document; code blocks do not count as headings."""
    masked = FENCE.sub(lambda match: re.sub(r"^#", " ", match.group(), flags=re.MULTILINE), text)
    starts = [match.start() for match in HEADING.finditer(masked)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        heading, _, body = text[start:end].partition("\n")
        yield heading, body


def typed_lines(text: str) -> Iterator[list[str]]:
    """The words of every line in code blocks, comments and prompts taken off; lessons hold no commands."""
    for language, block in FENCE.findall(text):
        if language in ("hornbook", "yaml", "wrong", "report"):
            continue
        for line in block.replace("\\\n", " ").splitlines():
            if words := shlex.split(line.strip().removeprefix("$ "), comments=True):
                yield words


def unknown_words(words: list[str]) -> str:
    """What `hornbook` does not know in a line that starts with it; nothing if it would take the line."""
    command: click.Command = main
    for number, word in enumerate(words[1:], 1):
        if not isinstance(command, click.Group):
            break
        if word.startswith("-"):
            continue
        if word not in command.commands:
            return " ".join(words[: number + 1])
        command = command.commands[word]
    known = {name for part in command.params for name in (*part.opts, *part.secondary_opts)} | {"--help"}
    return " ".join(word for word in words if word.startswith("--") and word.partition("=")[0] not in known)


@pytest.mark.parametrize(("name", "command"), list(commands())[1:], ids=lambda value: str(value))
def test_every_command_has_a_section_that_names_its_options(
    repository: Path, name: str, command: click.Command
) -> None:
    own = [
        body
        for document, text in documents(repository).items()
        if document.startswith("docs/")
        for heading, body in sections(text)
        if re.search(rf"`{re.escape(name)}\b", heading)
    ]
    assert own, f"No heading in docs/ names `{name}`."
    missing = [option for option in long_options(command) if not any(f"`{option}" in body for body in own)]
    assert missing == []


def test_commands_and_options_in_code_blocks_exist(repository: Path) -> None:
    wrong = {
        f"{document}: {unknown}"
        for document, text in documents(repository).items()
        for words in typed_lines(text)
        if words[0] == "hornbook" and (unknown := unknown_words(words))
    }
    assert wrong == set()


def test_make_targets_in_documents_exist(repository: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        (document, target)
        for document, text in documents(repository).items()
        for target in re.findall(r"(?:^|`)make ([a-z-]+)\b", text, re.MULTILINE)
    }
    assert {("README.md", "demo"), ("README.md", "test")} <= named
    assert {(document, target) for document, target in named if target not in targets} == set()


def test_readme_has_the_prerequisites_in_one_line(repository: Path) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    assert ["apt-get", "install", "-y", "git", "make", "python3-venv"] in [
        words[words.index("apt-get") :] for words in typed_lines(readme) if "apt-get" in words
    ]


def test_links_between_documents_lead_somewhere(repository: Path) -> None:
    broken = []
    for document, text in documents(repository).items():
        for match in LINK.finditer(re.sub(r"`[^`\n]+`", "", FENCE.sub("", text))):
            target = (match.group(1) or match.group(2)).partition("#")[0]
            if not target or re.match(r"[a-z]+:", target):
                continue
            if not ((repository / document).parent / unquote(target)).exists():
                broken.append(f"{document}: {target}")
    assert broken == []
