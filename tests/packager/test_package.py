from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornbook.files import File
from packager.package import Package, clashing, unsafe


def test_package_puts_the_manifest_first_and_sorts_the_rest() -> None:
    package = Package("scorm12", tuple(File(name, b"") for name in ("b.html", "imsmanifest.xml", "a/c.css", "a.js")))

    assert package.names == ("imsmanifest.xml", "a.js", "a/c.css", "b.html")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../x.html",
        "a/../x.html",
        "/x.html",
        "a//x.html",
        "a/./x.html",
        "a\\x.html",
        "C:x.html",
        "C:/x.html",
        "naïve.html",
        "a b.html",
        "a#b.html",
        "a%20b.html",
        "a&b.html",
        "x.html\x00.png",
        "x\n.html",
        ".hidden",
        "-option",
        "end.",
        "con",
        "media/AUX.txt",
        "lpt1.html",
        "x" * 201,
    ],
)
def test_package_refuses_names_that_some_system_would_change(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a name"):
        Package("web", (File(name, b""),))


@pytest.mark.parametrize("names", [("a.html", "A.html"), ("a.html", "a.html"), ("media", "media/x.png")])
def test_package_refuses_names_that_clash_on_other_systems(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="one file on Windows"):
        Package("web", tuple(File(name, b"") for name in names))


def test_names_of_devices_are_fine_as_part_of_a_longer_name() -> None:
    assert unsafe("media/console-com1x.png") == ""


@given(st.text(max_size=30))
def test_a_name_that_passes_is_a_plain_relative_path(name: str) -> None:
    if not unsafe(name):
        parts = name.split("/")
        assert name.isascii()
        assert all(part.strip(".") for part in parts)
        assert not set(name) & set('\\:*?"<>|#%&+ \0\n')


@given(st.lists(st.sampled_from(("a", "A", "b", "a/b", "A/c", "b/c/d")), unique=True))
def test_clashing_agrees_with_a_disk_that_ignores_case(names: list[str]) -> None:
    low = [name.lower() for name in names]
    whole = len(set(low)) == len(low) and not any(other.startswith(f"{name}/") for name in low for other in low)

    assert (clashing(tuple(names)) == []) == whole
