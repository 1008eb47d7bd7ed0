"""`python -m planner`: the same as the command `planner`."""

from planner.cli import entry

if __name__ == "__main__":
    entry()
