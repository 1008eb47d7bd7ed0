"""The rules that every plan is held against, recomputed from the tables alone.

Nothing here knows how a plan was made: no module of the model, of the solver, or of the travel
and money that the solver used is imported. What the plan says is compared with what the county's
tables, the scenario and the file contract say.
"""
