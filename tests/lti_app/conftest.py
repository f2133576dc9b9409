"""Fixtures of the LTI tool: a platform to launch from, and the tool beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lti_app.demo.lms import StandInLms
from tests.lti_app.circle import RunningTool, running_lms, running_tool


@pytest.fixture
def platform() -> Iterator[StandInLms]:
    """A stand-in LMS with the manners of Moodle; `platform.use("canvas")` changes them."""
    with running_lms() as lms:
        yield lms


@pytest.fixture
def tool(platform: StandInLms, tmp_path: Path) -> Iterator[RunningTool]:
    """The tool, connected to the platform; both answer on 127.0.0.1."""
    with running_tool(platform, tmp_path) as running:
        yield running
