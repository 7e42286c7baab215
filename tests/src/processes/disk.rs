//! A disk that forgets what was not synced: `tests/disk/disk.c` before the C library of a program.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use rand::{Rng, RngExt};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/disk/disk.c");
const JOURNAL: &str = "undo";
const HEAD_BYTES: usize = 24;

/// What the disk is told to do to a program's calls.
#[derive(Clone, Copy, Debug)]
pub enum Trouble {
    /// No space is left.
    Full,
    /// The medium fails.
    Error,
}

impl Trouble {
    fn errno(self) -> &'static str {
        match self {
            Self::Full => "28",
            Self::Error => "5",
        }
    }
}

/// All that lies below one folder.
pub struct Disk {
    folder: PathBuf,
    shim: PathBuf,
}

impl Disk {
    /// Builds the shim once for each process of the tests.
    pub fn below(folder: &Path) -> Self {
        let folder = folder.canonicalize().expect("the folder is there");
        let shim = folder.join("disk.so");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&shim)
            .args([SOURCE, "-ldl", "-lpthread"])
            .status();
        assert!(
            built.is_ok_and(|status| status.success()),
            "{SOURCE} has to be built: is there a C compiler?"
        );
        Self { folder, shim }
    }

    /// From now on the disk keeps what a command's writes replace.
    pub fn under(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &self.shim)
            .env("DISK_DIR", &self.folder);
    }

    /// Lets so many of a million writes and syncs of a command fail.
    pub fn troubled(&self, command: &mut Command, trouble: Trouble, of_a_million: u32, seed: u64) {
        command
            .env("DISK_FAIL", of_a_million.to_string())
            .env("DISK_ERRNO", trouble.errno())
            .env("DISK_SEED", seed.to_string());
    }

    /// Kills a command before its sync of that number, from 1; one that syncs less ends by itself.
    pub fn killed_before_sync(&self, command: &mut Command, number: u32) {
        command.env("DISK_KILL", number.to_string());
    }

    /// The machine of a data directory loses its power: of each file the last writes since its last
    /// sync are lost, how many the dice decide. Returns how many writes were lost.
    pub fn lose_power(&self, data: &Path, dice: &mut impl Rng) -> usize {
        let mut lost = 0;
        for journal in files(data) {
            let name = journal.to_string_lossy();
            if name.ends_with("-shm") {
                // A map of memory: gone with the memory.
                fs::remove_file(&journal).expect("it is ours");
            }
            if journal.extension().is_none_or(|it| it != JOURNAL) {
                continue;
            }
            let records = records(&fs::read(&journal).expect("a journal"));
            let kept = dice.random_range(0..=records.len());
            lost += records.len() - kept;
            undo(&journal.with_extension(""), &records[kept..]);
            fs::remove_file(&journal).expect("it is ours");
        }
        lost
    }
}

/// What one write replaced.
struct Replaced {
    offset: u64,
    size_before: u64,
    bytes: Vec<u8>,
}

fn files(data: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(data) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.is_file()).collect()
}

/// A record that a kill cut short stands for a write that did not happen.
fn records(mut journal: &[u8]) -> Vec<Replaced> {
    let mut records = Vec::new();
    while let Some((head, rest)) = journal.split_at_checked(HEAD_BYTES) {
        let number = |at: usize| {
            let bytes = head[at..at + 8].try_into().expect("eight bytes");
            u64::from_ne_bytes(bytes)
        };
        let Some((bytes, rest)) = rest.split_at_checked(number(8) as usize) else {
            break;
        };
        records.push(Replaced {
            offset: number(0),
            size_before: number(16),
            bytes: bytes.to_vec(),
        });
        journal = rest;
    }
    records
}

fn undo(path: &Path, records: &[Replaced]) {
    let Ok(mut file) = OpenOptions::new().read(true).write(true).open(path) else {
        return;
    };
    for record in records.iter().rev() {
        file.seek(SeekFrom::Start(record.offset)).expect("a place");
        file.write_all(&record.bytes).expect("room");
        file.set_len(record.size_before).expect("a size");
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    /// Writes with `dd`, which syncs when it is told to.
    fn write(disk: &Disk, file: &Path, text: &str, synced: bool) {
        let mut command = Command::new("sh");
        disk.under(&mut command);
        let sync = if synced {
            "conv=notrunc,fsync"
        } else {
            "conv=notrunc"
        };
        let script = format!("printf %s \"$1\" | dd of=\"$2\" bs=1 {sync} 2>/dev/null");
        command.args(["-c", &script, "sh", text]).arg(file);
        assert!(command.status().expect("dd runs").success());
    }

    #[test]
    fn what_was_synced_stays_and_what_was_not_may_be_lost() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::below(folder.path());
        let file = folder.path().join("catatan");
        write(&disk, &file, "aman", true);
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..40 {
            write(&disk, &file, "HILANG", false);
            disk.lose_power(folder.path(), &mut StdRng::seed_from_u64(seed));
            let mut text = String::new();
            fs::File::open(&file)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            seen.insert(text.clone());
            write(&disk, &file, "aman", true);
            OpenOptions::new()
                .write(true)
                .open(&file)
                .unwrap()
                .set_len(4)
                .unwrap();
        }
        assert!(seen.contains("aman"), "all of it was lost once: {seen:?}");
        assert!(
            seen.contains("HILANG"),
            "none of it was lost once: {seen:?}"
        );
        assert!(seen.contains("HILn"), "some of it was lost once: {seen:?}");
    }

    #[test]
    fn a_program_that_is_killed_before_its_sync_leaves_its_writes_to_be_lost() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::below(folder.path());
        let file = folder.path().join("catatan");
        let mut command = Command::new("dd");
        disk.under(&mut command);
        disk.killed_before_sync(&mut command, 1);
        command.args(["if=/dev/zero", "bs=1", "count=3", "conv=fsync"]);
        command.arg(format!("of={}", file.display()));
        assert_eq!(command.status().expect("dd runs").code(), None, "killed");
        assert_eq!(fs::metadata(&file).unwrap().len(), 3);
        let losses = (0..40).map(|seed| {
            let before = fs::read(folder.path().join("catatan.undo"));
            let lost = disk.lose_power(folder.path(), &mut StdRng::seed_from_u64(seed));
            if let Ok(before) = before {
                fs::write(folder.path().join("catatan.undo"), before).unwrap();
            }
            lost
        });
        assert_eq!(losses.max(), Some(3), "all three writes can be lost");
    }
}
