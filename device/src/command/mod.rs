//! Everything that a screen or the command line can ask of a device.
//!
//! One enum, three doors: Tauri's `call`, `POST /api` of the loopback host, and `rantang-device`.
//! Unknown commands, missing and misspelled arguments are refused alike on all of them.

mod dispatch;
mod failure;
mod window;

use serde::Deserialize;
use ts_rs::TS;

pub use dispatch::{parse, run, windows_of_user};
pub use failure::{ErrorCode, Failure};
pub use window::Window;

use crate::{
    board, bundle, checks, covers, people, photos, recap, receipts, relay, report, review, roster,
    round, routes, scan, session, similar, timeline, visits,
};

/// One request of a screen. Serialized as `{"command": "round_today", "args": {…}}`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "command", content = "args", rename_all = "snake_case")]
pub enum Command {
    // session: who holds this device, and how it shows things
    /// → `SessionView`
    SessionGet(session::Empty),
    /// → `SessionView`. Pairs this device by a single-use code of the server.
    SessionPair(session::Pair),
    /// → `SessionView`
    SettingsSet(session::SettingsSet),
    /// → `CodeSeen`; an invitation in a picture.
    CodeRead(scan::CodeRead),

    // sync
    /// → `SyncView`
    SyncStatus(session::Empty),
    /// → `SyncView`; "Kirim sekarang". Returns when the attempt ended, well or not.
    SyncNow(session::Empty),
    /// → `WaitingView[]`; each record that is counted as unsent.
    SyncWaiting(session::Empty),

    /// → `ReceiptView`; what the code stands for that a courier reads out.
    ReceiptVerify(receipts::ReceiptVerify),

    // records that go by hand, where there is no line
    /// → `BundleView`; all that is unsent, sealed to the server, for whoever has a connection.
    BundleExport(session::Empty),
    /// → `BundleReadView`; delivers what others recorded, or takes in what the server answered.
    BundleRead(bundle::BundleRead),
    /// → `RelayGivenView`; a relay's code was scanned: hands it what is unsent.
    RelayFound(relay::RelayFound),
    /// → `RelayView`; what came in over the office's network.
    RelayGet(session::Empty),
    /// → `RelayView`; takes records in there, or no more.
    RelaySet(relay::RelaySet),

    // the courier's round
    /// → `RoundView`
    RoundToday(round::RoundToday),
    /// → `AheadView`; the lists of the coming seven days.
    RoundAhead(session::Empty),
    /// → `RoundView`
    RunStart(round::RunStart),
    /// → `RoundView`; "Saya terima 40 kotak".
    RunReceive(round::RunReceive),
    /// → `RoundView`; rain, a broken motorcycle, food late.
    RunObstacle(round::RunObstacle),
    /// → `RoundView`; a flood or a spoiled batch closes many doors with one reason.
    RunCloseDoors(round::RunCloseDoors),
    /// → `RoundView`
    RunFinish(round::RunFinish),
    /// → `CourierView[]`; who else could carry.
    RunColleagues(session::Empty),
    /// → `SplitView`; *Serahkan sisa rute*: a colleague carries the open doors.
    RunSplit(covers::RunSplit),
    /// → `RecordedView`
    DeliveryRecord(round::DeliveryRecord),
    /// → `RecordedView`; a door that is not on the list.
    DoorAdd(round::DoorAdd),
    /// → `RoundView`; *Urungkan*.
    DeliveryRetract(round::DeliveryRetract),
    /// → `RoundView`; both versions are kept.
    DeliveryCorrect(round::DeliveryCorrect),
    /// → `RoundRecapView`; text to share without NIK, address or health.
    RoundRecap(round::RoundToday),

    // the coordinator's day
    /// → `BoardView`
    BoardDay(board::BoardDay),
    /// → `BoardView`; "Tulis tindakan" on an alert.
    AlertAcknowledge(board::AlertAcknowledge),

    // people
    /// → `PeoplePageView`
    PeopleList(people::PeopleList),
    /// → `PersonView`
    PersonGet(people::PersonGet),
    /// → `SimilarView`; who is like somebody who is about to be registered.
    PeopleSimilar(similar::PeopleSimilar),
    /// → `PersonView`
    PersonAdd(people::PersonAdd),
    /// → `PersonView`; somebody whom a PSM finds on the way: registered, and in no programme.
    PersonFound(people::PersonFound),
    /// → `PersonView`; one register at a time, with the value that was seen.
    PersonEdit(people::PersonEdit),
    /// → `PersonView`; *Pindah kelurahan*: another office goes on.
    PersonMove(people::PersonMove),
    /// → `DepartureView[]`; who moved away, the latest first.
    PeopleMoved(session::Empty),
    /// → `AreaView[]`; the kelurahan of this kecamatan.
    AreasNear(session::Empty),
    /// → `PersonView`
    ContactSave(people::ContactSave),
    /// → `PersonView`
    ContactRemove(people::ContactRemove),
    /// → `PersonView`; "Tahan sampai…".
    HoldPlace(people::HoldPlace),
    /// → `PersonView`
    HoldEnd(people::HoldEnd),
    /// → `PersonView`; confirm a reported death, or undo a confirmed one.
    DeathDecide(people::DeathDecide),
    /// → `PersonView`; puasa / tidak puasa.
    FastingChoose(people::FastingChoose),
    /// → `PersonView`; calon, diverifikasi, aktif, ditangguhkan, keluar.
    EnrolmentSet(people::EnrolmentSet),

    /// → `TimelineView`; what happened to a person or a household, a page at a time.
    TimelineGet(timeline::TimelineGet),

    // routes
    /// → `RoutesView`
    RoutesList(session::Empty),
    /// → `RoutesView`; makes a route or renames one.
    RouteSave(routes::RouteSave),
    /// → `RoutesView`
    RouteAssign(routes::RouteAssign),
    /// → `RoutesView`; *Digantikan oleh*: a colleague carries the route for some days.
    CoverGive(covers::CoverGive),
    /// → `RoutesView`; the courier is back.
    CoverEnd(covers::CoverEnd),
    /// → `RouteDoorsView`; who is on a route, in order; `None`: those without a route.
    RouteDoors(routes::RouteDoors),
    /// → `RouteDoorsView`; puts people on a route at a place in its order.
    RoutePlace(routes::RoutePlace),

    // what needs checking
    /// → `ReviewView`
    ReviewList(session::Empty),
    /// → `ReviewView`; chooses between values of one register.
    ConflictResolve(review::ConflictResolve),
    /// → `ReviewView`; two records are one person, or two after all.
    PeopleJoin(similar::PeopleJoin),
    /// → `ReviewView`; says who stood behind a door that was off the list.
    DoorAttach(review::DoorAttach),
    /// → `ReviewView`; one decision for one item or many: looked at, accepted, the latest value.
    ReviewDecide(review::ReviewDecide),
    /// → `ReviewView`; *Urungkan* of what was settled.
    ReviewReopen(review::ReviewReopen),

    // the roster
    /// → `RosterPreviewView`
    RosterPreview(roster::RosterPreview),
    /// → `RosterCommitView`
    RosterCommit(roster::RosterCommit),

    // photos and parafs of deliveries and visits
    /// → `PhotosView`
    PhotosOf(photos::PhotosOf),
    /// → `DeliveryPhotosView`
    PhotosDeliveries(photos::PhotosDeliveries),
    /// → `PhotosView`; a frame of the camera, or a file that was picked.
    PhotoAttach(photos::PhotoAttach),
    /// → `PhotosView`; *Tidak difoto*.
    PhotoDecline(photos::PhotoDecline),
    /// → `PhotosView`
    ParafDraw(photos::ParafDraw),
    /// → `PhotosView`
    PhotoRemove(photos::PhotoRemove),
    /// → `PhotoFull`; fetched where it is not here.
    PhotoGet(photos::PhotoGet),
    /// → `PhotoLane`
    PhotosLane(session::Empty),
    /// → `PhotoLane`; what the connection costs, and "Kirim foto sekarang".
    PhotosSend(photos::PhotosSend),
    /// → `ProofView`
    ProofGet(session::Empty),
    /// → `ProofView`; what the programme asks for at the door.
    ProofSet(photos::ProofSet),

    // visits
    /// → `MyVisitsView`
    VisitsMine(session::Empty),
    /// → `VisitView`
    VisitGet(visits::VisitGet),
    /// → `VisitView`; what was tapped so far, kept on this device.
    VisitDraftSave(visits::VisitDraftSave),
    /// → `VisitView`
    VisitRecord(visits::VisitRecord),
    /// → `VisitView`; both versions are kept.
    VisitCorrect(visits::VisitCorrect),
    /// → `CheckView`; a form at a visit.
    CheckOpen(checks::CheckOpen),
    /// → `CheckView`
    CheckGet(checks::CheckGet),
    /// → `CheckView`; one answer, kept before the next question shows.
    CheckAnswer(checks::CheckAnswer),
    /// → `CheckView`; records one part.
    CheckRecord(checks::CheckRecord),
    /// → `CheckView`; completes one answer.
    CheckAmend(checks::CheckAmend),
    /// → `VisitsDeskView`
    VisitsDesk(session::Empty),
    /// → `VisitsDeskView`
    VisitHandOut(visits::VisitHandOut),
    /// → `VisitsDeskView`
    VisitCancel(visits::VisitCancel),
    /// → `VisitsDeskView`; *Sudah dicek* or *Mohon dilengkapi*.
    VisitVerify(visits::VisitVerify),

    // the month of a PSM
    /// → `MonthlyView`
    ReportMonthly(report::ReportMonthly),
    /// → `FileView`; the report as PDF or XLSX.
    ReportFile(report::ReportFile),

    // recap of the day
    /// → `DayRecapView`
    RecapDay(recap::RecapDay),
    /// → `FileView`; the recap or the sheet as a file.
    RecapFile(recap::RecapFile),
    /// → `SheetView`; the printable daftar antar for when phones fail.
    SheetGet(recap::SheetGet),
}
