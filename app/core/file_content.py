"""What a file is by its content, whatever its name says. Pure.

Four forms are read; what is certainly something else is refused by a code that says what to do
about it. Nothing that is refused is ever kept or given to a parser.
"""

import codecs
import re
import unicodedata

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of old Office files, and of encrypted new ones (MS-OFFCRYPTO)."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
EXECUTABLES = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\0asm",
    b"#!",
)
"""Windows, Linux, Java and macOS, macOS, WebAssembly; scripts."""
BINARIES = (
    b"%PDF-",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"PK\x05\x06",
    b"PK\x07\x08",
)
"""Documents, pictures, packed files; some of them could pass as text for a while."""
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


class Unreadable(Exception):
    """A file that cannot be read as a whole, by code and, where one is known, line."""

    def __init__(self, code: str, line: int = 1) -> None:
        super().__init__(code)
        self.code, self.line = code, line


def refusal_of(content: bytes) -> str | None:
    """The code of what a file certainly is and may not be; None when it may be read."""
    if content.startswith(OLE):
        return "file-encrypted" if ENCRYPTED in content else "file-old-excel"
    if content.startswith(EXECUTABLES):
        return "file-executable"
    if content.startswith(BINARIES):
        return "file-binary"
    if content.startswith(UTF_16):
        return "file-encoding"
    if content.removeprefix(codecs.BOM_UTF8)[:1024].lstrip().startswith(b"<"):
        return "file-markup"
    return None


def plain_name(name: str, longest: int = 200) -> str:
    """A file's name without its folders and without what cannot be seen.

    Characters that control, hide or turn round what follows (Unicode C, Zl, Zp) are left out, so
    that a name reads the same wherever it is shown. The end is kept, for the ending is there.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in UNSEEN)
    return seen.strip()[-longest:]
