//! People who sign in: their roles, passwords, one-time codes and sign-ins.

mod account;
mod actions;
mod asking;
mod device;
mod door;
mod one_time_code;
mod pages;
mod password;
mod sealed_code;
mod sign_ins;
pub mod schema;
mod staff_pages;
mod store;

pub use account::{AccountLine, AccountName, Login, NewAccount, Person, Role, Site};
pub use actions::{
    ConfirmError, CreateError, Door, PasswordError, SignInError, close, confirm_identity, create, create_with_card,
    create_with_initial_password, find_by_login, find_person, hand_over, has_one_time_code, reset_password,
    reset_to_initial_password, revoke_sign_ins, tidy, unlock,
};
pub use one_time_code::OneTimeCode;
pub use pages::{
    Admin, As, DemoAccount, DemoPage, DemoSheet, Department, Deputy, NoPlacePage, PasswordPage, ResumePage, RoleType,
    Scrutineer, Secretariat, SignInPage, Supervisor, ask_once_more, change_password, demo_sheet, identify, only,
    show_operator_home, show_password, show_sign_in, sign_in, sign_out,
};
pub use password::{Password, readable_password};
pub use sealed_code::{SealError, SealedCodeSecret};
pub use sign_ins::SignIns;
pub use staff_pages::{
    StaffPage, ask_about_account, ask_for_account, confirm_account_request, show_staff, unlock_account,
    withdraw_account_request,
};
pub use store::{accounts_of_congress, accounts_of_role};
