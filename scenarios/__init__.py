"""Scenarios: what a plan assumes, as TOML files that build on each other."""
