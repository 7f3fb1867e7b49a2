"""Codes by which anybody who holds a document asks whether it is genuine. Pure but for chance."""

import secrets

# Crockford's base 32: no I, L, O, U, so that a code survives being read from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 24  # 120 random bits: nobody finds a document by trying


def new_code() -> str:
    """An unguessable verification code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normal(code: str) -> str:
    """A code as it is kept, from how people type it."""
    typed = code.upper().translate(str.maketrans("OIL", "011", "- "))
    return typed if len(typed) == CODE_LENGTH and set(typed) <= set(ALPHABET) else ""


def spaced(code: str) -> str:
    """A code as it is read from paper: in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
