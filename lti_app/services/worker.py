"""The grade worker: keeps a few sends in flight, and looks into the outbox when it is rung for, or once a second."""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict, deque
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy.exc import SQLAlchemyError

from lti_app.lti.service_errors import Kind
from lti_app.services.doorbell import DOORBELL
from lti_app.services.outbox import Outbox
from lti_app.services.parcels import Outcome, Parcel

log = logging.getLogger(__name__)

#: Sends in flight in one process, and how many of them for one platform.
SENDERS = 16
SHARE = 8
#: Scores that are taken for each sender, so that none has to wait for the database.
AHEAD = 3
#: Seconds between two looks when nobody rings: other processes have no bell here.
LOOK = 1.0
#: Seconds in which outcomes are gathered while others are in flight: written down together they cost a fraction.
GATHER = 0.05


class Worker:
    """One dispatching thread that alone touches the database, and lanes that wait for platforms.

    A lane is a thread that sends the scores of one platform, one after the other, as long as there are any.
    """

    def __init__(self, outbox: Outbox, *, senders: int = SENDERS, share: int = SHARE, look: float = LOOK) -> None:
        self._outbox = outbox
        self._senders = senders
        self._share = share
        self._look = look
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        # What lanes and dispatcher share, under the lock.
        self._lock = threading.Lock()
        self._ready: defaultdict[int, deque[Parcel]] = defaultdict(deque)
        self._lanes: Counter[int] = Counter()
        self._finished: deque[tuple[Parcel, Outcome | None]] = deque()
        self._failed: list[Parcel] = []
        #: Taken and not yet written down, by platform; the dispatcher's own.
        self._held: Counter[int] = Counter()

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
                    self._step(pool)
                except SQLAlchemyError as error:
                    log.warning("The outbox cannot be read or written: %s", type(error).__name__)
                    self._stop.wait(self._look)
                    continue
                DOORBELL.wait(self._look)
                if self._held:
                    self._stop.wait(GATHER)
            self._give_back()
        self._end()

    def _step(self, pool: ThreadPoolExecutor) -> None:
        """Write down, take, send."""
        DOORBELL.clear()
        self._settle()
        self._held = +self._held
        room = self._senders * AHEAD - self._held.total()
        if room <= 0:
            return
        for parcel in self._outbox.claim(room, busy=self._held, share=self._share * AHEAD):
            self._held[parcel.platform.id] += 1
            with self._lock:
                self._ready[parcel.platform.id].append(parcel)
        with self._lock:
            for platform, waiting in self._ready.items():
                wanted = min(len(waiting), self._share - self._lanes[platform], self._senders - self._lanes.total())
                for _ in range(wanted):
                    self._lanes[platform] += 1
                    pool.submit(self._lane, platform).add_done_callback(_report)

    def _next(self, platform: int) -> Parcel | None:
        with self._lock:
            if self._ready[platform] and not self._stop.is_set():
                return self._ready[platform].popleft()
            self._lanes[platform] -= 1
            return None

    def _lane(self, platform: int) -> None:
        while (parcel := self._next(platform)) is not None:
            outcome: Outcome | None = None
            try:
                outcome = self._outbox.deliver(parcel)
            finally:
                self._finish(parcel, outcome)

    def _finish(self, parcel: Parcel, outcome: Outcome | None) -> None:
        with self._lock:
            if outcome is None:
                # A fault of ours ends this lane. The lease ends by itself, and the score is sent once more.
                self._lanes[parcel.platform.id] -= 1
                self._failed.append(parcel)
            else:
                self._finished.append((parcel, outcome))
            if outcome is not None and outcome.error is not None and outcome.error.kind in (Kind.LATER, Kind.KEY):
                # Whether the others are worth a try is for the outbox to say.
                waiting = self._ready[parcel.platform.id]
                self._finished.extend((other, None) for other in waiting)
                waiting.clear()
        DOORBELL.set()

    def _settle(self) -> None:
        with self._lock:
            finished = list(self._finished)
            while self._failed:
                self._held[self._failed.pop().platform.id] -= 1
        if not finished:
            return
        self._outbox.settle([outcome for _, outcome in finished if outcome is not None])
        self._outbox.release([parcel for parcel, outcome in finished if outcome is None])
        with self._lock:
            # Only now: what could not be written down stays for the next time.
            for parcel, _ in finished:
                self._finished.popleft()
                self._held[parcel.platform.id] -= 1

    def _give_back(self) -> None:
        """What was taken and not begun, at the end."""
        with self._lock:
            for waiting in self._ready.values():
                self._finished.extend((parcel, None) for parcel in waiting)
                waiting.clear()

    def _end(self) -> None:
        try:
            self._settle()
        except SQLAlchemyError as error:
            # The leases end by themselves, and the scores are sent once more.
            log.warning("Deliveries could not be written down: %s", type(error).__name__)


def _report(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        log.error("A grade could not be sent because of a fault in the tool", exc_info=error)
