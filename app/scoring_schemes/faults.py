"""What can be wrong with a scheme document: each fault's code and its sentence. Pure."""

from app.core.words import Words

FAULTS: dict[str, Words] = {
    "type-wrong": Words("Harus berupa {expected}.", "This must be {expected}."),
    "field-missing": Words("Isian {name} wajib ada.", "The field {name} is required."),
    "field-unknown": Words(
        "Isian {name} tidak dikenal di sini.", "The field {name} is not known here."
    ),
    "field-duplicate": Words(
        "Isian {name} tertulis lebih dari sekali.", "The field {name} is written more than once."
    ),
    "text-empty": Words("Tidak boleh kosong.", "This may not be empty."),
    "text-invalid": Words(
        "Teks memuat karakter yang tidak dapat disimpan.",
        "The text contains a character that cannot be stored.",
    ),
    "code-invalid": Words(
        "Kode harus 1 sampai 64 huruf, angka, '-', '_' atau '.', diawali huruf atau angka.",
        "A code is 1 to 64 letters, digits, '-', '_' or '.', and begins with a letter or digit.",
    ),
    "code-duplicate": Words(
        "Kode {code} sudah dipakai dalam sumbu ini.", "The code {code} is used before on this axis."
    ),
    "number-invalid": Words(
        'Harus bilangan desimal dalam tanda kutip, misalnya "83.5".',
        'This must be a decimal number in quotes, for example "83.5".',
    ),
    "number-as-text": Words(
        "Tulis pecahan sebagai teks dalam tanda kutip agar semua pembaca memperoleh nilai sama.",
        "Write a fraction as text in quotes, so that every reader gets the same number.",
    ),
    "decimals-too-many": Words("Paling banyak enam desimal.", "At most six decimals."),
    "out-of-range": Words(
        "Harus antara {low} dan {high}.", "This must lie between {low} and {high}."
    ),
    "weight-missing": Words(
        "Bobot wajib ada karena induknya menimbang.", "The weight is required: its parent weighs."
    ),
    "weight-unused": Words(
        "Bobot tidak berlaku di dalam rata-rata.", "A weight means nothing inside a mean."
    ),
    "weight-not-positive": Words("Bobot harus lebih dari 0.", "A weight must be more than 0."),
    "weights-total": Words(
        "Bobot berjumlah {total}; harus tepat {expected}.",
        "The weights total {total}; they must total exactly {expected}.",
    ),
    "cutoffs-count": Words(
        "Harus tepat dua ambang: awal menengah dan awal tinggi.",
        "There must be exactly two cut-offs: where mid begins and where high begins.",
    ),
    "cutoffs-not-rising": Words(
        "Ambang harus naik: {before} lalu {after}.",
        "Cut-offs must strictly rise: {before} is followed by {after}.",
    ),
    "bands-start": Words("Pita pertama harus mulai dari 0.", "The first band must start at 0."),
    "bands-not-rising": Words(
        "Awal pita harus naik: {before} lalu {after}.",
        "Bands must strictly rise: {before} is followed by {after}.",
    ),
    "ranges-gap": Words(
        "Rentang berlubang: nilai antara {before} dan {after} tidak masuk mana pun. "
        "Tulis batas bawah saja.",
        "The ranges have a gap: nothing holds the values between {before} and {after}. "
        "Write lower bounds only.",
    ),
    "ranges-overlap": Words(
        "Rentang tumpang tindih: {after} masuk dua rentang. Tulis batas bawah saja.",
        "The ranges overlap: {after} lies in two of them. Write lower bounds only.",
    ),
    "ranges-as-pairs": Words(
        "Tulis batas bawah tiap rentang, bukan pasangan [bawah, atas].",
        "Write each range's lower bound, not a pair [low, high].",
    ),
    "components-empty": Words("Harus ada komponen.", "There must be a component."),
    "components-too-many": Words("Paling banyak {most} komponen.", "At most {most} components."),
    "nesting-too-deep": Words("Paling dalam {most} tingkat.", "At most {most} levels deep."),
    "indicator-unknown": Words("Indikator {name} tidak dikenal.", "There is no indicator {name}."),
    "option-missing": Words(
        "Indikator {indicator} memerlukan {name}.", "The indicator {indicator} needs {name}."
    ),
    "option-unknown": Words(
        "Indikator {indicator} tidak mengenal {name}.",
        "The indicator {indicator} has no option {name}.",
    ),
    "raw-value-unknown": Words(
        "Indikator {indicator} tidak pernah bernilai {name}.",
        "The indicator {indicator} never has the value {name}.",
    ),
    "points-empty": Words("Harus ada nilai yang berpoin.", "Some value must be worth points."),
    "aggregate-unknown": Words("Harus weighted atau mean.", "This must be weighted or mean."),
    "missing-unknown": Words(
        "Harus block, zero atau renormalise.", "This must be block, zero or renormalise."
    ),
    "cap-unknown": Words("Harus required.", "This must be required."),
    "years-ago-duplicate": Words(
        "Tahun {years_ago} sudah disebut.", "The year {years_ago} is named before."
    ),
    "numbering-unknown": Words(
        "Profil penomoran {name} tidak dikenal.", "There is no numbering profile {name}."
    ),
    "ranking-unknown": Words(
        "Urutan hanya menurut value, performance, potential.",
        "Ranking goes by value, performance, potential.",
    ),
    "ranking-duplicate": Words("Kunci {name} sudah disebut.", "The key {name} is named before."),
}
"""By code; the places in braces are filled with what the document said."""
