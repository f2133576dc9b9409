"""Courses as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hornbook import resources
from hornbook.blocks import Quiz
from hornbook.media import CourseFolder
from hornbook.reading import load_course
from hornbook.rendering.pages import question_html
from lti_app.services import snapshots
from lti_app.storage.database import Database
from lti_app.storage.models import Base, MediaFile, Snapshot
from tests.lti_app.databases import new_database

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(new_database(tmp_path))
    Base.metadata.create_all(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="module", params=sorted(path.parent.name for path in resources.content().glob("*/course.yaml")))
def folder(request: pytest.FixtureRequest) -> CourseFolder:
    read = load_course(resources.content() / request.param).value
    assert read is not None
    return read.folder


def brought_back(database: Database, folder: CourseFolder) -> CourseFolder:
    """The course without media, kept and loaded by another process."""
    name = snapshots.name_of(folder)
    with database.writing() as session:
        snapshots.keep(session, folder, name, [], NOW)
    snapshots._unpacked._found.clear()
    with database.reading() as session:
        return snapshots.load(session, name)


def test_a_kept_course_comes_back_as_it_was(database: Database, folder: CourseFolder) -> None:
    back = brought_back(database, folder)
    assert back.course == folder.course
    assert back.links == folder.links
    assert {key: file.name for key, file in back.media.items()} == {
        key: file.name for key, file in folder.media.items()
    }
    assert snapshots.name_of(back) == snapshots.name_of(folder)


def test_its_questions_look_as_they_did(database: Database, folder: CourseFolder) -> None:
    """Without the pictures: of those the sizes are enough, also for the places that a question asks for."""
    back = brought_back(database, folder)
    asked = [
        (lesson.id, question)
        for lesson in folder.course.lessons
        for block in lesson.blocks
        if isinstance(block, Quiz)
        for question in block.questions
    ]
    assert asked
    for lesson, question in asked:
        assert question_html(back, lesson, question, 1) == question_html(folder, lesson, question, 1)


def test_keeping_twice_keeps_one(database: Database, folder: CourseFolder) -> None:
    name = snapshots.name_of(folder)
    lessons = [lesson.id for lesson in folder.course.lessons]
    for _ in range(2):
        with database.writing() as session:
            snapshots.keep(session, folder, name, lessons, NOW)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Snapshot)) == 1
        kept = set(session.scalars(select(MediaFile.name)))
    assert kept == {file.name for (lesson, _), file in folder.media.items() if lesson}


def test_pictures_come_back_when_the_folder_has_lost_them(database: Database, folder: CourseFolder) -> None:
    lesson = folder.course.lessons[0].id
    with database.writing() as session:
        snapshots.keep(session, folder, snapshots.name_of(folder), [lesson], NOW)
    wanted = {file.name: file.read() for (owner, _), file in folder.media.items() if owner == lesson}
    with database.reading() as session:
        assert {row.name: row.content for row in session.scalars(select(MediaFile))} == wanted


def test_an_unknown_name_is_no_course(database: Database) -> None:
    with database.reading() as session, pytest.raises(KeyError):
        snapshots.load(session, "0" * 64)
