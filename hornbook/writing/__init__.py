"""A lesson back to text: the Markdown that an author would write, and plain data for programs."""

from hornbook.writing.data import Plain, lesson_data, to_json, to_yaml
from hornbook.writing.lesson import CannotWrite, to_markdown

__all__ = ["CannotWrite", "Plain", "lesson_data", "to_json", "to_markdown", "to_yaml"]
