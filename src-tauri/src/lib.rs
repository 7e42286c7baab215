//! The app: windows, and the bridge between the screens and a device. Thin: unpack, call `device`, pack.

mod arguments;
mod automation;
mod commands;
mod events;
mod outside;
mod shell;
mod windows;

use std::process::ExitCode;

use clap::Parser;
use tauri::{App, Manager};

use arguments::Arguments;
use shell::Shell;

/// What the web view keeps lies with its device: two devices on one machine share nothing.
const VIEW_DIRECTORY: &str = "view";

/// The phone's entry point.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn mobile() {
    if let Err(error) = run(Arguments::default()) {
        tracing::error!(%error, "the app ended");
    }
}

/// The desktop's entry point.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    if let Err(refused) = automation::check() {
        eprintln!("{refused}");
        return ExitCode::FAILURE;
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the app ended");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![commands::call])
        .setup(move |app| Ok(set_up(app, &arguments)?))
        .run(tauri::generate_context!())
}

fn set_up(app: &mut App, arguments: &Arguments) -> tauri::Result<()> {
    let directory = match &arguments.data {
        Some(directory) => directory.clone(),
        None => app.path().app_data_dir()?,
    };
    // A store that cannot be opened still gets a window: it says why, in words, and what to do.
    let shell = Shell::open(&directory);
    let window = arguments
        .window
        .unwrap_or_else(|| windows::for_user(&shell));
    if let Some(device) = shell.device() {
        events::bridge(app.handle(), device.clone());
        tauri::async_runtime::spawn(rantang_device::sync::worker::run(device));
    }
    app.manage(shell);
    windows::open(app, window, directory.join(VIEW_DIRECTORY))
}
