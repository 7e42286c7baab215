//! Stores that are made, brought up to date, backed up and restored while they are being killed.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::acts::Act;
use super::world::World;
use crate::processes::{Ended, answer, run_for};

/// A store of the first version, as a phone has it that was not updated for long.
const VERSION_1: &str = include_str!("../../../device/tests/fixtures/version_1.sql");

const SERVER_VERSION_1: &str = include_str!("../../../sync-server/tests/fixtures/version-1.sql");

impl World {
    /// A new app opens an old store, and is killed over its migrations until one of them gets through.
    pub fn upgrade(&mut self) {
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
    pub fn set_up(&mut self) {
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

impl World {
    /// Beside the serving server. What has its name afterwards is whole.
    pub fn back_up(&mut self) {
        self.files += 1;
        let folder = self.backups.join(format!("backup-{}", self.files));
        let backups = self.backups.clone();
        let words = ["backup", &folder.to_string_lossy()];
        let command = self.programs.server(&self.office, &words);
        if let Some(made) = self.attempt(Act::Backup, &backups, command) {
            let operations = made["operations"].as_u64().expect("a number");
            self.told.backups.insert(folder, operations);
        }
    }

    /// The latest backup becomes a server, killed over it until it stands.
    pub fn restore(&mut self) {
        let Some((backup, operations)) = self.told.backups.last_key_value() else {
            return self.back_up();
        };
        let (backup, operations) = (backup.clone(), *operations);
        self.files += 1;
        let data = self.folder.path().join(format!("restored-{}", self.files));
        loop {
            let command = self.restoring(&backup, &data);
            self.attempt(Act::Restore, &data, command);
            if data.exists() {
                let checked = answer(self.programs.server(&data, &["check"]));
                assert_eq!(checked["ok"], true, "{checked}");
                assert_eq!(checked["operations"], operations, "{checked}");
                return;
            }
        }
    }

    pub fn restoring(&self, backup: &Path, data: &Path) -> Command {
        let keys = self.keys.to_string_lossy();
        let words = ["restore", &backup.to_string_lossy(), "--keys", &keys];
        self.programs.server(data, &words)
    }

    /// A new server opens a database of the first version, and is killed over its migrations.
    pub fn upgrade_server(&mut self) {
        self.files += 1;
        let data = self
            .folder
            .path()
            .join(format!("old-server-{}", self.files));
        std::fs::create_dir_all(&data).expect("room");
        rantang_server::identity::create(&data).expect("a key");
        rusqlite::Connection::open(data.join(rantang_server::store::sqlite::FILE))
            .and_then(|db| db.execute_batch(SERVER_VERSION_1))
            .expect("it was read when it was made");
        loop {
            let list = self.programs.server(&data, &["user", "list"]);
            if let Some(users) = self.attempt(Act::ServerUpgrade, &data, list) {
                let known = users.as_array().expect("a list").iter();
                assert!(
                    known.into_iter().any(|it| it["call_name"] == "Pak Dedi"),
                    "{users}"
                );
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
