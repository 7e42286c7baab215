//! Headers of columns as offices name them.

use super::field::RosterField;

/// How sure a header is: two columns that mean the same are settled by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// One or two letters away from a known name.
    Near,
    /// A known word stands among others: "NIK sesuai KTP baru".
    Word,
    /// A known name with words around it that say nothing: "Nama Lansia Penerima".
    Trimmed,
    Exact,
}

/// What a header means; `None`: nothing that we use.
pub(super) fn recognise(header: &str) -> Option<(RosterField, Sureness)> {
    let words = words_of(header);
    if words.is_empty() || 9 < words.len() {
        return None;
    }
    let whole = words.join(" ");
    if UNUSED.contains(&whole.as_str()) {
        return None;
    }
    if let Some(field) = exact(&whole) {
        return Some((field, Sureness::Exact));
    }
    let kept: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !FILLERS.contains(word))
        .collect();
    let trimmed = kept.join(" ");
    if UNUSED.contains(&trimmed.as_str()) {
        return None;
    }
    if let Some(field) = exact(&trimmed) {
        return Some((field, Sureness::Trimmed));
    }
    if let Some(field) = by_word(&words) {
        return Some((field, Sureness::Word));
    }
    near(&whole)
        .or_else(|| near(&trimmed))
        .map(|field| (field, Sureness::Near))
}

/// Whether a header of RT and RW together names the RW first.
pub(super) fn names_rw_first(header: &str) -> bool {
    let plain: String = header
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    plain
        .find("rw")
        .is_some_and(|rw| plain.find("rt").is_some_and(|rt| rw < rt))
}

/// Lower-case words with short forms written out; what stands in brackets explains and is dropped.
fn words_of(header: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let open: String = header
        .chars()
        .filter_map(|c| match c {
            '(' | '[' => {
                depth += 1;
                Some(' ')
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                Some(' ')
            }
            _ => (depth == 0).then_some(c),
        })
        .collect();
    open.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| written_out(word).to_owned())
        .collect()
}

fn written_out(word: &str) -> &str {
    match word {
        "no" | "nmr" | "nomer" | "nomr" | "nmor" => "nomor",
        "tgl" | "tngl" | "tggl" | "tangal" => "tanggal",
        "lhr" | "lhir" => "lahir",
        "almt" | "alamt" => "alamat",
        "nm" => "nama",
        "jns" => "jenis",
        "tmpt" | "tmp" => "tempat",
        "telepon" | "telpon" | "telfon" | "tlp" | "tlpn" | "telephone" | "phone" => "telp",
        "handphone" | "hape" | "hpe" => "hp",
        "whatsapp" | "whatsap" => "wa",
        "kelrahan" | "kel" => "kelurahan",
        _ => word,
    }
}

fn exact(text: &str) -> Option<RosterField> {
    NAMES
        .iter()
        .find(|(names, _)| names.contains(&text))
        .map(|(_, field)| *field)
}

fn by_word(words: &[String]) -> Option<RosterField> {
    let has = |word: &str| words.iter().any(|w| w == word);
    let first = words.first().map(String::as_str).unwrap_or_default();
    if has("nik") {
        return Some(RosterField::Nik);
    }
    if first == "nomor" && has("ktp") && !has("alamat") {
        return Some(RosterField::Nik);
    }
    if has("kk") && (first == "nomor" || words.len() <= 2) {
        return Some(RosterField::Kk);
    }
    if has("lahir") && (has("tanggal") || has("tahun")) {
        return Some(RosterField::BirthDate);
    }
    if first == "nama" {
        let other_person = [
            "ibu",
            "ayah",
            "wali",
            "petugas",
            "kurir",
            "pendamping",
            "kader",
            "pengurus",
            "rt",
            "rw",
        ];
        let contact = [
            "kontak",
            "keluarga",
            "pengampu",
            "penanggung",
            "penjamin",
            "tetangga",
            "pj",
        ];
        let place = [
            "jalan",
            "kelurahan",
            "kecamatan",
            "kota",
            "bank",
            "program",
            "desa",
            "gang",
        ];
        return if words.iter().any(|w| contact.contains(&w.as_str())) {
            Some(RosterField::ContactName)
        } else if words
            .iter()
            .any(|w| other_person.contains(&w.as_str()) || place.contains(&w.as_str()))
        {
            None
        } else {
            Some(RosterField::Name)
        };
    }
    if first == "alamat" {
        return Some(RosterField::Address);
    }
    if has("hp") || has("telp") || has("wa") {
        return Some(RosterField::Phone);
    }
    if has("patokan") {
        return Some(RosterField::Landmark);
    }
    if has("usia") || has("umur") {
        return Some(RosterField::Age);
    }
    if has("rt") && has("rw") && words.len() <= 4 {
        return Some(RosterField::RtRw);
    }
    None
}

/// A slip of the hand in a long enough name.
fn near(text: &str) -> Option<RosterField> {
    let allowed = match text.len() {
        0..=4 => return None,
        5..=9 => 1,
        _ => 2,
    };
    NAMES.iter().find_map(|(names, field)| {
        let close = names.iter().any(|name| {
            4 < name.len()
                && name.len().abs_diff(text.len()) <= allowed
                && strsim::osa_distance(name, text) <= allowed
        });
        close.then_some(*field)
    })
}

/// Words that say whose column it is, or how to fill it.
const FILLERS: &[&str] = &[
    "lansia",
    "lanjut",
    "usia",
    "penerima",
    "manfaat",
    "pm",
    "kpm",
    "warga",
    "peserta",
    "calon",
    "sesuai",
    "ktp",
    "lengkap",
    "data",
    "sasaran",
    "klien",
    "kelayan",
    "tunggal",
    "yang",
    "di",
    "dan",
    "digit",
    "16",
    "jelas",
    "bantuan",
    "permakanan",
    "e",
    "identitas",
    "1",
    "2",
];

/// Names that look like one of ours and are not.
const UNUSED: &[&str] = &[
    "nama ibu",
    "nama ibu kandung",
    "ibu kandung",
    "nama ayah",
    "nama petugas",
    "nama kurir",
    "nama pendamping",
    "nama kader",
    "nama jalan",
    "nama kelurahan",
    "nama rt",
    "nama ketua rt",
    "nama ketua rw",
    "alamat ktp",
    "alamat kk",
    "nomor",
    "nomor urut",
    "urut",
    "kode pos",
    "kecamatan",
    "kota",
    "provinsi",
    "status",
    "tanggal",
    "foto",
    "ttd",
    "tanda tangan",
    "tahun",
    "kode kecamatan",
    "nama kecamatan",
];

/// Each known name once, in the form of `words_of`.
const NAMES: &[(&[&str], RosterField)] = &[
    (
        &[
            "nama",
            "nama lansia",
            "nama lengkap",
            "nama penerima",
            "nama penerima manfaat",
            "nama pm",
            "nama kpm",
            "nama warga",
            "nama peserta",
            "nama lanjut usia",
            "lansia",
            "penerima manfaat",
            "nama penerima bantuan",
            "nama sesuai ktp",
            "nama ktp",
            "nama orang tua",
            "name",
            "nama klien",
            "nama kelayan",
            "nama calon penerima",
        ],
        RosterField::Name,
    ),
    (
        &[
            "panggilan",
            "nama panggilan",
            "sapaan",
            "nama sapaan",
            "alias",
            "biasa dipanggil",
        ],
        RosterField::Nickname,
    ),
    (
        &[
            "nik",
            "nomor nik",
            "nomor ktp",
            "ktp",
            "nomor induk kependudukan",
            "nomor induk",
            "nomor identitas",
            "n i k",
            "nomor ktp nik",
            "nik ktp",
            "noktp",
            "nonik",
            "id ktp",
            "nomor e ktp",
            "nomor kependudukan",
        ],
        RosterField::Nik,
    ),
    (
        &[
            "kk",
            "nomor kk",
            "nomor kartu keluarga",
            "kartu keluarga",
            "nokk",
            "no kk",
            "nkk",
            "k k",
            "nomor k k",
        ],
        RosterField::Kk,
    ),
    (
        &[
            "tanggal lahir",
            "tanggal lahiran",
            "ttl",
            "tempat tanggal lahir",
            "tempat dan tanggal lahir",
            "t t l",
            "tgllahir",
            "tanggallahir",
            "lahir",
            "tanggal kelahiran",
            "tahun lahir",
            "tempat tgl lahir",
            "kelahiran",
            "tempat tanggal",
            "birth date",
            "tanggal bulan tahun lahir",
            "thn lahir",
            "th lahir",
            "dob",
            "tmpt tgl lahir",
        ],
        RosterField::BirthDate,
    ),
    (
        &[
            "tempat lahir",
            "kota lahir",
            "tempat kelahiran",
            "tempatlahir",
        ],
        RosterField::BirthPlace,
    ),
    (
        &[
            "umur",
            "usia",
            "umur tahun",
            "usia tahun",
            "umur thn",
            "usia thn",
            "umur th",
            "usia th",
            "age",
        ],
        RosterField::Age,
    ),
    (
        &[
            "jenis kelamin",
            "jk",
            "j k",
            "l p",
            "lp",
            "l k p r",
            "lk pr",
            "kelamin",
            "sex",
            "gender",
            "jns kelamin",
            "jeniskelamin",
            "jenis kel",
            "jenis kelurahan",
            "p l",
            "jkel",
            "jenkel",
        ],
        RosterField::Sex,
    ),
    (
        &[
            "rt rw",
            "rtrw",
            "rw rt",
            "rwrt",
            "rt dan rw",
            "rt rw domisili",
            "alamat rt rw",
            "rt / rw",
            "nomor rt rw",
            "wilayah rt rw",
        ],
        RosterField::RtRw,
    ),
    (
        &["rt", "r t", "nomor rt", "rukun tetangga"],
        RosterField::Rt,
    ),
    (&["rw", "r w", "nomor rw", "rukun warga"], RosterField::Rw),
    (
        &[
            "kelurahan",
            "kelurahan desa",
            "desa kelurahan",
            "desa",
            "kode kelurahan",
            "kelurahan domisili",
            "kode wilayah",
            "wilayah kelurahan",
            "kode desa kelurahan",
            "kode kemendagri",
        ],
        RosterField::Kelurahan,
    ),
    (
        &[
            "alamat",
            "alamat lengkap",
            "alamat domisili",
            "alamat tinggal",
            "alamat rumah",
            "domisili",
            "jalan",
            "jalan gang",
            "gang",
            "tempat tinggal",
            "alamat tempat tinggal",
            "alamat sekarang",
            "nama jalan gang",
            "jln",
            "jl",
            "jalan nomor",
            "address",
        ],
        RosterField::Address,
    ),
    (
        &[
            "patokan",
            "ancer2",
            "ancer ancer",
            "ancerancer",
            "ancer",
            "patokan rumah",
            "ciri rumah",
            "ciri ciri rumah",
            "petunjuk rumah",
            "petunjuk lokasi",
            "ancang ancang",
            "letak rumah",
            "ancar ancar",
            "ancar2",
            "landmark",
            "detail lokasi",
            "patokan lokasi",
            "arah rumah",
        ],
        RosterField::Landmark,
    ),
    (
        &[
            "hp",
            "nomor hp",
            "telp",
            "nomor telp",
            "wa",
            "nomor wa",
            "nomor hp wa",
            "hp wa",
            "telp hp",
            "nomor telp hp",
            "nomor kontak",
            "nohp",
            "notelp",
            "kontak",
            "kontak hp",
            "nomor yang bisa dihubungi",
            "nomor handphone",
        ],
        RosterField::Phone,
    ),
    (
        &[
            "nama kontak",
            "kontak person",
            "contact person",
            "cp",
            "penanggung jawab",
            "pj",
            "nama penanggung jawab",
            "pengampu",
            "nama pengampu",
            "wali",
            "nama wali",
            "keluarga",
            "nama keluarga",
            "yang merawat",
            "narahubung",
            "keluarga terdekat",
            "orang yang bisa dihubungi",
            "nama pj",
            "kontak keluarga",
            "nama tetangga",
        ],
        RosterField::ContactName,
    ),
    (
        &[
            "diet",
            "pantangan",
            "alergi",
            "kebutuhan makan",
            "makanan khusus",
            "menu khusus",
            "jenis makanan",
            "tekstur",
            "pantangan makanan",
            "kebutuhan diet",
            "pantangan alergi",
            "diet khusus",
            "porsi khusus",
            "tekstur makanan",
            "jenis diet",
            "makan",
            "bentuk makanan",
        ],
        RosterField::Diet,
    ),
    (
        &[
            "keterangan",
            "ket",
            "catatan",
            "note",
            "notes",
            "ket tambahan",
            "kondisi",
            "keterangan lain",
        ],
        RosterField::Note,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_recognised_as_offices_write_them() {
        use RosterField::*;
        let cases = [
            ("NAMA LANSIA", Name),
            ("Nama Lengkap", Name),
            ("Nama (sesuai KTP)", Name),
            ("NAMA PENERIMA MANFAAT", Name),
            ("Nama Lansia Tunggal", Name),
            ("Nama Lnsia", Name),
            ("NIK", Nik),
            ("No. KTP", Nik),
            ("N.I.K.", Nik),
            ("NIK (16 digit)", Nik),
            ("Nomor Induk Kependudukan", Nik),
            ("No. KK", Kk),
            ("NO KK", Kk),
            ("Nomor Kartu Keluarga", Kk),
            ("Tgl Lahir", BirthDate),
            ("Tgl. Lahir (dd/mm/yyyy)", BirthDate),
            ("TTL", BirthDate),
            ("Tempat, Tgl Lahir", BirthDate),
            ("Tanggal\nLahir", BirthDate),
            ("Thn Lahir", BirthDate),
            ("Tempat Lahir", BirthPlace),
            ("Umur", Age),
            ("USIA (TH)", Age),
            ("L/P", Sex),
            ("JK", Sex),
            ("Jns Kelamin", Sex),
            ("RT/RW", RtRw),
            ("RT / RW", RtRw),
            ("RW/RT", RtRw),
            ("RT", Rt),
            ("RW", Rw),
            ("Kelurahan", Kelurahan),
            ("Kel.", Kelurahan),
            ("Kode Kelurahan", Kelurahan),
            ("Alamat", Address),
            ("Alamat Domisili", Address),
            ("Ancer2", Landmark),
            ("Ancer-ancer", Landmark),
            ("Patokan Rumah", Landmark),
            ("No. HP", Phone),
            ("No. Telp/WA", Phone),
            ("Penanggung Jawab", ContactName),
            ("Pantangan", Diet),
            ("Ket.", Note),
        ];
        for (header, field) in cases {
            assert_eq!(
                recognise(header).map(|(field, _)| field),
                Some(field),
                "{header}"
            );
        }
    }

    #[test]
    fn a_header_that_only_resembles_one_is_left_alone() {
        for header in [
            "No",
            "No.",
            "Nama Ibu Kandung",
            "Nama Kurir",
            "Alamat KTP",
            "Kecamatan",
            "",
            "Tanggal",
            "Foto",
        ] {
            assert_eq!(recognise(header), None, "{header}");
        }
        assert!(names_rw_first("RW/RT"));
        assert!(!names_rw_first("RT/RW"));
    }
}
