"""The administrators' page knows every command, flag and variable of `hornbook-lti`, and every reason it explains."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lti_app.app import create_app
from lti_app.cli import main
from lti_app.config import Config

PAGES = ("administrators.md", "instructors.md")


def commands(command: click.Command = main, name: str = "hornbook-lti") -> Iterator[tuple[str, click.Command]]:
    """All commands that do something, by the words one types."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    for word, below in command.commands.items():
        yield from commands(below, f"{name} {word}")


def shown_options(command: click.Command) -> list[click.Option]:
    """The options that `--help` lists."""
    return [part for part in command.params if isinstance(part, click.Option) and not part.hidden]


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    """The administrators' page, and what it leaves to others."""
    return "\n".join((repository / "docs" / name).read_text("utf-8") for name in PAGES)


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_named(page: str, name: str) -> None:
    assert name in page


def test_every_flag_and_variable_is_named(page: str) -> None:
    for name, command in commands():
        if name == "hornbook-lti demo":
            continue
        for option in shown_options(command):
            assert f"`{option.opts[0]}" in page or f"{option.opts[0]} " in page, f"{name} {option.opts[0]}"
            if isinstance(option.envvar, str):
                assert option.envvar in page


def test_what_the_page_types_exists(page: str) -> None:
    known = dict(commands())
    for block in re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line) if line.startswith("hornbook-lti") else []
            if not words:
                continue
            command = next(command for name, command in known.items() if line.startswith(name))
            flags = {flag for option in shown_options(command) for flag in option.opts}
            assert {word for word in words if word.startswith("--")} <= flags


def test_the_reasons_that_it_explains_exist(page: str, repository: Path) -> None:
    texts = json.loads((repository / "templates/interface/lti-en.json").read_text("utf-8"))["errors"]
    table = page.partition("| Reason | What helps |")[2].partition("\n\n")[0]
    reasons = re.findall(r"`([a-z-]+)`(?=[, |])", table)
    assert len(reasons) > 5
    assert {reason for reason in reasons if not reason.startswith("-")} <= set(texts)


def test_the_addresses_that_it_names_exist(page: str, tmp_path: Path) -> None:
    app = create_app(Config(database=f"sqlite:///{tmp_path}/hornbook.db"))
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    named = set(re.findall(r"(?:`|example\.org)(/(?:lti/)?[a-z.]+)`", page))
    assert {"/healthz", "/readyz", "/metrics", "/lti/login", "/lti/launch", "/lti/jwks", "/lti/canvas.json"} <= named
    assert named <= rules
    app.extensions["hornbook.database"].engine.dispose()


def test_every_reason_in_the_code_has_its_texts(repository: Path) -> None:
    texts = json.loads((repository / "templates/interface/lti-en.json").read_text("utf-8"))["errors"]
    code = "\n".join(
        path.read_text("utf-8") for path in (repository / "lti_app").rglob("*.py") if "demo" not in path.parts
    )
    reasons = set(re.findall(r"Refused\(\s*\"([a-z-]+)\"", code))
    assert len(reasons) > 40
    assert reasons <= set(texts)
    for words in texts.values():
        assert set(words) == {"title", "cause", "next"}
