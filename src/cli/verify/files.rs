//! Reading what was given, and telling which lines belong to which archive.

use std::{
    collections::HashSet,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use verifiable_ballots::{
    Archive, CapLine, VerifyError,
    archive::{Board, Place},
};

use super::{Verdict, words::both};

fn unreadable(path: &Path) -> impl Fn(std::io::Error) -> Verdict {
    move |e| Verdict::Unreadable(format!("{}: {e}", path.display()).into())
}

pub(super) fn open(path: &Path) -> Result<File, Verdict> {
    File::open(path).map_err(unreadable(path))
}

pub(super) fn read(path: &Path, longest: u64) -> Result<Vec<u8>, Verdict> {
    let mut content = Vec::new();
    let read = open(path)?.take(longest + 1).read_to_end(&mut content).map_err(unreadable(path))?;
    if u64::try_from(read).is_ok_and(|read| read <= longest) {
        Ok(content)
    } else {
        let path = path.display();
        Err(Verdict::Unreadable(both!(
            "{path}：超过可读的 {longest} 字节",
            "{path}: more than the {longest} bytes that are read"
        )))
    }
}

pub(super) fn board(path: &Path) -> Result<(Archive<File>, Board), Verdict> {
    let mut archive = Archive::open(open(path)?).map_err(VerifyError::from)?;
    let board = Board::read(&mut archive).map_err(VerifyError::from)?;
    Ok((archive, board))
}

/// One archive has all the lines. Of several each has the lines of its ballots, or none at all where its paper proves
/// its own maximum; a line that belongs to none is left to the first, which will say so.
pub(super) fn caps_of(archives: &[PathBuf], lines: Vec<u8>) -> Result<Vec<Option<Vec<u8>>>, Verdict> {
    if archives.len() == 1 {
        return Ok(vec![Some(lines)]);
    }
    let mut trackers = Vec::new();
    for path in archives {
        let (_, board) = board(path)?;
        trackers.push(board.ballots.iter().map(Place::hash_base64).collect::<HashSet<_>>());
    }
    let mut of = vec![None::<Vec<u8>>; archives.len()];
    for line in lines.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        let tracker = CapLine::parse(line).map_err(|e| Verdict::Bad(both!("赞成上限：{e}", "caps: {e}")))?.tracker;
        let owner = trackers.iter().position(|known| known.contains(&tracker)).unwrap_or(0);
        if let Some(lines) = of.get_mut(owner) {
            let lines = lines.get_or_insert_default();
            lines.extend_from_slice(line);
            lines.push(b'\n');
        }
    }
    Ok(of)
}
