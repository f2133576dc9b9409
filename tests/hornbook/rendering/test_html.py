"""What authors write becomes clean HTML: nothing of it runs, fetches or leaves the lesson's frame."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from hornbook.course import Course
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.rendering.html import Prose, section_titles

COURSE = Course.model_validate({"id": "a", "title": "A", "chapters": [{"lessons": []}]})
PROSE = Prose(
    CourseFolder(
        COURSE,
        {("one", "media/a%20b.png"): File("media/a-b-12345678.png", b"")},
        {("one", "two.md#x"): "lesson-two.html#x"},
    ),
    "one",
)

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](  javascript&colon;alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](javascript:alert(1))",
    "![a](https://example.org/pixel.png)",
    '[a](https://example.org "onmouseover=alert(1)")',
    "<a href='javascript:alert(1)'>a</a>",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


ANYTHING = re.compile("")
ALLOWED = {"href": re.compile(r"(https?:|mailto:|lesson-|#|$)"), "src": re.compile(r"(media/|$)")}


class _Active(HTMLParser):
    """Collects what a browser would run, fetch or style."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "iframe", "svg", "math", "object", "embed", "link", "meta", "base", "form"):
            self.found.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc", "srcset"):
                self.found.append(name)
            elif not ALLOWED.get(name, ANYTHING).match(address):
                self.found.append(address)


def active_parts(html: str) -> list[str]:
    parser = _Active()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_never_becomes_anything_active(text: str) -> None:
    for html in (PROSE.block(text), PROSE.inline(text)):
        assert active_parts(html) == []


def test_a_link_out_of_the_lesson_opens_a_new_page() -> None:
    assert PROSE.inline("[a](https://example.org/?x=1&y=2)") == (
        '<a href="https://example.org/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer" class="outside">a</a>'
    )


def test_a_link_to_a_lesson_and_a_picture_lead_into_the_package() -> None:
    html = PROSE.inline("[next](two.md#x) ![words](<media/a b.png>)")
    assert html == '<a href="lesson-two.html#x">next</a> <img src="media/a-b-12345678.png" alt="words" loading="lazy">'


def test_a_table_scrolls_by_itself_and_keeps_its_alignment_without_inline_styles() -> None:
    html = PROSE.block("| a | b |\n|:--|--:|\n| 1 | 2 |\n")
    assert html.startswith('<div class="scroll" tabindex="0"><table>')
    assert '<th class="align-right" scope="col">b</th>' in html
    assert ' style="' not in html


def test_sections_of_a_text_can_be_led_to_and_are_named_as_plain_text() -> None:
    text = "## One & *all*\n\n### Less\n\n> ## Quoted\n\nTwo $x$\n---\n"
    html = PROSE.block(text, sections="text-1")
    assert re.findall(r"<h[23][^>]*>", html) == ['<h2 id="text-1_1">', "<h3>", "<h2>", '<h2 id="text-1_2">']
    assert section_titles(text) == ["One & all", "Two x"]
    assert section_titles("a - b\n\n- c") == []


def test_a_heading_without_words_is_no_section() -> None:
    text = "##\n\n## ![](map.png)\n\n## Last\n"
    assert '<h2 id="text-1_1">Last</h2>' in PROSE.block(text, sections="text-1")
    assert section_titles(text) == ["Last"]


def test_one_paragraph_stands_inline_and_more_stay_blocks() -> None:
    assert PROSE.inline("a *b*") == "a <em>b</em>"
    assert PROSE.inline("a\n\nb") == "<p>a</p>\n<p>b</p>\n"


def test_a_picture_tells_its_size_so_that_the_page_does_not_jump_when_it_comes() -> None:
    media = {
        ("one", name): File(name, content)
        for name, content in {
            "a.svg": b'<svg viewBox="0 0 8 4">',
            "b.png": b"broken",
            "c.png": b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\0\0\0\x05\0\0\0\x03",
        }.items()
    }
    prose = Prose(CourseFolder(COURSE, media), "one")
    assert 'width="640" height="320"' in prose.block("![A](a.svg)")
    assert "width" not in prose.block("![B](b.png)")
    assert prose.size("c.png") == ' width="5" height="3"'


def test_a_formula_survives_the_cleaning_and_brings_no_styles() -> None:
    html = str(PROSE.block("$x^2$\n\n$$\n\\begin{cases} a & b \\end{cases}\n$$\n"))
    assert '<math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">' in html
    assert '<div class="formula scroll" tabindex="0"><math display="block">' in html
    assert '<mtd class="maths-left maths-gap">' in html
    assert ' style="' not in html


def test_a_formula_cannot_bring_html() -> None:
    html = str(PROSE.block("$\\text{<script>alert(1)</script>}$ and $</math><img src=x onerror=alert(1)>$"))
    assert "<script" not in html
    assert "<img" not in html


def test_footnotes_lead_there_and_back_by_names_of_their_own() -> None:
    prose = Prose(CourseFolder(COURSE), "one")
    first, second = (str(prose.block("A.[^n] B.[^n]\n\n[^n]: *Note*.\n")) for _ in range(2))
    ids = re.findall(r' id="([^"]+)"', first + second)
    assert len(ids) == len(set(ids)) == 6
    assert sorted(re.findall(r'href="#([^"]+)"', first)) == sorted([ids[2], *ids[:3]][:1] * 2 + ids[:2])
    assert "<em>Note</em>" in first
    assert all("_" in name for name in ids)


def test_code_is_coloured_by_classes_and_stays_text() -> None:
    html = str(PROSE.block('```python\nx = "</code><b>"  # é\n```\n'))
    assert '<span class="code-s2">' in html
    assert "&lt;/code&gt;&lt;b&gt;" in html
    assert ' style="' not in html


@pytest.mark.parametrize("first", ["```", "```text", "```no-such-language", "```<b>"])
def test_code_of_no_known_language_stays_as_it_is(first: str) -> None:
    html = str(PROSE.block(f"{first}\na < b\n```\n"))
    assert "a &lt; b" in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("to {{be}}, or", "to <PLACE><GAP>,</PLACE> or"),
        ("({{be}})...", "<PLACE>(<GAP>)...</PLACE>"),
        ("\u00ab\u00a0{{\u00eatre}}\u00a0\u00bb, ou", "<PLACE>\u00ab&nbsp;<GAP>&nbsp;\u00bb,</PLACE> ou"),
        ("{{\u00eatre}}\u202f?", "<PLACE><GAP>\u202f?</PLACE>"),
        ("\u0923{{be}}\u0964", "\u0923<PLACE><GAP>\u0964</PLACE>"),
        ("to {{be}} or", "to <GAP> or"),
        ("{{be}}&nbsp;or", "<GAP>&nbsp;or"),
    ],
)
def test_signs_stand_in_one_place_with_the_gap_that_they_belong_to(text: str, place: str) -> None:
    html = str(PROSE.gapped(text, lambda number: Markup("<GAP>")))
    assert html.replace('<span class="gap-place">', "<PLACE>").replace("</span>", "</PLACE>") == f"<p>{place}</p>\n"


def test_words_in_a_gap_need_no_place_of_their_own() -> None:
    assert PROSE.gapped("to {{be}}.", lambda number: Markup("be")) == "<p>to be.</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "O\u00f9 finit-il ? \u00ab La mer \u00bb : c'est *tout* !",
            "O\u00f9 finit-il~? \u00ab~La mer~\u00bb~: c'est <em>tout</em>~!",
        ),
        ("Er sagte \u00bbJa\u00ab und ging.", "Er sagte \u00bbJa\u00ab und ging."),
        ("`a ? b : c` or a :b", "<code>a ? b : c</code> or a :b"),
        ("Non ?", "Non~?"),
    ],
)
def test_a_sign_stays_on_the_line_of_its_word(text: str, html: str) -> None:
    assert PROSE.inline(text) == html.replace("~", "&nbsp;")
