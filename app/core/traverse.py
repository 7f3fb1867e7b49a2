"""Let one unprivileged user pass through private folders, and nobody else.

PostgreSQL refuses to run as root, so under root the server is another user, who must reach a home
that may lie below a folder of mode 0700. Opening such a folder to all would be wrong; an access
control list (POSIX 1003.1e draft 17, as Linux keeps it) opens it to that one user, for passing.
"""

import os
import stat
import struct
from pathlib import Path

ACL = "system.posix_acl_access"
VERSION, ENTRY = struct.pack("<I", 2), struct.Struct("<HHI")
USER_OBJ, USER, GROUP_OBJ, MASK, OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
UNDEFINED = 0xFFFFFFFF
PASS = 1


def let_through(folder: Path, uid: int | None) -> None:
    """Give `uid` the right to pass through every parent of `folder` that would stop it."""
    if uid is None:
        return
    for parent in folder.parents:
        mode = parent.stat()
        if mode.st_mode & stat.S_IXOTH or mode.st_uid == uid:
            continue
        os.setxattr(parent, ACL, _with_pass(parent, mode.st_mode, uid))


def _with_pass(folder: Path, mode: int, uid: int) -> bytes:
    try:
        raw = os.getxattr(folder, ACL)[len(VERSION) :]
        entries = [ENTRY.unpack_from(raw, at) for at in range(0, len(raw), ENTRY.size)]
    except OSError:  # none yet: the three entries that the mode stands for
        entries = [
            (USER_OBJ, mode >> 6 & 7, UNDEFINED),
            (GROUP_OBJ, mode >> 3 & 7, UNDEFINED),
            (OTHER, mode & 7, UNDEFINED),
        ]
    group = next(bits for tag, bits, _ in entries if tag == GROUP_OBJ)
    mask = next((bits for tag, bits, _ in entries if tag == MASK), group)
    kept = [e for e in entries if e[0] != MASK and not (e[0] == USER and e[2] == uid)]
    kept += [(USER, PASS, uid), (MASK, mask | PASS, UNDEFINED)]
    return VERSION + b"".join(
        ENTRY.pack(*entry) for entry in sorted(kept, key=lambda e: (e[0], e[2]))
    )
