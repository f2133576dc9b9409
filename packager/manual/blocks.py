"""Codes of the outer shape of a lesson: front matter, edges of blocks, options."""

from __future__ import annotations

from packager.manual.page import Rule


class FrontMatterMissing(Rule):
    """The lesson does not begin with its front matter.

    The first line of the file is three hyphens; then come settings, at least the title; then three hyphens again.

    Wrong:

        Rivers carry water to the sea.

    Right:

        ---
        title: Rivers
        ---

        Rivers carry water to the sea.
    """


class FrontMatterNotClosed(Rule):
    """The front matter has no end.

    Put a line of three hyphens after the last setting.

    Wrong:

        ---
        title: Rivers

        Rivers carry water to the sea.

    Right:

        ---
        title: Rivers
        ---

        Rivers carry water to the sea.
    """


class FenceNotClosed(Rule):
    """A block has no end.

    Every block that begins with `:::` and its kind ends with a line of three colons alone. The message tells in which
    line the block begins; its place is the last one where the end can have been.

    Wrong:

        ::: examples
        - The Okavango ends in a desert.

    Right:

        ::: examples
        - The Okavango ends in a desert.
        :::
    """


class FenceNotOpen(Rule):
    """Three colons end a block, but none has begun.

    Delete the line, or write the kind of the block after the colons if one is to begin. Where a block seems to stand
    whose first line is missing, the message points there.

    Wrong:

        Rivers carry water to the sea.

        :::

    Right:

        ::: text
        Rivers carry water to the sea.
        :::
    """


class FenceShape(Rule):
    """A line looks like the edge of a block and is not one.

    The edge of a block is three colons at the very start of the line.

    Wrong:

        :: examples
        - The Okavango ends in a desert.
        :::

    Right:

        ::: examples
        - The Okavango ends in a desert.
        :::
    """


class KindUnknown(Rule):
    """There is no kind of block of this name.

    The message names the nearest kind that there is; [the lesson format](../format.md#blocks) has them all.

    Wrong:

        ::: glosary
        Delta
        : Land that a river builds at its mouth.
        :::

    Right:

        ::: glossary
        Delta
        : Land that a river builds at its mouth.
        :::
    """


class KindMissing(Rule):
    """A block in a lesson as data does not say its kind.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [data.yaml]

    Wrong, data.yaml:

        title: Rivers
        blocks:
        - body: Rivers carry water to the sea.

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [data.yaml]

    Right, data.yaml:

        title: Rivers
        blocks:
        - kind: text
          body: Rivers carry water to the sea.
    """


class BlockAsCode(Rule):
    """A block begins with backticks, so it is shown as code (warning).

    Blocks begin with three colons. Backticks are for code that is to be shown.

    Wrong:

        ```quiz
        1. Rivers flow uphill.
        ```

    Right:

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class BlockAsText(Rule):
    """What belongs into a quiz, a deck or a glossary stands in a text (warning).

    Learners would see it as it is typed, right answers among it. Put the first line of the block above it and `:::`
    below. A backslash before the sign makes it text.

    Wrong:

        1. Rivers flow uphill.
           - [ ] true
           - [x] false

    Right:

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class BlankLine(Rule):
    """Text touches the edge of a block (warning).

    It may be meant as part of the block. Put an empty line between, or move the text into the block.

    Wrong:

        ::: examples
        - The Okavango ends in a desert.
        :::
        Most rivers end in a sea.

    Right:

        ::: examples
        - The Okavango ends in a desert.
        :::

        Most rivers end in a sea.
    """


class RepeatedLine(Rule):
    """Two lines after one another say the same (warning).

    One of them is most likely left from copying.

    Wrong:

        ::: examples
        - The Okavango ends in a desert.
        - The Okavango ends in a desert.
        :::

    Right:

        ::: examples
        - The Okavango ends in a desert.
        :::
    """


class Head(Rule):
    """Something stands in the first line of a block, or of an item, that does not belong there.

    The first line has, in this order, the kind, the title between quotation marks, and options in braces.

    Wrong:

        ::: examples Rivers that vanish
        - The Okavango ends in a desert.
        :::

    Right:

        ::: examples "Rivers that vanish"
        - The Okavango ends in a desert.
        :::
    """


class Braces(Rule):
    """Options in braces cannot be read.

    Inside one pair of braces stand `#id`, `name=value`, `name="a value with spaces"` or a single name, with spaces
    between them. A brace that is meant as text has a backslash before it.

    Wrong:

        ::: examples {#vanish
        - The Okavango ends in a desert.
        :::

    Right:

        ::: examples {#vanish}
        - The Okavango ends in a desert.
        :::
    """


class OptionQuoted(Rule):
    """The value of an option stands between quotation marks, which learners would see (warning).

    In a line of options all that stands after the colon is the value. Quotation marks are for the title of a block, and
    for values with spaces in its braces.

    Wrong:

        ::: figure "The course of a river"
        image: media/map.svg
        alt: "A line falls to the sea"
        :::

    Right:

        ::: figure "The course of a river"
        image: media/map.svg
        alt: A line falls to the sea
        :::
    """


class OptionTwice(Rule):
    """An option is given in two places.

    Options stand in the braces or in lines under the first line of the block. Keep one of the two.

    Wrong:

        ::: quiz {attempts=2}
        attempts: 3
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {attempts=3}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class IdShape(Rule):
    """An id has characters that ids do not have.

    An id has 1 to 64 of the letters a to z, digits and hyphens. Learners do not see it, so any short word will do.

    Wrong:

        ::: examples {#Über_uns}
        - The Okavango ends in a desert.
        :::

    Right:

        ::: examples {#about-us}
        - The Okavango ends in a desert.
        :::
    """


class IdTwice(Rule):
    """Two items of a lesson, or two lessons of a course, have the same id.

    Learners' work is kept under the id. Give one of them another.

    Wrong:

        ::: quiz {#same}
        1. Rivers flow uphill. {#q}
           - [ ] true
           - [x] false

        2. Rivers flow downhill. {#q}
           - [x] true
           - [ ] false
        :::

    Right:

        ::: quiz {#same}
        1. Rivers flow uphill. {#q-uphill}
           - [ ] true
           - [x] false

        2. Rivers flow downhill. {#q-downhill}
           - [x] true
           - [ ] false
        :::
    """


class HeadingShape(Rule):
    """A line looks like a heading and is not one.

    A heading has two or more `#` at the very start of its line, then one space. A line of hyphens or equals signs
    under a text would make it a heading too; it needs an empty line above it.

    Wrong:

        ##Where rivers begin

        Most of them begin at a spring.

    Right:

        ## Where rivers begin

        Most of them begin at a spring.
    """


class HeadingLevel(Rule):
    """A heading has too few or too many `#` for its place.

    The title of the lesson stands in the front matter, so headings in the text begin with `##`. Parts of an overview or
    a conversation begin with `###`.

    Wrong:

        # Where rivers begin

        Most of them begin at a spring.

    Right:

        ## Where rivers begin

        Most of them begin at a spring.
    """


class HeadingEmpty(Rule):
    """A heading has no words.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ###
        Teacher: Where does this water come from?
        :::

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        Teacher: Where does this water come from?
        :::
    """


class TextOutOfPlace(Rule):
    """A text stands where the block expects items, parts, steps or questions.

    What goes on from the line above is indented. What introduces the block stands before it.

    Wrong:

        ::: quiz
        Answer in your own words.

        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        Answer without looking.

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """
