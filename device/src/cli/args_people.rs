//! What can be typed of people.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use rantang_core::people::BirthPrecision;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub enum PeopleCommand {
    /// List recipients by name.
    List(PeopleArgs),
    /// Show one recipient with contacts, holds and route.
    Show {
        /// As `people list` prints it.
        person: Uuid,
    },
    /// Who is like somebody who is about to be registered: score, verdict, and why.
    ///
    /// Spelling is forgiven (Soemijati, Sumiyati), titles are left out, and what is not said counts
    /// neither way. At most five, the likeliest first; none is an answer too.
    Similar(SimilarArgs),
    /// Somebody moves to another kelurahan of the kecamatan: its office goes on, and finds them without a
    /// route. Everything about the person goes along (a coordinator).
    Move(super::moves::MoveArgs),
    /// Who moved away, the latest first (a coordinator).
    Moved,
    /// Register somebody who was found on the way (a PSM or a coordinator). In no programme until the office
    /// enrols them.
    ///
    /// Refused, with exit code 1, where somebody who is here already is probably meant: look with
    /// `people similar`, and say --anyway where it is another person. The coordinator sees both under
    /// *Perlu dicek* then.
    Add(AddArgs),
}

#[derive(Debug, Args)]
pub struct AddArgs {
    #[command(flatten)]
    pub who: SimilarArgs,
    /// "Bapak", "Ibu", "Mbah": how the person is spoken to.
    #[arg(long, default_value = "")]
    pub honorific: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub house_no: String,
    /// How the door is found.
    #[arg(long, default_value = "")]
    pub landmark: String,
    /// At the same door as this person: place, gang and house number are theirs.
    #[arg(long, value_name = "ID", conflicts_with_all = ["rt", "rw", "gang", "house_no", "kelurahan"])]
    pub household_of: Option<Uuid>,
    #[arg(long)]
    pub lives_alone: bool,
    /// It is another person than those who are like it.
    #[arg(long)]
    pub anyway: bool,
    /// Names the person: the same id twice is one person. Otherwise a new one is minted.
    #[arg(long, value_name = "ID")]
    pub person: Option<Uuid>,
}

#[derive(Debug, Args)]
pub struct SimilarArgs {
    /// With or without titles: "Ny. Soemijati".
    #[arg(long)]
    pub name: String,
    /// What the person is called.
    #[arg(long, default_value = "")]
    pub nickname: String,
    /// YYYY-MM-DD, or the year alone.
    #[arg(long, value_name = "DATE", value_parser = born)]
    pub born: Option<Born>,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub rt: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub rw: String,
    /// Its code; otherwise that of this device's user.
    #[arg(long, value_name = "CODE")]
    pub kelurahan: Option<String>,
    #[arg(long, default_value = "")]
    pub gang: String,
    /// Of the person or of a contact.
    #[arg(long, default_value = "")]
    pub phone: String,
}

/// A birth as precisely as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct Born {
    pub date: NaiveDate,
    pub precision: BirthPrecision,
}

fn born(text: &str) -> Result<Born, String> {
    let day = text.parse::<NaiveDate>().ok().map(|date| Born {
        date,
        precision: BirthPrecision::Day,
    });
    let year = || {
        let date = NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1)?;
        Some(Born {
            date,
            precision: BirthPrecision::Year,
        })
    };
    day.or_else(year)
        .ok_or_else(|| "1946-11-02, or the year alone: 1946".to_owned())
}

#[derive(Debug, Args)]
pub struct PeopleArgs {
    /// Words of name, nickname, gang or patokan; spelling is forgiven.
    #[arg(long, default_value = "")]
    pub search: String,
    /// Only people of this route.
    #[arg(long, value_name = "ID")]
    pub route: Option<Uuid>,
    /// At most so many.
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
}
