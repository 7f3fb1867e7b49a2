"""The Merkle tree of RFC 9162 (section 2.1): hashes, the nodes that proofs need, verification.

A node `(level, place)` is the root of the complete subtree over the leaves `place * 2**level` to
`(place + 1) * 2**level - 1`; level 0 holds the leaves. Complete subtrees never change, so whoever
stores them can answer any proof at any size: `root_nodes`, `inclusion_nodes` and
`consistency_nodes` say which ones to fetch, `fold` makes one hash of a group of them. Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()
"""The root of a tree without leaves."""


class Node(NamedTuple):
    """The root of a complete subtree of `2**level` leaves, at a place of its level."""

    level: int
    place: int


Group = list[Node]
"""Complete subtrees side by side, from left to right, each smaller than the one before it."""


class ProofRefused(ValueError):
    """A proof that cannot be one for the sizes that it is given for."""


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees side by side, as `Group` orders them."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


class Tree:
    """A tree that grows leaf by leaf and remembers no more than one hash a level."""

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add a leaf, given as it is, not yet hashed."""
        digest, size = leaf_hash(leaf), self.size
        while size & 1:
            digest = node_hash(self._complete.pop(), digest)
            size >>= 1
        self._complete.append(digest)
        self.size += 1

    def root(self) -> bytes:
        return fold(self._complete)

    def copy(self) -> "Tree":
        """The same tree, to grow in another way."""
        other = Tree()
        other.size, other._complete = self.size, list(self._complete)
        return other


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves."""
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def subtrees(start: int, end: int) -> Group:
    """The complete subtrees of the leaves from `start` to before `end`.

    `start` is a multiple of the largest power of two that fits in between, as everywhere in a tree.
    """
    group = []
    while start < end:
        level = (end - start).bit_length() - 1
        group.append(Node(level, start >> level))
        start += 1 << level
    return group


def root_nodes(size: int) -> Group:
    """What the root of the first `size` leaves is made of."""
    return subtrees(0, size)


def split(start: int, end: int) -> int:
    """Where the left subtree ends: the largest power of two smaller than the number of leaves."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def inclusion_nodes(index: int, size: int) -> list[Group]:
    """What the inclusion proof of leaf `index` among `size` is made of (2.1.3.1), leaf upwards."""
    if not 0 <= index < size:
        raise ProofRefused(f"There is no leaf {index} among {size}.")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = split(start, end)
        if index < middle:
            path.append(subtrees(middle, end))
            end = middle
        else:
            path.append(subtrees(start, middle))
            start = middle
    return path[::-1]


def consistency_nodes(older: int, newer: int) -> list[Group]:
    """What the proof is made of that `newer` leaves begin with `older` ones (2.1.4.1)."""
    if not 0 < older <= newer:
        raise ProofRefused(f"A tree of {newer} leaves has no older one of {older}.")
    start, end, path = 0, newer, []
    while older != end:
        middle = split(start, end)
        if older <= middle:
            path.append(subtrees(middle, end))
            end = middle
        else:
            path.append(subtrees(start, middle))
            start = middle
    if start > 0:  # the older tree's rightmost subtree; without it, the older root is known
        path.append(subtrees(start, end))
    return path[::-1]


def climb(index: int, size: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The hashes of a proof from leaf `index` to the root, each with whether it stands left."""
    place, last = index, size - 1
    for sibling in path:
        if last == 0:
            raise ProofRefused("The proof is too long.")
        on_the_left = bool(place & 1) or place == last
        yield sibling, on_the_left
        while on_the_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise ProofRefused("The proof is too short.")


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to (2.1.3.2); `leaf` is not yet hashed."""
    if not 0 <= index < size:
        raise ProofRefused(f"There is no leaf {index} among {size}.")
    root = leaf_hash(leaf)
    for sibling, on_the_left in climb(index, size, path):
        root = node_hash(sibling, root) if on_the_left else node_hash(root, sibling)
    return root


def roots_by_consistency(
    older: int, newer: int, older_root: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """The roots of both sizes that a consistency proof leads to (2.1.4.2).

    The older one starts from `older_root` itself where the older tree is complete.
    """
    if not 0 < older <= newer:
        raise ProofRefused(f"A tree of {newer} leaves has no older one of {older}.")
    if older == newer:
        if path:
            raise ProofRefused("The proof is too long.")
        return older_root, older_root
    complete = older & (older - 1) == 0
    first, *rest = [older_root, *path] if complete else (list(path) or [b""])
    place, last = older - 1, newer - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    small = large = first
    for sibling, on_the_left in climb(place, last + 1, rest):
        small = node_hash(sibling, small) if on_the_left else small
        large = node_hash(sibling, large) if on_the_left else node_hash(large, sibling)
    return small, large


def proves_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether `path` proves that `leaf` is the one at `index` under the root of `size` leaves."""
    try:
        return root_by_inclusion(leaf, index, size, path) == root
    except ProofRefused:
        return False


def proves_consistency(
    older: int, newer: int, older_root: bytes, newer_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether `path` proves that the newer tree only adds to the older one."""
    try:
        roots = roots_by_consistency(older, newer, older_root, path)
    except ProofRefused:
        return False
    return roots == (older_root, newer_root)
