"""Civil servants (ASN: PNS and PPPK) and their histories.

Every fact has valid time (its own dates) and recorded time (`recorded_at`, `superseded_at`): a
correction supersedes what was known and never destroys it.
"""
