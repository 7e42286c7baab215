//! What a row says against itself.

use super::field::RosterField;
use super::problem::Code;
use super::reader::Reading;
use super::words;
use crate::identity::name::sex_by_title;
use crate::identity::sex_label;

impl Reading<'_> {
    /// The NIK against the rest of the row: remarks only, a NIK is never corrected.
    pub(super) fn compare(&mut self) {
        let Some(nik) = self.entry.nik.clone() else {
            self.entry.sex = self.entry.sex.or_else(|| sex_by_title(&self.entry.name));
            return;
        };
        if let Some(birth) = self.entry.birth
            && !nik.agrees_with(&birth)
        {
            let message = format!(
                "Di NIK tertulis lahir {:02}-{:02}-{:02}, di daftar {}. Boleh masuk; NIK memang bisa memuat tanggal lain.",
                nik.birth_day(),
                nik.birth_month(),
                nik.birth_year_in_century(),
                words::long(&birth),
            );
            self.report(
                Some(RosterField::Nik),
                Code::NikBirthMismatch,
                message,
                Vec::new(),
            );
        }
        if let Some(sex) = self.entry.sex
            && sex != nik.sex()
        {
            let message = format!(
                "Menurut NIK {}, menurut daftar {}. Boleh masuk; periksa lagi bila sempat.",
                sex_label(nik.sex()).to_lowercase(),
                sex_label(sex).to_lowercase(),
            );
            self.report(
                Some(RosterField::Nik),
                Code::NikSexMismatch,
                message,
                Vec::new(),
            );
        }
        if let Some(kelurahan) = self.entry.kelurahan
            && nik.kecamatan_code() != kelurahan.kecamatan_code
        {
            let message = format!(
                "NIK pertama kali terdaftar di luar kecamatan {}. Itu biasa bagi yang pernah pindah.",
                kelurahan.kecamatan,
            );
            self.report(
                Some(RosterField::Nik),
                Code::NikAreaMismatch,
                message,
                Vec::new(),
            );
        }
        self.entry.sex = self
            .entry
            .sex
            .or_else(|| sex_by_title(&self.entry.name))
            .or(Some(nik.sex()));
    }
}
