"""Vacancies: which posts stand empty, and which fall vacant when their holders retire.

A *post* here is a position with one of its holders: a functional position with five holders falls
vacant five times. *Formasi* (how many holders a position should have) is not in the files, so a
position counts as vacant only when nobody holds it.
"""
