"""Manajemen Talenta ASN: civil servants measured, mapped, pooled and appointed by merit.

Domains stand in a line and import only what is lower; see docs/decisions/0001.
"""
