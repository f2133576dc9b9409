"""A course to the files of a package: one page a lesson, the shell that holds them, the player, the media."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from hornbook import resources
from hornbook.blocks import Block, Game, MemoryAid, TextBlock, Video
from hornbook.course import Chapter, Course, Lesson
from hornbook.draw import mixed_steps
from hornbook.files import File
from hornbook.interface import counted, direction, interface_strings
from hornbook.markdown import is_plain, plain_text
from hornbook.media import CourseFolder
from hornbook.picture_size import Box
from hornbook.profile import Profile
from hornbook.questions import BaseQuestion
from hornbook.questions.hotspot import Region
from hornbook.rendering.cards import faces
from hornbook.rendering.data import course_data, lesson_data, lone_data, page_name
from hornbook.rendering.html import Prose, section_id, section_titles
from hornbook.rendering.parts import ASKED_WITH_LMS, BUNDLE, parts_asked_in_course, parts_of_course
from hornbook.rendering.search import SEARCH_FILE, search_script
from hornbook.rendering.templates import fill, new_environment
from hornbook.rendering.term_links import TermLinks, other_names, sorted_terms
from hornbook.rendering.theme import inline_source, theme_css


def inert_json(data: Any) -> Markup:
    """Data for a script element that is never run: no character of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def block_title(block: Block, course: Course) -> str:
    """What a block is called: as its author says, else by its kind in the language of the interface."""
    return block.title or _kind_title(block, interface_strings(course.interface_language))


def _kind_title(block: Block, strings: dict[str, str]) -> str:
    variant = block.aid if isinstance(block, MemoryAid) else block.game if isinstance(block, Game) else ""
    kind = f"{block.kind}-{variant}" if variant else block.kind
    return strings.get(f"title-{kind}", kind)


@cache
def environment(folders: tuple[Path, ...]) -> Environment:
    """The templates with all that they may use, beside what they are filled with; those in `folders` come first."""
    env = new_environment(folders)
    env.filters["inert_json"] = inert_json
    env.globals["direction"] = direction
    env.globals["counted"] = counted
    env.globals["theme_css"] = theme_css
    env.globals["inline_source"] = inline_source
    env.globals["page_name"] = page_name
    env.globals["frame_sources"] = _frame_sources
    env.globals["kind_title"] = _kind_title
    env.globals["lesson_parts"] = _lesson_parts
    env.globals["sorted_terms"] = sorted_terms
    env.globals["other_names"] = other_names
    env.globals["plain_text"] = plain_text
    env.globals["in_mixed_order"] = _in_mixed_order
    env.globals["place"] = _place
    env.tests["short_prose"] = _is_short
    env.globals["faces"] = faces
    return env


def _frame_sources(lessons: Iterable[Lesson]) -> str:
    """The directive of the content security policy that lets the services of remote videos into a frame."""
    origins = frame_origins(lessons)
    return f"frame-src {' '.join(origins)}; " if origins else ""


def frame_origins(lessons: Iterable[Lesson]) -> list[str]:
    """The origins of the services of remote videos in these lessons."""
    videos = (block for lesson in lessons for block in lesson.blocks if isinstance(block, Video))
    return sorted({video.remote.origin for video in videos if video.remote})


#: Characters that a closed menu shows beside a left side.
_MENU_LIMIT = 28


class _HasKey(Protocol):
    @property
    def key(self) -> str: ...


_Part = TypeVar("_Part", bound=_HasKey)


def _in_mixed_order(parts: Sequence[_Part], slot: int) -> list[_Part]:
    """Parts as a page shows them before the script mixes them anew: never as written, which may be the right order."""
    by_key = {part.key: part for part in parts}
    return [by_key[key] for key in mixed_steps(list(by_key), slot, 0)]


def _lesson_parts(lesson: Lesson, strings: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """What the table of contents names of a lesson, each with its id, its title and the slot of its block.

    These are blocks with a heading of their own, but those that just close the way, and the sections of texts.
    """
    for block in lesson.shown:
        if block.kind not in ("figure", "gate") and (block.kind != "text" or block.title):
            yield block.id, block.title or _kind_title(block, strings), block.slot
        if isinstance(block, TextBlock):
            for number, title in enumerate(section_titles(block.body), 1):
                yield section_id(block.id, number), title, block.slot


def _is_short(text: str) -> bool:
    """Whether a text can stand in a menu as it is."""
    return is_plain(text) and len(plain_text(text)) <= _MENU_LIMIT


def _place(box: Box, region: Region) -> str:
    """Where a region lies in its picture: left, top, width and height in hundredths of the picture's."""
    left, top, width, height = region.box
    parts = (
        (left - box.left) / box.width,
        (top - box.top) / box.height,
        width / box.width,
        height / box.height,
    )
    return " ".join(f"{100 * part:.3f}".rstrip("0").rstrip(".") for part in parts)


def render(
    folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None] = lambda lesson: None
) -> list[File]:
    """All files of a package but the manifest: `folder` in, names and contents out, nothing written.

    `before_each` is called before the page of each lesson is made; what it raises ends the rendering.
    """
    pages = Pages(folder, profile)
    lessons = pages.lessons(before_each)
    shell = [] if profile.scope == "page" else [File("index.html", pages.shell().encode())]
    # A page that stands alone reaches no other.
    search = [File(SEARCH_FILE, search_script(lessons).encode())] if profile.scope == "course" else []
    return [
        *shell,
        *(File(name, page.encode()) for _, name, page in lessons),
        *search,
        *player_files(folder.course.id, parts_of_course(folder.course), parts_asked_in_course(folder.course), profile),
        *folder.media_files,
    ]


class Pages:
    """The pages of one course for one home; what they share is read once."""

    def __init__(self, folder: CourseFolder, profile: Profile) -> None:
        self._folder = folder
        self._profile = profile
        self._strings = interface_strings(folder.course.interface_language)
        self._places = list(_in_chapters(folder.course))
        self._pages = frozenset(page_name(lesson) for lesson in folder.course.lessons)
        self._lessons = {lesson.id: lesson for lesson in folder.course.lessons}
        self._positions = {lesson.id: position for position, (_, lesson) in enumerate(self._places)}

    def shell(self) -> str:
        """`index.html`: cover and contents of the course, and what the player must know of it."""
        course = self._folder.course
        return self._fill(
            "index.html",
            prose=Prose(self._folder, "", reach=self._pages),
            data=course_data(course, self._profile, self._strings),
            lone=None,
            start="index.html",
        )

    def lessons(self, before_each: Callable[[Lesson], None] = lambda lesson: None) -> list[tuple[Lesson, str, str]]:
        """Each lesson of the course with the name of its page and the page."""
        made = []
        for lesson in self._folder.course.lessons:
            before_each(lesson)
            made.append((lesson, page_name(lesson), self.lesson(lesson)))
        return made

    def lesson(self, lesson: Lesson) -> str:
        """The page of one lesson of the course."""
        course, places, position = self._folder.course, self._places, self._positions[lesson.id]
        following = places[position + 1][1] if position + 1 < len(places) else None
        alone = self._profile.scope == "page"
        reach = frozenset([page_name(lesson)]) if alone else self._pages
        return self._fill(
            "lesson.html",
            chapter=places[position][0],
            lesson=lesson,
            previous=places[position - 1][1] if position else None,
            next=following,
            prose=Prose(self._folder, lesson.id, reach=reach),
            links=TermLinks(self._folder, lesson),
            lessons=self._lessons,
            prose_of=lambda other: Prose(self._folder, other.id, page_name(other), reach),
            reach=reach,
            data=lesson_data(lesson, lesson.lang or course.lang, keys=self._profile.keys),
            lone=lone_data(course, lesson, following, self._profile) if alone else None,
            start=page_name(lesson) if alone else "index.html",
        )

    def _fill(self, template: str, **values: object) -> str:
        """A page from its template; what every page is given stands here."""
        given = {"course": self._folder.course, "profile": self._profile, "t": self._strings, **values}
        folders = self._profile.templates
        return fill(environment(folders), folders, template, given)


def shell_page(folder: CourseFolder, profile: Profile) -> str:
    """`index.html` of a course."""
    return Pages(folder, profile).shell()


def lesson_page(folder: CourseFolder, profile: Profile, lesson: Lesson) -> str:
    """The page of one lesson of the course."""
    return Pages(folder, profile).lesson(lesson)


def question_html(folder: CourseFolder, lesson_id: str, question: BaseQuestion, number: int) -> str:
    """One question by itself, as it stands in the page of a lesson; `number` is its place among those drawn."""
    return (
        environment(())
        .get_template("question.html")
        .render(
            question=question,
            number=number,
            terms=None,
            prose=Prose(folder, lesson_id),
            t=interface_strings(folder.course.interface_language),
        )
    )


def _in_chapters(course: Course) -> Iterator[tuple[Chapter, Lesson]]:
    for chapter in course.chapters:
        for lesson in chapter.lessons:
            yield chapter, lesson


def player_files(course_id: str, parts: Sequence[str], asked: Sequence[str], profile: Profile) -> Iterator[File]:
    """The player with the parts that the blocks of a course need, and those that a learner may ask for."""
    built: Path = resources.templates() / "player"
    # The one that speaks to the home of the package, and to no other.
    yield File(f"assets/{profile.script}", (built / _script(profile.home)).read_bytes())
    for name in ("player.css", *map(_script, asked)):
        yield File(f"assets/{name}", (built / name).read_bytes())
    if parts:
        # One request, however many kinds of blocks a lesson has; the longest first, which leaves less when compressed.
        scripts = sorted(((built / _script(part)).read_bytes() for part in parts), key=len, reverse=True)
        yield File(f"assets/{_script(BUNDLE)}", b"".join(scripts))
    if profile.home.startswith("scorm"):
        yield File(f"assets/{_script(ASKED_WITH_LMS)}", (built / _script(ASKED_WITH_LMS)).read_bytes())
        # What the player asks for to learn whether an LMS still knows its learner (`player/src/pulse.ts`).
        yield File("assets/pulse.txt", f"{course_id}\n".encode())


def _script(part: str) -> str:
    return f"player-{part}.js"
