//! The command line of the app.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Rantang: antaran makan untuk lansia, juga tanpa sinyal.
#[derive(Clone, Debug, Default, Parser)]
#[command(version)]
pub struct Arguments {
    /// Where this device keeps its data; without it, the place that the system gives to apps.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Which window opens; without it, the one of the user's role.
    #[arg(long, value_enum)]
    pub window: Option<WindowKind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WindowKind {
    /// The size of a phone: 412×915.
    Kurir,
    /// The size of an office screen: 1366×768.
    Koordinator,
}
