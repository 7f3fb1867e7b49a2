"""Succession groups: who stands ready for a post, and why.

Vocabulary: a *pool* (kelompok rencana suksesi) holds the people of chosen boxes of a finished
talent map; its *members* stand in the order of the map's scheme; a *candidate* is a member held
against the requirements of one target position, rule by rule.
"""
