//! `relay`: the office's network while the internet is down.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::host::stopped;
use super::output::{Answer, NO_CONNECTION};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::relay::find::{self, Found, NotThere};
use crate::relay::serve::Door;
use crate::relay::view::{RelayGivenView, RelayOutcome};
use crate::relay::{PORT, RelaySet, hand_over, handlers};
use crate::store::Error;
use crate::sync::worker;

#[derive(Debug, Subcommand)]
pub enum RelayCommand {
    /// Take in what phones hand over, until Ctrl-C; what came in goes to the server when it can be reached.
    ///
    /// For a coordinator's device that said hello to the server within the last 30 days. Nobody else may hand
    /// over than devices that the same server certified. Prints the address once it listens.
    Serve(ServeArgs),
    /// Listen whenever this device's screens or `host` run.
    On {
        /// Where to listen.
        #[arg(long, value_name = "PORT", default_value_t = PORT)]
        port: u16,
    },
    /// Listen no more. What came in stays, and still goes to the server.
    Off,
    /// What came in here, and what of it the server is not known to have.
    Status,
    /// Which relays of the own office are near, found by mDNS.
    Find,
    /// Hand what is unsent to a relay near. It stays unsent here until the server itself has it.
    Give(GiveArgs),
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where to listen: an address of this machine and a port; port 0 for any that is free. Without it at
    /// port 7264 of every network.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub struct GiveArgs {
    /// Ask there, and do not search the network.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub to: Option<SocketAddr>,
}

pub async fn relay(
    device: &Arc<Device>,
    command: &RelayCommand,
    json: bool,
) -> Result<Answer, Failure> {
    match command {
        RelayCommand::Serve(args) => serve(device, args.listen, json).await,
        RelayCommand::On { port } => set(device, true, Some(*port)),
        RelayCommand::Off => set(device, false, None),
        RelayCommand::Status => status(device),
        RelayCommand::Find => found(device).await,
        RelayCommand::Give(args) => give(device, args.to).await,
    }
}

async fn serve(
    device: &Arc<Device>,
    listen: Option<SocketAddr>,
    json: bool,
) -> Result<Answer, Failure> {
    let ready = handlers::get(device)?;
    if ready.certified_until_ms.is_none() {
        return Err(Failure::new(
            ErrorCode::NotCertified,
            "Server belum mengesahkan perangkat ini sebagai penerima di kantor. Sambungkan dua kali ke server \
             (rantang-device sync), sebagai koordinator, lalu coba lagi.",
        ));
    }
    let door = match listen {
        Some(at) => Door::open_at(device.clone(), at).await,
        None => Door::open(device.clone(), PORT).await,
    };
    let door = door.map_err(|error| {
        let at = listen.map_or_else(|| format!("port {PORT}"), |at| at.to_string());
        Failure::new(
            ErrorCode::PortTaken,
            format!("Tidak bisa mendengarkan di {at}: {error}. Pilih port lain dengan --listen."),
        )
    })?;
    if json {
        println!("{}", json!({"listening": door.at().to_string()}));
    } else {
        println!("{}", door.at());
    }
    let syncing = tokio::spawn(worker::run(device.clone()));
    let served = door.serve(stopped()).await;
    syncing.abort();
    served.map_err(|error| Failure::internal(&error))?;
    Ok(Answer::done(Value::Null, ""))
}

fn set(device: &Device, on: bool, port: Option<u16>) -> Result<Answer, Failure> {
    handlers::set(device, &RelaySet { on, port })?;
    status(device)
}

fn status(device: &Device) -> Result<Answer, Failure> {
    let view = handlers::get(device)?;
    let mut words = format!(
        "Penerima di Wi-Fi kantor: {}. {} catatan di sini, belum di server.",
        if view.on { "menyala" } else { "mati" },
        view.waiting
    );
    for from in &view.from {
        words.push_str(&format!(
            "\n  {}: {} belum di server ({} ditolak), {} sudah di server",
            from.call_name.as_deref().unwrap_or("(belum dikenal)"),
            from.waiting,
            from.refused,
            from.at_server
        ));
    }
    let document = json!({
        "on": view.on,
        "port": view.port,
        "addresses": view.addresses,
        "code": view.code,
        "certified_until_ms": view.certified_until_ms,
        "waiting": view.waiting,
        "from": view.from,
    });
    Ok(Answer::done(document, words))
}

async fn found(device: &Arc<Device>) -> Result<Answer, Failure> {
    let pairing = find::pairing(device).await?;
    let relays = find::announced(device, &pairing).await?;
    let told = |relay: &Found| {
        json!({
            "address": relay.at.to_string(),
            "device": relay.certified.device.to_string(),
            "certified_until_ms": relay.certified.until_ms,
        })
    };
    let words = if relays.is_empty() {
        "Tidak ada penerima kantor ini di jaringan sekitar.".to_owned()
    } else {
        let at: Vec<String> = relays.iter().map(|it| it.at.to_string()).collect();
        format!("Penerima kantor ini: {}.", at.join(", "))
    };
    let document = Value::Array(relays.iter().map(told).collect());
    Ok(Answer::done(document, words))
}

async fn give(device: &Arc<Device>, to: Option<SocketAddr>) -> Result<Answer, Failure> {
    let given = match to {
        None => handlers::give(device).await?,
        Some(at) => {
            let pairing = find::pairing(device).await?;
            match find::ask(device, &pairing, at).await? {
                Ok(relay) => handlers::given(&hand_over::hand_over_to(device, relay).await?),
                Err(why) => RelayGivenView {
                    outcome: match why {
                        NotThere::Silent => RelayOutcome::NobodyNear,
                        NotThere::NotCertified | NotThere::Itself => RelayOutcome::NotOurs,
                    },
                    records: 0,
                },
            }
        }
    };
    let status = device.read::<_, Error>(|db| device.sync_view(db))?;
    let words = match given.outcome {
        RelayOutcome::Given => format!(
            "Sudah di kantor: {} catatan. Tetap dihitung belum terkirim sampai server menerimanya.",
            status.at_office
        ),
        RelayOutcome::NothingUnsent => "Semua catatan sudah di server.".to_owned(),
        RelayOutcome::NotCertified => {
            "Perangkat ini perlu sekali tersambung ke server dulu. Catatan aman di sini.".to_owned()
        }
        RelayOutcome::NobodyNear => {
            "Tidak ada penerima kantor yang menjawab. Catatan aman di sini.".to_owned()
        }
        RelayOutcome::NotOurs => {
            "Yang menjawab bukan penerima kantor ini. Tidak ada yang diserahkan.".to_owned()
        }
        RelayOutcome::NotTaken => {
            "Penerima kantor belum bisa menerima. Catatan aman di sini; coba lagi nanti.".to_owned()
        }
    };
    let done = matches!(
        given.outcome,
        RelayOutcome::Given | RelayOutcome::NothingUnsent
    );
    let document = json!({
        "outcome": given.outcome,
        "records": given.records,
        "at_office": status.at_office,
        "unsent": status.unsent,
    });
    Ok(Answer {
        exit: if done { 0 } else { NO_CONNECTION },
        ..Answer::done(document, words)
    })
}
