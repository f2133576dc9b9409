"""What a page must know of the home it is made for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Profile:
    """`home` names the player's adapter; `state_limit` is the most characters of state that the home keeps.

    With `keys` false the pages hold neither questions nor answers of quizzes: the home draws, shows and marks them
    itself. `assets` is the folder of the player's files as seen from a page, `script` the one that runs there. `scope`
    is what the home shows: a lesson or a block by itself opens at once, with no cover and no contents; `due` are cards
    of many lessons that come back today. With `page` each lesson's page is a document of its own with a session of its
    own, and the home leads from one to the next. `leads_back`: a page of due cards leads back to the activity from
    which it was opened. `templates` are folders of a user's own templates, looked into before the shipped ones.
    """

    home: str
    state_limit: int
    keys: bool = True
    assets: str = "assets"
    script: str = "player.js"
    scope: Literal["course", "lesson", "block", "due", "page"] = "course"
    leads_back: bool = True
    templates: tuple[Path, ...] = ()
