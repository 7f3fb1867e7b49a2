"""Pictures of movements: well-formed, every figure in words, legible in grey."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

from app.movements.flow_pictures import LIGHT_TEXT_FROM, SHADES, flows_svg, shade
from app.movements.flows import Flows
from app.movements.trajectory_pictures import Point, trajectory_svg

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture):
    root = ET.fromstring(picture)  # noqa: S314 - our own
    assert root.get("role") == "img"
    named = {e.get("id"): e.text for e in root.iter() if e.get("id")}
    assert set(root.get("aria-labelledby").split()) == set(named)
    return root, root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text


def lightness(colour):
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def some_flows():
    found = Flows(stayed=1200, moved=34, entered=5, left=0)
    found.matrix[4][4], found.matrix[4][7], found.matrix[10][9] = 1200, 34, 5
    return found


def test_each_stream_is_a_sentence_and_each_number_is_written():
    root, title, description = parsed(flows_svg("Peta <1>", "Peta & 2", some_flows(), "id"))

    written = [e.text for e in root.iter(f"{SVG}text")]
    assert title == "Perpindahan kotak: Peta <1> → Peta & 2"
    assert "Dari kotak 5 ke kotak 8: 34 orang." in description
    assert "Dari tidak di peta ke tanpa kotak: 5 orang." in description
    assert {"1.200", "34", "5"} <= set(written)
    assert "From box 5 to box 8: 34." in flows_svg("a", "b", some_flows(), "en")


def test_shades_are_told_apart_in_grey_and_text_stands_out():
    light = [lightness(colour) for colour in SHADES]

    assert light == sorted(light, reverse=True)
    assert all(before - after > 15 for before, after in pairwise(light))
    assert light[LIGHT_TEXT_FROM - 1] > 140
    assert light[LIGHT_TEXT_FROM] < 125


def test_nobody_is_white_and_the_most_are_darkest():
    assert [shade(n, 1000) for n in (0, 1, 200, 1000)] == [0, 1, 1, 5]
    assert shade(1, 1) > 0


def test_a_change_of_scheme_breaks_the_line():
    one = [
        Point(date(2024, 1, 1), "a@1", 5, "70.0000", breaks=False),
        Point(date(2025, 1, 1), "a@1", 8, "81.2500", breaks=False),
        Point(date(2026, 1, 1), "b@1", 7, "83.0000", breaks=True),
        Point(date(2027, 1, 1), "b@1", None, None, breaks=False),
    ]

    root, _, description = parsed(trajectory_svg(one, "en"))

    joined = [e for e in root.iter(f"{SVG}path") if e.get("stroke-width") == "3"]
    dashed = [e for e in root.iter(f"{SVG}path") if e.get("stroke-dasharray")]
    assert (len(joined), len(dashed)) == (1, 1)
    assert "2025-01-01, scheme a@1: box 8, value 81.2500." in description
    assert "The scheme changed" in description
    assert "2027-01-01, scheme b@1: without a box." in description


def test_nobody_s_way_is_said_to_be_none():
    _, _, description = parsed(trajectory_svg([], "id"))

    assert description == "Belum ada peta."
