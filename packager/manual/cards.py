"""Codes of flash cards."""

from __future__ import annotations

from packager.manual.page import Rule


class CardShape(Rule):
    """A line in a deck begins with none of the markers of a card.

    A card has `Q: ` and `A: `, or `C: ` with gaps, and hints after `? `, each at the start of its line. A line that
    goes on is indented by two spaces.

    Wrong:

        ::: cards
        Question: What is the end of a river called?
        A: Mouth
        :::

    Right:

        ::: cards
        Q: What is the end of a river called?
        A: Mouth
        :::
    """


class CardSide(Rule):
    """A card lacks its question or its answer.

    Wrong:

        ::: cards
        Q: What is the end of a river called?

        Q: Where does a river begin?
        A: At a spring
        :::

    Right:

        ::: cards
        Q: What is the end of a river called?
        A: Mouth

        Q: Where does a river begin?
        A: At a spring
        :::
    """


class CardOptions(Rule):
    """The options of a card stand in a line other than its first.

    They belong to the end of the line with `Q: ` or `C: `.

    Wrong:

        ::: cards
        Q: What is the end of a river called?
        A: Mouth {#c-mouth}
        :::

    Right:

        ::: cards
        Q: What is the end of a river called? {#c-mouth}
        A: Mouth
        :::
    """


class CardTags(Rule):
    """The tags of a card have an empty one between them.

    Wrong:

        ::: cards
        Q: What is the end of a river called? {tags="parts,,words"}
        A: Mouth
        :::

    Right:

        ::: cards
        Q: What is the end of a river called? {tags="parts, words"}
        A: Mouth
        :::
    """


class CardTyped(Rule):
    """The answer of a card is to be typed, but cannot be.

    A typed answer is one line of words. Shorten it, or write `{typed=false}` at the end of this card's question.

    Wrong:

        ::: cards {typed}
        Q: What does a delta look like?
        A: ![A fan of land](media/map.svg)
        :::

    Right:

        ::: cards {typed}
        Q: What does a delta look like? {typed=false}
        A: ![A fan of land](media/map.svg)
        :::
    """


class CardBothWays(Rule):
    """A card is to be asked in both directions, but cannot be.

    Both sides need words, and a card with gaps has no sides. Write `{both-ways=false}` at the end of its first line.

    Wrong:

        ::: cards {both-ways}
        C: A river ends at its {{mouth}}.
        :::

    Right:

        ::: cards {both-ways}
        C: A river ends at its {{mouth}}. {both-ways=false}
        :::
    """


class CardGap(Rule):
    """A gap stands in a card that cannot have it.

    Gaps belong to cards that begin with `C: `, and hold the answer alone, without a list to pick from.

    Wrong:

        ::: cards
        Q: A river ends at its {{mouth}}.
        A: Yes
        :::

    Right:

        ::: cards
        C: A river ends at its {{mouth}}.
        :::
    """


class CardSlots(Rule):
    """A card in data has another number of slots than ways in which it is asked.

    Slots are given by the program. Leave them out where you write data by hand.
    """


class GapKeysUsedUp(Rule):
    """A card has had so many gaps over the time that no more can be told apart.

    Each gap that ever was keeps its place in learners' work. Give the card a new id: it is then a new card.
    """


class TooManyGaps(Rule):
    """A text has more than 36 gaps.

    Cut it into several questions or cards. Learners will like it better, too.
    """
