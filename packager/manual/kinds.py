"""Codes of the single kinds of blocks: what their bodies hold."""

from __future__ import annotations

from packager.manual.page import Rule


class ItemMissing(Rule):
    """A list begins with an indented text, but no item has begun.

    Each item begins with a minus and a space at the start of the line. Of a manifest, it says that an organization has
    nothing to start.

    Wrong:

        ::: examples
          - The Okavango ends in a desert.
        :::

    Right:

        ::: examples
        - The Okavango ends in a desert.
        :::
    """


class ItemIndent(Rule):
    """An item is indented right under another, so it is not clear whether it is one of its own.

    Move it to the start of the line. A list inside an item has an empty line before it.

    Wrong:

        ::: examples
        - The Okavango ends in a desert.
          - The Danube sinks into the ground.
        :::

    Right:

        ::: examples
        - The Okavango ends in a desert.
        - The Danube sinks into the ground.
        :::
    """


class ItemShape(Rule):
    """A line looks like an item of a list and is not one.

    An item begins with a minus and a space. Dots, stars and dashes from a word processor are not read.

    Wrong:

        ::: examples
        • The Okavango ends in a desert.
        :::

    Right:

        ::: examples
        - The Okavango ends in a desert.
        :::
    """


class ConceptShape(Rule):
    """A concept is a term, a colon, a space and what it means.

    Wrong:

        ::: key-concepts
        - Delta is land that a river builds.
        :::

    Right:

        ::: key-concepts
        - Delta: Land that a river builds.
        :::
    """


class LevelUnknown(Rule):
    """An overview has three parts, and this is none of them.

    They are called `quick`, `standard` and `detailed`, whatever the language of the course. Learners read their own.

    Wrong:

        ::: overview
        ### quick
        Rivers end in a sea.

        ### standart
        Rivers begin at springs and end in a sea.

        ### standard
        Springs feed streams, and streams join into rivers.

        ### detailed
        Springs feed streams, streams join into rivers, and these end in a sea or a lake.
        :::

    Right:

        ::: overview
        ### quick
        Rivers end in a sea.

        ### standard
        Springs feed streams, and streams join into rivers.

        ### detailed
        Springs feed streams, streams join into rivers, and these end in a sea or a lake.
        :::
    """


class LevelTwice(Rule):
    """A part of an overview is given twice.

    Wrong:

        ::: overview
        ### quick
        Rivers end in a sea.

        ### quick
        Rivers end in a sea or a lake.

        ### standard
        Springs feed streams, and streams join into rivers.

        ### detailed
        Springs feed streams, streams join into rivers, and these end in a sea or a lake.
        :::

    Right:

        ::: overview
        ### quick
        Rivers end in a sea.

        ### standard
        Springs feed streams, and streams join into rivers.

        ### detailed
        Springs feed streams, streams join into rivers, and these end in a sea or a lake.
        :::
    """


class LevelEmpty(Rule):
    """A part of an overview has no text.

    Wrong:

        ::: overview
        ### quick

        ### standard
        Springs feed streams, and streams join into rivers.

        ### detailed
        Springs feed streams, streams join into rivers, and these end in a sea or a lake.
        :::

    Right:

        ::: overview
        ### quick
        Rivers end in a sea.

        ### standard
        Springs feed streams, and streams join into rivers.

        ### detailed
        Springs feed streams, streams join into rivers, and these end in a sea or a lake.
        :::
    """


class SpeakerUnknown(Rule):
    """A line begins with a name that is not in the cast.

    Names are written exactly as after `cast:`, capitals included. The message names the nearest one.

    Wrong:

        ::: audio-lesson
        cast: Teacher, Mina

        ### Upstream
        Teacher: Where does this water come from?
        Minna: From the mountain.
        :::

    Right:

        ::: audio-lesson
        cast: Teacher, Mina

        ### Upstream
        Teacher: Where does this water come from?
        Mina: From the mountain.
        :::
    """


class CastShape(Rule):
    """The names of the cast have something else than commas between them.

    Wrong:

        ::: audio-lesson
        cast: Teacher; Mina

        ### Upstream
        Teacher: Where does this water come from?
        Mina: From the mountain.
        :::

    Right:

        ::: audio-lesson
        cast: Teacher, Mina

        ### Upstream
        Teacher: Where does this water come from?
        Mina: From the mountain.
        :::
    """


class DialogueShape(Rule):
    """A line of a conversation does not begin with a speaker.

    Each line begins with a name of the cast, a colon and a space. What goes on from the line above is indented by two
    spaces.

    Wrong:

        ::: audio-lesson
        cast: Teacher, Mina

        ### Upstream
        Teacher: Where does this water come from?
        From the mountain, I think.
        :::

    Right:

        ::: audio-lesson
        cast: Teacher, Mina

        ### Upstream
        Teacher: Where does this water come from?
        Mina: From the mountain, I think.
        :::
    """


class TakeawayTwice(Rule):
    """A part of a conversation has two sentences to keep.

    One is easier to remember. Join them, or make two parts.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        takeaway: Rivers begin at springs.
        takeaway: Springs are fed by rain.
        :::

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        takeaway: Rivers begin at springs, which are fed by rain.
        :::
    """


class RecallTwice(Rule):
    """A part of a conversation asks two questions.

    It ends in one, which opens the next part. Put the other into a quiz.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        ? What feeds a spring?
        = rain
        ? Where do rivers begin?
        = springs
        :::

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        ? Where do rivers begin?
        = springs
        :::
    """


class RecallNoAnswer(Rule):
    """A question in a conversation has no answer.

    Write it in the next line after `= `, with bars between several wordings.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        ? Where do rivers begin?
        :::

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        ? Where do rivers begin?
        = springs | at springs
        :::
    """


class RecallAlone(Rule):
    """An answer in a conversation has no question above it.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        = springs
        :::

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Rivers begin at springs.
        ? Where do rivers begin?
        = springs
        :::
    """


class PassageMissing(Rule):
    """A section of an audio book has no passage.

    The text that is read aloud stands right under the heading; the explanation comes after it.

    Wrong:

        ::: audio-book
        ### The mouth

        #### explanation
        Slow water cannot hold sand.
        :::

    Right:

        ::: audio-book
        ### The mouth
        Where a river ends it slows down, and what it carries sinks.

        #### explanation
        Slow water cannot hold sand.
        :::
    """


class BookPartUnknown(Rule):
    """A section of an audio book has a part that there is not.

    The parts are called `explanation` and `analogy`, whatever the language of the course.

    Wrong:

        ::: audio-book
        ### The mouth
        Where a river ends it slows down.

        #### comparison
        When a crowd slows down at a door, people put down their bags.
        :::

    Right:

        ::: audio-book
        ### The mouth
        Where a river ends it slows down.

        #### analogy
        When a crowd slows down at a door, people put down their bags.
        :::
    """


class BookPartTwice(Rule):
    """A part of a section of an audio book is given twice.

    Wrong:

        ::: audio-book
        ### The mouth
        Where a river ends it slows down.

        #### analogy
        When a crowd slows down at a door, people put down their bags.

        #### analogy
        A tired walker puts down the heavy things first.
        :::

    Right:

        ::: audio-book
        ### The mouth
        Where a river ends it slows down.

        #### analogy
        When a crowd slows down at a door, people put down their bags.
        :::
    """


class StepShape(Rule):
    """A line looks like a step and is not one.

    A step begins with a number, a full stop and a space: at the start of the line in a worked example, indented in a
    question.

    Wrong:

        ::: worked-example
        A boat drifts 4 km in an hour. The sea is 30 km away.

        1) An hour takes the boat 4 km.
        2. 30 ÷ 4 = 7.5, so it drifts seven and a half hours.
        :::

    Right:

        ::: worked-example
        A boat drifts 4 km in an hour. The sea is 30 km away.

        1. An hour takes the boat 4 km.
        2. 30 ÷ 4 = 7.5, so it drifts seven and a half hours.
        :::
    """


class PromptTwice(Rule):
    """A step of a worked example asks two questions.

    One is asked before the step is shown. Make two steps, or one question.

    Wrong:

        ::: worked-example
        A boat drifts 4 km in an hour. The sea is 30 km away.

        1. An hour takes the boat 4 km.
        2. 30 ÷ 4 = 7.5
           ? What is 30 divided by 4?
           ? How many hours is that?
        :::

    Right:

        ::: worked-example
        A boat drifts 4 km in an hour. The sea is 30 km away.

        1. An hour takes the boat 4 km.
        2. 30 ÷ 4 = 7.5
           ? What is 30 divided by 4?
        :::
    """


class DefinitionMissing(Rule):
    """A term of a glossary has no definition.

    It stands on the next line, after a colon and a space.

    Wrong:

        ::: glossary
        Delta

        Meander
        : A wide bend of a slow river.
        :::

    Right:

        ::: glossary
        Delta
        : Land that a river builds at its mouth.

        Meander
        : A wide bend of a slow river.
        :::
    """


class DefinitionAlone(Rule):
    """A definition in a glossary has no term above it.

    Wrong:

        ::: glossary
        Delta
        : Land that a river builds at its mouth.

        : A wide bend of a slow river.
        :::

    Right:

        ::: glossary
        Delta
        : Land that a river builds at its mouth.

        Meander
        : A wide bend of a slow river.
        :::
    """


class DefinitionShape(Rule):
    """A line looks like a definition and is not one.

    A definition begins at the start of the line with a colon and a space.

    Wrong:

        ::: glossary
        Delta
        :Land that a river builds at its mouth.
        :::

    Right:

        ::: glossary
        Delta
        : Land that a river builds at its mouth.
        :::
    """


class TermTwice(Rule):
    """A term, or another form of it, stands in the glossary twice.

    Wrong:

        ::: glossary
        Meander | bend
        : A wide bend of a slow river.

        Bend
        : Where a river turns.
        :::

    Right:

        ::: glossary
        Meander | bend
        : A wide bend of a slow river.
        :::
    """


class GameOption(Rule):
    """The game has no such option.

    Each of the four games has options of its own; [the lesson format](../format.md#game) lists them.

    Wrong:

        ::: game math
        skill: addition
        pairs: 6
        :::

    Right:

        ::: game math
        skill: addition
        up-to: 20
        :::
    """


class GameSource(Rule):
    """A game does not say what it plays with.

    All games but `math` play with the terms of a glossary, key concepts or cards: name their id after `from:`.

    Wrong:

        ::: game typing
        :::

    Right:

        ::: key-concepts {#words}
        - Source: Where a river begins.
        - Mouth: Where a river ends.
        :::

        ::: game typing
        from: words
        :::
    """


class GameGoal(Rule):
    """A game has a goal in words a minute, but no clock.

    Wrong:

        ::: key-concepts {#words}
        - Source: Where a river begins.
        - Mouth: Where a river ends.
        :::

        ::: game typing
        from: words
        goal: 30
        :::

    Right:

        ::: key-concepts {#words}
        - Source: Where a river begins.
        - Mouth: Where a river ends.
        :::

        ::: game typing
        from: words
        timed: true
        goal: 30
        :::
    """


class GameTooSmall(Rule):
    """There are too few terms to play with.

    A game needs at least two. Add terms, or name more blocks with ` | ` between them.

    Wrong:

        ::: key-concepts {#words}
        - Source: Where a river begins.
        :::

        ::: game memory
        from: words
        :::

    Right:

        ::: key-concepts {#words}
        - Source: Where a river begins.
        - Mouth: Where a river ends.
        :::

        ::: game memory
        from: words
        :::
    """


class FromKind(Rule):
    """A game cannot play with a block of this kind.

    It needs terms with their meaning: a glossary, key concepts or cards.

    Wrong:

        ::: examples {#vanish}
        - The Okavango ends in a desert.
        - The Danube sinks into the ground.
        :::

        ::: game memory
        from: vanish
        :::

    Right:

        ::: key-concepts {#words}
        - Source: Where a river begins.
        - Mouth: Where a river ends.
        :::

        ::: game memory
        from: words
        :::
    """


class GateRule(Rule):
    """The rule of a gate cannot be read.

    A rule is `after:` and the id of a block above, `date:` and a day such as 2027-03-31, or `enrolled`.

    Wrong:

        ::: examples {#rivers}
        - The Nile
        :::

        :::: gate {rule=later}
        ::: text
        On to the sea.
        :::
        ::::

    Right:

        ::: examples {#rivers}
        - The Nile
        :::

        :::: gate {rule=after:rivers}
        ::: text
        On to the sea.
        :::
        ::::
    """


class GateAfter(Rule):
    """A gate waits for a block that is not above it, so nothing would open it.

    What must be done first has an id, and stands above the gate in the same lesson.

    Wrong:

        ::: examples {#rivers}
        - The Nile
        :::

        :::: gate {rule=after:river}
        ::: text
        On to the sea.
        :::
        ::::

    Right:

        ::: examples {#rivers}
        - The Nile
        :::

        :::: gate {rule=after:rivers}
        ::: text
        On to the sea.
        :::
        ::::
    """


class GateEmpty(Rule):
    """A gate holds no block.

    Put the blocks that it closes between its two lines of four colons.

    Wrong:

        :::: gate {rule=date:2027-03-31}
        On to the sea.
        ::::

    Right:

        ::: examples {#rivers}
        - The Nile
        :::

        :::: gate {rule=after:rivers}
        ::: text
        On to the sea.
        :::
        ::::
    """


class GateInGate(Rule):
    """A gate stands in another one.

    Close the first with four colons before the second begins.

    Wrong:

        :::: gate {rule=date:2027-03-31}
        ::: text
        On to the sea.
        :::

        :::: gate {rule=date:2027-04-30}
        ::: text
        And back.
        :::
        ::::

    Right:

        :::: gate {rule=date:2027-03-31}
        ::: text
        On to the sea.
        :::
        ::::

        :::: gate {rule=date:2027-04-30}
        ::: text
        And back.
        :::
        ::::
    """


class GateFence(Rule):
    """A gate has too few colons.

    Other blocks begin and end with three colons; a gate holds such blocks, so it has four.

    Wrong:

        ::: examples {#rivers}
        - The Nile
        :::

        ::: gate {rule=after:rivers}
        ::: text
        On to the sea.
        :::
        ::::

    Right:

        ::: examples {#rivers}
        - The Nile
        :::

        :::: gate {rule=after:rivers}
        ::: text
        On to the sea.
        :::
        ::::
    """


class GateOpen(Rule):
    """A gate for enrolled learners is open in a package (warning).

    A package can keep no secret, and does not know who is enrolled: the LMS lets nobody else in. So such a gate says
    what it is for, and is open.

    Wrong:

        :::: gate {rule=enrolled}
        ::: text
        On to the sea.
        :::
        ::::

    Right:

        :::: gate {rule=date:2027-03-31}
        ::: text
        On to the sea.
        :::
        ::::
    """
