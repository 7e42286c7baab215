//! What can be typed of visits, forms and reports.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use rantang_core::deliveries::outcome::{Complaint, Wellbeing};
use rantang_core::visits::{Met, NextStep, Purpose, VisitOutcome};
use uuid::Uuid;

use super::args::code;
use crate::report::ReportFormat;

#[derive(Debug, Subcommand)]
pub enum VisitsCommand {
    /// List visits: one's own, or with --all what the office has proposed, planned, made and verified.
    List(VisitsListArgs),
    /// Plan a visit, and hand it out where --to names somebody.
    Plan(PlanArgs),
    /// Hand a planned or proposed visit to somebody, or take it back with --nobody.
    Assign(AssignArgs),
    /// Record a visit that was made; durable when this returns.
    ///
    /// The same visit again changes nothing: a script may be run twice.
    Record(VisitRecordArgs),
    /// Say that a visit was looked at and is complete (*Sudah dicek*).
    Verify {
        /// As `visits list` prints it.
        visit: Uuid,
    },
    /// Ask its visitor to complete single fields (*Mohon dilengkapi*); nothing of it is changed.
    Return(ReturnArgs),
}

#[derive(Debug, Args)]
pub struct VisitsListArgs {
    /// The whole office's visits, for coordinators.
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Who is to be visited, as `people list` prints it.
    #[arg(long, value_name = "ID")]
    pub person: Uuid,
    /// first_recording, assessment, monitoring, follow_up or condolence.
    #[arg(long, value_name = "CODE", value_parser = code::<Purpose>, default_value = "monitoring")]
    pub purpose: Purpose,
    /// The last day on which it is in time, YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub due: NaiveDate,
    /// Who goes, as `visits list --all --json` names visitors.
    #[arg(long, value_name = "ID")]
    pub to: Option<Uuid>,
    #[arg(long, default_value = "")]
    pub note: String,
    /// Names the visit: the same id twice is one visit. Otherwise a new one is minted.
    #[arg(long, value_name = "ID")]
    pub visit: Option<Uuid>,
}

#[derive(Debug, Args)]
pub struct AssignArgs {
    /// As `visits list --all` prints it; proposed ones too.
    pub visit: Uuid,
    /// Who goes.
    #[arg(
        long,
        value_name = "ID",
        required_unless_present = "nobody",
        conflicts_with = "nobody"
    )]
    pub to: Option<Uuid>,
    /// Take it back.
    #[arg(long)]
    pub nobody: bool,
    /// Another last day than the plan has; of a proposed visit: tomorrow.
    #[arg(long, value_name = "DATE")]
    pub due: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct VisitRecordArgs {
    /// A planned visit; otherwise --person, and a new one is minted.
    #[arg(long, value_name = "ID", required_unless_present = "person")]
    pub visit: Option<Uuid>,
    /// Who was visited; only for a visit that nobody planned.
    #[arg(long, value_name = "ID")]
    pub person: Option<Uuid>,
    /// Of a visit that nobody planned: first_recording, assessment, monitoring, follow_up, condolence.
    #[arg(long, value_name = "CODE", value_parser = code::<Purpose>, default_value = "monitoring")]
    pub purpose: Purpose,
    /// When it was, YYYY-MM-DD; otherwise today. Not in the future, and at most a year ago.
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
    /// met, not_met, refused, moved, deceased or mourned.
    #[arg(long, value_name = "CODE", value_parser = code::<VisitOutcome>)]
    pub outcome: VisitOutcome,
    /// person, family, carer, neighbor or neighborhood_head; may be given several times.
    #[arg(long = "met", value_name = "CODE", value_parser = code::<Met>)]
    pub met: Vec<Met>,
    /// well, unwell or urgent; only where the person was seen.
    #[arg(long, value_name = "CODE", value_parser = code::<Wellbeing>)]
    pub wellbeing: Option<Wellbeing>,
    /// fever, fall, not_eating, confused or other; may be given several times.
    #[arg(long = "complaint", value_name = "CODE", value_parser = code::<Complaint>)]
    pub complaints: Vec<Complaint>,
    /// nothing, visit_again, assess, health_centre, talk_to_family or tell_coordinator.
    #[arg(long, value_name = "CODE", value_parser = code::<NextStep>, default_value = "nothing")]
    pub next: NextStep,
    /// When the next step is due; every step but nothing needs it.
    #[arg(long, value_name = "DATE")]
    pub next_on: Option<NaiveDate>,
    /// Who does it; otherwise the visitor.
    #[arg(long, value_name = "ID")]
    pub next_by: Option<Uuid>,
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct ReturnArgs {
    /// As `visits list` prints it.
    pub visit: Uuid,
    /// outcome, met, wellbeing, next, note, or the code of a question of its form; may be given several
    /// times.
    #[arg(long = "field", value_name = "FIELD", required = true)]
    pub fields: Vec<String>,
    /// What to complete, in words.
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Debug, Subcommand)]
pub enum FormsCommand {
    /// The forms that can be filled in, with their versions.
    List,
    /// Every part and question of a form, with its options; of a visit also the answers so far.
    Show {
        /// As `forms list` prints it.
        form: String,
        /// A visit at which it is filled in.
        #[arg(long, value_name = "ID")]
        visit: Option<Uuid>,
    },
    /// Answer one question at a visit. Kept as a draft until `forms submit`.
    Answer(AnswerArgs),
    /// Record one part of a form at a visit. What is wrong or missing is told, and nothing is recorded.
    Submit {
        #[arg(long, value_name = "ID")]
        visit: Uuid,
        /// As `forms show` prints it.
        part: String,
    },
}

#[derive(Debug, Args)]
pub struct AnswerArgs {
    /// As `forms list` prints it.
    pub form: String,
    /// The code of the question, as `forms show` prints it.
    pub question: String,
    /// The code of an option, several of them parted by commas, a number, a date, or text: whatever the
    /// question asks for. Nothing at all takes the answer back.
    #[arg(required_unless_present_any = ["skip", "clear"])]
    pub answer: Option<String>,
    /// Asked, and not answered.
    #[arg(long, conflicts_with_all = ["answer", "clear"])]
    pub skip: bool,
    /// Take the answer back.
    #[arg(long, conflicts_with = "answer")]
    pub clear: bool,
    #[arg(long, value_name = "ID")]
    pub visit: Uuid,
    /// Who is visited; needed once, for a visit that nobody planned.
    #[arg(long, value_name = "ID")]
    pub person: Option<Uuid>,
}

#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// The visits of one PSM in one month, as a file for the office.
    Monthly(MonthlyArgs),
}

#[derive(Debug, Args)]
pub struct MonthlyArgs {
    /// YYYY-MM; otherwise this month.
    #[arg(long)]
    pub month: Option<String>,
    /// Whose visits, for coordinators; otherwise one's own.
    #[arg(long, value_name = "ID")]
    pub psm: Option<Uuid>,
    #[arg(long, value_enum, default_value = "pdf")]
    pub format: FormatArg,
    /// Where to write it; must not exist yet. Without it only the numbers are printed.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FormatArg {
    Pdf,
    Xlsx,
}

impl From<FormatArg> for ReportFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Pdf => Self::Pdf,
            FormatArg::Xlsx => Self::Xlsx,
        }
    }
}
