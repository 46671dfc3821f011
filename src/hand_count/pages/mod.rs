//! The tellers' pages, the same for scrutineers and for the secretariat: all bundles, one bundle, finishing.

mod bundle;
mod count;
mod line;

pub use bundle::{BundlePage, show_bundle, take_bundle};
pub use count::{HandCountPage, confirm_count, finish_count, reopen_count, show_hand_count};

use crate::{
    db::Submitted,
    hand_count::actions::CountError,
    web::{Message, MixedRefusal as Refusal, PageError},
};

fn refused<T>(done: Result<Submitted<T>, CountError>) -> Result<Vec<Message>, PageError> {
    match done {
        Ok(_) => Ok(Vec::new()),
        Err(CountError::NotATeller) => Err(PageError::NotFound),
        Err(CountError::Db(e)) => Err(PageError::from(e)),
        Err(refused) => Ok(vec![refused.refused()?]),
    }
}
