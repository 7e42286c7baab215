//! Headers of columns as offices name them.

use super::field::RosterField;
use super::synonym_list::{FILLERS, NAMES, UNUSED};

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
    if listed(UNUSED, &whole) {
        return None;
    }
    if let Some(field) = exact(&whole) {
        return Some((field, Sureness::Exact));
    }
    let kept: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !listed(FILLERS, word))
        .collect();
    let trimmed = kept.join(" ");
    if listed(UNUSED, &trimmed) {
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
        .find(|(_, names)| listed(names, text))
        .map(|(field, _)| *field)
}

fn listed(list: &str, text: &str) -> bool {
    list.split(" | ").any(|name| name == text)
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
    NAMES.iter().find_map(|(field, names)| {
        let close = names.split(" | ").any(|name| {
            4 < name.len()
                && name.len().abs_diff(text.len()) <= allowed
                && strsim::osa_distance(name, text) <= allowed
        });
        close.then_some(*field)
    })
}

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
            ("Catatan untuk kurir", Note),
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
            "Ket.",
        ] {
            assert_eq!(recognise(header), None, "{header}");
        }
        assert!(names_rw_first("RW/RT"));
        assert!(!names_rw_first("RT/RW"));
    }
}
