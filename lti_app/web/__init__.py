"""Thin views: a request is parsed, one service called, an answer rendered."""
