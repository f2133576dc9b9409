"""Video: a file of the course, or a film at a service that is asked only after the learner agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from hornbook.blocks.base import BaseBlock
from hornbook.model import Asset, Captions, Film, Flag, Prose, Seconds, wrong

_YOUTUBE = re.compile(
    r"(?:https?://(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#\s]*&)?v=|embed/|shorts/|live/)|youtu\.be/))?"
    r"([A-Za-z0-9_-]{11})(?:[?&#]\S*)?"
)
_VIMEO = re.compile(r"(?:https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?)?([0-9]{5,12})(?:[?/#]\S*)?")


def _youtube(value: object) -> str:
    return _film_id(value, _YOUTUBE, "YouTube", "the eleven letters after v= in it")


def _vimeo(value: object) -> str:
    return _film_id(value, _VIMEO, "Vimeo", "the number in it")


def _film_id(value: object, pattern: re.Pattern[str], service: str, part: str) -> str:
    """The id in an id or an address; authors paste either."""
    written = str(value).strip()
    match = pattern.fullmatch(written)
    if match is None and written:
        raise wrong("video-id", f'"{written[:80]}" is no film at {service}. Write the address of its page, or {part}.')
    return match[1] if match else ""


YouTubeId = Annotated[str, BeforeValidator(_youtube)]
VimeoId = Annotated[str, BeforeValidator(_vimeo)]


@dataclass(frozen=True)
class RemoteFilm:
    """A film elsewhere: the name of the service, its `origin`, the page to frame, the page to visit."""

    service: str
    origin: str
    embed: str
    page: str


class Video(BaseBlock):
    """Exactly one of `file`, `youtube` and `vimeo` says where the film is; `start` and `end` are in seconds, 0 = whole.

    `why` is what to watch for, `transcript` what is said, for those who cannot hear or play it.
    """

    kind: Literal["video"] = "video"
    required: Flag = False
    """Whether the lesson is complete only with this block done."""
    file: Film = ""
    """The path of a film in the course."""
    youtube: YouTubeId = ""
    """The address of a film at YouTube, or its id."""
    vimeo: VimeoId = ""
    """The address of a film at Vimeo, or its id."""
    start: Annotated[Seconds, Field(ge=0)] = 0
    """Where it begins: seconds, or 1:30."""
    end: Annotated[Seconds, Field(ge=0)] = 0
    """Where it ends: seconds, or 1:30."""
    poster: Asset = ""
    """The path of a picture to show before it plays."""
    captions: Captions = ""
    """The path of a WebVTT file."""
    why: Prose = ""
    """What to watch for."""
    transcript: Prose = ""
    """What is said, for those who cannot hear it."""

    @model_validator(mode="after")
    def _one_source(self) -> Video:
        if sum(map(bool, (self.file, self.youtube, self.vimeo))) != 1:
            raise wrong("video-source", 'A video needs one source: "file:", "youtube:" or "vimeo:".')
        if self.end and self.end <= self.start:
            raise wrong("video-end", f"The video ends at {self.end} seconds, before it begins at {self.start}.")
        if self.captions and not self.file:
            raise wrong("video-captions", "Captions of your own go with a film of your own; a service shows its own.")
        return self

    @property
    def remote(self) -> RemoteFilm | None:
        """Where the film is, if not in the package."""
        if self.youtube:
            end = f"&end={self.end}" if self.end else ""
            return RemoteFilm(
                "YouTube",
                "https://www.youtube-nocookie.com",
                f"https://www.youtube-nocookie.com/embed/{self.youtube}?rel=0&cc_load_policy=1&start={self.start}{end}",
                f"https://www.youtube.com/watch?v={self.youtube}&t={self.start}",
            )
        if self.vimeo:
            return RemoteFilm(
                "Vimeo",
                "https://player.vimeo.com",
                f"https://player.vimeo.com/video/{self.vimeo}?dnt=1#t={self.start}s",
                f"https://vimeo.com/{self.vimeo}#t={self.start}s",
            )
        return None
