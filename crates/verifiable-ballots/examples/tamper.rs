//! `tamper HONEST.bel FOLDER`: writes what somebody who runs the server could make of a finished election, one archive a
//! change, and `index.tsv` with the name and the change of each.
//! `tamper --ballot SETUP.bel BALLOT.json OUT.bel`: puts one ballot behind a set-up.

#[path = "../tests/support/tamper.rs"]
mod tamper;

use std::path::Path;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--ballot", setup, ballot, out] => {
            write(Path::new(out), &tamper::with_one_ballot(&read(setup)?, &read(ballot)?)?)
        }
        [honest, folder] if !honest.starts_with('-') => {
            let folder = Path::new(folder);
            let mut index = String::new();
            for changed in tamper::all(&read(honest)?)? {
                write(&folder.join(format!("{}.bel", changed.name)), &changed.file)?;
                index.push_str(&format!("{}\t{}\n", changed.name, changed.why));
            }
            write(&folder.join("index.tsv"), index.as_bytes())
        }
        _ => Err("usage: tamper HONEST.bel FOLDER, or tamper --ballot SETUP.bel BALLOT.json OUT.bel".to_owned()),
    }
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{path}: {e}"))
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    std::fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()))
}
