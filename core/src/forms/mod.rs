//! Forms as data: one definition, read alike by screen, command line and server.
//!
//! # Invariants
//!
//! * No code names a question. What is asked, when, and what an answer may be stands in a
//!   [`Definition`]; a [`Form`] is a definition that was checked.
//! * What is impossible is a fault and cannot be recorded; what is unlikely is a doubt and only asks.
//! * An answer that a definition does not know is kept, never dropped: another version may ask it.
//! * Whoever cannot or does not want to answer may skip; a skipped question is answered.

/// Names of the registers of a form.
pub mod registers {
    use crate::registers::RegisterName;

    pub const DEFINITION: RegisterName = RegisterName::new("definition");
}

mod answer;
mod built_in;
mod carry;
mod check;
mod condition;
mod definition;
mod evaluate;
mod score;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Answers};
pub use built_in::built_in;
pub use carry::{Carried, carry_over};
pub use check::DefinitionFault;
pub use condition::Condition;
pub use definition::{
    Band, Choice, Definition, Doubt, Form, FormCode, Kind, Part, Question, Score, Text,
};
pub use evaluate::{Fault, FaultKind, PartState, Setting, State, evaluate};
pub use score::{ScoreState, scores};
