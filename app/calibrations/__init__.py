"""Calibration: a panel looks at a finished map together and moves people with reasons.

A *session* has an owner, members, a quorum and an agenda. A *move* proposes another box for one
person. Votes on it are sealed until a quorum of them is there, and opened at once; whoever was
named to authorise it does, if the majority approved. What stands when the session is closed is the
person's *calibrated* box, beside the computed one, which is never changed.
"""
