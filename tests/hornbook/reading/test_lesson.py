"""Every kind of block and type of question, from the text an author writes to the model."""

from __future__ import annotations

import pytest

from hornbook.blocks import (
    BLOCK_KINDS,
    AudioBook,
    AudioLesson,
    Cards,
    Examples,
    Figure,
    Game,
    Gate,
    Glossary,
    KeyConcepts,
    MemoryAid,
    Overview,
    Quiz,
    TextBlock,
    Video,
    WorkedExample,
)
from hornbook.course import Held
from hornbook.questions import (
    QUESTION_TYPES,
    Choice,
    Cloze,
    Hotspot,
    Match,
    Matrix,
    Multiple,
    Number,
    Order,
    Question,
    Short,
    TrueFalse,
)
from hornbook.reading.kinds import KIND_READERS
from tests.hornbook.reading.conftest import CourseMaker

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


def test_every_kind_of_block_has_a_reader() -> None:
    assert set(KIND_READERS) == set(BLOCK_KINDS)


def test_prose_between_blocks_is_text(courses: CourseMaker) -> None:
    lesson = courses.lesson("One.\n\n## Two\n\n::: examples\n- Three.\n:::\n\nFour.\n")
    first, _, last = lesson.blocks
    assert isinstance(first, TextBlock)
    assert isinstance(last, TextBlock)
    assert (first.body, last.body) == ("One.\n\n## Two", "Four.")


def test_code_is_opaque(courses: CourseMaker) -> None:
    (block,) = courses.lesson("```\n::: quiz\n ### no heading\n:::\n```\n").blocks
    assert isinstance(block, TextBlock)
    assert block.body == "```\n::: quiz\n ### no heading\n:::\n```"


def test_overview(courses: CourseMaker) -> None:
    (block,) = courses.lesson("::: overview\n### standard\nB.\n### quick\nA.\n### detailed\nC.\n\n- D\n:::\n").blocks
    assert isinstance(block, Overview)
    assert (block.quick, block.standard, block.detailed) == ("A.", "B.", "C.\n\n- D")


def test_figure(courses: CourseMaker) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    text = (
        '---\ntitle: A\n---\n::: figure "A caption" {#fig}\nimage: media/a.svg\nalt: Words: two\nLong *words*.\n:::\n'
    )
    read = courses.read({"a.md": text, "media/a.svg": drawing})
    (block,) = read.folder.course.lessons[0].blocks
    assert isinstance(block, Figure)
    assert (block.id, block.title, block.alt, block.description) == ("fig", "A caption", "Words: two", "Long *words*.")
    assert read.folder.media["a", "media/a.svg"].name.startswith("media/a-")


def test_key_concepts_and_examples(courses: CourseMaker) -> None:
    concepts, examples = courses.lesson(
        "::: key-concepts\n- One: first\n  goes on\n- Two: a: b\n:::\n::: examples\n- A\n\n  B\n- C\n:::\n"
    ).blocks
    assert isinstance(concepts, KeyConcepts)
    assert [(item.term, item.text) for item in concepts.items] == [("One", "first\ngoes on"), ("Two", "a: b")]
    assert isinstance(examples, Examples)
    assert examples.items == ("A\n\nB", "C")


@pytest.mark.parametrize("aid", ["rhyme", "story", "gem", "acronym"])
def test_memory_aid(courses: CourseMaker, aid: str) -> None:
    (block,) = courses.lesson(f"::: memory-aid {aid}\nFARM: words.\n:::\n").blocks
    assert isinstance(block, MemoryAid)
    assert (block.aid, block.text) == (aid, "FARM: words.")


def test_audio_lesson(courses: CourseMaker) -> None:
    (block,) = courses.lesson(
        '::: audio-lesson "Talk" {#talk required}\ncast: Teacher, Student 1\n\n### Part one\n\n'
        "Teacher: Hello:\n  you.\nStudent 1: Hi.\n\ntakeaway: Greet.\n\n? What first?\n= hello | hi\n\n"
        "### Part two\nTeacher: Bye.\n:::\n"
    ).blocks
    assert isinstance(block, AudioLesson)
    assert block.required
    assert block.cast == ("Teacher", "Student 1")
    one, two = block.parts
    assert [(line.speaker, line.text) for line in one.lines] == [("Teacher", "Hello:\nyou."), ("Student 1", "Hi.")]
    assert one.takeaway == "Greet."
    assert one.recall is not None
    assert (one.recall.prompt, one.recall.answer) == ("What first?", ("hello", "hi"))
    assert two.recall is None


def test_glossary(courses: CourseMaker) -> None:
    (block,) = courses.lesson("::: glossary\nTerm | other | Term\n: What it\n  means.\n\nNext\n: More.\n:::\n").blocks
    assert isinstance(block, Glossary)
    assert [(term.term, term.aliases, term.definition) for term in block.terms] == [
        ("Term", ("other",), "What it\nmeans."),
        ("Next", (), "More."),
    ]


def test_cards(courses: CourseMaker) -> None:
    (block,) = courses.lesson(
        "::: cards\nQ: What? {#c1}\nA: This | that\nQ: Why?\n  Really?\nA: So:\n  - a\n:::\n"
    ).blocks
    assert isinstance(block, Cards)
    assert [(card.front, card.back, card.variants) for card in block.cards] == [
        ("What?", "This", ("that",)),
        ("Why?\nReally?", "So:\n- a", ()),
    ]
    assert block.cards[0].id == "c1"


QUIZ = """::: quiz "Check" {#check mode=practice shuffle}
1. Which one? {#q1 points=2}
   - [x] This
     goes on
     > Yes.
   - [ ] That
     > No:
     > see above.
   ? Think.
   ? Think harder.
   ! Because
     of this.

2. Which?

   ![a](a.svg)

   - [x] A
   - [x] B
   - [ ] \\- C

3. It is so. {#q3}
   - [ ] True
     > No.
   - [x] False

4. Say it. {#q4 case}
   = fine-tuning | fine tuning
   = tuning
   ~ training
     > Before that.
   ~ 12

10. A year. {type=short}
    = 1492

11. One of several. {type=multiple}
    - [x] Right
    - [ ] Wrong

12. How long? {unit=optional}
    = 112 +- 1 h | 5 d
    ~ 120 h
      > Too long.
:::
"""


def test_quiz_and_its_questions(courses: CourseMaker) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    read = courses.read({"a.md": f"---\ntitle: A\n---\n{QUIZ}", "a.svg": drawing})
    (block,) = read.folder.course.lessons[0].blocks
    assert isinstance(block, Quiz)
    assert (block.mode, block.shuffle, block.weight) == ("practice", True, 0)
    one, two, three, four, five, six, seven = block.questions
    assert isinstance(one, Choice)
    assert (one.id, one.points, one.prompt) == ("q1", 2, "Which one?")
    assert [(o.text, o.right, o.feedback, o.key) for o in one.options] == [
        ("This\ngoes on", True, "Yes.", "0"),
        ("That", False, "No:\nsee above.", "1"),
    ]
    assert one.hints == ("Think.", "Think harder.")
    assert one.explanation == "Because\nof this."
    assert isinstance(two, Multiple)
    assert two.prompt == "Which?\n\n![a](a.svg)"
    assert [option.text for option in two.options] == ["A", "B", "\\- C"]
    assert isinstance(three, TrueFalse)
    assert (three.answer, three.feedback_true, three.feedback_false) == (False, "No.", "")
    assert isinstance(four, Short)
    assert (four.accept, four.case) == (("fine-tuning", "fine tuning", "tuning"), True)
    assert [(reject.variants, reject.feedback) for reject in four.reject] == [
        (("training",), "Before that."),
        (("12",), ""),
    ]
    assert isinstance(five, Short)
    assert isinstance(six, Multiple)
    assert isinstance(seven, Number)
    assert (seven.accept, seven.unit) == (("112 +- 1 h", "5 d"), "optional")
    assert [(reject.variants, reject.feedback) for reject in seven.reject] == [(("120 h",), "Too long.")]


def test_the_form_tells_every_type_of_question(courses: CourseMaker) -> None:
    questions = quiz_of(
        courses,
        "1. One?\n   - [x] a\n   - [ ] b\n"
        "2. Several?\n   - [x] a\n   - [x] b\n"
        "3. So?\n   - [x] True\n   - [ ] False\n"
        "4. Word?\n   = a\n"
        "5. Number?\n   = 5\n"
        "6. Fill {{in}}.\n"
        "7. Write. {type=essay words=100}\n   ! It has a beginning.\n"
        "8. Match.\n   - a -> b\n   - c -> d\n"
        "9. Order.\n   1. a\n   2. b\n   3. c\n"
        "10. Tick.\n   | | a | b |\n   | --- | --- | --- |\n   | c | [x] | [ ] |\n   | d | [ ] | [x] |\n"
        "11. Where?\n   ![a](a.svg)\n   - [x] a @ 1 1 1\n   - [ ] b @ 1 1 2 2\n",
    )
    assert [question.type for question in questions] == list(_IN_THIS_ORDER)
    assert set(_IN_THIS_ORDER) == set(QUESTION_TYPES)


_IN_THIS_ORDER = (
    "choice",
    "multiple",
    "true-false",
    "short",
    "number",
    "cloze",
    "essay",
    "match",
    "order",
    "matrix",
    "hotspot",
)


def quiz_of(courses: CourseMaker, questions: str) -> tuple[Question, ...]:
    text = f"---\ntitle: A\n---\n::: quiz\n{questions}:::\n"
    block = courses.read({"a.md": text, "a.svg": DRAWING}).folder.course.lessons[0].blocks[0]
    assert isinstance(block, Quiz)
    return block.questions


def test_options_may_stand_at_the_end_of_any_line_of_the_first_paragraph(courses: CourseMaker) -> None:
    (one, two) = quiz_of(
        courses,
        "1. A question that is\n   so long {#long points=2}\n   that it goes on.\n\n   Text {x=1}\n   = a\n"
        "2. The set\n   {1, 2} and {a}\n   = b\n",
    )
    assert (one.id, one.points) == ("long", 2)
    assert one.prompt == "A question that is\nso long\nthat it goes on.\n\nText {x=1}"
    assert two.prompt == "The set\n{1, 2} and {a}"


def test_pairs_and_what_stands_beside_them(courses: CourseMaker) -> None:
    (match,) = quiz_of(
        courses,
        "1. Match. {#m scoring=all}\n"
        "   - a \\-> b -> c -> d\n"
        "     goes on\n"
        "     > Look.\n"
        "   - **x** -> d\n"
        "   - - y -> *z*\n"
        "   - -> nothing\n",
    )
    assert isinstance(match, Match)
    assert [(pair.left, pair.right, pair.feedback) for pair in match.pairs] == [
        ("a \\-> b", "c -> d\ngoes on", "Look."),
        ("**x**", "d", ""),
        ("- y", "*z*", ""),
    ]
    assert [extra.text for extra in match.extra] == ["nothing"]
    assert (match.scoring, len(match.sides)) == ("all", 4)
    assert [pair.key for pair in match.pairs] == ["0", "1", "2"]


def test_a_list_in_a_prompt_is_a_list_where_no_arrow_is(courses: CourseMaker) -> None:
    (question,) = quiz_of(courses, "1. Which?\n\n   - one\n   - two\n\n   - [x] a\n   - [ ] b\n")
    assert question.prompt == "Which?\n\n- one\n- two"


def test_steps_in_their_order(courses: CourseMaker) -> None:
    (order,) = quiz_of(
        courses, "1. Order.\n   1. One\n      goes on\n   2. Two\n      > Not here.\n   3. Three: \\- x\n   ! Why.\n"
    )
    assert isinstance(order, Order)
    assert [(step.text, step.feedback) for step in order.steps] == [
        ("One\ngoes on", ""),
        ("Two", "Not here."),
        ("Three: \\- x", ""),
    ]
    assert order.explanation == "Why."


def test_a_table_to_tick_with_bars_in_its_texts_and_feedback(courses: CourseMaker) -> None:
    (matrix,) = quiz_of(
        courses,
        "1. Tick. {several}\n"
        "   | Of | *Yes* | No \\| never | > |\n"
        "   | :--- | :---: | ---: | --- |\n"
        "   | **a** \\| b |[x]| [ ] | Said. |\n"
        "   | c | [X] | [x] |  |\n",
    )
    assert isinstance(matrix, Matrix)
    assert [column.text for column in matrix.columns] == ["*Yes*", "No \\| never"]
    assert [(row.text, row.right, row.feedback) for row in matrix.rows] == [
        ("**a** \\| b", (True, False), "Said."),
        ("c", (True, True), ""),
    ]
    assert matrix.chooses_several


def test_a_table_without_anything_to_tick_is_text(courses: CourseMaker) -> None:
    table = "| a | b |\n   | --- | --- |\n   | [link](https://example.org) | c |"
    (question,) = quiz_of(courses, f"1. Look:\n\n   {table}\n\n   = x\n")
    assert isinstance(question, Short)
    assert "| a | b |" in question.prompt


def test_regions_of_a_picture(courses: CourseMaker) -> None:
    (hotspot,) = quiz_of(
        courses,
        "1. Where?\n"
        "   Look well.\n"
        "   ![A b](a.svg)\n"
        "   - [x] mail me\\@home @ 1 2.5 3 .5\n"
        "     > Yes.\n"
        "   - [ ] there @ 4 4 2\n",
    )
    assert isinstance(hotspot, Hotspot)
    assert (hotspot.prompt, hotspot.image, hotspot.alt) == ("Where?\nLook well.", "a.svg", "A b")
    assert [(region.text, region.shape, region.right, region.feedback) for region in hotspot.regions] == [
        ("mail me\\@home", (1, 2.5, 3, 0.5), True, "Yes."),
        ("there", (4, 4, 2), False, ""),
    ]
    assert [region.box for region in hotspot.regions] == [(1, 2.5, 3, 0.5), (2, 2, 4, 4)]


def test_weights_of_answers_and_braces_that_are_text(courses: CourseMaker) -> None:
    (multiple,) = quiz_of(
        courses, "1. Which?\n   - [x] a {weight=3}\n     goes on\n   - [x] {1, 2}\n   - [ ] \\{x=1}\n"
    )
    assert isinstance(multiple, Multiple)
    assert [(option.text, option.weight) for option in multiple.options] == [
        ("a\ngoes on", 3),
        ("{1, 2}", 1),
        ("\\{x=1}", 1),
    ]


def test_an_exam_is_graded_and_practice_is_not_unless_said(courses: CourseMaker) -> None:
    question = "1. So?\n   - [x] True\n   - [ ] False\n:::\n"
    heads = ["::: quiz", "::: quiz {mode=practice}", "::: quiz {mode=practice weight=2}", "::: quiz {weight=0}"]
    blocks = courses.lesson("".join(f"{head}\n{question}" for head in heads)).blocks
    assert [block.weight for block in blocks] == [1, 0, 2, 0]


def test_audio_lesson_with_sound(courses: CourseMaker) -> None:
    """A speaker whose name is nearly the word of an option is a speaker."""
    text = (
        "---\ntitle: A\n---\n::: audio-lesson\ncast: Claudio\n\n### One\naudio: media/one.mp3\ncaptions: one.vtt\n\n"
        "Claudio: Hello.\n\n### Two\nClaudio: Bye.\n:::\n"
    )
    captions = "WEBVTT\n\n00:00.500 --> 00:01.000\nHello.\n"
    read = courses.read({"a.md": text, "media/one.mp3": b"ID3", "one.vtt": captions})
    (block,) = read.folder.course.lessons[0].blocks
    assert isinstance(block, AudioLesson)
    assert [(part.audio, part.captions) for part in block.parts] == [("media/one.mp3", "one.vtt"), ("", "")]
    assert read.folder.media["a", "media/one.mp3"].name.endswith(".mp3")


def test_audio_book(courses: CourseMaker) -> None:
    (block,) = courses.lesson(
        "::: audio-book\n### One\n> A passage.\n\n#### explanation\nWhy.\n\n- a\n\n#### analogy\nLike this.\n"
        "### Two\nB.\n:::\n"
    ).blocks
    assert isinstance(block, AudioBook)
    first, second = block.sections
    assert (first.title, first.passage, first.explanation, first.analogy) == (
        "One",
        "> A passage.",
        "Why.\n\n- a",
        "Like this.",
    )
    assert (second.passage, second.explanation, second.analogy) == ("B.", "", "")


def test_worked_example(courses: CourseMaker) -> None:
    (block,) = courses.lesson(
        "::: worked-example\nHow far?\n\n1. Divide.\n   It is 7.5.\n   ? What is 30 / 4?\n2. Done.\n\n   - really\n"
        ":::\n"
    ).blocks
    assert isinstance(block, WorkedExample)
    assert block.problem == "How far?"
    assert [(step.text, step.prompt) for step in block.steps] == [
        ("Divide.\nIt is 7.5.", "What is 30 / 4?"),
        ("Done.\n\n- really", ""),
    ]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("youtube: Dq7tS3TvK0A", "Dq7tS3TvK0A"),
        ("youtube: https://www.youtube.com/watch?v=Dq7tS3TvK0A&t=30s", "Dq7tS3TvK0A"),
        ("youtube: https://youtu.be/Dq7tS3TvK0A?si=x", "Dq7tS3TvK0A"),
        ("vimeo: https://vimeo.com/76979871", "76979871"),
    ],
)
def test_video_elsewhere(courses: CourseMaker, written: str, known: str) -> None:
    (block,) = courses.lesson(
        f"::: video\n{written}\nstart: 1:05\nLook closely.\n\n### transcript\nWords.\n:::\n"
    ).blocks
    assert isinstance(block, Video)
    assert (block.youtube or block.vimeo, block.start, block.why, block.transcript) == (
        known,
        65,
        "Look closely.",
        "Words.",
    )
    assert block.remote is not None
    assert known in block.remote.embed


def test_game_plays_with_the_terms_of_other_blocks(courses: CourseMaker) -> None:
    *_, block = courses.lesson(
        "::: glossary {#words}\nSource\n: It *begins*.\n:::\n\n::: key-concepts {#ideas}\n- Mouth: It ends.\n:::\n\n"
        "::: game memory\nfrom: words | ideas\npairs: 2\n:::\n"
    ).blocks
    assert isinstance(block, Game)
    assert (block.game, block.pairs, block.required, block.print) == ("memory", 2, False, False)
    assert [(item.term, item.text) for item in block.items] == [("Source", "It *begins*."), ("Mouth", "It ends.")]


GATED = """\
::: text {#first}
Read this.
:::

:::: gate "Later" {#gate rule=after:first}
message: Not **yet**.

A teaser.

::: examples
- One
:::

Prose.
::::

After all.
"""


def test_a_gate_holds_the_blocks_between_its_lines(courses: CourseMaker) -> None:
    lesson = courses.lesson(GATED)
    assert [block.kind for block in lesson.blocks] == ["text", "gate", "examples", "text", "text"]
    gate = lesson.blocks[1]
    assert isinstance(gate, Gate)
    assert (gate.after, gate.day, gate.message, gate.teaser, gate.holds) == (
        "first",
        None,
        "Not **yet**.",
        "A teaser.",
        2,
    )
    _, held, _ = lesson.parts
    assert isinstance(held, Held)
    assert held.blocks == lesson.blocks[2:4]
    assert set(lesson.gates.values()) == {"gate"}


def test_a_block_with_access_stands_behind_a_gate_of_its_own(courses: CourseMaker) -> None:
    first, last = "::: text {#first}\nRead.\n:::\n\n", "\n::: text {access=open}\nTwo.\n:::\n"
    lesson = courses.lesson(f"{first}::: examples {{access=after:first}}\n- One\n:::\n{last}")
    assert [block.kind for block in lesson.blocks] == ["text", "gate", "examples", "text"]
    gate = lesson.blocks[1]
    assert isinstance(gate, Gate)
    assert (gate.rule, gate.holds) == ("after:first", 1)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("::: text {access=after:first}\nRead.\n:::\n", "gate-after", 4),
        (GATED.replace("::: examples", "::: examples {access=enrolled}"), "gate-in-gate", 13),
        (GATED.replace("::::\n\nAfter", "\n\nAfter"), "fence-not-closed", 20),
        (GATED.replace(":::: gate", "::: gate").replace("::::\n", ":::\n"), "gate-fence", 8),
        (GATED.replace("- One\n:::\n", "- One\n"), "fence-not-closed", 16),
        (GATED.replace("rule=after:first", "rule=after:frist"), "gate-after", 8),
        (GATED.replace("rule=after:first", "rule=date:2027-02-30"), "gate-rule", 8),
        (GATED.replace("rule=after:first", ""), "missing", 8),
        (GATED.replace("rule=after:first", "rule=enrolled weight=2"), "option-unknown", 8),
        (GATED.replace("::: examples\n- One\n:::\n\nProse.\n", ""), "gate-empty", 8),
        ("::::\n", "fence-not-open", 4),
    ],
)
def test_slips_around_a_gate_are_told_at_their_line(courses: CourseMaker, body: str, code: str, line: int) -> None:
    problems = courses.problems({"a.md": f"---\ntitle: A\n---\n{body}"})
    assert (code, line) in [(problem.code, problem.span.line) for problem in problems if problem.is_error], problems


def test_gaps_may_have_expected_wrong_answers_below_them(courses: CourseMaker) -> None:
    (one,) = quiz_of(courses, "1. It ends at its {{mouth}}.\n   ~ delta | estuary\n     > A form of it.\n   ~ source\n")
    assert isinstance(one, Cloze)
    assert [(reject.variants, reject.feedback) for reject in one.reject] == [
        (("delta", "estuary"), "A form of it."),
        (("source",), ""),
    ]
