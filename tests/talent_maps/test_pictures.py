"""The nine-box as a picture that can also be heard, and read in grey."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring_schemes.scheme import Numbering
from app.talent_maps import pictures
from app.talent_maps.nine_box import box, cell_of
from app.talent_maps.pictures import BoxCounts, nine_box_svg

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {1: 23, 2: 118, 3: 118, 4: 517, 5: 901, 6: 137, 7: 4456, 8: 878, 9: 4138}
REGULATION = "permenpanrb-3-2020"


def drawn(title="Peta 2026", counts=FIGURES, without=8390, numbering=REGULATION, language="id"):
    given = BoxCounts(counts, without, counts)
    return ET.fromstring(nine_box_svg(title, given, numbering, language))  # noqa: S314


def described(svg):
    return svg.find(f"{SVG}desc").text


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_it_is_an_image_with_a_title_and_a_description():
    svg = drawn()

    assert svg.get("role") == "img"
    assert svg.get("lang") == "id"
    named = svg.get("aria-labelledby").split()
    assert [svg.find(f".//*[@id='{name}']").tag for name in named] == [f"{SVG}title", f"{SVG}desc"]
    assert svg.find(f"{SVG}title").text == "Peta 2026"


def test_the_description_says_every_figure_in_words():
    words = described(drawn())

    assert words.startswith("11.286 orang dalam sembilan kotak.")
    assert "Kotak 9 (Kinerja di atas ekspektasi, potensial tinggi): 4.138 orang (36,7 %)." in words
    assert words.endswith("Belum berkotak karena datanya belum lengkap: 8.390 orang.")


def test_english_readers_get_english_words_and_numbers():
    words = described(drawn(language="en"))

    assert "Box 7 (Performance above expectation, middle potential): 4,456 (39.5%)." in words


def test_another_numbering_moves_the_numbers_and_not_the_meaning():
    words = described(drawn(counts={5: 10}, numbering="kemenkeu", language="en"))

    assert "Box 5 (Performance above expectation, low potential): 10 (100.0%)." in words


def test_a_map_of_nobody_is_drawn_without_dividing_by_zero():
    assert "0 orang (0,0 %)" in described(drawn(counts={}, without=0))


def test_text_is_legible_on_its_cell_and_meanings_differ_in_grey():
    tones = (pictures.SUCCESSION, pictures.DEVELOP, pictures.GUIDE, pictures.REVIEW)

    assert all(contrast(tone.fill, tone.text) >= 7 for tone in tones)
    greys = [luminance(tone.fill) for tone in tones]
    assert all(light - dark > 0.08 for dark, light in pairwise(greys))


def test_the_dark_cells_are_those_that_the_regulation_takes_into_the_succession_group():
    dark = {box(cell_of(n)) for n in range(9) if pictures.tone_of(n) is pictures.SUCCESSION}

    assert dark == {7, 8, 9}


@given(
    title=st.text(max_size=300),
    counts=st.dictionaries(st.integers(1, 9), st.integers(0, 5_000_000)),
    without=st.integers(0, 5_000_000),
    numbering=st.sampled_from([profile.value for profile in Numbering]),
    language=st.sampled_from(["id", "en"]),
)
def test_any_title_and_figures_make_well_formed_xml(title, counts, without, numbering, language):
    svg = drawn(title, counts, without, numbering, language)

    numbers = [text.text for text in svg.iter(f"{SVG}text") if text.get("y") == "36.5"]
    assert sorted(numbers) == [str(n) for n in range(1, 10)]


@pytest.mark.parametrize("count", [1, 4138])
def test_a_box_with_somebody_in_it_never_shows_an_empty_bar(count):
    svg = drawn(counts={1: count, 9: 1_000_000})
    bars = [r.get("width") for r in svg.iter(f"{SVG}rect") if r.get("height") == "4"]

    assert len(bars) == 9 + 2
