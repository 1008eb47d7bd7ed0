"""Maps: a finished run as one page that opens without a network."""

from maps.plan_map import plan_map as plan_map
from maps.shown import show as show
