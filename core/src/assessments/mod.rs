//! *Cek keadaan lengkap*: answers to a form, part by part, append-only.
//!
//! # Invariants
//!
//! * A part that was recorded is a fact: another check is another part. Answers are amended one by one
//!   where the coordinator asks for it, and every version is kept.
//! * Each answer is a register: two people who complete different answers never conflict.
//! * Answers are health data: case class, sealed.

pub mod operations;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::forms::{Answer, Answers, FormCode};
use crate::ids::{UserId, VisitId};
use crate::registers::{RegisterName, Row};

/// Names of the registers of an assessed part.
pub mod registers {
    use crate::registers::RegisterName;

    /// Which part of which form, when, by whom.
    pub const HEADING: RegisterName = RegisterName::new("heading");
    /// The registers of answers begin so.
    pub const ANSWER_PREFIX: &str = "answer.";
}

/// What never changes about an assessed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    pub form: FormCode,
    pub version: u32,
    pub part: String,
    pub visit: VisitId,
    pub date: NaiveDate,
    pub assessor: UserId,
}

/// The register of one answer.
pub fn answer_register(question: &str) -> RegisterName {
    RegisterName::from(format!("{}{question}", registers::ANSWER_PREFIX))
}

/// The answers of a part as they stand. What this version cannot read stays in the row.
pub fn answers_of(row: &Row) -> Answers {
    let registers = row.registers.iter();
    registers
        .filter_map(|(name, register)| {
            let question = name.as_str().strip_prefix(registers::ANSWER_PREFIX)?;
            Some((question.to_owned(), register.read::<Answer>()?))
        })
        .collect()
}
