//! `rantang-server`: see [`rantang_server::cli`].

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    rantang_server::cli::main().await
}
