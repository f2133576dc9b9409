"""The commands of an administrator, with the names that scripts rely on."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from lti_app.cli import main
from lti_app.storage.database import Database
from lti_app.storage.models import Deployment, Platform
from tests.ports import held_port

ADD = (
    *("platform", "add", "--issuer", "https://lms.example.org", "--client-id", "c1"),
    *("--auth-url", "https://lms.example.org/auth", "--token-url", "https://lms.example.org/token"),
    *("--jwks-url", "https://lms.example.org/jwks"),
)


class Administrator:
    """Types commands, all with one database."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/hornbook.db"

    def types(self, *words: str, **environment: str) -> Result:
        """The outcome of `hornbook-lti words`."""
        return CliRunner().invoke(main, words, env={"HORNBOOK_DATABASE": self.url, **environment})

    def rows(self) -> list[Platform]:
        """What is connected."""
        database = Database(self.url)
        with database.reading() as session:
            found = list(session.scalars(select(Platform).order_by(Platform.id)))
        database.engine.dispose()
        return found


@pytest.fixture
def administrator(tmp_path: Path) -> Administrator:
    """Somebody with a new database."""
    return Administrator(tmp_path)


def test_platform_add_connects_and_list_shows_it(administrator: Administrator) -> None:
    added = administrator.types(*ADD, "--deployment-id", "d1", HORNBOOK_PUBLIC_URL="https://tool.example.org")
    assert added.exit_code == 0, added.output
    assert "https://tool.example.org/lti/login" in added.output
    listed = administrator.types("platform", "list")
    assert listed.output == "1  https://lms.example.org  client c1  deployments d1\n"


def test_platform_add_twice_adds_a_deployment_and_changes_addresses(administrator: Administrator) -> None:
    administrator.types(*ADD, "--deployment-id", "d1")
    administrator.types(*ADD, "--deployment-id", "d2", "--token-url", "https://lms.example.org/other")
    (row,) = administrator.rows()
    assert row.token_url == "https://lms.example.org/other"
    assert "deployments d1, d2\n" in administrator.types("platform", "list").output


def test_without_a_deployment_each_is_taken_in(administrator: Administrator) -> None:
    administrator.types(*ADD)
    (row,) = administrator.rows()
    assert row.adopts_deployments
    assert "deployments any" in administrator.types("platform", "list").output


def test_naming_deployments_does_not_open_a_platform_for_others(administrator: Administrator) -> None:
    administrator.types(*ADD, "--deployment-id", "d1")
    administrator.types(*ADD)
    (row,) = administrator.rows()
    assert not row.adopts_deployments


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [
        ("--jwks-url", "http://lms.example.org/jwks", "https"),
        ("--jwks-url", "https://user@lms.example.org/jwks", "user name"),
        ("--auth-url", "javascript:alert(1)", "web address"),
        ("--issuer", "", "issuer"),
        ("--frame-origin", "https://lms.example.org/course", "frame origin"),
    ],
)
def test_an_unusable_value_is_refused_in_words(
    administrator: Administrator, option: str, value: str, word: str
) -> None:
    refused = administrator.types(*ADD, option, value)
    assert refused.exit_code == 2
    assert word in refused.output
    assert administrator.rows() == []


def test_a_private_lms_by_http_needs_to_be_allowed(administrator: Administrator) -> None:
    urls = (
        "--auth-url",
        "http://moodle:8080/a",
        "--token-url",
        "http://moodle:8080/t",
        "--jwks-url",
        "http://moodle:8080/j",
    )
    assert administrator.types(*ADD, *urls).exit_code == 2
    assert administrator.types(*ADD, *urls, "--allow-platform-host", "moodle:8080").exit_code == 0


def test_a_private_number_is_told_when_it_is_added_and_not_at_the_first_launch(administrator: Administrator) -> None:
    private = (*ADD, "--jwks-url", "https://192.168.1.5/jwks")
    assert "its address is not public" in administrator.types(*private).output
    assert administrator.rows() == []
    assert administrator.types(*private, "--allow-platform-host", "192.168.1.5:443").exit_code == 0


def test_a_removed_platform_stays_listed_and_can_come_back(administrator: Administrator) -> None:
    administrator.types(*ADD, "--deployment-id", "d1")
    assert administrator.types("platform", "remove", "1").exit_code == 0
    assert "(removed)" in administrator.types("platform", "list").output
    assert administrator.types("platform", "remove", "1").exit_code == 1
    administrator.types(*ADD)
    assert "(removed)" not in administrator.types("platform", "list").output


def test_an_invitation_is_printed_alone_and_kept_as_a_hash(administrator: Administrator, tmp_path: Path) -> None:
    invited = administrator.types("platform", "invite", "--public-url", "https://tool.example.org/")
    assert invited.exit_code == 0, invited.output
    match = re.fullmatch(r"https://tool\.example\.org/lti/register\?invitation=([\w-]{32})\n", invited.stdout)
    assert match is not None
    assert match.group(1).encode() not in (tmp_path / "hornbook.db").read_bytes()


def test_an_invitation_leads_to_the_address_that_the_tool_was_started_with(
    administrator: Administrator, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setattr(sys.modules["lti_app.cli.serve"], "_run", lambda *arguments: None)
    alone = "is reached from this machine alone"
    before = administrator.types("platform", "invite")
    assert before.stdout.startswith("http://127.0.0.1:8000/lti/register?")
    assert alone in before.stderr
    administrator.types("serve", f"--port={port}", "--public-url", "https://old.example.org")
    administrator.types("serve", f"--port={port}", "--public-url", "https://tool.example.org/lti-tool")
    after = administrator.types("platform", "invite")
    assert after.stdout.startswith("https://tool.example.org/lti-tool/lti/register?")
    assert alone not in after.stderr
    assert "https://tool.example.org/lti-tool/lti/login" in administrator.types(*ADD).output
    named = administrator.types("platform", "invite", HORNBOOK_PUBLIC_URL="https://other.example.org")
    assert named.stdout.startswith("https://other.example.org/lti/register?")


def test_keys_rotate_makes_a_new_key_and_says_how_long_the_old_one_stays(administrator: Administrator) -> None:
    first, second = administrator.types("keys", "rotate"), administrator.types("keys", "rotate")
    assert first.exit_code == second.exit_code == 0
    assert first.output.split()[2] != second.output.split()[2]
    assert "published until" in second.output


@pytest.mark.parametrize(
    "words", [("--database", "nonsense"), ("--database", "sqlite:////nowhere/at/all.db"), ("--public-url", "ftp://x")]
)
def test_a_setting_that_cannot_be_used_is_said_in_one_sentence(
    administrator: Administrator, words: tuple[str, str]
) -> None:
    refused = administrator.types("platform", "list", *words)
    assert refused.exit_code in (1, 2)
    assert "Traceback" not in refused.output
    assert words[1] in refused.output


def test_every_setting_has_a_flag_and_a_variable() -> None:
    shown = {
        option.name: option.envvar
        for option in main.commands["serve"].params
        if getattr(option, "envvar", None) is not None
    }
    assert shown == {
        "public_url": "HORNBOOK_PUBLIC_URL",
        "database": "HORNBOOK_DATABASE",
        "content": "HORNBOOK_CONTENT",
        "allowed_hosts": "HORNBOOK_ALLOW_PLATFORM_HOST",
        "host": "HORNBOOK_HOST",
        "port": "HORNBOOK_PORT",
        "workers": "HORNBOOK_WORKERS",
        "threads": "HORNBOOK_THREADS",
    }


@pytest.fixture
def port() -> Iterator[int]:
    """A port that nobody listens on, nor will."""
    with held_port() as port:
        yield port


@contextmanager
def serving(folder: Path, port: int, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`hornbook-lti serve` in an empty folder; its address."""
    command = [sys.executable, "-c", "from lti_app.entry import main; main()", "serve", "--port", str(port), *words]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HORNBOOK_")}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[3])
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(url + "/readyz", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < deadline
                time.sleep(0.1)
        yield url, process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def test_serve_needs_no_settings_and_leaves_only_its_database(port: int, tmp_path: Path) -> None:
    with serving(tmp_path, port) as (url, process):
        with urllib.request.urlopen(url + "/lti/jwks", timeout=10) as answer:
            (key,) = json.load(answer)["keys"]
        assert key["alg"] == "RS256"
    assert process.returncode == 0
    assert {path.name.split(".db")[0] for path in tmp_path.iterdir()} == {"hornbook"}


def test_a_folder_of_courses_that_is_not_there_is_told_at_the_start(
    administrator: Administrator, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setattr(sys.modules["lti_app.cli.serve"], "_run", lambda *arguments: None)
    told, serve = "no course can be chosen", ("serve", f"--port={port}", "--content")
    assert told in administrator.types(*serve, str(tmp_path / "gone")).stderr
    assert told not in administrator.types(*serve, str(tmp_path)).stderr


def test_a_port_that_is_taken_is_told_in_one_sentence_and_nothing_is_begun(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = Administrator(tmp_path).types("serve", "--port", str(port))
    assert refused.exit_code == 1
    assert f"cannot listen on 127.0.0.1, port {port}" in refused.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql+nodriver", "postgresql"])
def test_the_password_of_a_database_is_never_printed(administrator: Administrator, scheme: str) -> None:
    address = f"{scheme}://hornbook:oosecret@127.0.0.1:1/none"
    refused = administrator.types("platform", "list", "--database", address)
    assert refused.exit_code in (1, 2)
    assert "oosecret" not in refused.output
    assert "Traceback" not in refused.output


def test_deployments_are_rows_of_their_platform(administrator: Administrator) -> None:
    administrator.types(*ADD, "--deployment-id", "d1", "--deployment-id", "d2")
    database = Database(administrator.url)
    with database.reading() as session:
        found = list(session.scalars(select(Deployment.deployment_id).order_by(Deployment.id)))
    database.engine.dispose()
    assert found == ["d1", "d2"]
