//! Where and when lists are read: the user's area, the period, and which days have a delivery.

use chrono::{Days, NaiveDate};
use rantang_core::ids::PeriodId;
use rantang_core::places::AreaCode;
use rantang_core::programme::{DayOverride, PeriodTerms, ServiceDay, holiday_on, service_day};
use rusqlite::Connection;

use crate::day;
use crate::store::Result;

/// How far back service days are looked for: longer than any break of a programme.
const DAYS_BACK_MAX: usize = 120;

#[derive(Clone, Debug)]
pub struct Setting {
    pub today: NaiveDate,
    pub area: AreaCode,
    /// `None`: no period has reached this device.
    pub period: Option<(PeriodId, PeriodTerms)>,
    overrides: Vec<DayOverride>,
}

impl Setting {
    pub fn read(db: &Connection, today: NaiveDate) -> Result<Self> {
        let area = crate::author(db)?.area;
        let period = day::period_of(db, &area, today)?;
        let overrides = day::overrides(db, period.as_ref().map(|(id, _)| *id))?;
        Ok(Self {
            today,
            area,
            period,
            overrides,
        })
    }

    pub fn period_id(&self) -> Option<PeriodId> {
        self.period.as_ref().map(|(id, _)| *id)
    }

    pub fn boxes_per_door(&self) -> u32 {
        self.period
            .as_ref()
            .map_or(2, |(_, terms)| u32::from(terms.meals_per_day))
    }

    pub fn serves(&self, date: NaiveDate) -> bool {
        let Some((_, terms)) = &self.period else {
            return false;
        };
        let said = self.overrides.iter().find(|said| said.date == date);
        let service = service_day(terms, date, holiday_on(date), said);
        matches!(service, ServiceDay::Service { .. })
    }

    /// The service days up to `date`, latest first.
    pub fn service_days_back(&self, date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        std::iter::successors(Some(date), |day| day.checked_sub_days(Days::new(1)))
            .take(DAYS_BACK_MAX)
            .filter(|day| self.serves(*day))
    }

    /// Who was last met before this day stands out. `None`: nobody does.
    pub fn long_not_met_before(&self) -> Option<NaiveDate> {
        let (_, terms) = self.period.as_ref()?;
        let days = usize::try_from(terms.not_met_days).ok()?.checked_sub(1)?;
        self.service_days_back(self.today.pred_opt()?).nth(days)
    }
}
