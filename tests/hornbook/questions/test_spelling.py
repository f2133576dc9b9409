"""One slip of the finger is told from another word."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from hornbook.folding import fold, without_accents
from hornbook.questions.spelling import is_near

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
WORDS = st.text(LETTERS, min_size=5, max_size=12)


@given(WORDS, st.integers(0, 11), LETTERS)
def test_one_letter_too_many_too_few_or_wrong_is_near(word: str, at: int, letter: str) -> None:
    place = at % len(word)
    for slip in (
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
    ):
        assert is_near(slip, word) == (slip != word)


@given(WORDS, st.integers(0, 10))
def test_two_letters_that_changed_places_are_near(word: str, at: int) -> None:
    place = at % (len(word) - 1)
    slip = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert is_near(slip, word) == (slip != word)


@given(st.text(LETTERS, max_size=4), st.text(LETTERS, max_size=5))
def test_nothing_is_near_a_short_word(word: str, other: str) -> None:
    assert not is_near(other, word)


@given(WORDS, WORDS)
def test_two_slips_are_another_word(word: str, other: str) -> None:
    assume(abs(len(word) - len(other)) > 1)
    assert not is_near(other, word)


@given(st.text(max_size=30))
def test_accents_are_taken_off_once_and_for_all(text: str) -> None:
    bare = without_accents(fold(text))
    assert without_accents(bare) == bare
