"""Attempts: begun, answered, handed in, marked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hornbook.attempt import Shown
from hornbook.questions import parse_answer
from hornbook.questions.answer import Chosen, Typed
from lti_app.services import attempts, papers, quiz_view
from lti_app.services.attempts import GRACE, Closed, Given, Receipt, TooManyAnswers
from lti_app.services.quiz_view import EVERYTHING
from lti_app.storage.models import Attempt, Response
from tests.lti_app.services.world import NOW, SECRETS, World, by_id, right

NOTHING = Shown(own=False, right=False, feedback=False)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Makes a world whose quiz has these options."""
    made: list[World] = []

    def make(options: str = "mode=exam", **more: str) -> World:
        made.append(World(tmp_path, options, **more))
        return made[-1]

    yield make
    for one in made:
        one.database.engine.dispose()


def _keep(world: World, attempt: Attempt, *given: Given, client: str = "page", now: datetime = NOW) -> list[Receipt]:
    with world.database.writing() as session:
        attempt = session.merge(attempt)
        return attempts.keep(session, attempt, papers.paper_of(session, attempt), client, given, now)


def _hand_in(world: World, attempt: Attempt, now: datetime = NOW) -> Attempt:
    with world.database.writing() as session:
        attempt = session.merge(attempt)
        attempts.hand_in(session, attempt, now)
        return attempt


def _paper(world: World, attempt: Attempt) -> papers.Paper:
    with world.database.reading() as session:
        return papers.paper_of(session, attempt)


def _standing(world: World, attempt: Attempt) -> papers.Taken:
    with world.database.reading() as session:
        attempt = session.merge(attempt)
        return attempts.standing(session, attempt, papers.paper_of(session, attempt))


def _view(world: World, attempt: Attempt, review: Shown = EVERYTHING, now: datetime = NOW) -> dict[str, Any]:
    with world.database.reading() as session:
        return quiz_view.view(session, session.merge(attempt), review, now)


def _answer_all(world: World, attempt: Attempt, but: Sequence[str] = ()) -> None:
    paper = _paper(world, attempt)
    _keep(
        world,
        attempt,
        *(
            Given(question.slot, sequence, right(question))
            for sequence, question in enumerate(paper.questions, 11)
            if question.id not in but
        ),
    )


def test_an_exam_is_begun_answered_handed_in_and_marked(world: Callable[..., World]) -> None:
    class_ = world()
    attempt = class_.begin()
    _answer_all(class_, attempt, but=["q-multiple"])
    attempt = _hand_in(class_, attempt, NOW + timedelta(minutes=5))
    assert attempt.earned == Fraction(3, 5)
    assert attempt.submitted_at == NOW + timedelta(minutes=5)
    assert not attempt.pending


def test_beginning_again_goes_on_with_the_open_attempt(world: Callable[..., World]) -> None:
    class_ = world()
    assert class_.begin().id == class_.begin(NOW + timedelta(hours=1)).id


def test_two_begin_at_once_and_there_is_one_attempt(world: Callable[..., World]) -> None:
    class_ = world()
    class_.seat()
    begun: list[int] = []
    threads = [threading.Thread(target=lambda: begun.append(class_.begin().id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 8
    assert len(set(begun)) == 1


def test_the_number_of_attempts_is_limited_by_the_author_and_the_link_has_the_last_word(
    world: Callable[..., World],
) -> None:
    class_ = world("mode=exam attempts=1")
    _hand_in(class_, class_.begin())
    with pytest.raises(Closed) as refused:
        class_.begin()
    assert refused.value.reason == "no-attempt-left"
    class_.change_link(attempts=2)
    assert class_.begin().number == 2


def test_other_people_have_attempts_of_their_own(world: Callable[..., World]) -> None:
    class_ = world("mode=exam attempts=1")
    mine = _hand_in(class_, class_.begin())
    theirs = class_.begin(person=class_.ben)
    assert theirs.number == 1
    with class_.database.writing() as session:
        assert attempts.attempt_at(session, class_.seat(class_.ben), mine.id) is None
        assert attempts.attempt_at(session, class_.seat(class_.ben), theirs.id) is not None


def test_nothing_begins_after_the_due_date_and_a_running_attempt_ends_there(world: Callable[..., World]) -> None:
    class_ = world()
    due = NOW + timedelta(minutes=10)
    class_.change_link(due_at=due)
    attempt = class_.begin()
    assert attempt.ends_at == due
    with class_.database.writing() as session:
        assert attempts.close_if_over(session, session.merge(attempt), due + GRACE + timedelta(seconds=1))
    with pytest.raises(Closed) as refused:
        class_.begin(due + timedelta(hours=1))
    assert refused.value.reason == "past-due"


def test_a_time_limit_ends_by_our_clock_with_thirty_seconds_of_grace(world: Callable[..., World]) -> None:
    class_ = world("mode=exam time=10")
    attempt = class_.begin()
    question = _paper(class_, attempt).questions[0]
    end = NOW + timedelta(minutes=10)
    assert attempt.ends_at == end
    in_grace = _keep(class_, attempt, Given(question.slot, 1, right(question)), now=end + GRACE)
    too_late = _keep(class_, attempt, Given(question.slot, 2, None), now=end + GRACE + timedelta(seconds=1))
    assert [receipt.late for receipt in in_grace + too_late] == [False, True]
    with class_.database.writing() as session:
        ended = session.merge(attempt)
        assert attempts.close_if_over(session, ended, end + GRACE + timedelta(seconds=1))
        assert ended.submitted_at == end
        assert ended.earned == Fraction(question.points, 5)


def test_an_answer_after_handing_in_is_kept_flagged_and_does_not_count(world: Callable[..., World]) -> None:
    class_ = world()
    attempt = _hand_in(class_, class_.begin())
    question = _paper(class_, attempt).questions[0]
    (receipt,) = _keep(class_, attempt, Given(question.slot, 1, right(question)))
    assert receipt.late
    with class_.database.writing() as session:
        again = session.merge(attempt)
        attempts.remark(session, again)
        assert again.earned == 0
        assert [row.late for row in session.scalars(select(Response))] == [True]


def test_a_question_of_another_quiz_is_refused_and_nothing_is_kept(world: Callable[..., World]) -> None:
    class_ = world()
    attempt = class_.begin()
    good = _paper(class_, attempt).questions[0]
    with pytest.raises(KeyError):
        _keep(class_, attempt, Given(good.slot, 1, right(good)), Given(9999, 2, None))
    with class_.database.reading() as session:
        assert session.scalars(select(Response)).all() == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_repeated_late_and_reordered_answers_end_as_those_in_order_would(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    class_ = World(tmp_path_factory.mktemp("world"), "mode=exam")
    with ExitStack() as ended:
        # Also where Hypothesis gives an example up in the middle of drawing it.
        ended.callback(class_.database.engine.dispose)
        attempt = class_.begin()
        paper = _paper(class_, attempt)
        question = by_id(paper, "q-choice")
        answers = [parse_answer({"keys": [key]}) for key in range(36)] + [None]
        sent = [
            Given(question.slot, sequence, data.draw(st.sampled_from(answers)))
            for sequence in range(1, 1 + data.draw(st.integers(1, 6)))
        ]
        arrivals = data.draw(st.permutations([one for one in sent for _ in range(data.draw(st.integers(1, 3)))]))
        for one in arrivals:
            _keep(class_, attempt, one)
        with class_.database.reading() as session:
            stands = attempts.standing(session, attempt, paper)
            kept = session.scalars(select(Response)).all()
        assert stands.state(question.slot).answer == sent[-1].answer
        assert len(kept) == len(sent)


def test_two_pages_of_one_attempt_count_on_from_the_last_answer(world: Callable[..., World]) -> None:
    class_ = world()
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-short")
    _keep(class_, attempt, Given(question.slot, 7, parse_answer({"text": "phone"})), client="phone")
    assert _view(class_, attempt)["sequence"] == 7
    _keep(class_, attempt, Given(question.slot, 8, parse_answer({"text": "laptop"})), client="laptop")
    (shown,) = [one for one in _view(class_, attempt)["questions"] if one["slot"] == question.slot]
    assert shown["answer"] == {"text": "laptop"}


def test_an_open_exam_holds_no_answer_whatever_was_answered(world: Callable[..., World]) -> None:
    class_ = world("mode=exam shuffle")
    attempt = class_.begin()
    _answer_all(class_, attempt, but=["q-short"])
    text = json.dumps(_view(class_, attempt))
    for secret in SECRETS:
        assert secret not in text
    for question in _view(class_, attempt)["questions"]:
        assert question["outcome"] is None
        assert not question["data"].keys() & {"options", "accept", "reject"}


def test_ids_and_order_of_options_tell_nothing(world: Callable[..., World]) -> None:
    class_ = world("mode=exam shuffle")
    keys, places = set(), set()
    for _ in range(24):
        attempt = class_.begin()
        question = by_id(_paper(class_, attempt), "q-choice")
        answer = right(question)
        assert isinstance(answer, Chosen)
        (key,) = answer.keys
        html = next(one["html"] for one in _view(class_, attempt)["questions"] if one["slot"] == question.slot)
        shown = [part.split('"')[0] for part in html.split('data-key="')[1:]]
        keys.add(key)
        places.add(shown.index("0123456789abcdefghijklmnopqrstuvwxyz"[key]))
        _hand_in(class_, attempt)
    assert len(keys) > 6
    assert places == {0, 1, 2}


def test_a_running_attempt_keeps_the_version_it_began_with(world: Callable[..., World]) -> None:
    class_ = world()
    attempt = class_.begin()
    _answer_all(class_, attempt)
    class_.write("mode=exam", "\n1. Something else? {#q-new}\n   - [x] yes\n   - [ ] no\n")
    class_.seconds += 5
    papers._papers.clear()
    assert "Which is first?" in json.dumps(_view(class_, attempt))
    assert _hand_in(class_, attempt).earned == 1
    assert "Something else?" in json.dumps(_view(class_, class_.begin()))


@pytest.mark.parametrize(
    ("counts", "score"),
    [("best", Fraction(1)), ("first", Fraction(0)), ("last", Fraction(2, 5)), ("mean", Fraction(7, 15))],
)
def test_the_attempt_that_counts_makes_the_score(world: Callable[..., World], counts: str, score: Fraction) -> None:
    class_ = world(f"mode=exam counts={counts}")
    for but in (("q-choice", "q-multiple", "q-short", "q-true"), (), ("q-multiple", "q-short")):
        attempt = class_.begin()
        _answer_all(class_, attempt, but=but)
        _hand_in(class_, attempt)
    seat = class_.seat()
    _, quiz = class_.quiz(seat)
    with class_.database.reading() as session:
        made = attempts.attempts_at(session, seat, quiz.slot)
    assert attempts.score_that_counts(quiz, made) == score


def test_practice_shows_the_verdict_of_each_try_and_is_worth_its_best(world: Callable[..., World]) -> None:
    class_ = world("mode=practice")
    attempt = class_.begin()
    paper = _paper(class_, attempt)
    question = by_id(paper, "q-short")
    _keep(class_, attempt, Given(question.slot, 1, parse_answer({"text": "nobody"})))
    (shown,) = [one for one in _view(class_, attempt)["questions"] if one["slot"] == question.slot]
    wrong = {"fraction": "0/1", "empty": False, "matched": 0, "rejects": [], "parts": [], "notice": ""}
    assert shown["outcome"] == wrong
    assert "qqfeedbackqq of nobody" in shown["html"]
    assert "qqacceptedqq" not in json.dumps(shown)
    _answer_all(class_, attempt)
    with class_.database.writing() as session:
        done = session.merge(attempt)
        attempts.note_marks(session, done, paper)
        assert done.earned == 1
        assert done.submitted_at is None


def test_interactive_mode_gives_a_hint_after_each_wrong_try_and_the_answer_after_the_last(
    world: Callable[..., World],
) -> None:
    class_ = world("mode=interactive")
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-choice")
    answer = right(question)
    assert isinstance(answer, Chosen)
    options = [int(one["key"], 36) for one in question.marking_data()["options"]]
    wrong = [key for key in options if key not in answer.keys]

    def shown() -> dict[str, Any]:
        return next(one for one in _view(class_, attempt)["questions"] if one["slot"] == question.slot)

    assert "qqhintqq" not in shown()["html"]
    _keep(class_, attempt, Given(question.slot, 1, parse_answer({"keys": wrong[:1]})))
    after_one = shown()
    assert "qqhintqq one" in after_one["html"]
    assert "qqhintqq two" not in after_one["html"]
    assert "qqexplainedqq" not in after_one["html"]
    assert "qqfeedbackqq of alpha" not in after_one["html"]
    assert [one["right"] for one in after_one["data"]["options"]] == [False, False, False]
    assert not after_one["over"]
    _keep(class_, attempt, Given(question.slot, 2, parse_answer({"keys": wrong[1:]})))
    _keep(class_, attempt, Given(question.slot, 3, parse_answer({"keys": wrong[:1]})))
    last = shown()
    assert last["over"]
    assert last["reveal"]
    assert "qqexplainedqq" in last["html"]


@pytest.mark.parametrize(
    ("review", "seen", "hidden"),
    [
        (NOTHING, (), SECRETS),
        (Shown(own=True, right=False, feedback=False), (), SECRETS),
        (Shown(own=True, right=False, feedback=True), ("of nobody",), ("qqexplainedqq", "qqacceptedqq", "of beta")),
        (Shown(own=True, right=True, feedback=False), ("qqexplainedqq", "qqacceptedqq"), ("qqfeedbackqq",)),
        (EVERYTHING, ("qqexplainedqq", "qqacceptedqq", "of nobody", "of beta"), ()),
    ],
)
def test_the_review_shows_what_its_rules_release(
    world: Callable[..., World], review: Shown, seen: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    class_ = world()
    attempt = class_.begin()
    _answer_all(class_, attempt, but=["q-short"])
    short = by_id(_paper(class_, attempt), "q-short")
    _keep(class_, attempt, Given(short.slot, 9, parse_answer({"text": "nobody"})))
    text = json.dumps(_view(class_, _hand_in(class_, attempt), review))
    for words in seen:
        assert words in text
    for words in hidden:
        assert words not in text
    assert ('"result": null' in text) == (not review.own)


def test_what_a_teacher_tries_out_is_kept_apart_and_leaves_no_trace(world: Callable[..., World]) -> None:
    class_ = world("mode=exam attempts=1")
    attempt = class_.begin(person=class_.teacher, preview=True)
    _answer_all(class_, attempt)
    _hand_in(class_, attempt)
    with class_.database.writing() as session:
        assert attempts.attempts_at(session, class_.seat(class_.teacher), attempt.quiz_slot) == []
        attempts.remove_previews(session, class_.link, class_.teacher)
    with class_.database.reading() as session:
        assert session.scalars(select(Attempt)).all() == []
        assert session.scalars(select(Response)).all() == []


@pytest.mark.parametrize(
    ("options", "earned"), [("mode=interactive tries=3", 0), ("mode=adaptive penalty=20", Fraction(2, 5))]
)
def test_an_answer_that_comes_after_a_try_counts_after_it_whatever_its_number(
    world: Callable[..., World], options: str, earned: Fraction
) -> None:
    """Whoever has seen what a try showed cannot put another answer before it."""
    class_ = world(options)
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-short")
    for number, text in enumerate(("nobody", "somebody", "anybody"), 100):
        _keep(class_, attempt, Given(question.slot, number, parse_answer({"text": text})))
    _keep(class_, attempt, Given(question.slot, 1, right(question)))
    _keep(class_, attempt, Given(question.slot, 1, right(question)), client="another")
    assert _standing(class_, attempt).state(question.slot).earned == earned
    assert _hand_in(class_, attempt).earned == earned / 5


@pytest.mark.parametrize("backwards", [False, True])
def test_tries_that_are_sent_together_count_by_their_numbers(world: Callable[..., World], backwards: bool) -> None:
    class_ = world("mode=interactive tries=1")
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-short")
    tries = [Given(question.slot, 1, parse_answer({"text": "nobody"})), Given(question.slot, 2, right(question))]
    _keep(class_, attempt, *(reversed(tries) if backwards else tries))
    assert _standing(class_, attempt).state(question.slot).answer == parse_answer({"text": "nobody"})


def test_a_flag_is_kept_and_costs_no_try(world: Callable[..., World]) -> None:
    class_ = world("mode=interactive")
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-short")
    nobody = parse_answer({"text": "nobody"})
    _keep(class_, attempt, Given(question.slot, 1, nobody, flagged=True, note=True))
    (shown,) = [one for one in _view(class_, attempt)["questions"] if one["slot"] == question.slot]
    assert (shown["flagged"], shown["tries"], shown["outcome"]) == (True, 0, None)
    _keep(class_, attempt, Given(question.slot, 2, nobody, flagged=True))
    _keep(class_, attempt, Given(question.slot, 3, nobody, note=True))
    (shown,) = [one for one in _view(class_, attempt)["questions"] if one["slot"] == question.slot]
    assert (shown["flagged"], shown["tries"]) == (False, 1)


def test_an_answer_that_cannot_be_marked_is_asked_again_and_costs_no_try(world: Callable[..., World]) -> None:
    class_ = world("mode=interactive", questions="\n1. How many? {#q-number}\n   = 12 +- 1\n")
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-number")
    _keep(class_, attempt, Given(question.slot, 1, parse_answer({"text": "many"})))
    (shown,) = _view(class_, attempt)["questions"]
    assert shown["again"]["notice"] == "unreadable"
    assert (shown["answer"], shown["tries"], shown["outcome"]) == ({"text": "many"}, 0, None)


def test_parts_are_marked_where_the_page_has_them(world: Callable[..., World]) -> None:
    lines = "\n1. In order? {#q-order}\n   1. first\n   2. second\n   3. third\n   4. fourth\n"
    class_ = world("mode=interactive tries=3", questions=lines)
    attempt = class_.begin()
    question = by_id(_paper(class_, attempt), "q-order")
    steps = [int(key, 36) for key in question.marking_data()["steps"]]
    # The last step stands first: the three others are in order.
    _keep(class_, attempt, Given(question.slot, 1, parse_answer({"list": [steps[3], *steps[:3]]})))
    (shown,) = _view(class_, attempt)["questions"]
    verdicts = dict(zip(shown["data"]["steps"], shown["outcome"]["parts"], strict=True))
    assert shown["data"]["steps"] == sorted(shown["data"]["steps"])
    right = [verdicts["0123456789abcdefghijklmnopqrstuvwxyz"[key]] for key in steps]
    assert right == [True, True, True, False]


def test_an_attempt_keeps_so_many_answers_and_no_more(
    world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_KEPT", 3)
    class_ = world()
    attempt = class_.begin()
    paper = _paper(class_, attempt)
    given = [Given(paper.questions[0].slot, number, None) for number in range(1, 5)]
    with class_.database.writing() as session:
        assert len(attempts.keep(session, session.merge(attempt), paper, "page0001", given[:3], NOW)) == 3
    with class_.database.writing() as session, pytest.raises(TooManyAnswers):
        attempts.keep(session, session.merge(attempt), paper, "page0001", given[3:], NOW)


ESSAY = "\n1. Why do rivers wind? {#q-wind type=essay}\n"


def _write(class_: World, attempt: Attempt, number: int, words: str, now: datetime, client: str = "page") -> None:
    slot = _paper(class_, attempt).questions[0].slot
    _keep(class_, attempt, Given(slot, number, Typed(words)), client=client, now=now)


def _drafts(class_: World, attempt: Attempt) -> list[str]:
    with class_.database.reading() as session:
        rows = session.scalars(select(Response).where(Response.attempt_id == attempt.id).order_by(Response.sequence))
        return [str((row.answer or {}).get("text")) for row in rows]


def test_of_an_essay_one_draft_a_minute_stays_and_the_newest_counts(world: Callable[..., World]) -> None:
    class_ = world(questions=ESSAY)
    attempt = class_.begin()
    for number in range(1, 91):
        _write(class_, attempt, number, f"draft {number}", NOW + timedelta(seconds=number - 1))
    assert _drafts(class_, attempt) == ["draft 60", "draft 90"]
    _write(class_, attempt, 3, "draft 3", NOW + timedelta(seconds=100))  # again, since its receipt was lost
    _write(class_, attempt, 91, "elsewhere", NOW + timedelta(seconds=100), client="other")
    assert _drafts(class_, attempt) == ["draft 3", "draft 60", "draft 90", "elsewhere"]
    (state,) = _standing(class_, attempt).states.values()
    assert state.answer == Typed("elsewhere")


def test_a_late_draft_takes_none_away_that_was_in_time(world: Callable[..., World]) -> None:
    class_ = world("mode=exam time=1", questions=ESSAY)
    attempt = class_.begin()
    end = NOW + timedelta(minutes=1) + GRACE
    _write(class_, attempt, 1, "in time", end)
    _write(class_, attempt, 2, "late", end + timedelta(seconds=1))
    assert _drafts(class_, attempt) == ["in time", "late"]
    (state,) = _standing(class_, attempt).states.values()
    assert state.answer == Typed("in time")


def test_an_attempt_keeps_so_much_text_and_no_more(
    world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_WRITTEN", 6_000)
    class_ = world(questions=ESSAY)
    attempt = class_.begin()
    for minute in range(2):
        _write(class_, attempt, minute + 1, "x" * 3_000, NOW + timedelta(minutes=minute))
    with pytest.raises(TooManyAnswers):
        _write(class_, attempt, 3, "x" * 3_000, NOW + timedelta(minutes=2))
    _write(class_, attempt, 4, "a short answer", NOW + timedelta(minutes=3))
