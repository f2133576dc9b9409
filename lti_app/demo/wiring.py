"""What the views of the stand-in LMS find in the running application."""

from __future__ import annotations

from typing import cast

from flask import current_app

from lti_app.demo.lms import StandInLms
from lti_app.demo.tool_tokens import ToolKeys


def lms() -> StandInLms:
    """The LMS that these pages belong to."""
    return cast("StandInLms", current_app.extensions["stand-in.lms"])


def tool_keys() -> ToolKeys:
    """The keys of its tools."""
    return cast("ToolKeys", current_app.extensions["stand-in.keys"])
