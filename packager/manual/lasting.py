"""Codes of ids and of the lock file, which tie learners' work to the items of a course."""

from __future__ import annotations

from packager.manual.page import Rule


class IdReused(Rule):
    """An id has named something of another kind before, and learners may have work under it.

    Their old work would be taken for work on the new item. Give this item an id that was never used.

    Before:

        ::: quiz {#thing}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Wrong:

        ::: cards {#thing}
        Q: What is the end of a river called?
        A: Mouth
        :::

    Right:

        ::: cards {#words}
        Q: What is the end of a river called?
        A: Mouth
        :::
    """


class IdChanged(Rule):
    """Only the id of an item has changed (warning).

    To learners it is a new item then: what they did under the old id is not found again. If that was not meant, write
    the old one.

    Before:

        ::: quiz {#check}
        1. Rivers flow uphill. {#q-uphill}
           - [ ] true
           - [x] false
        :::

    Wrong:

        ::: quiz {#check}
        1. Rivers flow uphill. {#q-direction}
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {#check}
        1. Do rivers flow uphill? {#q-uphill}
           - [ ] true
           - [x] false
        :::
    """


class IdMoved(Rule):
    """An id stood in another lesson before, over other words, and counts as new here (warning).

    If it is the same item, move it as it was, build, and change its words afterwards. If it is new, all is well.
    """


class LessonRenamed(Rule):
    """A lesson without an id has a new file name, or it has got a new id (warning).

    Learners' work goes with it. Only in the reports of the LMS its answers get new names; to keep the old ones, write
    the old name as `id` into the front matter.
    """


class LockBroken(Rule):
    """The lock file is damaged.

    `course.lock.json` ties learners' work to your questions and cards. Take it back from a backup or from version
    control. Only if no learner has begun yet, delete it.

    Wrong:

        Rivers carry water to the sea.

    Wrong, course.lock.json:

        {"format": 1,

    Right:

        Rivers carry water to the sea.
    """


class LockChanged(Rule):
    """The build was told not to change the lock file (`--locked`), but the course has new items.

    Build once without `--locked`, and keep the new `course.lock.json` with the course.
    """


class LockRaced(Rule):
    """The lock file was changed while the course was read.

    Another build may be running. Build again when it is done.
    """


class LockNotWritten(Rule):
    """The lock file cannot be written (warning).

    Without it, learners' work is known again by the order of your items alone. Make the folder writable, and build
    again.
    """


class SlotTwice(Rule):
    """Two items of the lock file have the same number.

    Somebody has edited `course.lock.json`. Take it back from a backup or from version control.
    """


class TooManyItems(Rule):
    """The course has had more items than can be told apart.

    A course has at most 65,535 blocks, questions, cards and directions in its whole life. Split it.
    """


class StateTooBig(Rule):
    """A learner who does everything would need more room than the LMS keeps.

    SCORM 1.2 keeps 4,096 characters for each learner. Split the course, let its quizzes and cards hold fewer items, or
    build for SCORM 2004, which keeps more. [Packages in your LMS](../lms.md#limits) has the numbers.
    """


class PrerequisitesTooLong(Rule):
    """A lesson waits for more lessons than SCORM 1.2 can be told of.

    The lessons that it waits for stand in the package by their identifiers, which hold the id of the course, in at most
    200 characters: three lessons with a short id, one with the longest. Where `c` waits for `b`, and `b` for `a`, name
    `b` alone.
    """


class StateRetired(Rule):
    """With the work on items that are gone, long-time learners may need more room than there is (warning).

    New learners are not touched. Let those who began long ago begin anew in a fresh activity, or take more questions
    and cards out.
    """


class AnswersInPackage(Rule):
    """The package holds the answers to a graded quiz (warning).

    A zip can keep no secret: whoever opens it finds the right answers. For learning that is fine. An exam that counts
    belongs on a server that marks it, such as [the LTI tool](../administrators.md).

    Wrong:

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=practice}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """
