"""Codes of single questions and their answers."""

from __future__ import annotations

from packager.manual.page import Rule


class PromptMissing(Rule):
    """A question has no text.

    Wrong:

        ::: quiz
        1. {#q-river}
           - [x] Nile
           - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these is a river? {#q-river}
           - [x] Nile
           - [ ] Sahara
        :::
    """


class NoAnswers(Rule):
    """A question has no answers.

    Write them in indented lines below: to choose from after `- [x]` and `- [ ]`, to type after `=`. A question whose
    answer only a person can judge is an essay: `{type=essay}`.

    Wrong:

        ::: quiz
        1. Which of these is a river?
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """


class NoRightAnswer(Rule):
    """No answer of a question is marked as right.

    Put an `x` between the brackets of the right one, or of each right one.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [ ] Nile
           - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """


class ChoiceNotOneRight(Rule):
    """A question of the type choice has several right answers.

    Mark one, or take `type=choice` away: with several it is a question in which several are chosen.

    Wrong:

        ::: quiz
        1. Which of these is a river? {type=choice}
           - [x] Nile
           - [x] Rhine
           - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these are rivers?
           - [x] Nile
           - [x] Rhine
           - [ ] Sahara
        :::
    """


class TooFewOptions(Rule):
    """A question to choose from has one answer only.

    Add what learners might take for right.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """


class TooManyOptions(Rule):
    """A question has more than 36 answers.

    Few learners read that many. Cut the question into several.
    """


class AnswerEmpty(Rule):
    """An answer has no text.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ]
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """


class SameOptionTwice(Rule):
    """Two answers of a question say the same.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
           - [ ] Nile
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
           - [ ] Kilimanjaro
        :::
    """


class MarkerShape(Rule):
    """A line looks like an answer, a hint or an explanation and is not one.

    Every marker is followed by a space. A backslash before it makes it plain text.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           -[ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """


class Indent(Rule):
    """A line stands further left or right than its neighbours.

    What belongs to a question is indented by two or more spaces, all of it alike. A speaker's name stands at the start
    of its line.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
            - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           - [ ] Sahara
        :::
    """


class FeedbackIndent(Rule):
    """Feedback is not indented under an answer.

    It stands right below the answer that it belongs to, two spaces further to the right.

    Wrong:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
           > Yes: the longest of all.
           - [ ] Sahara
        :::

    Right:

        ::: quiz
        1. Which of these is a river?
           - [x] Nile
             > Yes: the longest of all.
           - [ ] Sahara
        :::
    """


class FeedbackPlace(Rule):
    """Feedback stands under something that has none.

    It belongs to an answer to choose, a pair, a step, or a wrong answer that you expect. What everybody should read is
    the explanation: `! `.

    Wrong:

        ::: quiz
        1. Where does a river end?
           = mouth
             > It is named like a part of the face.
        :::

    Right:

        ::: quiz
        1. Where does a river end?
           = mouth
           ! It is named like a part of the face.
        :::
    """


class ExplanationTwice(Rule):
    """A question has two explanations.

    Join them: a line that goes on is indented further.

    Wrong:

        ::: quiz
        1. Where does a river end?
           = mouth
           ! It is named like a part of the face.
           ! There it meets the sea.
        :::

    Right:

        ::: quiz
        1. Where does a river end?
           = mouth
           ! It is named like a part of the face.
             There it meets the sea.
        :::
    """


class QuestionMixed(Rule):
    """A question has answers of two kinds, or of another kind than its type says.

    Either answers to choose, or answers to type, or pairs, steps, gaps or places: make two questions, or keep one kind.

    Wrong:

        ::: quiz
        1. Which river is the longest?
           - [x] Nile
           - [ ] Rhine
           = Nile
        :::

    Right:

        ::: quiz
        1. Which river is the longest?
           - [x] Nile
           - [ ] Rhine
        :::
    """


class QuestionType(Rule):
    """There is no type of question of this name.

    The form of the answers tells the type, so it is seldom needed. The message names the nearest one.

    Wrong:

        ::: quiz
        1. In which year was the Suez Canal opened? {type=shrot}
           = 1869
        :::

    Right:

        ::: quiz
        1. In which year was the Suez Canal opened? {type=short}
           = 1869
        :::
    """


class TrueFalseWords(Rule):
    """A question of the type true-false has other words than True and False.

    Write these two in every language: learners read their own words for them. Other words make a choice.

    Wrong:

        ::: quiz
        1. Rivers flow uphill. {type=true-false}
           - [ ] yes
           - [x] no
        :::

    Right:

        ::: quiz
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class NoAcceptedAnswer(Rule):
    """A question to type has no right answer.

    Expected wrong answers alone (`~ `) are not enough. Write each wording that you accept after `= `.

    Wrong:

        ::: quiz
        1. Where does a river end? {type=short}
           ~ spring
             > There it begins.
        :::

    Right:

        ::: quiz
        1. Where does a river end?
           = mouth
           ~ spring
             > There it begins.
        :::
    """


class AnswerTooLong(Rule):
    """An answer to type is longer than learners can type.

    The field takes 200 characters. Ask for a word or a few, or make the question an essay: `{type=essay}`.

    Wrong:

        ::: quiz
        1. How does a delta grow?
           = Where the river reaches the sea it slows down, and slow water cannot hold the sand and the mud
             that it has carried all the way from the mountains, so that grain by grain they sink to the
             ground and become new land.
        :::

    Right:

        ::: quiz
        1. What sinks where a river slows down?
           = sand | mud | sand and mud
        :::
    """


class SeparatorShape(Rule):
    """A bar between two wordings lacks a space, or there is nothing on one side of it.

    One bar with a space on both sides. A bar that is meant as text has a backslash before it.

    Wrong:

        ::: quiz
        1. Where does a river end?
           = mouth|its mouth
        :::

    Right:

        ::: quiz
        1. Where does a river end?
           = mouth | its mouth
        :::
    """


class NumberShape(Rule):
    """A number cannot be read.

    Write a point before decimals and nothing between thousands. Learners may type it in the way of their language. A
    code, a date or a telephone number is no number: `{type=short}`.

    Wrong:

        ::: quiz
        1. How long is the Rhine?
           = 1,230 km
        :::

    Right:

        ::: quiz
        1. How long is the Rhine?
           = 1230 km
        :::
    """


class TrueAsText(Rule):
    """The only accepted answer is true, or false, so learners would have to type this word (warning).

    A statement that is true or false has the two as answers to choose. If the word itself is asked for, say
    `{type=short}`.

    Wrong:

        ::: quiz
        1. Rivers flow uphill. {#uphill}
           = false
        :::

    Right:

        ::: quiz
        1. Rivers flow uphill. {#uphill}
           - [ ] true
           - [x] false
        :::
    """


class NumberAsText(Rule):
    """A number with a word behind it is compared as words, because the word is no unit (warning).

    Check the unit. If words are meant, say so.

    Wrong:

        ::: quiz
        1. How long does light take from the sun?
           = 8 minut
        :::

    Right:

        ::: quiz
        1. How long does light take from the sun?
           = 8 min
        :::
    """


class VariantsInOne(Rule):
    """An answer seems to be two wordings of the same, which learners would have to type as one (warning).

    Only a bar stands between two accepted wordings. If the whole is meant, say `{type=short}`.

    Wrong:

        ::: quiz
        1. Which sea does the Rhine flow into?
           = North Sea, the North Sea
        :::

    Right:

        ::: quiz
        1. Which sea does the Rhine flow into?
           = North Sea | the North Sea
        :::
    """


class Tolerance(Rule):
    """How far an answer may be off cannot be read.

    After the number stands one of `+- 1`, `+- 2%` and `sig 3`.

    Wrong:

        ::: quiz
        1. How long is the Rhine, in kilometres?
           = 1230 +- a few
        :::

    Right:

        ::: quiz
        1. How long is the Rhine, in kilometres?
           = 1230 +- 20
        :::
    """


class UnitUnknown(Rule):
    """A unit is not known, or there are two.

    Capitals count: `mm` and `Mm` are not the same. [Numbers and units](../numbers.md) lists them all.

    Wrong:

        ::: quiz
        1. How long is the Rhine?
           = 1230 +- 20 kmm
        :::

    Right:

        ::: quiz
        1. How long is the Rhine?
           = 1230 +- 20 km
        :::
    """


class UnitShown(Rule):
    """A unit cannot be shown beside the gap when it stands inside it.

    Write it after the gap.

    Wrong:

        ::: quiz
        1. The Rhine is {{1230 km}} long. {unit=shown}
        :::

    Right:

        ::: quiz
        1. The Rhine is {{1230}} km long.
        :::
    """


class GapShape(Rule):
    """The braces of a gap have no counterpart.

    Two at the start and two at the end. Braces that are meant as text have a backslash before them.

    Wrong:

        ::: quiz
        1. A river ends at its {{mouth}.
        :::

    Right:

        ::: quiz
        1. A river ends at its {{mouth}}.
        :::
    """


class GapEmpty(Rule):
    """A gap has an empty answer.

    Wrong:

        ::: quiz
        1. A river ends at its {{}}.
        :::

    Right:

        ::: quiz
        1. A river ends at its {{mouth}}.
        :::
    """


class GapMissing(Rule):
    """A text that should have gaps has none.

    Write what is left out between two braces. A card that begins with `C: ` needs a gap, too.

    Wrong:

        ::: cards
        C: A river ends at its mouth.
        :::

    Right:

        ::: cards
        C: A river ends at its {{mouth}}.
        :::
    """


class GapOneChoice(Rule):
    """A gap with a list to pick from has one answer only.

    The right answer comes first, then the wrong ones, with ` | ` between them. Without `=` the gap is to be typed.

    Wrong:

        ::: quiz
        1. Rivers flow {{= downhill}}.
        :::

    Right:

        ::: quiz
        1. Rivers flow {{= downhill | uphill}}.
        :::
    """


class GapPlace(Rule):
    """A gap stands inside a link, or in the words of a picture.

    Nobody could type there. Move it out.

    Wrong:

        ::: quiz
        1. A river ends at its [{{mouth}}](https://example.org).
        :::

    Right:

        ::: quiz
        1. A river ends at its {{mouth}}. [More about rivers](https://example.org)
        :::
    """


class PairShape(Rule):
    """A pair has no right side, or its arrow is out of shape.

    Write a minus and a greater-than sign with a space on both sides.

    Wrong:

        ::: quiz
        1. Match each river to its sea.
           - Danube => Black Sea
           - Rhine -> North Sea
           - Ebro -> Mediterranean Sea
        :::

    Right:

        ::: quiz
        1. Match each river to its sea.
           - Danube -> Black Sea
           - Rhine -> North Sea
           - Ebro -> Mediterranean Sea
        :::
    """


class TooFewPairs(Rule):
    """A match has one pair only.

    Wrong:

        ::: quiz
        1. Match each river to its sea.
           - Danube -> Black Sea
        :::

    Right:

        ::: quiz
        1. Match each river to its sea.
           - Danube -> Black Sea
           - Rhine -> North Sea
        :::
    """


class TooManyPairs(Rule):
    """A match has more than 36 pairs.

    Cut it into several questions.
    """


class OneRightSide(Rule):
    """All left sides of a match belong to the same right side, so there is nothing to choose.

    Add a pair with another right side, or a right side that belongs to nothing: `- -> Baltic Sea`.

    Wrong:

        ::: quiz
        1. Match each river to its sea.
           - Elbe -> North Sea
           - Rhine -> North Sea
        :::

    Right:

        ::: quiz
        1. Match each river to its sea.
           - Elbe -> North Sea
           - Rhine -> North Sea
           - -> Baltic Sea
        :::
    """


class StepNumber(Rule):
    """The steps of an order are not numbered 1, 2, 3.

    Write them in their right order. The page mixes them.

    Wrong:

        ::: quiz
        1. Put the parts of a river in order, from source to sea.
           1. Spring
           3. Delta
           2. Lower course
        :::

    Right:

        ::: quiz
        1. Put the parts of a river in order, from source to sea.
           1. Spring
           2. Lower course
           3. Delta
        :::
    """


class TooFewSteps(Rule):
    """An order has fewer than three steps.

    Of two, ask which comes first.

    Wrong:

        ::: quiz
        1. Put the parts of a river in order, from source to sea.
           1. Spring
           2. Delta
        :::

    Right:

        ::: quiz
        1. What comes first?
           - [x] Spring
           - [ ] Delta
        :::
    """


class TooManySteps(Rule):
    """An order has more than 36 steps.

    Cut it into several questions.
    """


class RubricMissing(Rule):
    """An essay does not say what a good answer has (warning).

    Learners read it when they have handed in. Write it after `! `.

    Wrong:

        ::: quiz
        1. Why do rivers wind in flat country? {type=essay}
        :::

    Right:

        ::: quiz
        1. Why do rivers wind in flat country? {type=essay}
           ! It names the faster flow outside and the mud that settles inside.
        :::
    """


class OptionKeysUsedUp(Rule):
    """A question has had so many answers over the time that no more can be told apart.

    Each answer that ever was keeps its place in learners' work. Give the question a new id: it is then a new question.
    """
