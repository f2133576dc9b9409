"""Folders of text to courses, with every problem at its line."""

from hornbook.reading.folder import ReadCourse, load_course
from hornbook.reading.lock_file import write_lock

__all__ = ["ReadCourse", "load_course", "write_lock"]
