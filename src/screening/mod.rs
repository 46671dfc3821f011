//! 遴选: several appraise a need, each alone; two persons decide what becomes of it.

mod actions;
mod appraisal;
mod method;
mod pages;
pub mod schema;
mod store;

pub use actions::{
    AppraisalForm, AppraiseError, AskError, DecideError, DecisionForm, appraise, ask_appraisers, confirm_decision,
    propose_decision, recuse, save_method, withdraw_decision,
};
pub use appraisal::{Appraisal, AppraisalState, Verdict};
pub use method::{MethodForm, ScreeningMethod};
pub use pages::*;
pub use store::method_at_present;
