"""The page of a bundle is for people, whatever the names in it try."""

from uuid import uuid4

from app.evidence.pages import page
from app.evidence.parts import About
from app.talent_maps.pictures import BoxCounts, nine_box_svg

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_nothing_in_a_name_becomes_part_of_the_page():
    counts = dict.fromkeys(range(1, 10), 1)
    about = About(
        agency_id=uuid4(),
        agency=HOSTILE,
        title=HOSTILE,
        subjects=(),
        picture=nine_box_svg(HOSTILE, BoxCounts(counts, 0, counts), "kemenkeu", "id"),
        members=1,
        first_members=[
            {
                "rank": 1,
                "employee_id": HOSTILE,
                "box": 9,
                "value": "1",
                "origin": "rule",
                "reason": HOSTILE,
            }
        ],
    )

    shown = page(about, HOSTILE, ["map.json", "rounds/1.json"], "evidence.zip")

    assert "<script" not in shown
    assert "<img" not in shown
    assert "default-src 'none'" in shown
    assert "rounds/1.json" in shown
