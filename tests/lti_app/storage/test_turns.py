"""Writers of SQLite stand in line: in one process and across processes."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import Person, Platform
from lti_app.storage.turns import Turns
from tests.lti_app.databases import new_database
from tests.lti_app.services.world import NOW

_HOLDER = """
import sys
from pathlib import Path
from lti_app.storage.turns import Turns

with Turns(Path(sys.argv[1]), 10).turn():
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_the_turn_of_a_process_that_dies_goes_to_the_next(tmp_path: Path) -> None:
    file = tmp_path / "turn"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "mine\n"
    events = []

    def wait() -> None:
        with Turns(file, 10).turn():
            events.append("turn")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        events.append("killed")
        holder.kill()
        waiting.result(30)
    assert events == ["killed", "turn"]
    holder.communicate()


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "turn", 0.01)
    with turns.turn(), ThreadPoolExecutor(1) as pool, pytest.raises(WaitedTooLong):
        pool.submit(lambda: turns.turn().__enter__()).result()
    with turns.turn():
        pass


def test_a_line_with_other_processes_is_not_needed(tmp_path: Path) -> None:
    with Turns(tmp_path / "no folder" / "turn", 1).turn():
        pass
    with Turns(None, 1).turn():
        pass


def test_writers_undo_nothing_of_each_other(tmp_path: Path) -> None:
    address = new_database(tmp_path)
    databases = [Database(address), Database(address)]
    upgrade(databases[0])
    with databases[0].writing() as session:
        platform = Platform(
            issuer="i", client_id="c", auth_url="", token_url="", jwks_url="", frame_origins=[], created_at=NOW
        )
        session.add(platform)
        session.flush()
        session.add(Person(platform_id=platform.id, sub="p", name=""))

    def lengthen(number: int) -> None:
        with databases[number % 2].writing() as session:
            person = session.scalars(select(Person).with_for_update()).one()
            person.name += "x"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lengthen, range(100)))
    with databases[0].reading() as session:
        assert session.scalars(select(Person.name)).one() == "x" * 100
    for database in databases:
        database.engine.dispose()
