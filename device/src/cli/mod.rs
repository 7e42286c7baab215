//! The command line of one device: everything that screens do with records, for scripts and offices.
//!
//! With `--json` standard output holds one document and nothing else; words for people and progress
//! go to standard error.

mod add;
mod args;
mod args_people;
mod args_visits;
mod bundle;
mod covers;
mod deliveries;
mod forms;
mod host;
mod import;
mod lists;
mod moves;
mod output;
mod pairing;
mod people;
mod relay;
mod report;
mod runs;
mod similar;
mod visits;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use args::{Arguments, DeliveryCommand, ImportCommand, RunCommand, Verb};
use args_people::PeopleCommand;
use output::{Answer, print, print_failure};

use crate::command::Failure;
use crate::device::Device;
use crate::platform::Platform;

/// Reads the arguments of the process, does what they say, and prints it.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    let default = if matches!(arguments.verb, Verb::Host(_)) {
        "info"
    } else {
        "warn"
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match answer(arguments) {
        Ok(answer) => print(answer, json),
        Err(failure) => print_failure(&failure, json),
    }
}

fn answer(arguments: Arguments) -> Result<Answer, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::internal(&error))?;
    let platform = Platform::desktop(&arguments.data);
    let device = Arc::new(Device::open(&arguments.data, platform)?);
    match arguments.verb {
        Verb::Pair { invitation } => runtime.block_on(pairing::pair(&device, &invitation)),
        Verb::Sync => runtime.block_on(pairing::sync(&device)),
        Verb::Status => lists::status(&device),
        Verb::Bundle { what } => runtime.block_on(bundle::bundle(&device, &what)),
        Verb::Import {
            what: ImportCommand::Recipients(args),
        } => import::recipients(&device, &args),
        Verb::People { what } => match what {
            PeopleCommand::List(args) => people::list(&device, &args),
            PeopleCommand::Show { person } => people::show(&device, person),
            PeopleCommand::Similar(args) => similar::similar(&device, &args),
            PeopleCommand::Add(args) => add::add(&device, &args),
            PeopleCommand::Move(args) => moves::move_away(&device, args),
            PeopleCommand::Moved => moves::moved(&device),
        },
        Verb::Routes => lists::routes(&device),
        Verb::Cover { what } => covers::cover(&device, &what),
        Verb::VerifyCode { code } => runtime.block_on(covers::verify(&device, code)),
        Verb::Run { what } => match what {
            RunCommand::Start(args) => runs::start(&device, &args),
            RunCommand::Finish(args) => runs::finish(&device, &args),
            RunCommand::List(args) => runs::list(&device, &args),
            RunCommand::Split(args) => covers::split(&device, &args),
        },
        Verb::Delivery { what } => match what {
            DeliveryCommand::Record(args) => deliveries::record(&device, &args),
            DeliveryCommand::Correct(args) => deliveries::correct(&device, &args),
        },
        Verb::Visits { what } => visits::visits(&device, &what),
        Verb::Forms { what } => forms::forms(&device, &what),
        Verb::Report { what } => report::report(&device, &what),
        Verb::Relay { what } => runtime.block_on(relay::relay(&device, &what, arguments.json)),
        Verb::Host(args) => runtime.block_on(host::host(device, args)),
    }
}
