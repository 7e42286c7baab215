//! The sentences about rows, in Indonesian: first what is wrong, then what to do.

use crate::identity::birth::Birth;
use crate::identity::birth_text::{WrongBirth, WrongReason};
use crate::identity::nik::InvalidNik;
use crate::time::{month_name, month_of_year, plain_date};

pub(super) const NAME_MISSING: &str = "Nama kosong. Tanpa nama kurir tidak tahu siapa yang disapa.";

pub(super) const NIK_LOST: &str = "NIK kehilangan angka di Excel. Angka aslinya tidak bisa ditebak. \
     Ketik ulang dari KTP, atau pilih “tidak tahu NIK”.";

pub(super) const NIK_MISSING: &str = "NIK kosong. Boleh masuk tanpa NIK, bisa dilengkapi nanti.";

pub(super) const KK_INVALID: &str =
    "No. KK tidak terbaca. Orangnya tetap masuk, No. KK-nya dikosongkan.";

pub(super) const PHONE_INVALID: &str =
    "Nomor telepon tidak terbaca. Orangnya tetap masuk, nomornya dikosongkan.";

pub(super) const SEX_UNREADABLE: &str =
    "Jenis kelamin tidak terbaca. Orangnya tetap masuk; tulis L atau P bila tahu.";

pub(super) const BIRTH_MISSING: &str =
    "Tanggal lahir dan umur kosong. Boleh masuk, bisa dilengkapi nanti.";

pub(super) const BIRTH_FROM_AGE: &str =
    "Hanya umur yang ditulis. Tahun lahirnya dihitung dari umur, jadi bisa meleset setahun.";

pub(super) const BIRTH_YEAR: &str =
    "Hanya tahun lahir yang ditulis. Boleh masuk, bisa dilengkapi nanti.";

pub(super) const PERSON_LEFT: &str = "Orang ini sudah keluar dari program. \
     Daftar ini tidak mengaktifkannya lagi; bukalah halamannya bila beliau kembali.";

pub(super) const PERSON_DECEASED: &str = "Orang ini tercatat meninggal dunia. \
     Daftar ini tidak mengubahnya; bukalah halamannya bila itu keliru.";

pub(super) const KELURAHAN_NONE: &str =
    "Kelurahan belum disebut, tidak di baris ini dan tidak di judul daftar. Pilih kelurahannya.";

pub(super) const RT_RW_NONE: &str =
    "RT dan RW belum ada. Kurir perlu keduanya untuk menemukan rumahnya.";

pub(super) const RT_RW_UNREADABLE: &str = "RT/RW tidak terbaca. Tulis seperti 004/07.";

pub(super) const RT_RW_DATE: &str = "RT/RW diubah Excel menjadi tanggal. \
     Urutan aslinya tidak bisa dipastikan. Pilih yang benar, atau tulis ulang.";

pub(super) fn nik_wrong(reason: InvalidNik) -> String {
    let what = match reason {
        InvalidNik::Length { digits } => format!("NIK ada {digits} angka, seharusnya 16."),
        InvalidNik::NotDigits => "NIK berisi yang bukan angka.".into(),
        InvalidNik::Province { code } => {
            format!("NIK tidak mungkin diawali {code:02}: tidak ada provinsi berkode itu.")
        }
        InvalidNik::Day { day } => format!("NIK memuat tanggal {day:02}, yang tidak ada."),
        InvalidNik::Month { month } => format!("NIK memuat bulan {month:02}, yang tidak ada."),
        InvalidNik::Date { day, month } => {
            format!("NIK memuat tanggal {day} bulan {month}, yang tidak ada.")
        }
        InvalidNik::Serial => "NIK tidak mungkin berakhir 0000.".into(),
    };
    format!("{what} Periksa lagi di KTP, atau pilih “tidak tahu NIK”.")
}

pub(super) fn birth_wrong(wrong: &WrongBirth) -> String {
    let first = wrong.suggestions.first();
    match wrong.reason {
        WrongReason::DayFromNik { day } => {
            let meant = first.map_or(String::new(), |birth| {
                format!(", jadi mungkin {}", long(birth))
            });
            format!("Tanggal {day} tidak ada. Di NIK perempuan tanggal lahir ditambah 40{meant}.")
        }
        WrongReason::NoSuchDay { day } => format!("Tanggal {day} tidak ada. Periksa lagi di KTP."),
        WrongReason::NoSuchMonth { month } => match first {
            Some(birth) if birth.shown().len() == 10 => {
                format!(
                    "Bulan {month} tidak ada. Mungkin bulannya ditulis lebih dulu: {}.",
                    long(birth)
                )
            }
            _ => format!("Bulan {month} tidak ada. Periksa lagi di KTP."),
        },
        WrongReason::NotInCalendar { day, month } => {
            format!(
                "{} tidak punya tanggal {day}. Periksa lagi di KTP.",
                month_name(month)
            )
        }
        WrongReason::Future { year } => format!("Tahun {year} belum tiba. Mungkin abadnya keliru."),
        WrongReason::TooOld { year } => {
            format!("Lahir {year} berarti lebih dari 120 tahun. Periksa lagi di KTP.")
        }
        WrongReason::TooYoung { year } => {
            format!("Lahir {year} terlalu muda untuk daftar ini. Mungkin abadnya keliru.")
        }
        WrongReason::Century { year } => {
            format!("Tahun {year:02} bisa 19{year:02} atau 20{year:02}. Tulis keempat angkanya.")
        }
        WrongReason::Unreadable => {
            "Tanggal lahir tidak terbaca. Tulis seperti 31/12/1941, atau tahunnya saja.".into()
        }
    }
}

pub(super) fn use_birth(birth: &Birth) -> String {
    match birth.shown() {
        year if year.len() == 4 => format!("Hanya tahun {year}"),
        shown => format!("Pakai {shown}"),
    }
}

/// "1 Juli 1951", "Juli 1951" or "1951".
pub(super) fn long(birth: &Birth) -> String {
    use chrono::Datelike;

    use crate::identity::BirthPrecision;
    let date = birth.date();
    match birth.precision() {
        BirthPrecision::Day => plain_date(date),
        BirthPrecision::Month => month_of_year(date),
        BirthPrecision::Year => date.year().to_string(),
    }
}
