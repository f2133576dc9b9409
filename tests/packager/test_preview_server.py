"""The preview's server: this machine only, read only, no folder, fresh answers, news as they come."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateSyntaxError

from hornbook.course import Lesson
from hornbook.files import File
from hornbook.media import CourseFolder
from hornbook.profile import Profile
from packager.preview import PreviewError, serve
from packager.preview.feed import Feed
from packager.preview.server import PreviewServer
from packager.preview.site import Site
from packager.preview.whole import Rendering
from tests.packager.preview_host import FLOUR, HEAT, Preview, write_course


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with Preview(write_course(tmp_path / "bread")) as running:
        running.wait_for(lambda: fetch(running, "/course/scorm12/index.html")[0] == 200)
        yield running


def fetch(
    preview: Preview, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers with small letters, body."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=60)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class Events:
    """An open stream of news."""

    def __init__(self, preview: Preview) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=60)
        self.connection.request("GET", "/_preview/events")
        self.answer = self.connection.getresponse()

    def next(self) -> dict[str, Any]:
        """The next view, signs of life and steps left out."""
        while True:
            name, news = self.next_event()
            if not name:
                return news

    def next_step(self, file: str, pages: int) -> dict[str, Any]:
        """The next step that is about a file while so many pages are made; no view comes before it."""
        while True:
            name, step = self.next_event()
            assert name == "step"
            if (step["file"], step["pages"]) == (file, pages):
                return step

    def next_event(self) -> tuple[str, dict[str, Any]]:
        """The next event: its name, "" for a view, and what it says."""
        name = ""
        while True:
            line = self.answer.readline()
            assert line, "The stream has ended."
            if line.startswith(b"event: "):
                name = line.removeprefix(b"event: ").strip().decode()
            if line.startswith(b"data: "):
                return name, json.loads(line.removeprefix(b"data: "))

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@pytest.fixture
def events(preview: Preview) -> Iterator[Events]:
    stream = Events(preview)
    yield stream
    stream.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_requests_that_name_this_machine_are_answered(preview: Preview, host: str) -> None:
    status, _, body = fetch(preview, "/", headers={"Host": host})
    assert (status, b"What the LMS is told" in body) == (200, True)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "127.0.0.1@evil.example", "", "0.0.0.0",
     "127.0.0.1:8000:1", "[::2]"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/course/scorm12/index.html", "/_preview/events"])
def test_requests_that_name_another_machine_are_refused(preview: Preview, host: str, path: str) -> None:
    status, _, body = fetch(preview, path, headers={"Host": host})
    assert (status, body) == (403, b"403 Forbidden\n")


def test_a_request_without_a_host_or_with_two_is_refused(preview: Preview) -> None:
    for hosts in ("", "Host: localhost\r\nHost: localhost\r\n"):
        with socket.create_connection(("127.0.0.1", preview.port), 5) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 403 ")


def test_other_sites_may_link_here_and_nothing_else(preview: Preview) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert fetch(preview, "/_preview/events", headers={**foreign, "Sec-Fetch-Mode": "cors"})[0] == 403
    assert fetch(preview, "/course/scorm12/index.html", headers={**foreign, "Sec-Fetch-Mode": "no-cors"})[0] == 403
    assert fetch(preview, "/", headers={**foreign, "Sec-Fetch-Mode": "navigate"})[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_reading_is_allowed(preview: Preview, method: str) -> None:
    status, headers, _ = fetch(preview, "/", method)
    assert (status, headers["allow"]) == (405, "GET, HEAD")


def test_head_tells_the_same_without_the_body(preview: Preview) -> None:
    whole = fetch(preview, "/course/scorm12/index.html")
    head = fetch(preview, "/course/scorm12/index.html", "HEAD")
    assert (head[0], head[2]) == (200, b"")
    assert head[1]["content-length"] == str(len(whole[2])) == whole[1]["content-length"]


@pytest.mark.parametrize(
    "path",
    ["/course", "/course/", "/course/scorm12", "/course/scorm12/", "/course/scorm12/course.yaml", "/course.yaml",
     "/course/scorm12/../../course.yaml", "/course/scorm12/%2e%2e/course.yaml", "/course/scorm12/..%5ccourse.yaml",
     "/course/scorm12//etc/passwd", "/course/other/index.html", "/_preview/", "/_preview/../page/index.html",
     "/_preview/%2e%2e/page/index.html", "/_preview/preview.js/", "/course/scorm12/index.html%00"],
)  # fmt: skip
def test_nothing_but_rendered_files_is_served(preview: Preview, path: str) -> None:
    assert fetch(preview, path)[::2] == (404, b"404 Not Found\n")


def test_what_is_no_address_is_refused_without_a_traceback(preview: Preview, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), 10) as connection:
        connection.sendall(b"GET http://[x HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/_preview/preview.js", "text/javascript; charset=utf-8"),
        ("/_preview/preview.css", "text/css; charset=utf-8"),
        ("/_preview/icon.svg", "image/svg+xml"),
        ("/_preview/events", "text/event-stream; charset=utf-8"),
        ("/course/scorm12/index.html", "text/html; charset=utf-8"),
        ("/course/web/lesson-heat.html", "text/html; charset=utf-8"),
        ("/course/scorm2004-4th/assets/player.js", "text/javascript; charset=utf-8"),
        ("/course/scorm12/assets/player.css", "text/css; charset=utf-8"),
    ],
)
def test_every_answer_is_typed_and_never_stored(preview: Preview, path: str, kind: str) -> None:
    status, headers, _ = fetch(preview, path, "HEAD")
    assert (status, headers["content-type"], headers["cache-control"]) == (200, kind, "no-store")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_outer_page_runs_only_its_own_script(preview: Preview) -> None:
    _, headers, body = fetch(preview, "/")
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert re.findall(rb"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|https?://", body) == []


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-3", 206, 0, 3),
        ("bytes=5-", 206, 5, None),
        ("bytes=-4", 206, -4, None),
        ("bytes=9999999-", 200, 0, None),
        ("bytes=3-1", 200, 0, None),
        ("bytes=-0", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("lines=0-1", 200, 0, None),
    ],
)
def test_parts_of_a_file_can_be_asked_for(
    preview: Preview, wanted: str, status: int, first: int, last: int | None
) -> None:
    path = "/course/scorm12/assets/player.css"
    whole = fetch(preview, path)[2]
    got, headers, body = fetch(preview, path, headers={"Range": wanted})
    assert (got, body) == (status, whole[first:] if last is None else whole[first : last + 1])
    if status == 206:
        start = whole.index(body) if first >= 0 else len(whole) + first
        assert headers["content-range"] == f"bytes {start}-{start + len(body) - 1}/{len(whole)}"


def test_targets_differ_in_what_the_page_is_made_for(preview: Preview) -> None:
    homes = {
        target: re.findall(rb'data-home="(\w+)"', fetch(preview, f"/course/{target}/index.html")[2])
        for target in ("scorm12", "scorm2004-3rd", "scorm2004-4th", "web")
    }
    assert homes == {
        "scorm12": [b"scorm12"],
        "scorm2004-3rd": [b"scorm2004"],
        "scorm2004-4th": [b"scorm2004"],
        "web": [b"web"],
    }


def test_a_page_is_told_what_there_is_and_then_what_changed(preview: Preview, events: Events) -> None:
    first = events.next()
    assert first["course"]["id"] == "bread"
    assert [target["name"] for target in first["targets"]] == ["scorm12", "scorm2004-3rd", "scorm2004-4th", "web"]
    assert first["problems"] == []

    preview.write("heat.md", HEAT.replace("a crust", "a brown crust"))

    second = events.next()
    assert (second["before"], second["changed"]) == (first["build"], ["lesson-heat.html"])
    assert second["build"] != first["build"]
    assert b"a brown crust" in fetch(preview, "/course/scorm12/lesson-heat.html")[2]
    preview.wait_until_said(r"^\d\d:\d\d:\d\d  changed: lesson-heat\.html$")


def test_an_error_is_told_with_its_place_and_the_last_good_version_stays(preview: Preview, events: Events) -> None:
    good = events.next()
    page = fetch(preview, "/course/scorm12/lesson-flour.html")[2]

    preview.write("flour.md", FLOUR.replace("::: quiz", "::: quizz"))

    news = events.next()
    (problem,) = [found for found in news["problems"] if found["severity"] == "error"]
    assert (problem["path"], problem["line"], problem["column"]) == ("flour.md", 7, 5)
    assert problem["excerpt"].startswith("::: quizz")
    assert "quiz" in problem["hint"]
    assert (news["build"], news["changed"]) == (good["build"], [])
    assert fetch(preview, "/course/scorm12/lesson-flour.html")[2] == page
    preview.wait_until_said(r"^flour\.md:7:5: error: .*\[.+\]$")

    preview.write("flour.md", FLOUR)

    mended = events.next()
    assert (mended["problems"], mended["build"]) == ([], good["build"])
    preview.wait_until_said("no problems$")


def test_a_course_with_an_error_from_the_start_appears_when_it_is_mended(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "bread")
    (folder / "heat.md").unlink()
    with Preview(folder) as preview:
        preview.wait_until_said(r"^course\.yaml:7:\d+: error: ")
        stream = Events(preview)
        assert stream.next()["build"] == ""
        assert fetch(preview, "/course/scorm12/index.html")[0] == 404
        preview.write("heat.md", HEAT)
        assert stream.next()["build"] != ""
        stream.close()
        assert fetch(preview, "/course/scorm12/index.html")[0] == 200


def test_a_file_that_went_while_it_was_read_is_a_problem_until_it_is_back(tmp_path: Path) -> None:
    missing = [True]

    class WithoutPlayer(Rendering):
        def files(
            self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]
        ) -> Sequence[File]:
            if missing:
                raise FileNotFoundError(2, "No such file or directory", "player.js")
            return super().files(folder, profile, before_each)

    with Preview(write_course(tmp_path), rendering=WithoutPlayer()) as preview:
        preview.wait_until_said(r"^player\.js: error: It cannot be read: .* \[file-unreadable\]$")
        stream = Events(preview)
        assert stream.next()["build"] == ""
        missing.clear()
        preview.write("heat.md", HEAT + "\nMore.\n")
        assert stream.next()["build"] != ""
        stream.close()


def test_a_broken_template_is_a_problem_with_its_line(tmp_path: Path) -> None:
    class Broken(Rendering):
        def files(
            self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]
        ) -> Sequence[File]:
            raise TemplateSyntaxError("unexpected end", 7, name="lesson.html")

    view = Site(write_course(tmp_path), "web", Broken()).refresh()
    assert [(str(problem.span), problem.code) for problem in view.problems] == [("lesson.html:7:1", "template")]


def test_how_far_a_long_reading_is_is_told_while_what_was_shown_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Rendering):
        def files(
            self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]
        ) -> Sequence[File]:
            for lesson in folder.course.lessons:
                before_each(lesson)
            assert go_on.wait(60)
            return super().files(folder, profile, lambda lesson: None)

    # However long it takes, it is read here; no step of the first reading is told, and all of the second.
    monkeypatch.setattr("packager.preview.site.PATIENCE", 1000)
    monkeypatch.setattr("packager.preview.serving._BETWEEN_STEPS", 1000)
    go_on = threading.Event()
    go_on.set()
    with Preview(write_course(tmp_path), rendering=Slow()) as preview:
        stream = Events(preview)
        assert stream.next_event()[0] == ""
        go_on.clear()
        monkeypatch.setattr("packager.preview.serving._BETWEEN_STEPS", -1)
        # What nobody knows the meaning of: all is read, and the author waits.
        preview.write("notes.txt", "Notes")
        assert stream.next_step("heat.md", pages=2) == {"file": "heat.md", "read": 2, "made": 1, "pages": 2}
        assert fetch(preview, "/course/scorm12/lesson-heat.html")[0] == 200
        go_on.set()
        assert stream.next_step("", pages=0) == {"file": "", "read": 0, "made": 0, "pages": 0}
        stream.close()


def test_streams_of_pages_that_went_are_cleaned_up(tmp_path: Path) -> None:
    site, feed = Site(write_course(tmp_path), "scorm12"), Feed(heartbeat=0.02)
    server = PreviewServer("127.0.0.1", 0, site, feed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    before = set(threading.enumerate())
    sockets = []
    for _ in range(20):
        connection = socket.create_connection(("127.0.0.1", server.server_address[1]), 5)
        connection.sendall(b"GET /_preview/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(10)
        sockets.append(connection)
    streams = set(threading.enumerate()) - before
    assert len(streams) == 20
    for connection in sockets:
        connection.close()
    for stream in streams:
        stream.join(60)
    assert not any(stream.is_alive() for stream in streams)
    server.end()
    thread.join()


def test_ending_does_not_wait_for_open_pages(tmp_path: Path) -> None:
    preview = Preview(write_course(tmp_path))
    with preview:
        stream = Events(preview)
        stream.next()
        idle = socket.create_connection(("127.0.0.1", preview.port), 5)
    assert stream.answer.read().strip() == b""
    idle.close()
    stream.close()


def test_at_the_end_nothing_is_read_any_more(tmp_path: Path) -> None:
    class Slow(Rendering):
        def files(
            self, folder: CourseFolder, profile: Profile, before_each: Callable[[Lesson], None]
        ) -> Sequence[File]:
            begun.set()
            time.sleep(0.5)
            return super().files(folder, profile, before_each)

    begun = threading.Event()
    with Preview(write_course(tmp_path), rendering=Slow()):
        assert begun.wait(60)
    assert "preview reader" not in {thread.name for thread in threading.enumerate()}


def test_a_taken_port_gives_the_next_one_and_says_so(tmp_path: Path) -> None:
    folder = write_course(tmp_path)
    with Preview(folder) as first, Preview(folder, port=first.port) as second:
        second.wait_until_said(rf"^Port {first.port} is taken, so this is port {second.port}\.$")
        assert first.port < second.port < first.port + 20


def test_twenty_taken_ports_end_it_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packager.preview.serving.PORTS", 1)
    folder = write_course(tmp_path)
    with Preview(folder) as first, pytest.raises(PreviewError, match=f"Port {first.port} is taken"):
        serve(folder, port=first.port, open_browser=False, announce=print)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"host": "0.0.0.0"}, "this machine only"),
        ({"host": "example.org"}, "this machine only"),
        ({"target": "scorm13"}, "no target"),
        ({"course": Path("nowhere")}, "There is no folder nowhere"),
    ],
)
def test_what_cannot_be_served_is_refused_at_once(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    course = options.pop("course", None) or write_course(tmp_path)
    with pytest.raises(PreviewError, match=message):
        serve(course, announce=print, open_browser=False, **options)


def test_the_server_itself_listens_on_no_other_address(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        PreviewServer("0.0.0.0", 0, Site(tmp_path, "web"), Feed())


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path, repository: Path) -> None:
    script = """
import _thread, sys, threading
from pathlib import Path
from packager.preview import serve

def announce(line):
    print(line, flush=True)
    if "Ctrl-C" in line:
        threading.Timer(0.5, _thread.interrupt_main).start()

serve(Path(sys.argv[1]), port=0, open_browser=False, announce=announce)
"""
    command = [sys.executable, "-c", script, str(write_course(tmp_path))]
    ended = subprocess.run(
        command, cwd=repository, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Preview of ")
    assert ended.stdout.endswith("The preview has ended.\n")
