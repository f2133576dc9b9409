"""Models to pages."""
