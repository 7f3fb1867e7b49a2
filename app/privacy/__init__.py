"""The duties of UU 27/2022 on personal data, in a talent service.

A civil servant sees their own record and who looked at it, takes it away, asks for corrections,
restricts its use in new maps; the agency keeps a register of breaches and destroys on time.
"""
