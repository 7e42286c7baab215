//! A PostgreSQL server for tests: in a temporary folder, reached by a socket there, gone at the end.
//!
//! Durability is off but where it is measured: what is tested is what the server says, not what a disk keeps. A machine
//! without PostgreSQL fails the tests that need it; `scripts/setup.sh test` installs it.

use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

/// Where Debian and Ubuntu put the programs of each version.
const INSTALLED: &str = "/usr/lib/postgresql";
/// The system's user whose server it is; PostgreSQL refuses to run as root.
const USER: &str = "postgres";

const SETTINGS: &str = "-c listen_addresses= -c max_connections=200 -c log_min_messages=fatal";
const FORGETFUL: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
     -c shared_buffers=64MB -c autovacuum=off";

pub struct ThrowawayPostgres {
    folder: TempDir,
    programs: PathBuf,
    databases: AtomicUsize,
}

static RUNNING: Mutex<Weak<ThrowawayPostgres>> = Mutex::new(Weak::new());

impl ThrowawayPostgres {
    /// The server of this process: the tests that run at once share one.
    pub fn shared() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start(FORGETFUL));
            *running = Arc::downgrade(&started);
            started
        })
    }

    /// A server of its own, with these of PostgreSQL's options.
    pub fn start(how: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        if is_root(folder.path()) {
            let (user, group) = ids_of(USER);
            chown(folder.path(), Some(user), Some(group)).expect("the folder is given away");
        }
        let server = Self {
            folder,
            programs: newest_programs(),
            databases: AtomicUsize::new(0),
        };
        let data = server.data();
        let mut initdb = server.program("initdb");
        initdb.args([
            "-A",
            "trust",
            "-U",
            USER,
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
            "-D",
        ]);
        run(initdb.arg(&data));
        let settings = format!("{SETTINGS} {how} -k {}", server.folder.path().display());
        let mut start = server.program("pg_ctl");
        start
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(server.folder.path().join("log"));
        run(start.args(["-w", "-o", &settings, "start"]));
        server
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("rantang_{number}");
        let mut create = self.program("createdb");
        create.args(["-U", USER, "-T", "template0", "-h"]);
        run(create.arg(self.folder.path()).arg(&name));
        self.address(&name)
    }

    /// Where it listens, for whoever speaks its protocol.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join(".s.PGSQL.5432")
    }

    fn address(&self, database: &str) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{socket}/{database}")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of PostgreSQL's programs, as a user that it agrees to run as.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        // Anywhere but in a folder that the other user may not see.
        let mut command = if is_root(Path::new("/proc/self")) {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", USER, "--regid", USER, "--init-groups"]);
            command.arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for ThrowawayPostgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D")
            .arg(self.data())
            .args(["-m", "immediate", "-w", "stop"]);
        // A server that ended by itself is as good; the folder goes in both cases.
        let _ = stop.output();
    }
}

/// Whoever owns what this process has just made.
fn is_root(made: &Path) -> bool {
    std::fs::metadata(made).is_ok_and(|made| made.uid() == 0)
}

fn ids_of(user: &str) -> (u32, u32) {
    let passwd = std::fs::read_to_string("/etc/passwd").expect("the system's users");
    let mut lines = passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>());
    let found = lines.find(|fields| fields.first() == Some(&user) && 4 <= fields.len());
    let fields = found.unwrap_or_else(|| panic!("there is no user {user}: {}", missing()));
    let number = |text: &str| text.parse().expect("a number");
    (number(fields[2]), number(fields[3]))
}

fn newest_programs() -> PathBuf {
    let versions = std::fs::read_dir(INSTALLED).into_iter().flatten().flatten();
    let programs = versions.filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        programs
            .join("initdb")
            .exists()
            .then_some((version, programs))
    });
    let newest = programs.max();
    newest
        .map(|(_, programs)| programs)
        .unwrap_or_else(|| panic!("{}", missing()))
}

fn missing() -> String {
    format!("PostgreSQL is not installed under {INSTALLED}. Run: scripts/setup.sh test")
}

fn run(command: &mut Command) {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} cannot be run: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
