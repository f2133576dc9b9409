"""Codes of pictures, sounds, films and their captions."""

from __future__ import annotations

from packager.manual.page import Rule


class MediaMissing(Rule):
    """A picture, sound or film is not there, or no file is named.

    The path goes from the folder of the lesson file, with forward slashes. The message names the nearest file.

    Wrong:

        ![A map of the river](media/mapp.svg)

    Right:

        ![A map of the river](media/map.svg)
    """


class MediaCase(Rule):
    """The name of a file is written with other capitals than on disk.

    Your computer may not mind, but an LMS does. Write it exactly as the file is named.

    Wrong:

        ![A map of the river](media/Map.svg)

    Right:

        ![A map of the river](media/map.svg)
    """


class MediaOutside(Rule):
    """A picture, sound or film is on the web, or outside the folder of the course.

    A lesson must work with no network. Save the file into the course, if its licence allows that.

    Wrong:

        ![A map of the river](https://example.org/map.svg)

    Right:

        ![A map of the river](media/map.svg)
    """


class MediaPath(Rule):
    """A path is written in a way that not every computer reads.

    Put forward slashes between folders.

    Wrong:

        ![A map of the river](media\\\\map.svg)

    Right:

        ![A map of the river](media/map.svg)
    """


class MediaKind(Rule):
    """The file is of a kind that not every browser shows or plays.

    The message lists the kinds that all of them know. Save the file anew as one of these.

    Wrong:

        ![A map of the river](media/map.tiff)

    Wrong, media/map.tiff:

        (a picture of a kind that browsers do not show)

    Right:

        ![A map of the river](media/map.svg)

    Right, media/map.svg:

        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/></svg>
    """


class MediaTooLarge(Rule):
    """A file is too large for a package.

    No LMS would take it. Save a film with less detail, or put it at a video service and use a `video` block.
    """


class CaptionsDiffer(Rule):
    """The captions of a recording have hardly a word in common with the text that is heard (warning).

    The page marks the line that is heard by them, so they must say the same words in the same order. Most often two
    files were exchanged, or the text was written anew.

    Wrong:

        ::: audio-lesson {#talk}
        cast: Teacher

        ### Upstream
        audio: media/talk.mp3
        captions: media/talk.vtt
        Teacher: Mountains keep snow until summer, and glaciers keep it for centuries.
        :::

    Right:

        ::: audio-lesson {#talk}
        cast: Teacher

        ### Upstream
        audio: media/talk.mp3
        captions: media/talk.vtt
        Teacher: Rivers begin at springs.
        :::
    """


class MediaContent(Rule):
    """A file of the course is not what the ending of its name says, and browsers do not show it.

    Most often it is a photo of a telephone (HEIC) that was renamed to `.jpg`, or the web page around a picture that was
    saved in its place. Open the file in a program that knows it, and export it as JPEG or PNG. An empty file was not
    saved or downloaded to its end.

    Wrong:

        ![A map of the river](media/page.png)

    Wrong, media/page.png:

        <!DOCTYPE html>
        <title>A map of the river</title>

    Right:

        ![A map of the river](media/map.svg)
    """


class MediaCutOff(Rule):
    """A picture, sound or film ends in its middle (warning).

    A download or copy that was broken off leaves such files: half of a picture is grey, a film stops or does not play
    at all. What is missing is told by the file itself. Of MP3 and some others it cannot be known.
    """


class MediaUnreadable(Rule):
    """A picture, sound or film cannot be read.

    Look whether another program has it open, and who may read it.
    """


class PictureSize(Rule):
    """The size of a picture cannot be read, so places in it mean nothing.

    A drawing needs `viewBox="0 0 width height"` in its first element. Save a photograph anew.

    Wrong:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/no-size.svg)
           - [x] The shore on the right @ 30 20 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::

    Wrong, media/no-size.svg:

        <svg xmlns="http://www.w3.org/2000/svg"><path d="M0 30L40 0"/></svg>

    Right:

        ::: quiz
        1. Where does the river end?
           ![A line falls from a mountain to a shore](media/map.svg)
           - [x] The shore on the right @ 30 20 10 10
           - [ ] The mountain on the left @ 5 5 4
        :::

    Right, media/map.svg:

        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/></svg>
    """


class SvgBroken(Rule):
    """A drawing cannot be used: it is no whole SVG file.

    Open it in a drawing program and save it anew as plain SVG.

    Wrong:

        ![A map of the river](media/broken.svg)

    Wrong, media/broken.svg:

        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/>

    Right:

        ![A map of the river](media/map.svg)

    Right, media/map.svg:

        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/></svg>
    """


class SvgCleaned(Rule):
    """Something was left out of a drawing (warning).

    Scripts and addresses outside the file never go into a package. Look at the drawing in the preview; if something is
    gone that you need, save it into the drawing itself.

    Wrong:

        ![A map of the river](media/script.svg)

    Wrong, media/script.svg:

        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><script>1</script><path d="M0 30L40 0"/></svg>

    Right:

        ![A map of the river](media/map.svg)

    Right, media/map.svg:

        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 30L40 0"/></svg>
    """


class AltMissing(Rule):
    """A picture or a sound has no words for those who cannot see or hear it (warning).

    Say what it shows, in a sentence.

    Wrong:

        ![](media/map.svg)

    Right:

        ![A river winds from a mountain to the sea](media/map.svg)
    """


class CaptionsMissing(Rule):
    """A film has neither captions nor a transcript (warning).

    Who cannot hear it is left out. Write what is said, or seen, under `### transcript`, or name a file of captions.

    Wrong:

        ::: video
        youtube: Dq7tS3TvK0A
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.
        :::
    """


class CaptionsAlone(Rule):
    """A part of a conversation has captions, but no sound.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        captions: media/talk.vtt
        Teacher: Rivers begin at springs.
        :::

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        audio: media/talk.mp3
        captions: media/talk.vtt
        Teacher: Rivers begin at springs.
        :::
    """


class CaptionsBroken(Rule):
    """A file of captions is none that a player shows.

    Captions are WebVTT: the first line is `WEBVTT`, then come times and texts. Most programs for captions can save
    it.

    Wrong:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        audio: media/talk.mp3
        captions: media/subtitles.vtt
        Teacher: Rivers begin at springs.
        :::

    Wrong, media/subtitles.vtt:

        00:01 Rivers begin at springs.

    Right:

        ::: audio-lesson
        cast: Teacher

        ### Upstream
        audio: media/talk.mp3
        captions: media/talk.vtt
        Teacher: Rivers begin at springs.
        :::

    Right, media/talk.vtt:

        WEBVTT

        00:01.000 --> 00:03.000
        Rivers begin at springs.
    """


class VideoSource(Rule):
    """A film has no source, or more than one.

    It is exactly one of `file:`, `youtube:` and `vimeo:`.

    Wrong:

        ::: video
        Look for the place where the channels part.

        ### transcript
        From above the delta looks like a fan.
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A
        Look for the place where the channels part.

        ### transcript
        From above the delta looks like a fan.
        :::
    """


class VideoId(Rule):
    """What is named is no film at this service.

    Copy the address of the film's page, as it stands in the browser.

    Wrong:

        ::: video
        youtube: a delta from above

        ### transcript
        From above the delta looks like a fan.
        :::

    Right:

        ::: video
        youtube: https://www.youtube.com/watch?v=Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.
        :::
    """


class VideoEnd(Rule):
    """A film ends before it begins.

    Wrong:

        ::: video
        youtube: Dq7tS3TvK0A
        start: 2:10
        end: 0:30

        ### transcript
        From above the delta looks like a fan.
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A
        start: 0:30
        end: 2:10

        ### transcript
        From above the delta looks like a fan.
        :::
    """


class VideoCaptions(Rule):
    """Captions of your own go with a film of your own.

    A service shows its own captions. Add yours there, or write a transcript.

    Wrong:

        ::: video
        youtube: Dq7tS3TvK0A
        captions: media/talk.vtt
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.
        :::
    """


class VideoPartUnknown(Rule):
    """A film has one part under a heading, and it is called `transcript`.

    The word is the same in every language of a course.

    Wrong:

        ::: video
        youtube: Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.

        ### questions
        Where do the channels part?
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.
        :::
    """


class VideoPartTwice(Rule):
    """The transcript of a film is given twice.

    Wrong:

        ::: video
        youtube: Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.

        ### transcript
        Each channel ends in the sea.
        :::

    Right:

        ::: video
        youtube: Dq7tS3TvK0A

        ### transcript
        From above the delta looks like a fan.
        Each channel ends in the sea.
        :::
    """
