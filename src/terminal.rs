//! The terminal of whoever runs the program.

use std::io::Write as _;

use crate::web::{HashingCost, HashingMemory};

/// One line to standard output. Whoever has closed it (`piaojue doctor | head`) has read enough.
pub fn tell(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout().lock(), "{}", line.as_ref());
}

/// Why the command came to nothing, to standard error.
#[allow(clippy::print_stderr, reason = "the program speaks to its operator here and nowhere else")]
pub fn complain(error: &anyhow::Error) {
    eprintln!("piaojue: {error:#}");
}

/// Memory to hash passwords in, one at a time.
#[allow(clippy::disallowed_methods, reason = "whoever sits at the terminal is served alone")]
pub fn hashing_memory() -> HashingMemory {
    HashingMemory::outside_the_server(HashingCost::FULL)
}
