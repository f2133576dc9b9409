"""What the tool counts; the page /metrics shows it."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

LOGINS = Counter("hornbook_logins_total", "Logins that an LMS began and the tool sent on")
LAUNCHES = Counter("hornbook_launches_total", "Launches that were accepted", ["message", "way"])
REFUSALS = Counter("hornbook_refusals_total", "Logins, launches and registrations that were refused", ["reason"])
LAUNCH_SECONDS = Histogram(
    "hornbook_launch_seconds",
    "Time from a posted launch to its answer",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
KEY_FETCHES = Counter("hornbook_key_fetches_total", "Key sets asked of platforms", ["outcome"])
REGISTRATIONS = Counter("hornbook_registrations_total", "Platforms connected by a registration link")
TOKEN_FETCHES = Counter("hornbook_token_fetches_total", "Access tokens asked of platforms", ["outcome"])
DELIVERY_SECONDS = Histogram(
    "hornbook_grade_delivery_seconds",
    "Time from a change of a score until the LMS has acknowledged it",
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600),
)
DELIVERY_FAILURES = Counter(
    "hornbook_grade_delivery_failures_total", "Tries of a grade that the LMS did not acknowledge", ["problem"]
)
