"""Benchmarks, apart from the tests: nothing here is collected by pytest."""
