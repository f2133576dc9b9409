"""For each type of question two of them that differ in the answer alone; whatever must stay secret says so."""

from __future__ import annotations

from typing import Any

#: Stands in every text that a learner may not see before the answer is released.
SECRET = "qqsecretqq"

_HELP = {"hints": [f"hint {SECRET}"], "explanation": f"because {SECRET}", "prompt": "Which one?"}


def _options(*right: int) -> list[dict[str, Any]]:
    return [
        {"key": str(number), "text": f"option {number}", "right": number in right, "feedback": f"{SECRET} {number}"}
        for number in range(3)
    ]


def _pairs(sides: str) -> list[dict[str, Any]]:
    return [
        {"key": str(at), "left": f"left {at}", "right": f"side {side}", "right-key": side, "feedback": f"{SECRET} {at}"}
        for at, side in enumerate(sides)
    ]


def _steps(keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "text": f"step {key}", "feedback": f"{SECRET} {key}"} for key in keys]


_COLUMNS = [{"key": "0", "text": "yes"}, {"key": "1", "text": "no"}]


def _rows(*right: tuple[bool, ...]) -> list[dict[str, Any]]:
    return [
        {"key": str(at), "text": f"row {at}", "right": marks, "feedback": f"{SECRET} {at}"}
        for at, marks in enumerate(right)
    ]


_PICTURE = {"image": "a.svg", "alt": "A picture"}


def _regions(*right: int) -> list[dict[str, Any]]:
    return [option | {"shape": f"{at} 0 1"} for at, option in enumerate(_options(*right))]


PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "choice": (
        {"type": "choice", **_HELP, "options": _options(0)},
        {"type": "choice", **_HELP, "options": _options(2)},
    ),
    "multiple": (
        {"type": "multiple", **_HELP, "options": _options(0, 1)},
        {"type": "multiple", **_HELP, "options": _options(2)},
    ),
    "true-false": (
        {"type": "true-false", **_HELP, "answer": True, "feedback-true": f"{SECRET} t", "feedback-false": SECRET},
        {"type": "true-false", **_HELP, "answer": False, "feedback-true": SECRET, "feedback-false": f"{SECRET} f"},
    ),
    "short": (
        {
            "type": "short",
            **_HELP,
            "accept": [f"{SECRET} one"],
            "reject": [{"variants": [f"{SECRET} two"], "feedback": f"{SECRET} three"}],
        },
        {"type": "short", **_HELP, "accept": [f"{SECRET} four"]},
    ),
    "number": (
        {
            "type": "number",
            **_HELP,
            "accept": ["112 +- 1 h"],
            "reject": [{"variants": ["120 h"], "feedback": f"{SECRET} three"}],
        },
        {"type": "number", **_HELP, "accept": ["7.5 sig 2 kg"]},
    ),
    "essay": (
        {"type": "essay", **_HELP},
        {"type": "essay", **_HELP, "explanation": f"{SECRET} other"},
    ),
    "cloze": (
        {
            "type": "cloze",
            **_HELP,
            "prompt": f"Water {{{{= falls | rises | stays}}}} and {{{{{SECRET} one}}}}, `{{{{{SECRET} one}}}}`.",
            "gap-keys": "01",
            "choice-keys": ["012", ""],
            "reject": [{"variants": ["stays", f"{SECRET} two"], "feedback": f"{SECRET} three"}],
        },
        {
            "type": "cloze",
            **_HELP,
            "prompt": f"Water {{{{= stays | falls | rises}}}} and {{{{{SECRET} 2 | x}}}}, `{{{{{SECRET} 2 | x}}}}`.",
            "gap-keys": "01",
            "choice-keys": ["201", ""],
            "reject": [{"variants": ["falls"], "feedback": f"{SECRET} four"}],
        },
    ),
    "match": (
        {"type": "match", **_HELP, "pairs": _pairs("012"), "extra": [{"key": "3", "text": "side 3"}]},
        {"type": "match", **_HELP, "pairs": _pairs("312"), "extra": [{"key": "0", "text": "side 0"}]},
    ),
    "order": (
        {"type": "order", **_HELP, "steps": _steps("0123")},
        {"type": "order", **_HELP, "steps": _steps("3120")},
    ),
    "matrix": (
        {"type": "matrix", **_HELP, "columns": _COLUMNS, "rows": _rows((True, False), (False, True))},
        {"type": "matrix", **_HELP, "columns": _COLUMNS, "rows": _rows((False, True), (True, False))},
    ),
    "hotspot": (
        {"type": "hotspot", **_HELP, **_PICTURE, "regions": _regions(0)},
        {"type": "hotspot", **_HELP, **_PICTURE, "regions": _regions(2)},
    ),
}
