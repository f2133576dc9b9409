"""What a learner did besides quizzes is kept for each course, and nothing that the course does not hold."""

from __future__ import annotations

from pathlib import Path

from hornbook.course import Course
from lti_app.services import progress
from tests.lti_app.services.world import NOW, World

COURSE = Course.model_validate(
    {
        "id": "talks",
        "title": "Talks",
        "chapters": [{"lessons": [{"id": "one", "slot": 1, "title": "One", "blocks": [
            {
                "kind": "audio-lesson",
                "id": "talk",
                "slot": 2,
                "cast": ["Ada"],
                "parts": [
                    {
                        "title": f"Part {number}",
                        "lines": [{"speaker": "Ada", "text": "Hello."}],
                        "recall": {"prompt": "Who?", "answer": ["Ada"], "slot": slot} if slot else None,
                    }
                    for number, slot in enumerate((3, 0, 4), 1)
                ],
            }
        ]}]}],
    }
)  # fmt: skip


def test_answered_recall_questions_are_kept(tmp_path: Path) -> None:
    world = World(tmp_path, "")
    context = world.link.context_id
    with world.database.writing() as session:
        changes = progress.parse_changes({"seen": [3, 5, 0]})
        progress.keep(session, world.ann.id, context, COURSE, changes, NOW)
    with world.database.writing() as session:
        progress.keep(session, world.ann.id, context, COURSE, progress.parse_changes({"seen": [2, 4]}), NOW)
        assert progress.read(session, world.ann.id, context, COURSE).seen == {2, 3, 4}
        assert progress.read(session, world.ben.id, context, COURSE).seen == set()
    world.database.engine.dispose()
