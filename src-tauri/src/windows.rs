//! The windows: a phone's and a desk's.

use std::path::PathBuf;

use rantang_device::command::Window;
use tauri::{App, WebviewUrl, WebviewWindowBuilder};

use crate::arguments::WindowKind;
use crate::outside;
use crate::shell::Shell;

pub const KURIR: &str = "kurir";
const KOORDINATOR: &str = "koordinator";

/// The window of the user's roles; the desk's where somebody also plans, and before the pairing.
pub fn for_user(shell: &Shell) -> WindowKind {
    let windows = shell.windows();
    let phone = !windows.is_empty() && !windows.contains(&Window::Koordinator);
    if cfg!(mobile) || phone {
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
            let leaves = outside::is_for_the_system(url);
            if leaves {
                outside::hand_over(&handle, url);
            }
            !leaves
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
