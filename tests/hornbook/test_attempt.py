"""The rules of an attempt: tries, penalties, certainty, handing in, which attempt counts, what is shown."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hornbook.attempt import (
    UNTOUCHED,
    QuestionState,
    attempt_left,
    calibration,
    counted,
    hand_in,
    is_over,
    mark_by_hand,
    recounted,
    remarked,
    respond,
    result,
    seconds_left,
    shown,
    that_counts,
    tries_allowed,
)
from hornbook.blocks.quiz import Counts, Quiz, Review
from hornbook.questions import Question, answer_json, parse_answer
from hornbook.questions.answer import Chosen, Typed
from hornbook.rendering.data import quiz_data

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "attempt.json"

CHOICE = {
    "type": "choice",
    "prompt": "-",
    "options": [{"key": "0", "text": "a", "right": True}, {"key": "1", "text": "b"}, {"key": "2", "text": "c"}],
}
MULTIPLE = {
    "type": "multiple",
    "prompt": "-",
    "options": [
        {"key": "0", "text": "a", "right": True},
        {"key": "1", "text": "b", "right": True},
        {"key": "2", "text": "c"},
        {"key": "3", "text": "d"},
    ],
}
SHORT = {"type": "short", "prompt": "-", "accept": ["Nile"]}
NOTHING, HALF, ALL = Fraction(0), Fraction(1, 2), Fraction(1)


def quiz(*questions: dict[str, Any], **options: Any) -> Quiz:
    numbered = [{"slot": 10 + place, **question} for place, question in enumerate(questions or (CHOICE,))]
    return Quiz.model_validate({"questions": numbered, **options})


def answers(given: Quiz, *keys: int, question: Question | None = None) -> list[QuestionState]:
    """The states of the first question after each of these choices."""
    states = [UNTOUCHED]
    for key in keys:
        states.append(respond(given, question or given.questions[0], states[-1], Chosen((key,)))[0])
    return states[1:]


class TestInteractive:
    def test_has_one_try_more_than_hints(self) -> None:
        given = quiz({**CHOICE, "hints": ["one", "two"]}, CHOICE, {**CHOICE, "tries": 5}, mode="interactive")
        assert [tries_allowed(given, question) for question in given.questions] == [3, 1, 5]

    def test_tries_of_the_quiz_hold_for_questions_that_say_nothing(self) -> None:
        given = quiz({**CHOICE, "hints": ["one"]}, {**CHOICE, "tries": 1}, mode="interactive", tries=4)
        assert [tries_allowed(given, question) for question in given.questions] == [4, 1]

    def test_each_wrong_try_costs_the_penalty(self) -> None:
        given = quiz(mode="interactive", tries=4, penalty=30)
        assert [state.earned for state in answers(given, 1, 2, 0)] == [0, 0, Fraction(4, 10)]

    def test_the_penalty_never_takes_more_than_there_is(self) -> None:
        given = quiz(mode="interactive", tries=4, penalty=60)
        assert answers(given, 1, 2, 0)[-1].earned == 0

    def test_a_question_may_have_a_penalty_of_its_own(self) -> None:
        given = quiz({**CHOICE, "penalty": 0}, mode="interactive", tries=4, penalty=60)
        assert answers(given, 1, 2, 0)[-1].earned == 1

    def test_ends_with_the_last_try(self) -> None:
        given = quiz(mode="interactive", tries=2)
        states = answers(given, 1, 2, 0)
        assert [is_over(given, given.questions[0], state) for state in states] == [False, True, True]
        assert states[2] == states[1]
        assert (states[2].tries, states[2].answer) == (2, Chosen((2,)))

    def test_ends_with_the_right_answer(self) -> None:
        given = quiz(mode="interactive", tries=3)
        assert is_over(given, given.questions[0], answers(given, 1, 0)[-1])

    def test_what_a_try_has_earned_a_worse_one_does_not_take(self) -> None:
        given = quiz(MULTIPLE, mode="interactive", tries=3, penalty=10)
        first, _ = respond(given, given.questions[0], UNTOUCHED, Chosen((0,)))
        second, _ = respond(given, given.questions[0], first, Chosen((2, 3)))
        assert (first.earned, second.earned, second.tries) == (Fraction(1, 2), Fraction(1, 2), 2)

    def test_the_same_answer_again_is_no_try(self) -> None:
        given = quiz(mode="interactive", tries=3)
        assert answers(given, 1, 1, 1)[-1].tries == 1

    def test_nothing_chosen_is_no_try(self) -> None:
        given = quiz(mode="interactive", tries=3)
        state, outcome = respond(given, given.questions[0], UNTOUCHED, Chosen(()))
        assert outcome.empty
        assert (state.tries, state.marked) == (0, False)

    def test_an_empty_answer_leaves_the_one_that_was_marked(self) -> None:
        given = quiz(SHORT, mode="interactive", tries=3)
        first, _ = respond(given, given.questions[0], UNTOUCHED, Typed("Rhine"))
        assert respond(given, given.questions[0], first, Typed("  "))[0] == first

    def test_of_words_cut_for_room_the_mark_says_whether_they_were_right(self) -> None:
        given = quiz(SHORT, mode="interactive", tries=3, penalty=25)
        right = QuestionState(tries=2, earned=Fraction(3, 4), marked=True, answer=Typed("Ni", cut=True))
        wrong = QuestionState(tries=2, earned=Fraction(0), marked=True, answer=Typed("Rh", cut=True))
        assert [is_over(given, given.questions[0], state) for state in (right, wrong)] == [True, False]


class TestAdaptive:
    def test_is_checked_as_often_as_the_learner_likes_and_keeps_the_best(self) -> None:
        given = quiz(MULTIPLE, mode="adaptive", penalty=10)
        question = given.questions[0]
        state = UNTOUCHED
        for keys, earned in (
            ((0,), "1/2"),
            ((2,), "1/2"),
            ((0, 1, 2), "1/2"),
            ((0, 1), "7/10"),
            ((0, 1, 3), "7/10"),
        ):
            state, _ = respond(given, question, state, Chosen(keys))
            assert state.earned == Fraction(earned)
        assert state.tries == 4, "after the right answer nothing is marked any more"


class TestPractice:
    def test_keeps_the_mark_of_the_last_answer(self) -> None:
        given = quiz(MULTIPLE, mode="practice")
        question = given.questions[0]
        half, _ = respond(given, question, UNTOUCHED, Chosen((0,)))
        wrong, _ = respond(given, question, half, Chosen((2,)))
        assert (half.earned, wrong.earned, wrong.tries) == (HALF, NOTHING, 2)


class TestExam:
    def test_only_notes_answers_until_it_is_handed_in(self) -> None:
        given = quiz(CHOICE, CHOICE, CHOICE)
        noted = answers(given, 1, 0)[-1]
        assert (noted.tries, noted.marked, noted.earned) == (0, False, NOTHING)
        after = hand_in(given, given.questions, {10: noted, 11: answers(given, 2)[0]})
        assert [(s.tries, s.marked, s.earned) for s in after.values()] == [
            (1, True, ALL),
            (1, True, NOTHING),
            (0, True, NOTHING),
        ]

    def test_points_weigh_the_questions(self) -> None:
        given = quiz({**CHOICE, "points": 3}, CHOICE)
        after = hand_in(given, given.questions, {10: answers(given, 0)[0]})
        outcome = result(given, given.questions, after)
        assert (outcome.earned, outcome.total, outcome.share) == (Fraction(3), 4, Fraction(3, 4))

    def test_what_was_noted_but_never_checked_counts_when_the_time_is_over(self) -> None:
        given = quiz(CHOICE, SHORT, mode="interactive", tries=2)
        noted = QuestionState(answer=Typed("nile"))
        checked = answers(given, 1)[0]
        after = hand_in(given, given.questions, {10: checked, 11: noted})
        assert [(s.tries, s.marked, s.earned) for s in after.values()] == [(1, True, NOTHING), (1, True, ALL)]


class TestCertainty:
    @pytest.mark.parametrize(
        ("earned", "marks"),
        [("1", [1, 1, 2, 3]), ("0", [0, 0, -2, -6]), ("1/2", ["1/2", "1/2", 1, "3/2"])],
    )
    def test_marks_are_those_of_certainty_based_marking(self, earned: str, marks: list[Any]) -> None:
        given = quiz(certainty=True)
        for certainty, expected in enumerate(marks):
            state = QuestionState(1, Fraction(earned), marked=True, certainty=certainty)
            if certainty:
                assert calibration(given, given.questions, {10: state}).marks == Fraction(expected)

    def test_sure_but_wrong_is_named_to_be_looked_at_first(self) -> None:
        given = quiz(CHOICE, CHOICE, CHOICE, CHOICE, certainty=True)
        states = {
            slot: QuestionState(1, Fraction(right), marked=True, certainty=certainty)
            for slot, right, certainty in ((10, 1, 3), (11, 0, 3), (12, 0, 1), (13, 1, 2))
        }
        found = calibration(given, given.questions, states)
        assert (found.answers, found.right) == ((1, 1, 2), (0, 1, 1))
        assert found.marks == 3 - 6 + 0 + 2
        assert found.sure_but_wrong == (11,)

    def test_is_about_the_last_answer_whatever_the_tries_before_it_cost(self) -> None:
        given = quiz(mode="interactive", tries=3, penalty=50, certainty=True)
        question = given.questions[0]
        wrong, _ = respond(given, question, UNTOUCHED, Chosen((1,)), certainty=3)
        right, _ = respond(given, question, wrong, Chosen((0,)), certainty=2)
        assert right.earned == HALF
        found = calibration(given, given.questions, {10: right})
        assert (found.right, found.marks, found.sure_but_wrong) == ((0, 1, 0), Fraction(2), ())

    def test_asked_only_it_does_not_touch_the_score(self) -> None:
        given = quiz(CHOICE, CHOICE, certainty=True)
        states = {
            10: QuestionState(1, Fraction(0), marked=True, certainty=3),
            11: QuestionState(1, Fraction(1), marked=True),
        }
        assert result(given, given.questions, states).share == Fraction(1, 2)

    def test_graded_it_makes_the_score_and_never_one_below_nothing(self) -> None:
        given = quiz(CHOICE, CHOICE, CHOICE, certainty="graded")
        sure = QuestionState(1, Fraction(1), marked=True, certainty=3)
        unsure = QuestionState(1, Fraction(1), marked=True, certainty=1)
        wrong = QuestionState(1, Fraction(0), marked=True, certainty=3)
        assert result(given, given.questions, {10: sure, 11: sure, 12: unsure}).share == Fraction(7, 9)
        assert result(given, given.questions, {10: sure, 11: wrong, 12: wrong}).share == 0


class TestChangedKey:
    def test_keeps_every_mark_unless_the_author_says_otherwise(self) -> None:
        state = QuestionState(1, Fraction(1), marked=True, answer=Chosen((1,)))
        assert remarked(quiz(), quiz().questions[0], state) == state

    def test_is_marked_anew_where_the_author_says_so(self) -> None:
        given = quiz({**CHOICE, "remark": True})
        right = QuestionState(1, Fraction(0), marked=True, answer=Chosen((0,)))
        wrong = QuestionState(1, Fraction(1), marked=True, answer=Chosen((1,)))
        new = [remarked(given, given.questions[0], state) for state in (right, wrong)]
        assert [state.earned for state in new] == [1, 0]
        assert [remarked(given, given.questions[0], state) for state in new] == new

    def test_the_tries_before_still_cost_their_penalty(self) -> None:
        given = quiz({**CHOICE, "remark": True}, mode="interactive", tries=3, penalty=25)
        state = QuestionState(3, Fraction(0), marked=True, answer=Chosen((0,)))
        assert remarked(given, given.questions[0], state).earned == Fraction(1, 2)

    def test_words_that_were_cut_keep_their_mark(self) -> None:
        given = quiz({**SHORT, "remark": True})
        state = QuestionState(1, Fraction(1), marked=True, answer=Typed("Mississippi-Misso", cut=True))
        assert remarked(given, given.questions[0], state) == state


class TestAttempts:
    @pytest.mark.parametrize(
        ("counts", "expected"), [("best", "4/5"), ("last", "1/2"), ("first", "1/5"), ("mean", "1/2")]
    )
    def test_the_author_says_which_counts(self, counts: Counts, expected: str) -> None:
        shares = [Fraction(1, 5), Fraction(4, 5), Fraction(1, 2)]
        assert that_counts(counts, shares) == Fraction(expected)
        assert that_counts(counts, []) is None

    @pytest.mark.parametrize("counts", ["best", "last", "first", "mean"])
    def test_counting_one_by_one_comes_to_the_same(self, counts: Counts) -> None:
        chance = random.Random(counts)
        for _ in range(200):
            shares = [Fraction(chance.randrange(13), 12) for _ in range(chance.randrange(1, 9))]
            score: Fraction | None = None
            for handed_in, share in enumerate(shares):
                score = counted(counts, score, handed_in, share)
            assert score == that_counts(counts, shares)

    @pytest.mark.parametrize("counts", ["last", "first", "mean"])
    def test_the_last_attempt_marked_anew_is_counted_anew(self, counts: Counts) -> None:
        chance = random.Random(counts)
        for _ in range(200):
            *before, old = [Fraction(chance.randrange(13), 12) for _ in range(chance.randrange(1, 9))]
            new = Fraction(chance.randrange(13), 12)
            score = that_counts(counts, [*before, old])
            assert score is not None
            assert recounted(counts, score, len(before) + 1, old, new) == that_counts(counts, [*before, new])

    def test_the_best_never_goes_down_when_a_later_attempt_is_marked_anew(self) -> None:
        assert recounted("best", Fraction(3, 4), 2, Fraction(3, 4), Fraction(1, 4)) == Fraction(3, 4)
        assert recounted("best", Fraction(3, 4), 1, Fraction(3, 4), Fraction(1, 4)) == Fraction(1, 4)

    def test_are_as_many_as_the_author_allows(self) -> None:
        assert [attempt_left(quiz(attempts=2), handed_in) for handed_in in (0, 1, 2, 3)] == [True, True, False, False]
        assert attempt_left(quiz(), 500)

    def test_may_have_a_time(self) -> None:
        given = quiz(time=2)
        assert [seconds_left(given, spent) for spent in (0, 119, 120, 500)] == [120, 1, 0, 0]
        assert seconds_left(quiz(), 500) is None


class TestReview:
    @pytest.mark.parametrize(
        ("written", "due_passed", "attempts_left", "open_"),
        [
            ("now", False, True, (True, True, True)),
            ("never", True, False, (False, False, False)),
            ("right after-due", False, True, (True, False, True)),
            ("right after-due", True, True, (True, True, True)),
            ("right after-attempts | feedback never", False, True, (True, False, False)),
            ("right after-attempts | feedback never", False, False, (True, True, False)),
            ("own after-due", False, False, (False, False, False)),
        ],
    )
    def test_opens_by_the_rules_of_the_author(
        self, written: str, due_passed: bool, attempts_left: bool, open_: tuple[bool, bool, bool]
    ) -> None:
        rules: Review = quiz(review=written, attempts=2).review
        now = shown(rules, due_passed=due_passed, attempts_left=attempts_left)
        assert (now.own, now.right, now.feedback) == open_


def test_an_instructors_mark_is_a_part_of_the_points() -> None:
    assert mark_by_hand(UNTOUCHED, Fraction(1, 3)).earned == Fraction(1, 3)
    with pytest.raises(ValueError, match="from 0 to 1"):
        mark_by_hand(UNTOUCHED, Fraction(4, 3))


def test_shared_attempts_go_as_in_the_player() -> None:
    for case in json.loads(VECTORS.read_text("utf-8"))["cases"]:
        given = Quiz.model_validate(case["quiz"])
        assert quiz_data(given, "en")["questions"] == case["data"], case["name"]
        assert played(given, case["steps"]) == case["expected"], case["name"]


def played(given: Quiz, steps: list[dict[str, Any]]) -> list[Any]:
    """What each step of a case gives, as it is written in the vectors."""
    by_slot = {question.slot: question for question in given.questions}
    states = dict.fromkeys(by_slot, UNTOUCHED)
    seen: list[Any] = []
    for step in steps:
        slot = step.get("slot", 0)
        if "answer" in step:
            answer = parse_answer(step["answer"])
            states[slot], outcome = respond(
                given, by_slot[slot], states[slot], answer, certainty=step.get("certainty", 0)
            )
            notice = "empty" if outcome.empty else outcome.notice
            over = is_over(given, by_slot[slot], states[slot])
            seen.append([*written_state(states[slot]), part(outcome.fraction), notice, over])
        elif "earned" in step:
            states[slot] = mark_by_hand(states[slot], Fraction(step["earned"]))
            seen.append(written_state(states[slot]))
        elif "remark" in step:
            states = {slot: remarked(given, by_slot[slot], state) for slot, state in states.items()}
            seen.append([written_state(state) for state in states.values()])
        else:
            states |= hand_in(given, given.questions, states)
            worth = result(given, given.questions, states)
            how = calibration(given, given.questions, states)
            share = None if worth.share is None else part(worth.share)
            seen.append(
                {
                    "states": [written_state(state) for state in states.values()],
                    "result": [part(worth.earned), worth.total, worth.waiting, share],
                    "calibration": [list(how.answers), list(how.right), part(how.marks), list(how.sure_but_wrong)],
                }
            )
    return seen


def written_state(state: QuestionState) -> list[Any]:
    return [state.tries, part(state.earned), state.marked, answer_json(state.answer), state.certainty]


def part(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
