//! Pictures and PDF beside what people file: prepared, kept, held while a form is being filled in, served.

mod attachment;
mod filing;
mod pages;
mod pdf;
mod pdf_makers;
mod picture;
mod preparing;
pub mod schema;
mod store;
mod withdrawing;

pub use attachment::{Attachment, Belongs, Media, Owner, OwnerKind};
pub use filing::{Brought, Filed, May, Place, again, file, only_pictures};
pub use pages::{AttachmentView, Files, answer, answer_held, jpeg};
pub use picture::MOST_PICTURE_MEMORY;
pub use preparing::{LARGEST_FILE, MOST_FILES, NotTaken, Prepared, Why, prepare};
pub use store::{
    asked, attachment, attachments_of, attachments_of_congress, attachments_of_projects, content_of, held_with_content,
    keep, kept_anew, tidy, withdrawals_asked,
};
pub use withdrawing::{Asked, WithdrawalError, ask_to_withdraw, confirm_withdrawal, drop_withdrawal};
