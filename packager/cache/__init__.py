"""What a build leaves behind, so that the next one of the same course need not do it all again.

Nothing is taken from it that the next build could find different: `rebuild` gives the very bytes of a full build, or
nothing, and then everything is built.
"""
