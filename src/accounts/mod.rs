//! People who sign in: their roles, passwords, one-time codes and sign-ins.

mod account;
mod actions;
mod asking;
mod device;
mod door;
mod guard_pages;
mod one_time_code;
mod outbox_pages;
mod outside;
mod pages;
mod password;
mod sealed;
mod sealed_code;
mod second_factor;
mod second_factor_pages;
mod sign_in_pages;
mod sign_ins;
pub mod schema;
mod staff_pages;
mod store;

pub use account::{AccountLine, AccountName, Login, NewAccount, Person, Role, SecondFactor, Site};
pub use actions::{
    ConfirmError, CreateError, Door, PasswordError, SignInError, close, confirm_identity, create, create_with_card,
    create_with_initial_password, find_by_login, hand_over, reset_password, reset_to_initial_password, revoke_sign_ins,
    somebody_must_not_be_both, tidy, unlock,
};
pub use guard_pages::{
    Admin, As, Auditor, Department, Deputy, NoPlacePage, RoleType, Scrutineer, Secretariat, Supervisor, identify, only,
    show_operator_home,
};
pub use one_time_code::OneTimeCode;
pub use outbox_pages::outbox_of;
pub use outside::{
    NewProvider, OperatorSignInPage, OwnCodePage, PasswordWayError, Provider, ProviderRefused, choose_only_there,
    come_back, go_outside, own_code, provider, remove_provider, set_only_there, set_provider, show_operator_sign_in,
    show_own_code,
};
pub use pages::{
    DemoAccount, DemoPage, DemoSheet, OnceMore, PasswordPage, ResumePage, SignInPage, ask_once_more, change_password,
    demo_sheet, show_password, show_sign_in, sign_in, sign_out,
};
pub use password::{Password, readable_password};
pub use sealed_code::{SealError, SealedCodeSecret};
pub use second_factor_pages::{SecondFactorPage, renew_recovery_codes, set_up_codes, show_second_factor};
pub use sign_in_pages::{SignInsPage, end_sign_ins, show_sign_ins};
pub use sign_ins::SignIns;
pub use staff_pages::{
    StaffPage, ask_about_account, ask_for_account, confirm_account_request, show_staff, unlock_account,
    withdraw_account_request,
};
pub use store::{accounts_of_congress, accounts_of_role, works_for};
