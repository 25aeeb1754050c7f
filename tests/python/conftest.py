"""Hypothesis looks at the same examples in every run, and no slow machine fails a test."""

from hypothesis import settings

settings.register_profile("brenier", deadline=None, derandomize=True)
settings.load_profile("brenier")
