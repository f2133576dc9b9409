"""Learners' work stays with the items it belongs to, whatever an author does to a course."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hornbook.blocks import AudioLesson, Quiz
from hornbook.course import Course
from hornbook.questions import Choice, Match, Order
from hornbook.slots import Lock, _Numbering, identity, numbered, retired


def choice(prompt: str, options: list[str], name: str = "") -> dict[str, Any]:
    texts = [{"text": text, "right": position == 0} for position, text in enumerate(options)]
    return {"type": "choice", "id": name, "prompt": prompt, "options": texts}


def course(questions: list[dict[str, Any]], title: str = "A course") -> Course:
    quiz = {"kind": "quiz", "id": "check", "questions": questions}
    lesson = {"id": "lesson", "title": "Lesson", "blocks": [quiz]}
    return Course.model_validate({"id": "course", "title": title, "chapters": [{"lessons": [lesson]}]})


def questions(numbered_course: Course) -> tuple[Choice, ...]:
    (block,) = numbered_course.lessons[0].blocks
    assert isinstance(block, Quiz)
    return tuple(question for question in block.questions if isinstance(question, Choice))


def slots(numbered_course: Course) -> dict[str, int]:
    return {question.prompt: question.slot for question in questions(numbered_course)}


def test_slots_are_given_once_and_survive_moves_and_removals() -> None:
    a, b, c = (choice(name, ["x", "y"], name.lower()) for name in "ABC")
    first, lock, _ = numbered(course([a, b, c]), Lock())
    moved, lock, _ = numbered(course([c, a]), lock)
    assert slots(moved) == {"C": slots(first)["C"], "A": slots(first)["A"]}
    back, lock, problems = numbered(course([choice("D", ["x", "y"], "d"), b, c]), lock)
    assert slots(back)["B"] == slots(first)["B"]
    assert slots(back)["D"] not in slots(first).values()
    assert problems == []


def test_a_question_without_an_id_is_known_by_its_text_and_a_mended_one_by_its_place() -> None:
    one, two, three = (choice(f"Question {name}", ["x", "y"]) for name in ("one", "two", "three"))
    first, lock, _ = numbered(course([one, two, three]), Lock())
    mended = choice("Question two, mended", ["x", "y"])
    second, _, _ = numbered(course([three, mended, one]), lock)
    assert slots(second) == {
        "Question three": slots(first)["Question three"],
        "Question two, mended": slots(first)["Question two"],
        "Question one": slots(first)["Question one"],
    }


def conversation(*prompts: str) -> Course:
    """A lesson with a conversation; a part without a prompt has no recall question."""
    parts = [
        {
            "title": f"Part {number}",
            "lines": [{"speaker": "Ada", "text": "Hello."}],
            "recall": {"prompt": prompt, "answer": ["yes"]} if prompt else None,
        }
        for number, prompt in enumerate(prompts, 1)
    ]
    talk = {"kind": "audio-lesson", "id": "talk", "cast": ["Ada"], "parts": parts}
    lesson = {"id": "lesson", "title": "Lesson", "blocks": [talk]}
    return Course.model_validate({"id": "course", "title": "A course", "chapters": [{"lessons": [lesson]}]})


def recalls(numbered_course: Course) -> dict[str, int]:
    (block,) = numbered_course.lessons[0].blocks
    assert isinstance(block, AudioLesson)
    return {recall.prompt: recall.slot for recall in block.recalls}


def test_recall_questions_keep_their_slots_when_parts_move_and_change() -> None:
    first, lock, _ = numbered(conversation("One?", "", "Two?"), Lock())
    assert len({*recalls(first).values(), first.lessons[0].blocks[0].slot, 0}) == 4
    moved, lock, problems = numbered(conversation("Two, mended?", "One?"), lock)
    assert recalls(moved) == {"Two, mended?": recalls(first)["Two?"], "One?": recalls(first)["One?"]}
    assert problems == []
    fewer, lock, _ = numbered(conversation("One?"), lock)
    assert retired(fewer, lock) == {"recall": 1}


def test_options_keep_their_keys_when_they_move_change_come_and_go() -> None:
    def keys(texts: list[str], lock: Lock) -> tuple[dict[str, str], Lock]:
        result, after, _ = numbered(course([choice("Q", texts, "q")]), lock)
        return {option.text: option.key for option in questions(result)[0].options}, after

    first, lock = keys(["right", "wrong", "worse"], Lock())
    assert first == {"right": "0", "wrong": "1", "worse": "2"}
    moved, lock = keys(["worse", "right", "wrong (mended)"], lock)
    assert moved == {"worse": "2", "right": "0", "wrong (mended)": "1"}
    fewer, lock = keys(["right", "worse"], lock)
    assert fewer == {"right": "0", "worse": "2"}
    more, lock = keys(["right", "worse", "another"], lock)
    assert more == {"right": "0", "worse": "2", "another": "3"}
    again, lock = keys(["right", "wrong (mended)"], lock)
    assert again == {"right": "0", "wrong (mended)": "1"}


def test_the_same_course_changes_nothing() -> None:
    source = course([choice("A", ["x", "y"]), choice("B", ["x", "y"], "b")])
    first, lock, _ = numbered(source, Lock())
    assert numbered(source, lock) == (first, lock, [])


def test_an_identity_comes_from_the_first_title_alone() -> None:
    assert identity("Foundation models!") == identity("Foundation models!")
    assert identity("Foundation models!").startswith("foundation-models-")
    assert identity("\u0645\u0631\u062d\u0628\u0627").startswith("course-")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True), min_size=2, max_size=6))
def test_no_slot_ever_names_two_questions(versions: list[list[str]]) -> None:
    lock = Lock()
    known: dict[str, int] = {}
    for version in versions:
        result, lock, _ = numbered(course([choice(name, ["x", "y"], name) for name in version]), lock)
        for prompt, slot in slots(result).items():
            assert known.setdefault(prompt, slot) == slot
    assert len(set(known.values())) == len(known)


def test_groups_of_parts_have_keys_of_their_own_and_only_as_many_as_they_may() -> None:
    lock = Lock.model_validate(
        {"items": {"lesson/q": {"slot": 1, "kind": "question", "text": "x", "options": {"0": "a", "right:1": "b"}}}}
    )
    numbering = _Numbering(lock)
    assert numbering.keys("lesson/q", "right", ["new", "newer"]) == ["0", "2"]
    assert numbering.keys("lesson/q", "right", ["newer"]) == ["2"]
    assert numbering.keys("lesson/q", "few", ["one", "two", "three"], most=2) == ["0", "1", ""]
    assert sorted(numbering.items["lesson/q"].options) == ["0", "few:0", "few:1", "right:0", "right:1", "right:2"]
    assert Lock.model_validate(Lock(items=numbering.items).model_dump()).items == numbering.items


def test_every_part_of_every_type_has_a_key_and_keeps_it_through_edits() -> None:
    def keys(match: list[tuple[str, str]], steps: list[str], lock: Lock) -> tuple[dict[str, str], dict[str, str], Lock]:
        pairs = [{"left": left, "right": right} for left, right in match]
        questions = [
            {"type": "match", "id": "m", "prompt": "M", "pairs": pairs, "extra": [{"text": "extra"}]},
            {"type": "order", "id": "o", "prompt": "O", "steps": [{"text": text} for text in steps]},
        ]
        result, after, problems = numbered(course(questions), lock)
        assert problems == []
        (quiz,) = result.lessons[0].blocks
        assert isinstance(quiz, Quiz)
        one, other = quiz.questions
        assert isinstance(one, Match)
        assert isinstance(other, Order)
        lefts = {pair.left: pair.key for pair in one.pairs}
        sides = {side.text: side.key for side in one.sides}
        return lefts | {f"-> {text}": key for text, key in sides.items()}, {s.text: s.key for s in other.steps}, after

    first, order, lock = keys([("a", "x"), ("b", "y"), ("c", "x")], ["one", "two", "three"], Lock())
    assert first == {"a": "0", "b": "1", "c": "2", "-> x": "0", "-> y": "1", "-> extra": "2"}
    assert order == {"one": "0", "two": "1", "three": "2"}
    second, order, _ = keys([("c", "y"), ("a", "new"), ("d", "x")], ["three", "four", "one"], lock)
    # The one that went and the one that came are taken for one that was changed; so is "two", which became "four".
    assert second == {"c": "2", "a": "0", "d": "1", "-> y": "1", "-> new": "3", "-> x": "0", "-> extra": "2"}
    assert order == {"three": "2", "four": "1", "one": "0"}


def test_a_matrix_that_has_had_too_many_columns_is_told_so() -> None:
    lock = Lock()
    problems = []
    for version in range(17):
        columns = [{"text": f"{version} {at}"} for at in range(1 + version % 2, 3 + version % 2 + version % 3)]
        rows = [{"text": text, "right": [True, *[False] * (len(columns) - 1)]} for text in ("a", "b")]
        question = {"type": "matrix", "id": "t", "prompt": "T", "columns": columns, "rows": rows}
        _, lock, found = numbered(course([question]), lock)
        problems += found
    assert {problem.code for problem in problems} == {"option-keys-used-up"}
    assert all(len(key) == 1 or key.startswith("column:") for key in lock.items["lesson/t"].options)
