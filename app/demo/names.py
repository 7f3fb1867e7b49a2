"""The words that people and places of the invented province are made of."""

_MEN = """
Abidin Adnan Alamsyah Amrizal Anton Arman Armada Arsyad Asrul Azwar Bahri Bastian Bonar Burhan
Chairul Damanhuri Darwin Delfi Edison Efendi Erizal Fadli Fakhri Firdaus Gading Ganda Gusnadi
Hamdan Haposan Hardi Haris Hasnan Herman Idris Ilham Indra Iskandar Jamal Jefri Johan Kamal
Kaspul Khairil Lamhot Lukman Luthfi Mahmud Mangatas Marwan Masri Misbah Mulyadi Musa Nasrul
Nazar Nofrizal Okta Parlin Poltak Raden Ramlan Rasyid Ridwan Rinaldi Risman Robby Rusdi Sabar
Safrizal Sahala Saiful Samsul Satria Sofyan Suhardi Syafii Tagor Taufik Tigor Togar Umar Usman
Wahid Wira Yafet Yandri Yuhendri Zaki Zulfikar Zulham
"""
_WOMEN = """
Afrida Ainun Almira Anggraini Aprilia Asmah Astuti Azizah Betty Cahaya Chairani Dahlia Delima
Desmawati Devi Elfrida Elly Ermawati Erlina Fatimah Febriani Fitria Gustina Halimah Hanifah
Hartati Hasnah Herlina Hilda Husna Ida Imelda Inggrid Irawati Jamilah Jelita Junita Kamelia
Khadijah Laila Lamria Latifah Lidya Maimunah Mariana Marlina Mawar Melati Mirna Murniati Nadia
Nelly Nilam Nirmala Novita Nurbaiti Nurjanah Oktavia Permata Rahmi Ratna Refni Resti Rismawati
Rohani Rosdiana Rosmala Roulina Sabrina Salmah Sarifah Sartika Siska Sondang Suryani Syarifah
Tiurma Ulfa Vera Wardah Widya Winda Yasmin Yelni Yenita Yulia Yusnidar Zahara Zubaidah
"""
_FAMILIES = """
Ambarita Arifin Aritonang Bakri Bangun Batubara Baskoro Chaniago Caniago Dalimunthe Damanik
Djalil Ginting Guci Gultom Hadikusuma Hanafiah Harahap Hasibuan Hutabarat Hutagalung Hutapea
Iskandarsyah Jambak Jufri Kaban Karokaro Koto Kurnia Lubis Lumbantobing Malau Manurung Marbun
Marpaung Matondang Mangkuto Munthe Naibaho Nainggolan Napitupulu Nurdin Pakpahan Pandiangan
Panggabean Panjaitan Parangin Pasaribu Piliang Pohan Prawira Purba Rambe Rangkuti Ritonga Sagala
Samosir Sarumpaet Sebayang Sembiring Siagian Sihombing Sihotang Sikumbang Silaban Silalahi
Simanjuntak Simbolon Sinaga Sinambela Sipahutar Sirait Sitompul Sitorus Situmorang Suparman
Surbakti Susanto Syahputra Syamsuddin Tambunan Tampubolon Tanjung Tarigan Tobing Utama Wardhana
Widodo Yahya Yunus Zainuddin Zebua
"""
MEN = tuple(_MEN.split())
WOMEN = tuple(_WOMEN.split())
FAMILIES = tuple(_FAMILIES.split())
TOWNS = (
    "Muara Sagara",
    "Bandar Tembesu",
    "Kota Lingga Jaya",
    "Bukit Serumpun",
    "Tanjung Beringin Raya",
    "Sungai Kerinduan",
    "Pangkal Damar",
    "Teluk Nirwana",
    "Batang Selasih",
    "Rimba Mulya",
    "Lubuk Cempaka",
    "Ujung Pinang Merah",
)
SCHOOLS = (
    "Universitas Sumatera Raya",
    "Universitas Muara Sagara",
    "Institut Teknologi Lingga",
    "Sekolah Tinggi Ilmu Administrasi Serumpun",
    "Politeknik Tembesu",
)
FIELDS = (
    "Administrasi Negara",
    "Ilmu Hukum",
    "Akuntansi",
    "Manajemen",
    "Ekonomi Pembangunan",
    "Teknik Sipil",
    "Teknik Lingkungan",
    "Sistem Informasi",
    "Agribisnis",
    "Kesehatan Masyarakat",
    "Perencanaan Wilayah dan Kota",
    "Ilmu Komunikasi",
    "Psikologi",
    "Statistika",
)
FORMER_AGENCIES = (
    "Pemerintah Kota Lingga Jaya",
    "Pemerintah Kabupaten Rimba Mulya",
    "Kementerian Urusan Pulau",
)
COURSES = (
    "Penyusunan Standar Operasional Prosedur",
    "Pengadaan Barang/Jasa Pemerintah Tingkat Dasar",
    "Analisis Kebijakan Publik",
    "Pengelolaan Arsip Dinamis",
    "Manajemen Risiko Sektor Publik",
    "Keamanan Informasi bagi ASN",
    "Pelayanan Prima",
    "Penyusunan Anggaran Berbasis Kinerja",
    "Komunikasi Publik dan Media Sosial",
    "Pengolahan Data dengan Lembar Sebar",
)
TEAMS = (
    "Tim Percepatan Penurunan Stunting",
    "Tim Reformasi Birokrasi",
    "Tim Penyusun RKPD",
    "Tim Sistem Pemerintahan Berbasis Elektronik",
    "Tim Pengendalian Inflasi Daerah",
    "Tim Penilai Kinerja ASN",
    "Tim Zona Integritas",
)
