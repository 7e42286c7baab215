//! The desktop entry point.

// A console beside the window is for developers.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    rantang_app::main()
}
