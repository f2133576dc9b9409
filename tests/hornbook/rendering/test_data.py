"""What the pages tell the player, as plain data."""

from __future__ import annotations

import pytest

from hornbook.course import Lesson
from hornbook.rendering.data import lesson_data

NUMBER = {"type": "number", "id": "number", "slot": 11, "prompt": "How many?", "accept": ["1.5"]}
GAPS = {"type": "cloze", "id": "gaps", "slot": 12, "prompt": "About {{1.5}} of {{them}}."}
WORD = {"type": "short", "id": "word", "slot": 13, "prompt": "Who?", "accept": ["me"]}


@pytest.mark.parametrize(
    ("lesson", "block", "told"),
    [
        ("en", None, {}),
        ("de", None, {"decimals": "comma"}),
        ("en", "de-CH", {"decimals": "apostrophe"}),
        ("de", "en", {}),
        ("tlh", None, {"decimals": None}),
    ],
)
def test_where_numbers_are_typed_the_page_knows_how_the_language_of_the_block_writes_them(
    lesson: str, block: str | None, told: dict[str, str | None]
) -> None:
    quiz = {"kind": "quiz", "id": "quiz", "slot": 2, "lang": block, "questions": [NUMBER, GAPS, WORD]}
    given = Lesson.model_validate({"id": "one", "slot": 1, "title": "One", "blocks": [quiz]})
    questions = lesson_data(given, lesson)["blocks"][0]["questions"]
    found = [{key: question[key] for key in question if key == "decimals"} for question in questions]
    assert found == [told, told, {}]
