"""Deciding in the place of another: delegations, acting officials, absences.

A *delegation* lets somebody decide for its *giver* in one role, between two days, once they have
accepted. An *acting official* (pelaksana tugas, *plt*; pelaksana harian, *plh*) holds an office by
decree for a while. An *absence* says that somebody who decides is away, so that who acts in their
office may step in. None of them can be given on to a third.
"""
