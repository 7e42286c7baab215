//! One office: a server, a courier's phone, the coordinator's desk, and the line between them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use tempfile::TempDir;

use super::Counts;
use super::acts::{Act, LIST_PEOPLE, table};
use crate::processes::{Ended, Programs, Serving, Trouble, answer, run_for};
use crate::proxy::Proxy;

/// Of a hundred commands so many are killed.
const KILLED_PERCENT: u32 = 65;
/// Of a hundred kills so many strike before a sync, when something is certain to be unsynced, and
/// before which one at most; the others strike at any moment.
const BEFORE_SYNC_PERCENT: u32 = 30;
const LAST_SYNC: u32 = 8;
/// Of a hundred kills so many take the machine's power with them.
const POWER_PERCENT: u32 = 50;
/// Of a hundred commands so many run on a disk that fails, and how many of a million calls fail then.
const TROUBLED_PERCENT: u32 = 12;
const FAILING_CALLS: u32 = 60_000;
/// With what is kept of each of them more rows than a scope is sent by pages.
const FIRST_LISTS: std::ops::Range<usize> = 100..108;
/// No command takes so long.
const LONGEST: Duration = Duration::from_secs(60);
const FIRST_GUESS: Duration = Duration::from_millis(300);

/// What commands confirmed.
#[derive(Default)]
pub struct Told {
    /// Operations, as `delivery record` prints them.
    pub operations: BTreeSet<String>,
    pub persons: BTreeSet<String>,
    /// Lists that `import recipients` took: who stands in each.
    pub imported: Vec<Vec<String>>,
    /// Lists whose import was killed or failed: all of it is there, or nothing.
    pub perhaps: Vec<Vec<String>>,
    /// Backups that were made, and how many operations are in each.
    pub backups: BTreeMap<PathBuf, u64>,
}

pub struct World {
    pub folder: TempDir,
    pub programs: Programs,
    pub office: PathBuf,
    pub phone: PathBuf,
    pub desk: PathBuf,
    pub backups: PathBuf,
    pub keys: PathBuf,
    pub proxy: Proxy,
    pub dice: StdRng,
    pub told: Told,
    pub counts: Counts,
    pub date: String,
    /// Whose doors the courier has.
    pub persons: Vec<String>,
    /// Phones that were paired on the way.
    pub newcomers: Vec<PathBuf>,
    pub lists: usize,
    pub files: usize,
    serving: Option<Serving>,
    /// How long each act takes when nobody kills it.
    times: BTreeMap<Act, Duration>,
}

impl World {
    pub fn open(seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = Programs::built(folder.path());
        let at = |name: &str| folder.path().join(name);
        let (office, phone, desk) = (at("office"), at("phone"), at("desk"));
        answer(programs.server(&office, &["demo"]));
        let serving = Serving::start(&programs, &office);
        let proxy = Proxy::to(serving.address, seed).expect("a line");
        let url = format!("http://{}", proxy.address);
        let demo = answer(programs.server(&office, &["demo", "--url", &url]));
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (backups, keys) = (at("backups"), at("keys"));
        let mut world = Self {
            date: text(&demo["date"]),
            folder,
            programs,
            office,
            backups,
            keys,
            phone: phone.clone(),
            desk: desk.clone(),
            proxy,
            dice: StdRng::seed_from_u64(seed),
            told: Told::default(),
            counts: Counts::default(),
            persons: Vec::new(),
            newcomers: Vec::new(),
            lists: 0,
            files: 0,
            serving: Some(serving),
            times: BTreeMap::new(),
        };
        world.pair(&phone, &text(&demo["invitations"]["kurir"]));
        world.pair(&desk, &text(&demo["invitations"]["koordinator"]));
        world.persons = world.doors(&phone).into_iter().map(|(id, _)| id).collect();
        assert!(!world.persons.is_empty(), "the sample courier has doors");
        std::fs::create_dir(&world.backups).expect("a folder");
        let keys = world.keys.to_string_lossy().into_owned();
        answer(
            world
                .programs
                .server(&world.office, &["backup-keys", &keys]),
        );
        world.enough_for_a_snapshot();
        world
    }

    /// So many people without a route that who begins is sent them as a snapshot.
    fn enough_for_a_snapshot(&mut self) {
        let file = self.folder.path().join("daftar-awal.csv");
        std::fs::write(&file, table(FIRST_LISTS)).expect("room");
        let words = ["import", "recipients", &file.to_string_lossy()];
        let report = answer(self.programs.device(&self.desk, &words));
        assert_eq!(report["ready"], FIRST_LISTS.len() * LIST_PEOPLE, "{report}");
        loop {
            let desk = self.desk.clone();
            let sync = self.programs.device(&desk, &["sync"]);
            self.attempt(Act::DeskSync, &desk, sync);
            if answer(self.programs.device(&desk, &["status"]))["pending"] == 0 {
                return;
            }
        }
    }

    /// Pairs and fetches the first lists, killed or cut as often as the dice say.
    pub fn pair(&mut self, data: &Path, invitation: &str) {
        loop {
            let command = self.programs.device(data, &["pair", invitation]);
            self.attempt(Act::Pair, data, command);
            let status = answer(self.programs.device(data, &["status"]));
            if status["paired"] == true {
                break;
            }
        }
        while self.doors(data).is_empty() {
            let sync = self.programs.device(data, &["sync"]);
            self.attempt(Act::Sync, data, sync);
        }
    }

    /// The doors of today with their outcomes; of a desk those of every route.
    pub fn doors(&self, data: &Path) -> Vec<(String, Option<String>)> {
        let list = ["run", "list", "--date", &self.date];
        let doors = answer(self.programs.device(data, &list));
        let doors = doors.as_array().expect("a list of doors").iter();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        doors
            .filter_map(|door| Some((text(&door["person_id"])?, text(&door["outcome"]))))
            .collect()
    }

    /// Runs a command that may be killed, may lose its machine's power, or may meet a bad disk. What it
    /// printed, if it ended well or was killed after it had printed.
    pub fn attempt(&mut self, act: Act, data: &Path, mut command: Command) -> Option<Value> {
        self.counts.commands += 1;
        if self.percent(TROUBLED_PERCENT) {
            self.counts.troubled_disks += 1;
            let trouble = if self.percent(50) {
                Trouble::Full
            } else {
                Trouble::Error
            };
            let seed = self.dice.random_range(0..u64::from(u32::MAX));
            let disk = &self.programs.disk;
            disk.troubled(&mut command, trouble, FAILING_CALLS, seed);
        }
        let usual = *self.times.get(&act).unwrap_or(&FIRST_GUESS);
        let time = if !self.percent(KILLED_PERCENT) {
            LONGEST
        } else if self.percent(BEFORE_SYNC_PERCENT) {
            let number = self.dice.random_range(1..=LAST_SYNC);
            self.programs.disk.killed_before_sync(&mut command, number);
            LONGEST
        } else {
            usual.mul_f64(self.dice.random_range(0.0..1.1))
        };
        let started = Instant::now();
        match run_for(command, time) {
            Ended::ByItself(printed) => {
                if printed.is_some() {
                    let average = (usual * 3 + started.elapsed()) / 4;
                    self.times.insert(act, average);
                }
                printed
            }
            Ended::Killed(printed) => {
                assert!(started.elapsed() < LONGEST, "{act:?} does not end");
                self.killed(act.name(), data);
                printed
            }
        }
    }

    /// Notes a kill, and perhaps takes the power of the machine with it.
    pub fn killed(&mut self, what: &'static str, data: &Path) {
        self.counts.kills += 1;
        *self.counts.kills_during.entry(what).or_default() += 1;
        if self.percent(POWER_PERCENT) {
            self.counts.power_losses += 1;
            let lost = self.programs.disk.lose_power(data, &mut self.dice);
            self.counts.writes_lost += lost;
        }
    }

    /// Kills the server in the middle of whatever it does, and starts it again: sometimes on a bad
    /// disk, sometimes killed once more while it starts.
    pub fn server_dies(&mut self) {
        self.serving = None;
        let office = self.office.clone();
        self.killed("serve", &office);
        if self.percent(30) {
            let serve = ["serve", "--listen", "127.0.0.1:0"];
            let time = FIRST_GUESS.mul_f64(self.dice.random());
            let start = self.programs.server(&office, &serve);
            if matches!(run_for(start, time), Ended::Killed(_)) {
                self.killed("start of the server", &office);
            }
        }
        self.serve(self.counts.kills.is_multiple_of(3));
    }

    fn serve(&mut self, on_a_bad_disk: bool) {
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        let mut command = self.programs.server(&self.office, &serve);
        if on_a_bad_disk {
            self.counts.troubled_disks += 1;
            let seed = self.dice.random_range(0..u64::from(u32::MAX));
            let disk = &self.programs.disk;
            disk.troubled(&mut command, Trouble::Full, FAILING_CALLS / 4, seed);
        }
        let serving =
            Serving::from(command).unwrap_or_else(|| Serving::start(&self.programs, &self.office));
        self.proxy.leads_to(serving.address);
        self.serving = Some(serving);
    }

    /// Line and disks are good again, and everybody sends and fetches what there is.
    pub fn heal(&mut self) {
        self.serving = None;
        self.serve(false);
        self.proxy.heal();
        self.counts.troubled_calls = self.proxy.troubled();
        let newcomers = self.newcomers.clone();
        let devices = [&self.phone, &self.desk, &self.phone].into_iter();
        for data in devices.chain(&newcomers) {
            let synced = answer(self.programs.device(data, &["sync"]));
            assert_eq!(synced["pending"], 0, "{synced}");
        }
    }

    /// The server ends, so that its data can be read.
    pub fn end(&mut self) {
        self.serving = None;
    }

    pub fn percent(&mut self, percent: u32) -> bool {
        self.dice.random_range(0..100) < percent
    }
}
