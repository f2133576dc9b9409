"""Rules for what stands inside items and resources: values that one version knows and another does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from hornbook.problems import Problem, Span
from packager.manifest import Dialect, line_of
from packager.package import MANIFEST

_IMSSS = "{http://www.imsglobal.org/xsd/imsss}"
_ADLNAV = "{http://www.adlnet.org/xsd/adlnav_v1p3}"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LIMIT_ACTIONS = {f"{what},{how}" for what in ("exit", "continue") for how in ("message", "no message")}
_PARAMETERS = re.compile(r"[?&#]?[^\s<>\"]*")
#: The children of <sequencing> must stand in this order.
_SEQUENCING = (
    *("controlMode", "sequencingRules", "limitConditions", "auxiliaryResources", "rollupRules", "objectives"),
    *("randomizationControls", "deliveryControls"),
)


def _number(least: float, most: float) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            return least <= float(text) <= most
        except ValueError:
            return False

    return fits


# What SCORM 1.2 lets stand in an item, by its name in ADL's namespace, and what fits there.
_VALUES_12: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "masteryscore": (_number(0, 100), "a number from 0 to 100"),
    "maxtimeallowed": (lambda text: re.fullmatch(r"\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?", text) is not None, "HHHH:MM:SS"),
    "timelimitaction": (lambda text: text in _LIMIT_ACTIONS, "exit or continue, a comma, message or no message"),
    "datafromlms": (lambda text: len(text) <= 255, "at most 255 characters"),
    "prerequisites": (lambda text: len(text) <= 200, "at most 200 characters"),
}


def check_items(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    """What is wrong inside the items and resources of a manifest."""
    for nested in list(root.iterdescendants(f"{{{dialect.package}}}manifest"))[:1]:
        yield _problem(
            "manifest-nested",
            "A manifest stands inside the manifest.",
            nested,
            "No LMS need play it: list all items in one.",
        )
    for item in root.iter(f"{{{dialect.package}}}item"):
        parameters = item.get("parameters", "")
        if not _PARAMETERS.fullmatch(parameters):
            yield _problem(
                "item-value",
                f'The parameters "{parameters}" are no part of an address.',
                item,
                "Write ?name=value, with spaces and the like percent-encoded.",
            )
        if dialect.scorm_type == "scormtype":
            yield from _old_values(item, dialect)
        elif item.find(f"{{{dialect.package}}}item") is not None and item.find(f"{_ADLNAV}presentation") is not None:
            yield _problem("sequencing-value", "Only an item with a resource has buttons to hide.", item)
    for resource in root.iter(f"{{{dialect.package}}}resource"):
        yield from _addresses(resource)
    if dialect.scorm_type != "scormtype":
        yield from _sequencing(root, dialect)


def _old_values(item: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    for name, (fits, expected) in _VALUES_12.items():
        for element in item.iterchildren(f"{{{dialect.adlcp}}}{name}"):
            text = (element.text or "").strip()
            if not fits(text):
                yield _problem("item-value", f'<{name}> is "{text}" and must be {expected}.', element)


def _addresses(resource: etree._Element) -> Iterator[Problem]:
    base = resource.get(_XML_BASE, "")
    if base and (base.startswith("/") or ":" in base or not base.endswith("/")):
        yield _problem("resource-address", f'xml:base is "{base}"; it must be relative and end with a slash.', resource)
    href = resource.get("href", "")
    if href.startswith("/") or "\\" in href:
        yield _problem(
            "resource-address",
            f'"{href}" must be relative, with forward slashes.',
            resource,
            "LMSs serve it elsewhere.",
        )


def _sequencing(root: etree._Element, dialect: Dialect) -> Iterator[Problem]:
    for rules in root.iter(f"{_IMSSS}sequencing"):
        names = [str(etree.QName(child).localname) for child in rules.iterchildren("*")]
        order = [_SEQUENCING.index(name) for name in names if name in _SEQUENCING]
        if order != sorted(order):
            yield _problem("sequencing-value", "The parts of <sequencing> are not in the order of its schema.", rules)
        for primary in rules.iterfind(f"{_IMSSS}objectives/{_IMSSS}primaryObjective"):
            if primary.find(f"{_IMSSS}mapInfo") is not None and not primary.get("objectiveID"):
                yield _problem("sequencing-value", "A primary objective that is shared needs an objectiveID.", primary)
            least = (primary.findtext(f"{_IMSSS}minNormalizedMeasure") or "1").strip()
            if not _number(-1, 1)(least):
                yield _problem("sequencing-value", f"minNormalizedMeasure is {least}, not from -1 to 1.", primary)
    for organization in root.iter(f"{{{dialect.package}}}organization"):
        items = list(organization.iterchildren(f"{{{dialect.package}}}item"))
        control = organization.find(f"{_IMSSS}sequencing/{_IMSSS}controlMode")
        flows = control is not None and control.get("flow") == "true"
        if len(items) > 1 and not flows:
            yield _problem(
                "sequencing-idle",
                "Several items stand there, and the organization lets nothing flow from one to the next.",
                organization,
                'Write <imsss:controlMode choice="true" flow="true"/>.',
            )


def _problem(code: str, message: str, element: etree._Element, hint: str = "") -> Problem:
    return Problem(code, message, Span(MANIFEST, line_of(element)), hint)
