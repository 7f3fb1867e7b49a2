"""Development from gaps, and retention by box: what is done for people once they are mapped.

A plan starts from what a person lacks for a target position, as a map knew it; it keeps that list
as it was, with its hash, whatever becomes of the facts.
"""
