"""How the shipped county is made: outline, villages, roads, schools, pupils, posts, tables.

Lengths are km on a plane whose origin is the county's centre, x to the east, y to the north.
Every random number comes from one seeded stream for each subject, so that a change in one
subject leaves the others as they are.
"""
