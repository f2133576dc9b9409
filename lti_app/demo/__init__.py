"""A stand-in LMS with the manners of Moodle or Canvas: what `hornbook-lti demo` shows, and what the tests launch from.

It is a platform of its own: it shares no code with the tool, so that a mistake in one is not hidden by the other.
"""
