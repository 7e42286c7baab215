//! The built programs, as tests across parts start them.

use std::{env, path::PathBuf};

/// Where `cargo build` put one of our programs: beside the folder of the running test.
///
/// # Errors
///
/// When it is not there: `cargo test` alone builds the programs of other packages only by chance.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    let test = env::current_exe()?;
    let folder = test
        .ancestors()
        .find(|folder| folder.join("deps").is_dir())
        .ok_or_else(|| anyhow::anyhow!("{} lies in no target folder", test.display()))?;
    let program = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    anyhow::ensure!(
        program.is_file(),
        "{} is not built: run make build",
        program.display()
    );
    Ok(program)
}
