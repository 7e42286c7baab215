//! Ciphertexts as files, named by their hashes.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What has this ending was cut off while it was written.
const PARTIAL: &str = "part";

#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// The folder is made with the first file.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Durable when this returns; nothing of it stays where it fails.
    pub fn put(&self, hash: &[u8; 32], bytes: &[u8]) -> io::Result<()> {
        let path = self.path(hash);
        let partial = path.with_extension(PARTIAL);
        let written = self.write(&partial, &path, bytes);
        if written.is_err() {
            // It may not have come to be.
            let _ = fs::remove_file(&partial);
        }
        written
    }

    fn write(&self, partial: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.folder)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(partial, path)?;
        #[cfg(unix)]
        File::open(&self.folder)?.sync_all()?;
        Ok(())
    }

    /// `None`: it is not here.
    pub fn get(&self, hash: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(hash)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn remove(&self, hash: &[u8; 32]) -> io::Result<()> {
        match fs::remove_file(self.path(hash)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what is not to be kept: files that no record came to name. Returns how many.
    pub fn sweep(&self, keep: &HashSet<[u8; 32]>) -> io::Result<usize> {
        let keep: HashSet<String> = keep.iter().map(name).collect();
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            entries => entries?,
        };
        let mut removed = 0;
        for entry in entries {
            let entry = entry?;
            let is_kept = entry
                .file_name()
                .to_str()
                .is_some_and(|name| keep.contains(name));
            if !is_kept && entry.file_type()?.is_file() {
                fs::remove_file(entry.path())?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn path(&self, hash: &[u8; 32]) -> PathBuf {
        self.folder.join(name(hash))
    }
}

/// As it stands in file names and addresses.
pub fn name(hash: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_record_names_is_swept_and_what_is_named_stays() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path().join("photos"));
        assert_eq!(files.sweep(&HashSet::new()).unwrap(), 0);
        files.put(&[1; 32], b"satu").unwrap();
        files.put(&[2; 32], b"dua").unwrap();
        let cut = files.path(&[3; 32]).with_extension(PARTIAL);
        fs::write(cut, b"ti").unwrap();
        assert_eq!(files.sweep(&HashSet::from([[1; 32]])).unwrap(), 2);
        assert_eq!(files.get(&[1; 32]).unwrap().as_deref(), Some(&b"satu"[..]));
        assert_eq!(files.get(&[2; 32]).unwrap(), None);
    }
}
