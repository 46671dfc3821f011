//! The tellers' pages, the same for scrutineers and for the secretariat: all bundles, one bundle, finishing.

mod bundle;
mod count;
mod line;

pub use bundle::{BundlePage, show_bundle, take_bundle};
pub use count::{HandCountPage, confirm_count, finish_count, reopen_count, show_hand_count};
