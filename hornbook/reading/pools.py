"""Quizzes that draw from pools: the questions of each pool are put behind the quiz's own.

Each quiz gets copies. So two quizzes that draw from one pool, for practice and as an exam, keep apart what a learner
did in them; a question with the id `nile` is `exam-nile` in the quiz `exam`.
"""

from __future__ import annotations

from collections.abc import Iterable

from hornbook.problems import nearest
from hornbook.reading.placed import PlacedList, PlacedMap, PlacedText
from hornbook.reading.report import Report

_LONGEST_ID = 64


def fill_from_pools(blocks: Iterable[object], report: Report) -> None:
    """Complete the quizzes among the blocks of a lesson, and report what they draw from that is not there."""
    maps = [block for block in blocks if isinstance(block, PlacedMap)]
    pools: dict[str, PlacedMap] = {}
    for block in maps:
        if block.get("kind") != "pool":
            continue
        if "id" in block:
            pools.setdefault(str(block["id"]), block)
        else:
            report.error(
                "pool-without-id",
                "Without an id no quiz can draw from this pool.",
                block.span,
                "Write one into its first line: ::: pool {#bank}",
            )
    used: set[str] = set()
    for block in maps:
        if block.get("kind") == "quiz" and (written := _written(block)) is not None:
            _fill(block, written, pools, used, report)
    for name, pool in pools.items():
        if name not in used:
            report.warn(
                "pool-unused",
                f'No quiz of this lesson draws from the pool "{name}", so nobody will see its questions.',
                pool.span,
                f'Write "from={name}" into the first line of a quiz.',
            )


def _written(quiz: PlacedMap) -> PlacedText | None:
    """What a quiz draws from, with bars between several; in data it may be a list."""
    written = quiz.get("from")
    if isinstance(written, PlacedList):
        return PlacedText(" | ".join(map(str, written)), written.span)
    return written if isinstance(written, PlacedText) else None


def _fill(quiz: PlacedMap, written: PlacedText, pools: dict[str, PlacedMap], used: set[str], report: Report) -> None:
    before = len(report.problems)
    if "id" not in quiz:
        report.error(
            "from-without-id",
            "A quiz that draws from a pool needs an id: learners' work on the questions is kept under it.",
            quiz.span,
            "Write one into its first line: ::: quiz {#check from=...}",
        )
    sizes = PlacedList(written.span)
    drawn: list[PlacedMap] = []
    for source in (part.strip() for part in written.split(" | ")):
        name, _, tag = source.partition("#")
        used.add(name)
        found = _questions(name, tag, written, pools, report)
        if found is None:
            continue
        twice = next((question for question in found if any(question is other for other in drawn)), None)
        if twice is not None:
            report.error(
                "from-overlap",
                f'The question in line {twice.span.line} would be drawn from two pools, the second is "{source}".',
                written.span,
                "Name each pool once, and give a question no two of the tags that the quiz draws by.",
            )
            continue
        drawn.extend(found)
        sizes.append(len(found))
    if len(report.problems) > before:
        quiz.broken = True
        quiz.pop("from", None)
        quiz.pop("pick", None)
        return
    own = quiz.get("questions")
    questions = PlacedList(quiz.span, own if isinstance(own, PlacedList) else ())
    questions.extend(_copy(question, str(quiz["id"]), report) for question in drawn)
    quiz.put("questions", questions)
    quiz.put("pooled", sizes)


def _questions(
    name: str, tag: str, written: PlacedText, pools: dict[str, PlacedMap], report: Report
) -> list[PlacedMap] | None:
    """The questions of a pool, or those of them that have the tag; nothing where they are not to be had."""
    if "/" in name:
        report.error(
            "from-other-lesson",
            f'"{name}" is in another lesson; a quiz draws from pools of its own.',
            written.span,
            "Move the pool to this lesson.",
        )
        return None
    pool = pools.get(name)
    if pool is None:
        hint = nearest(name, pools) if pools else 'Begin one with "::: pool {#' + (name or "bank") + '}".'
        report.error("from-unknown", f'There is no pool "{name}" in this lesson.', written.span, hint)
        return None
    held = pool.get("questions")
    questions = [item for item in held if isinstance(item, PlacedMap)] if isinstance(held, PlacedList) else []
    if not tag:
        return questions
    tagged = [question for question in questions if tag in _tags(question)]
    if not tagged:
        report.error(
            "tag-unknown",
            f'No question of the pool "{name}" has the tag "{tag}".',
            written.span,
            nearest(tag, sorted({each for question in questions for each in _tags(question)})),
        )
        return None
    return tagged


def _tags(question: PlacedMap) -> list[str]:
    written = question.get("tags", "")
    return [str(tag).strip() for tag in (written if isinstance(written, PlacedList) else str(written).split(" | "))]


def _copy(question: PlacedMap, quiz: str, report: Report) -> PlacedMap:
    copy = PlacedMap(question.span)
    copy.update(question)
    copy.keys_at = dict(question.keys_at)
    copy.broken = question.broken
    written = question.get("id")
    if isinstance(written, PlacedText):
        name = f"{quiz}-{written}"
        if len(name) > _LONGEST_ID:
            report.error(
                "from-id-length",
                f'In the quiz "{quiz}" this question is "{name}", which has more than {_LONGEST_ID} characters.',
                written.span,
                "Shorten one of the two ids.",
            )
            del copy["id"]
            return copy
        copy["id"] = PlacedText(name, written.span)
    return copy
