"""Templates of a user: what they may use is what the documents say, and no mistake in one ends in a traceback."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, Template
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from hornbook import resources
from hornbook.media import CourseFolder
from hornbook.profile import Profile
from hornbook.reading import load_course
from hornbook.rendering.html import Prose
from hornbook.rendering.pages import environment, question_html, render
from hornbook.rendering.templates import TemplateFault
from hornbook.rendering.theme import inline_source

WEB = Profile("web", 16_000)
DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "templates.md").read_text("utf-8")
TABLES = [
    set(re.findall(r"^\| `(?:prose\.)?(\w+)", table, re.MULTILINE)) for table in DOCUMENT.split("| Name | What it ")[1:]
]
EVERYWHERE, LESSONS, QUESTIONS, PROSE, FUNCTIONS = TABLES


@pytest.fixture(scope="module")
def folder() -> CourseFolder:
    """The example course in Arabic."""
    read = load_course(resources.content() / "fractions").value
    assert read is not None
    return read.folder


def pages(folder: CourseFolder, *templates: Path) -> dict[str, bytes]:
    """The pages of a course by name, made with templates of a user."""
    made = render(folder, Profile("web", 16_000, templates=templates))
    return {file.name: file.read() for file in made if file.name.endswith(".html")}


def own(tmp_path: Path, text: str, name: str = "blocks/glossary.html") -> Path:
    """A folder with one template."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_documents_name_exactly_what_templates_are_given(
    folder: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, set[str]] = {}
    plain = Template.render

    def recorded(self: Template, *values: Any, **more: Any) -> str:
        given[str(self.name)] = set(dict(*values, **more))
        return plain(self, *values, **more)

    monkeypatch.setattr(Template, "render", recorded)
    render(folder, WEB)
    lesson = folder.course.lessons[0]
    question = next(block.questions[0] for block in lesson.blocks if block.kind == "quiz")
    question_html(folder, lesson.id, question, 1)
    assert given["index.html"] == EVERYWHERE
    assert given["lesson.html"] == EVERYWHERE | LESSONS
    assert given["question.html"] == QUESTIONS | {"prose", "t"}


def test_the_documents_name_exactly_what_templates_may_call() -> None:
    env: Environment = environment(())
    added = (env.globals.keys() - DEFAULT_NAMESPACE) | (env.filters.keys() - FILTERS) | (env.tests.keys() - TESTS)
    assert added == FUNCTIONS
    assert {name for name in vars(Prose) if not name.startswith("_")} == PROSE


def test_in_the_sandbox_the_shipped_templates_make_the_same_pages(folder: CourseFolder, tmp_path: Path) -> None:
    assert pages(folder, tmp_path) == pages(folder)


def test_a_template_of_a_user_comes_first_and_can_extend_the_shipped_one(folder: CourseFolder, tmp_path: Path) -> None:
    example = re.findall(r"^```jinja\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    first = own(tmp_path / "first", example[0], "lesson.html")
    second = own(tmp_path / "second", "{{ lesson.nothing }}", "lesson.html")
    made, plain = pages(folder, first, second), pages(folder)
    assert made.keys() == plain.keys()
    assert made["index.html"] == plain["index.html"]
    line = b'<p class="school">Riverside School</p>\n'
    assert [name for name, page in made.items() if line in page] == [name for name in plain if name != "index.html"]
    assert made["lesson-what-is-a-fraction.html"].replace(line, b"").split() == (
        plain["lesson-what-is-a-fraction.html"].split()
    )


def test_rules_of_a_user_come_last_and_the_policy_lets_in_just_them(folder: CourseFolder, tmp_path: Path) -> None:
    example = re.findall(r"^```jinja\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    made = pages(folder, own(tmp_path, example[1], "base.html"))
    assert "index.html" in made
    for page in made.values():
        style = re.search(r"player\.css\">\s*<style>(.*?)</style>", page.decode(), re.DOTALL)
        assert style is not None
        assert ".school { font-variant: small-caps; }" in style[1]
        assert inline_source(style[1]) in unescape(page.decode()).split("style-src", 1)[1].split(";", 1)[0]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\n{{ blok }}", 2, "'blok' is undefined"),
        ("{{ block.nothing }}", 1, '"Glossary" has no "nothing"'),
        ("one\n\n{% if block %}", 3, "Unexpected end of template"),
        ("{% include 'blocks/quizz.html' %}", 1, 'there is no template "blocks/quizz.html"'),
        ("{% include '../../../pyproject.toml' %}", 1, "there is no template"),
        ("{{ prose.block }}\n{{ prose.__class__ }}", 2, "is unsafe"),
        ("{{ prose._folder.course }}", 1, "is unsafe"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ 'a' + 1 }}", 1, "str"),
        ("{{ [1][7:].pop() }}", 1, "unsafe"),
        ("{% for number in range(1000000000) %}x{% endfor %}", 1, "Range too big"),
        ("{% macro again() %}{{ again() }}{% endmacro %}\n{{ again() }}", 1, "calls itself without an end"),
        ("{{ prose.asset('nothing.svg') }}", 1, "nothing.svg"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    folder: CourseFolder, tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(TemplateFault) as told:
        pages(folder, own(tmp_path, text))
    assert message in told.value.text
    assert (told.value.path, told.value.line) == (tmp_path / "blocks/glossary.html", line)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\n" + "{% for n in range(99999) %}" * 3 + "{% endfor %}" * 3, 2, "a page takes longer than 0.5 seconds"),
        ("one\n{% for n in [1] recursive %}{{ loop([1]) ~ loop([1]) }}{% endfor %}", 2, "calls itself without an end"),
        (
            "{% macro m(n) %}\n{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(99) }}",
            2,
            "0.5 seconds",
        ),
        ("one\n{{ 'a' * 10000000000 }}", 2, "a text or list becomes longer than 50,000,000"),
        ("{{ 10 * [1, 2] and 10000000000 * [1, 2] }}", 1, "a text or list becomes longer than 50,000,000"),
        ("{{ 'a' | center(10 ** 15) }}", 1, "it needs more memory than there is"),
        ("{% include 'blocks/glossary.html' %}", 1, "it includes or calls itself without an end"),
        ("{{ 9 ** 9000000000 }}", 1, "a number becomes too large"),
        (
            "{% set x = 'a' * 1000000 %}\n{% for n in range(99999) %}\n{{ x }}\n{% endfor %}",
            2,
            "longer than 50,000,000",
        ),
        ("{% set x %}{% for n in range(60) %}{{ 'a' * 1000000 }}{% endfor %}{% endset %}", 1, "longer than 50,000,000"),
    ],
)
def test_a_template_without_an_end_is_told_with_its_line(
    folder: CourseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, message: str
) -> None:
    monkeypatch.setattr("hornbook.rendering.sandbox.MOST_SECONDS", 0.5)
    with pytest.raises(TemplateFault) as told:
        pages(folder, own(tmp_path, text))
    assert message in told.value.text
    assert (told.value.path, told.value.line) == (tmp_path / "blocks/glossary.html", line)


def test_a_template_in_another_encoding_is_told(folder: CourseFolder, tmp_path: Path) -> None:
    own(tmp_path, "")
    (tmp_path / "blocks/glossary.html").write_bytes("é".encode("latin-1"))
    with pytest.raises(TemplateFault, match="not saved as UTF-8"):
        pages(folder, tmp_path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{ lessn.title }}", "lesson"),
        ("{{ lesson.titel }}", "title"),
        ("{{ block.terms[0].alias }}", "aliases"),
        ("{{ prose.inlin(lesson.title) }}", "inline"),
        ("{{ profile.asset }}", "assets"),
        ("{{ t.contens }}", "contents"),
    ],
)
def test_a_misspelt_name_is_met_with_the_nearest(folder: CourseFolder, tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(TemplateFault) as told:
        pages(folder, own(tmp_path, text))
    assert told.value.hint.startswith(f'Did you mean "{name}"? Mend the template; ')
