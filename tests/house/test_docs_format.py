"""The page on the lesson format: every example builds, and every kind, type and option has its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from pydantic import BaseModel

from hornbook.blocks import BLOCK_KINDS
from hornbook.blocks.base import BaseBlock
from hornbook.course import Chapter, Course, Lesson, ScormOptions
from hornbook.questions import QUESTION_TYPES
from hornbook.reading import load_course
from hornbook.reading.kinds import KIND_READERS
from hornbook.reading.lesson import option_names
from hornbook.reading.questions import question_options
from hornbook.rendering.data import page_name
from hornbook.rendering.pages import render
from hornbook.theme import Theme
from packager.targets import TARGETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "format.md"
TEXT = PAGE.read_text("utf-8")

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/></svg>\n'
FRONT_MATTER = "---\ntitle: An example\n---\n"
EXAMPLE = re.compile(r"^```(hornbook|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)|^image: *(\S+)$", re.MULTILINE)
LESSON_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+\.md)(?:#([^)]+))?\)")
"""A link to another lesson, and the id in it."""


class Section(NamedTuple):
    """A heading, the heading of level two above it, and the text up to the next heading of any level."""

    heading: str
    above: str
    body: str


def sections() -> Iterator[Section]:
    """The sections of the page; headings inside examples do not count."""
    masked = EXAMPLE.sub(lambda match: match[0].replace("\n#", "\n "), TEXT)
    starts = [*re.finditer(r"^(##+) (.+)$", masked, re.MULTILINE)]
    above = ""
    for start, end in zip(starts, [*(each.start() for each in starts[1:]), len(TEXT)], strict=True):
        above = start[2] if start[1] == "##" else above
        yield Section(start[2], above, TEXT[start.end() : end])


def examples(language: str) -> list[tuple[int, str]]:
    """Line and text of the examples in one language."""
    return [
        (TEXT.count("\n", 0, match.start()) + 1, match[2]) for match in EXAMPLE.finditer(TEXT) if match[1] == language
    ]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def course_of(lesson: str) -> dict[str, str]:
    """The files of a course around one lesson: its pictures, and the lessons and blocks to which it links."""
    text = lesson if lesson.startswith("---\n") else FRONT_MATTER + lesson
    links: dict[str, list[str]] = {}
    for name, block in LESSON_LINK.findall(text):
        links.setdefault(name, []).extend([block] if block else [])
    others = {
        name: FRONT_MATTER + "".join(f"::: examples {{#{block}}}\n- One.\n:::\n" for block in blocks)
        for name, blocks in links.items()
    }
    pictures = {first or second: DRAWING for first, second in PICTURE.findall(text)}
    names = ", ".join(["example.md", *others])
    settings = f"id: example\ntitle: An example\nchapters:\n- lessons: [{names}]\n"
    return {"course.yaml": settings, "example.md": text, **others, **pictures}


def course_around(settings: str) -> dict[str, str]:
    """The files of a course around its settings, with the lessons and the cover that they name; or around a lesson."""
    data = yaml.safe_load(settings)
    if "blocks" in data:
        return {"course.yaml": "title: C\nchapters:\n- lessons: [example.yaml]\n", "example.yaml": settings}
    names = [name for chapter in data["chapters"] for name in chapter["lessons"]]
    pictures = {data["cover"]: DRAWING} if "cover" in data else {}
    return {"course.yaml": settings, **dict.fromkeys(names, f"{FRONT_MATTER}Text.\n"), **pictures}


def section(word: str) -> Section:
    """The one section that is headed by a word."""
    (found,) = [each for each in sections() if each.heading == word]
    return found


def named(option: str, bodies: Iterable[str]) -> bool:
    """Whether a table has a row for the option, or a sentence names it in code."""
    return any(f"`{option}`" in body for body in bodies)


def written_names(model: type[BaseModel], without: Iterable[str] = ()) -> list[str]:
    """The fields of a model as an author writes them."""
    return [
        field.alias or name for name, field in model.model_fields.items() if name not in {"slot", "blocks", *without}
    ]


@pytest.mark.parametrize(
    ("line", "lesson"), [pytest.param(*each, id=f"line {each[0]}") for each in examples("hornbook")]
)
def test_every_lesson_example_reads_without_a_word(tmp_path: Path, line: int, lesson: str) -> None:
    loaded = load_course(write(tmp_path, course_of(lesson)))
    assert [(str(problem.span), problem.message) for problem in loaded.problems] == []
    assert loaded.value is not None
    names = {file.name for file in render(loaded.value.folder, TARGETS["scorm12"].profile)}
    assert {page_name(each) for each in loaded.value.folder.course.lessons} < names


@pytest.mark.parametrize(("line", "settings"), [pytest.param(*each, id=f"line {each[0]}") for each in examples("yaml")])
def test_every_course_example_reads_without_a_word(tmp_path: Path, line: int, settings: str) -> None:
    loaded = load_course(write(tmp_path, course_around(settings)))
    assert [(str(problem.span), problem.message) for problem in loaded.problems] == []
    assert loaded.value is not None


def test_every_fence_of_the_page_is_a_known_kind_of_example() -> None:
    opened = re.findall(r"^```(\w+)$", TEXT, re.MULTILINE)
    assert set(opened) == {"hornbook", "yaml", "text"}
    assert len(re.findall(r"^```$", TEXT, re.MULTILINE)) == len(opened)
    assert opened.count("hornbook") > len(BLOCK_KINDS) + len(QUESTION_TYPES)


@pytest.mark.parametrize("kind", BLOCK_KINDS)
def test_every_kind_of_block_has_a_section_with_an_example_and_its_options(tmp_path: Path, kind: str) -> None:
    model, reader = BLOCK_KINDS[kind], KIND_READERS[kind]
    own = section(kind)
    assert own.above == "Blocks"
    (_, example), *_ = [each for each in EXAMPLE.findall(own.body) if each[0] == "hornbook"]
    loaded = load_course(write(tmp_path, course_of(example)))
    assert loaded.value is not None
    assert kind in {block.kind for block in loaded.value.folder.course.lessons[0].blocks}

    common = set(option_names(BaseBlock, frozenset()))
    options = [name for name in option_names(model, reader.body_fields) if name not in common]
    assert [name for name in options if not named(name, [own.body])] == []


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_type_of_question_has_a_section_with_an_example(tmp_path: Path, kind: str) -> None:
    own = section(kind)
    assert own.above == "Questions"
    (_, example), *_ = [each for each in EXAMPLE.findall(own.body) if each[0] == "hornbook"]
    loaded = load_course(write(tmp_path, course_of(example)))
    assert loaded.value is not None
    types = {
        question.type
        for block in loaded.value.folder.course.lessons[0].blocks
        if block.kind == "quiz"
        for question in block.questions
    }
    assert types == {kind}


def test_every_option_of_course_lesson_block_and_question_is_named() -> None:
    places = {
        "The course": [
            *written_names(Course),
            *written_names(Chapter),
            *written_names(ScormOptions),
        ],
        "Themes": written_names(Theme),
        "The lesson": written_names(Lesson),
        "Blocks": list(option_names(BaseBlock, frozenset())),
        "Questions": list({name: "" for kind in QUESTION_TYPES for name in question_options(kind)}),
    }
    missing = {
        (heading, name)
        for heading, names in places.items()
        for name in names
        if not named(name, [section(heading).body])
    }
    assert missing == set()


def test_every_word_for_a_choice_of_values_is_named() -> None:
    quiz, aid = BLOCK_KINDS["quiz"].model_fields["mode"], BLOCK_KINDS["memory-aid"].model_fields["aid"]
    words = [(kind, word) for kind, field in (("quiz", quiz), ("memory-aid", aid)) for word in values(field.annotation)]
    assert words
    assert [(kind, word) for kind, word in words if not named(word, [section(kind).body])] == []


def values(annotation: object) -> Iterator[str]:
    """The words of a Literal."""
    yield from map(str, getattr(annotation, "__args__", ()))


def test_links_inside_the_page_lead_to_its_headings() -> None:
    anchors = {re.sub(r"[^\w\- ]", "", each.heading.lower()).replace(" ", "-") for each in sections()}
    outside_examples = EXAMPLE.sub("", TEXT)
    assert set(re.findall(r"\]\(#([^)]+)\)", outside_examples)) - anchors == set()
