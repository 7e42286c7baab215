//! `rantang-device`: one device on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    rantang_device::cli::main()
}
