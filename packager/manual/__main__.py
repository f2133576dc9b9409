"""Writes the manual into a folder of documents: `python -m packager.manual docs/problems`."""

from __future__ import annotations

import sys
from pathlib import Path

from packager.manual import chapters

INDEX = "README.md"
_HEAD = """\
# What the messages mean

Every message ends with a code in brackets. This is the page of each; `hornbook explain CODE` shows the same on your
screen. All pages with an example are tried by the tests. They are made from the sources: after a change there, run
`python -m packager.manual docs/problems`.
"""


def documents() -> dict[str, str]:
    """The files of the manual by name: one for each code, and the list of them."""
    files: dict[str, str] = {}
    lines = [_HEAD]
    for title, pages in chapters().items():
        lines.append(f"## {title}\n")
        lines.append("| Code | What it means |\n| --- | --- |")
        for page in pages:
            files[f"{page.code}.md"] = page.markdown()
            summary = " ".join(page.summary.split()).replace("|", "\\|")
            lines.append(f"| [`{page.code}`]({page.code}.md) | {summary} |")
        lines.append("")
    return {INDEX: "\n".join(lines), **files}


def main(folder: Path) -> None:
    """Make `folder` hold exactly the documents of the manual."""
    folder.mkdir(parents=True, exist_ok=True)
    files = documents()
    for path in folder.glob("*.md"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
