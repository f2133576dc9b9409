"""How fast the LTI tool acknowledges answers: 32 learners, one answer a second each, 2 workers on SQLite.

    python -m benchmarks.lti_answers [seconds]

Every acknowledged answer is on the disk: each is one committed transaction. The tool runs as `hornbook-lti serve` does;
learners and tool share this machine. The same is measured while the LMS takes grades and while it is down: half of the
learners hand in during the run, so that scores go out (or wait) beside the answers. Targets: median under 10 ms, 95 of
100 under 50 ms.
"""

from __future__ import annotations

import http.client
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lti_app.demo.lms import StandInLms
from lti_app.demo.school import Person
from tests.lti_app.circle import running_lms
from tests.lti_app.serving import ServedTool, served_tool
from tests.lti_app.visitor import Visitor

LEARNERS = 32
QUESTIONS = 10


def _course(folder: Path) -> Path:
    """A course with one exam."""
    course = folder / "content" / "speed"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text("id: speed\ntitle: Speed\nchapters:\n  - lessons: [one.md]\n")
    questions = "\n".join(
        f"{n}. Which of these is number {n}? {{#q-{n}}}\n"
        + "".join(f"   - [{'x' if k == n % 4 else ' '}] answer {k} of {n}\n" for k in range(4))
        for n in range(1, QUESTIONS + 1)
    )
    (course / "one.md").write_text(f"---\ntitle: One\n---\n\n::: quiz {{#exam mode=exam shuffle}}\n{questions}\n:::\n")
    return folder / "content"


class Learner:
    """A learner's page: one connection that stays open, one answer at a time."""

    def __init__(self, tool: ServedTool, lms: StandInLms, person: str, link: Any) -> None:
        visitor = Visitor(lms)
        page = visitor.launch(person, link)
        parts = urlsplit(page.url)
        self.path = parts.path
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.http.cookies)
        self.headers = {"Cookie": cookies, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        self.http = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        data = json.loads(page.text.split('id="hornbook-course">')[1].split("</script>")[0])
        self.slot = data["lessons"][0]["blocks"][0]["slot"]
        self.attempt = self._post(f"api/quizzes/{self.slot}/attempts", {})["attempt"]
        self.sequence = 0
        self.times: list[float] = []
        self.person = person

    def _post(self, rest: str, body: Any) -> Any:
        try:
            answer, text = self._ask(rest, body)
        except (http.client.HTTPException, OSError):
            # The tool closes connections on which nobody speaks for some seconds; a browser opens another one.
            self.http.close()
            answer, text = self._ask(rest, body)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {text[:200]!r}")
        return json.loads(text)

    def _ask(self, rest: str, body: Any) -> tuple[http.client.HTTPResponse, bytes]:
        self.http.request("POST", self.path + rest, json.dumps(body), self.headers)
        answer = self.http.getresponse()
        return answer, answer.read()

    def answer(self) -> None:
        """One answer, and how long until it was acknowledged."""
        self.sequence += 1
        question = self.attempt["questions"][self.sequence % QUESTIONS]
        keys = [part.split('"')[0] for part in question["html"].split('data-key="')[1:]]
        chosen = int(random.choice(keys), 36)
        body = {
            "client": "benchmark",
            "answers": [{"question": question["slot"], "sequence": self.sequence, "answer": {"keys": [chosen]}}],
        }
        began = time.perf_counter()
        receipts = self._post(f"api/attempts/{self.attempt['id']}/answers", body)["receipts"]
        self.times.append(time.perf_counter() - began)
        if receipts[0]["late"]:
            raise RuntimeError("late")

    def work(self, seconds: float, hands_in: bool) -> None:
        """One answer a second, not all learners in the same instant."""
        start = time.perf_counter() + random.random()
        handing = random.uniform(0.3, 0.7) * seconds
        for second in range(int(seconds)):
            time.sleep(max(0.0, start + second - time.perf_counter()))
            self.answer()
            if hands_in and second >= handing:
                hands_in = False
                self._post(f"api/attempts/{self.attempt['id']}/hand-in", {})
                self.attempt = self._post(f"api/quizzes/{self.slot}/attempts", {})["attempt"]
                self.sequence = 0


def measure(learners: list[Learner], seconds: float) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds, and how many answers were acknowledged."""
    for learner in learners:
        learner.times.clear()
    threads = [
        threading.Thread(target=learner.work, args=(seconds, number % 2 == 0))
        for number, learner in enumerate(learners)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(1000 * value for learner in learners for value in learner.times)
    return statistics.median(times), times[int(len(times) * 0.95)], len(times)


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder, running_lms() as lms:
        for number in range(LEARNERS - len(lms.school.learners())):
            person = Person(f"learner-{number}", "Learner", str(number))
            lms.school.people[person.id] = person
        with served_tool(lms, Path(folder), content=_course(Path(folder))) as tool:
            custom = {"hornbook_course": "speed", "hornbook_lesson": "one", "hornbook_block": "exam"}
            link = lms.add_link("Speed", client=tool.registration.client_id, points=100, custom=custom)
            people = [person.id for person in lms.school.learners()][:LEARNERS]
            learners = [Learner(tool, lms, person, link) for person in people]
            for what, down in (("LMS up", False), ("LMS down", True)):
                lms.down = down
                median, late, count = measure(learners, seconds)
                print(
                    f"{what}: {len(learners)} learners, {count} answers acknowledged: "
                    f"median {median:.1f} ms, p95 {late:.1f} ms"
                )


if __name__ == "__main__":
    main()
