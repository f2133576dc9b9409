"""The two sides of each card asked, and what the player compares typed answers with."""

from __future__ import annotations

from typing import Any

from hornbook.blocks import Cards
from hornbook.blocks.cards import Card
from hornbook.course import Course
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.rendering.cards import accepted, faces
from hornbook.rendering.html import Prose

COURSE = Course.model_validate({"id": "a", "title": "A", "chapters": [{"lessons": []}]})
MEDIA = {
    ("one", "media/map.svg"): File("media/map-1.svg", b""),
    ("one", "media/say.mp3"): File("media/say-1.mp3", b""),
}
PROSE = Prose(CourseFolder(COURSE, MEDIA), "one")


def sides(**card: Any) -> list[tuple[str, str]]:
    deck = Cards.model_validate({"kind": "cards", "cards": [{"id": "c", **card}]})
    return [(str(face.front), str(face.back)) for face in faces(deck, PROSE, "gap")]


def typed(**card: Any) -> list[list[str]]:
    return [accepted(sibling) for sibling in Card.model_validate({"typed": True, **card}).siblings]


def test_a_gap_is_blank_in_front_and_marked_behind_and_the_others_are_filled_in() -> None:
    blank = '<span class="gap-blank"><span class="visually-hidden">gap</span></span>'
    sea = '<strong class="gap-answer">sea</strong>'
    assert sides(cloze="A *{{river}}* ends in the {{sea|ocean}}.") == [
        (
            f"<p>A <em>{blank}</em> ends in the sea.</p>\n",
            '<p>A <em><strong class="gap-answer">river</strong></em> ends in the sea.</p>\n',
        ),
        (
            f'<p>A <em>river</em> ends in the <span class="gap-place">{blank}.</span></p>\n',
            f'<p>A <em>river</em> ends in the <span class="gap-place">{sea}.</span></p>\n',
        ),
    ]


def test_answers_in_gaps_are_text_and_never_markup() -> None:
    (front, back), (other, _) = sides(cloze="{{<script>alert(1)</script>}} and {{*b*}}")
    assert "<script" not in front + back + other
    assert "&lt;script&gt;" in back + other
    assert "<em>" not in front


def test_both_ways_turns_the_card_round() -> None:
    assert sides(front="Front", back="Back", **{"both-ways": True}) == [
        ("<p>Front</p>\n", "<p>Back</p>\n"),
        ("<p>Back</p>\n", "<p>Front</p>\n"),
    ]


def test_a_sound_is_a_player_with_its_words_beside_it() -> None:
    ((front, _),) = sides(front='![A "word" & more](media/say.mp3)', back="Back")
    assert (
        '<audio controls="" preload="none" src="media/say-1.mp3" aria-label="A &quot;word&quot; &amp; more">' in front
    )
    assert '<span class="prose-sound-words">A "word" &amp; more</span>' in front


def test_typed_answers_are_compared_with_words_alone() -> None:
    assert typed(front="A", back="The *mouth*", variants=["river mouth"]) == [["The mouth", "river mouth"]]
    assert typed(front="![A map](media/map.svg) A **delta**", back="B", **{"both-ways": True}) == [["B"], ["A delta"]]
    assert typed(cloze="{{sea | ocean}} and {{land}}") == [["sea", "ocean"], ["land"]]
    assert typed(front="A", back="B", typed=False) == [[]]
