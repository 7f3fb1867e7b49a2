"""Talent maps: a scheme, a date and a population make placements in the nine-box.

A *map* is computed once, by a job, and never changed. A *placement* is a person's scores, levels,
cell and rank in a map. The *cell* is where the levels of performance and potential meet; the *box*
is the number that a numbering profile prints on the cell.
"""
