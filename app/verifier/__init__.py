"""Verification without the service: what an auditor, a court or a civil servant can run alone.

Depends on nothing of the service, only on hashing (RFC 8785) and signatures. A *log export* is
verified against its checkpoints; an *evidence bundle* is recomputed from its inputs by a second
implementation of the rules.
"""
