"""The bodies (perangkat daerah) that the invented province has, largest first. Words only."""

from typing import NamedTuple


class Body(NamedTuple):
    """A body of the province: its name, who leads it, its divisions, its working places."""

    name: str
    head: str
    divisions: tuple[str, ...]
    places: tuple[str, ...] = ()
    """Schools, clinics and stations below it: many people, no structural posts but the head's."""
    trade: str = "office"
    """What those who work in the places do: office, school, health or field."""
    share: float = 1.0
    """How many of the province's people work here, in relation to other bodies."""


SCHOOL_NAMES = tuple(
    f"{kind} Negeri {number} {town}"
    for town in ("Muara Sagara", "Bandar Tembesu", "Lingga Jaya", "Bukit Serumpun", "Rimba Mulya")
    for kind, numbers in (("SMA", 4), ("SMK", 3), ("SLB", 1))
    for number in range(1, numbers + 1)
)

BODIES = (
    Body(
        "Dinas Pendidikan",
        "Kepala Dinas Pendidikan",
        ("Pembinaan SMA", "Pembinaan SMK", "Pendidikan Khusus", "Guru dan Tenaga Kependidikan"),
        SCHOOL_NAMES,
        "school",
        9.0,
    ),
    Body(
        "Sekretariat Daerah",
        "Sekretaris Daerah",
        ("Pemerintahan", "Hukum", "Organisasi", "Perekonomian", "Kesejahteraan Rakyat", "Umum"),
        share=1.6,
    ),
    Body(
        "Dinas Kesehatan",
        "Kepala Dinas Kesehatan",
        ("Kesehatan Masyarakat", "Pengendalian Penyakit", "Pelayanan Kesehatan", "Farmasi"),
        ("Balai Laboratorium Kesehatan", "Balai Kesehatan Paru", "Klinik Kerja Muara Sagara"),
        "health",
        1.6,
    ),
    Body(
        "RSUD Raya Muara Sagara",
        "Direktur RSUD Raya Muara Sagara",
        ("Pelayanan Medik", "Keperawatan", "Penunjang Medik", "Keuangan Rumah Sakit"),
        ("Instalasi Gawat Darurat", "Instalasi Bedah", "Rawat Inap Anggrek", "Rawat Inap Dahlia"),
        "health",
        3.4,
    ),
    Body(
        "Badan Kepegawaian Daerah",
        "Kepala Badan Kepegawaian Daerah",
        ("Pengadaan dan Informasi", "Mutasi dan Promosi", "Pengembangan Aparatur", "Kinerja"),
        share=0.6,
    ),
    Body(
        "Badan Perencanaan Pembangunan Daerah",
        "Kepala Badan Perencanaan Pembangunan Daerah",
        ("Perencanaan Makro", "Infrastruktur dan Kewilayahan", "Ekonomi", "Sosial Budaya"),
        share=0.6,
    ),
    Body(
        "Dinas Pekerjaan Umum dan Tata Ruang",
        "Kepala Dinas Pekerjaan Umum dan Tata Ruang",
        ("Bina Marga", "Sumber Daya Air", "Cipta Karya", "Penataan Ruang", "Bina Konstruksi"),
        ("Balai Jalan Wilayah Utara", "Balai Jalan Wilayah Selatan", "Balai Pengujian Bahan"),
        "field",
        1.5,
    ),
    Body(
        "Badan Pendapatan Daerah",
        "Kepala Badan Pendapatan Daerah",
        ("Pajak Daerah", "Retribusi", "Pengendalian Pendapatan"),
        ("Samsat Muara Sagara", "Samsat Lingga Jaya", "Samsat Bukit Serumpun"),
        share=1.2,
    ),
    Body(
        "Inspektorat Daerah",
        "Inspektur Daerah",
        ("Pembantu Wilayah I", "Pembantu Wilayah II", "Pembantu Wilayah III", "Investigasi"),
        share=0.5,
    ),
    Body(
        "Dinas Pertanian dan Pangan",
        "Kepala Dinas Pertanian dan Pangan",
        ("Tanaman Pangan", "Hortikultura", "Peternakan", "Ketahanan Pangan"),
        ("Balai Benih Padi", "Balai Pembibitan Ternak", "Balai Proteksi Tanaman"),
        "field",
        1.4,
    ),
    Body(
        "Dinas Kehutanan",
        "Kepala Dinas Kehutanan",
        ("Perencanaan Hutan", "Perlindungan Hutan", "Rehabilitasi Lahan"),
        ("KPH Bukit Serumpun", "KPH Batang Selasih", "KPH Rimba Mulya"),
        "field",
        1.2,
    ),
    Body(
        "Dinas Kelautan dan Perikanan",
        "Kepala Dinas Kelautan dan Perikanan",
        ("Perikanan Tangkap", "Perikanan Budi Daya", "Pengawasan Sumber Daya Kelautan"),
        ("Pelabuhan Perikanan Teluk Nirwana", "Balai Benih Ikan Lubuk Cempaka"),
        "field",
        0.8,
    ),
    Body(
        "Badan Keuangan dan Aset Daerah",
        "Kepala Badan Keuangan dan Aset Daerah",
        ("Anggaran", "Perbendaharaan", "Akuntansi dan Pelaporan", "Aset Daerah"),
        share=0.7,
    ),
    Body(
        "Dinas Perhubungan",
        "Kepala Dinas Perhubungan",
        ("Lalu Lintas", "Angkutan", "Pelayaran"),
        ("Terminal Tipe B Muara Sagara", "Balai Pengujian Kendaraan"),
        "field",
        0.8,
    ),
    Body(
        "Dinas Sosial",
        "Kepala Dinas Sosial",
        ("Rehabilitasi Sosial", "Perlindungan Sosial", "Pemberdayaan Sosial"),
        ("Panti Sosial Tresna Werdha", "Panti Asuhan Anak Melati"),
        share=0.7,
    ),
    Body(
        "Dinas Komunikasi dan Informatika",
        "Kepala Dinas Komunikasi dan Informatika",
        ("Informasi Publik", "Aplikasi Informatika", "Persandian", "Statistik"),
        share=0.5,
    ),
    Body(
        "Dinas Lingkungan Hidup",
        "Kepala Dinas Lingkungan Hidup",
        ("Tata Lingkungan", "Pengelolaan Sampah", "Penaatan Hukum Lingkungan"),
        ("Laboratorium Lingkungan",),
        "field",
        0.6,
    ),
    Body(
        "Dinas Tenaga Kerja dan Transmigrasi",
        "Kepala Dinas Tenaga Kerja dan Transmigrasi",
        ("Pelatihan Kerja", "Hubungan Industrial", "Pengawasan Ketenagakerjaan"),
        ("Balai Latihan Kerja Bandar Tembesu",),
        share=0.8,
    ),
    Body(
        "Dinas Perindustrian dan Perdagangan",
        "Kepala Dinas Perindustrian dan Perdagangan",
        ("Industri", "Perdagangan Dalam Negeri", "Standardisasi"),
        share=0.6,
    ),
    Body(
        "Dinas Penanaman Modal dan Pelayanan Terpadu",
        "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu",
        ("Promosi Penanaman Modal", "Pelayanan Perizinan", "Pengaduan"),
        share=0.4,
    ),
    Body(
        "Satuan Polisi Pamong Praja",
        "Kepala Satuan Polisi Pamong Praja",
        ("Ketertiban Umum", "Penegakan Peraturan Daerah", "Perlindungan Masyarakat"),
        share=1.0,
    ),
    Body(
        "Sekretariat DPRD",
        "Sekretaris DPRD",
        ("Persidangan", "Fasilitasi Penganggaran", "Hubungan Masyarakat Dewan"),
        share=0.6,
    ),
    Body(
        "Badan Penanggulangan Bencana Daerah",
        "Kepala Pelaksana Badan Penanggulangan Bencana Daerah",
        ("Pencegahan dan Kesiapsiagaan", "Kedaruratan dan Logistik", "Rehabilitasi Rekonstruksi"),
        share=0.5,
    ),
    Body(
        "Dinas Perpustakaan dan Kearsipan",
        "Kepala Dinas Perpustakaan dan Kearsipan",
        ("Perpustakaan", "Kearsipan"),
        share=0.4,
    ),
)
