//! `make run` without a display: what a terminal's Ctrl-C ends, and what is there the next time.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rantang_tests::programs::program;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Three programs start, on a machine that builds beside them.
const PATIENCE: Duration = Duration::from_secs(120);
const BETWEEN: Duration = Duration::from_millis(50);
const BOXES: u64 = 40;

#[tokio::test]
async fn ctrl_c_ends_all_of_the_sample_day_and_the_next_start_goes_on_with_it() {
    let folder = TempDir::new().expect("a folder");
    let port = three_free_ports();

    let mut day = SampleDay::start(folder.path(), port);
    let courier = day.address("courier");
    let round = today(&courier).await;
    assert_eq!(round["boxes"]["received"], Value::Null);
    let run = json!({"date": round["date"], "sitting": round["sitting"], "boxes": BOXES});
    call(&courier, "run_receive", run).await;
    let desk = call(&day.address("coordinator"), "session_get", json!({})).await;
    assert_eq!(desk["user"]["call_name"], "Bu Ratna");

    // A terminal sends it to the leader and everything that the leader started.
    day.signal(&format!("-INT -{}", day.id()));
    assert!(day.end().success(), "{}", day.printed());
    assert!(day.printed().contains("Ended. The data stays in"));
    day.left_nothing(port);

    let mut day = SampleDay::start(folder.path(), port);
    let round = today(&day.address("courier")).await;
    assert_eq!(round["boxes"]["received"], BOXES);
    // As a service manager: to the leader alone.
    day.signal(&format!("-TERM {}", day.id()));
    assert!(day.end().success(), "{}", day.printed());
    day.left_nothing(port);
}

/// `scripts/run.sh` in a process group of its own.
struct SampleDay {
    child: Child,
    output: PathBuf,
}

impl SampleDay {
    fn start(folder: &Path, port: u16) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let server = program("rantang-server").expect("it is built");
        let target = server.ancestors().nth(2).expect("a target folder");
        let output = folder.join("output");
        let out = fs::File::create(&output).expect("a file");
        // Whoever starts the tests may have told their children to ignore it.
        let mut command = Command::new("env");
        command
            .args(["--default-signal=INT", "bash"])
            .arg(root.join("scripts/run.sh"))
            .env("CARGO_TARGET_DIR", target)
            .env("RANTANG_DEMO", folder.join("day"))
            .env("RANTANG_PORT", port.to_string())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stdout(out.try_clone().expect("a second handle"))
            .stderr(out)
            .process_group(0);
        let child = command.spawn().expect("it starts");
        Self { child, output }
    }

    fn id(&self) -> u32 {
        self.child.id()
    }

    fn printed(&self) -> String {
        fs::read_to_string(&self.output).expect("its output")
    }

    /// Waits until the address of one device is printed.
    fn address(&mut self, who: &str) -> String {
        self.until(&format!("the address of the {who}"), |day| {
            let printed = day.printed();
            let mut lines = printed.lines().map(str::split_whitespace);
            lines.find_map(|mut words| {
                let (name, address) = (words.next()?, words.next()?);
                (name == who && address.starts_with("http://")).then(|| address.to_owned())
            })
        })
    }

    fn signal(&self, words: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill {words}")])
            .status();
        assert!(sent.expect("it runs").success(), "kill {words}");
    }

    fn end(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "it does not end: {}",
                self.printed()
            );
            std::thread::sleep(BETWEEN);
        }
    }

    fn left_nothing(&self, port: u16) {
        assert_eq!(
            group(self.id()),
            Vec::<String>::new(),
            "what it started has ended"
        );
        for port in port..port + 3 {
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("the port is free again");
        }
    }

    fn until<T>(&mut self, what: &str, mut ask: impl FnMut(&Self) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(answer) = ask(self) {
                return answer;
            }
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none(), "it ended: {}", self.printed());
            assert!(
                began.elapsed() < PATIENCE,
                "waited in vain for {what}: {}",
                self.printed()
            );
            std::thread::sleep(BETWEEN);
        }
    }
}

/// However the test ends: nothing stays behind.
impl Drop for SampleDay {
    fn drop(&mut self) {
        if !group(self.id()).is_empty() {
            self.signal(&format!("-KILL -{}", self.id()));
            _ = self.child.wait();
        }
    }
}

/// The command lines of all that run in a process group; the dead that nobody buried do not run.
fn group(leader: u32) -> Vec<String> {
    let all = fs::read_dir("/proc").expect("/proc").flatten();
    all.filter_map(|entry| {
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // "pid (name) state parent group …"; the name may hold anything.
        let mut words = stat.rsplit_once(')')?.1.split_whitespace();
        let (state, group) = (words.next()?, words.nth(1)?);
        let line = fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default();
        (group == leader.to_string() && state != "Z").then(|| line.replace('\0', " "))
    })
    .collect()
}

fn three_free_ports() -> u16 {
    loop {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let first = bind(0).expect("a port");
        let port = first.local_addr().expect("an address").port();
        let others = [1, 2].map(|offset| port.checked_add(offset).and_then(|it| bind(it).ok()));
        if others.iter().all(Option::is_some) {
            return port;
        }
    }
}

async fn today(address: &str) -> Value {
    call(
        address,
        "round_today",
        json!({"date": null, "sitting": null}),
    )
    .await
}

/// As a screen asks.
async fn call(address: &str, command: &str, args: Value) -> Value {
    let (url, token) = address
        .split_once("#t=")
        .expect("an address with its token");
    let body = json!({"command": command, "args": args}).to_string();
    let answer = reqwest::Client::new()
        .post(format!("{url}api"))
        .header("content-type", "application/json")
        .header("x-rantang-token", token)
        .body(body)
        .send()
        .await
        .expect("it answers");
    let status = answer.status();
    let text = answer.text().await.expect("an answer");
    assert!(status.is_success(), "{command}: {text}");
    serde_json::from_str(&text).expect("one document")
}
