"""Blind sessions: the committee ranks candidates for a position without knowing who they are.

The *owner* opens a session over a pool and a position: the eligible are frozen as *profiles* under
random *pseudonyms*, and the *members* are blinded. They read the profiles and give a *ranking* each
with reasons. The owner closes the session, and only then anybody reads the rankings, the agreed
order, and the *register* of who each pseudonym is. Until then the database shows its members
nothing about people, anywhere (migration 0028).
"""
