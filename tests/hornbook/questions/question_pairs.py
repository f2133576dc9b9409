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
}
