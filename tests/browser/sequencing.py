"""A SCORM 2004 manifest as npm scorm-again wants its activities: read from the XML alone, nothing of our own model."""

from __future__ import annotations

from typing import Any

from lxml import etree

IMSSS = "{http://www.imsglobal.org/xsd/imsss}"


def activity_tree(manifest: bytes) -> dict[str, Any]:
    """The default organization with the rules, objectives and rollup of all its items."""
    root = etree.fromstring(manifest)
    organization = root.find("{*}organizations/{*}organization")
    assert organization is not None
    return _activity(organization)


def launches(manifest: bytes) -> dict[str, str]:
    """Which file is launched for each item that is a SCO."""
    root = etree.fromstring(manifest)
    starts = {str(found.get("identifier")): str(found.get("href")) for found in root.iter("{*}resource")}
    return {
        str(item.get("identifier")): starts[str(item.get("identifierref"))]
        for item in root.iter("{*}item")
        if item.get("identifierref")
    }


def _activity(element: etree._Element) -> dict[str, Any]:
    activity: dict[str, Any] = {
        "id": element.get("identifier"),
        "title": element.findtext("{*}title"),
        "children": [_activity(child) for child in element.iterchildren("{*}item")],
    }
    rules = element.find(f"{IMSSS}sequencing")
    if rules is None:
        return activity
    controls: dict[str, Any] = {}
    for name in ("controlMode", "deliveryControls"):
        controls |= _values(rules.find(f"{IMSSS}{name}"))
    rollup = rules.find(f"{IMSSS}rollupRules")
    if rollup is not None:
        controls |= _values(rollup)
        activity["rollupRules"] = {"rules": [_rollup_rule(rule) for rule in rollup]}
    activity["sequencingControls"] = controls
    before = rules.findall(f"{IMSSS}sequencingRules/{IMSSS}preConditionRule")
    activity["sequencingRules"] = {"preConditionRules": [_rule(rule) for rule in before]}
    for objective in rules.iterfind(f"{IMSSS}objectives/*"):
        found = _objective(objective)
        if etree.QName(objective).localname == "primaryObjective":
            activity["primaryObjective"] = found | {"isPrimary": True}
        else:
            activity.setdefault("objectives", []).append(found)
    return activity


def _rule(rule: etree._Element) -> dict[str, Any]:
    conditions = rule.find(f"{IMSSS}ruleConditions")
    action = rule.find(f"{IMSSS}ruleAction")
    assert conditions is not None
    assert action is not None
    return {
        "action": action.get("action"),
        "conditionCombination": conditions.get("conditionCombination", "all"),
        "conditions": [_values(condition) for condition in conditions],
    }


def _rollup_rule(rule: etree._Element) -> dict[str, Any]:
    conditions = rule.find(f"{IMSSS}rollupConditions")
    action = rule.find(f"{IMSSS}rollupAction")
    assert conditions is not None
    assert action is not None
    return {
        "action": action.get("action"),
        "consideration": rule.get("childActivitySet", "all"),
        "conditionCombination": conditions.get("conditionCombination", "any"),
        "conditions": [_values(condition) for condition in conditions],
    }


def _objective(element: etree._Element) -> dict[str, Any]:
    least = element.findtext(f"{IMSSS}minNormalizedMeasure")
    return _values(element) | {
        "minNormalizedMeasure": None if least is None else float(least),
        "mapInfo": [_values(found) for found in element.iterchildren(f"{IMSSS}mapInfo")],
    }


def _values(element: etree._Element | None) -> dict[str, Any]:
    """Attributes, with yes, no and numbers as such."""
    return {} if element is None else {str(name): _value(str(value)) for name, value in element.attrib.items()}


def _value(text: str) -> bool | float | str:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text
