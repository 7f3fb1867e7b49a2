"""Whether a text says something: length and variety, against filler. Pure.

It cannot tell whether a reason is good; that is for the members. It refuses what is no sentence.
"""

import re

SHORTEST = 40
FEWEST_WORDS = 5
FEWEST_LETTERS = 8
"""Different letters; any sentence of that length in Indonesian or English has more."""
LONGEST_RUN = 4
"""Of one character; `….` and `III` stay possible."""

RUN = re.compile(r"(\S)\1{" + str(LONGEST_RUN) + r",}")
WORD = re.compile(r"\w+")


def fault(text: str) -> str | None:
    """Why a text is no justification, as a code; None when it may be one."""
    written = " ".join(text.split())
    words = [word.casefold() for word in WORD.findall(written)]
    letters = {letter for word in words for letter in word if letter.isalpha()}
    if len(written) < SHORTEST:
        return "too-short"
    if RUN.search(written) or len(letters) < FEWEST_LETTERS:
        return "filler"
    if len(set(words)) < FEWEST_WORDS or 2 * len(set(words)) < len(words):
        return "repetitive"
    return None
