"""The grade worker: keeps a few sends in flight, and looks into the outbox when it is rung for, or once a second."""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy.exc import SQLAlchemyError

from lti_app.services.doorbell import DOORBELL
from lti_app.services.outbox import Outbox, Outcome, Parcel

log = logging.getLogger(__name__)

#: Sends in flight in one process, and how many of them for one platform.
SENDERS = 16
SHARE = 8
#: Seconds between two looks when nobody rings: other processes have no bell here.
LOOK = 1.0
#: Seconds in which answers are gathered, so that they are written down together.
GATHER = 0.01


class Worker:
    """One dispatching thread that alone touches the database, and threads that wait for platforms."""

    def __init__(self, outbox: Outbox, *, senders: int = SENDERS, share: int = SHARE, look: float = LOOK) -> None:
        self._outbox = outbox
        self._senders = senders
        self._share = share
        self._look = look
        self._stop = threading.Event()
        self._finished: deque[tuple[Parcel, Outcome | None]] = deque()
        self._busy: Counter[int] = Counter()
        self._thread: threading.Thread | None = None

    def start(self) -> Worker:
        """Work in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self.run, name="grades", daemon=True)
        self._thread.start()
        return self

    def stop(self, seconds: float = 35.0) -> None:
        """Begin nothing new, finish what is in flight."""
        self._stop.set()
        DOORBELL.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Work until `stop`; a database that fails for a while is waited for."""
        with ThreadPoolExecutor(self._senders, thread_name_prefix="grade") as pool:
            while not self._stop.is_set():
                try:
                    more = self._step(pool)
                except SQLAlchemyError as error:
                    log.warning("The outbox cannot be read or written: %s", type(error).__name__)
                    self._stop.wait(self._look)
                    continue
                if not more:
                    DOORBELL.wait(self._look)
                    if self._busy:
                        self._stop.wait(GATHER)
        self._finish()

    def _step(self, pool: ThreadPoolExecutor) -> bool:
        """Write down, take, send; whether there may be more to take at once."""
        DOORBELL.clear()
        self._settle()
        room = self._senders - self._busy.total()
        parcels = self._outbox.claim(room, busy=self._busy, share=self._share) if room > 0 else []
        for parcel in parcels:
            self._busy[parcel.platform.id] += 1
            pool.submit(self._send, parcel).add_done_callback(_report)
        return bool(parcels) and self._busy.total() < self._senders

    def _send(self, parcel: Parcel) -> None:
        outcome: Outcome | None = None
        try:
            outcome = self._outbox.deliver(parcel)
        finally:
            # Without an outcome the lease ends by itself, and the score is sent once more.
            self._finished.append((parcel, outcome))
            DOORBELL.set()

    def _settle(self) -> None:
        finished = list(self._finished)
        self._outbox.settle([outcome for _, outcome in finished if outcome is not None])
        for parcel, _ in finished:
            # Only now: what could not be written down stays for the next time.
            self._finished.popleft()
            self._busy[parcel.platform.id] -= 1
        self._busy = +self._busy

    def _finish(self) -> None:
        try:
            self._settle()
        except SQLAlchemyError as error:
            # The leases end by themselves, and the scores are sent once more.
            log.warning("Deliveries could not be written down: %s", type(error).__name__)


def _report(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        log.error("A grade could not be sent because of a fault in the tool", exc_info=error)
