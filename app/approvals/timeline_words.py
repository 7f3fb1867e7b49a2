"""What happened to a request, in words, for whoever hears the picture instead of seeing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from app.core.words import Language, Words
from app.core.working_days import today_in_office

TITLE: Final = Words("Linimasa permohonan", "Timeline of the request")
HAPPENED: Final = {
    "drafted": Words("disusun", "drafted"),
    "submitted": Words("diajukan, putaran {round}", "submitted, round {round}"),
    "stage_began": Words(
        "tahap {stage} {name} mulai, jatuh tempo {due_on}",
        "stage {stage} {name} began, due {due_on}",
    ),
    "stage_ended": Words("tahap {stage} berakhir ({cause})", "stage {stage} ended ({cause})"),
    "decided": Words("tahap {stage}: {said}", "stage {stage}: {said}"),
    "returned": Words("tahap {stage}: {said}", "stage {stage}: {said}"),
    "decision_voided": Words(
        "satu keputusan tahap {stage} batal ({cause})", "a decision of stage {stage} void ({cause})"
    ),
    "step_recorded": Words("langkah dicatat: {step}", "step recorded: {step}"),
    "attached": Words("berkas dilampirkan: {name}", "file attached: {name}"),
    "commented": Words("komentar", "comment"),
    "reminded": Words("tahap {stage} diingatkan", "stage {stage} reminded"),
    "escalated": Words(
        "tahap {stage} lewat jatuh tempo, diberitahukan ke atas",
        "stage {stage} overdue, those above told",
    ),
    "approved": Words("disetujui", "approved"),
    "rejected": Words("ditolak", "rejected"),
}
SAID: Final = {
    "approve": Words("setuju", "approved"),
    "return": Words("dikembalikan", "returned"),
    "reject": Words("ditolak", "rejected"),
    "abstain": Words("mundur", "abstained"),
}
LETTERS: Final = {
    "approve": Words("S", "A"),
    "return": Words("K", "R"),
    "reject": Words("T", "X"),
    "abstain": Words("M", "N"),
}
LEGEND: Final = Words(
    "Batang: menunggu (putus-putus: masih) · garis tegak: jatuh tempo · S setuju, K kembali,"
    " T tolak, M mundur",
    "Bar: waiting (dashed: still) · upright line: due day · A approved, R returned, X rejected,"
    " N not taking part",
)
REQUEST: Final = Words("Permohonan", "Request")
REQUEST_LEGEND: Final = Words(
    "● disusun, diajukan, selesai · ○ komentar, berkas, langkah, pengingat",
    "● drafted, submitted, closed · ○ comments, files, steps, reminders",
)
STAGE: Final = Words("{round}.{stage} {name}", "{round}.{stage} {name}")
AHEAD: Final = Words("belum menunggu", "not waiting yet")
SKIPPED: Final = Words("dilewati", "skipped")
PLANNED: Final = Words(
    "Putaran {round}, tahap {stage} {name}: {days} hari kerja, {state}.",
    "Round {round}, stage {stage} {name}: {days} working days, {state}.",
)
MORE: Final = Words(
    "Masih ada peristiwa sesudahnya; lihat datanya.", "More happened after; see the data."
)
BY: Final = Words(" oleh {name}", " by {name}")
STANDING_IN: Final = Words(" untuk {name}", " for {name}")


def day_of(instant: str) -> str:
    """The day in western Indonesia, as it is written."""
    return today_in_office(datetime.fromisoformat(instant)).isoformat()


def sentence(one: Mapping[str, Any], language: Language) -> str:
    """One thing that happened, with its day and whoever did it."""
    data = one["data"]
    said = SAID.get(data.get("decision", ""))
    values = {
        "round": one["round"],
        "stage": one["stage"],
        "said": "" if said is None else said.in_(language),
        **{key: data.get(key) or "" for key in ("name", "due_on", "cause", "step")},
    }
    words = HAPPENED[one["what"]].filled(**values).in_(language)
    by = BY.filled(name=one["by"]["name"]).in_(language) if one["by"] else ""
    other = data.get("on_behalf_of")
    place = STANDING_IN.filled(name=other["name"]).in_(language) if other else ""
    return f"{day_of(one['at'])}: {words}{by}{place}."
