"""How much a course asks of LMS and network: few calls, few requests, little script, nothing from elsewhere."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Courses
from tests.browser.learner import Learner
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser

MOST_CALLS_ON_OPEN = 12
MOST_REQUESTS = 6
MOST_BYTES = 60 * 1024
MEDIA = (".svg", ".png", ".jpg", ".webp", ".avif", ".mp3", ".mp4", ".vtt")


def long_course(folder: Path, lessons: int) -> Path:
    """A course of so many lessons, each with a graded quiz of five questions."""
    folder.mkdir()
    names = [f"lesson-{number}" for number in range(1, lessons + 1)]
    listed = "\n".join(f"  - {name}.md" for name in names)
    (folder / "course.yaml").write_text(
        f"id: long\ntitle: A long course\nlang: en\nchapters:\n- title: All\n  lessons:\n{listed}\n", "utf-8"
    )
    questions = "\n\n".join(f"{n}. Question {n}? {{#q{n}}}\n   - [x] right\n   - [ ] wrong" for n in range(1, 6))
    for name in names:
        (folder / f"{name}.md").write_text(
            f"---\nid: {name}\ntitle: {name}\n---\n\nSome text.\n\n::: quiz {{#check}}\n{questions}\n:::\n", "utf-8"
        )
    return folder


def test_opening_takes_few_calls(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    assert len(visit.calls) <= MOST_CALLS_ON_OPEN
    visit.leaves()


def test_opening_a_long_course_takes_as_few(
    learner: Learner, lms: Lms, courses: Courses, tmp_path: Path, version: Version
) -> None:
    short = learner.opens()
    calls = [call.name for call in short.calls]
    short.leaves()
    lms.add("playable", courses.built(long_course(tmp_path / "long", 60), version), version)
    visit = learner.opens()
    assert [call.name for call in visit.calls] == calls
    assert len(calls) <= MOST_CALLS_ON_OPEN
    visit.turns_to("lesson-60")
    visit.chooses("q3", "right")
    visit.closes()
    # Coming back to much data asks no more either.
    back = learner.opens()
    back.is_at("#/lesson-60/check")
    assert len(back.calls) <= MOST_CALLS_ON_OPEN
    back.leaves()


def test_opening_after_a_failure_takes_as_few(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.turns_to("first")
    visit.locate("button.flip").click()
    visit.locate("button.rate-3").click()
    visit.settle()
    visit.lms_breaks("false")
    visit.knows_all_cards()
    visit.answers_practice()
    visit.turns_to("second")
    visit.answers_exam()
    visit.hands_in()
    visit.dies()

    back = learner.opens()
    expect(back.locate("#shell_banners")).to_contain_text("restored from this browser")
    opening = back.calls
    assert len(opening) <= MOST_CALLS_ON_OPEN, [call.name for call in opening]
    # The answers are in the LMS already; what is told about them follows by itself.
    assert [call.kind for call in opening].count("Commit") == 1
    assert back.values("cmi.suspend_data")
    answered = {f"first/{name}" for name in ("river", "carries", "uphill", "end")}
    answered |= {f"second/{name}" for name in ("maker", "shallower", "salt", "shore")}

    def told() -> set[str]:
        return {one["id"] for one in learner.lms.attempt("playable").interactions}

    learner.lms.wait(lambda: told() == answered | {"first/words"}, "every answer")
    assert learner.grade == "100"
    expect(back.locate(".status-menu")).to_have_attribute("data-saving", "saved")
    expect(back.locate("#shell_banners")).to_contain_text("and is saved now")
    assert back.count("Commit") == 2
    back.leaves()


def test_one_commit_an_answer(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.reads_all()
    # The first thing done in a quiz or a deck may carry the news of what was read before.
    visit.chooses("river", "The Danube")
    assert visit.commits_for(lambda: visit.checks("river")) == 1
    visit.chooses("carries", "Water")
    assert visit.commits_for(lambda: visit.checks("carries")) == 1
    visit.chooses("carries", "Water", "Mud")
    assert visit.commits_for(lambda: visit.checks("carries")) == 1
    visit.locate("button.flip").click()
    assert visit.commits_for(lambda: visit.locate("button.rate-3").click()) == 1
    visit.locate("button.flip").click()
    assert visit.commits_for(lambda: visit.locate("button.rate-1").click()) == 1
    visit.turns_to("second")
    visit.chooses("maker", "Ice")
    assert visit.commits_for(lambda: visit.chooses("maker", "Wind")) == 1
    before = visit.count("Commit")
    visit.writes("shore", "reed")
    # Where the field is left only after a pause, as on a slow machine, the words are noted by then and saved soon.
    heard = visit.launch
    learner.lms.wait(lambda: sum(call.kind == "Commit" for call in heard.calls) > before, "what was written")
    visit.settle()
    assert visit.count("Commit") - before == 1
    # Handing in tells four answers, score and status at once.
    assert visit.commits_for(visit.hands_in) == 1
    visit.leaves()


def test_a_lesson_needs_few_requests(learner: Learner, lms: Lms, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    # The script of cards comes after the page.
    expect(visit.locate("button.flip")).to_be_visible()
    opened = [request.path for request in lms.requests if request.path.startswith("/course/")]
    assert [path for path in opened if path.endswith(MEDIA)] == []
    assert len(opened) <= MOST_REQUESTS
    before = len(lms.requests)
    visit.turns_to("second")
    later = [request.path for request in lms.requests[before:] if request.path.startswith("/course/")]
    assert later == ["/course/playable/lesson-second.html"]
    visit.leaves()


def test_a_lesson_comes_before_it_is_wanted(learner: Learner, lms: Lms, version: Version) -> None:
    """The first beside its cover, the next where the way on is seen; neither is asked for twice."""

    def asked_for(lesson: str) -> int:
        return sum(request.path.endswith(f"/lesson-{lesson}.html") for request in lms.requests)

    visit = learner.opens()
    lms.wait(lambda: asked_for("first") == 1, "the first lesson")
    visit.starts()
    assert asked_for("second") == 0
    visit.locate(".pager").scroll_into_view_if_needed()
    lms.wait(lambda: asked_for("second") == 1, "the next lesson")
    visit.turns_to("second")
    assert (asked_for("first"), asked_for("second")) == (1, 1)
    visit.leaves()


def test_the_lesson_read_last_is_asked_for_before_the_player_has_come(
    learner: Learner, lms: Lms, version: Version
) -> None:
    visit = learner.opens()
    visit.turns_to("second")
    visit.leaves()
    learner.context.route("**/assets/player.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    learner.opens(ready=False)
    lms.wait(lambda: any(request.path.endswith("/lesson-second.html") for request in lms.requests), "the lesson")


def test_script_and_style_are_small(courses: Courses, version: Version) -> None:
    package = courses.package("playable", version)
    size = sum(len(gzip.compress(package[f"assets/player.{kind}"], 9)) for kind in ("js", "css"))
    assert size <= MOST_BYTES


def test_a_lesson_that_does_not_arrive_is_asked_for_again(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.page.route("**/lesson-second.html", lambda route: route.abort())
    visit.locate('a.lesson-link[data-lesson="second"]').click()
    expect(visit.locate("article.failure")).to_be_visible()
    visit.page.unroute("**/lesson-second.html")
    visit.locate("article.failure button").click()
    expect(visit.locate('main[data-lesson="second"]')).to_be_visible()
    visit.leaves()
    learner.problems[:] = [problem for problem in learner.problems if "net::ERR_FAILED" not in problem]
