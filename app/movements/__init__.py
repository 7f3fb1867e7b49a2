"""Movements: two maps compared, the flows between their boxes, and a person's way through maps.

Vocabulary: of two maps one comes *before* and one *after*; a person on both *moves* when the cell
differs. Why is found by mixing: the one map's scheme over the other map's facts.
"""
