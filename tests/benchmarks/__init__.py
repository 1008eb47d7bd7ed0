"""Benchmarks: invented counties of any size, and how long which program takes to plan them.

Nothing here is collected by pytest. `docs/benchmarks.md` says what is measured and how.
"""
