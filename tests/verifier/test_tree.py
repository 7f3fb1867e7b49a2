"""The Merkle tree: RFC 9162's definitions word for word, and proofs that nothing else passes."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.verifier import tree

# The eight leaves of certificate transparency's reference tests, and its roots.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
leaf_lists = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


def mth(leaves):
    """MTH(D[n]) as section 2.1.1 writes it."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path_of(m, leaves):
    """PATH(m, D[n]) as section 2.1.3.1 writes it."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*path_of(m, leaves[:k]), mth(leaves[k:])]
    return [*path_of(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, *, whole):
    """SUBPROOF(m, D[n], b) as section 2.1.4.1 writes it."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def hashes_of(groups, leaves):
    """What a store of complete subtrees answers."""

    def stored(node):
        return mth(leaves[node.place << node.level : (node.place + 1) << node.level])

    return [tree.fold([stored(node) for node in group]) for group in groups]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size):
    assert tree.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_a_tree_without_leaves_has_the_root_of_nothing():
    assert tree.Tree().root() == tree.fold([]) == sha256().digest() == mth([])


@given(leaf_lists)
def test_a_growing_tree_has_the_root_of_the_definition_at_every_size(leaves):
    grown = tree.Tree()
    for size, leaf in enumerate(leaves, 1):
        grown.append(leaf)

        assert grown.root() == mth(leaves[:size])
        assert hashes_of([tree.root_nodes(size)], leaves) == [grown.root()]


@given(leaf_lists, st.data())
def test_an_inclusion_proof_is_the_definitions_and_proves(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))

    path = hashes_of(tree.inclusion_nodes(index, len(leaves)), leaves)

    assert path == path_of(index, leaves)
    assert tree.root_by_inclusion(leaves[index], index, len(leaves), path) == mth(leaves)


@given(leaf_lists, st.data())
def test_a_consistency_proof_is_the_definitions_and_proves(leaves, data):
    older, newer = data.draw(st.integers(1, len(leaves))), len(leaves)

    path = hashes_of(tree.consistency_nodes(older, newer), leaves)

    assert path == subproof(older, leaves, whole=True)
    assert tree.proves_consistency(older, newer, mth(leaves[:older]), mth(leaves), path)


@given(leaf_lists, st.data())
def test_a_proof_with_a_bit_flipped_or_a_hash_more_or_less_proves_nothing(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = path_of(index, leaves)
    place = data.draw(st.integers(0, len(path)))
    strange = data.draw(st.binary(min_size=32, max_size=32))
    others = [[*path[:place], strange, *path[place:]], path[:place] + path[place + 1 :]]
    if place < len(path):
        flipped = bytes([path[place][0] ^ 1]) + path[place][1:]
        others.append([*path[:place], flipped, *path[place + 1 :]])

    for other in others:
        if other != path:
            assert not tree.proves_inclusion(leaves[index], index, len(leaves), other, mth(leaves))


@settings(max_examples=200)
@given(leaf_lists, st.data())
def test_no_other_history_is_consistent(leaves, data):
    older = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, older - 1))
    other = [*leaves[:changed], leaves[changed] + b"!", *leaves[changed + 1 :]]
    path = subproof(older, other, whole=True)
    honest = subproof(older, leaves, whole=True)

    for proof in (path, honest, path[:-1], [*path, mth(leaves)], []):
        newer = len(leaves)
        assert not tree.proves_consistency(older, newer, mth(leaves[:older]), mth(other), proof)


@given(st.integers(1, 2**40), st.data())
def test_proofs_need_few_nodes_at_any_size(size, data):
    index = data.draw(st.integers(0, size - 1))
    levels = (size - 1).bit_length()

    inclusion = tree.inclusion_nodes(index, size)
    consistency = tree.consistency_nodes(index + 1, size)

    assert len(inclusion) <= levels
    assert len(consistency) <= levels + 1
    assert sum(map(len, inclusion)) <= 2 * levels
    for node in (node for group in (*inclusion, *consistency) for node in group):
        assert (node.place + 1) << node.level <= size


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_proof(index, size):
    with pytest.raises(tree.ProofRefused):
        tree.inclusion_nodes(index, size)
    assert not tree.proves_inclusion(b"", index, size, [], mth([b""]))


@pytest.mark.parametrize(("older", "newer"), [(0, 4), (5, 4), (-1, 1)])
def test_a_size_that_never_was_has_no_proof(older, newer):
    with pytest.raises(tree.ProofRefused):
        tree.consistency_nodes(older, newer)
    assert not tree.proves_consistency(older, newer, b"", b"", [])
