"""A browser without scripts: keeps cookies, follows redirects, and sends the forms of a launch."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import requests

from lti_app.demo.lms import StandInLms, Ticket
from lti_app.demo.messages import login_parameters
from lti_app.demo.school import Link


@dataclass
class Form:
    """Where a form goes, and what it sends without anybody typing."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class _FirstForm(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(values.get("action", ""))
        if tag == "input" and self.form is not None and values.get("name"):
            self.form.fields[values["name"]] = values.get("value", "")


def first_form(page: str) -> Form:
    """The first form of a page; AssertionError where there is none."""
    parser = _FirstForm()
    parser.feed(page)
    assert parser.form is not None, page
    return parser.form


class _Browser(requests.Session):
    """Takes and sends Secure cookies on 127.0.0.1 and localhost, as browsers do: they hold these for safe."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        answer = super().send(request, **options)
        for cookie in self.cookies:
            cookie.secure = False
        return answer


class Visitor:
    """One browser of one person."""

    def __init__(self, lms: StandInLms) -> None:
        self.lms = lms
        self.http = _Browser()

    def begin(self, person: str, link: Link | None = None, **options: Any) -> Ticket:
        """Click on an activity (or, without one, on "add an activity"): the LMS begins a launch."""
        ticket = self.lms.begin(person, link, **options)
        self.http.get(f"{self.lms.url}/launch/{ticket.id}", timeout=10)
        return ticket

    def log_in(self, ticket: Ticket, **changes: str) -> requests.Response:
        """Send the login request to the tool; its answer, redirects not followed."""
        parameters = {**login_parameters(self.lms, ticket), **changes}
        login = self.lms.tools[ticket.client].login_url
        return self.http.post(login, data=parameters, allow_redirects=False, timeout=20)

    def authorize(self, login: requests.Response) -> Form:
        """Follow the tool to the LMS: the form with `id_token` and `state`."""
        assert login.is_redirect, login.text
        return first_form(self.http.get(login.headers["Location"], timeout=20).text)

    def send(self, form: Form) -> requests.Response:
        """Send a form; its answer, redirects not followed."""
        return self.http.post(form.action, data=form.fields, allow_redirects=False, timeout=20)

    def launch(self, person: str, link: Link | None = None, **options: Any) -> requests.Response:
        """The whole way, up to the page that the tool shows."""
        ticket = self.begin(person, link, **options)
        answer = self.send(self.authorize(self.log_in(ticket)))
        if answer.is_redirect:
            answer = self.http.get(requests.compat.urljoin(answer.url, answer.headers["Location"]), timeout=20)
        return answer
