"""Codes of running text: links, code, tables and pictures to choose in."""

from __future__ import annotations

from packager.manual.page import Rule


class CodeNotClosed(Rule):
    """Code has no end, so the rest of the file would be code, too.

    Put a line with as many backticks after it.

    Wrong:

        The answer of the program:

        ```
        1230

        Rivers carry water to the sea.

    Right:

        The answer of the program:

        ```
        1230
        ```

        Rivers carry water to the sea.
    """


class EmphasisShape(Rule):
    """Two stars have no counterpart, so learners will see them (warning).

    Strong emphasis begins and ends with two stars, without a space inside them, and in one paragraph. Stars that are
    meant as stars have backslashes before them.

    Wrong:

        Rivers carry **water to the sea.

    Right:

        Rivers carry **water** to the sea.
    """


class TableShape(Rule):
    """Lines look like a table, but are none (warning).

    A table has a line of hyphens under its head, with as many cells. No line has more cells than the head: the
    last would not be shown. A bar in a text is `\\|`.

    Wrong:

        | River | Length |
        | Nile | 6,650 km |

    Right:

        | River | Length |
        | --- | --- |
        | Nile | 6,650 km |
    """


class LinkShape(Rule):
    """Brackets and an address look like a link or a picture, but make none (warning).

    Nothing stands between the closing bracket and the address. A backslash before the first bracket makes it text.

    Wrong:

        Read [about rivers] (https://example.org/rivers).

    Right:

        Read [about rivers](https://example.org/rivers).
    """


class HtmlAsText(Rule):
    """A text holds HTML, which learners will see as it is typed (warning).

    Texts are written in Markdown, and HTML in them is not read. To speak about HTML, put it between backticks.

    Wrong:

        Rivers carry <b>water</b> to the sea.

    Right:

        Rivers carry **water** to the sea.
    """


class LinkMissing(Rule):
    """A link leads to a lesson or a block that there is not.

    A lesson is named by its file, a block by its id. The message names the nearest one.

    Wrong:

        Read on in [the next lesson](secnod.md).

    Right:

        Read on in [the next lesson](second.md).
    """


class LinkEmpty(Rule):
    """A link has no address.

    Wrong:

        Read on in [the next lesson]().

    Right:

        Read on in [the next lesson](second.md).
    """


class LinkUnsafe(Rule):
    """A link leads to something that a lesson must not open.

    Links lead to lessons and blocks of the course, to the web (`http:`, `https:`) or to a mail address (`mailto:`).
    Of a package it says that an address leads out of it.

    Wrong:

        Look at [the map](file:///C:/map.html).

    Right:

        Look at [the map](https://example.org/map).
    """


class AddressSpace(Rule):
    """The address of a link or picture has a space in it, so it is none.

    Give the file a name without spaces, or write the address in angle brackets.

    Wrong:

        ![A map of the river](media/my map.svg)

    Right:

        ![A map of the river](media/map.svg)
    """


class MatrixHead(Rule):
    """A table to tick has no head, or a column without a name.

    The first line names the columns. The second has `---` in each cell.

    Wrong:

        ::: quiz
        1. What is true of each river?
           | Nile | [x] | [ ] |
           | Volga | [ ] | [x] |
        :::

    Right:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | [x] | [ ] |
           | Volga | [ ] | [x] |
        :::
    """


class MatrixRow(Rule):
    """A line of a table to tick has more or fewer cells than its head, no end, or no text.

    Wrong:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | [x] |
           | Volga | [ ] | [x] |
        :::

    Right:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | [x] | [ ] |
           | Volga | [ ] | [x] |
        :::
    """


class MatrixCell(Rule):
    """A cell of a table to tick is neither `[x]` nor `[ ]`.

    Wrong:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | yes | [ ] |
           | Volga | [ ] | [x] |
        :::

    Right:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | [x] | [ ] |
           | Volga | [ ] | [x] |
        :::
    """


class MatrixCells(Rule):
    """A row of a matrix in data has another number of marks than there are columns.

    Only data that a program wrote can have this. Give each row one mark for each column.
    """


class MatrixColumns(Rule):
    """A table to tick has one column only, or more than 16.

    With one column, a question with several right answers asks the same.

    Wrong:

        ::: quiz
        1. What is true of each river?
           | River | Flows north |
           | --- | --- |
           | Nile | [x] |
           | Rhine | [x] |
        :::

    Right:

        ::: quiz
        1. Which of these rivers flow north?
           - [x] Nile
           - [x] Rhine
           - [ ] Danube
        :::
    """


class MatrixRows(Rule):
    """A table to tick has one row only, or more than 36.

    With one row, a choice asks the same.

    Wrong:

        ::: quiz
        1. What is true of the river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | [x] | [ ] |
        :::

    Right:

        ::: quiz
        1. What is true of the Nile?
           - [x] It flows north.
           - [ ] It ends in a lake.
        :::
    """


class RowWithoutRight(Rule):
    """No column of a row is right.

    Then a learner cannot tell the row from one that was forgotten. Add a column such as None of these.

    Wrong:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake |
           | --- | --- | --- |
           | Nile | [x] | [ ] |
           | Danube | [ ] | [ ] |
        :::

    Right:

        ::: quiz
        1. What is true of each river?
           | River | Flows north | Ends in a lake | None of these |
           | --- | --- | --- | --- |
           | Nile | [x] | [ ] | [ ] |
           | Danube | [ ] | [ ] | [x] |
        :::
    """


class HotspotPicture(Rule):
    """A question about places in a picture has no picture, or several.

    It stands on a line of its own under the question.

    Wrong:

        ::: quiz
        1. Where does the river end?
           - [x] The shore on the right @ 30 20 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::

    Right:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/map.svg)
           - [x] The shore on the right @ 30 20 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::
    """


class RegionShape(Rule):
    """What follows `@` is no place in a picture.

    Four numbers, `x y width height`, or three for a circle, `x y radius`, with spaces between them.

    Wrong:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/map.svg)
           - [x] The shore on the right @ 30, 20
           - [ ] The mountain on the left @ 5 5 4
        :::

    Right:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/map.svg)
           - [x] The shore on the right @ 30 20 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::
    """


class RegionOutside(Rule):
    """A place reaches out of its picture.

    The message says how large the picture is, in the units in which places are written.

    Wrong:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/map.svg)
           - [x] The shore on the right @ 300 200 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::

    Right:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/map.svg)
           - [x] The shore on the right @ 30 20 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::
    """


class Maths(Rule):
    """A formula cannot be read.

    Formulas are written in TeX, between dollar signs or between two lines of `$$`. The message says what is wrong. A
    dollar sign that begins no formula is written `\\$`. Commands of your own (`\\newcommand`) are not known.

    Wrong:

        The speed is $v = \\frac{s}{t$ at most.

    Right:

        The speed is $v = \\frac{s}{t}$ at most.
    """


class MathsShape(Rule):
    """Two dollar signs stand inside a line, so nothing is a formula there.

    A formula in a line stands between single dollar signs. One of its own stands between two lines of `$$` alone.

    Wrong:

        The speed is $$v = 1$$ at most.

    Right:

        The speed is $v = 1$ at most.
    """


class FootnoteMissing(Rule):
    """A text leads to a footnote that it does not have.

    The note stands in the same text as its mark: `[^name]: note`, on a line of its own. In a block of its own it would
    be another text.

    Wrong:

        Rivers shape the land.[^canyon]

    Right:

        Rivers shape the land.[^canyon]

        [^canyon]: The Grand Canyon took five million years.
    """


class FootnoteUnused(Rule):
    """Nothing leads to a footnote, so nobody would read it.

    Wrong:

        Rivers shape the land.

        [^canyon]: The Grand Canyon took five million years.

    Right:

        Rivers shape the land.[^canyon]

        [^canyon]: The Grand Canyon took five million years.
    """


class CodeLanguage(Rule):
    """The first line of a block of code names a language that nobody knows how to colour (warning).

    Wrong:

        ```pyhton
        depth = 4
        ```

    Right:

        ```python
        depth = 4
        ```
    """
