"""What may be wrong with a correction that is asked for, besides what imports refuse in a row."""

from app.core.words import Words

FAULTS = {
    "not-correctable": Words(
        "Ini tidak dikoreksi lewat permohonan; perbaiki di sumbernya, lalu impor.",
        "This is not corrected by request; correct it at its source and import it.",
    ),
    "own-record": Words(
        "Data sendiri tidak diajukan sendiri; gunakan permintaan koreksi di /v1/me.",
        "Nobody asks about their own record here; use the requests for correction at /v1/me.",
    ),
    "record-unknown": Words(
        "Tidak ada catatan ini pada pegawai itu, atau Anda tidak berwenang melihatnya.",
        "The person has no such record, or you may not see it.",
    ),
    "record-superseded": Words(
        "Catatan ini sudah diganti; koreksi yang berlaku sekarang.",
        "This record was superseded; correct what is known now.",
    ),
    "record-stays": Words(
        "Catatan yang dikoreksi tidak berganti; buat permohonan lain.",
        "The record stays the same; draft another request.",
    ),
    "key-stays": Words(
        "Isian ini pengenal catatan pada berkas impor, jadi akan tercatat ganda; perbaiki di"
        " sumbernya, lalu impor.",
        "Imports know the record by this value and would double it; correct it at its source and"
        " import it.",
    ),
    "changes-nothing": Words(
        "Nilai ini sudah demikian adanya.", "That is what the record says already."
    ),
    "code-unknown": Words(
        "Kode golongan tidak dikenal: 11 sampai 45.", "The code of the rank is unknown: 11 to 45."
    ),
    "days-reversed": Words(
        "Tanggal akhir mendahului tanggal mulai.", "The last day is before the first."
    ),
    "document-later": Words("Tanggal dokumen belum tiba.", "The document's date has not come yet."),
}
