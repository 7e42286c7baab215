//! Addresses that are for the system: it dials, writes a message, opens a chat; the screen stays.

use tauri::{AppHandle, Url};
use tauri_plugin_opener::OpenerExt;

/// In builds for tests: the file that gets a line for each address, instead of the system.
const VARIABLE: &str = "RANTANG_TEST_OPENED";

pub fn is_for_the_system(url: &Url) -> bool {
    matches!(url.scheme(), "tel" | "sms" | "whatsapp") || url.host_str() == Some("wa.me")
}

pub fn hand_over(app: &AppHandle, url: &Url) {
    let noted = if cfg!(debug_assertions) {
        std::env::var_os(VARIABLE)
    } else {
        None
    };
    let handed = match noted {
        Some(file) => note(file.as_ref(), url).map_err(Into::into),
        None => app.opener().open_url(url.as_str(), None::<&str>),
    };
    if let Err(error) = handed {
        tracing::warn!(%error, scheme = url.scheme(), "the system did not open an address");
    }
}

fn note(file: &std::path::Path, url: &Url) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)?;
    writeln!(file, "{url}")
}
