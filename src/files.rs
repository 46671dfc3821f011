//! Files that hold what nobody else may read, written so that a machine that stops leaves the whole file or none.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// A new file for its owner only; one that is there already is an error.
pub fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The name with an ending more: `piaojue.db-wal`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Where a file is written before it gets its name.
pub fn part_of(path: &Path) -> PathBuf {
    beside(path, ".part")
}

/// Gives the finished `part` its name, for good: after it neither the content nor the name is lost with the power.
pub fn put_in_place(part: &Path, path: &Path) -> io::Result<()> {
    File::open(part)?.sync_all()?;
    fs::rename(part, path)?;
    flush_folder_of(path)
}

/// A name is kept by its folder.
pub fn flush_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// A file without a name, gone with the last who holds it: for what is too large for memory.
#[derive(Clone, Debug)]
pub struct Scratch(Arc<File>);

impl Scratch {
    /// Holds what `write` writes.
    pub fn filled<E: From<io::Error>>(write: impl FnOnce(&mut File) -> Result<(), E>) -> Result<Self, E> {
        let mut file = tempfile::tempfile()?;
        write(&mut file)?;
        file.flush()?;
        Ok(Self(Arc::new(file)))
    }

    /// The bytes of the part of that number, from 0; `None` after the last.
    pub fn part(&self, number: i64) -> io::Result<Option<Vec<u8>>> {
        const PART: u64 = 64 * 1024;
        let Some(from) = u64::try_from(number).ok().and_then(|number| number.checked_mul(PART)) else {
            return Ok(None);
        };
        let mut file: &File = &self.0;
        // Whoever reads a part says first where it begins: nobody else holds this file open.
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(PART).read_to_end(&mut bytes)?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }
}

/// Whether others than the owner may do anything with it.
#[cfg(unix)]
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub fn is_open_to_others(_: &Path) -> io::Result<bool> {
    Ok(false)
}
