"""Texts that are nothing but words take a short way past the parser, and come out as by the long one."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from hornbook.course import Course
from hornbook.markdown import gaps, is_plain, is_words, parser, plain_text, references, spaced_addresses
from hornbook.media import CourseFolder
from hornbook.rendering.html import Prose

PROSE = Prose(CourseFolder(Course.model_validate({"id": "a", "title": "A", "chapters": [{"lessons": []}]})), "one")
NEARLY_WORDS = st.text(st.sampled_from("aZé1 ²ßजل ,.;:?'\"()/%=-_*`[]<>&\\!#~|{}$\n\t\u00a0"), min_size=1, max_size=40)
WORDS = NEARLY_WORDS.map(lambda text: re.sub(r"[^aZé1 ²ßजل,.;:?'\"()/%=-]", "", f"a{text}"))


@settings(max_examples=300, deadline=None)
@given(text=WORDS | NEARLY_WORDS)
def test_the_short_way_says_what_the_long_one_says(text: str) -> None:
    tokens = parser().parse(text)
    assert PROSE.block(text) == PROSE._clean(PROSE._render(text, tokens))
    if is_words(text):
        inline = parser().parse(text)[1]
        assert plain_text(text) == " ".join(inline.content.split())
        assert PROSE.inline(text) == PROSE._clean(PROSE._render(text, [inline]))
        assert is_plain(text)
        assert not [*references(text), *spaced_addresses(text), *gaps(text)]


def test_most_texts_of_questions_are_words() -> None:
    for text in ("What is it?", "Ein Fluß, der (langsam) fließt", "Rise by 2 %", "a/b: 1.5 = x - y"):
        assert is_words(text)
    for text in ("- a", "1. a", "a *b*", "a `b`", "a\nb", "[a](b)", "a_b", "$x$", "a{{b}}", "", " a"):
        assert not is_words(text)
