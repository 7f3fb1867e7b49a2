"""Appointments: from a pool's ranking to a person in a post.

A *placement proposal* puts up to three names before the PPK, with the ranking of everybody who was
eligible at that moment. The PPK chooses one of them. Choosing anybody but rank 1 is a *deviation*:
it needs a reason from a closed list, an explanation, and the signature of a second person, and is
kept in the register of deviations. An appointment follows by decree (SK), and after 6 and 12 months
its *outcome* is recorded.
"""
