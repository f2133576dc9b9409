"""What a page must know of the home it is made for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """`home` names the player's adapter; `state_limit` is the most characters of state that the home keeps."""

    home: str
    state_limit: int
