"""Conflicts of interest: the register of relations between those who decide and civil servants.

A *relation* joins a *decider*, an actor with a say about people, to a civil servant from one day
on. Whoever decides declares their own; analysts and auditors report those of others. Nothing is
taken out of the register: a relation ends on a day, and counts for every act before that.
"""
