//! What the screens ask about a month.

use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReportMonthly {
    /// "2026-11"; `None`: this month.
    pub month: Option<String>,
    /// `None`: the user; of a coordinator who made no visit, the first PSM who did.
    pub psm_id: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    Pdf,
    Xlsx,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReportFile {
    pub month: Option<String>,
    pub psm_id: Option<Uuid>,
    pub format: ReportFormat,
}
