//! The file of a SQLite database, looked at whenever something is written: what lies under another name, or in a file
//! that was removed, is lost to everybody who starts the server again.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use super::DbError;
use crate::files;

pub(super) struct HeldFile {
    path: PathBuf,
    file: Identity,
    log_path: PathBuf,
    /// Known from the first write on.
    log: OnceLock<Identity>,
    is_lost: AtomicBool,
}

/// Device and inode: two names of one file agree, a copy in its place does not.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| (0, 0))
}

impl HeldFile {
    /// The file at `path`; made, empty and for its owner only, where there is none. SQLite gives the files beside it the
    /// same mode.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        match files::create_new(path) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            _ => {}
        }
        Ok(Self {
            path: path.to_owned(),
            file: identity(path)?,
            log_path: files::beside(path, "-wal"),
            log: OnceLock::new(),
            is_lost: AtomicBool::new(false),
        })
    }

    /// Once it was not, it never is again: what was written meanwhile lies elsewhere, and only a new start opens the
    /// file that is there now.
    pub(super) fn is_in_place(&self) -> Result<(), DbError> {
        if !self.is_lost.load(Ordering::Acquire) {
            if self.looks_right() {
                return Ok(());
            }
            if !self.is_lost.swap(true, Ordering::AcqRel) {
                tracing::error!(
                    path = %self.path.display(),
                    "THE DATABASE FILE WAS REMOVED, MOVED OR REPLACED while the server runs. Nothing is taken any more. \
                     Stop the server, put the right file and its -wal back, start it again"
                );
            }
        }
        Err(DbError::FileLost(self.path.clone()))
    }

    fn looks_right(&self) -> bool {
        let log_is_the_same = match (self.log.get(), identity(&self.log_path)) {
            (Some(known), Ok(found)) => *known == found,
            (Some(_), Err(_)) => false,
            (None, Ok(found)) => *self.log.get_or_init(|| found) == found,
            (None, Err(_)) => true,
        };
        log_is_the_same && identity(&self.path).is_ok_and(|found| found == self.file)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_file_that_was_moved_away_stays_lost_even_when_it_is_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a.db"), folder.path().join("b.db"));
        let held = HeldFile::open(&path).unwrap();
        held.is_in_place().unwrap();
        fs::rename(&path, &other).unwrap();
        held.is_in_place().unwrap_err();
        fs::rename(&other, &path).unwrap();
        held.is_in_place().unwrap_err();
        HeldFile::open(&path).unwrap().is_in_place().unwrap();
    }

    #[test]
    fn the_log_beside_the_file_may_come_but_not_go_or_change() {
        let folder = tempfile::tempdir().unwrap();
        let held = HeldFile::open(&folder.path().join("a.db")).unwrap();
        held.is_in_place().unwrap();
        let log = folder.path().join("a.db-wal");
        fs::write(&log, "").unwrap();
        held.is_in_place().unwrap();
        fs::write(folder.path().join("copy"), "").unwrap();
        fs::rename(folder.path().join("copy"), &log).unwrap();
        held.is_in_place().unwrap_err();
    }
}
