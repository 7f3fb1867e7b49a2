"""What every code of a verdict means, and what to do about it, in both languages. Pure."""

from app.core.words import Words

FILE_CODES: dict[str, Words] = {
    "kind-unknown": Words(
        "Nama berkas tidak dikenal; beri nama seperti pegawai.csv atau sebutkan jenisnya.",
        "The file's name is not known; name it like pegawai.csv, or say what kind it is.",
    ),
    "file-empty": Words(
        "Berkas kosong; ekspor ulang dari SIMPEG.", "The file is empty; export it anew."
    ),
    "file-binary": Words(
        "Berkas berisi bita bukan teks; simpan sebagai CSV UTF-8, NDJSON, JSON, atau XLSX.",
        "The file holds bytes that are no text; save it as CSV in UTF-8, NDJSON, JSON or XLSX.",
    ),
    "file-encoding": Words(
        "Berkas bukan UTF-8; di Excel pilih Simpan sebagai 'CSV UTF-8'.",
        "The file is not UTF-8; in Excel choose Save as 'CSV UTF-8'.",
    ),
    "file-old-excel": Words(
        "Format XLS lama tidak dibaca; simpan sebagai XLSX atau CSV UTF-8.",
        "The old XLS format is not read; save it as XLSX or as CSV in UTF-8.",
    ),
    "file-not-xlsx": Words(
        "Berkas ZIP ini bukan XLSX yang utuh; simpan ulang sebagai XLSX.",
        "This ZIP file is not a sound XLSX; save it as XLSX again.",
    ),
    "file-bomb": Words(
        "Isi XLSX terlalu besar setelah dibuka; hapus sel kosong berformat atau kirim sebagai CSV.",
        "The XLSX unpacks to too much; delete formatted empty cells, or send it as CSV.",
    ),
    "file-executable": Words(
        "Berkas ini program, bukan data; kirim CSV UTF-8, NDJSON, JSON, atau XLSX.",
        "This file is a program, not data; send CSV in UTF-8, NDJSON, JSON or XLSX.",
    ),
    "file-markup": Words(
        "Isinya halaman web atau XML walau namanya lain; buka di Excel, lalu simpan sebagai XLSX.",
        "It holds a web page or XML, whatever its name; open it in Excel and save it as XLSX.",
    ),
    "file-encrypted": Words(
        "Berkas terkunci kata sandi; hapus sandinya, simpan, lalu kirim lagi.",
        "The file is locked by a password; remove the password, save it and send it again.",
    ),
    "file-macro": Words(
        "Lembar sebar ini memuat makro; simpan sebagai XLSX tanpa makro.",
        "The spreadsheet holds macros; save it as XLSX without macros.",
    ),
    "file-nested": Words(
        "Lembar sebar ini memuat berkas lain; hapus objek sematan, lalu simpan ulang.",
        "The spreadsheet holds other files; delete the embedded objects and save it again.",
    ),
    "file-entities": Words(
        "XML di dalamnya memuat DOCTYPE atau entitas; simpan ulang sebagai XLSX dari Excel.",
        "The XML inside declares a DOCTYPE or entities; save it as XLSX from Excel again.",
    ),
    "file-too-wide": Words(
        "Terlalu banyak kolom; hapus kolom kosong atau yang tidak diperlukan.",
        "There are too many columns; delete those that are empty or not needed.",
    ),
    "file-too-long": Words(
        "Terlalu banyak baris untuk satu berkas; bagi menjadi beberapa berkas.",
        "There are too many rows for one file; split it into several.",
    ),
    "json-malformed": Words(
        "JSON rusak mulai baris ini, jadi seluruh berkas tidak dipakai; perbaiki lalu kirim lagi.",
        "The JSON is malformed from this line on, so none of the file was used; correct it.",
    ),
    "column-missing": Words(
        "Kolom wajib tidak ada; tambahkan kolom yang disebut pada baris judul.",
        "A needed column is missing; add the column that is named to the header.",
    ),
}
ROW_CODES: dict[str, Words] = {
    "row-malformed": Words(
        "Baris tidak terbaca; periksa tanda kutip, jumlah kolom, atau kurung kurawalnya.",
        "The row cannot be read; check its quotation marks, its cells or its braces.",
    ),
    "parent-unknown": Words(
        "Unit atasan tidak ada; sertakan unit itu atau perbaiki DiatasanId.",
        "There is no such parent unit; add that unit or correct DiatasanId.",
    ),
    "unit-cycle": Words(
        "Unit ini akhirnya membawahi dirinya sendiri; perbaiki DiatasanId pada lingkaran itu.",
        "This unit ends up below itself; correct DiatasanId somewhere in the circle.",
    ),
    "unit-unknown": Words(
        "Unit tidak ada; impor unitnya lebih dahulu atau perbaiki unor_id.",
        "There is no such unit; import the unit first or correct unor_id.",
    ),
    "nip-invalid": Words(
        "NIP tidak sah: harus 18 angka dengan tanggal, bulan, dan jenis kelamin yang benar; "
        "di lembar sebar format kolomnya sebagai teks.",
        "The NIP is not valid: 18 digits with a real date, month and sex; in a spreadsheet "
        "format the column as text.",
    ),
    "date-invalid": Words(
        "Tanggal tidak ada di kalender; tulis dd-mm-yyyy atau yyyy-mm-dd.",
        "There is no such date; write dd-mm-yyyy or yyyy-mm-dd.",
    ),
    "name-missing": Words("Nama kosong; isi nama pegawai.", "The name is missing; fill it in."),
    "nip-duplicate": Words(
        "NIP ini sudah ada di baris sebelumnya; hapus salah satu.",
        "This NIP is on an earlier row of the file; remove one of them.",
    ),
    "identity-conflict": Words(
        "NIP dan pns_id baris ini milik dua orang berbeda; periksa keduanya.",
        "The NIP and the pns_id of this row belong to two different people; check both.",
    ),
    "employee-unknown": Words(
        "Pegawai tidak ada atau ditolak; perbaiki barisnya di pegawai lalu kirim baris ini lagi.",
        "There is no such employee, or their row was rejected; correct that, then send this again.",
    ),
    "out-of-scale": Words(
        "Nilai di luar skala atau bukan angka; perbaiki sesuai skalanya.",
        "The value is outside its scale or no number; correct it.",
    ),
    "year-future": Words(
        "Tahun belum berjalan; perbaiki tahunnya.", "The year has not come yet; correct it."
    ),
    "predicate-contradiction": Words(
        "Kuadran tidak sesuai matriks hasil kerja dan perilaku; perbaiki salah satunya.",
        "The quadrant is not that of the matrix of result and conduct; correct one of them.",
    ),
    "value-missing": Words(
        "Isian wajib kosong; lengkapi lalu kirim lagi.",
        "A needed value is missing; fill it in and send the row again.",
    ),
    "text-too-long": Words(
        "Teks terlalu panjang; persingkat.", "The text is too long; shorten it."
    ),
}
FINDING_CODES: dict[str, Words] = {
    "nip-birth-mismatch": Words(
        "Tanggal lahir berbeda dari NIP; diterapkan, tetapi periksa mana yang benar.",
        "The birth date is not the NIP's; applied, but check which is right.",
    ),
    "nip-sex-mismatch": Words(
        "Jenis kelamin berbeda dari NIP; diterapkan, tetapi periksa mana yang benar.",
        "The sex is not the NIP's; applied, but check which is right.",
    ),
    "value-unreadable": Words(
        "Nilai ini tidak terbaca dan dikosongkan; selebihnya diterapkan.",
        "This value could not be read and was left empty; the rest was applied.",
    ),
    "correction-stands": Words(
        "Sumber masih memuat nilai yang sudah dikoreksi lewat permohonan yang disetujui; koreksi"
        " itu tetap berlaku. Perbaiki di sumbernya.",
        "The source still has what an approved request found wrong; the correction stands. Correct"
        " the source.",
    ),
    "correction-replaced": Words(
        "Nilai baru dari sumber menggantikan koreksi yang disetujui; periksa mana yang benar.",
        "New values from the source replace an approved correction; check which are right.",
    ),
    "key-repeated": Words(
        "Baris lain sesudahnya berkunci sama dan menggantikan baris ini; hapus yang tidak berlaku.",
        "A later row has the same key and replaces this one; remove the one that is not valid.",
    ),
}
CODES: dict[str, Words] = {**FILE_CODES, **ROW_CODES, **FINDING_CODES}
