"""Random edits of a course, each built twice: with what the last build left, and in full. Both must come to the same.

python -m tests.packager.random_edits 2000 --seed 7
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from packager.build import build
from packager.cache.rebuild import RENDERING
from packager.delivery import BuildReport
from packager.targets import TARGETS, Target

LOCK = "course.lock.json"
WORDS = ("river", "valley", "glacier", "delta", "meander", "spring", "basin", "estuary", "tributary", "erosion")
#: What is built, by chance.
CHOICES: tuple[tuple[Target, ...], ...] = (
    (TARGETS["scorm2004-4th"].by_lesson(),),
    (TARGETS["scorm12"],),
    (TARGETS["web"], TARGETS["scorm12"].by_lesson()),
)
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} 9"><title>Dot</title><circle r="4"/></svg>\n'


def write_course(folder: Path) -> None:
    """Six lessons with terms, cards, questions, links to each other, pictures and a drawing."""
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "cover.png").write_bytes(PICTURE)
    for number in range(1, 7):
        (folder / "media" / f"{number}.png").write_bytes(PICTURE + bytes([number]))
        (folder / f"l{number}.md").write_text(lesson(number), "utf-8")
    (folder / "media" / "dot.svg").write_text(DRAWING.format(9), "utf-8")
    (folder / "course.yaml").write_text(
        "id: waters\ntitle: Waters\ncover: media/cover.png\ncover-alt: A river\nchapters:\n"
        "- title: One\n  lessons: [l1.md, l2.md, l3.md]\n- title: Two\n  lessons: [l4.md, l5.md, l6.md]\n",
        "utf-8",
    )


def lesson(number: int) -> str:
    """The text of one lesson."""
    own, other = WORDS[number], WORDS[(number * 3 + 1) % len(WORDS)]
    after = number % 6 + 1
    parts = [
        f"---\ntitle: Of the {own}\nobjectives:\n- Tell what a {own} is\n---\n",
        f"## The {own}\n\nA {own} is not a {other}. See [the next](l{after}.md#check) and [this](#deck).\n",
        f"![A {own}](media/{number}.png)\n\n![A dot](media/dot.svg)\n",
        f"::: cards {{#deck}}\nQ: What is a {own}?\nA: Some {own} water\n\nQ: What of {WORDS[(number + 4) % 10]}s?\n"
        f"A: Plenty of them\n:::\n",
        f"::: quiz {{#check}}\n1. Which is the {own}?\n   - [x] This {own}\n   - [ ] That one\n\n"
        f"2. How is it called? {{#q{number}}}\n   = {own}\n:::\n",
    ]
    if number in (2, 5):
        parts.append(
            f"::: glossary {{#terms}}\n{own}\n: What a {own} is. ![Dot](media/dot.svg)\n\n{other} | {other}s\n"
            f": See [there](l{after}.md).\n:::\n"
        )
    return "\n".join(parts)


class Author:
    """Edits a course by chance. Each method returns what it did not find to do as False."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.history: list[dict[str, bytes]] = []
        self.edits: tuple[Callable[[], None], ...] = (
            *([self.say_more] * 6),
            *([self.change_word] * 4),
            *([self.add_question] * 3),
            *([self.add_card] * 2),
            self.drop_paragraph,
            self.drop_paragraph,
            self.rename_id,
            self.change_title,
            self.change_head,
            self.move_block,
            self.copy_block,
            self.change_picture,
            self.change_picture,
            self.change_drawing,
            self.other_picture,
            self.add_link,
            self.break_lesson,
            self.change_course,
            self.move_lesson,
            self.rename_lesson,
            self.drop_lesson,
            self.add_lesson,
            self.lay_beside,
            self.other_line_ends,
            self.touch_lock,
            self.take_back,
            self.take_back,
            self.nothing,
        )

    def edit(self) -> str:
        """One edit, or several at once; how it is called."""
        self.history.append({path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file()})
        chosen = self.chance.choices(self.edits, k=self.chance.choice((1, 1, 1, 2)))
        for one in chosen:
            one()
        return ", ".join(one.__name__ for one in chosen)

    def _lesson(self) -> Path:
        return self.chance.choice(sorted(self.folder.glob("*.md")))

    def _change(self, change: Callable[[str], str], path: Path | None = None) -> None:
        path = path or self._lesson()
        text = path.read_bytes().decode()
        path.write_bytes(change(text).encode())

    def _word(self) -> str:
        return self.chance.choice(WORDS)

    def say_more(self) -> None:
        self._change(lambda text: f"{text}\nMore of a {self._word()} and a {self._word()}.\n")

    def change_word(self) -> None:
        def change(text: str) -> str:
            found = list(re.finditer("|".join(WORDS), text))
            if not found:
                return text
            match = self.chance.choice(found)
            return text[: match.start()] + self._word() + text[match.end() :]

        self._change(change)

    def add_question(self) -> None:
        word = self._word()
        name = f" {{#q{self.chance.randint(1, 9)}}}" if self.chance.random() < 0.5 else ""
        question = f"\n3. And the {word}?{name}\n   - [x] Yes, the {word}\n   - [ ] No\n"
        quiz = re.compile(r"(::: quiz [^\n]*\n.*?)\n:::", re.DOTALL)
        self._change(lambda text: quiz.sub(rf"\1\n{question}\n:::", text, count=1))

    def add_card(self) -> None:
        card = f"\nQ: A {self._word()}, or {self.chance.choice(('something', 'nothing'))}?\nA: Neither\n\n"
        self._change(lambda text: re.sub(r"(::: cards [^\n]*\n)", rf"\1{card}", text, count=1))

    def drop_paragraph(self) -> None:
        def change(text: str) -> str:
            head, _, body = text.rpartition("---\n")
            parts = body.split("\n\n")
            parts.pop(self.chance.randrange(len(parts)))
            return f"{head}---\n" + "\n\n".join(parts)

        self._change(change)

    def rename_id(self) -> None:
        new = self.chance.choice(("check", "deck", "terms", "other", "q2"))
        self._change(lambda text: re.sub(r"\{#(check|deck|terms|q\d)\}", f"{{#{new}}}", text, count=1))

    def change_title(self) -> None:
        self._change(lambda text: re.sub("title: .*", f"title: The {self._word()}", text, count=1))

    def change_head(self) -> None:
        line = self.chance.choice(("minutes: 5", "number: 7", "weight: 2", "lang: de", "id: renamed"))
        self._change(lambda text: text.replace("title:", f"{line}\ntitle:", 1) if line not in text else text)

    def _block(self, text: str) -> str:
        found = re.findall(r"^::: [a-z]+[^\n]*\n.*?\n:::\n", text, re.DOTALL | re.MULTILINE)
        return str(self.chance.choice(found)) if found else ""

    def move_block(self) -> None:
        block = ""

        def take(text: str) -> str:
            nonlocal block
            block = self._block(text)
            return text.replace(block, "", 1)

        self._change(take)
        self._change(lambda text: f"{text}\n{block}")

    def copy_block(self) -> None:
        block = self._block(self._lesson().read_text("utf-8"))
        self._change(lambda text: f"{text}\n{block}")

    def change_picture(self) -> None:
        path = self.folder / "media" / f"{self.chance.randint(1, 6)}.png"
        path.write_bytes(PICTURE + self.chance.randbytes(3) if self.chance.random() < 0.9 else b"<html>")

    def change_drawing(self) -> None:
        script = "<script>1</script></svg>" if self.chance.random() < 0.3 else "</svg>"
        drawing = DRAWING.format(self.chance.randint(5, 20)).replace("</svg>", script)
        (self.folder / "media" / "dot.svg").write_text(drawing, "utf-8")

    def other_picture(self) -> None:
        self._change(lambda text: re.sub(r"media/\d", f"media/{self.chance.randint(1, 7)}", text, count=1))

    def add_link(self) -> None:
        target = self.chance.choice(("#check", "l1.md", "l3.md#deck", "l5.md#terms", "https://example.org/"))
        self._change(lambda text: f"{text}\nGo [there]({target}).\n")

    def break_lesson(self) -> None:
        self._change(lambda text: f"{text}\n::: quizz\n:::\n")

    def _change_course(self, change: Callable[[str], str]) -> None:
        self._change(change, self.folder / "course.yaml")

    def change_course(self) -> None:
        line = self.chance.choice(
            ("pass: 70", "version: '2'", "scorm: {in-order: true}", "silenced: {answers-in-package: fine}", "lang: fr")
        )
        self._change_course(lambda text: f"{line}\n{text}" if line.split(":")[0] not in text else f"{text}\n")

    def move_lesson(self) -> None:
        def change(text: str) -> str:
            names = re.findall(r"\w+\.md", text)
            one, other = self.chance.choice(names), self.chance.choice(names)
            return re.sub(
                r"\w+\.md",
                lambda match: other if match[0] == one else one if match[0] == other else match[0],
                text,
            )

        self._change_course(change)

    def rename_lesson(self) -> None:
        path = self._lesson()
        new = path.with_name(f"l{self.chance.randint(1, 9)}.md")
        if not new.exists():
            path.rename(new)
            self._change_course(lambda text: text.replace(path.name, new.name))

    def drop_lesson(self) -> None:
        self._change_course(lambda text: re.sub(r", \w+\.md", "", text, count=1))

    def add_lesson(self) -> None:
        missing = [f"l{number}.md" for number in range(1, 10) if not (self.folder / f"l{number}.md").exists()]
        if missing:
            (self.folder / missing[0]).write_text(lesson(int(missing[0][1])), "utf-8")
            self._change_course(lambda text: text.replace(".md]", f".md, {missing[0]}]", 1))

    def lay_beside(self) -> None:
        """A lesson that is no part of the course, or notes; or take it away."""
        path = self.folder / "beside.md"
        if path.exists():
            path.unlink()
        else:
            path.write_text(self.chance.choice(("", "---\ntitle: Beside\n---\n")) + "Notes.\n", "utf-8")

    def other_line_ends(self) -> None:
        self._change(lambda text: text.replace("\n", "\r\n") if "\r" not in text else text.replace("\r", ""))

    def touch_lock(self) -> None:
        lock = self.folder / LOCK
        if lock.exists() and self.chance.random() < 0.5:
            lock.unlink()
        elif lock.exists():
            lock.write_bytes(lock.read_bytes().replace(b'", "', b'" , "', 1))

    def take_back(self) -> None:
        """One file, or all, as they were some time ago."""
        before = self.chance.choice(self.history[-12:])
        names = sorted(before) if self.chance.random() < 0.3 else [self.chance.choice(sorted(before))]
        for name in names:
            (self.folder / name).write_bytes(before[name])

    def nothing(self) -> None:
        """Build again."""


def outcome(report: BuildReport, folder: Path, course: Path) -> list[object]:
    """All that a build came to, but for where it lies."""
    zips = [(built.path.name, built.path.read_bytes(), built.size, built.state) for built in report.built]
    lock = (course / LOCK).read_bytes() if (course / LOCK).exists() else b""
    problems = [
        (str(problem.span).replace(str(folder), ""), problem.code, problem.message, problem.hint, problem.excerpt)
        for problem in report.problems
    ]
    return [zips, problems, lock]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def compare(edits: int, seed: int, folder: Path) -> Counter[str]:
    """Make so many edits; how many builds were rebuilt, built in full and refused. AssertionError where two differ."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    course, twin = folder / "course" / "waters", folder / "twin" / "waters"
    author = Author(course, chance)
    write_course(course)
    cache = folder / "cache"
    targets = CHOICES[0]
    good = _files(course)
    for number in range(edits):
        told = author.edit() if number else "nothing"
        for path in (path for path in cache.glob("*") if chance.random() < 0.02):
            damaged = bytearray(path.read_bytes())
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            told += ", damaged"
        targets = chance.choice(CHOICES) if chance.random() < 0.1 else targets
        locked, strict = chance.random() < 0.05, chance.random() < 0.05
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(course, twin)
        steps: list[str] = []
        reports = [
            build(
                place,
                [(target, place.parent / "out" / f"{target.name}.zip") for target in targets],
                locked=locked,
                strict=strict,
                cache=kept,
                progress=steps.append,
            )
            for place, kept in ((course, cache), (twin, None))
        ]
        report = reports[0]
        results = [outcome(one, place.parent, place) for one, place in zip(reports, (course, twin), strict=True)]
        again = any(step.startswith(RENDERING) for step in steps)
        counts["refused" if report.failed else "rebuilt" if again else "in full"] += 1
        if results[0] != results[1]:
            parts = [name for name, one, two in zip(("zips", "problems", "lock"), *results, strict=True) if one != two]
            raise AssertionError(f"seed {seed}, edit {number} ({told}): other {', '.join(parts)}; kept in {folder}")
        if not report.failed:
            good = _files(course)
        elif chance.random() < 0.8:
            # An author mends what is wrong.
            shutil.rmtree(course)
            for name, content in good.items():
                (course / name).parent.mkdir(parents=True, exist_ok=True)
                (course / name).write_bytes(content)
    return counts


def main() -> None:
    """A long run by command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("edits", type=int)
    arguments.add_argument("--seed", type=int, default=0)
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp())
    sys.stdout.write(str(dict(compare(chosen.edits, chosen.seed, folder))) + "\n")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
