"""Succession: candidates side by side.

Vocabulary: a *comparison* holds two to five members of pools against one target position, with all
that their scores, eligibility and readiness rest on.
"""
