//! From the text of a request to the function that answers it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Command, ErrorCode, Failure, Window};
use crate::device::Device;
use crate::store::{Error, facts};
use crate::{board, people, recap, review, roster, round, routes, session, sync};

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
    match command {
        Command::SessionPair(args) => json(session::pair(device, args).await?),
        Command::SyncNow(_) => json(sync::now(device).await?),
        command => {
            let device = device.clone();
            tokio::task::spawn_blocking(move || answer(&device, command))
                .await
                .map_err(|error| Failure::internal(&error))?
        }
    }
}

/// The windows of whoever holds the device.
pub fn windows_of_user(device: &Device) -> Result<Vec<Window>, Failure> {
    let roles = device.read::<_, Error>(|db| facts::ROLES.get(db))?;
    Ok(Window::of(&roles.unwrap_or_default()))
}

/// Commands that need no network. Blocks on the disk.
fn answer(device: &Device, command: Command) -> Result<Value, Failure> {
    match command {
        Command::SessionGet(_) => json(session::get(device)?),
        Command::SettingsSet(args) => json(session::settings_set(device, args)?),
        Command::SyncStatus(_) => json(sync::status(device)?),

        Command::RoundToday(args) => json(round::handlers::today(device, args)?),
        Command::RunStart(args) => json(round::handlers::start(device, args)?),
        Command::RunReceive(args) => json(round::handlers::receive(device, args)?),
        Command::RunObstacle(args) => json(round::handlers::obstacle(device, args)?),
        Command::RunCloseDoors(args) => json(round::handlers::close_doors(device, args)?),
        Command::RunFinish(args) => json(round::handlers::finish(device, args)?),
        Command::DeliveryRecord(args) => json(round::handlers::delivery(device, args)?),
        Command::DoorAdd(args) => json(round::handlers::off_list(device, args)?),
        Command::DeliveryRetract(args) => json(round::handlers::retract(device, args)?),
        Command::DeliveryCorrect(args) => json(round::handlers::correct(device, args)?),
        Command::RoundRecap(args) => json(round::handlers::recap(device, args)?),

        Command::BoardDay(args) => json(board::handlers::day(device, args)?),
        Command::AlertAcknowledge(args) => json(board::handlers::acknowledge(device, args)?),

        Command::PeopleList(args) => json(people::handlers::list(device, args)?),
        Command::PersonGet(args) => json(people::handlers::get(device, args)?),
        Command::PersonAdd(args) => json(people::handlers::add(device, args)?),
        Command::PersonEdit(args) => json(people::handlers::edit(device, args)?),
        Command::ContactSave(args) => json(people::handlers::contact_save(device, args)?),
        Command::ContactRemove(args) => json(people::handlers::contact_remove(device, args)?),
        Command::HoldPlace(args) => json(people::handlers::hold_place(device, args)?),
        Command::HoldEnd(args) => json(people::handlers::hold_end(device, args)?),
        Command::DeathDecide(args) => json(people::handlers::death_decide(device, args)?),
        Command::FastingChoose(args) => json(people::handlers::fasting_choose(device, args)?),
        Command::EnrolmentSet(args) => json(people::handlers::enrolment_set(device, args)?),

        Command::RoutesList(_) => json(routes::handlers::list(device)?),
        Command::RouteSave(args) => json(routes::handlers::save(device, args)?),
        Command::RouteAssign(args) => json(routes::handlers::assign(device, args)?),
        Command::RouteDoors(args) => json(routes::handlers::doors(device, args)?),
        Command::RoutePlace(args) => json(routes::handlers::place(device, args)?),

        Command::ReviewList(_) => json(review::handlers::list(device)?),
        Command::ConflictResolve(args) => json(review::handlers::resolve(device, args)?),
        Command::DoorAttach(args) => json(review::handlers::attach(device, args)?),
        Command::ReviewSettle(args) => json(review::handlers::settle(device, args)?),

        Command::RosterPreview(args) => json(roster::handlers::preview(device, args)?),
        Command::RosterCommit(args) => json(roster::handlers::commit(device, args)?),

        Command::RecapDay(args) => json(recap::handlers::day(device, args)?),
        Command::RecapFile(args) => json(recap::handlers::file(device, args)?),
        Command::SheetGet(args) => json(recap::handlers::sheet_of(device, args)?),

        // `run` answers these two: they wait for the network.
        Command::SessionPair(_) | Command::SyncNow(_) => {
            Err(Failure::bad_request("perintah ini perlu jaringan"))
        }
    }
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
