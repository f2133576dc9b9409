"""A small LMS on loopback: npm scorm-again as its runtime, launches and stored data as Moodle has them.

The course is played in a frame of the LMS's page (or deeper, or in a window of its own). At a new launch the data
of the last one come back, with the entry and the mode that Moodle 4.5 gives:

- 1.2: the data always come back; `entry` is `resume` after exit `suspend`, else empty;
- 2004: only after exit `suspend`, else the attempt begins anew;
- 1.2: an attempt that ends without any status is `completed`, even in a preview;
- after a finished attempt (1.2: passed, completed or failed; 2004: completed) the mode is `review`.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

Version = Literal["scorm12", "scorm2004-4th"]
Mode = Literal["", "normal", "review", "browse"]

HERE = Path(__file__).parent
SCORM_AGAIN = HERE.parent.parent / "player/node_modules/scorm-again/dist"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "text/xml",
}

LOGIN = b"<!doctype html><title>Log in</title>"

STYLE = (
    "html,body{margin:0;height:100%}iframe{display:block;width:100%;height:100%;border:0}"
    "body{overflow:hidden}button{margin:2rem}"
)


class Call(NamedTuple):
    """One call of the course; `error` is the LMS's code after it, `injected` where a test made it go wrong."""

    name: str
    values: tuple[Any, ...]
    answer: Any
    error: str

    @property
    def kind(self) -> str:
        """Its name in SCORM 2004, for both versions."""
        return {"LMSFinish": "Terminate"}.get(self.name, self.name.removeprefix("LMS"))


@dataclass
class Attempt:
    """What the LMS keeps of one learner in one activity."""

    version: Version
    cmi: dict[str, Any] = field(default_factory=dict)
    commits: int = 0

    @property
    def core(self) -> dict[str, Any]:
        """Where status, score and the like stand."""
        found: dict[str, Any] = self.cmi.get("core", {}) if self.version == "scorm12" else self.cmi
        return found

    @property
    def status(self) -> str:
        """`lesson_status` in 1.2; `completion_status success_status` in 2004."""
        if self.version == "scorm12":
            return str(self.core.get("lesson_status") or "not attempted")
        return f"{self.core.get('completion_status') or 'unknown'} {self.core.get('success_status') or 'unknown'}"

    @property
    def score(self) -> str:
        """`score.raw`, '' when none was sent."""
        return str(self.core.get("score", {}).get("raw") or "")

    @property
    def location(self) -> str:
        """The bookmark."""
        return str(self.core.get("lesson_location" if self.version == "scorm12" else "location") or "")

    @property
    def suspend_data(self) -> str:
        """The state of the course."""
        return str(self.cmi.get("suspend_data") or "")

    @property
    def interactions(self) -> list[dict[str, Any]]:
        """The answers that were told."""
        kept = self.cmi.get("interactions") or {}
        listed = kept.get("childArray", kept) if isinstance(kept, dict) else kept
        return list(listed.values()) if isinstance(listed, dict) else list(listed)

    @property
    def finished(self) -> bool:
        """Whether Moodle would open it for review."""
        if self.version == "scorm12":
            return self.status in ("passed", "completed", "failed")
        return self.status.startswith("completed")

    def opened(self, mode: Mode, learner: str = "mina") -> dict[str, Any]:
        """The data model at a launch."""
        mode = mode or ("review" if self.finished else "normal")
        suspended = self.core.get("exit") == "suspend"
        credit = "credit" if mode == "normal" else "no-credit"
        old = self.cmi
        if self.version == "scorm12":
            core = {key: self.core.get(key) or "" for key in ("lesson_location", "score")}
            status = self.core.get("lesson_status") or "not attempted"
            entry = "ab-initio" if not old else ("resume" if suspended else "")
            core |= {"student_id": learner, "student_name": "Mina Lee", "credit": credit, "lesson_mode": mode}
            core |= {"lesson_status": status, "entry": entry, "total_time": "0000:00:00"}
            return {"core": core, "suspend_data": self.suspend_data, "interactions": self.interactions}
        kept = ("completion_status", "success_status", "location", "suspend_data", "score", "progress_measure")
        data = {key: old[key] for key in kept if old.get(key)} if suspended else {}
        entry = "resume" if suspended else "ab-initio"
        return data | {
            "learner_id": learner,
            "learner_name": "Mina Lee",
            "credit": credit,
            "mode": mode,
            "entry": entry,
            "interactions": self.interactions if suspended else [],
        }


@dataclass
class Launch:
    """One opening of an activity; `url` is the LMS's page."""

    number: int
    activity: str
    attempt: Attempt
    url: str
    options: dict[str, Any]
    served: bool = False
    """Its page has been shown."""
    saved_last: bool = False
    """The data of the end have arrived."""
    heard: dict[int, Call] = field(default_factory=dict)
    """The calls by their number."""

    @property
    def calls(self) -> list[Call]:
        """What the course has called, as far as the server has heard."""
        return [self.heard[number] for number in sorted(self.heard)]

    @property
    def mode(self) -> str:
        """The mode in which the course was opened."""
        cmi = self.options["cmi"]
        return str(cmi["mode"] if "mode" in cmi else cmi["core"]["lesson_mode"])

    def hear(self, first: int, calls: list[Call]) -> None:
        """Take some calls, numbered from `first`; beacons may overtake one another."""
        self.heard.update(enumerate(calls, first))

    @property
    def left(self) -> bool:
        """Whether the course has ended its session, and all of it is known here."""
        whole = set(self.heard) == set(range(len(self.heard)))
        return self.saved_last and whole and any(call.kind == "Terminate" for call in self.calls)


class Request(NamedTuple):
    """A request that the server answered."""

    path: str
    status: int


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes away in the middle of a request is what many tests are about.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Lms:
    """The server; one for the whole run, with activities as its memory."""

    def __init__(self) -> None:
        self.logged_out = False
        """The session of the browser has expired: what it sends is answered with the login page."""
        self.headers: dict[str, str] = {}
        self.sends_parts = True
        """Of files, where a browser asks for them: so it goes to a moment in a recording."""
        """Headers sent with everything."""
        self.requests: list[Request] = []
        self.launches: list[Launch] = []
        self._packages: dict[str, Mapping[str, bytes]] = {}
        self._attempts: dict[str, Attempt] = {}
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close the server."""
        self._server.shutdown()
        self._server.server_close()

    def forget(self) -> None:
        """What a test has set up; launches stay, since a course that is closed may still call."""
        self.headers = {}
        self.sends_parts = True
        self.logged_out = False
        self.requests = []
        self._packages = {}
        self._attempts = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def origin(self) -> str:
        """The LMS as a browser writes it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def elsewhere(self) -> str:
        """The same server under another origin."""
        return f"http://localhost:{self.port}"

    def add(self, activity: str, package: Mapping[str, bytes], version: Version) -> None:
        """Upload a package; what an activity of that name held is forgotten."""
        self._packages[activity] = package
        self._attempts[activity] = Attempt(version)

    def attempt(self, activity: str) -> Attempt:
        """What the gradebook holds."""
        return self._attempts[activity]

    def begins_anew(self, activity: str) -> None:
        """The next opening is a new attempt: nothing of the last one comes back."""
        self._attempts[activity] = Attempt(self._attempts[activity].version)

    def launch(
        self,
        activity: str,
        *,
        mode: Mode = "",
        late: int = 0,
        between: tuple[str, ...] = (),
        popup: bool = False,
        refused: tuple[str, ...] = (),
        fragment: str = "",
        learner: str = "mina",
    ) -> Launch:
        """Prepare an opening: `late` milliseconds until the API appears (-1 = never), `between` the origins of the
        frames between LMS and course, `popup` a window of its own, `refused` calls that the LMS answers with false,
        `fragment` what follows the course's address, `learner` who is logged in."""
        number = len(self.launches) + 1
        attempt = self._attempts[activity]
        content = f"{self.origin}/course/{activity}/index.html{fragment}"
        for depth, origin in reversed(list(enumerate(between))):
            content, path = f"{origin}/between/{number}/{depth}", content
            self._packages[f"between-{number}-{depth}"] = {"page": _frame(path).encode()}
        options = {
            "api": "API" if attempt.version == "scorm12" else "API_1484_11",
            "content": content,
            "commit": f"/commit/{number}",
            "record": f"/record/{number}",
            "late": late,
            "popup": popup,
            "refused": list(refused),
            "cmi": attempt.opened(mode, learner),
        }
        launch = Launch(number, activity, attempt, f"{self.origin}/launch/{number}", options)
        self.launches.append(launch)
        return launch

    def _opened(self, launch: Launch) -> Launch:
        """The launch itself; where its page is loaded again, a new one of the same kind with the data of now."""
        if not launch.served:
            launch.served = True
            return launch
        again = replace(launch, number=len(self.launches) + 1, saved_last=False, heard={})
        again.options = launch.options | {
            "commit": f"/commit/{again.number}",
            "record": f"/record/{again.number}",
            "cmi": launch.attempt.opened(""),
        }
        self.launches.append(again)
        return again

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Until `condition` holds: it is looked at whenever a course has told something."""
        end = time.monotonic() + seconds
        with self._changed:
            while not condition():
                left = end - time.monotonic()
                assert left > 0, f"The LMS waited {seconds} seconds in vain: {what}"
                self._changed.wait(left)

    def page(self, path: str) -> tuple[str, bytes] | None:
        """Type and content of what stands at a path; None where nothing does."""
        match path.strip("/").split("/", 2):
            case ["launch", number]:
                launch = self._opened(self.launches[int(number) - 1])
                script = "scorm12" if launch.attempt.version == "scorm12" else "scorm2004"
                return TYPES[".html"], _launch_page(launch, script).encode()
            case ["scorm-again", name] if name in ("scorm12.min.js", "scorm2004.min.js"):
                return TYPES[".js"], (SCORM_AGAIN / name).read_bytes()
            case ["elsewhere"]:
                return TYPES[".html"], b'<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">'
            case ["lms.js"]:
                return TYPES[".js"], (HERE / "lms.js").read_bytes()
            case ["between", number, depth]:
                return TYPES[".html"], self._packages[f"between-{number}-{depth}"]["page"]
            case ["course", activity, name] if name in self._packages.get(activity, {}):
                kind = TYPES.get(Path(name).suffix, "application/octet-stream")
                return kind, self._packages[activity][name]
        return None

    def told(self, path: str, body: bytes) -> bool:
        """Take what a launched course has to say."""
        what, _, number = path.strip("/").partition("/")
        if what not in ("commit", "record") or not number.isdigit():
            return False
        launch = self.launches[int(number) - 1]
        news = json.loads(body)
        with self._changed:
            if what == "commit":
                launch.attempt.cmi = news["cmi"]
                launch.attempt.commits += 1
                launch.saved_last = news["last"]
                if launch.saved_last and launch.attempt.status == "not attempted":
                    launch.attempt.core["lesson_status"] = "completed"
            else:
                launch.hear(news["first"], [call_of(one) for one in news["calls"]])
            self._changed.notify_all()
        return True


def call_of(told: dict[str, Any]) -> Call:
    """A call as `lms.js` tells it."""
    return Call(told["name"], tuple(told["values"]), told.get("answer"), told["error"])


def _launch_page(launch: Launch, script: str) -> str:
    options = json.dumps(launch.options).replace("<", "\\u003c")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>LMS</title><link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        f'<script type="application/json" id="launch">{options}</script>'
        f'<script src="/scorm-again/{script}.min.js"></script><script src="/lms.js"></script></body></html>'
    )


def _frame(content: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Frame</title>'
        f'<link rel="icon" href="data:,"><style>{STYLE}</style></head>'
        f'<body><iframe src="{content}" title="Inside"></iframe></body></html>'
    )


def _handler(lms: Lms) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            found = lms.page(path)
            if lms.logged_out and path.startswith("/course/"):
                self._answer(HTTPStatus.OK, TYPES[".html"], LOGIN)
            elif found is None:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"nothing here")
            else:
                self._answer(HTTPStatus.OK, *found)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if lms.logged_out:
                self._answer(HTTPStatus.OK, TYPES[".html"], LOGIN)
                return
            known = lms.told(self.path, body)
            status = HTTPStatus.OK if known else HTTPStatus.NOT_FOUND
            self._answer(status, "application/json", b'{"result":true,"errorCode":0}')

        def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
            lms.requests.append(Request(self.path, status))
            headers = {"Content-Type": kind}
            wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if wanted and status == HTTPStatus.OK and lms.sends_parts:
                first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
                status = HTTPStatus.PARTIAL_CONTENT
                headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
                content = content[first : last + 1]
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(content))} | lms.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: pytest shows what failed."""

    return Handler
