//! The one command of the app.

use rantang_device::command::{self, Failure, Window};
use serde_json::Value;
use tauri::{State, WebviewWindow};

use crate::shell::Shell;
use crate::windows::KURIR;

/// Carries out a request of a screen: `{"command": …, "args": …}`.
#[tauri::command]
pub async fn call(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    command: Value,
) -> Result<Value, Failure> {
    match &*shell {
        Shell::Closed(failure) => Err(failure.clone()),
        Shell::Open(device) => {
            let mut windows = shell.windows();
            if window.label() == KURIR {
                windows.retain(|it| *it != Window::Koordinator);
            }
            command::run(device, &windows, command::parse(command)?).await
        }
    }
}
