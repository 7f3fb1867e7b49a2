"""What can go wrong with requests about personal data."""

from app.core.errors import Conflict, Fault, InvalidRequest, NotFound
from app.core.words import Words


class NoCivilServant(NotFound):
    code = "no-civil-servant"
    title = Words("Bukan pegawai", "Not a civil servant")
    detail = Words(
        "Anda masuk bukan sebagai seorang pegawai, jadi tidak ada data tentang Anda di sini.",
        "You have not come in as a civil servant, so there is nothing about you here.",
    )


class CorrectionNotFound(NotFound):
    code = "correction-request-unknown"
    title = Words("Permintaan koreksi tidak ada", "No such correction request")
    detail = Words("Tidak ada permintaan koreksi {id}.", "There is no request for correction {id}.")


class CorrectionDecided(Conflict):
    code = "correction-request-decided"
    title = Words("Permintaan koreksi sudah diputus", "The correction request is decided")
    detail = Words(
        "Permintaan koreksi ini sudah diputus; ajukan yang baru bila perlu.",
        "This request for correction has been decided; make a new one if need be.",
    )


class RecordUnknown(InvalidRequest):
    code = "record-unknown"
    title = Words("Catatan tidak ada", "No such record")

    def __init__(self) -> None:
        words = Words(
            "Tidak ada catatan itu dalam riwayat Anda; lihat /v1/employees/{id}/histories.",
            "There is no such record in that history of yours; see /v1/employees/{id}/histories.",
        )
        super().__init__(errors=[Fault("/record_id", "record-unknown", words)])


class BreachNotFound(NotFound):
    code = "breach-unknown"
    title = Words("Insiden tidak ada", "No such breach")
    detail = Words("Tidak ada insiden {id}.", "There is no breach {id}.")


class BreachInvalid(InvalidRequest):
    code = "breach-invalid"
    title = Words("Catatan insiden tidak sah", "The record of the breach is not valid")


class AlreadyNotified(Conflict):
    code = "already-notified"
    title = Words("Sudah diberitahu", "Notified already")
    detail = Words(
        "Pemberitahuan kepada {to} sudah dicatat dan tidak berubah lagi.",
        "That {to} were notified is on record already, and does not change.",
    )


class RetentionUnknown(NotFound):
    code = "retention-class-unknown"
    title = Words("Kelas retensi tidak ada", "No such retention class")
    detail = Words("Tidak ada kelas retensi {code}.", "There is no retention class {code}.")


class RetentionTooShort(InvalidRequest):
    code = "retention-too-short"
    title = Words("Retensi terlalu singkat", "The retention is too short")

    def __init__(self, minimum: int) -> None:
        words = Words(
            "Data kelas ini disimpan paling sedikit {minimum} tahun.",
            "Data of this class is kept at least {minimum} years.",
        ).filled(minimum=minimum)
        super().__init__(errors=[Fault("/years", "retention-too-short", words)])
