//! From the text of a request to the function that answers it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Command, ErrorCode, Failure, Window};
use crate::device::Device;
use crate::store::{Error, facts};
use crate::{
    ahead, board, bundle, checks, covers, people, photos, recap, receipts, relay, report, review,
    roster, round, routes, scan, session, similar, sync, timeline, visits,
};

/// `{"command", "args"}` and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    command: String,
    args: Value,
}

/// Reads a request. Unknown commands, and arguments that are missing, misspelt or of the wrong form,
/// are refused.
pub fn parse(request: Value) -> Result<Command, Failure> {
    let Request { command, args } = serde_json::from_value(request).map_err(bad_request)?;
    let tagged = serde_json::json!({ "command": command, "args": args });
    serde_json::from_value(tagged).map_err(bad_request)
}

/// The parser's words name fields and never repeat what was typed into them.
fn bad_request(error: serde_json::Error) -> Failure {
    let words = error.to_string();
    tracing::warn!(error = %words, "a request was refused");
    Failure::bad_request(words)
}

/// Answers a command of one of `windows`.
pub async fn run(
    device: &Arc<Device>,
    windows: &[Window],
    command: Command,
) -> Result<Value, Failure> {
    if !windows.iter().any(|window| window.may_send(&command)) {
        return Err(Failure::new(
            ErrorCode::NotForThisWindow,
            "Layar ini tidak bisa melakukan itu. Tidak ada yang berubah.",
        ));
    }
    use Command::*;
    match command {
        SessionGet(_) => here(device, session::get).await,
        SessionPair(args) => json(session::pair(device, args).await?),
        SettingsSet(args) => here(device, |it| session::settings_set(it, args)).await,
        CodeRead(args) => here(device, move |_| scan::handlers::read(&args)).await,
        SyncStatus(_) => here(device, sync::status).await,
        SyncNow(_) => json(sync::now(device).await?),
        SyncWaiting(_) => here(device, sync::waiting).await,

        ReceiptVerify(args) => json(receipts::handlers::verify(device, args).await?),
        BundleExport(_) => here(device, bundle::handlers::export).await,
        BundleRead(args) => json(bundle::handlers::read(device, args).await?),
        RelayFound(args) => json(relay::handlers::found(device, args).await?),
        RelayGet(_) => here(device, relay::handlers::get).await,
        RelaySet(args) => here(device, move |it| relay::handlers::set(it, &args)).await,

        RoundToday(args) => here(device, |it| round::handlers::today(it, args)).await,
        RoundAhead(_) => here(device, ahead::handlers::week).await,
        RunStart(args) => here(device, |it| round::handlers::start(it, args)).await,
        RunReceive(args) => here(device, |it| round::handlers::receive(it, args)).await,
        RunObstacle(args) => here(device, |it| round::handlers::obstacle(it, args)).await,
        RunCloseDoors(args) => here(device, |it| round::handlers::close_doors(it, args)).await,
        RunFinish(args) => here(device, |it| round::handlers::finish(it, args)).await,
        RunColleagues(_) => here(device, covers::handlers::colleagues).await,
        RunSplit(args) => here(device, move |it| covers::handlers::split(it, &args)).await,
        DeliveryRecord(args) => here(device, |it| round::handlers::delivery(it, args)).await,
        DoorAdd(args) => here(device, |it| round::handlers::off_list(it, args)).await,
        DeliveryRetract(args) => here(device, |it| round::handlers::retract(it, args)).await,
        DeliveryCorrect(args) => here(device, |it| round::handlers::correct(it, args)).await,
        RoundRecap(args) => here(device, |it| round::handlers::recap(it, args)).await,

        BoardDay(args) => here(device, |it| board::handlers::day(it, args)).await,
        AlertAcknowledge(args) => here(device, |it| board::handlers::acknowledge(it, args)).await,

        PeopleList(args) => here(device, |it| people::handlers::list(it, args)).await,
        PersonGet(args) => here(device, |it| people::handlers::get(it, args)).await,
        PeopleSimilar(args) => here(device, move |it| similar::handlers::similar(it, &args)).await,
        PersonAdd(args) => here(device, |it| people::handlers::add(it, args)).await,
        PersonFound(args) => here(device, |it| people::handlers::found(it, args)).await,
        PersonEdit(args) => here(device, |it| people::handlers::edit(it, args)).await,
        PersonMove(args) => here(device, |it| people::handlers::move_away(it, args)).await,
        PeopleMoved(_) => here(device, people::handlers::moved).await,
        AreasNear(_) => here(device, people::handlers::areas_near).await,
        ContactSave(args) => here(device, |it| people::handlers::contact_save(it, args)).await,
        ContactRemove(args) => here(device, |it| people::handlers::contact_remove(it, args)).await,
        HoldPlace(args) => here(device, |it| people::handlers::hold_place(it, args)).await,
        HoldEnd(args) => here(device, |it| people::handlers::hold_end(it, args)).await,
        DeathDecide(args) => here(device, |it| people::handlers::death_decide(it, args)).await,
        FastingChoose(args) => here(device, |it| people::handlers::fasting_choose(it, args)).await,
        EnrolmentSet(args) => here(device, |it| people::handlers::enrolment_set(it, args)).await,

        TimelineGet(args) => here(device, move |it| timeline::handlers::get(it, &args)).await,

        RoutesList(_) => here(device, routes::handlers::list).await,
        RouteSave(args) => here(device, |it| routes::handlers::save(it, args)).await,
        RouteAssign(args) => here(device, |it| routes::handlers::assign(it, args)).await,
        CoverGive(args) => here(device, move |it| covers::handlers::give(it, &args)).await,
        CoverEnd(args) => here(device, move |it| covers::handlers::end(it, &args)).await,
        RouteDoors(args) => here(device, |it| routes::handlers::doors(it, args)).await,
        RoutePlace(args) => here(device, |it| routes::handlers::place(it, args)).await,

        ReviewList(_) => here(device, review::handlers::list).await,
        ConflictResolve(args) => here(device, |it| review::handlers::resolve(it, args)).await,
        PeopleJoin(args) => here(device, move |it| similar::handlers::join(it, &args)).await,
        DoorAttach(args) => here(device, |it| review::handlers::attach(it, args)).await,
        ReviewDecide(args) => here(device, |it| review::handlers::decide(it, args)).await,
        ReviewReopen(args) => here(device, |it| review::handlers::reopen(it, args)).await,

        RosterPreview(args) => here(device, |it| roster::handlers::preview(it, args)).await,
        RosterCommit(args) => here(device, |it| roster::handlers::commit(it, args)).await,

        PhotosDeliveries(args) => here(device, |it| photos::handlers::deliveries(it, args)).await,
        PhotosOf(args) => here(device, |it| photos::handlers::of(it, args)).await,
        PhotoAttach(args) => here(device, |it| photos::handlers::attach(it, args)).await,
        PhotoDecline(args) => here(device, |it| photos::handlers::decline(it, args)).await,
        ParafDraw(args) => here(device, |it| photos::handlers::draw(it, args)).await,
        PhotoRemove(args) => here(device, |it| photos::handlers::remove(it, args)).await,
        PhotoGet(args) => here(device, |it| photos::handlers::get(it, args)).await,
        PhotosLane(_) => here(device, photos::handlers::lane_view).await,
        PhotosSend(args) => here(device, |it| photos::handlers::send(it, args)).await,
        ProofGet(_) => here(device, photos::handlers::proof_get).await,
        ProofSet(args) => here(device, |it| photos::handlers::proof_set(it, args)).await,

        VisitsMine(_) => here(device, visits::handlers::mine).await,
        VisitGet(args) => here(device, |it| visits::handlers::get(it, args)).await,
        VisitDraftSave(args) => here(device, |it| visits::handlers::draft_save(it, args)).await,
        VisitRecord(args) => here(device, |it| visits::handlers::record(it, args)).await,
        VisitCorrect(args) => here(device, |it| visits::handlers::correct(it, args)).await,
        CheckOpen(args) => here(device, |it| checks::handlers::open(it, args)).await,
        CheckGet(args) => here(device, |it| checks::handlers::get(it, args)).await,
        CheckAnswer(args) => here(device, |it| checks::handlers::answer(it, args)).await,
        CheckRecord(args) => here(device, |it| checks::handlers::record(it, args)).await,
        CheckAmend(args) => here(device, |it| checks::handlers::amend(it, args)).await,
        VisitsDesk(_) => here(device, visits::handlers::desk).await,
        VisitHandOut(args) => here(device, |it| visits::handlers::hand_out(it, args)).await,
        VisitCancel(args) => here(device, |it| visits::handlers::cancel(it, args)).await,
        VisitVerify(args) => here(device, |it| visits::handlers::verify(it, args)).await,

        ReportMonthly(args) => here(device, move |it| report::handlers::monthly(it, &args)).await,
        ReportFile(args) => here(device, move |it| report::handlers::file(it, &args)).await,

        RecapDay(args) => here(device, |it| recap::handlers::day(it, args)).await,
        RecapFile(args) => here(device, |it| recap::handlers::file(it, args)).await,
        SheetGet(args) => here(device, |it| recap::handlers::sheet_of(it, args)).await,
    }
}

/// Does what needs no network, on a thread that may block on the disk.
async fn here<T: Serialize>(
    device: &Arc<Device>,
    work: impl FnOnce(&Device) -> Result<T, Failure> + Send + 'static,
) -> Result<Value, Failure> {
    let device = device.clone();
    tokio::task::spawn_blocking(move || json(work(&device)?))
        .await
        .map_err(|error| Failure::internal(&error))?
}

/// The windows of whoever holds the device.
pub fn windows_of_user(device: &Device) -> Result<Vec<Window>, Failure> {
    let roles = device.read::<_, Error>(|db| facts::ROLES.get(db))?;
    Ok(Window::of(&roles.unwrap_or_default()))
}

fn json<T: Serialize>(view: T) -> Result<Value, Failure> {
    serde_json::to_value(view).map_err(|error| Failure::internal(&error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(request: Value) -> ErrorCode {
        parse(request).unwrap_err().code
    }

    #[test]
    fn what_is_misspelt_missing_or_too_much_is_refused() {
        assert!(parse(json!({"command": "session_get", "args": {}})).is_ok());
        for request in [
            json!({"command": "session_gett", "args": {}}),
            json!({"command": "session_get"}),
            json!({"command": "session_get", "args": {"x": 1}}),
            json!({"command": "session_get", "args": {}, "extra": true}),
            json!({"command": "person_get", "args": {"person": "00000000-0000-0000-0000-000000000001"}}),
            json!({"command": "person_get", "args": {"person_id": "Sumiati"}}),
            json!([]),
        ] {
            assert_eq!(refused(request.clone()), ErrorCode::BadRequest, "{request}");
        }
    }
}
