"""Who does the work of a batch: the same tasks in processes of this machine or on a cluster."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# A task whose process ends is given to another one, so many times in all.
ATTEMPTS = 3


@dataclass(frozen=True)
class Task:
    """Something to be done for one county, as plain values that can be sent anywhere.

    Parameters
    ----------
    county
        Its name in the batch.
    kind
        `look`, `ask` or `plan`.
    values
        What the kind needs.
    """

    county: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """A task that came back.

    Parameters
    ----------
    task
        As it was given.
    reply
        Plain values; None where its process ended `ATTEMPTS` times before it was done.
    attempts
        Times that it was begun.
    """

    task: Task
    reply: Mapping[str, Any] | None
    attempts: int = 1


type Work = Callable[[Task], Mapping[str, Any]]
"""Does one task; a function at the top of a module, which never raises."""


class Crew(Protocol):
    """Does tasks side by side."""

    def carry_out(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Yield each task when it is done, in the order in which they end."""
