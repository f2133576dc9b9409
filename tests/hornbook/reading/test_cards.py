"""Decks as authors write them: kinds of cards, options of deck and card, and lasting numbers for each card asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hornbook.blocks import Cards
from hornbook.blocks.cards import Card
from hornbook.course import Course
from hornbook.reading.moves import moved
from hornbook.slots import Lock, numbered, retired
from packager.state_budget import worst_case
from tests.hornbook.reading.conftest import CourseMaker


def deck_of(courses: CourseMaker, body: str, options: str = "") -> Cards:
    (block,) = courses.lesson(f"::: cards {{#deck {options}}}\n{body}\n:::\n").blocks
    assert isinstance(block, Cards)
    return block


def test_sides_hints_topics_and_other_wordings(courses: CourseMaker) -> None:
    block = deck_of(
        courses,
        "Q: What is it\n  called? {no brace}\n\n  A second paragraph.\n"
        "A: Mouth | river mouth\n? One.\n? Two,\n  long.\n"
        'Q: Why? {#c2 tags="a, b c" typed}\nA: Because.',
    )
    first, second = block.cards
    assert first.front == "What is it\ncalled? {no brace}\n\nA second paragraph."
    assert (first.back, first.variants) == ("Mouth", ("river mouth",))
    assert first.hints == ("One.", "Two,\nlong.")
    assert (first.tags, first.typed) == ((), False)
    assert (second.id, second.tags, second.typed, second.both_ways) == ("c2", ("a", "b c"), True, False)


def test_each_gap_is_a_card_of_its_own(courses: CourseMaker) -> None:
    block = deck_of(courses, "C: Rain {{evaporates}} or runs to the {{sea | ocean}}, not `{{here}}` or \\{{here}}.")
    (card,) = block.cards
    assert [gap.accept for gap in card.gaps] == [("evaporates",), ("sea", "ocean")]
    assert [(sibling.way, sibling.id) for sibling in block.siblings] == [("gap", "card-1"), ("gap", "card-1_1")]
    assert len(set(card.slots)) == 2


def test_options_of_the_deck_hold_for_cards_that_do_not_say_otherwise(courses: CourseMaker) -> None:
    block = deck_of(
        courses,
        "Q: One\nA: 1\n\nQ: Two {both-ways=false typed=false}\nA: 2\n\nC: A {{gap}}. {both-ways=false}",
        "typed both-ways retention=80",
    )
    assert block.retention == 80
    assert [(card.typed, card.both_ways) for card in block.cards] == [(True, True), (False, False), (True, False)]
    assert [sibling.way for sibling in block.siblings] == ["forward", "reverse", "forward", "gap"]


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"front": "A"}, "card-side"),
        ({"cloze": "A {{gap}}", "back": "B"}, "card-side"),
        ({"cloze": "No gap"}, "gap-missing"),
        ({"cloze": "{{a}}" * 37}, "too-many-gaps"),
        ({"cloze": "[a {{gap}}](https://example.org)"}, "gap-place"),
        ({"front": "A", "back": "B", "slots": (1, 2)}, "card-slots"),
        ({"front": "![a](a.png)", "back": "B", "typed": True, "both-ways": True}, "card-both-ways"),
    ],
)
def test_what_is_no_card_is_refused(card: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Card.model_validate(card)
    assert [error["type"] for error in caught.value.errors()] == [code]


# --- lasting numbers ----------------------------------------------------------------------------------------------


def course(*cards: dict[str, Any], lesson: str = "one", title: str = "One") -> Course:
    deck = {"kind": "cards", "id": "deck", "cards": list(cards)}
    lessons = [{"id": lesson, "title": title, "blocks": [deck] if cards else []}]
    return Course.model_validate({"id": "course", "title": "A course", "chapters": [{"lessons": lessons}]})


def slots(source: Course, lock: Lock) -> tuple[dict[str, int], Lock]:
    """The slot of each card asked, by what is asked for, and the lock after."""
    known, _ = moved(source, lock)
    result, after, problems = numbered(source, known)
    assert problems == []
    found: dict[str, int] = {}
    for lesson in result.lessons:
        for block in lesson.blocks:
            assert isinstance(block, Cards)
            for sibling in block.siblings:
                asked = sibling.card.gaps[sibling.position].accept[0] if sibling.way == "gap" else sibling.way
                found[f"{sibling.card.id} {asked}"] = sibling.slot
    return found, after


def two_sided(name: str, *, both: bool = False, front: str = "Front", back: str = "Back") -> dict[str, Any]:
    return {"id": name, "front": front, "back": back, "both-ways": both}


def cloze(name: str, *answers: str) -> dict[str, Any]:
    return {"id": name, "cloze": f"Text {name}: " + " ".join(f"{{{{{answer}}}}}" for answer in answers)}


def test_a_direction_that_comes_later_or_goes_leaves_the_other_alone() -> None:
    first, lock = slots(course(two_sided("c")), Lock())
    both, lock = slots(course(two_sided("c", both=True)), lock)
    assert both["c forward"] == first["c forward"]
    assert both["c reverse"] != first["c forward"]
    again, lock = slots(course(two_sided("c")), lock)
    assert again == first
    assert slots(course(two_sided("c", both=True)), lock)[0] == both


def test_gaps_keep_their_numbers_when_others_come_go_and_change_places() -> None:
    first, lock = slots(course(cloze("c", "sun", "rain")), Lock())
    second, lock = slots(course(cloze("c", "wind", "rain", "sun")), lock)
    assert (second["c sun"], second["c rain"]) == (first["c sun"], first["c rain"])
    third, lock = slots(course(cloze("c", "rain")), lock)
    assert third == {"c rain": first["c rain"]}
    fourth, _ = slots(course(cloze("c", "snow", "rain", "sun", "wind")), lock)
    assert {name: fourth[name] for name in second} == second
    assert fourth["c snow"] not in second.values()


def test_a_mended_gap_and_a_mended_text_stay_what_they_were() -> None:
    first, lock = slots(course(cloze("c", "sun", "rian")), Lock())
    second, _ = slots(course(cloze("c", "sun", "rain")), lock)
    assert second["c rain"] == first["c rian"]
    reworded = {"id": "c", "cloze": "Quite another text with {{rian}} and {{sun}}"}
    assert slots(course(reworded), lock)[0] == first


def test_all_sides_of_a_card_move_with_it() -> None:
    cards = [two_sided("a", both=True), cloze("b", "sun", "rain"), {"front": "F", "back": "B", "both-ways": True}]
    first, lock = slots(course(*cards), Lock())
    assert slots(course(*cards, lesson="two"), lock)[0] == first
    both = Course.model_validate(
        {
            "id": "course",
            "title": "A course",
            "chapters": [
                {
                    "lessons": [
                        {"id": "one", "title": "One", "blocks": []},
                        {"id": "new", "title": "New", "blocks": [{"kind": "cards", "id": "deck", "cards": cards}]},
                    ]
                }
            ],
        }
    )
    assert slots(both, lock)[0] == first


def test_sides_that_are_gone_are_counted_as_cards() -> None:
    _, lock = slots(course(two_sided("a", both=True), cloze("b", "sun", "rain", "snow")), Lock())
    source = course(two_sided("a"), cloze("b", "rain"))
    result, after, _ = numbered(source, lock)
    assert retired(result, after) == {"card": 3}


def test_every_side_has_room_in_the_state() -> None:
    one = numbered(course(*(two_sided(f"c{at}") for at in range(12))), Lock())[0]
    two = numbered(course(*(two_sided(f"c{at}", both=True) for at in range(12))), Lock())[0]
    assert worst_case(two) - worst_case(one) >= 12 * 32 // 6


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from("pqrstuv"), min_size=1, unique=True)),
        min_size=2,
        max_size=7,
    )
)
def test_an_answer_has_one_slot_whatever_an_author_does_to_the_text(versions: list[dict[str, list[str]]]) -> None:
    lock = Lock()
    owners: dict[int, str] = {}
    for version in versions:
        before = {name: entry.options for name, entry in lock.items.items()}
        found, lock = slots(course(*(cloze(name, *answers) for name, answers in version.items())), lock)
        assert len(set(found.values())) == len(found)
        for asked, slot in found.items():
            name = f"one/{asked.partition(' ')[0]}"
            # A slot goes to another answer only where one was mended: as many were new as were gone.
            if owners.setdefault(slot, asked) != asked:
                assert name in before
                assert owners[slot].partition(" ")[0] == asked.partition(" ")[0]
                owners[slot] = asked
