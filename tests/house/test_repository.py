"""What stands in the repository suits every machine: no paths of one, no registry, no odd line ends."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# Written so that no pattern matches its own source.
FORBIDDEN = {
    "a path of somebody's machine": re.compile(
        r"(?<![\w.])/(?:root|work)/[\w.]|(?<![\w.])/(?:home|Users)/(?!runner\b)[a-z]\w*/"
    ),
    "the address of a package registry": re.compile(
        r"registry[.](?:npmjs|yarnpkg)|pypi[.]org/simple|pythonhosted[.]org|deb[.]debian[.]org"
        r"|\"resolved\"\s*:\s*\"https?:|^\s*-{0,2}(?:extra-)?index-url\b|^\s*registry\s*=",
        re.MULTILINE,
    ),
    "a mark of unfinished work": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b"),
}
BYTES_ARE_THE_POINT = ("tests/courses/",)


def tracked(repository: Path) -> Iterator[Path]:
    """Every file that is in the repository or, not being ignored, is about to be."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    for name in sorted(set(listed.stdout.split("\0")) - {""}):
        path = repository / name
        if path.is_file() and not path.is_symlink() and not name.startswith(BYTES_ARE_THE_POINT):
            yield path


@pytest.fixture(scope="module")
def texts(repository: Path) -> dict[str, bytes]:
    """Name -> bytes of every tracked text file."""
    found = {path.relative_to(repository).as_posix(): path.read_bytes() for path in tracked(repository)}
    assert "pyproject.toml" in found
    return {name: content for name, content in found.items() if b"\0" not in content}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str, texts: dict[str, bytes]) -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        for name, content in texts.items()
        for text in [content.decode("utf-8")]
        for match in FORBIDDEN[what].finditer(text)
    ]
    assert found == [], f"Take {what} out of these files."


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of somebody's machine", "cache = '" + "/root" + "/.cache'"),
        ("a path of somebody's machine", "see /home" + "/anna/course"),
        ("the address of a package registry", '"resolved"' + ': "https://example.org/a.tgz"'),
        ("the address of a package registry", "--index" + "-url https://example.org/"),
        ("a mark of unfinished work", "# TO" + "DO later"),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


def test_text_files_end_their_lines_with_a_line_feed(texts: dict[str, bytes]) -> None:
    assert [name for name, content in texts.items() if b"\r\n" in content] == []
    assert [name for name, content in texts.items() if content and not content.endswith(b"\n")] == []


def test_only_resources_knows_where_shipped_files_lie(texts: dict[str, bytes]) -> None:
    programs = ("hornbook/", "packager/", "lti_app/")
    products = {name: content for name, content in texts.items() if name.startswith(programs)}
    knowing = [name for name, content in products.items() if re.search(rb"\b_data[/\"']", content)]
    assert knowing == ["hornbook/resources.py"]
