"""Codes of quizzes and pools as a whole."""

from __future__ import annotations

from packager.manual.page import Rule


class QuestionMissing(Rule):
    """A quiz begins with something that belongs to a question, but no question has begun.

    A question begins with a number, a full stop, a space and its text, at the start of the line.

    Wrong:

        ::: quiz
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class QuestionShape(Rule):
    """A line looks like the beginning of a question and is not one.

    Write a number, a full stop and a space: `1. `. The number itself is not read.

    Wrong:

        ::: quiz
        1) Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class PracticeReview(Rule):
    """A practice quiz has an option that only a quiz to be handed in can have.

    Practice shows everything at once and is tried as often as the learner likes: it has no attempts, no time limit and
    no review.

    Wrong:

        ::: quiz {mode=practice review=never}
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


class PracticeAttempts(Rule):
    """A practice quiz has a number of attempts.

    Practice is tried as often as the learner likes. For a limit, take another mode.

    Wrong:

        ::: quiz {mode=practice attempts=2}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=exam attempts=2}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class PracticeTime(Rule):
    """A practice quiz has a time limit.

    Practice is not handed in, so no clock can end it. For a limit, take another mode.

    Wrong:

        ::: quiz {mode=practice time=5}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=exam time=5}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class PracticeCounts(Rule):
    """A practice quiz says which attempt counts.

    Practice is not handed in, so there are no attempts. Take another mode, or the option away.

    Wrong:

        ::: quiz {mode=practice counts=last}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=exam attempts=2 counts=last}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class TriesMode(Rule):
    """Tries are counted in `mode=interactive` only.

    How often a whole quiz may be handed in is `attempts`.

    Wrong:

        ::: quiz {tries=3}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=interactive tries=3}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class PenaltyMode(Rule):
    """Wrong tries cost something in `mode=interactive` and `mode=adaptive` only.

    Wrong:

        ::: quiz {penalty=10}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=adaptive penalty=10}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class CertaintyMode(Rule):
    """How sure learners are is graded in an exam only.

    In the other modes it can be asked: write `certainty` alone.

    Wrong:

        ::: quiz {mode=adaptive certainty=graded}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {mode=adaptive certainty}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class DueMissing(Rule):
    """The review of a quiz waits for a due date that it does not have (warning).

    In a package what waits for `after-due` would never be shown. In the LTI tool the due date of the activity counts.

    Wrong:

        ::: quiz {review="right after-due"}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {review="right after-due" due=2027-03-31}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class ReviewRule(Rule):
    """A rule of `review` cannot be read.

    A rule is a word for what (`own`, `right`, `feedback`) and a word for when (`now`, `after-due`, `after-attempts`,
    `never`), with ` | ` between several rules.

    Wrong:

        ::: quiz {review="right tomorrow"}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {review="right never"}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class ReviewAttempts(Rule):
    """The review waits for the last attempt, but there is always another one.

    Set `attempts`, or show it at another time.

    Wrong:

        ::: quiz {review="right after-attempts"}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {review="right after-attempts" attempts=2}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class FromUnknown(Rule):
    """A quiz or a game draws from something that is not in this lesson.

    `from` names the id of a pool; in a game, of a glossary, key concepts or cards. The message names the nearest one.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#warm-up from=rivers mode=practice}
        :::

        ::: quiz {#check from=river}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from=rivers}
        :::
    """


class FromShape(Rule):
    """What stands after `from` cannot be the name of a pool.

    It is the id of a pool, or `pool#tag` for the questions with a tag, with ` | ` between several.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#warm-up from=rivers mode=practice}
        :::

        ::: quiz {#check from="rivers#"}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from=rivers}
        :::
    """


class FromWithoutId(Rule):
    """A quiz that draws from a pool has no id.

    Learners' work on the questions is kept under the quiz. Give it an id.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {from=rivers}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from=rivers}
        :::
    """


class FromOtherLesson(Rule):
    """A quiz draws from a pool of another lesson.

    It can draw from pools of its own lesson only. Move the pool.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#warm-up from=rivers mode=practice}
        :::

        ::: quiz {#check from=second/lakes}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from=rivers}
        :::
    """


class FromOverlap(Rule):
    """One quiz would draw a question twice.

    Name each pool once. Two tags that a quiz draws by may not meet in one question.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill. {tags="easy | short"}
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from="rivers#easy | rivers#short"}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill. {tags="easy | short"}
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from="rivers#easy"}
        :::
    """


class FromIdLength(Rule):
    """The id of a quiz and the id of a question that it draws are too long together.

    In the quiz the question has both ids, joined; together they may have 64 characters. Shorten one.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill. {#which-way-do-rivers-flow-uphill-or-downhill}
           - [ ] true
           - [x] false
        :::

        ::: quiz {#the-final-exam-at-the-end-of-the-term from=rivers}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill. {#uphill}
           - [ ] true
           - [x] false
        :::

        ::: quiz {#final from=rivers}
        :::
    """


class TagUnknown(Rule):
    """No question of the pool has this tag.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill. {tags=easy}
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from="rivers#esay"}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill. {tags=easy}
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from="rivers#easy"}
        :::
    """


class PoolWithoutId(Rule):
    """A pool has no id, so no quiz can draw from it.

    Wrong:

        ::: pool "Rivers"
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: pool "Rivers" {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from=rivers}
        :::
    """


class PoolUnused(Rule):
    """No quiz of the lesson draws from a pool, so nobody will see its questions (warning).

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

        ::: quiz {#check from=rivers}
        :::
    """


class PickCount(Rule):
    """`pick` has more or fewer numbers than `from` has pools.

    One number for each pool, in the same order, with ` | ` between them.

    Wrong:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false

        2. Rivers end in a sea.
           - [x] true
           - [ ] false
        :::

        ::: quiz {#check from=rivers pick="1 | 1"}
        :::

    Right:

        ::: pool {#rivers}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false

        2. Rivers end in a sea.
           - [x] true
           - [ ] false
        :::

        ::: quiz {#check from=rivers pick=1}
        :::
    """


class PickTooLarge(Rule):
    """More questions are to be drawn than there are.

    Wrong:

        ::: quiz {pick=3}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false

        2. Rivers end in a sea.
           - [x] true
           - [ ] false
        :::

    Right:

        ::: quiz {pick=1}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false

        2. Rivers end in a sea.
           - [x] true
           - [ ] false
        :::
    """


class WeightsZero(Rule):
    """Every right answer of a question has the weight 0, so nothing could be earned.

    Wrong:

        ::: quiz
        1. Which of these are rivers?
           - [x] Nile {weight=0}
           - [x] Rhine {weight=0}
           - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these are rivers?
           - [x] Nile {weight=2}
           - [x] Rhine {weight=1}
           - [ ] Sahara
        :::
    """


class WeightPlace(Rule):
    """An answer has a weight where one answer earns everything.

    Weights share the points among several right answers. Take it away, or mark more than one answer as right.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile {weight=2}
           - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """
