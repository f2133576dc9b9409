from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.links import Destination, Link, links_of, resolve


def addresses(name: str, text: str) -> list[tuple[str, bool]]:
    return [(link.address, link.fetched) for link in links_of(name, text.encode())]


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<script src="x"></script>', "x"),
        ('<img src="x">', "x"),
        ('<IMG SRC=" x ">', " x "),
        ('<video poster="x"></video>', "x"),
        ('<audio src="x"></audio>', "x"),
        ('<video><source src="x"><track src="x"></video>', "x"),
        ('<iframe src="x"></iframe>', "x"),
        ('<object data="x"></object>', "x"),
        ('<embed src="x">', "x"),
        ('<input type="image" src="x">', "x"),
        ('<link rel="stylesheet" href="x">', "x"),
        ('<link rel="alternate stylesheet" href="x">', "x"),
        ('<link rel="preconnect" href="x">', "x"),
        ('<meta http-equiv="Refresh" content="3; URL=\'x\'">', "x"),
        ('<p style="background:url( &quot;x&quot; )">', "x"),
        ("<style>p { background: url(x) }</style>", "x"),
        ("<style>@import 'x';</style>", "x"),
        ('<svg><image xlink:href="x"/></svg>', "x"),
        ('<svg><use href="x"/></svg>', "x"),
        ('<img srcset="x 1x, x 2x, x">', "x"),
        ('</body></html><img src="x">', "x"),
        ('</BODY ></HTML\n><img src="x">', "x"),
        ('</html><html><body><img src="x">', "x"),
        ('<table><img src="x"></table>', "x"),
        ('<template><img src="x"></template>', "x"),
        ('<noscript><img src="x"></noscript>', "x"),
        ('<details><summary><picture><source srcset="x"></picture></summary></details>', "x"),
        ('<math><mtext><img src="x"></mtext></math>', "x"),
    ],
)
def test_what_a_page_fetches_is_found(markup: str, address: str) -> None:
    found = addresses("a.html", f"<!doctype html><title>T</title>{markup}")

    assert found
    assert set(found) == {(address, True)}


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="x">a</a>',
        '<map name="m"><area href="x"></map>',
        '<form action="x"></form>',
        '<link rel="license" href="x">',
        '<svg><a xlink:href="x"/></svg>',
    ],
)
def test_what_a_reader_follows_is_found(markup: str) -> None:
    assert addresses("a.html", f"<!doctype html><title>T</title>{markup}") == [("x", False)]


@pytest.mark.parametrize(
    "markup",
    ['<div data-src="x" title="url(x)">src=x</div>', "<!-- <img src=x> -->", "<pre>&lt;img src=x&gt;</pre>"],
)
def test_text_that_looks_like_a_link_is_none(markup: str) -> None:
    assert addresses("a.html", markup) == []


def test_links_of_styles_know_their_line() -> None:
    css = b"/* url(no)\n */ a{}\nb{background:url('one')}\n@import \"two\";c{src:URL( three )}"

    assert links_of("x.css", css) == [Link("one", 3, True), Link("two", 4, True), Link("three", 4, True)]


def test_links_of_drawings_are_found_beside_a_document_type() -> None:
    svg = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="x"><image href="http://a/b.png"/></svg>'

    assert addresses("x.svg", svg) == [("http://a/b.png", True)]


@pytest.mark.parametrize(
    ("address", "destination"),
    [
        ("b.html", Destination("media/b.html")),
        ("./b.html?x=1#y", Destination("media/b.html")),
        ("../index.html#/l1/check", Destination("index.html")),
        ("sub/..//b%20c.png", Destination("media/b c.png")),
        ("#top", Destination("media/a.html")),
        ("", Destination("media/a.html")),
        ("?x", Destination("media/a.html")),
        ("data:image/png;base64,AA==", Destination("media/a.html")),
        ("http://a.example/", Destination(outside=True)),
        ("HTTPS://a.example/", Destination(outside=True)),
        ("//a.example/x", Destination(outside=True)),
        ("\\\\a.example\\x", Destination(outside=True)),
        ("ht\ntp://a.example/", Destination(outside=True)),
        ("mailto:a@a.example", Destination(outside=True)),
        ("ftp://a.example/", Destination(outside=True)),
    ],
)
def test_address_is_resolved_as_a_browser_does(address: str, destination: Destination) -> None:
    assert resolve("media/a.html", address) == destination


@pytest.mark.parametrize(
    "address",
    [
        "/index.html",
        "../../x",
        "..\\..\\x",
        "%2e%2e/%2e%2e/x",
        "file:///etc/passwd",
        "C:\\x",
        "c:x",
        "http://[",
        "java\tscript:x",
    ],
)
def test_address_that_leads_nowhere_good_says_why(address: str) -> None:
    assert resolve("media/a.html", address).wrong


@given(st.text(max_size=40))
def test_no_address_is_a_crash_or_leads_out(address: str) -> None:
    found = resolve("a/b.html", address)

    assert [bool(found.name), found.outside, bool(found.wrong)].count(True) == 1
    assert not found.name.startswith(("/", "../"))


@given(st.binary(max_size=300), st.sampled_from((".html", ".svg", ".css", ".png")))
def test_no_file_is_a_crash(data: bytes, ending: str) -> None:
    links_of(f"x{ending}", data)


@pytest.mark.parametrize(
    "piece", ["/*", "url(", "url( ", "url('", '@import "', "url(a\n", "<", "<p", "<a href=x ", "<img srcset='", "<b>"]
)
@pytest.mark.parametrize("ending", [".css", ".html"])
def test_hostile_repetition_is_read_in_reasonable_time(piece: str, ending: str) -> None:
    begun = time.thread_time()

    links_of(f"x{ending}", piece.encode() * (400_000 // len(piece)))

    assert time.thread_time() - begun < 2
