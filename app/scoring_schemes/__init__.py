"""Scoring schemes: the documents that say how facts become scores, and the arithmetic they ask for.

A *scheme* has two axes, performance and potential. An axis is a tree: *groups* weigh their
children, *leaves* read one *indicator* of a person's facts at a date D. A published scheme never
changes; its name is the SHA-256 of its canonical form. `scoring.py` is the specification in code,
for one person and with a trace; `scoring_sql.py` is the same arithmetic for a whole population in
PostgreSQL, and tests hold the two together to the last digit.
"""
