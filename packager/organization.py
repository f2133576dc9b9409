"""What a manifest says of the parts of a course: the items of its table of contents, and the files behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hornbook.course import Chapter, Course, Lesson
from hornbook.rendering.data import page_name
from packager.manifest import Identifiers, identifiers, plain_text
from packager.package import START

# SCORM 1.2 CAM 2.3.5 promises 200 characters for a title in a manifest; Moodle's column takes 255.
LONGEST_HEADING = 200


@dataclass(frozen=True)
class Item:
    """One line of the table of contents: a SCO where it names a `resource`, else a group of others.

    `weight` is its share in the score of what it stands in, from "0.0000" to "1.0000". `done` names the objective that
    tells those that wait for it that it is done, where there are some; `after` holds the items that must be done before
    it opens. `mastery` is the pass mark in percent where the LMS is to decide on passing.
    """

    id: str
    title: str
    resource: str = ""
    children: tuple[Item, ...] = ()
    weight: str = "1.0000"
    done: str = ""
    after: tuple[Item, ...] = ()
    mastery: int | None = None

    @property
    def prerequisites(self) -> str:
        """What SCORM 1.2 is told of those that the item waits for, as an AICC script.

        It knows done by the name alone; a lesson that was failed for good must not close the way either.
        """
        return "&".join(f'({other.id}|{other.id}="failed")' for other in self.after)


@dataclass(frozen=True)
class Resource:
    """Files that belong together; `start` is the one that is launched, none where others only `need` them."""

    id: str
    names: tuple[str, ...]
    start: str = ""
    needs: str = ""


@dataclass(frozen=True)
class Organization:
    """The items of a course and the resources that they name; `several` SCOs are led through by the LMS."""

    items: tuple[Item, ...]
    resources: tuple[Resource, ...]
    several: bool

    @property
    def scos(self) -> tuple[Item, ...]:
        """The items that are opened, without the groups that they stand in."""
        return tuple(sco for item in self.items for sco in (item.children or (item,)))


def of_course(course: Course, names: Sequence[str]) -> Organization:
    """One SCO for the whole course."""
    ids = identifiers(course)
    item = Item(ids.item, heading(course.title, course.id), ids.resource, mastery=_mastery(course))
    return Organization((item,), (Resource(ids.resource, tuple(names), START),), several=False)


def of_lessons(course: Course, names: Sequence[str]) -> Organization:
    """One SCO for each lesson, in its chapters; what the pages share stands once, for all of them."""
    ids = identifiers(course)
    pages = {page_name(lesson) for lesson in course.lessons}
    shared = Resource(f"{ids.resource}-shared", tuple(name for name in names if name not in pages))
    whole = max((weight for chapter in course.chapters for weight in _top_weights(course, chapter)), default=0)
    waits = course.waits
    waited_for = {other.id for others in waits.values() for other in others}
    items: list[Item] = []
    made: dict[str, Item] = {}
    for number, chapter in enumerate(course.chapters, start=1):
        group: list[Item] = []
        grouped = _is_group(course, chapter)
        inside = max(map(_weight, chapter.lessons), default=0) if grouped else whole
        for lesson in chapter.lessons:
            after = tuple(made[other.id] for other in waits.get(lesson.id, ()) if other.id in made)
            share = _share(_weight(lesson), inside)
            made[lesson.id] = _item(course, ids, lesson, share, after, is_waited_for=lesson.id in waited_for)
            group.append(made[lesson.id])
        if grouped:
            title = heading(" ".join(filter(None, (chapter.number, chapter.title))), f"{number}")
            weight = _share(sum(map(_weight, chapter.lessons)), whole)
            items.append(Item(f"{ids.item}-chapter-{number}", title, children=tuple(group), weight=weight))
        else:
            items.extend(group)
    resources = [
        Resource(f"{ids.resource}-{lesson.slot}", (page_name(lesson),), page_name(lesson), shared.id)
        for lesson in course.lessons
    ]
    return Organization(tuple(items), (*resources, shared), several=True)


def heading(text: str, otherwise: str) -> str:
    """A title as a manifest may hold it."""
    return plain_text(text, LONGEST_HEADING) or otherwise


def _item(
    course: Course, ids: Identifiers, lesson: Lesson, share: str, after: tuple[Item, ...], *, is_waited_for: bool
) -> Item:
    # The slot stays when a lesson is renamed or moved, and with it what the LMS keeps of a learner.
    return Item(
        f"{ids.item}-{lesson.slot}",
        heading(" ".join(filter(None, (lesson.number, lesson.title))), lesson.id),
        f"{ids.resource}-{lesson.slot}",
        weight=share,
        done=f"{ids.manifest}-done-{lesson.slot}" if is_waited_for else "",
        after=after,
        mastery=_mastery(course) if lesson.graded else None,
    )


def _mastery(course: Course) -> int | None:
    return course.pass_mark if course.scorm.mastery_in_manifest else None


def _is_group(course: Course, chapter: Chapter) -> bool:
    """Whether a chapter is a line of the table of contents by itself."""
    return bool(chapter.title and chapter.lessons) and len(course.chapters) > 1


def _weight(lesson: Lesson) -> int:
    return lesson.weight if lesson.graded else 0


def _top_weights(course: Course, chapter: Chapter) -> list[int]:
    """The weights of what a chapter puts into the top level of the table of contents."""
    weights = [_weight(lesson) for lesson in chapter.lessons]
    return [sum(weights)] if _is_group(course, chapter) else weights


def _share(weight: int, whole: int) -> str:
    """A whole weight as an LMS wants it: a part of the greatest beside it, with four decimals."""
    return f"{weight / (whole or 1):.4f}"
