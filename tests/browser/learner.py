"""A learner at a browser: what one does in a course, in words of the page."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Frame,
    FrameLocator,
    Locator,
    Page,
    Response,
    expect,
)

from hornbook.interface import interface_strings
from tests import hostile
from tests.browser.lms import Call, Launch, Lms, call_of
from tests.browser.strict import Judge

STRINGS = interface_strings("en")
"""The words of the player."""

REPORT_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => {
  console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""

SHOWN = """() => {
  const wanted = location.hash.split('/')[1] ?? '';
  const shown = document.querySelector('#shell_main')?.dataset.lesson ?? '';
  return shown === decodeURIComponent(wanted) || document.querySelector('.failure') !== null;
}"""
"""Whether the page shows what its address names: a lesson comes later than the player."""

SETTLED = """() => new Promise((done) => {
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
})"""


def wait_until_alive(place: Page | Frame | FrameLocator, *more: str) -> None:
    """Until all blocks of the lesson that is shown have come to life and are laid out: from then on what is read is
    followed, and nothing moves by itself; with `"[data-late]"` until no block waits for a part of the player either."""
    expect(place.locator(", ".join((".asleep", ".far", *more)))).to_have_count(0)


def watch(context: BrowserContext, origins: tuple[str, ...]) -> list[str]:
    """A list that fills with everything a page should not do: errors and warnings in the console, exceptions,
    violated policies, failed answers, and requests to others than `origins`."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            problems.append(f"console {message.type}: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 400:
            problems.append(f"answer {response.status}: {response.url}")

    context.add_init_script(REPORT_VIOLATIONS)
    context.on("console", on_console)
    context.on("weberror", lambda error: problems.append(f"exception: {error.error}"))
    context.on("response", on_response)
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith((*origins, "data:", "blob:")) else problems.append(f"outside: {request.url}")
        ),
    )
    return problems


FORGET_THE_SECOND_COPY = """() => new Promise((done) => {
  const opening = indexedDB.open('hornbook');
  // None was there: none is made.
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = done;
  opening.onsuccess = () => {
    const copy = opening.result;
    const emptying = copy.transaction('hornbook', 'readwrite');
    emptying.objectStore('hornbook').clear();
    emptying.oncomplete = () => (copy.close(), done());
  };
})"""


class Learner:
    """One learner with one browser; the course is opened as often as wanted."""

    def __init__(self, context: BrowserContext, lms: Lms, activity: str) -> None:
        self.context = context
        self.lms = lms
        self.activity = activity
        self.visits: list[Visit] = []
        self.problems = watch(context, (lms.origin, lms.elsewhere))

    def opens(self, *, ready: bool = True, fragment: str = "", **launch: Any) -> Visit:
        """Open the course from the LMS (`launch` as in `Lms.launch`) and wait until the player runs."""
        prepared = self.lms.launch(self.activity, fragment=fragment, **launch)
        page = self.context.new_page()
        page.goto(prepared.url)
        window = page
        if prepared.options["popup"]:
            with page.expect_popup() as opened:
                page.get_by_role("button", name="Enter").click()
            window = opened.value
        visit = Visit(self, prepared, page, window)
        self.visits.append(visit)
        if ready:
            visit.wait_until_ready()
        return visit

    @property
    def grade(self) -> str:
        """What the gradebook shows."""
        return self.lms.attempt(self.activity).score

    @property
    def status(self) -> str:
        """What the LMS holds as status."""
        return self.lms.attempt(self.activity).status

    def kept(self) -> dict[str, Any]:
        """All that the LMS holds, apart from time."""
        attempt = self.lms.attempt(self.activity)
        return {
            "status": attempt.status,
            "score": attempt.score,
            "location": attempt.location,
            "state": attempt.suspend_data,
            "interactions": attempt.interactions,
        }

    def forgets_this_browser(self) -> None:
        """Another device, or all browsing data deleted."""
        page = self.context.new_page()
        page.goto(f"{self.lms.origin}/elsewhere")
        page.evaluate("localStorage.clear()")
        page.evaluate(FORGET_THE_SECOND_COPY)
        page.close()

    def comes_to_a_login(self) -> None:
        """An LMS that empties the storage of its pages whenever somebody logs in, as Moodle does."""
        page = self.context.new_page()
        page.goto(f"{self.lms.origin}/elsewhere")
        page.evaluate("localStorage.clear()")
        page.close()

    def check(self) -> None:
        """Fail on anything that a browser or a strict LMS complains about."""
        faults = [fault for visit in self.visits for fault in visit.faults()]
        # Told in full: assertions of this module are not rewritten by pytest.
        assert not self.problems, self.problems
        assert not faults, faults


class Visit:
    """One opening of the course: `lms_page` is the LMS's, `page` the window that the course stands in."""

    def __init__(self, learner: Learner, launch: Launch, lms_page: Page, page: Page) -> None:
        self.learner = learner
        self.launch = launch
        self.lms_page = lms_page
        self.page = page

    # --- the window ---------------------------------------------------------------------------------------

    @property
    def content(self) -> Frame:
        """The frame in which the course runs."""
        found = self._contents()
        assert len(found) == 1, [frame.url for frame in self.page.frames]
        return found[0]

    def _contents(self) -> list[Frame]:
        return [frame for frame in self.page.frames if urlsplit(frame.url).path.startswith("/course/")]

    def wait_until_ready(self) -> None:
        """Until the player runs and shows the page that the address names, or says why it cannot."""
        while not self._contents():
            self.page.wait_for_event("framenavigated")
        self.locate("html.scripted .status-text:not(:empty)").wait_for(state="attached")
        self.content.wait_for_function(SHOWN)
        self._wait_until_alive()

    def _wait_until_alive(self) -> None:
        wait_until_alive(self.content)
        self.settle()

    def settle(self) -> None:
        """Until what the last event has caused is done: its own tasks, a picture drawn, the places watched."""
        self.content.evaluate(SETTLED)

    def locate(self, selector: str) -> Locator:
        """Something in the course."""
        return self.content.locator(selector)

    def is_at(self, place: str) -> None:
        """Wait until the address says that the learner is there: `#/lesson/block`, or what begins so."""
        self.content.wait_for_function("place => location.hash.startsWith(place)", arg=place)

    def is_at_the_cover(self) -> None:
        """Nothing was resumed."""
        expect(self.locate("[data-start]")).to_be_visible()
        assert self.content.evaluate("location.hash") == ""

    # --- what is done ---------------------------------------------------------------------------------------

    def starts(self) -> None:
        """Press Start (or Continue) on the cover."""
        self.locate("[data-start]").click()
        expect(self.locate("article.lesson")).to_be_visible()
        self._wait_until_alive()

    def turns_to(self, lesson: str) -> None:
        """Go to a lesson by the table of contents."""
        link = self.locate(f'a.lesson-link[data-lesson="{lesson}"]')
        if not link.is_visible():
            self.locate(".contents-toggle").click()
        link.click()
        expect(self.locate(f'main[data-lesson="{lesson}"]')).to_be_visible()
        self._wait_until_alive()

    def chooses(self, question: str, *options: str) -> None:
        """Choose options of a question by their words; others are let go."""
        boxes = self.locate(f"#{question} .option")
        expect(boxes.first).to_be_visible()
        found = {box.locator(".option-text").inner_text(): box.locator("input") for box in boxes.all()}
        assert found.keys() >= set(options), found.keys()
        for words, chosen in found.items():
            if words in options:
                chosen.check()
            elif chosen.get_attribute("type") == "checkbox":
                chosen.uncheck()

    def writes(self, question: str, text: str) -> None:
        """Type an answer and leave the field."""
        field = self.locate(f"#{question} .short-answer input")
        field.fill(text)
        field.blur()

    def checks(self, question: str) -> str:
        """Have a practice question marked; the verdict."""
        self.locate(f"#{question} button.check").click()
        verdict = self.locate(f"#{question} .verdict")
        expect(verdict).to_be_visible()
        # What marks typed answers comes when somebody types.
        expect(verdict).not_to_have_text(STRINGS["marking-soon"])
        return str(verdict.get_attribute("data-result"))

    def answers_practice(self) -> None:
        """Everything right in the practice quiz of the first lesson."""
        self.chooses("river", "The Danube")
        assert self.checks("river") == "right"
        self.chooses("carries", "Water", "Mud")
        assert self.checks("carries") == "right"
        self.chooses("uphill", "False")
        assert self.checks("uphill") == "right"
        self.writes("end", "the  MOUTH ".replace("the ", ""))
        assert self.checks("end") == "right"

    def answers_exam(self, *, right: bool = True, words: tuple[str, str] = ("True", "False")) -> None:
        """Everything right, or everything wrong, in the exam of the second lesson: 5 points; `words` are those of the
        page for true and false."""
        self.chooses("maker", "Ice" if right else "Wind")
        self.chooses("shallower", *(("Sand", "Mud") if right else ("Fish",)))
        self.chooses("salt", words[0] if right else words[1])
        self.writes("shore", "reeds" if right else "palms")

    def hands_in(self) -> None:
        """Hand the exam in, and say yes."""
        self.locate("button.hand-in").click()
        self.locate("dialog.confirm button.primary").click()
        expect(self.locate(".quiz-result")).to_be_visible()
        self.settle()

    def knows_all_cards(self) -> None:
        """Turn every card over and say that it was known, session after session."""
        for session in range(10):
            if session and not self.locate(".deck-more").count():
                break
            if session:
                self.locate(".deck-more").first.click()
            # The script of cards comes after the page, and a card after the one before.
            shown = self.locate("button.flip, .deck-end").filter(visible=True).first
            expect(shown).to_be_visible()
            while self.locate("button.flip").is_visible():
                self.locate("button.flip").click()
                # The first press lets the session come; where the answer is typed, it goes to the line for it.
                expect(self.locate("button.rate-3")).to_be_attached()
                if self.locate("button.flip").is_visible():
                    self.locate("button.flip").click()
                self.locate("button.rate-3").click()
                expect(shown).to_be_visible()
        expect(self.locate(".deck-end")).to_be_visible()

    def waits_for_parts(self) -> None:
        """Until no block waits for a part of the player any more."""
        wait_until_alive(self.content, "[data-late]")

    def reads_all(self) -> None:
        """Read every block of the lesson to its end."""
        for end in self.locate(".block-end").all():
            # What is behind a closed gate has no end to be seen.
            if end.evaluate("end => end.getClientRects().length > 0"):
                end.scroll_into_view_if_needed()
            self.settle()

    def finishes(self, *, right: bool = True) -> None:
        """Do everything that the course asks for, from wherever one is."""
        self.turns_to("first")
        self.reads_all()
        self.knows_all_cards()
        self.answers_practice()
        self.turns_to("second")
        self.reads_all()
        self.answers_exam(right=right)
        self.hands_in()

    # --- faults of the LMS ---------------------------------------------------------------------------------------

    def lms_breaks(self, fault: str, *calls: str) -> None:
        """From now on these calls (names of SCORM 2004; none = all) go wrong: see `misbehave` in `lms.js`."""
        self.lms_page.evaluate("([fault, calls]) => misbehave(fault, calls)", [fault, list(calls)])

    def lms_recovers(self) -> None:
        """The LMS answers again."""
        self.lms_breaks("")

    # --- ways to leave --------------------------------------------------------------------------------------

    def leaves(self) -> None:
        """Press Leave in the course, then close the tab."""
        self.locate("button.leave").first.click()
        if self.page is self.lms_page:
            expect(self.locate("article.left")).to_be_visible()
        self._wait_until_left()
        self.lms_page.close()

    def closes(self) -> None:
        """Close the tab or the window, as a user does: with all that pages do at their end."""
        self._close()
        self._wait_until_left()

    def _close(self) -> None:
        hostile.let_end(self.page)
        with self.page.expect_event("close"):
            self.page.close(run_before_unload=True)

    def goes_elsewhere(self) -> None:
        """Open another page in the same tab."""
        self.page.goto(f"{self.learner.lms.origin}/elsewhere")
        self._wait_until_left()

    def dies(self) -> None:
        """The browser is gone: nobody hears a last word."""
        self._keep_record()
        self.page.close()

    def crashes(self) -> None:
        """The process behind the tab is killed, and the tab closed then."""
        self._keep_record()
        with self.page.expect_event("crash"), contextlib.suppress(Error):
            self.page.goto("chrome://crash")
        self.page.close()

    def closes_unread(self) -> None:
        """Close a tab in which the course told the LMS nothing."""
        self._keep_record()
        self._close()

    def reloads(self) -> Visit:
        """Load the LMS's page again; the new visit."""
        self.page.reload()
        self._wait_until_left()
        again = Visit(self.learner, self.learner.lms.launches[-1], self.lms_page, self.page)
        self.learner.visits.append(again)
        again.wait_until_ready()
        return again

    def _wait_until_left(self) -> None:
        self.learner.lms.wait(lambda: self.launch.left, f"Terminate; it heard {self.launch.calls[-6:]}")

    # --- what the LMS was told ------------------------------------------------------------------------------

    def _keep_record(self) -> None:
        self.launch.hear(0, self._live())

    def _live(self) -> list[Call]:
        return [call_of(told) for told in self.lms_page.evaluate("calls")]

    @property
    def calls(self) -> list[Call]:
        """Everything that the course has called so far."""
        return self.launch.calls if self.lms_page.is_closed() or self.launch.left else self._live()

    def values(self, element: str) -> list[str]:
        """Every value that an element was given, in order."""
        return [call.values[1] for call in self.calls if call.kind == "SetValue" and call.values[0] == element]

    def given(self) -> dict[str, str]:
        """The last value of every element that was set."""
        return {call.values[0]: call.values[1] for call in self.calls if call.kind == "SetValue"}

    def count(self, kind: str) -> int:
        """How often a function was called, by its name in SCORM 2004."""
        return sum(call.kind == kind for call in self.calls)

    def commits_for(self, event: Callable[[], Any]) -> int:
        """How many commits an event causes."""
        self.settle()
        before = self.count("Commit")
        event()
        self.settle()
        return self.count("Commit") - before

    def faults(self) -> list[str]:
        """What a strict LMS would refuse."""
        known = len(self.launch.options["cmi"]["interactions"])
        judge = Judge(self.launch.attempt.version, self.launch.mode, known)
        return [f"visit {self.launch.number}, {fault}" for fault in judge.follow(self.calls)]
