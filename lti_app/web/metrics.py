"""What the tool counts, in the form of Prometheus; numbers only, nothing of persons."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from lti_app.services import backlog
from lti_app.web.session import clock
from lti_app.web.wiring import database

blueprint = Blueprint("metrics", __name__)

# Without types in its library.
collect_all: Callable[[CollectorRegistry], object] = MultiProcessCollector


class _Outbox(Collector):
    """Depth and age of the outbox, asked of the database: they are the same for all processes."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of this moment."""
        now = clock()()
        depth = GaugeMetricFamily(
            "hornbook_outbox_grades", "Grades that the gradebook does not hold", labels=["platform", "state"]
        )
        age = GaugeMetricFamily(
            "hornbook_outbox_oldest_seconds", "How long the oldest of them has waited", labels=["platform", "state"]
        )
        shut = GaugeMetricFamily(
            "hornbook_platform_left_alone", "Platforms that do not answer, and are probed", labels=["platform"]
        )
        with database().reading() as session:
            for pile in backlog.piles(session):
                labels = [pile.platform, pile.state]
                depth.add_metric(labels, pile.count)
                if pile.oldest is not None:
                    age.add_metric(labels, max((now - pile.oldest).total_seconds(), 0.0))
            for platform in backlog.open_breakers(session, now):
                shut.add_metric([platform], 1)
        yield from (depth, age, shut)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counts of all processes, and the state of the outbox."""
    counted = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        collect_all(counted)
        text = generate_latest(counted)
    else:
        text = generate_latest(REGISTRY)
    outbox = CollectorRegistry()
    outbox.register(_Outbox())
    return Response(text + generate_latest(outbox), content_type=CONTENT_TYPE_LATEST)
