"""Terms of the glossaries are links to their definitions wherever a lesson speaks of them."""

from __future__ import annotations

import re
from pathlib import Path

from hornbook.blocks.glossary import Term
from hornbook.profile import Profile
from hornbook.reading import load_course
from hornbook.rendering.pages import lesson_page
from hornbook.rendering.term_links import other_names

ONE = """---
title: One
id: one
---

## A delta

A [delta](https://example.org) and `delta`, then the **deltas** of a river, a
river delta and a delta.

### Again

Delta, and a bend.

::: key-concepts {#concepts}
- Delta: A delta grows. A delta is flat.
:::

::: quiz {#check}
1. Is a delta flat?
   - [x] A delta is
   - [ ] It is not
   ! A delta is flat.
:::

::: glossary {#words}
Delta | river delta
: A delta is land at a mouth.

Mouth
: Where a delta may be.
:::
"""
TWO = """---
title: Two
id: two
---

::: glossary {#more}
Ångström
: A length.

Bend
: See [the picture](#way) and the delta.

Apple
: Not *linked*: <script>apple</script>
:::

::: text {#way}
A way.
:::
"""


def pages(folder: Path, one: str = ONE) -> dict[str, str]:
    (folder / "course.yaml").write_text("id: a\ntitle: A\nchapters:\n- lessons: [one.md, two.md]\n")
    (folder / "one.md").write_text(one)
    (folder / "two.md").write_text(TWO)
    read = load_course(folder).value
    assert read is not None
    profile = Profile("web", 16_000)
    return {lesson.id: lesson_page(read.folder, profile, lesson) for lesson in read.folder.course.lessons}


def linked(page: str, block: str) -> list[tuple[str, str]]:
    section = re.search(rf'<section[^>]* id="{block}".*?</section>', page, re.DOTALL)
    assert section
    return re.findall(r'<a href="#([^"]*)" class="term-link">([^<]*)</a>', section[0])


def test_a_term_is_linked_at_its_first_mention_in_each_section(tmp_path: Path) -> None:
    page = pages(tmp_path)["one"]
    prose = re.findall(r'<a href="#([^"]*)" class="term-link">([^<]*)</a>', page.split("<section")[1])
    assert prose == [
        ("words_term_1", "deltas"),
        ("words_term_1", "Delta"),
        ("elsewhere_two_more_term_2", "bend"),
    ]
    assert linked(page, "concepts") == [("words_term_1", "delta")]


def test_a_question_and_its_answers_are_not_linked_but_its_explanation_is(tmp_path: Path) -> None:
    assert linked(pages(tmp_path)["one"], "check") == [("words_term_1", "delta")]


def test_a_definition_links_to_the_other_terms_and_not_to_its_own(tmp_path: Path) -> None:
    assert linked(pages(tmp_path)["one"], "words") == [("words_term_2", "mouth"), ("words_term_1", "delta")]


def test_a_term_of_another_lesson_has_its_definition_in_the_page(tmp_path: Path) -> None:
    page = pages(tmp_path)["one"]
    elsewhere = page[page.index('<details class="elsewhere') :]
    assert 'id="elsewhere_two_more_term_2"' in elsewhere
    assert '<a href="lesson-two.html#way">the picture</a>' in elsewhere
    assert '<a href="lesson-two.html#more">Two</a>' in elsewhere
    assert "term-link" not in elsewhere
    assert 'id="elsewhere_one_words_term_1"' in pages(tmp_path)["two"]


def test_a_glossary_goes_from_a_to_z_whatever_the_accents(tmp_path: Path) -> None:
    assert re.findall(r'id="more_term_(\d)"', pages(tmp_path)["two"]) == ["1", "3", "2"]


def test_a_form_with_another_ending_is_no_other_name_of_a_term() -> None:
    def others(term: str, *aliases: str) -> list[str]:
        return other_names(Term(term=term, aliases=aliases, definition="Words."))

    assert others("Foundation model", "foundation models", "base model", "Base models") == ["base model"]
    assert others("*Prompt*", "prompts", "prompting") == ["prompting"]
    assert others("Delta", "river delta") == ["river delta"]
    assert others("AI", "artificial intelligence", "AI system") == ["artificial intelligence", "AI system"]


def test_a_form_that_is_not_told_is_still_there_for_the_games(tmp_path: Path) -> None:
    page = pages(tmp_path, ONE.replace("Delta | river delta", "Delta | deltas"))["one"]
    assert '<span class="aliases" hidden>also: <span class="alias" hidden> deltas</span></span>' in page
