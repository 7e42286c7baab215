//! What can be typed, with the help that teaches it.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use rantang_core::deliveries::outcome::{Complaint, FoodFlag, Outcome, Slot, Wellbeing};
use rantang_core::runs::Sitting;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::args_people::PeopleCommand;
use super::args_visits::{FormsCommand, ReportCommand, VisitsCommand};
use super::bundle::BundleCommand;
use super::covers::{CoverCommand, SplitArgs};
use super::relay::RelayCommand;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused or failed; the message says why and what to do
  2  wrong arguments, or a file of which nothing can enter
  3  no connection to the server, or the server is busy: try again later; nothing is lost
  4  another program uses this data directory

Example:
  rantang-device --data ~/rantang pair 'rantang:…'
  rantang-device --data ~/rantang sync
  rantang-device --data ~/rantang import recipients daftar.xlsx --dry-run
  rantang-device --data ~/rantang run list --date 2026-11-24 --json
  rantang-device --data ~/rantang visits list
  rantang-device --data ~/rantang report monthly --month 2026-11 --format pdf --out laporan.pdf";

/// One device of Rantang without a window: pairs with a server, keeps records, sends and receives.
///
/// Records live in the data directory, encrypted; the key lies beside them (file `key`, readable by
/// its owner only), so protect the directory as the records themselves. One program at a time uses a
/// data directory.
#[derive(Debug, Parser)]
#[command(name = "rantang-device", version, after_long_help = EXIT_CODES)]
pub struct Arguments {
    /// Where this device keeps its records; made where it does not exist.
    #[arg(
        long,
        value_name = "DIR",
        env = "RANTANG_DATA",
        global = true,
        default_value = "rantang-data"
    )]
    pub data: PathBuf,

    /// Print one JSON document on standard output, and nothing else there.
    #[arg(long, global = true)]
    pub json: bool,

    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Pair this device with a server, by the invitation that the server printed.
    ///
    /// An invitation is good once, for 24 hours. The same invitation again, after an answer that was
    /// lost, pairs the same device.
    Pair {
        /// "rantang:…", whole.
        invitation: String,
    },
    /// Bring in a list that an office keeps.
    Import {
        #[command(subcommand)]
        what: ImportCommand,
    },
    /// Recipients.
    People {
        #[command(subcommand)]
        what: PeopleCommand,
    },
    /// The routes, who carries them, and how many people are on each.
    Routes,
    /// Who carries a route instead of its courier for some days (a coordinator).
    Cover {
        #[command(subcommand)]
        what: CoverCommand,
    },
    /// What a courier's receipt code stands for on the server (a coordinator).
    VerifyCode { code: String },
    /// A courier's round: start it, list its doors, finish it.
    Run {
        #[command(subcommand)]
        what: RunCommand,
    },
    /// Record what happened at a door, or correct it.
    Delivery {
        #[command(subcommand)]
        what: DeliveryCommand,
    },
    /// Household visits: planned, handed out, made, verified, returned.
    Visits {
        #[command(subcommand)]
        what: VisitsCommand,
    },
    /// Forms as the office defined them: read them, answer them, record them.
    Forms {
        #[command(subcommand)]
        what: FormsCommand,
    },
    /// Reports for the office.
    Report {
        #[command(subcommand)]
        what: ReportCommand,
    },
    /// Send what is unsent and fetch what is new, now.
    Sync,
    /// Carry records by hand where there is no line: on a stick, by a messenger.
    Bundle {
        #[command(subcommand)]
        what: BundleCommand,
    },
    /// The office's network while the internet is down: a coordinator's desk takes records in there.
    Relay {
        #[command(subcommand)]
        what: RelayCommand,
    },
    /// What is on this device: records, what is unsent, what needs checking.
    Status,
    /// Serve the screens to a browser on this machine, and sync in the background until Ctrl-C.
    Host(HostArgs),
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Read an XLSX, XLS, ODS or CSV of recipients and let what is ready enter, in one transaction.
    ///
    /// Every problem is told with its row, its column and what to do. The same file again changes
    /// nothing. People already here are never changed by this command: accept changes on the screen.
    Recipients(ImportArgs),
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file as the office keeps it: title rows, merged cells and odd headers are fine.
    pub file: PathBuf,
    /// For rows that name no kelurahan: its code or name; otherwise that of this device's user.
    #[arg(long, value_name = "CODE")]
    pub kelurahan: Option<String>,
    /// Only look; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub enum RunCommand {
    /// Start the round: confirms the date and records the doors of the list.
    Start(RunArgs),
    /// Finish the round.
    Finish(FinishArgs),
    /// The doors in walking order, with the outcome so far.
    List(RunListArgs),
    /// Hand the open doors of a round to another courier.
    Split(SplitArgs),
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// The service date, YYYY-MM-DD.
    #[arg(long)]
    pub date: NaiveDate,
    /// morning, or afternoon (Ramadan: buka and sahur together).
    #[arg(long, value_parser = code::<Sitting>, default_value = "morning")]
    pub sitting: Sitting,
}

#[derive(Debug, Args)]
pub struct FinishArgs {
    #[command(flatten)]
    pub run: RunArgs,
    /// Boxes that go back to the kitchen.
    #[arg(long, value_name = "BOXES", default_value_t = 0)]
    pub back: u32,
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct RunListArgs {
    /// The service date, YYYY-MM-DD; otherwise today.
    #[arg(long)]
    pub date: Option<NaiveDate>,
    /// Only this sitting; otherwise all of the day.
    #[arg(long, value_parser = code::<Sitting>)]
    pub sitting: Option<Sitting>,
    /// Only this route; otherwise a courier's own, or all for a coordinator.
    #[arg(long, value_name = "ID")]
    pub route: Option<Uuid>,
}

#[derive(Debug, Subcommand)]
pub enum DeliveryCommand {
    /// Record one attempt at one door; durable when this returns.
    Record(RecordArgs),
    /// Say anew what happened at an attempt; both versions are kept.
    Correct(CorrectArgs),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SlotArg {
    First,
    Second,
    Both,
}

impl SlotArg {
    pub fn slots(self) -> Vec<Slot> {
        match self {
            Self::First => vec![Slot::First],
            Self::Second => vec![Slot::Second],
            Self::Both => vec![Slot::First, Slot::Second],
        }
    }
}

#[derive(Debug, Args)]
pub struct RecordArgs {
    /// Whose door it was, as `people list` prints it.
    #[arg(long, value_name = "ID")]
    pub person: Uuid,
    /// The service date, YYYY-MM-DD.
    #[arg(long)]
    pub date: NaiveDate,
    /// Which meals.
    #[arg(long, value_enum)]
    pub slot: SlotArg,
    #[command(flatten)]
    pub what: WhatArgs,
    /// Whether a neighbour has seen the person, where nobody answered: true or false.
    #[arg(long, value_name = "BOOL")]
    pub seen_by_neighbor: Option<bool>,
    /// Close the door for today although nobody answered.
    #[arg(long)]
    pub bring_back: bool,
    /// Names the attempt: the same id twice is one attempt. Otherwise a new one is minted.
    #[arg(long, value_name = "ID")]
    pub delivery: Option<Uuid>,
}

#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The attempt, as `run list --json` or `delivery record --json` prints it.
    #[arg(long, value_name = "ID")]
    pub delivery: Uuid,
    #[command(flatten)]
    pub what: WhatArgs,
}

#[derive(Debug, Args)]
pub struct WhatArgs {
    /// received_self, received_family, left_with_neighbor, left_at_place, already_received, no_answer,
    /// not_home, searching, access_blocked, address_not_found, refused_today, away, hospitalized,
    /// evacuated, deceased, moved, declined, other.
    #[arg(long, value_name = "CODE", value_parser = outcome)]
    pub outcome: Outcome,
    /// Who took the boxes, where it was not the person.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub received_by: String,
    /// well, unwell, urgent; only where the person was met.
    #[arg(long, value_name = "CODE", value_parser = code::<Wellbeing>)]
    pub wellbeing: Option<Wellbeing>,
    /// fever, fall, not_eating, confused, other; may be given several times.
    #[arg(long = "complaint", value_name = "CODE", value_parser = code::<Complaint>)]
    pub complaints: Vec<Complaint>,
    /// food_spoiled, short_portion, late; may be given several times.
    #[arg(long = "flag", value_name = "CODE", value_parser = code::<FoodFlag>)]
    pub flags: Vec<FoodFlag>,
    /// Until when, for away, hospitalized and evacuated.
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Debug, Args)]
pub struct HostArgs {
    /// An address of this machine alone; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:5180")]
    pub listen: SocketAddr,
    /// Where the built screens lie.
    #[arg(long, value_name = "DIR", default_value = "ui/dist")]
    pub ui: PathBuf,
}

fn outcome(text: &str) -> Result<Outcome, String> {
    Outcome::from_code(text).ok_or_else(|| {
        let codes: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.code()).collect();
        format!("one of: {}", codes.join(", "))
    })
}

/// A code of a vocabulary; the parser lists what there is.
pub(super) fn code<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|error| error.to_string())
}
