"""Random quizzes with random answers, gone through in Python and by the player: the same bytes must come of both.

`python -m tests.random_quizzes 10000` tries so many; `tests/hornbook/test_two_graders.py` tries some in each run.
Everything follows from a seed. RANDOM_TYPES is the table of types: a type without its line there fails the tests.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from hornbook.attempt import (
    UNTOUCHED,
    QuestionState,
    calibration,
    counted,
    hand_in,
    is_over,
    remarked,
    respond,
    result,
)
from hornbook.blocks.quiz import Quiz
from hornbook.course import Course
from hornbook.draw import draw, mixed, mixed_steps
from hornbook.profile import Profile
from hornbook.questions import QUESTION_TYPES, Outcome, Question, answer_json, parse_answer
from hornbook.questions.base import KEYS
from hornbook.rendering.data import course_data, lesson_data
from hornbook.scoring import LearnerState, QuizState, measure, percent
from tests.node import NODE

PLAYER = Path(__file__).resolve().parent.parent / "player"
PROFILE = Profile(home="scorm2004", state_limit=16_000)
LANGUAGES = ("en", "de", "fr", "ar", "hi", "sv", "pt-BR", "ja", "tr", "")

WORDS = (
    *("Nile", "fine-tuning", "the North Sea", "H2O", "naïve", "Köln", "Straße", "œuvre", "Ísafjörður", "İstanbul"),
    *("Ωμέγα", "тонкая настройка", "Ёлка", "川の水", "ガラパゴス", "한강", "نهر النيل", "נהר", "गंगा नदी", "แม่น้ำ"),
    *("don't", "x–y", "“quoted”", "a/b", "…", "ﬁne", "①", "Å", "e\u0301clair", "\u200fمصر", "🙂", "𝒳", "\ufffd"),
)
NUMBERS = (
    *(
        "1.5",
        "1,5",
        "1,500",
        "1.500",
        "2,125",
        "12.500",
        "1,500 m",
        "3.000 km",
        "1 500",
        "1\u202f500",
        "15e2",
        "1.5·10³",
        "1/3",
        "-2",
        "−2",
        "+7",
        "½",
        "1½",
    ),
    *(
        "٣٫٥",
        "१२.५",
        "１２",
        "0,333",
        "0.3333",
        "50 %",
        "50%",
        "٪٥٠",
        "3 km",
        "3000 m",
        "3.0km",
        "3 kg",
        "12 h",
        "720 min",
    ),
    *(
        "20 °C",
        "68 °F",
        "1e400",
        "1/0",
        "1.2.3",
        "12a",
        "€ 5",
        "5 €",
        "",
        " ",
        "∞",
        "12,34,567",
        "0x10",
        "1_000",
        "NaN",
    ),
)
KEYED_NUMBERS = (
    *("1.5", "1500", "0.333 sig 3", "3 km", "12 h", "20 °C", "50 %", "-2", "112 +- 1 h", "5 +- 2%", "1/3", "1e3", "7"),
)


class RandomType(NamedTuple):
    """How one type of question is made up: the fields of its model, and an answer to it."""

    question: Callable[[random.Random], dict[str, Any]]
    answer: Callable[[random.Random, Any], dict[str, Any]]


def _options(chance: random.Random, right: int, wrong: int, **more: Callable[[], Any]) -> list[dict[str, Any]]:
    options = [
        {"text": f"option {at}", "right": at < right, **{name: make() for name, make in more.items()}}
        for at in range(right + wrong)
    ]
    chance.shuffle(options)
    return options


def _choice(chance: random.Random) -> dict[str, Any]:
    return {"options": _options(chance, 1, chance.randint(1, 7))}


def _multiple(chance: random.Random) -> dict[str, Any]:
    weights = {"weight": lambda: chance.randint(1, 5)} if chance.random() < 0.3 else {}
    options = _options(chance, chance.randint(1, 6), chance.randint(1, 6), **weights)
    return {"options": options, "scoring": _scoring(chance)}


def _scoring(chance: random.Random) -> str:
    return chance.choice(["parts", "parts", "all"])


def _keys(chance: random.Random, parts: Sequence[Any]) -> dict[str, Any]:
    """Some of the parts by their keys, and now and then one that the question lacks."""
    numbers = [part.number if hasattr(part, "number") else KEYS.index(part.key) for part in parts]
    chosen = set(chance.sample(numbers, chance.randint(0, len(numbers))))
    if chance.random() < 0.5:
        chosen = {chance.choice(numbers)}
    if chance.random() < 0.05:
        chosen.add(chance.randrange(36))
    return {"keys": sorted(chosen)}


def _short(chance: random.Random) -> dict[str, Any]:
    words = chance.sample([word for word in WORDS if word.strip()], 4)
    return {
        "accept": words[: chance.randint(1, 3)],
        "reject": [{"variants": [words[3]]}] if chance.random() < 0.5 else [],
        "case": chance.random() < 0.3,
        "accents": chance.choice(["matter", "ignore"]),
        "typos": chance.choice(["ask", "accept", "refuse"]),
    }


def _words(chance: random.Random, near: Sequence[str]) -> str:
    """Something that somebody might type: one of `near` in some form, with a slip, or something else."""
    word = chance.choice(near) if near and chance.random() < 0.75 else chance.choice(WORDS)
    for _ in range(chance.randint(0, 2)):
        word = chance.choice(_FORMS)(word)
    return _slip(chance, word) if chance.random() < 0.3 else word


#: Forms of one word that people and their keyboards make.
_FORMS: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    str.title,
    str.casefold,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFKC", text),
    lambda text: f"  {text}\u00a0 ",
    lambda text: text.replace(" ", "  ").replace("-", "\u2010"),
)


def _slip(chance: random.Random, text: str) -> str:
    """One letter left out, doubled, swapped or put in."""
    if not text:
        return text
    at = chance.randrange(len(text))
    return chance.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
            text[:at] + chance.choice("aeéßشж水 ") + text[at:],
        ]
    )


def _number(chance: random.Random) -> dict[str, Any]:
    return {
        "accept": chance.sample(KEYED_NUMBERS, chance.randint(1, 2)),
        "reject": [{"variants": [chance.choice(KEYED_NUMBERS)]}] if chance.random() < 0.4 else [],
        "unit": chance.choice(["required", "optional", "shown"]),
    }


def _typed_number(chance: random.Random, near: Sequence[str]) -> str:
    if chance.random() < 0.3 and near:
        text = chance.choice(near).split(" +-")[0].split(" sig")[0]
        return text.replace(".", chance.choice([".", ",", "٫"]))
    return chance.choice(NUMBERS) if chance.random() < 0.9 else _words(chance, [])


def _match(chance: random.Random) -> dict[str, Any]:
    rights = [f"right {at}" for at in range(chance.randint(2, 6))]
    pairs = [{"left": f"left {at}", "right": chance.choice(rights)} for at in range(chance.randint(2, 8))]
    pairs[0]["right"], pairs[1]["right"] = rights[0], rights[1]
    extra = [{"text": f"extra {at}"} for at in range(chance.randint(0, 3))]
    return {"pairs": pairs, "extra": extra, "scoring": _scoring(chance)}


def _matched(chance: random.Random, question: Any) -> dict[str, Any]:
    sides = [side.number for side in question.sides]
    given = [-1] * (1 + max(pair.number for pair in question.pairs))
    for pair in question.pairs:
        right = KEYS.index(pair.right_key)
        given[pair.number] = chance.choice([right, right, chance.choice(sides), -1])
    if chance.random() < 0.05:
        given = [*given[: len(given) // 2], chance.randrange(36)]
    return {"list": given[:36]}


def _order(chance: random.Random) -> dict[str, Any]:
    return {
        "steps": [{"text": f"step {at}"} for at in range(chance.randint(3, 9))],
        "scoring": _scoring(chance),
    }


def _ordered(chance: random.Random, question: Any) -> dict[str, Any]:
    steps = [step.number for step in question.steps]
    for _ in range(chance.randint(0, 4)):
        steps.insert(chance.randrange(len(steps)), steps.pop(chance.randrange(len(steps))))
    if chance.random() < 0.1:
        steps = [chance.choice([*steps, -1, 35]) for _ in steps]
    return {"list": steps if chance.random() < 0.9 else steps[: len(steps) // 2]}


def _matrix(chance: random.Random) -> dict[str, Any]:
    columns = chance.randint(2, 5)
    several = chance.random() < 0.4

    def marks() -> list[bool]:
        row = [several and chance.random() < 0.4 for _ in range(columns)]
        row[chance.randrange(columns)] = True
        return row

    return {
        "columns": [{"text": f"column {at}"} for at in range(columns)],
        "rows": [{"text": f"row {at}", "right": marks()} for at in range(chance.randint(2, 6))],
        "several": several,
        "scoring": _scoring(chance),
    }


def _ticked(chance: random.Random, question: Any) -> dict[str, Any]:
    masks = [0] * (1 + max(row.number for row in question.rows))
    columns = [column.number for column in question.columns]
    for row in question.rows:
        right = sum(1 << number for number, is_right in zip(columns, row.right, strict=True) if is_right)
        any_of_them = sum(1 << number for number in columns if chance.random() < 0.4)
        masks[row.number] = chance.choice([right, right, any_of_them, 1 << chance.choice(columns)])
    if chance.random() < 0.05:
        masks[0] = chance.choice([-1, 65_535])
    return {"list": masks}


def _hotspot(chance: random.Random) -> dict[str, Any]:
    several = chance.random() < 0.5
    count = chance.randint(2, 6)
    regions = [
        {"text": f"region {at}", "shape": [10 * at, 10, 8, 8], "right": at == 0 or (several and chance.random() < 0.4)}
        for at in range(count)
    ]
    chance.shuffle(regions)
    return {"image": "x.svg", "alt": "x", "regions": regions, "several": several, "scoring": _scoring(chance)}


def _cloze(chance: random.Random) -> dict[str, Any]:
    gaps = []
    for _ in range(chance.randint(1, 5)):
        form = chance.random()
        if form < 0.4:
            gaps.append("{{" + " | ".join(chance.sample(WORDS[:20], chance.randint(1, 2))) + "}}")
        elif form < 0.7:
            gaps.append("{{=" + " | ".join(chance.sample(WORDS[:20], chance.randint(2, 4))) + "}}")
        else:
            gaps.append("{{" + chance.choice(["1.5", "3 km", "1500", "50 %"]) + "}}")
    return {
        "prompt": "Text " + " and ".join(gaps) + ".",
        "reject": [
            {"variants": [*chance.sample(WORDS[:20], chance.randint(1, 2)), chance.choice(["2", "4 km", "7 %"])]}
            for _ in range(chance.randint(0, 3))
        ],
        "scoring": _scoring(chance),
        "case": chance.random() < 0.3,
        "accents": chance.choice(["matter", "ignore"]),
        "typos": chance.choice(["ask", "accept", "refuse"]),
    }


def _expected(question: Any, *, numbers: bool) -> list[str]:
    """The wrong answers that a text with gaps expects, of one sort."""
    return [text for reject in question.reject for text in reject.variants if text[0].isdigit() == numbers]


def _filled(chance: random.Random, question: Any) -> dict[str, Any]:
    given: list[str | None] = [None] * (1 + max(gap.number for gap in question.gaps))
    for gap in question.gaps:
        if chance.random() < 0.1:
            continue
        if gap.choices:
            given[gap.number] = chance.choice([*(choice.key for choice in gap.choices), "z", ""])
        elif gap.is_number:
            given[gap.number] = _typed_number(chance, [*gap.accept, *_expected(question, numbers=True)])
        else:
            given[gap.number] = _words(chance, [*gap.accept, *_expected(question, numbers=False)])
    return {"gaps": given}


#: How each type of question is made up and answered at random, under the word that names it everywhere.
RANDOM_TYPES: dict[str, RandomType] = {
    "choice": RandomType(_choice, lambda chance, question: _keys(chance, question.options)),
    "multiple": RandomType(_multiple, lambda chance, question: _keys(chance, question.options)),
    "true-false": RandomType(
        lambda chance: {"answer": chance.random() < 0.5},
        lambda chance, _: {"keys": chance.choice([[0], [1], [], [0, 1]])},
    ),
    "short": RandomType(_short, lambda chance, question: {"text": _words(chance, question.accept)}),
    "number": RandomType(_number, lambda chance, question: {"text": _typed_number(chance, question.accept)}),
    "match": RandomType(_match, _matched),
    "order": RandomType(_order, _ordered),
    "matrix": RandomType(_matrix, _ticked),
    "hotspot": RandomType(_hotspot, lambda chance, question: _keys(chance, question.regions)),
    "cloze": RandomType(_cloze, _filled),
    "essay": RandomType(lambda _: {}, lambda chance, _: {"text": _words(chance, [])}),
}


def _question(chance: random.Random, slot: int, mode: str) -> dict[str, Any]:
    kind = chance.choice(list(QUESTION_TYPES))
    fields: dict[str, Any] = {"type": kind, "id": f"q{slot}", "slot": slot, "prompt": f"Question {slot}"}
    fields |= RANDOM_TYPES[kind].question(chance)
    fields["points"] = chance.choice([1, 1, 2, 7])
    fields["hints"] = ["hint"] * chance.randint(0, 3)
    if chance.random() < 0.2:
        fields["certainty"] = chance.random() < 0.5
    if chance.random() < 0.2:
        fields["remark"] = True
    if mode in ("interactive", "adaptive") and chance.random() < 0.3:
        fields["penalty"] = chance.choice([0, 10, 33, 100])
    if mode == "interactive" and chance.random() < 0.3:
        fields["tries"] = chance.randint(1, 5)
    return fields


def _quiz(chance: random.Random, slot: int) -> dict[str, Any]:
    mode = chance.choice(["exam", "practice", "interactive", "adaptive"])
    pools = [chance.randint(1, 4) for _ in range(chance.choice([0, 0, 1, 2]))]
    own = chance.randint(0 if pools else 1, 6)
    fields: dict[str, Any] = {"kind": "quiz", "id": f"quiz{slot}", "slot": slot, "mode": mode}
    fields["questions"] = [_question(chance, slot + 1 + at, mode) for at in range(own + sum(pools))]
    if pools:
        fields |= {"from": [f"pool{at}" for at in range(len(pools))], "pooled": pools}
        if chance.random() < 0.7:
            fields["pick"] = [chance.randint(0, size) for size in pools]
    elif chance.random() < 0.5:
        fields["pick"] = [chance.randint(0, own)]
    fields["shuffle"] = chance.random() < 0.5
    fields["weight"] = chance.choice([0, 1, 1, 3])
    if mode != "practice":
        fields["attempts"] = chance.choice([0, 0, 1, 2, 3])
        fields["counts"] = chance.choice(["best", "last", "first", "mean"])
    if mode in ("interactive", "adaptive") and chance.random() < 0.6:
        fields["penalty"] = chance.randint(0, 100)
    if mode == "interactive" and chance.random() < 0.4:
        fields["tries"] = chance.randint(1, 5)
    if chance.random() < 0.3:
        fields["certainty"] = chance.choice(["asked", "graded"]) if mode == "exam" else "asked"
    return fields


def _keyed(chance: random.Random, course: Course) -> Course:
    """The course with keys for all parts of questions, as a lock file long in use may have given them."""

    def give(group: str, texts: Sequence[str], most: int = len(KEYS)) -> list[str]:
        return chance.sample(KEYS[:most], len(texts))

    def quiz(block: Quiz) -> Quiz:
        return block.model_copy(update={"questions": tuple(question.with_keys(give) for question in block.questions)})

    (chapter,) = course.chapters
    (lesson,) = chapter.lessons
    blocks = tuple(quiz(block) if isinstance(block, Quiz) else block for block in lesson.blocks)
    chapter = chapter.model_copy(update={"lessons": (lesson.model_copy(update={"blocks": blocks}),)})
    return course.model_copy(update={"chapters": (chapter,)})


def make_case(seed: int) -> dict[str, Any]:
    """A course of one or two random quizzes, and what a learner does in it, as plain data for both graders."""
    chance = random.Random(seed)
    blocks = [_quiz(chance, 100 * (at + 1)) for at in range(chance.randint(1, 2))]
    fields = {
        "id": "random",
        "title": "Random",
        "pass": chance.choice([0, 50, 60, 100]),
        "chapters": [{"lessons": [{"id": "one", "slot": 1, "title": "One", "blocks": blocks}]}],
    }
    course = _keyed(chance, Course.model_validate(fields))
    lang = chance.choice(LANGUAGES)
    attempts: list[dict[str, Any]] = []
    for quiz in quizzes_of(course):
        for _ in range(chance.randint(1, 3)):
            steps = []
            for _ in range(chance.randint(0, 2 * len(quiz.questions) + 1)):
                question = chance.choice(quiz.questions)
                blank = chance.random() < 0.05
                raw = None if blank else RANDOM_TYPES[question.type].answer(chance, question)
                answer = answer_json(parse_answer(raw))
                steps.append({"slot": question.slot, "answer": answer, "certainty": chance.randint(0, 3)})
            attempts.append({"quiz": quiz.slot, "seed": chance.getrandbits(32), "steps": steps})
    (lesson,) = course.lessons
    return {
        "course": course,
        "data": {
            "seed": seed,
            "lang": lang or "en",
            "course": course_data(course, PROFILE, {}),
            "lesson": lesson_data(lesson, lang or "en"),
            "attempts": attempts,
        },
    }


def quizzes_of(course: Course) -> list[Quiz]:
    """The quizzes of a course."""
    return [block for lesson in course.lessons for block in lesson.blocks if isinstance(block, Quiz)]


def go_through(case: dict[str, Any]) -> str:
    """All that comes of a case by the rules in Python, as one line of JSON."""
    course: Course = case["course"]
    data = case["data"]
    by_slot = {quiz.slot: quiz for quiz in quizzes_of(course)}
    quizzes: dict[int, QuizState] = {}
    seen: set[int] = set()
    told = [_attempt(by_slot[attempt["quiz"]], attempt, data["lang"], quizzes, seen) for attempt in data["attempts"]]
    score = measure(course, LearnerState(quizzes=quizzes, seen=seen))
    total = None if score.score is None else [_part(score.score), percent(score.score)]
    parts = [
        [slot, part.done, None if part.score is None else _part(part.score)] for slot, part in score.blocks.items()
    ]
    return json.dumps(
        [data["seed"], told, [total, score.scored, score.completion, score.success, parts]],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _attempt(
    quiz: Quiz, attempt: dict[str, Any], lang: str, quizzes: dict[int, QuizState], seen: set[int]
) -> list[Any]:
    before = quizzes.get(quiz.slot, QuizState())
    drawn = draw(quiz.questions, quiz.groups, shuffle=quiz.shuffle, seed=attempt["seed"])
    questions = {question.slot: question for question in quiz.questions}
    asked = [questions[one.slot] for one in drawn]
    states = {question.slot: UNTOUCHED for question in asked}
    told: list[Any] = [[[one.slot, one.keys, _mixed(questions[one.slot], attempt["seed"])] for one in drawn]]
    for step in attempt["steps"]:
        question = questions[step["slot"]]
        if question.slot not in states:
            continue
        answer = parse_answer(step["answer"])
        states[question.slot], outcome = respond(
            quiz, question, states[question.slot], answer, certainty=step["certainty"], lang=lang
        )
        over = is_over(quiz, question, states[question.slot], lang=lang)
        told.append([question.slot, *_state(states[question.slot]), *_outcome(outcome), over])
    score = before.score if before.handed_in or quiz.mode == "practice" else None
    if quiz.mode == "practice":
        if all(state.tries for state in states.values()):
            seen.add(quiz.slot)
            share = result(quiz, asked, states).share
            if share is not None:
                score = share if score is None else max(score, share)
        quizzes[quiz.slot] = QuizState(0, score, open=True)
    else:
        states = hand_in(quiz, asked, states, lang=lang)
        share = result(quiz, asked, states).share
        if share is not None:
            score = counted(quiz.counts, score, before.handed_in, share)
        quizzes[quiz.slot] = QuizState(before.handed_in + 1, score)
    worth = result(quiz, asked, states)
    how = calibration(quiz, asked, states, lang=lang)
    again = [remarked(quiz, question, states[question.slot], lang=lang) for question in asked]
    return [
        *told,
        [_state(states[question.slot]) for question in asked],
        [_part(worth.earned), worth.total, worth.waiting, None if worth.share is None else _part(worth.share)],
        [list(how.answers), list(how.right), _part(how.marks), list(how.sure_but_wrong)],
        [_part(state.earned) for state in again],
        None if score is None else _part(score),
    ]


def _mixed(question: Question, seed: int) -> list[Any]:
    """The orders of what is never shown as written."""
    steps = getattr(question, "steps", None)
    own = mixed_steps([step.key for step in steps], question.slot, seed) if steps else []
    return [mixed(question.slot, seed), own]


def _state(state: QuestionState) -> list[Any]:
    return [state.tries, _part(state.earned), state.marked, answer_json(state.answer), state.certainty]


def _outcome(outcome: Outcome) -> list[Any]:
    parts, rejects = list(outcome.parts), list(outcome.rejects)
    return [_part(outcome.fraction), outcome.empty, outcome.matched, parts, outcome.notice, rejects]


def _part(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def player_goes_through(cases: Sequence[dict[str, Any]]) -> list[str]:
    """The same by the player's rules, run in Node."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "two-graders.mjs"
        subprocess.run([NODE, "tests/bundle.mjs", "tests/two-graders.ts", bundle], cwd=PLAYER, check=True)
        lines = "\n".join(json.dumps(case["data"]) for case in cases)
        done = subprocess.run([NODE, bundle], input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.splitlines()


def differences(seeds: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Seeds of which the two graders say different things, with what Python and what the player says."""
    cases = [make_case(seed) for seed in seeds]
    theirs = player_goes_through(cases)
    for case, other in zip(cases, theirs, strict=True):
        own = go_through(case)
        if own != other:
            yield case["data"]["seed"], own, other


def main() -> int:
    """Try as many random quizzes as the command says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    found = 0
    for start in range(0, count, 1000):
        for seed, own, other in differences(range(start, min(count, start + 1000))):
            found += 1
            sys.stdout.write(f"seed {seed}\n  Python {own}\n  player {other}\n")
        sys.stdout.write(f"{min(count, start + 1000):,} courses, {found} different\n")
        sys.stdout.flush()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
