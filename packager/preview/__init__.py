"""`hornbook preview`: a course in the browser while it is being written, in a frame as an LMS would show it."""

from packager.preview.serving import PreviewError, serve

__all__ = ["PreviewError", "serve"]
