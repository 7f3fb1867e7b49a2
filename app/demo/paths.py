"""Where the demonstration keeps its things, below TALENTA_HOME."""

from pathlib import Path
from typing import NamedTuple


class Paths(NamedTuple):
    """The demonstration's folder and what lies in it."""

    folder: Path

    @property
    def files(self) -> Path:
        """The province's personnel files."""
        return self.folder / "province"

    @property
    def clients(self) -> Path:
        """Ids and secrets of the demonstration's clients, for their owner's eyes only."""
        return self.folder / "clients.json"

    @property
    def letter(self) -> Path:
        """The letter of the approved request."""
        return self.folder / "surat-persetujuan.pdf"

    @property
    def consent(self) -> Path:
        """BKN's letter on the readiness of the body."""
        return self.folder / "persetujuan-penerapan.pdf"

    @property
    def picture(self) -> Path:
        """The nine-box as a picture."""
        return self.folder / "nine-box.svg"

    @property
    def flows(self) -> Path:
        """Who moved between the two maps, as a picture."""
        return self.folder / "flows.svg"

    @property
    def card(self) -> Path:
        """The talent card of the candidate who is developed."""
        return self.folder / "kartu-talenta.pdf"

    @property
    def merit(self) -> Path:
        """Evidence for the merit worksheet, as a workbook."""
        return self.folder / "bukti-merit.xlsx"

    @property
    def report(self) -> Path:
        """The verdict of every row that was imported."""
        return self.folder / "import-report.csv"

    @property
    def told(self) -> Path:
        """What came of the story; it is there when the story has been told to its end."""
        return self.folder / "story.json"


def paths(home: Path) -> Paths:
    """The demonstration's places in a home."""
    return Paths(home / "demo")
