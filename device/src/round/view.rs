//! The courier's round as the phone shows it.

pub use rantang_core::day::news::NewsKind;
pub use rantang_core::holds::HoldReason;
pub use rantang_core::people::{ContactRelation, DietFlag, Texture as TextureCode};
pub use rantang_core::runs::{ObstacleKind, Sitting};

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::{FoodFlag, Outcome, Slot, Wellbeing};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::sync::view::SendState;

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RoundView {
    pub date: NaiveDate,
    pub state: RoundState,
    pub route_id: Option<Uuid>,
    pub route_name: String,
    /// Whom the user stands in for on this route.
    pub instead_of: Option<String>,
    /// Only the rest of that round was handed over.
    pub is_rest: bool,
    /// The run shown: of the day's one, or of Ramadan's two.
    pub sitting: Sitting,
    /// The sittings of this day, so that the screen can switch where there are two.
    pub sittings: Vec<Sitting>,
    pub list: ListAge,
    /// "RW 03 dan RW 04" without the words: `["03", "04"]`.
    pub rws: Vec<String>,
    pub news: Vec<NewsView>,
    pub boxes: BoxesView,
    /// The next door first, then the others in walking order, then those that come back, then the done.
    pub doors: Vec<DoorView>,
    pub doors_total: u32,
    pub doors_done: u32,
    /// The door that stands open at the head of the list; `None` when every door is done.
    pub open_door: Option<Uuid>,
    pub obstacles: Vec<ObstacleView>,
    pub unsent: u32,
    pub started_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
    pub help: HelpView,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RoundState {
    /// No delivery today: why, and when next.
    NoService {
        reason: NoServiceReason,
        holiday: Option<String>,
        next_date: Option<NaiveDate>,
        next_doors: u32,
    },
    /// Somebody else carries the user's route; the list is here to read, and to record what has to be.
    Covered {
        by: String,
        phone: String,
        /// The last day.
        until: NaiveDate,
    },
    /// The user has no route on this date.
    NoRoute,
    /// The first list has not come yet.
    NoList,
    Ready,
    Running,
    Finished,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum NoServiceReason {
    /// Not a service day of the period, as every week.
    Weekday,
    /// A national holiday or joint leave on which the kitchen rests.
    Holiday,
    /// The coordinator called the day off.
    CalledOff,
    /// Before the period begins or after it ended.
    OutsidePeriod,
}

/// "Daftar Selasa 24 November, diperbarui kemarin 19.04".
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ListAge {
    pub date: NaiveDate,
    pub updated_at_ms: Option<i64>,
    /// Older than yesterday 15.00: shown with a mark, never emptied.
    pub is_old: bool,
}

/// What changed on this route since the courier last looked or since yesterday noon.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct NewsView {
    pub kind: NewsKind,
    pub person_name: String,
    pub at_ms: i64,
    /// Until when, for a hold.
    pub until: Option<NaiveDate>,
    /// What the coordinator wrote: "Rumah duka di RT 008".
    pub note: Option<String>,
    /// The door's number, for somebody new.
    pub door_no: Option<u32>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BoxesView {
    /// By the list: what the doors of today need.
    pub expected: u32,
    pub expected_special: u32,
    /// What the coordinator or the kitchen says was handed over; `None`: nothing said.
    pub handed_over: Option<u32>,
    pub handed_over_by: Option<String>,
    pub handed_over_at_ms: Option<i64>,
    /// What the courier counted; `None`: not yet confirmed.
    pub received: Option<u32>,
    pub given: u32,
    /// Still in the courier's bag: received (or expected) − given − returned.
    pub left: u32,
    /// "layak makan sampai 11.30"; an instant.
    pub good_until_ms: Option<i64>,
    /// Deliver before this, by the programme (10.00; magrib in Ramadan).
    pub cut_off_ms: Option<i64>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DoorView {
    /// The person's id, or the delivery's for a door off the list.
    pub id: Uuid,
    pub person_id: Option<Uuid>,
    pub no: u32,
    /// With the honorific: "Ibu Sumiati".
    pub name: String,
    pub rt: String,
    pub rw: String,
    pub gang: String,
    pub house_no: String,
    pub landmark: String,
    pub kelurahan_name: String,
    pub access_note: String,
    pub boxes: u32,
    pub slots: Vec<Slot>,
    pub diet: Option<DietView>,
    pub contacts: Vec<DoorContactView>,
    pub lives_alone: bool,
    pub is_new: bool,
    pub is_off_list: bool,
    /// On another route since this round closed the door: no name and no address any more.
    pub has_moved: bool,
    pub state: DoorState,
    /// Every attempt of today, oldest first.
    pub attempts: Vec<AttemptView>,
    pub send_state: Option<SendState>,
}

/// Codes of domain.md §1.8; the UI has the words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DietView {
    pub texture: TextureCode,
    pub flags: Vec<DietFlag>,
    pub allergy: String,
    pub note: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DoorContactView {
    pub id: Uuid,
    pub name: String,
    pub relation: ContactRelation,
    /// "pintu biru", "tetangga kiri".
    pub hint: String,
    pub phone: String,
    /// May receive the boxes: only those are offered for *Titip ke …*.
    pub may_receive: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DoorState {
    Waiting,
    /// Comes back by itself at the end of the round.
    Retry {
        outcome: Outcome,
        at_ms: i64,
    },
    Done {
        outcome: Outcome,
        at_ms: i64,
    },
    /// On the list of the day but not to be delivered: death, hold, leaving.
    Held {
        reason: HoldReason,
        until: Option<NaiveDate>,
    },
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AttemptView {
    pub delivery_id: Uuid,
    pub outcome: Outcome,
    pub flags: Vec<FoodFlag>,
    pub wellbeing: Option<Wellbeing>,
    pub boxes: u32,
    pub received_by: String,
    pub at_ms: i64,
    /// "Pak Dedi"; another courier's attempt stands here too.
    pub by: String,
    pub note: String,
    pub send_state: SendState,
    /// Both versions of a correction are kept; true when there is more than one.
    pub corrected: bool,
    /// Photos and parafs beside it, and "not photographed".
    pub proofs: u32,
    /// The programme asks for a proof of this hand-over, and there is none yet.
    pub asks_proof: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ObstacleView {
    pub kind: ObstacleKind,
    pub at_ms: i64,
    pub note: String,
}

/// Whom to call; always on the phone, needs no data.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HelpView {
    pub coordinator_name: String,
    /// As stored: "+6281200000001"; empty when unknown.
    pub coordinator_phone: String,
    pub courier_name: String,
}

/// What a record answers: the round as it is then, and what *Urungkan* needs.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RecordedView {
    pub delivery_id: Uuid,
    pub round: RoundView,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RoundRecapView {
    pub date: NaiveDate,
    pub received: u32,
    pub given: u32,
    /// Brought back, for the kitchen.
    pub back: u32,
    /// Received − given − back: zero when all is clear.
    pub unclear: u32,
    pub lines: Vec<RecapLine>,
    pub started_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
    /// Ready for WhatsApp: no NIK, address or health.
    pub text: String,
}

/// How many doors ended in an outcome, and their boxes.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RecapLine {
    pub outcome: Outcome,
    pub doors: u32,
    pub boxes: u32,
}
