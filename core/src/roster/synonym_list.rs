//! The names of columns that offices use, in the form to which `synonyms` brings a header.

use super::field::RosterField;

/// Words that say whose column it is, or how to fill it; parted by bars like all lists here.
pub(super) const FILLERS: &str = "lansia | lanjut | usia | penerima | manfaat | pm | kpm | warga | peserta | calon | \
     sesuai | ktp | lengkap | data | sasaran | klien | kelayan | tunggal | yang | di | dan | \
     digit | 16 | jelas | bantuan | permakanan | e | identitas | 1 | 2";

/// Names that look like one of ours and are not. Remarks of an office ("Ket.") speak of widowhood and
/// illness as often as of doors: they enter only where somebody chooses it, since couriers read them.
pub(super) const UNUSED: &str = "keterangan | ket | catatan | nama ibu | nama ibu kandung | ibu kandung | nama ayah | nama petugas | nama kurir | \
     nama pendamping | nama kader | nama jalan | nama rt | nama ketua rt | \
     nama ketua rw | alamat ktp | alamat kk | nomor | nomor urut | urut | kode pos | \
     kecamatan | kota | provinsi | status | tanggal | foto | ttd | tanda tangan | tahun | \
     kode kecamatan | nama kecamatan";

/// Each known name once.
pub(super) const NAMES: &[(RosterField, &str)] = &[
    (
        RosterField::Name,
        "nama | nama lansia | nama lengkap | nama penerima | nama penerima manfaat | nama pm | \
         nama kpm | nama warga | nama peserta | nama lanjut usia | lansia | penerima manfaat | \
         nama penerima bantuan | nama sesuai ktp | nama ktp | nama orang tua | name | \
         nama klien | nama kelayan | nama calon penerima",
    ),
    (
        RosterField::Nickname,
        "panggilan | nama panggilan | sapaan | nama sapaan | alias | biasa dipanggil",
    ),
    (
        RosterField::Nik,
        "nik | nomor nik | nomor ktp | ktp | nomor induk kependudukan | nomor induk | \
         nomor identitas | n i k | nomor ktp nik | nik ktp | noktp | nonik | id ktp | \
         nomor e ktp | nomor kependudukan",
    ),
    (
        RosterField::Kk,
        "kk | nomor kk | nomor kartu keluarga | kartu keluarga | nokk | no kk | nkk | k k | \
         nomor k k",
    ),
    (
        RosterField::BirthDate,
        "tanggal lahir | tanggal lahiran | ttl | tempat tanggal lahir | \
         tempat dan tanggal lahir | t t l | tgllahir | tanggallahir | lahir | \
         tanggal kelahiran | tahun lahir | tempat tgl lahir | kelahiran | tempat tanggal | \
         birth date | tanggal bulan tahun lahir | thn lahir | th lahir | dob | tmpt tgl lahir",
    ),
    (
        RosterField::BirthPlace,
        "tempat lahir | kota lahir | tempat kelahiran | tempatlahir",
    ),
    (
        RosterField::Age,
        "umur | usia | umur tahun | usia tahun | umur thn | usia thn | umur th | usia th | \
         age",
    ),
    (
        RosterField::Sex,
        "jenis kelamin | jk | j k | l p | lp | l k p r | lk pr | kelamin | sex | gender | \
         jns kelamin | jeniskelamin | jenis kel | jenis kelurahan | p l | jkel | jenkel",
    ),
    (
        RosterField::RtRw,
        "rt rw | rtrw | rw rt | rwrt | rt dan rw | rt rw domisili | alamat rt rw | rt / rw | \
         nomor rt rw | wilayah rt rw",
    ),
    (RosterField::Rt, "rt | r t | nomor rt | rukun tetangga"),
    (RosterField::Rw, "rw | r w | nomor rw | rukun warga"),
    (
        RosterField::Kelurahan,
        "kelurahan | nama kelurahan | kelurahan desa | desa kelurahan | desa | kode kelurahan | \
         kelurahan domisili | kode wilayah | wilayah kelurahan | kode desa kelurahan | \
         kode kemendagri",
    ),
    (
        RosterField::Address,
        "alamat | alamat lengkap | alamat domisili | alamat tinggal | alamat rumah | domisili | \
         jalan | jalan gang | gang | tempat tinggal | alamat tempat tinggal | alamat sekarang | \
         nama jalan gang | jln | jl | jalan nomor | address",
    ),
    (
        RosterField::Landmark,
        "patokan | ancer2 | ancer ancer | ancerancer | ancer | patokan rumah | ciri rumah | \
         ciri ciri rumah | petunjuk rumah | petunjuk lokasi | ancang ancang | letak rumah | \
         ancar ancar | ancar2 | landmark | detail lokasi | patokan lokasi | arah rumah",
    ),
    (
        RosterField::Phone,
        "hp | nomor hp | telp | nomor telp | wa | nomor wa | nomor hp wa | hp wa | telp hp | \
         nomor telp hp | nomor kontak | nohp | notelp | kontak | kontak hp | \
         nomor yang bisa dihubungi | nomor handphone",
    ),
    (
        RosterField::ContactName,
        "nama kontak | kontak person | contact person | cp | penanggung jawab | pj | \
         nama penanggung jawab | pengampu | nama pengampu | wali | nama wali | keluarga | \
         nama keluarga | yang merawat | narahubung | keluarga terdekat | \
         orang yang bisa dihubungi | nama pj | kontak keluarga | nama tetangga",
    ),
    (
        RosterField::Diet,
        "diet | pantangan | alergi | kebutuhan makan | makanan khusus | menu khusus | \
         jenis makanan | tekstur | pantangan makanan | kebutuhan diet | pantangan alergi | \
         diet khusus | porsi khusus | tekstur makanan | jenis diet | makan | bentuk makanan",
    ),
    (
        RosterField::Note,
        "catatan kurir | catatan untuk kurir | catatan akses | catatan antar | pesan kurir | \
         catatan pengantaran",
    ),
];
