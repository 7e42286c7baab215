//! `rantang-server period set`.

use chrono::{NaiveDate, NaiveTime, Weekday};
use clap::{Args, Subcommand, ValueEnum};
use rantang_core::ids::{OpId, PeriodId, ProgrammeId, derived};
use rantang_core::operation::Payload;
use rantang_core::photos::Proof;
use rantang_core::places::AreaCode;
use rantang_core::programme::operations::{DefinePeriod, DefineProgramme};
use rantang_core::programme::{PeriodTerms, ProgrammeProfile, Ramadan, Weekdays, registers};
use rantang_core::registers::{EntityKind, Row};
use rantang_core::scopes::Scope;
use rantang_core::text::Line;
use serde_json::json;
use uuid::Uuid;

use super::Common;
use super::init::area_of;
use super::report::{CliError, CliResult, Report};
use crate::office::{Office, own};

const PAGE: usize = 1_000;

/// Periods of the programme: when there are deliveries, and on what terms.
#[derive(Subcommand)]
pub enum Period {
    Set(Set),
}

/// Define a period of the programme, or change one.
///
/// Without a period nobody can be put on a route. A period is known by its first day: the same
/// first day again changes what is said and leaves the rest as it was.
#[derive(Args)]
#[command(after_help = "\
Examples:
  rantang-server period set --data ./office --first 2026-01-01 --last 2026-12-31
  rantang-server period set --data ./office --first 2026-01-01 --days mon,tue,wed,thu,fri --serves-holidays false
  rantang-server period set --data ./office --first 2027-01-01 --last 2027-12-31 --ramadan-first 2027-02-08 --ramadan-last 2027-03-09")]
pub struct Set {
    #[command(flatten)]
    pub common: Common,
    /// The first day, YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    first: NaiveDate,
    /// The last day, YYYY-MM-DD. A new period needs it.
    #[arg(long, value_name = "DATE")]
    last: Option<NaiveDate>,
    /// Code or name of the kelurahan. Default: that of the server.
    #[arg(long)]
    area: Option<String>,
    /// Name of the programme [new: Permakanan Lansia]
    #[arg(long)]
    name: Option<String>,
    /// Days with deliveries [new: every day]
    #[arg(long, value_enum, value_delimiter = ',')]
    days: Vec<Day>,
    /// Whether there are deliveries on national holidays and joint leave [new: true]
    #[arg(long, value_name = "BOOL")]
    serves_holidays: Option<bool>,
    /// Meals, and so boxes, for one person and day [new: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=2))]
    meals: Option<u8>,
    /// Rupiah for one meal [new: 15000]
    #[arg(long, value_name = "RP")]
    meal_price_rp: Option<u32>,
    /// Rupiah for one recipient and day [new: 2000]
    #[arg(long, value_name = "RP")]
    delivery_fee_rp: Option<u32>,
    /// When the food is usually ready, HH:MM [new: 07:30]
    #[arg(long, value_name = "TIME", value_parser = time)]
    ready_at: Option<NaiveTime>,
    /// Deliver before, HH:MM [new: 10:00]
    #[arg(long, value_name = "TIME", value_parser = time)]
    cut_off: Option<NaiveTime>,
    /// For how many minutes cooked food is good [new: 240]
    #[arg(long, value_name = "MIN")]
    good_for_min: Option<u32>,
    /// First day of Ramadan, when buka and sahur come together in the afternoon.
    #[arg(long, value_name = "DATE", requires = "ramadan_last")]
    ramadan_first: Option<NaiveDate>,
    #[arg(long, value_name = "DATE", requires = "ramadan_first")]
    ramadan_last: Option<NaiveDate>,
    /// In Ramadan deliver before, HH:MM.
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "17:30", requires = "ramadan_first")]
    ramadan_cut_off: NaiveTime,
    /// After how many minutes without news a courier is called silent [new: 45]
    #[arg(long, value_name = "MIN")]
    silent_after_min: Option<u32>,
    /// After how many days of service somebody who was not met stands out [new: 3]
    #[arg(long, value_name = "DAYS")]
    not_met_days: Option<u32>,
    /// After how many missed deliveries in a row a visit is proposed [new: 3]
    #[arg(long, value_name = "DAYS")]
    missed_meals_days: Option<u32>,
    /// What is asked for at the door: a photo, a paraf or "not photographed" [new: none]
    #[arg(long, value_enum)]
    proof: Option<AskedProof>,
    /// Whether PSM may photograph KTP and KK [new: false]
    #[arg(long, value_name = "BOOL")]
    document_photos: Option<bool>,
}

#[derive(Clone, Copy, ValueEnum)]
enum AskedProof {
    None,
    /// About one door in five, other ones each day.
    Sample,
    EveryDoor,
}

impl From<AskedProof> for Proof {
    fn from(asked: AskedProof) -> Self {
        match asked {
            AskedProof::None => Self::None,
            AskedProof::Sample => Self::Sample,
            AskedProof::EveryDoor => Self::EveryDoor,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Mon => Self::Mon,
            Day::Tue => Self::Tue,
            Day::Wed => Self::Wed,
            Day::Thu => Self::Thu,
            Day::Fri => Self::Fri,
            Day::Sat => Self::Sat,
            Day::Sun => Self::Sun,
        }
    }
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "a time like 07:30".to_owned())
}

pub async fn set(args: Set) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let area = match &args.area {
        Some(text) => area_of(text)?,
        None => office.server.area.clone(),
    };
    if !office.server.area.contains(&area) {
        let message = format!(
            "{area} is not under this server's area {}",
            office.server.area
        );
        return Err(CliError::refused("area_foreign", message));
    }
    let rows = rows_of(&office, &area).await?;
    let programme = ProgrammeId(derived("office.programme", &[area.as_str().as_bytes()]));
    let first = args.first.to_string();
    let period = PeriodId(derived(
        "office.period",
        &[area.as_str().as_bytes(), first.as_bytes()],
    ));
    let before = row(&rows, EntityKind::Period, period.0).and_then(|it| it.read(&registers::TERMS));
    let is_new = before.is_none();
    let terms = terms(&args, programme, before)?;
    check(&terms, period, &rows)?;

    let mut payloads: Vec<Payload> = Vec::new();
    let named = row(&rows, EntityKind::Programme, programme.0);
    if named.is_none() || args.name.is_some() {
        payloads.push(define_programme(&args, programme, &area, named)?.into());
    }
    let saw = seen(row(&rows, EntityKind::Period, period.0), &registers::TERMS);
    payloads.push(
        DefinePeriod {
            period,
            area: area.clone(),
            terms: terms.clone(),
            saw,
        }
        .into(),
    );
    let scope = Scope::Plan { area: area.clone() };
    let at_ms = office.clock.now_ms();
    let operations = payloads
        .into_iter()
        .map(|payload| own(scope.clone(), payload, at_ms))
        .collect();
    office.record(operations).await?;
    Ok(Report::new(
        format!(
            "The period {} to {} of {area} is {}. Devices hear of it at their next sync.",
            terms.first,
            terms.last,
            if is_new { "defined" } else { "changed" }
        ),
        json!({"period": period, "area": area, "new": is_new, "terms": terms}),
    ))
}

/// What is said now, over what stood there, over what is usual.
fn terms(
    args: &Set,
    programme: ProgrammeId,
    before: Option<PeriodTerms>,
) -> Result<PeriodTerms, CliError> {
    let usual = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let last = args.last.or(before.as_ref().map(|it| it.last));
    let Some(last) = last else {
        let message = "a new period needs its last day: --last YYYY-MM-DD";
        return Err(CliError::refused("last_missing", message));
    };
    let stood = before.unwrap_or(PeriodTerms {
        programme,
        budget_year: chrono::Datelike::year(&args.first),
        first: args.first,
        last,
        weekdays: Weekdays::EVERY_DAY,
        serves_holidays: true,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: usual(10, 0),
        good_for_min: 240,
        ready_at: usual(7, 30),
        ramadan: None,
        silent_after_min: 45,
        not_met_days: 3,
        missed_meals_days: 3,
        proof: Proof::None,
        document_photos: false,
    });
    let days: Vec<Weekday> = args.days.iter().copied().map(Weekday::from).collect();
    let ramadan = args.ramadan_first.zip(args.ramadan_last);
    Ok(PeriodTerms {
        last,
        weekdays: if days.is_empty() {
            stood.weekdays
        } else {
            Weekdays::of(&days)
        },
        serves_holidays: args.serves_holidays.unwrap_or(stood.serves_holidays),
        meals_per_day: args.meals.unwrap_or(stood.meals_per_day),
        meal_price_rp: args.meal_price_rp.unwrap_or(stood.meal_price_rp),
        delivery_fee_rp: args.delivery_fee_rp.unwrap_or(stood.delivery_fee_rp),
        cut_off: args.cut_off.unwrap_or(stood.cut_off),
        good_for_min: args.good_for_min.unwrap_or(stood.good_for_min),
        ready_at: args.ready_at.unwrap_or(stood.ready_at),
        ramadan: ramadan
            .map(|(first, last)| Ramadan {
                first,
                last,
                afternoon_cut_off: args.ramadan_cut_off,
            })
            .or(stood.ramadan),
        silent_after_min: args.silent_after_min.unwrap_or(stood.silent_after_min),
        not_met_days: args.not_met_days.unwrap_or(stood.not_met_days),
        missed_meals_days: args.missed_meals_days.unwrap_or(stood.missed_meals_days),
        proof: args.proof.map_or(stood.proof, Proof::from),
        document_photos: args.document_photos.unwrap_or(stood.document_photos),
        ..stood
    })
}

/// Which period counts on a date has to have one answer.
fn check(terms: &PeriodTerms, period: PeriodId, rows: &[Row]) -> Result<(), CliError> {
    let ramadan_ends = terms.ramadan.as_ref().map(|it| it.first..=it.last);
    if terms.last < terms.first || ramadan_ends.is_some_and(|days| days.is_empty()) {
        let message = "the last day is before the first";
        return Err(CliError::refused("dates_reversed", message));
    }
    for other in rows {
        let is_other = other.entity.kind == EntityKind::Period && other.entity.id != period.0;
        let Some(others) = other.read::<PeriodTerms>(&registers::TERMS) else {
            continue;
        };
        if is_other && others.first <= terms.last && terms.first <= others.last {
            return Err(CliError::refused(
                "period_overlaps",
                format!(
                    "there is a period {} to {} already; let one end before the other begins",
                    others.first, others.last
                ),
            ));
        }
    }
    Ok(())
}

fn define_programme(
    args: &Set,
    programme: ProgrammeId,
    area: &AreaCode,
    named: Option<&Row>,
) -> Result<DefineProgramme, CliError> {
    let name = args.name.as_deref().unwrap_or("Permakanan Lansia");
    let name = Line::parse(name)
        .ok()
        .filter(|name| !name.is_empty())
        .ok_or_else(|| CliError::refused("invalid", "--name is empty or too long"))?;
    Ok(DefineProgramme {
        programme,
        area: area.clone(),
        profile: ProgrammeProfile { name },
        saw: seen(named, &registers::PROFILE),
    })
}

/// The operations whose value is replaced: without them there would be two values.
fn seen(row: Option<&Row>, register: &rantang_core::registers::RegisterName) -> Vec<OpId> {
    row.and_then(|row| row.register(register))
        .map(|register| register.head_ids())
        .unwrap_or_default()
}

pub(super) fn row(rows: &[Row], kind: EntityKind, id: Uuid) -> Option<&Row> {
    rows.iter()
        .find(|row| row.entity.kind == kind && row.entity.id == id)
}

/// The programmes, periods and forms of an area.
pub(super) async fn rows_of(office: &Office, area: &AreaCode) -> Result<Vec<Row>, CliError> {
    let scope = Scope::Plan { area: area.clone() };
    let mut found = Vec::new();
    let mut place = i64::MIN;
    loop {
        let page = office.store.rows_after(place, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        place = last.place;
        found.extend(page.into_iter().map(|stored| stored.row).filter(|row| {
            matches!(
                row.entity.kind,
                EntityKind::Programme | EntityKind::Period | EntityKind::Form
            ) && row.scope == scope
        }));
    }
}
