"""Two requests have one fingerprint exactly when they say the same."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.core.fingerprints import Fingerprint

PARTS = st.lists(st.binary(max_size=20), min_size=4, max_size=4)


def digest(about, chunks, content_type=b"application/json"):
    print_ = Fingerprint(about, content_type)
    for chunk in chunks:
        print_.update(chunk)
    return print_.digest()


def cut(body, places):
    """A body in pieces, cut at these places."""
    at = sorted({0, len(body), *(place % (len(body) + 1) for place in places)})
    return [body[a:b] for a, b in pairwise(at)]


@given(PARTS, st.binary(max_size=300), st.lists(st.integers(0, 1000)))
def test_how_a_body_arrives_makes_no_difference(about, body, places):
    assert digest(about, [body]) == digest(about, cut(body, places))


@given(st.binary(max_size=300), st.lists(st.integers(0, 1000)), st.binary(min_size=1, max_size=9))
def test_how_an_upload_arrives_makes_no_difference(body, places, mark):
    kind = b"multipart/form-data; boundary=ab"
    marked = body.replace(b"m", b"--ab") + b"--ab" + mark

    assert digest([], [marked], kind) == digest([], cut(marked, places), kind)


@given(
    st.tuples(PARTS, st.binary(max_size=40), st.sampled_from([b"application/json", b"text/plain"])),
    st.tuples(PARTS, st.binary(max_size=40), st.sampled_from([b"application/json", b"text/plain"])),
)
def test_whatever_differs_makes_a_difference(one, other):
    same = digest(one[0], [one[1]], one[2]) == digest(other[0], [other[1]], other[2])

    assert same == (one == other)


def upload(boundary, content):
    body = (
        b'--%b\r\ncontent-disposition: form-data; name="files"; filename="pegawai.csv"\r\n\r\n'
        b"%b\r\n--%b--\r\n"
    )
    kind = b'multipart/form-data; boundary="%b"' % boundary
    return digest([b"/v1/imports"], [body % (boundary, content, boundary)], kind)


def test_an_upload_is_the_same_with_another_boundary_and_another_with_other_content():
    assert upload(b"----one", b"NIP,nama") == upload(b"----another", b"NIP,nama")
    assert upload(b"----one", b"NIP,nama") != upload(b"----one", b"NIP,name")
