"""The body of a pool: numbered questions, as in a quiz."""

from __future__ import annotations

from hornbook.reading.kinds.quiz import read

__all__ = ["read"]
