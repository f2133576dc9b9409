"""A slip is told once, where it is, and what only follows from it is not told."""

from __future__ import annotations

import pytest

from hornbook.reading import write_lock
from tests.hornbook.reading.conftest import CourseMaker

TALK = "::: audio-lesson\ncast: Teacher, Mina\n\n### One\nTeacher: A.\nMina: B.\nTeacher: C.\n? D\n= e\n:::\n"
QUIZ = "::: quiz\n1. Which?\n   - [x] This\n     > Yes.\n   - [ ] That\n   - [ ] Other\n   ! Why\n:::\n"
FIGURE = "::: figure\nimage: a.svg\nalt: A river\n\nLong.\n:::\n"
CARDS = "::: cards\nQ: One\nA: two\n\nQ: Three\nA: four\n:::\n"
BOOK = "::: audio-book\n### One\nPassage.\n#### explanation\nWhy.\n:::\n"
FILM = "::: video\nyoutube: Dq7tS3TvK0A\n### transcript\nSaid.\n:::\n"
WORKED = "::: worked-example\n1. One\n   ? And then?\n:::\n"
TWO = "::: examples\n- One\n:::\n\n::: examples\n- Two\n:::\n"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (TALK.replace("::: audio", ":: audio"), [("fence-shape", 4)]),
        (TALK.replace("= e\n:::", "= e\n:;:"), [("fence-shape", 13)]),
        (TALK.replace("cast: Teacher", "cats: Teacher"), [("option-unknown", 5)]),
        (TALK.replace("cast: Teacher", "cast:Teacher"), [("option-shape", 5)]),
        (TALK.replace("cast: Teacher", "cast: Taecher"), [("speaker-unknown", 5)]),
        (TALK.replace("Mina: B", "Mnia: B"), [("speaker-unknown", 9)]),
        (TALK.replace("Teacher: A", "Guest: A").replace("Teacher: C", "Guest: C"), [("speaker-unknown", 8)]),
        (TALK.replace("= e", "  = e"), [("indent", 12)]),
        (QUIZ.replace("   - [x]", "    - [x]"), [("indent", 6)]),
        (QUIZ.replace("1. Which", " 1. Which"), [("text-out-of-place", 5)]),
        (FIGURE.replace("image: ", " image: "), [("option-shape", 5)]),
        (FIGURE.replace("image: ", "image "), [("option-shape", 5)]),
        (FIGURE.replace("alt: A", "al:t A"), [("option-shape", 6)]),
        (BOOK.replace("#### exp", "### exp"), [("heading-level", 7)]),
        (BOOK.replace("#### exp", "##### exp"), [("heading-level", 7)]),
        (FILM.replace("### tr", "#### tr"), [("heading-level", 6)]),
        (FILM.replace("### tr", "## tr"), [("heading-level", 6)]),
        (WORKED.replace("? And", "?? And"), [("marker-shape", 6)]),
        (CARDS.replace("A: two", "A two"), [("card-shape", 6)]),
        (CARDS.replace("Q: Three", "Q. Three"), [("card-shape", 8)]),
        (TALK.replace("Teacher, Mina", "Teacher and Mina"), [("cast-shape", 5)]),
        (QUIZ.replace("1. Which", "1) Which"), [("question-shape", 5)]),
        (QUIZ.replace("1. Which", "1.Which").replace("   - [x]", "- [x]"), [("question-shape", 5), ("indent", 6)]),
        (TWO.replace(":::\n\n:::", "\n:::", 1), [("fence-not-closed", 5)]),
        (TWO.replace(":::\n\n::: examples\n", "::: examples\n:::\n", 1), [("fence-not-closed", 5)]),
        (TWO.replace("::: examples\n- Two", "- Two"), [("fence-not-open", 8)]),
    ],
)
def test_a_slip_is_told_once_at_its_line(courses: CourseMaker, body: str, told: list[tuple[str, int]]) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    problems = courses.problems({"a.md": f"---\ntitle: A\n---\n{body}", "a.svg": svg})
    assert [(problem.code, problem.span.line) for problem in problems if problem.is_error] == told


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("---\ntitle: A\nobjectives:\n- One\n -Two\n---\n", ("yaml-runs-on", 5)),
        ("---\ntitle: A\nobjectives:\n- One\n --\n---\n", ("yaml-runs-on", 5)),
        ("---\n3\ntitle: A\n---\n", ("yaml", 2)),
        ("---\ntitle: A\n----\n\nText.\n", ("front-matter-not-closed", 3)),
        ("---\ntitle: A\n\n::: examples\n- One\n:::\n", ("front-matter-not-closed", 3)),
    ],
)
def test_a_slip_in_the_front_matter_is_told_at_its_line(courses: CourseMaker, head: str, told: tuple[str, int]) -> None:
    problems = courses.problems({"a.md": head})
    assert [(problem.code, problem.span.line) for problem in problems] == [told]


def test_an_id_that_changed_is_told_where_the_item_is(courses: CourseMaker) -> None:
    before = "---\ntitle: A\n---\n::: examples {#some}\n- One\n:::\n\n::: cards\nQ: One {#card}\nA: two\n:::\n"
    write_lock(courses.root, courses.read({"a.md": before}).lock_after)
    problems = courses.problems({"a.md": before.replace(" {#some}", "").replace(" {#card}", "")})
    assert [(problem.code, problem.span.line) for problem in problems] == [("id-changed", 4), ("id-changed", 9)]
