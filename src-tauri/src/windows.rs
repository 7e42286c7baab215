//! The windows: a phone's and a desk's.

use std::path::PathBuf;

use rantang_device::command::Window;
use tauri::{App, Url, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_opener::OpenerExt;

use crate::arguments::WindowKind;
use crate::shell::Shell;

pub const KURIR: &str = "kurir";
const KOORDINATOR: &str = "koordinator";

/// The window of the user's role; the desk's where somebody has both, and before the pairing.
pub fn for_user(shell: &Shell) -> WindowKind {
    let windows = shell.windows();
    let phone = cfg!(mobile)
        || (windows.contains(&Window::Kurir) && !windows.contains(&Window::Koordinator));
    if phone {
        WindowKind::Kurir
    } else {
        WindowKind::Koordinator
    }
}

pub fn open(app: &App, kind: WindowKind, view: PathBuf) -> tauri::Result<()> {
    let (label, title, width, height) = match kind {
        WindowKind::Kurir => (KURIR, "Rantang", 412.0, 915.0),
        WindowKind::Koordinator => (KOORDINATOR, "Rantang, meja koordinator", 1366.0, 768.0),
    };
    let handle = app.handle().clone();
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::default())
        .data_directory(view)
        .on_navigation(move |url| {
            if is_for_the_system(url) {
                // A telephone is not a page: the system dials, the screen stays.
                if let Err(error) = handle.opener().open_url(url.as_str(), None::<&str>) {
                    tracing::warn!(%error, scheme = url.scheme(), "the system did not open an address");
                }
                return false;
            }
            true
        })
        // A recap that is saved as a file goes where downloads go.
        .on_download(|_, _| true);
    #[cfg(desktop)]
    let builder = builder
        .title(title)
        .inner_size(width, height)
        .min_inner_size(360.0, 560.0);
    builder.build().map(drop)
}

fn is_for_the_system(url: &Url) -> bool {
    matches!(url.scheme(), "tel" | "sms" | "whatsapp") || url.host_str() == Some("wa.me")
}
