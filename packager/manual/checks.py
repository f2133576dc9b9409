"""Codes of the checks of a course as a whole."""

from __future__ import annotations

from packager.manual.page import Rule


class AcronymLetters(Rule):
    """The letters of an acronym are not those of the words it stands for (warning).

    Learners say the acronym to find the words again. A letter that leads to no word, or a word without a letter, leads
    them astray. The letters that count are those in bold, or all capitals where nothing is bold.

    Wrong:

        ::: memory-aid acronym
        RAIN: Rivers Are Filled Now.
        :::

    Right:

        ::: memory-aid acronym
        RAIN: Rivers Are In Need.
        :::
    """


class CardUnreferenced(Rule):
    """A flash card asks for something of which no lesson speaks (warning).

    Cards bring back what was learned. Where no word of a card occurs in any lesson, learners meet it there for the
    first time and can only guess. A deck of which most cards are so is what is taught, and is left alone.

    Wrong:

        Rivers end in the sea.

        ::: cards
        Q: Where do rivers end?
        A: In the sea

        Q: Volcano?
        A: Lava
        :::

    Right:

        Rivers end in the sea, and lava comes from a volcano.

        ::: cards
        Q: Where do rivers end?
        A: In the sea

        Q: Volcano?
        A: Lava
        :::
    """


class ObjectiveMissing(Rule):
    """A block serves an objective that its lesson does not have (warning).

    Objectives are counted from 1, in the order of the list. The block is left out of the learner's progress until the
    number is right.

    Wrong:

        ---
        title: Rivers
        objectives:
        - Name three kinds of springs.
        ---

        ::: quiz {objective=2}
        1. Which spring is hot?
           = a geyser
        :::

    Right:

        ---
        title: Rivers
        objectives:
        - Name three kinds of springs.
        ---

        ::: quiz {objective=1}
        1. Which spring is hot?
           = a geyser
        :::
    """


class ObjectiveUnasked(Rule):
    """Neither a question nor a card asks for an objective (warning).

    An objective says what learners will be able to do. Without a question on it neither they nor you find out. A
    question or card counts as one on it where they share a word of four letters or more, or where its quiz or deck
    names it with `objective=`.

    Wrong:

        ---
        title: Rivers
        objectives:
        - Name three kinds of springs.
        ---

        ::: quiz
        1. Where do rivers end?
           = the sea
        :::

    Right:

        ---
        title: Rivers
        objectives:
        - Name three kinds of springs.
        ---

        ::: quiz
        1. Which spring is hot?
           = a geyser
        :::
    """


class OptionAlike(Rule):
    """Two answers of a question differ in capitals, accents or full stops alone (warning).

    Learners take them for a trap, or for a mistake.

    Wrong:

        ::: quiz
        1. Where do rivers end?
           - [x] In the sea
           - [ ] in the sea.
        :::

    Right:

        ::: quiz
        1. Where do rivers end?
           - [x] In the sea
           - [ ] In the sky
        :::
    """


class AllRight(Rule):
    """All answers to a question are right (warning).

    Whoever ticks everything gets it right, and need not have learned anything. Add a wrong answer.

    Wrong:

        ::: quiz
        1. What does a river carry? {#carry}
           - [x] Water
           - [x] Mud
        :::

    Right:

        ::: quiz
        1. What does a river carry? {#carry}
           - [x] Water
           - [x] Mud
           - [ ] Salt from the sea
        :::
    """


class RightFirst(Rule):
    """The right answer always stands first (warning).

    It is told from four questions on. Learners notice soon, and then choose the first answer without reading. A quiz
    with `shuffle` mixes its answers and is left alone.

    Wrong:

        ::: quiz
        1. Where do rivers end?
           - [x] In a sea
           - [ ] On a hill
        2. Where do they begin?
           - [x] At a spring
           - [ ] At a mouth
        3. What feeds them?
           - [x] Rain
           - [ ] Sand
        4. What do they carry?
           - [x] Mud
           - [ ] Fire
        :::

    Right:

        ::: quiz {shuffle}
        1. Where do rivers end?
           - [x] In a sea
           - [ ] On a hill
        2. Where do they begin?
           - [x] At a spring
           - [ ] At a mouth
        3. What feeds them?
           - [x] Rain
           - [ ] Sand
        4. What do they carry?
           - [x] Mud
           - [ ] Fire
        :::
    """


class RightLongest(Rule):
    """The right answer is always the longest (warning).

    It is told from four questions on. What is right needs its conditions, what is wrong needs none; so it is easily
    done. Learners then choose the longest answer without reading.

    Wrong:

        ::: quiz {shuffle}
        1. Where do rivers end?
           - [x] In a sea, most of the time
           - [ ] On a hill
        2. Where do they begin?
           - [x] At a spring on high ground
           - [ ] At a mouth
        3. What feeds them?
           - [x] Rain and melting snow
           - [ ] Sand
        4. What do they carry?
           - [x] Mud, sand and stones
           - [ ] Fire
        :::

    Right:

        ::: quiz {shuffle}
        1. Where do rivers end?
           - [x] In a sea
           - [ ] On the top of a hill
        2. Where do they begin?
           - [x] At a spring on high ground
           - [ ] At a mouth
        3. What feeds them?
           - [x] Rain and melting snow
           - [ ] Sand
        4. What do they carry?
           - [x] Mud, sand and stones
           - [ ] Fire
        :::
    """


class SpeakerSilent(Rule):
    """Somebody in the cast of a conversation says nothing (warning).

    Perhaps a line was given to the wrong person, or the name is left over from an earlier wording.

    Wrong:

        ::: audio-lesson
        cast: Teacher, Anna

        ### Springs
        Teacher: Every river begins somewhere.
        :::

    Right:

        ::: audio-lesson
        cast: Teacher, Anna

        ### Springs
        Teacher: Every river begins somewhere.
        Anna: In a spring?
        :::
    """


class TermSpelling(Rule):
    """A term of a glossary is spelled in another way (warning).

    With a hyphen in one place and without in the next it looks like two things to a learner, and the page links only
    the form that the glossary knows. Another form that is meant stands in the glossary after a bar. What learners may
    type is not looked at.

    Wrong:

        In spring snow melt fills the rivers. Snow-melt is cold.

        ::: glossary
        Snow-melt
        : What becomes of snow.
        :::

    Right:

        In spring snow-melt fills the rivers. Snow-melt is cold.

        ::: glossary
        Snow-melt
        : What becomes of snow.
        :::
    """


class TermUnreferenced(Rule):
    """No lesson speaks of a term of a glossary (warning).

    A glossary explains words that learners meet. Use the term, or write the form that the lessons use after a bar.

    Wrong:

        Rivers end in an estuary.

        ::: glossary
        River mouth
        : Where a river ends.
        :::

    Right:

        Rivers end in an estuary.

        ::: glossary
        River mouth | estuary
        : Where a river ends.
        :::
    """


class LessonAfter(Rule):
    """A lesson waits for one that is not in the course, or does not come before it.

    Nobody would ever get past it. Name lessons by their ids, those that come before.

    Wrong, course.yaml:

        title: Rivers
        scorm:
          after:
            second: exmple
        chapters:
        - lessons: [example.md, second.md]

    Right, course.yaml:

        title: Rivers
        scorm:
          after:
            second: example
        chapters:
        - lessons: [example.md, second.md]
    """


class CheckUnknown(Rule):
    """A name under `silenced` is no check.

    Checks and other warnings that can be silenced are listed in the format's page.

    Wrong, course.yaml:

        title: Rivers
        silenced:
          right-frist: The quiz is for one day only.
        chapters:
        - lessons: [example.md, second.md]

    Right, course.yaml:

        title: Rivers
        silenced:
          right-first: The quiz is for one day only.
        chapters:
        - lessons: [example.md, second.md]
    """
