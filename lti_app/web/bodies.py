"""What scripts of our pages send."""

from __future__ import annotations

from typing import Any

from flask import request

from lti_app.lti.claims import strict_json
from lti_app.lti.refusals import Refused

#: Bytes that a page may send at once: long essays, many at a time.
_LARGEST = 1_000_000


def json_body() -> dict[str, Any]:
    """The JSON object of this request; Refused for anything else."""
    request.max_content_length = _LARGEST
    if request.mimetype != "application/json":
        raise Refused("kind-wrong", status=415, detail=request.mimetype[:60])
    try:
        return strict_json(request.get_data())
    except ValueError as error:
        raise Refused("request-wrong", detail=type(error).__name__) from None
