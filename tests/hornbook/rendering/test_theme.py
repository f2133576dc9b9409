"""Themes: every one can be read in light and dark, and the page lets in exactly its own style sheet."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from pydantic import ValidationError

from hornbook.reading import load_course
from hornbook.rendering.pages import shell_page
from hornbook.rendering.theme import inline_source, theme_css
from hornbook.theme import LEAST_CONTRAST, THEMES, Theme, contrast
from packager.targets import TARGETS


def colours(css: str, side: str) -> dict[str, str]:
    """The colours of a theme's style sheet for `light` or `dark`."""
    return dict(re.findall(rf"--([a-z-]+):[^;]*?var\(--{side},(#[0-9a-f]{{6}})\)", css))


@pytest.mark.parametrize("name", [name for name in THEMES if name != "paper"])
@pytest.mark.parametrize("side", ["light", "dark"])
def test_letters_of_a_theme_can_be_read(name: str, side: str) -> None:
    theme = Theme.model_validate({"name": name})
    found = colours(theme_css(theme), side)
    assert set(found) == {"paper", "surface", "sunken", "line", "line-strong", "accent", "accent-ink", "accent-soft"}
    ink, muted = ("#21252b", "#5a606b") if side == "light" else ("#e9e6df", "#aab0b8")
    for ground in ("paper", "surface", "sunken", "accent-soft"):
        for letters in (found["accent"], ink, muted):
            assert contrast(letters, found[ground]) >= LEAST_CONTRAST, (letters, ground, found[ground])
    assert contrast(found["accent-ink"], found["accent"]) >= LEAST_CONTRAST
    # Borders of what can be pressed (WCAG 2.2, 1.4.11).
    assert contrast(found["line-strong"], found["paper"]) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_without_a_theme_nothing_is_added() -> None:
    assert theme_css(Theme()) == ""


@pytest.mark.parametrize(
    "theme",
    [
        {"accent": "#ffcc00"},
        {"paper": "#202020", "accent": "#eeeeee"},
        {"accent-dark": "#202020"},
        {"paper-dark": "#c0c0c0", "accent-dark": "#101010"},
    ],
)
def test_following_what_is_said_of_colours_leads_to_some_that_can_be_read(theme: dict[str, str]) -> None:
    for _ in range(2):
        with pytest.raises(ValidationError) as refused:
            Theme.model_validate(theme)
        match = re.search(r'for ([a-z-]+), such as "(#[0-9a-f]{6})"', refused.value.errors()[0]["ctx"]["hint"])
        assert match
        theme = {**theme, match[1]: match[2]}
        if "paper" not in match[1]:
            break
    Theme.model_validate(theme)


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ("plum", []),
        ('{accent: "#ffcc00"}', ["theme-contrast"]),
        ('{paper: "#202020"}', ["theme-contrast"]),
        ("beige", ["choice-unknown"]),
        ('{accent: "red; } body { display: none"}', ["colour"]),
        ("{headings: comic}", ["choice-unknown"]),
        ("{acent: '#123456'}", ["option-unknown"]),
    ],
)
def test_a_theme_is_read(tmp_path: Path, theme: str, expected: list[str]) -> None:
    (tmp_path / "course.yaml").write_text(f"title: C\ntheme: {theme}\nchapters:\n- lessons: [a.md]\n", "utf-8")
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nText.\n", "utf-8")
    loaded = load_course(tmp_path)
    assert [problem.code for problem in loaded.problems] == expected
    assert all(problem.span.line == 2 for problem in loaded.problems)
    if loaded.value is not None:
        page = shell_page(loaded.value.folder, TARGETS["web"].profile)
        css = theme_css(loaded.value.folder.course.theme)
        assert f"<style>{css}</style>" in page
        assert f"style-src 'self' {inline_source(css)};" in unescape(page)
