//! The words of the files.

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::Wellbeing;
use rantang_core::time::month_of_year;
use rantang_core::visits::{Met, NextStep, Purpose, VisitOutcome};

use super::view::{MonthlyCount, MonthlyRow};

/// "November 2026"; what is no month stays as it is.
pub(super) fn month(text: &str) -> String {
    let first = format!("{text}-01").parse();
    first.map_or_else(|_| text.to_owned(), month_of_year)
}

/// "24/11/2026"
pub(super) fn date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

pub(super) fn sum(what: MonthlyCount) -> &'static str {
    match what {
        MonthlyCount::Visits => "Kunjungan",
        MonthlyCount::People => "Warga dikunjungi",
        MonthlyCount::Met => "Bertemu",
        MonthlyCount::NotMet => "Tidak bertemu",
        MonthlyCount::Checks => "Cek keadaan",
        MonthlyCount::FollowUps => "Tindak lanjut",
    }
}

pub(super) fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::FirstRecording => "Pendataan",
        Purpose::Assessment => "Cek keadaan lengkap",
        Purpose::Monitoring => "Pemantauan",
        Purpose::FollowUp => "Tindak lanjut",
        Purpose::Condolence => "Melayat",
    }
}

/// "RT 007 / RW 04, Gang Mawar III"
pub(super) fn place(row: &MonthlyRow) -> String {
    let numbers = [("RT", &row.rt), ("RW", &row.rw)];
    let numbers: Vec<String> = numbers
        .iter()
        .filter(|(_, number)| !number.is_empty())
        .map(|(what, number)| format!("{what} {number}"))
        .collect();
    joined([numbers.join(" / "), row.gang.clone()], ", ")
}

/// "Bertemu beliau sendiri dan keluarga. Keadaan baik. Cek keadaan: Makan. Minta kursi roda."
pub(super) fn done(row: &MonthlyRow) -> String {
    let met: Vec<&str> = row.met.iter().map(|met| whom(*met)).collect();
    let outcome = match row.outcome {
        VisitOutcome::Met if met.is_empty() => "Bertemu".to_owned(),
        VisitOutcome::Met => format!("Bertemu {}", and(&met)),
        VisitOutcome::NotMet => "Tidak bertemu".to_owned(),
        VisitOutcome::Refused => "Menolak dikunjungi".to_owned(),
        VisitOutcome::Moved => "Sudah pindah".to_owned(),
        VisitOutcome::Deceased => "Meninggal dunia".to_owned(),
        VisitOutcome::Mourned => "Melayat keluarga".to_owned(),
    };
    let wellbeing = row.wellbeing.map_or("", |wellbeing| match wellbeing {
        Wellbeing::Well => "Keadaan baik",
        Wellbeing::Unwell => "Kurang sehat",
        Wellbeing::Urgent => "Perlu ditolong",
        Wellbeing::NotSeen => "",
    });
    let parts = if row.parts.is_empty() {
        String::new()
    } else {
        format!("Cek keadaan: {}", row.parts.join(", "))
    };
    let note = row.note.trim().trim_end_matches('.').to_owned();
    joined([outcome, wellbeing.to_owned(), parts, note], ". ") + "."
}

/// "Kunjungi lagi 30/11/2026, Bu Ratna"
pub(super) fn next(row: &MonthlyRow) -> String {
    let step = match row.next {
        NextStep::Nothing => return String::new(),
        NextStep::VisitAgain => "Kunjungi lagi",
        NextStep::Assess => "Cek keadaan lengkap",
        NextStep::HealthCentre => "Ajak ke puskesmas",
        NextStep::TalkToFamily => "Bicara dengan keluarga",
        NextStep::TellCoordinator => "Sampaikan ke koordinator",
    };
    let when = row.next_on.map(date).unwrap_or_default();
    let what = joined([step.to_owned(), when], " ");
    joined([what, row.next_by.clone()], ", ")
}

fn whom(met: Met) -> &'static str {
    match met {
        Met::Person => "beliau sendiri",
        Met::Family => "keluarga",
        Met::Carer => "yang merawat",
        Met::Neighbor => "tetangga",
        Met::NeighborhoodHead => "Pak/Bu RT atau RW",
    }
}

fn and(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} dan {last}", before.join(", ")),
        None => String::new(),
    }
}

fn joined(parts: impl IntoIterator<Item = String>, with: &str) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(with)
}
