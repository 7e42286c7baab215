//! What people and programs do while they are being killed.

use std::fmt::Write;
use std::ops::Range;
use std::thread;
use std::time::Duration;

use rand::{Rng, RngExt};

use super::world::World;
use crate::processes::answer;

/// People in one list.
pub const LIST_PEOPLE: usize = 40;
/// Phones that are paired on the way.
const NEWCOMERS_MAX: usize = 5;
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
    Backup,
    Restore,
    ServerUpgrade,
}

/// How often each happens.
const WEIGHTS: [(Act, u32); 12] = [
    (Act::Record, 34),
    (Act::Sync, 16),
    (Act::DeskSync, 10),
    (Act::Import, 8),
    (Act::Carry, 8),
    (Act::ServerDies, 10),
    (Act::Pair, 9),
    (Act::Upgrade, 6),
    (Act::SetUp, 4),
    (Act::Backup, 9),
    (Act::Restore, 6),
    (Act::ServerUpgrade, 6),
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
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::ServerUpgrade => "migration of a server",
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
            Act::Backup => self.back_up(),
            Act::Restore => self.restore(),
            Act::ServerUpgrade => self.upgrade_server(),
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
        let table = table(self.lists..self.lists + 1);
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

    /// A phone is paired and fetches its first lists, or a second desk, whose lists are so large that it
    /// fetches a snapshot, which the server makes at that moment.
    fn newcomer(&mut self) {
        if NEWCOMERS_MAX <= self.newcomers.len() {
            return self.record();
        }
        let data = self
            .folder
            .path()
            .join(format!("newcomer-{}", self.newcomers.len()));
        let url = format!("http://{}", self.proxy.address);
        let user = if self.newcomers.len().is_multiple_of(2) {
            "Bu Ratna"
        } else {
            "Pak Dedi"
        };
        let invite = ["invite", "--user", user, "--url", &url];
        let invited = answer(self.programs.server(&self.office, &invite));
        let invitation = invited["invitation"].as_str().expect("a line").to_owned();
        self.pair(&data, &invitation);
        self.newcomers.push(data);
    }
}

/// Lists as an office sends them. No two people of one RT have names that look alike.
pub fn table(lists: Range<usize>) -> String {
    let mut table = "No,Nama,Alamat,RT,RW\n".to_owned();
    let mut number = 0;
    for list in lists {
        for (at, name) in names(list).iter().enumerate() {
            number += 1;
            let (rt, rw) = (at % 9 + 1, list * 5 + at / 9);
            writeln!(table, "{number},{name},Gang Contoh {at},{rt},{rw}").expect("memory");
        }
    }
    table
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
