//! What people and programs do while they are being killed.

use std::fmt::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rand::{Rng, RngExt};

use super::world::World;
use crate::processes::{Ended, answer, run_for};

/// People in one list.
const LIST_PEOPLE: usize = 40;
/// Phones that are paired on the way.
const NEWCOMERS_MAX: usize = 4;
/// Words that no name of the sample day has.
const SYLLABLES: [&str; 12] = [
    "wara", "jati", "lung", "sari", "puspa", "dewa", "kirana", "wulan", "tirta", "mega", "surya",
    "rimba",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Record,
    Sync,
    DeskSync,
    Import,
    Carry,
    ServerDies,
    Pair,
    Upgrade,
    SetUp,
}

/// How often each happens.
const WEIGHTS: [(Act, u32); 9] = [
    (Act::Record, 40),
    (Act::Sync, 18),
    (Act::DeskSync, 10),
    (Act::Import, 8),
    (Act::Carry, 8),
    (Act::ServerDies, 12),
    (Act::Pair, 4),
    (Act::Upgrade, 6),
    (Act::SetUp, 4),
];

impl Act {
    pub fn drawn(dice: &mut impl Rng) -> Self {
        let mut drawn = dice.random_range(0..WEIGHTS.iter().map(|(_, weight)| weight).sum());
        for (act, weight) in WEIGHTS {
            if drawn < weight {
                return act;
            }
            drawn -= weight;
        }
        Self::Record
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Record => "delivery record",
            Self::Sync => "sync of the phone",
            Self::DeskSync => "sync of the desk",
            Self::Import => "import recipients",
            Self::Carry => "bundle",
            Self::ServerDies => "serve",
            Self::Pair => "pair",
            Self::Upgrade => "migration of a store",
            Self::SetUp => "init",
        }
    }
}

impl World {
    pub fn perform(&mut self, act: Act) {
        match act {
            Act::Record => self.record(),
            Act::Sync => {
                let phone = self.phone.clone();
                let sync = self.programs.device(&phone, &["sync"]);
                self.attempt(act, &phone, sync);
            }
            Act::DeskSync => {
                let desk = self.desk.clone();
                let sync = self.programs.device(&desk, &["sync"]);
                self.attempt(act, &desk, sync);
            }
            Act::Import => self.import(),
            Act::Carry => self.carry(),
            Act::ServerDies => self.serve_and_die(),
            Act::Pair => self.newcomer(),
            Act::Upgrade => self.upgrade(),
            Act::SetUp => self.set_up(),
        }
    }

    fn record(&mut self) {
        let person = self.persons[self.dice.random_range(0..self.persons.len())].clone();
        let date = self.date.clone();
        let words = [
            ["delivery", "record", "--person", &person],
            ["--date", &date, "--slot", "both"],
        ];
        let words = [&words.concat()[..], &["--outcome", "received_self"]].concat();
        let phone = self.phone.clone();
        let command = self.programs.device(&phone, &words);
        let printed = self.attempt(Act::Record, &phone, command);
        if let Some(operation) = printed.as_ref().and_then(|it| it["operation"].as_str()) {
            self.told.operations.insert(operation.to_owned());
            self.told.persons.insert(person);
        }
    }

    /// One large transaction: all of a list, or nothing of it.
    fn import(&mut self) {
        self.lists += 1;
        let names = names(self.lists);
        let mut table = "No,Nama,Alamat,RT,RW\n".to_owned();
        for (at, name) in names.iter().enumerate() {
            let rt = at % 9 + 1;
            writeln!(table, "{},{name},Gang Contoh {at},{rt},4", at + 1).expect("memory");
        }
        let file = self
            .folder
            .path()
            .join(format!("daftar-{}.csv", self.lists));
        std::fs::write(&file, table).expect("room");
        let desk = self.desk.clone();
        let file = file.to_string_lossy();
        let import = self
            .programs
            .device(&desk, &["import", "recipients", &file]);
        match self.attempt(Act::Import, &desk, import) {
            Some(report) => {
                assert_eq!(report["ready"], LIST_PEOPLE, "{report}");
                self.told.imported.push(names);
            }
            None => self.told.perhaps.push(names),
        }
    }

    /// The courier's records go by hand: sealed on the phone, delivered by the desk, answered back.
    fn carry(&mut self) {
        self.files += 1;
        let at = |what: &str| {
            let name = format!("{what}-{}.rantang", self.files);
            self.folder.path().join(name).to_string_lossy().into_owned()
        };
        let (file, answers) = (at("catatan"), at("jawaban"));
        let (phone, desk) = (self.phone.clone(), self.desk.clone());
        let export = self.programs.device(&phone, &["bundle", "export", &file]);
        self.attempt(Act::Carry, &phone, export);
        let deliver = ["bundle", "deliver", &file, "--answers", &answers];
        let deliver = self.programs.device(&desk, &deliver);
        self.attempt(Act::Carry, &desk, deliver);
        let receipt = self
            .programs
            .device(&phone, &["bundle", "receipt", &answers]);
        self.attempt(Act::Carry, &phone, receipt);
    }

    /// The server dies while the phone or the desk sends or fetches.
    fn serve_and_die(&mut self) {
        let data = if self.percent(50) {
            self.phone.clone()
        } else {
            self.desk.clone()
        };
        let mut sync = self.programs.device(&data, &["sync"]);
        let mut syncing = sync.spawn().expect("it starts");
        thread::sleep(Duration::from_millis(self.dice.random_range(0..400)));
        self.server_dies();
        syncing.wait().expect("it ends");
    }

    /// A phone is paired and fetches its first lists.
    fn newcomer(&mut self) {
        if NEWCOMERS_MAX <= self.newcomers.len() {
            return self.record();
        }
        let data = self
            .folder
            .path()
            .join(format!("newcomer-{}", self.newcomers.len()));
        let url = format!("http://{}", self.proxy.address);
        let invite = ["invite", "--user", "Pak Dedi", "--url", &url];
        let invited = answer(self.programs.server(&self.office, &invite));
        let invitation = invited["invitation"].as_str().expect("a line").to_owned();
        self.pair(&data, &invitation);
        self.newcomers.push(data);
    }
}

/// A store of the first version, as a phone has it that was not updated for long.
const VERSION_1: &str = include_str!("../../../device/tests/fixtures/version_1.sql");

impl World {
    /// A new app opens an old store, and is killed over its migrations until one of them gets through.
    fn upgrade(&mut self) {
        self.files += 1;
        let data = self.folder.path().join(format!("old-{}", self.files));
        old_store(&data);
        loop {
            let status = self.programs.device(&data, &["status"]);
            if let Some(status) = self.attempt(Act::Upgrade, &data, status) {
                assert_eq!(status["operations"], 1, "{status}");
                return;
            }
        }
    }

    /// A server is set up, and killed over it until it stands.
    fn set_up(&mut self) {
        self.files += 1;
        let data = self.folder.path().join(format!("server-{}", self.files));
        let init = ["init", "--area", "31.71.08.1002"];
        loop {
            let command = self.programs.server(&data, &init);
            self.attempt(Act::SetUp, &data, command);
            let check = self.programs.server(&data, &["check"]);
            let check = run_for(check, Duration::from_secs(60));
            if let Ended::ByItself(Some(checked)) = check {
                assert_eq!(checked["ok"], true, "{checked}");
                return;
            }
        }
    }
}

fn old_store(data: &Path) {
    const KEY: [u8; 32] = [7; 32];
    std::fs::create_dir_all(data).expect("room");
    std::fs::write(data.join("key"), KEY).expect("room");
    let db = rusqlite::Connection::open(data.join("rantang.db")).expect("a new file");
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    db.pragma_update(None, "key", format!("x'{hex}'"))
        .and_then(|()| db.execute_batch(VERSION_1))
        .expect("it was read when it was made");
}

/// As many names as a list has people, none of which any other list has.
fn names(list: usize) -> Vec<String> {
    let syllable = |at: usize| SYLLABLES[at % SYLLABLES.len()];
    let word = |number: usize| {
        let text = format!("{}{}", syllable(number), syllable(number / SYLLABLES.len()));
        let mut letters = text.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    (0..LIST_PEOPLE)
        .map(|at| format!("{} {}", word(list), word(at)))
        .collect()
}
