//! Where snapshots lie: `<directory>/<epoch>/<scope>/<generation>/`, an index and its chunks, each under
//! the hash of what is in it, and all sealed to the server.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rantang_core::scopes::Scope;
use rantang_core::sync::snapshot::ChunkHash;

use crate::sealing::Sealing;

const INDEX: &str = "index";
/// The last one is kept: devices are in the middle of it.
const GENERATIONS_KEPT: usize = 2;
/// How the names of folders begin that are being made.
const BEGUN: &str = "making-";
/// Nothing takes so long.
const BEGUN_KEPT: Duration = Duration::from_secs(3_600);

#[derive(Clone)]
pub struct Files {
    directory: PathBuf,
    sealing: Sealing,
}

/// What is asked for lies in one folder.
#[derive(Clone, Debug)]
pub struct Spot {
    /// A store that was set back may count generations anew: what was made before is of another time.
    pub epoch: u64,
    pub scope: Scope,
    pub generation: u64,
}

impl Files {
    pub fn new(directory: PathBuf, sealing: Sealing) -> Self {
        Self { directory, sealing }
    }

    fn of_scope(&self, epoch: u64, scope: &Scope) -> PathBuf {
        // Nothing of a scope's name can leave the directory.
        let name = scope.to_string().replace('/', "~");
        self.directory.join(epoch.to_string()).join(name)
    }

    /// A new folder for a snapshot that begins.
    pub fn begin(&self, epoch: u64, scope: &Scope) -> io::Result<PathBuf> {
        let unique = uuid::Uuid::new_v4().simple();
        let folder = self.of_scope(epoch, scope).join(format!("{BEGUN}{unique}"));
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        Ok(folder)
    }

    fn of(&self, spot: &Spot) -> PathBuf {
        self.of_scope(spot.epoch, &spot.scope)
            .join(spot.generation.to_string())
    }

    /// `None`: there is none, or nobody can open it any more.
    pub fn index(&self, spot: &Spot) -> Option<Vec<u8>> {
        let sealed = fs::read(self.of(spot).join(INDEX)).ok()?;
        self.sealing.open(&sealed).ok()
    }

    /// Whether there was one, whatever has become of it.
    pub fn has_index(&self, spot: &Spot) -> bool {
        self.of(spot).join(INDEX).exists()
    }

    /// Only what has the hash that it is called by.
    pub fn chunk(&self, spot: &Spot, chunk: &ChunkHash) -> Option<Vec<u8>> {
        let folder = self.of(spot);
        let sealed = fs::read(folder.join(name_of(chunk))).ok()?;
        if let Ok(bytes) = self.sealing.open(&sealed)
            && *blake3::hash(&bytes).as_bytes() == *chunk
        {
            return Some(bytes);
        }
        tracing::error!(
            scope = %spot.scope,
            generation = spot.generation,
            "a file of a snapshot is broken: it is made anew"
        );
        self.put_away(spot);
        None
    }

    /// Without an index there is no snapshot: the next who asks makes another.
    pub fn put_away(&self, spot: &Spot) {
        if self.has_index(spot)
            && let Err(error) = fs::write(self.of(spot).join(INDEX), b"")
        {
            tracing::error!(%error, "a broken snapshot cannot be put away");
        }
    }

    /// Writes a chunk into a folder that is being made; its hash.
    pub fn write_chunk(&self, folder: &Path, bytes: &[u8]) -> io::Result<ChunkHash> {
        let hash = *blake3::hash(bytes).as_bytes();
        fs::write(folder.join(name_of(&hash)), self.sealing.seal(bytes)?)?;
        Ok(hash)
    }

    /// Makes a finished folder the snapshot of a generation; another that came first stays. Its index.
    pub fn publish(&self, spot: &Spot, made: &Path, index: Vec<u8>) -> io::Result<Vec<u8>> {
        fs::write(made.join(INDEX), self.sealing.seal(&index)?)?;
        let index = match fs::rename(made, self.of(spot)) {
            Ok(()) => index,
            Err(error) => {
                let first = self.index(spot).ok_or(error)?;
                fs::remove_dir_all(made)?;
                first
            }
        };
        self.forget_old(spot)?;
        Ok(index)
    }

    fn forget_old(&self, spot: &Spot) -> io::Result<()> {
        let folder = self.of_scope(spot.epoch, &spot.scope);
        let mut generations = numbered(&folder)?;
        generations.sort_unstable_by(|a, b| b.cmp(a));
        for generation in generations.into_iter().skip(GENERATIONS_KEPT) {
            remove(&folder.join(generation.to_string()))?;
        }
        forget_begun(&folder)?;
        for epoch in numbered(&self.directory)? {
            if epoch != spot.epoch {
                remove(&self.directory.join(epoch.to_string()))?;
            }
        }
        Ok(())
    }
}

/// What a process began that was killed.
fn forget_begun(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(BEGUN) {
            continue;
        }
        // Another process may have ended it just now: then there is nothing to ask.
        let changed = entry.metadata().and_then(|it| it.modified()).ok();
        if changed.is_some_and(|at| at.elapsed().is_ok_and(|age| BEGUN_KEPT < age)) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// The entries of a folder that are numbers.
fn numbered(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        numbers.extend(name.to_str().and_then(|name| name.parse::<u64>().ok()));
    }
    Ok(numbers)
}

/// Another process may do the same at this moment.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn name_of(chunk: &ChunkHash) -> String {
    blake3::Hash::from_bytes(*chunk).to_hex().to_string()
}
