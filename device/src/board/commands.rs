//! What a coordinator does on the day's board.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

/// `date` `None`: today.
#[derive(Debug, Default, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct BoardDay {
    pub date: Option<NaiveDate>,
}

/// "Tulis tindakan": what was done about an alert.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct AlertAcknowledge {
    pub alert_id: Uuid,
    pub date: NaiveDate,
    pub action: String,
}
