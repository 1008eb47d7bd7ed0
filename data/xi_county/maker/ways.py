"""Ways by road between places, for deciding who goes where."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from maker.network import network
from maker.villages import PLACES

if TYPE_CHECKING:
    from numpy.typing import NDArray


@cache
def ways() -> NDArray[np.float64]:
    """Return km by road between places, rounded; shape (364, 364), inf where none."""
    net = network()
    start, end = np.asarray(net.edges).T
    both = (np.concatenate([start, end]), np.concatenate([end, start]))
    size = len(net.lonlat)
    graph = csr_matrix((np.concatenate([net.km, net.km]), both), shape=(size, size))
    return np.asarray(np.round(dijkstra(graph, indices=range(PLACES))[:, :PLACES], 4))
