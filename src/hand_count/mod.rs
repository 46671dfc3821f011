//! Paper ballots: the sheets that are printed, and their count by two tellers who do not see each other's figures.
//! What is counted here is checked by people; the box and its proofs know nothing of it.

mod actions;
mod bundle;
mod count;
mod pages;
mod sheet_pages;
pub mod schema;
mod store;

pub use actions::{
    CountError, call_finished, certify, confirm_finished, counted, enter_bundle, reopen, returned, standing_of_round,
};
pub use bundle::{BundleProblem, Field, Figures, Mark, Marks, Shape, VoidReason};
pub use count::{Bundle, CountState, HandCount, Returned, Standing, Totals};
pub use pages::{
    BundlePage, HandCountPage, confirm_count, finish_count, reopen_count, show_bundle, show_hand_count, take_bundle,
};
pub use sheet_pages::{SheetsPage, show_sheets};
