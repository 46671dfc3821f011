//! The one place from which letters and webhooks go out: each waits in the database, is handed out to one instance at a time,
//! tried again for two days, and given up; whom nothing reaches any more is told apart, so that nobody goes on writing to them.

mod actions;
mod address;
mod calling;
mod letter;
pub mod schema;
mod store;
mod webhook;
mod webhook_pages;

pub use actions::{send_due, stop_hopeless};
pub use address::{Address, NotAnAddress};
pub use calling::{WebhookForm, add_webhook, call, has_webhooks, settle_call, take_calls, tidy};
pub use letter::{Failure, Letter, NewLetter, Text};
pub use store::{deliveries_of, forget, has_calls, insert as write, waiting_letters, webhooks_of};
pub use webhook::{Call, Channel, Delivery, Outcome, Webhook, WebhookFault};
pub use webhook_pages::{WebhooksPage, add_webhook_page, move_webhook_page, show_webhooks};
