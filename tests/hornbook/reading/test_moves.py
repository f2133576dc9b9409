"""Learners' work goes along when a lesson gets another name or an item another lesson."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hornbook.blocks import Cards, Quiz
from hornbook.course import Course
from hornbook.problems import Problem
from hornbook.reading.moves import moved
from hornbook.slots import Lock, numbered, retired


def quiz(name: str, *prompts: str, named: bool = True) -> dict[str, Any]:
    questions = [
        {"type": "true-false", "id": prompt.lower()[:2] if named else "", "prompt": prompt, "answer": True}
        for prompt in prompts
    ]
    return {"kind": "quiz", "id": name, "questions": questions}


def course(**lessons: list[dict[str, Any]]) -> Course:
    parts = [{"id": name, "title": f"Lesson {name[0]}", "blocks": blocks} for name, blocks in lessons.items()]
    return Course.model_validate({"id": "course", "title": "A course", "chapters": [{"lessons": parts}]})


def build(source: Course, lock: Lock) -> tuple[dict[str, int], Lock, list[Problem]]:
    """The slots of the course by key, and the lock, as the reader makes them."""
    known, moves = moved(source, lock)
    result, after, problems = numbered(source, known)
    assert len({item.slot for item in after.items.values()}) == len(after.items)
    slots: dict[str, int] = {}
    for lesson in result.lessons:
        slots[lesson.id] = lesson.slot
        for block in lesson.blocks:
            parts = block.questions if isinstance(block, Quiz) else block.cards if isinstance(block, Cards) else ()
            slots.update({f"{lesson.id}/{item.id}": item.slot for item in (block, *parts)})
    return slots, after, [*moves, *problems]


def test_an_exam_takes_its_slots_to_another_lesson_and_back() -> None:
    other = {"kind": "text", "body": "Text"}
    exam = quiz("exam", "Q1?", "Q2?")
    first, lock, _ = build(course(a=[other, exam], b=[other]), Lock())
    there, moved_lock, problems = build(course(a=[other], b=[other, exam]), lock)
    assert problems == []
    assert {name: there[f"b/{name}"] for name in ("exam", "q1", "q2")} == {
        name: first[f"a/{name}"] for name in ("exam", "q1", "q2")
    }
    assert not {"a/exam", "a/q1", "a/q2"} & moved_lock.items.keys()
    assert moved_lock.next_slot == lock.next_slot
    assert build(course(a=[other, exam], b=[other]), moved_lock) == (first, lock, [])


def test_what_goes_with_its_block_may_be_mended_on_the_way() -> None:
    first, lock, _ = build(course(a=[quiz("exam", "Q1?", "Q2?")], b=[]), Lock())
    there, _, problems = build(course(a=[], b=[quiz("exam", "Q1?", "Q2, mended?", "Q3?")]), lock)
    assert problems == []
    assert (there["b/exam"], there["b/q1"], there["b/q2"]) == (first["a/exam"], first["a/q1"], first["a/q2"])
    assert there["b/q3"] not in first.values()


def test_questions_without_ids_go_with_their_quiz_and_keep_apart_from_those_that_are_there() -> None:
    old, new = quiz("old", "One?", "Two?", named=False), quiz("new", "Three?", named=False)
    first, lock, _ = build(course(a=[old], b=[new]), Lock())
    there, _, problems = build(course(a=[], b=[new, old]), lock)
    assert problems == []
    assert there["b/question-1"] == first["b/question-1"]
    assert sorted(there.values()) == sorted(first.values())


def test_a_question_goes_alone_only_with_its_words() -> None:
    first, lock, _ = build(course(a=[quiz("exam", "Q1?", "Q2?")], b=[quiz("exam", "Q3?")]), Lock())
    there, _, _ = build(course(a=[quiz("exam", "Q1?")], b=[quiz("exam", "Q3?", "Q2?")]), lock)
    assert there["b/q2"] == first["a/q2"]
    other, _, _ = build(course(a=[quiz("exam", "Q1?")], b=[quiz("exam", "Q3?", "Q2, another?")]), lock)
    assert other["b/q2"] not in first.values()


def test_a_new_quiz_does_not_inherit_from_one_that_only_had_the_same_ids() -> None:
    first, lock, _ = build(course(a=[quiz("check", "Q1 on rain?")], b=[]), Lock())
    there, after, problems = build(course(a=[], b=[quiz("check", "Q1 on snow?")]), lock)
    assert there["b/check"] not in first.values()
    assert there["b/q1"] not in first.values()
    assert after.items.keys() > lock.items.keys()
    assert [problem.code for problem in problems] == ["id-moved"]
    assert not problems[0].is_error


def test_an_id_that_is_still_in_use_stays_where_it_is() -> None:
    check = quiz("check", "Q1?")
    first, lock, _ = build(course(a=[check], b=[]), Lock())
    both, _, problems = build(course(a=[check], b=[check]), lock)
    assert problems == []
    assert both["a/check"] == first["a/check"]
    assert both["b/check"] not in first.values()


def test_a_renamed_lesson_keeps_everything_and_says_so_once() -> None:
    blocks = [{"kind": "text", "body": "Text"}, quiz("exam", "Q1?"), quiz("", "One?", named=False)]
    first, lock, _ = build(course(a=blocks, b=[]), Lock())
    there, after, problems = build(course(a2=blocks, b=[]), lock)
    assert list(there.values()) == list(first.values())
    assert [problem.code for problem in problems] == ["lesson-renamed"]
    assert "id: a" in problems[0].hint
    assert build(course(a2=blocks, b=[]), after) == (there, after, [])


def test_two_lessons_of_one_title_are_not_guessed_at() -> None:
    first, lock, _ = build(course(a1=[], a2=[]), Lock())
    there, _, problems = build(course(a3=[], a4=[]), lock)
    assert not set(there.values()) & set(first.values())
    assert problems == []


def test_retired_items_are_counted_by_kind() -> None:
    _, lock, _ = build(course(a=[quiz("exam", "Q1?", "Q2?"), quiz("more", "Q3?")]), Lock())
    source = course(a=[quiz("exam", "Q1?")])
    known, _ = moved(source, lock)
    result, after, _ = numbered(source, known)
    assert retired(result, after) == {"question": 2, "quiz": 1}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("pqrst"), st.sampled_from("abc"), max_size=5), min_size=2, max_size=6))
def test_an_exam_has_one_slot_wherever_it_goes(versions: list[dict[str, str]]) -> None:
    lock = Lock()
    known: dict[str, int] = {}
    for version in versions:
        lessons: dict[str, list[dict[str, Any]]] = {"a": [], "b": [], "c": []}
        for name, lesson in version.items():
            lessons[lesson].append(quiz(name, f"{name}1?"))
        slots, lock, problems = build(course(**lessons), lock)
        assert problems == []
        for key, slot in slots.items():
            name = key.partition("/")[2] or key
            assert known.setdefault(name, slot) == slot
    assert len(set(known.values())) == len(known)
