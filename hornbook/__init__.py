"""The course itself: what it is, how it is read, marked and shown. Knows no LMS and no program that uses it."""

__version__ = "0.1.0"
