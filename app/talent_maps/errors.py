"""What can go wrong with talent maps."""

from app.core.errors import Conflict, InvalidRequest, NotFound
from app.core.words import Words


class MapNotFound(NotFound):
    code = "talent-map-unknown"
    title = Words("Peta talenta tidak ada", "No such talent map")
    detail = Words(
        "Tidak ada peta talenta {id}, atau Anda tidak berwenang melihatnya.",
        "There is no talent map {id}, or you may not see it.",
    )


class PlacementNotFound(NotFound):
    code = "placement-unknown"
    title = Words("Orang ini tidak ada di peta", "The person is not on the map")
    detail = Words(
        "Pegawai {id} tidak termasuk populasi peta ini.",
        "The employee {id} is not in this map's population.",
    )


class MapNameTaken(Conflict):
    code = "talent-map-name-taken"
    title = Words("Nama peta sudah dipakai", "The map's name is taken")
    detail = Words(
        "Sudah ada peta bernama {name}; pilih nama lain.",
        "There is a map named {name} already; choose another name.",
    )


class MapUnfinished(Conflict):
    code = "talent-map-unfinished"
    title = Words("Peta dengan nama ini belum selesai", "A map of that name is not finished")
    detail = Words(
        "Peta {name} yang belum selesai diminta dengan skema {scheme} per {as_of} atau populasi"
        " lain; ulangi permintaan yang sama untuk menyelesaikannya, atau pilih nama lain.",
        "The unfinished map {name} was asked for with the scheme {scheme} as of {as_of}, or for"
        " other people; repeat that very request to finish it, or choose another name.",
    )


class MapNotReady(Conflict):
    code = "talent-map-not-ready"
    title = Words("Peta belum selesai", "The map is not finished")
    detail = Words(
        "Peta {name} masih {state}; tunggu sampai `state` menjadi `done`.",
        "The map {name} is {state}; wait until its `state` is `done`.",
    )


class MapRefused(InvalidRequest):
    code = "talent-map-refused"
    title = Words("Peta tidak dapat dibuat", "The map cannot be made")


AS_OF_IN_FUTURE = Words(
    "Tanggal penilaian {as_of} belum tiba; pakai tanggal sampai hari ini.",
    "The date {as_of} has not come yet; use one up to today.",
)
UNIT_UNKNOWN = Words(
    "Tidak ada unit {id} pada instansi ini.", "There is no unit {id} in this agency."
)
POPULATION_EMPTY = Words(
    "Tidak ada pegawai aktif dalam populasi ini; periksa unit dan jenjang, atau impor data dulu.",
    "There is no active employee in this population; check unit and levels, or import data first.",
)
FAILURES = {"population-empty": POPULATION_EMPTY}
"""What the `failure` of a map means."""
