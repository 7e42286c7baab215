//! A web view under automation can be read and steered by any program of the user: tests only.

/// The variable by which Tauri opens a web view to automation, in release builds too.
const VARIABLE: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Refuses to start under automation, except in builds for tests.
pub fn check() -> Result<(), &'static str> {
    if cfg!(debug_assertions) || std::env::var_os(VARIABLE).is_none() {
        Ok(())
    } else {
        Err(
            "TAURI_WEBVIEW_AUTOMATION membuka layar ini bagi program lain. Hapus variabel itu, lalu buka lagi.",
        )
    }
}
