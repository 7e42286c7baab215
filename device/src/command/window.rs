//! Which window may send which command.

use rantang_core::staff::Role;

use super::Command;

/// A window of the app, by whom it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The courier's phone.
    Kurir,
    /// The coordinator's desk.
    Koordinator,
    /// The phone of a PSM, who visits.
    Psm,
}

impl Window {
    /// The windows of a user; before a device is paired it may become either.
    pub fn of(roles: &[Role]) -> Vec<Self> {
        if roles.is_empty() {
            return vec![Self::Kurir, Self::Koordinator, Self::Psm];
        }
        let carries = roles.contains(&Role::Kurir);
        let visits = roles.contains(&Role::Psm);
        let plans = roles
            .iter()
            .any(|role| !matches!(role, Role::Kurir | Role::Psm));
        [
            (carries, Self::Kurir),
            (plans, Self::Koordinator),
            (visits, Self::Psm),
        ]
        .into_iter()
        .filter_map(|(is, window)| is.then_some(window))
        .collect()
    }

    /// As it is named on a command line.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "kurir" => Some(Self::Kurir),
            "koordinator" => Some(Self::Koordinator),
            "psm" => Some(Self::Psm),
            _ => None,
        }
    }

    pub fn may_send(self, command: &Command) -> bool {
        senders(command).contains(&self)
    }
}

/// A new command does not compile until somebody decides who sends it.
fn senders(command: &Command) -> &'static [Window] {
    use Command::*;
    const ALL: &[Window] = &[Window::Kurir, Window::Koordinator, Window::Psm];
    const BOTH: &[Window] = &[Window::Kurir, Window::Koordinator];
    const VISITORS: &[Window] = &[Window::Psm, Window::Koordinator];
    const KURIR: &[Window] = &[Window::Kurir];
    const KOORDINATOR: &[Window] = &[Window::Koordinator];
    match command {
        SessionGet(_) | SessionPair(_) | SettingsSet(_) | CodeRead(_) | SyncStatus(_)
        | SyncNow(_) | BundleExport(_) | BundleRead(_) | RelayFound(_) | SyncWaiting(_)
        | PhotosOf(_) | PhotoAttach(_) | PhotoDecline(_) | ParafDraw(_) | PhotoRemove(_)
        | PhotoGet(_) | PhotosLane(_) | PhotosSend(_) => ALL,
        RoundToday(_) | RoundAhead(_) | RunStart(_) | RunReceive(_) | RunObstacle(_)
        | RunCloseDoors(_) | RunFinish(_) | DeliveryRecord(_) | DoorAdd(_) | DeliveryRetract(_)
        | RoundRecap(_) => KURIR,
        VisitsMine(_) | VisitGet(_) | VisitDraftSave(_) | VisitRecord(_) | VisitCorrect(_)
        | CheckOpen(_) | CheckGet(_) | CheckAnswer(_) | CheckRecord(_) | CheckAmend(_)
        | ReportMonthly(_) | ReportFile(_) | PeopleList(_) | TimelineGet(_) | PeopleSimilar(_)
        | PersonFound(_) => VISITORS,
        VisitsDesk(_) | VisitHandOut(_) | VisitCancel(_) | VisitVerify(_) => KOORDINATOR,
        // A coordinator corrects what a courier tells by telephone.
        DeliveryCorrect(_) | RunSplit(_) | RunColleagues(_) => BOTH,
        RelayGet(_) | RelaySet(_) | BoardDay(_) | ReceiptVerify(_) | AlertAcknowledge(_)
        | PersonGet(_) | PeopleJoin(_) | PersonAdd(_) | PersonEdit(_) | PersonMove(_)
        | PeopleMoved(_) | AreasNear(_) | ContactSave(_) | ContactRemove(_) | HoldPlace(_)
        | HoldEnd(_) | DeathDecide(_) | FastingChoose(_) | EnrolmentSet(_) | RoutesList(_)
        | RouteSave(_) | RouteAssign(_) | CoverGive(_) | CoverEnd(_) | RouteDoors(_)
        | RoutePlace(_) | ReviewList(_) | ConflictResolve(_) | DoorAttach(_) | ReviewDecide(_)
        | ReviewReopen(_) | ProofGet(_) | ProofSet(_) | PhotosDeliveries(_) | RosterPreview(_)
        | RosterCommit(_) | RecapDay(_) | RecapFile(_) | SheetGet(_) => KOORDINATOR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(json: &str) -> Command {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_couriers_window_sends_nothing_of_the_desk() {
        let desk = [
            r#"{"command":"people_list","args":{"search":"","filter":"all","route_id":null,"rw":null,
                "sort":"name","descending":false,"offset":0,"limit":50}}"#,
            r#"{"command":"review_list","args":{}}"#,
            r#"{"command":"routes_list","args":{}}"#,
        ];
        for json in desk {
            assert!(!Window::Kurir.may_send(&command(json)), "{json}");
            assert!(Window::Koordinator.may_send(&command(json)), "{json}");
        }
        let round = command(r#"{"command":"round_today","args":{"date":null,"sitting":null}}"#);
        assert!(Window::Kurir.may_send(&round));
        assert!(!Window::Koordinator.may_send(&round));
    }

    #[test]
    fn who_carries_and_plans_has_both_windows() {
        assert_eq!(Window::of(&[Role::Kurir]), [Window::Kurir]);
        assert_eq!(Window::of(&[Role::Koordinator]), [Window::Koordinator]);
        assert_eq!(
            Window::of(&[Role::Koordinator, Role::Kurir]),
            [Window::Kurir, Window::Koordinator]
        );
    }
}
