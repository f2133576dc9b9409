"""Codes of files and folders as such, whatever they hold."""

from __future__ import annotations

from packager.manual.page import Rule


class FolderMissing(Rule):
    """There is no such folder, or it is a file.

    Name the folder that holds `course.yaml`. `hornbook new` begins a course.
    """


class FolderUnreadable(Rule):
    """You may not look into the folder.

    Ask whoever owns it, or copy the course into a folder of your own.
    """


class ReadingCutOff(Rule):
    """The preview could not read the course to its end.

    A template of your own makes more than fits into the memory of your machine, or does not end; or another program
    ended the reading. What was shown last stays, and everything is read again when you save.
    """


class FileMissing(Rule):
    """A file that was there a moment ago is gone.

    It may be on a drive that is not connected.
    """


class FileUnreadable(Rule):
    """A file cannot be read, or is no plain file.

    Look whether another program has it open, and who may read it.
    """


class FileOutside(Rule):
    """A file is only a link to a place outside the course.

    A course must be whole wherever it is copied. Put the file itself into its folder.
    """


class FileTooLarge(Rule):
    """A text file is larger than any lesson.

    It may have 500 KB, 20,000 lines and 20,000 square brackets. Split the lesson; a picture or a sound belongs into a
    file of its own.
    """


class LineTooLong(Rule):
    """A line is longer than any editor shows well.

    It may have 20,000 characters. Break it into several lines: in a paragraph they flow together again.
    """


class NotUtf8(Rule):
    """The file is saved in another encoding than UTF-8.

    Then letters such as ä or ş would turn into others. Choose UTF-8 where your editor saves the file. In the Notepad of
    Windows it stands under Save as, Encoding.
    """


class NotPlainText(Rule):
    """A file of the course is the document of a word processor, with its name changed.

    Copy its words into a text editor, such as Notepad, TextEdit (Format, Make Plain Text) or gedit, and save them
    there.
    """


class ControlCharacter(Rule):
    """A character stands in the text that cannot be seen, and that some systems refuse or that turns text around.

    It comes from copying. Delete it, together with what stands right beside it, and type that anew.
    """


class Convert(Rule):
    """A text of the lesson cannot be written in the other form: it would be read otherwise there.

    Such texts look like markup, for instance a paragraph that begins with `::: `. The message says where it stands.
    Change it a little, or leave the lesson as it is.
    """


class CommentDropped(Rule):
    """A comment is left out when a lesson is written in another form (warning).

    Forms of data have no place for it. Keep the old file if you need it.
    """


class FixIds(Rule):
    """`hornbook fix-ids` did not find the places for the ids of this lesson.

    Nothing was written. Write the ids yourself: `{#id}` at the end of the first line of a block, question or card.
    """


class Template(Rule):
    """A template of your own cannot be used.

    The message names its file and line. [Templates of your own](../templates.md) says what a template may use. Without
    `--templates` and `--trust-templates` the shipped ones are used.
    """


class TemplateUnused(Rule):
    """A file in your folder of templates has a name that no page is made from (warning).

    The message names the nearest one. What your templates include stands in the folder `own/`, under any name.
    """


class TemplateUntrusted(Rule):
    """A course brings templates of its own, which are not used (warning).

    Templates decide what learners see. If you know who wrote them, use `--trust-templates`.
    """


class NotWritten(Rule):
    """A package of a catalogue could not be written.

    The message says why: a full disk, a folder in which you may not write. The other courses were built.
    """
