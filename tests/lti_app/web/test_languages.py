"""The tool's own pages in the language of the LMS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hornbook.interface import languages
from lti_app.services.library import Library
from lti_app.web.pages import spoken, written
from tests.lti_app.launching import LaunchedClient, open_test_launch
from tests.lti_app.platforms import ORIGIN
from tests.lti_app.web.test_activity import write_content

PRESENTATION = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation"
OTHERS = sorted(set(languages()) - {"en"})


def _texts(section: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """All texts with their names."""
    if isinstance(section, str):
        yield name, section
    elif isinstance(section, dict):
        for key, value in section.items():
            yield from _texts(value, f"{name}.{key}")
    else:
        for number, value in enumerate(section):
            yield from _texts(value, f"{name}.{number}")


def test_the_tool_speaks_every_language_of_the_interface() -> None:
    assert spoken() == languages()


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_whole_sections_with_the_same_values_in_braces(language: str) -> None:
    english, own = written("en"), written(language)
    assert own["language"] == language
    assert own.keys() >= {"login", "due", "marking", "choose", "grade", "class"}
    for section in own.keys() - {"language"}:
        expected, found = dict(_texts(english[section])), dict(_texts(own[section]))
        assert found.keys() == expected.keys(), section
        for name, text in found.items():
            assert text.strip(), (section, name)
            braces = [sorted(re.findall(r"\{\w+\}", words)) for words in (expected[name], text)]
            assert braces[0] == braces[1], (section, name)


@pytest.fixture
def content(app: Flask, tmp_path: Path) -> None:
    """A tiny course."""
    app.extensions["hornbook.library"] = Library(write_content(tmp_path, "mode=exam"))


def _in(app: Flask, locale: str, **more: Any) -> LaunchedClient:
    claims: dict[str, Any] = {PRESENTATION: {"locale": locale}}
    return open_test_launch(app, course="tiny", **claims, **more)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("locale", "lang", "direction"),
    [("de", "de", "ltr"), ("es_MX", "es", "ltr"), ("ar-EG", "ar", "rtl"), ("nl", "en", "ltr"), ("", "en", "ltr")],
)
def test_a_teacher_reads_pages_in_the_language_of_the_lms(app: Flask, locale: str, lang: str, direction: str) -> None:
    words = written(lang)
    class_page = _in(app, locale, role="instructor").get("class").text
    assert f'<html lang="{lang}" dir="{direction}">' in class_page
    assert words["class"]["preview"] in class_page
    chooser = _in(app, locale, role="instructor", message="deep-linking")
    assert words["choose"]["title"] in chooser.get().text
    table = _in(app, locale, role="instructor").get("class/overview.csv").text
    assert words["class"]["csv"]["class"][0] in table


@pytest.mark.usefixtures("content")
def test_the_language_of_the_lms_goes_before_that_of_the_browser(app: Flask) -> None:
    teacher = _in(app, "fr", role="instructor")
    page = teacher.get("class", headers={"Accept-Language": "de"}).text
    assert '<html lang="fr"' in page


def test_before_a_launch_the_browser_says_which_language_it_is(app: Flask) -> None:
    for accepted, lang in (("hi-IN,hi;q=0.9,en;q=0.8", "hi"), ("tlh, ar;q=0.5", "ar"), ("*", "en"), ("", "en")):
        asked = {"Sec-Fetch-Dest": "iframe", "Accept-Language": accepted}
        page = app.test_client().get("/l/nothing/", base_url=ORIGIN, headers=asked).text
        assert f'<html lang="{lang}"' in page, accepted
        assert written(lang)["login"]["ended_title"] in page
