"""Text without secrets and without people, for the log. Pure.

NIPs, tokens, passwords and what databases quote of a row are replaced by what they were.
"""

import re

BEGINNING, END = 4_000, 16_000
"""Characters kept of a text that is longer."""
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*"), "[token]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 [secret]"),
    (re.compile(r"(://[^\s:/@]{0,100}):[^\s@/]{1,200}@"), r"\1:[secret]@"),
    (
        re.compile(
            r"(?i)([\"']?\b(?:client_secret|secret|password|access_token|refresh_token|code"
            r"_verifier)\b[\"']?\s*[=:]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s,&)}]+)"
        ),
        r"\1[secret]",
    ),
    (re.compile(r"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----", re.DOTALL), "[key]"),
    # PostgreSQL's DETAIL quotes values: Key (nip)=(…), Failing row contains (…).
    (re.compile(r"(?<=\)=\()[^\n]*(?=\))|(?<=row contains \()[^\n]*(?=\))"), "[values]"),
    (re.compile(r"(?<=\[parameters: )[^\n]*(?=\])"), "[values]"),
    (re.compile(r"(?<!\d)\d{8}[ .-]?\d{6}[ .-]?\d[ .-]?\d{3}(?!\d)"), "[nip]"),
    (re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    (re.compile(r"(?<![\w.])(?:\+62|0)8\d{2}[ -]?\d{3,4}[ -]?\d{3,5}(?!\d)"), "[phone]"),
)


def scrubbed(text: str) -> str:
    """The text with everything replaced that nobody should read in a log, shortened if it is long.

    The end of a traceback says most, so most of the end is kept.
    """
    if len(text) > BEGINNING + END:
        text = f"{text[:BEGINNING]}\n[…]\n{text[-END:]}"
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    return text
