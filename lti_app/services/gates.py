"""Gates, kept by the server: what is closed is not sent, and a quiz behind a closed gate cannot be begun.

A page hides what a gate holds until its rule is met; that is no secret from whoever looks into the page. Here

- what is for those whom the LMS has enrolled is sent to nobody else;
- what opens on a day is sent once that day has begun somewhere on Earth (the page opens it by the learner's clock);
- a quiz that opens when something is done is begun only after that. Other blocks of such a gate are in the page.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta

from hornbook.blocks import Block, Gate
from hornbook.course import Held, Lesson
from hornbook.scoring import LearnerState, is_done

#: How far the first clocks on Earth are ahead of ours.
_FIRST = timedelta(hours=14)


def closed_gates(lesson: Lesson, now: datetime, *, enrolled: bool) -> frozenset[str]:
    """The ids of the gates of a lesson that are closed to everybody like this, whatever they have done."""
    return frozenset(
        gate.id
        for gate in lesson.blocks
        if isinstance(gate, Gate)
        and ((gate.rule == "enrolled" and not enrolled) or (gate.day is not None and (now + _FIRST).date() < gate.day))
    )


def without_closed(lesson: Lesson, closed: Set[str]) -> Lesson:
    """The lesson as it is sent: these gates hold nothing, and say so."""
    blocks: list[Block] = []
    for part in lesson.parts:
        if not isinstance(part, Held):
            blocks.append(part)
        elif part.gate.id in closed:
            # Not validated: a gate of an author always holds something.
            blocks.append(part.gate.model_copy(update={"holds": 0}))
        else:
            blocks += [part.gate, *part.blocks]
    return lesson.model_copy(update={"blocks": tuple(blocks)})


def is_open(lesson: Lesson, block: Block, closed: Set[str], state: LearnerState | None) -> bool:
    """Whether a block can be worked on: `state` is what its learner has done, None for who only tries it out."""
    held = next((part for part in lesson.parts if isinstance(part, Held) and block in part.blocks), None)
    if held is None:
        return True
    if held.gate.id in closed:
        return False
    opener = next((other for other in lesson.blocks if other.id == held.gate.after), None)
    return opener is None or state is None or is_done(opener, state)
