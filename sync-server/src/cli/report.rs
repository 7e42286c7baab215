//! What a command says at its end.

use std::process::ExitCode;

use rantang_core::time::{clock_time, date_of};
use serde_json::{Value, json};

use crate::office::OfficeError;
use crate::store::StoreError;

pub type CliResult = Result<Report, CliError>;

/// Text for people, a document for scripts.
pub struct Report {
    pub text: String,
    pub document: Value,
    /// Found something wrong although the command itself worked.
    pub is_bad: bool,
    is_printed: bool,
}

impl Report {
    pub fn new(text: impl Into<String>, document: Value) -> Self {
        Self {
            text: text.into(),
            document,
            is_bad: false,
            is_printed: false,
        }
    }

    /// Nothing more to say: it was said while the command ran.
    pub fn already_printed(self) -> Self {
        Self {
            is_printed: true,
            ..self
        }
    }

    pub fn print(self, json: bool) -> ExitCode {
        if self.is_printed {
            return ExitCode::SUCCESS;
        }
        if json {
            println!("{}", self.document);
        } else {
            println!("{}", self.text);
        }
        ExitCode::from(u8::from(self.is_bad))
    }
}

/// Why a command did nothing.
#[derive(Debug)]
pub struct CliError {
    code: &'static str,
    message: String,
    exit: u8,
}

impl CliError {
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            exit: 2,
        }
    }

    pub fn failed(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            exit: 1,
            ..Self::refused(code, message)
        }
    }

    pub fn print(self, json: bool) -> ExitCode {
        eprintln!("rantang-server: {}", self.message);
        if json {
            let error = json!({"code": self.code, "message": self.message});
            println!("{}", json!({"error": error}));
        }
        ExitCode::from(self.exit)
    }
}

impl From<OfficeError> for CliError {
    fn from(error: OfficeError) -> Self {
        let message = error.to_string();
        match error {
            OfficeError::Exists(_) => Self::refused("already_set_up", message),
            OfficeError::Missing(_) => Self::refused("not_set_up", message),
            OfficeError::Copied(_) => Self::refused("copied", message),
            OfficeError::InUse(_) => Self::refused("in_use", message),
            OfficeError::Address(_) => Self::refused(
                "address_invalid",
                "--url is not an address that a device can use; give one like http://192.168.1.10:4710",
            ),
            OfficeError::Keys(_) => Self::refused("other_keys", message),
            OfficeError::Store(error) => error.into(),
            OfficeError::Failed(_) => Self::failed("failed", message),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::Newer { .. } => Self::refused("newer_version", message),
            StoreError::Established => Self::refused("already_set_up", message),
            StoreError::Full => Self::failed("disk_full", message),
            StoreError::Busy => Self::failed("busy", message),
            StoreError::Unreachable(_) => Self::failed("database_unreachable", message),
            StoreError::Failed(_) => Self::failed("failed", message),
        }
    }
}

impl From<anyhow::Error> for CliError {
    fn from(error: anyhow::Error) -> Self {
        Self::failed("failed", format!("{error:#}"))
    }
}

/// "2026-11-24 09.05 WIB".
pub fn wib(at_ms: i64) -> String {
    format!("{} {} WIB", date_of(at_ms), clock_time(at_ms))
}
