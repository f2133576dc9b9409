"""Codes of `course.yaml` and of the front matter of lessons: settings, their names and their values."""

from __future__ import annotations

from packager.manual.page import Rule


class Missing(Rule):
    """A setting that is required is not there.

    A course needs a title and its chapters, a lesson its title, a figure its image.

    Wrong:

        ---
        minutes: 10
        ---

        Rivers carry water to the sea.

    Right:

        ---
        title: Rivers
        minutes: 10
        ---

        Rivers carry water to the sea.
    """


class OptionUnknown(Rule):
    """There is no option of this name here.

    Most of the time it is a slip of the pen, and the message names the nearest option that there is. In the body of a
    block, a first line such as `Note: bring boots` looks like an option too; put an empty line above it.

    Wrong:

        ::: quiz {atempts=2}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {attempts=2}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class OptionShape(Rule):
    """A line looks like an option and is not one.

    An option stands at the start of its line: its name, a colon, a space and the value. If the line is text, put an
    empty line above it.

    Wrong:

        ::: figure "The course of a river"
        image media/map.svg
        alt :A line falls steeply from a mountain.
        :::

    Right:

        ::: figure "The course of a river"
        image: media/map.svg
        alt: A line falls steeply from a mountain.
        :::
    """


class ChoiceUnknown(Rule):
    """The value is none of the words that this option takes.

    The message lists them. They are the same in every language of a course.

    Wrong:

        ::: quiz {mode=practise}
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


class Flag(Rule):
    """This option takes `true` or `false`, and nothing else.

    In braces the bare name is short for `true`: `{shuffle}`.

    Wrong:

        ::: quiz {shuffle=yes}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {shuffle=true}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class WholeNumber(Rule):
    """This option takes a whole number, in digits.

    Weights, points, minutes and attempts have no halves and no words.

    Wrong:

        ---
        title: Rivers
        minutes: ten
        ---

        Rivers carry water to the sea.

    Right:

        ---
        title: Rivers
        minutes: 10
        ---

        Rivers carry water to the sea.
    """


class NumberRange(Rule):
    """The number is smaller or larger than this option takes.

    The message names the limit.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        pass: 101
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        pass: 100
        chapters:
        - lessons: [example.md]
    """


class Seconds(Rule):
    """This option takes a time: seconds, or minutes and seconds with a colon.

    Wrong:

        ::: video
        youtube: Dq7tS3TvK0A
        start: half a minute

        ### transcript
        The delta from above.
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A
        start: 0:30

        ### transcript
        The delta from above.
        :::
    """


class Date(Rule):
    """This option takes a day that there is, as year, month and day.

    Wrong:

        ::: quiz {#homework due=31.03.2027 review=after-due}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::

    Right:

        ::: quiz {#homework due=2027-03-31 review=after-due}
        1. Rivers flow uphill.
           - [ ] true
           - [x] false
        :::
    """


class Lang(Rule):
    """The value is not the code of a language.

    A language is written by its short code: `en` for English, `pt-BR` for the Portuguese of Brazil, `ar` for Arabic.
    The code also sets the direction of writing.

    Wrong:

        ---
        title: Rivers
        lang: english language
        ---

        Rivers carry water to the sea.

    Right:

        ---
        title: Rivers
        lang: en
        ---

        Rivers carry water to the sea.
    """


class Interface(Rule):
    """The page has no words in this language.

    Buttons and messages are there in some languages only. Name one of those, or leave the line out: a course in another
    language then has English buttons.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        interface: klingon
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        interface: de
        chapters:
        - lessons: [example.md]
    """


class Colour(Rule):
    """The value is no colour.

    A colour is written as `#` and six digits of 0-9 and a-f: two each for red, green and blue. It stands between
    quotes, since `#` begins a comment in YAML.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        theme:
          accent: dark blue
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        theme:
          accent: "#1b4f9c"
        chapters:
        - lessons: [example.md]
    """


class ThemeContrast(Rule):
    """Letters in this colour could not be read on this ground.

    Learners read in sunlight, on poor screens and with poor eyes. Letters need a contrast of 4.5 to what they stand on
    (WCAG 2.2). Take a darker accent on a light ground, and a lighter one in the dark.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        theme:
          accent: "#ffcc00"
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        theme:
          accent: "#7a5200"
        chapters:
        - lessons: [example.md]
    """


class Type(Rule):
    """The value has another form than this setting takes, such as one value where a list is due.

    A list has one value a line, each after a minus and a space, or all of them in square brackets.

    Wrong:

        ---
        title: Rivers
        objectives: Name three kinds of springs.
        ---

        Rivers carry water to the sea.

    Right:

        ---
        title: Rivers
        objectives:
        - Name three kinds of springs.
        ---

        Rivers carry water to the sea.
    """


class Empty(Rule):
    """A setting has no value, or a list nothing in it.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        chapters: []

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]
    """


class TooLong(Rule):
    """A text has more characters than its place takes.

    A title may have 300, of which an LMS shows the first 200. Put what is more into the text of the lesson.

    Wrong:

        ---
        title: >-
          How rivers begin at springs high up in the mountains, how they cut their way through the rock of the upper
          course, wind through the meadows of the middle course, slow down in the lower course, and at last bring
          all the sand and mud that they have carried with them to the sea, where grain by grain it becomes new land
        ---

        Rivers carry water to the sea.

    Right:

        ---
        title: How rivers begin, and where they end
        ---

        Rivers carry water to the sea.
    """


class TitleTooLong(Rule):
    """The title of the course is longer than an LMS shows (warning).

    The pages show all of it. Put what matters most at its beginning, or make it shorter.

    Wrong, course.yaml:

        id: rivers
        title: >-
          How rivers begin at springs high up in the mountains, how they cut their way through the rock of the upper
          course, wind through the meadows of the middle course, slow down in the lower course, and at last bring
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: How rivers begin, and where they end
        chapters:
        - lessons: [example.md]
    """


class DescriptionTooLong(Rule):
    """The description of the course is longer than an LMS shows (warning).

    The pages show all of it. Put what matters most at its beginning, or make it shorter.
    """


class VersionTooLong(Rule):
    """The version of the course is longer than an LMS keeps (warning).

    Make it shorter, such as `1.0` or `2027-03`.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        version: The second version, after the remarks of all our colleagues
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        version: "2.0"
        chapters:
        - lessons: [example.md]
    """


class DuplicateKey(Rule):
    """A setting is given twice.

    Only one of them could count, and nobody could tell which. Keep one.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        title: Streams
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]
    """


class Yaml(Rule):
    """The settings cannot be read.

    Most often a value has a colon and a space in it, or `#`, or begins with a quotation mark or a bracket. Put it
    between quotation marks.

    Wrong, course.yaml:

        id: rivers
        title: Rivers: from source to sea
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: "Rivers: from source to sea"
        chapters:
        - lessons: [example.md]
    """


class YamlComment(Rule):
    """A `#` begins a comment, which is not read, and it looks as if it were meant as text.

    It is an error where nothing of the value is left, and otherwise a warning. Put a value with a `#` between quotes,
    and a space after the `#` of a comment.

    Wrong, course.yaml:

        id: rivers
        title: "Rivers"
        description: #1 of our lessons
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: "Rivers"  # for the fifth form
        description: "#1 of our lessons"
        chapters:
        - lessons: [example.md]
    """


class YamlRunsOn(Rule):
    """A value goes on in the next line.

    Most often a line has lost its name or its colon, so that it looks like the end of the line above. A long text goes
    on in the next lines after `>-` alone.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        description: Where rivers begin,
          and where they end.
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        description: >-
          Where rivers begin,
          and where they end.
        chapters:
        - lessons: [example.md]
    """


class YamlNotMapping(Rule):
    """Lines of the form `name: value` are expected here, and something else stands there.

    Wrong, course.yaml:

        Rivers

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]
    """


class YamlKey(Rule):
    """The name of a setting is not plain text.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        [licence]: MIT
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        licence: MIT
        chapters:
        - lessons: [example.md]
    """


class YamlAnchor(Rule):
    """A value begins with `&` or `*`, which YAML takes for more than text.

    These signs could make a small file grow without end, so they are not read. Put the value between quotation marks.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        licence: &free
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        licence: "&free"
        chapters:
        - lessons: [example.md]
    """


class YamlTag(Rule):
    """A value begins with `!`, which YAML takes for more than text.

    Put the value between quotation marks.

    Wrong, course.yaml:

        id: rivers
        title: !Rivers
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: "!Rivers"
        chapters:
        - lessons: [example.md]
    """


class YamlTooDeep(Rule):
    """Lists or settings are nested in one another too deep for any course.

    Look for brackets that are not closed.
    """


class CourseMissing(Rule):
    """The folder has no `course.yaml`, so it is no course.

    Name the folder that holds the file, and not one above or below it. `hornbook new` begins a course.
    """


class LessonPath(Rule):
    """A lesson is named in a way that leads to no file of this course.

    A lesson is named by its file, from the folder of the course, with forward slashes.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [../other/example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]
    """


class LessonUnlisted(Rule):
    """A lesson lies in the folder of the course, and `course.yaml` does not name it (warning).

    It is no part of the course, and of no package. Name it under `lessons`, or move it out of the folder. Files without
    front matter, such as notes, are not meant.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md, second.md]
    """


class LessonMissing(Rule):
    """The file of a lesson is not there.

    The message names the nearest file that there is. In a package, it says that a page has been lost: build it again.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [exmaple.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]
    """


class LessonTwice(Rule):
    """A lesson is named twice.

    Learners would meet it twice, and their work would have two places. Keep one.

    Wrong, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md, second.md]
        - lessons: [example.md]

    Right, course.yaml:

        id: rivers
        title: Rivers
        chapters:
        - lessons: [example.md]
    """
