"""A slip is answered with the line that its author meant."""

from __future__ import annotations

import pytest

from hornbook.checks import run
from hornbook.reading import load_course
from tests.hornbook.reading.conftest import CourseMaker

FRONT = "---\ntitle: A\n---\n"
QUIZ = "::: quiz\n1. Which?\n{}\n:::\n"
CHOICE = QUIZ.format("   - [x] One\n{}")
PAIRS = QUIZ.format("   - One -> two\n   - Three -> four\n{}")
LEVELS = "::: overview\n### quick\nOne.\n\n### detailed\nTwo.\n:::\n"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("::: examples “Old roads”\n- One\n:::\n", [(4, '"Old roads"')]),
        ("::: examples (#old)\n- One\n:::\n", [(4, "{#old}")]),
        ("::: audio lesson\ncast: Ann\n### Part\nAnn: One.\n:::\n", [(4, '"audio-lesson"')]),
        ("::: figure\npicture: a.svg\nalt: A road\n:::\n", [(5, '"image"')]),
        ("::: cards\nq: One\nA: two\n:::\n", [(5, '"Q: "')]),
        (LEVELS, [(4, '"### standard"')]),
        (CHOICE.format("   - Two"), [(7, '"- [ ] Two"')]),
        (CHOICE.format("   - [] Two"), [(7, '"- [ ] Two"')]),
        (CHOICE.format("   * [ x ] Two"), [(7, '"- [x] Two"')]),
        (CHOICE.format("   \u2013 [\u2713] Two"), [(7, '"- [x] Two"')]),
        (PAIRS.format("   - Five => six"), [(8, '"- Five -> six"')]),
        (PAIRS.format("   - Five - six"), [(8, '"- Five -> six"')]),
        (PAIRS.format("   - Five"), [(8, '"- left -> right"')]),
        (CHOICE.format("   - [ ] Two\n\n   2. And which?\n   - [ ] Three"), [(9, "start of the line")]),
        (CHOICE.format("   = two"), [(5, "line 7")]),
        (QUIZ.format("\t- [x] One\n\t- [ ] Two\n   - [ ] Three"), [(8, "Line 6 begins with a tab")]),
        (QUIZ.format("   - [x] true\n   - [x] false"), [(7, '"- [ ]"')]),
        ("::: quiz\n1. Which? {q-one}\n   = one\n:::\n", [(5, "{#q-one}")]),
        ("::: examples Old roads {#old}\n- One\n:::\n", [(4, '"Old roads"')]),
        ("::: examples {old}\n- One\n:::\n", [(4, "{#old}")]),
        ("::: examples {#old, print=false}\n- One\n:::\n", [(4, '"#old"')]),
        ("::: examples {print:false}\n- One\n:::\n", [(4, '"print=false"')]),
        ("::: memory-aid\nOne.\n:::\n", [(4, "rhyme, story, gem, acronym")]),
        ("::: examples {#Old_Roads}\n- One\n:::\n", [(4, "Write old-roads")]),
        ("::: key-concepts\n- Road \u2013 a way\n:::\n", [(5, '"- Road: a way"')]),
        ("::: glossary\n- Road: a way\n:::\n", [(5, '"Road" alone, and ": a way"')]),
        ("::: worked-example\nOne.\n:::\n", [(4, "A step begins")]),
        ("::: quiz\nAnswer all.\n\n1. Which?\n   = one\n:::\n", [(5, "stands above it")]),
        ("::: game memory\nfrom: words\n:::\n", [(5, "{#words}")]),
        ("::: audio-lesson\ncast: Ann\n### Part\n**Ann:** One.\n:::\n", [(7, '"Ann: One."')]),
        (QUIZ.format("   a) One\n   b) Two"), [(5, '"- [ ] One", and "- [x]"')]),
        (QUIZ.format("   - One [x]\n   - Two"), [(5, '"- [ ] One", and "- [x]"')]),
        (QUIZ.format("   Answer: One"), [(5, '"= One"')]),
        (QUIZ.format("   It is ____."), [(5, "{{answer}}")]),
        (QUIZ.format("   | | a |\n   | --- | --- |\n   | One | x |"), [(5, "into the cells")]),
        (CHOICE.format("   - [ ] Two\n   Hint: three"), [(8, '"? three"')]),
        (CHOICE.format("   - [ ] Two\n   **Explanation:** three"), [(8, '"! three"')]),
        ("::: quiz\n1. Which? {case}\n   = 3\n:::\n", [(5, "option of short questions and of cloze")]),
        ("::: text {pick=2}\nOne.\n:::\n", [(4, "option of quiz")]),
        ("::: cards\nQ: One {tags=old, worn}\nA: two\n:::\n", [(5, 'tags="old, worn"')]),
        ("::: glossary\nRoad\n: One.\n: Two.\n:::\n", [(7, "one definition")]),
        ("::: glossary\n  Road\n: One.\n:::\n", [(5, "Delete the spaces"), (6, "Put the term")]),
        ("::: examples\n- One\n:::end\n\nMore.\n", [(6, '":::" alone')]),
        ("::: examples\n- One\n::: end examples\n\nMore.\n", [(6, '":::" alone')]),
        ("[Ann](ann@example.org)\n", [(4, "mailto:ann@example.org")]),
        ("$$\nx\n", [(4, '"$$" after it')]),
    ],
)
def test_the_hint_says_what_to_write(courses: CourseMaker, body: str, told: list[tuple[int, str]]) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    problems = courses.problems({"a.md": FRONT + body, "a.svg": svg})
    errors = [problem for problem in problems if problem.is_error]
    assert [error.span.line for error in errors] == [line for line, _ in told], errors
    assert all(words in error.hint for error, (_, words) in zip(errors, told, strict=True)), errors


@pytest.mark.parametrize(
    ("head", "hint"),
    [
        ("title: A\nobjectives:\n- Remember: roads.", 'Put it between quotes: - "Remember: roads."'),
        ("title: \"Via\" and 'iter'", "Put the whole value between single quotes: title: '\"Via\" and ''iter'''"),
    ],
)
def test_a_setting_is_quoted_for_its_author(courses: CourseMaker, head: str, hint: str) -> None:
    assert [problem.hint for problem in courses.problems({"a.md": f"---\n{head}\n---\nText.\n"})] == [hint]


@pytest.mark.parametrize(
    ("lesson", "line", "told"),
    [
        ("\n---\ntitle: A\n---\nText.\n", 1, "line 2 now"),
        ("----\ntitle: A\n----\nText.\n", 1, "exactly three"),
        ("Text.\n", 1, 'then "title: ..."'),
        ("---\ntitle: A\nauthor: Ann\n---\n", 3, 'Did you mean "authors"? That stands in course.yaml.'),
        ("---\ntitle: A\nminutes: 7.5\n---\n", 3, "without a fraction"),
        ("---\ntitle: A\nminutes: 90000000000\n---\n", 3, "nine digits at most"),
        ("---\ntitle: A\nlang: German\n---\n", 3, '"en" for English'),
        ("---\ntitle: A\nobjectives: Name two roads.\n---\n", 3, '"- Name two roads."'),
    ],
)
def test_a_slip_in_the_head_is_told_once(courses: CourseMaker, lesson: str, line: int, told: str) -> None:
    (problem,) = courses.problems({"a.md": lesson})
    assert problem.span.line == line
    assert told in problem.hint


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("chapters:\n- lessons: [a]\n", 'Write "a.md".'),
        ("chapters:\n- lessons: [more\\b.md, a.md]\n", '"more/b.md"'),
        ("chapters:\n- lessons: [a.docx]\n", "ends in .md"),
        ("chapters:\n- lessons: [a.md, b.md]\n", "Write this lesson, or take its name out."),
        ("chapters:\n- lessons: [aa.md]\n", 'Did you mean "a.md"?'),
        ("chapters: [a.md]\n", '"lessons: [file.md]"'),
        ("chapters:\n- lessons: a.md, more/b.md\n", "lessons: [a.md, more/b.md]"),
        ("chapters:\n- title: One\n- lessons: [a.md]\n", "without a minus"),
        ("chapters:\n- lessons: [a.md, a.md]\n", "Keep one of them."),
        ("", 'under it a line "- lessons: [first.md]"'),
    ],
)
def test_a_slip_in_the_course_is_told_once(courses: CourseMaker, settings: str, told: str) -> None:
    files: dict[str, str | bytes] = {"course.yaml": f"title: A\n{settings}", "a.md": FRONT, "more/b.md": FRONT}
    (problem,) = courses.problems(files)
    assert told in problem.hint


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("| A | B |\n| --- | --- |\n| 1 | 2 | 3 |\n", "table-shape"),
        ("Read [this] (https://example.org/roads).\n", "link-shape"),
        ("Read [this(https://example.org/roads).\n", "link-shape"),
        ("Read [this](https://example.org/roads and go.\n", "link-shape"),
        ("Look: ![A road](media/road.svg\n\nMore.\n", "link-shape"),
        ("The **Via Appia* is old.\n", "emphasis-shape"),
        ("The *Via Appia** is old.\n", "emphasis-shape"),
        (QUIZ.format("   = 120 km or 120 kilometres"), "number-as-text"),
        (QUIZ.format("   = True"), "true-as-text"),
        (QUIZ.format("   = Via Appia, the Via Appia"), "variants-in-one"),
        (QUIZ.format("   = the Via Appia or Via Appia"), "variants-in-one"),
        (QUIZ.format("   = Appia / Via Appia / the Via Appia"), "variants-in-one"),
        ("! [A road] (media/road.svg)\n", "link-shape"),
        ("1. Which?\n   - [x] One\n   - [ ] Two\n", "block-as-text"),
        ("1. Which?\n   = One\n", "block-as-text"),
        ("::: text\nThe {{Via}} Appia.\n:::\n", "block-as-text"),
        ("Q: Which?\nA: One\n", "block-as-text"),
        ("Road\n: A way.\n", "block-as-text"),
    ],
)
def test_what_learners_would_not_see_is_told(courses: CourseMaker, body: str, code: str) -> None:
    assert [problem.code for problem in courses.problems({"a.md": FRONT + body})] == [code]


def test_quotation_marks_around_a_value_are_told_once(courses: CourseMaker) -> None:
    figure = '::: figure "Road"\nimage: {}\nalt: {}\n:::\n'
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9L9 0"/></svg>'

    def told(image: str, alt: str) -> list[str]:
        files: dict[str, str | bytes] = {"a.md": FRONT + figure.format(image, alt), "road.svg": drawing}
        return [problem.code for problem in courses.problems(files)]

    assert told("road.svg", '"A road"') == ["option-quoted"]
    assert told("road.svg", "\u201cA road\u201d") == ["option-quoted"]
    assert told("road.svg", '"Old" and "new"') == []
    assert told("road.svg", 'The sign "Stop"') == []
    # Of a file only that it is missing.
    assert "option-quoted" not in told('"road.svg"', "A road")


@pytest.mark.parametrize(
    "body",
    [
        "| A | B |\n| --- | --- |\n| 1 | 2 \\| 3 |\n| 4 |\n",
        "An old [sic] (that is, worn) road [of stone] (e.g. basalt), his [own] (he/she).\n",
        "Both ***old and* worn**, 2 \\* *three*, **a** *b*.\n",
        QUIZ.replace("Which?", "Which? {{type=short}}").format("   = true"),
        QUIZ.replace("Which?", "Which? {{type=short}}").format("   = Via Appia, the Via Appia"),
        QUIZ.format("   = red, yellow, blue"),
        QUIZ.format("   = drink, drank, drunk"),
        QUIZ.format("   = Avenue, avenue, Avenue"),
        QUIZ.format("   = I, I am, I am not"),
        "Code `[a] (b.md)`, `{{a}}`, $\\frac{{a}}{b}$ and \\{{a}}.\n\n```\n- [x] One\nQ: Which?\n```\n",
    ],
)
def test_what_only_resembles_them_is_text(courses: CourseMaker, body: str) -> None:
    assert courses.problems({"a.md": FRONT + body}) == []


def test_nothing_is_missed_that_an_error_kept_from_being_read(courses: CourseMaker) -> None:
    glossary = "::: glossary\nLegion\n: Soldiers.\n:::\n\n"
    text = FRONT + glossary + QUIZ.format("   = one{}").replace("Which?", "What is a legion?")
    slipped = load_course(courses.write({"a.md": text.format("\n   - [x] two")}), run)
    assert [problem.code for problem in slipped.problems] == ["question-mixed"]
