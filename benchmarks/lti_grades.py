"""What it costs to deliver a score: the tool's own processor time, and how soon a class is served after an outage.

The worker runs in this process, the platform (the stand-in LMS under gunicorn, which keeps connections open as real
ones do) in another one. In the same run: what one signature with a parsed key of 2048 bits costs, which is the floor of
whoever asks for a token for every score.

    python -m benchmarks.lti_grades --scores 2000
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import jwt
import requests
from sqlalchemy import func, insert, select

from lti_app.demo.keys import new_key
from lti_app.lti.clock import now
from lti_app.lti.connector import Connector, key_of
from lti_app.lti.guard import Guard
from lti_app.lti.http import PlatformSession
from lti_app.lti.keys import ensure_key
from lti_app.services.outbox import Outbox
from lti_app.services.worker import Worker
from lti_app.storage.database import Database
from lti_app.storage.migrate import upgrade
from lti_app.storage.models import (
    AccessToken,
    Context,
    Deployment,
    GradeDelivery,
    Person,
    Platform,
    ResourceLink,
    Score,
)

PORT = 18431
#: Milliseconds of processor time for a score; the target.
TARGET = 2.0


@contextlib.contextmanager
def platform(learners: int, delay: float) -> Iterator[str]:
    """A platform that takes scores of that many learners, each after `delay` seconds."""
    program = f"benchmarks.platform_for_grades:application({learners}, {delay})"
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--threads", "32"]
    process = subprocess.Popen(
        [*command, "--keep-alive", "30", "--log-level", "error", program], stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{PORT}"
    try:
        for _ in range(200):
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{url}/mod/lti/certs.php", timeout=5)
                break
            time.sleep(0.05)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def prepare(database: Database, url: str, scores: int) -> None:
    """A class with a score each, all due now."""
    moment = now()
    with database.writing() as session:
        ensure_key(session)
        row = Platform(
            issuer=url,
            client_id="c",
            family="moodle",
            auth_url=url,
            token_url=f"{url}/mod/lti/token.php",
            jwks_url=url,
            created_at=moment,
        )
        session.add(row)
        session.flush()
        deployment = Deployment(platform_id=row.id, deployment_id="1")
        session.add(deployment)
        session.flush()
        scope = "https://purl.imsglobal.org/spec/lti-ags/scope/"
        context = Context(deployment_id=deployment.id, lti_id="7", scopes=[scope + "score", scope + "lineitem"])
        session.add(context)
        session.flush()
        item = f"{url}/mod/lti/services.php/7/lineitems/1/lineitem?type_id=1"
        link = ResourceLink(context_id=context.id, lti_id="1", line_item_url=item, course="c")
        session.add(link)
        session.flush()
        ids = range(1, scores + 1)
        session.execute(insert(Person), [{"id": n, "platform_id": row.id, "sub": str(n)} for n in ids])
        session.execute(
            insert(Score),
            [
                {
                    "id": n,
                    "resource_link_id": link.id,
                    "person_id": n,
                    "earned": Fraction(n % 101, 100),
                    "version": 1,
                    "updated_at": moment,
                    "submitted_at": moment,
                }
                for n in ids
            ],
        )
        session.execute(
            insert(GradeDelivery),
            [
                {
                    "score_id": n,
                    "platform_id": row.id,
                    "state": "waiting",
                    "next_try_at": moment,
                    "waiting_since": moment,
                }
                for n in ids
            ],
        )


def processor_seconds() -> float:
    """What this process has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(scores: int, delay: float, senders: int) -> tuple[float, float, int]:
    """Processor milliseconds for a score, scores a second, tokens that were asked for."""
    with tempfile.TemporaryDirectory() as folder, platform(scores, delay) as url:
        database = Database(f"sqlite:///{Path(folder) / 'hornbook.db'}")
        upgrade(database)
        prepare(database, url, scores)
        session = PlatformSession(Guard(frozenset({f"127.0.0.1:{PORT}"})))
        connector = Connector(database, session, key_of(database), now)
        worker = Worker(Outbox(database, connector, now), senders=senders, share=senders // 2)
        used, started = processor_seconds(), time.monotonic()
        worker.start()
        left = scores
        while left:
            time.sleep(0.2)
            with database.reading() as reading:
                left = reading.scalar(select(func.count()).where(GradeDelivery.state != "sent")) or 0
        took, spent = time.monotonic() - started, processor_seconds() - used
        worker.stop()
        with database.reading() as reading:
            tokens = reading.scalar(select(func.count()).select_from(AccessToken)) or 0
        connector.close()
        database.engine.dispose()
        return spent * 1000 / scores, scores / took, tokens


def signing_milliseconds() -> float:
    """One signature with a parsed key."""
    key = new_key("floor")
    started = time.process_time()
    for _ in range(200):
        jwt.encode({"iss": "c"}, key.private, algorithm="RS256")
    return (time.process_time() - started) * 1000 / 200


def main() -> int:
    """Print the figures; fails above the target."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--scores", type=int, default=2000)
    chosen = arguments.parse_args()
    spent, rate, tokens = measure(chosen.scores, 0.0, 16)
    print(
        f"delivering a score: {spent:.2f} ms of processor time (target {TARGET}), {rate:.0f} a second, tokens {tokens}"
    )
    spent_slow, rate_slow, _ = measure(chosen.scores, 0.05, 16)
    print(
        f"an LMS that takes 50 ms: {spent_slow:.2f} ms, {rate_slow:.0f} a second: 10,000 in {10_000 / rate_slow:.0f} s"
    )
    print(f"one signature: {signing_milliseconds():.2f} ms")
    return 0 if spent < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
