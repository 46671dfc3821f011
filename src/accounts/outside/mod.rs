//! Signing in at a place of the congress's own (浙政钉 and the like) by OpenID Connect, beside passwords or instead of them.

mod actions;
mod operator_pages;
mod pages;
mod protocol;
mod provider;
mod store;
mod ticket;

pub use actions::{PasswordWayError, ProviderRefused, remove_provider, set_only_there, set_provider};
pub use operator_pages::{OperatorSignInPage, choose_only_there, show_operator_sign_in};
pub use pages::{OwnCodePage, come_back, go_outside, own_code, show_own_code};
pub use provider::{NewProvider, Provider};
pub use store::provider;

pub(super) use actions::confirm_elsewhere;
pub(super) use pages::{Choice, choice_at};
pub(super) use store::is_only_there;
pub(super) use ticket::{CameFrom, ShownElsewhere};
