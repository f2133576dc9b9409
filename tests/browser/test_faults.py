"""Nothing is lost: an LMS, a browser and a computer that fail in every way that a browser can act out.

Where the same row of the fault table is told elsewhere: no LMS, a late one and one behind frames in
`test_finding_the_lms.py`; a new attempt in `test_new_attempt.py`; two windows in `test_two_windows.py`; review, browse
and a forbidden `unload` in `test_session.py`. Random sequences of faults run in `player/tests/faults.test.ts`.
"""

from __future__ import annotations

import datetime
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import chromium
from tests.browser.conftest import Courses
from tests.browser.learner import Learner, Visit
from tests.browser.lms import Lms, Version

pytestmark = pytest.mark.browser

HOUR = 3_600_000
NOT_ANSWERING = "connection to your learning platform is lost"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BLOCKED = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('blocked', 'SecurityError'); },
});"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"""


def panel_says(visit: Visit, *words: str) -> None:
    """Open the status panel, wait for these words in it, and close it."""
    menu = visit.locate(".status-menu")
    menu.locator("summary").click()
    for each in words:
        expect(menu.locator(".menu-panel")).to_contain_text(each)
    menu.locator("summary").click()


def status(visit: Visit, word: str) -> None:
    """The word in the bar, as soon as the page has come to rest."""
    expect(visit.locate(".status-text")).to_have_text(word)


def answers(visit: Visit, option: str = "The Danube") -> None:
    """One question of the practice quiz."""
    visit.turns_to("first")
    visit.chooses("river", option)
    visit.checks("river")


def knows_the_answer(visit: Visit, result: str = "right") -> None:
    """The answer of `answers` is there."""
    visit.turns_to("first")
    expect(visit.locate("#river .verdict")).to_have_attribute("data-result", result)


def forgive(learner: Learner, *about: str) -> None:
    """The browser may complain about what the test has broken."""
    learner.problems[:] = [one for one in learner.problems if not any(word in one for word in about)]


@pytest.mark.parametrize("fault", ["throw", "false", "undefined", "empty", "number"])
def test_calls_that_go_wrong(learner: Learner, version: Version, fault: str) -> None:
    learner.context.clock.install()
    visit = learner.opens()
    visit.starts()
    status(visit, "Saved")
    panel_says(visit, "Everything you have done is saved.", "This browser keeps a copy of your work.")
    visit.lms_breaks(fault)
    answers(visit)
    expect(visit.locate(".banner-warning")).to_contain_text(NOT_ANSWERING)
    status(visit, "Not connected")
    panel_says(visit, NOT_ANSWERING, "For support:")
    # The course goes on meanwhile.
    visit.turns_to("second")
    visit.answers_exam()
    visit.hands_in()
    assert learner.grade == ""
    visit.lms_recovers()
    # At the latest a minute later it is tried again.
    learner.context.clock.run_for(60_000)
    status(visit, "Saved")
    expect(visit.locate(".banner-warning")).to_have_count(0)
    assert learner.grade == "100"
    visit.leaves()
    told = {one["id"] for one in learner.lms.attempt("playable").interactions}
    assert told == {"first/river", "second/maker", "second/shallower", "second/salt", "second/shore"}


def test_a_commit_that_hangs_for_five_seconds(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.lms_breaks("hang", "Commit")
    answers(visit)
    status(visit, "Not connected")
    visit.lms_recovers()
    status(visit, "Saved")
    visit.leaves()
    learner.forgets_this_browser()
    back = learner.opens()
    knows_the_answer(back)
    back.leaves()


def test_reading_that_goes_wrong_at_the_start_overwrites_nothing(learner: Learner, version: Version) -> None:
    first = learner.opens()
    answers(first)
    first.leaves()
    kept = learner.kept()
    learner.forgets_this_browser()
    learner.context.clock.install()
    visit = learner.opens(late=-1)
    # The API is there, and cannot answer questions yet.
    visit.lms_page.evaluate("misbehave('empty', ['GetValue']); makeApi()")
    learner.context.clock.run_for(1000)
    expect(visit.locate(".status-text")).to_have_text("Saving…")
    assert learner.kept() == kept
    visit.lms_recovers()
    learner.context.clock.run_for(4000)
    knows_the_answer(visit)
    visit.leaves()
    forgive(learner, "Initialize")
    learner.visits.remove(visit)


def test_an_lms_that_says_yes_and_stores_nothing(learner: Learner, version: Version) -> None:
    first = learner.opens()
    first.turns_to("second")
    first.chooses("maker", "Ice")
    first.settle()
    first.lms_breaks("lie", "SetValue", "Commit", "Terminate")
    answers(first)
    first.turns_to("second")
    first.answers_exam()
    first.hands_in()
    # It gives back something else than what it was told.
    status(first, "Not connected")
    expect(first.locate(".banner-warning")).to_contain_text("does not give them back")
    first.closes_unread()
    assert learner.grade == ""
    back = learner.opens()
    expect(back.locate("#shell_banners")).to_contain_text("restored from this browser")
    status(back, "Saved")
    expect(back.locate("#shell_banners")).to_contain_text("and is saved now")
    assert learner.grade == "100"
    knows_the_answer(back)
    back.leaves()


def test_a_session_that_has_expired(learner: Learner, lms: Lms, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    visit.locate("button.flip").click()
    visit.locate("button.rate-3").click()
    visit.settle()
    lms.logged_out = True
    answers(visit)
    visit.settle()
    visit.closes_unread()
    lms.logged_out = False
    learner.visits.remove(visit)
    back = learner.opens()
    knows_the_answer(back)
    status(back, "Saved")
    back.leaves()
    learner.forgets_this_browser()
    again = learner.opens()
    knows_the_answer(again)
    again.leaves()
    forgive(learner, "console error")


def test_an_lms_that_empties_the_storage_when_somebody_logs_in(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.locate(".display-menu summary").click()
    visit.locate(".display-menu input[value=dark]").check()
    visit.locate(".display-menu summary").click()
    answers(visit)
    visit.lms_breaks("false", "Commit", "Terminate")
    visit.chooses("carries", "Water", "Mud")
    assert visit.checks("carries") == "right"
    visit.chooses("uphill", "False")
    visit.settle()
    visit.dies()
    learner.comes_to_a_login()
    back = learner.opens()
    expect(back.locate("html")).to_have_attribute("data-theme", "dark")
    knows_the_answer(back)
    expect(back.locate("#carries .verdict")).to_have_attribute("data-result", "right")
    expect(back.locate("#uphill .option:has-text('False') input")).to_be_checked()
    status(back, "Saved")
    back.leaves()
    learner.forgets_this_browser()
    again = learner.opens()
    expect(again.locate("html")).not_to_have_attribute("data-theme", "dark")
    again.turns_to("first")
    expect(again.locate("#carries .verdict")).to_have_attribute("data-result", "right")
    again.leaves()


def test_a_session_that_has_expired_behind_an_api_that_says_yes(learner: Learner, lms: Lms, version: Version) -> None:
    learner.context.clock.install()
    visit = learner.opens()
    visit.starts()

    def beats() -> int:
        return sum(request.path.endswith("/assets/pulse.txt") for request in lms.requests)

    def later() -> None:
        before = beats()
        # In steps: a minute in one would use up the time that the server has to answer.
        while beats() == before:
            learner.context.clock.run_for(4_000)
            visit.locate("html").evaluate("() => fetch('/elsewhere').then((response) => response.text())")

    answers(visit, "The Sahara")
    later()
    status(visit, "Saved")
    lms.logged_out = True
    visit.lms_breaks("lie", "Commit", "Terminate")
    answers(visit)
    status(visit, "Saved")
    later()
    status(visit, "Not connected")
    expect(visit.locate(".banner-warning")).to_contain_text("has logged you out")
    lms.logged_out = False
    visit.lms_recovers()
    later()
    status(visit, "Saved")
    expect(visit.locate(".banner-warning")).to_have_count(0)
    visit.dies()
    learner.forgets_this_browser()
    back = learner.opens()
    knows_the_answer(back)
    back.leaves()


def test_a_tab_killed_right_after_an_answer(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    visit.starts()
    answers(visit)
    visit.crashes()
    back = learner.opens()
    back.is_at("#/first/try")
    knows_the_answer(back)
    status(back, "Saved")
    back.leaves()


def test_offline_for_an_hour(learner: Learner, version: Version) -> None:
    learner.context.clock.install()
    visit = learner.opens()
    visit.turns_to("second")
    visit.turns_to("first")
    learner.context.set_offline(True)
    answers(visit, "The Sahara")
    status(visit, "Not connected")
    learner.context.clock.fast_forward(HOUR)
    answers(visit)
    status(visit, "Not connected")
    # A lesson that was not read yet cannot come; it says so, and comes when it is asked for again.
    visit.locate('a.lesson-link[data-lesson="second"]').click()
    expect(visit.locate("article.failure")).to_contain_text("Nothing is lost")
    learner.context.set_offline(False)
    status(visit, "Saved")
    visit.locate("article.failure button").click()
    visit.chooses("maker", "Ice")
    visit.closes_unread()
    learner.lms.wait(lambda: visit.launch.saved_last, "the end")
    told = learner.lms.attempt("playable").interactions
    assert [(one["id"], one["result"]) for one in told] == [("first/river", "correct")]
    learner.forgets_this_browser()
    back = learner.opens()
    knows_the_answer(back)
    back.leaves()
    forgive(learner, "ERR_INTERNET_DISCONNECTED", "console error")
    learner.visits.remove(visit)


def test_two_devices_one_of_them_cut_off(learner: Learner, browser: Browser, lms: Lms, version: Version) -> None:
    here = learner.opens()
    here.turns_to("second")
    here.chooses("maker", "Ice")
    here.settle()
    here.lms_breaks("false")
    here.chooses("salt", "True")
    here.settle()
    here.dies()

    phone_context = chromium.prepared(browser.new_context())
    phone = Learner(phone_context, lms, "playable")
    there = phone.opens()
    expect(there.locate("#maker .option:has-text('Ice') input")).to_be_checked()
    expect(there.locate("#salt .option:has-text('True') input")).not_to_be_checked()
    answers(there)
    there.turns_to("second")
    there.writes("shore", "reeds")
    there.leaves()
    phone.check()
    phone_context.close()

    back = learner.opens()
    back.turns_to("second")
    expect(back.locate("#maker .option:has-text('Ice') input")).to_be_checked()
    expect(back.locate("#salt .option:has-text('True') input")).to_be_checked()
    expect(back.locate("#shore input")).to_have_value("reeds")
    knows_the_answer(back)
    status(back, "Saved")
    back.leaves()


def test_back_from_the_memory_of_the_browser(learner: Learner, version: Version) -> None:
    visit = learner.opens()
    answers(visit)
    # The events of a page that a browser keeps in memory while another one is shown, and brings back.
    visit.content.evaluate("""() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      setTimeout(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    }""")
    # It is loaded anew. This LMS opens no second session on one page: the course says so, and can be used.
    expect(visit.locate("#shell_banners")).to_contain_text("refused to open this course")
    status(visit, "Not connected")
    visit.turns_to("first")
    visit.chooses("carries", "Water", "Mud")
    assert visit.checks("carries") == "right"
    visit.page.close()
    assert visit.count("Terminate") == 1
    learner.visits.remove(visit)

    again = learner.opens()
    knows_the_answer(again)
    again.leaves()


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps(learner: Learner, version: Version, days: int) -> None:
    learner.context.clock.install()
    visit = learner.opens()
    visit.starts()
    visit.locate("button.flip").click()
    visit.locate("button.rate-3").click()
    visit.settle()
    learner.context.clock.set_system_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days))
    visit.locate("button.flip").click()
    visit.locate("button.rate-3").click()
    answers(visit)
    visit.settle()
    visit.leaves()
    spent = visit.given()["cmi.core.session_time" if version == "scorm12" else "cmi.session_time"]
    # Minutes at most: times are taken from a clock that nobody sets.
    assert spent.startswith(("00:0", "0000:0", "PT")), spent
    assert "H" not in spent, spent
    back = learner.opens()
    knows_the_answer(back)
    back.leaves()


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_storage_that_keeps_nothing(learner: Learner, version: Version, script: str) -> None:
    learner.context.add_init_script(script)
    visit = learner.opens()
    visit.starts()
    answers(visit)
    status(visit, "Saved")
    panel_says(visit, "This browser keeps no copy of your work")
    visit.lms_breaks("false")
    visit.chooses("carries", "Water")
    visit.checks("carries")
    status(visit, "Not saved")
    expect(visit.locate(".banner-warning")).to_contain_text("your last answers are only here")
    visit.lms_recovers()
    status(visit, "Saved")
    visit.leaves()
    back = learner.opens()
    knows_the_answer(back)
    expect(back.locate("#carries .verdict")).to_have_attribute("data-result", "partly")
    back.leaves()


def check(text: str) -> str:
    """The checksum that a state ends with."""
    number = zlib.crc32(text.encode())
    return "".join(ALPHABET[number >> shift & 63] for shift in range(30, -1, -6))


def cut(state: str) -> str:
    return state[:-10]


def altered(state: str) -> str:
    return f"{state[:20]}{'a' if state[20] != 'a' else 'b'}{state[21:]}"


def of_another_package(state: str) -> str:
    body = f"{state[:9]}AAAA{state[13:-7]}"
    return f"{body}.{check(body)}"


def of_a_newer_player(state: str) -> str:
    body = f"9{state[1:-7]}"
    return f"{body}.{check(body)}"


SPOILT = [
    (cut, "could not be read"),
    (altered, "could not be read"),
    (of_another_package, "belong to another course"),
    (of_a_newer_player, "by a newer version"),
]


@pytest.mark.parametrize(("spoil", "words"), SPOILT)
def test_a_state_that_is_spoilt(learner: Learner, version: Version, spoil: Callable[[str], str], words: str) -> None:
    first = learner.opens()
    answers(first)
    first.settle()
    first.leaves()
    attempt = learner.lms.attempt("playable")
    attempt.cmi["suspend_data"] = spoil(attempt.suspend_data)
    # This browser has a copy, and the text still names it.
    here = learner.opens()
    knows_the_answer(here)
    status(here, "Saved")
    here.leaves()

    attempt.cmi["suspend_data"] = spoil(attempt.suspend_data)
    learner.forgets_this_browser()
    there = learner.opens()
    expect(there.locate("#shell_banners")).to_contain_text(words)
    there.turns_to("first")
    expect(there.locate("#river .verdict")).to_be_hidden()
    there.locate(".banner button:has-text('Dismiss')").click()
    expect(there.locate(".banner")).to_have_count(0)
    answers(there, "The Sahara")
    there.leaves()


def test_a_state_that_was_emptied_is_offered_from_this_browser(learner: Learner, version: Version) -> None:
    first = learner.opens()
    answers(first)
    first.settle()
    first.leaves()
    learner.lms.attempt("playable").cmi["suspend_data"] = ""
    back = learner.opens()
    back.locate(".banner button:has-text('Bring my earlier work here')").click()
    knows_the_answer(back)
    back.leaves()


def test_a_course_that_its_author_has_changed(
    learner: Learner, lms: Lms, courses: Courses, repository: Path, tmp_path: Path, version: Version
) -> None:
    # One folder with its lock file, built twice.
    folder = shutil.copytree(repository / "tests/courses/playable", tmp_path / "course")
    lms.add("playable", courses.built(folder, version), version)
    first = learner.opens()
    answers(first)
    first.turns_to("second")
    first.chooses("maker", "Ice")
    first.writes("shore", "reeds")
    first.leaves()
    kept = lms.attempt("playable").cmi

    def revise(text: str) -> str:
        """One question goes, one comes, and the text around them is another."""
        text = text.replace("3. A salt lake has no way out. {#salt}\n   - [x] true\n   - [ ] false\n", "")
        text = text.replace(
            '::: quiz "Check yourself" {#exam attempts=2}\n',
            '::: quiz "Check yourself" {#exam attempts=2}\n0. Is water wet? {#wet}\n   - [x] true\n   - [ ] false\n\n',
        )
        return text.replace("A river begins", "Every river begins")

    for path in folder.glob("*.md"):
        path.write_text(revise(path.read_text("utf-8")), "utf-8")
    lms.add("playable", courses.built(folder, version), version)
    lms.attempt("playable").cmi = kept
    back = learner.opens()
    back.turns_to("second")
    expect(back.locate("#salt")).to_have_count(0)
    expect(back.locate("#wet input").first).not_to_be_checked()
    expect(back.locate("#maker .option:has-text('Ice') input")).to_be_checked()
    expect(back.locate("#shore input")).to_have_value("reeds")
    knows_the_answer(back)
    back.leaves()


def test_a_key_that_its_author_has_corrected(
    learner: Learner, lms: Lms, courses: Courses, repository: Path, tmp_path: Path, version: Version
) -> None:
    folder = shutil.copytree(repository / "tests/courses/playable", tmp_path / "course")
    lms.add("playable", courses.built(folder, version), version)
    first = learner.opens()
    first.turns_to("second")
    first.chooses("maker", "Beavers")
    first.chooses("shallower", "Fish")
    first.chooses("salt", "True")
    first.writes("shore", "reeds")
    first.hands_in()
    first.leaves()
    assert learner.grade == "40"
    kept = lms.attempt("playable").cmi

    lesson = folder / "second.md"
    text = lesson.read_text("utf-8").replace("- [x] Ice", "- [ ] Ice").replace("- [ ] Beavers", "- [x] Beavers")
    for remark, grade in (("", "40"), (" remark", "60")):
        lesson.write_text(text.replace("{#maker}", f"{{#maker{remark}}}"), "utf-8")
        lms.add("playable", courses.built(folder, version), version)
        lms.attempt("playable").cmi = kept
        back = learner.opens()
        back.turns_to("second")
        expect(back.locate("#maker .verdict")).to_be_visible()
        back.leaves()
        assert learner.grade == grade
        kept = lms.attempt("playable").cmi
    told = {one["id"]: one["result"] for one in learner.lms.attempt("playable").interactions}
    assert told["second/maker"] == "correct"


def test_another_learner_at_the_same_computer(learner: Learner, version: Version) -> None:
    first = learner.opens()
    answers(first)
    first.settle()
    first.lms_breaks("false")
    first.turns_to("second")
    first.chooses("maker", "Ice")
    first.settle()
    first.dies()
    learner.lms.begins_anew("playable")
    other = learner.opens(learner="noor")
    expect(other.locate(".banner")).to_have_count(0)
    other.turns_to("first")
    expect(other.locate("#river .verdict")).to_be_hidden()
    other.turns_to("second")
    expect(other.locate("#maker .option:has-text('Ice') input")).not_to_be_checked()
    other.leaves()
