//! 督导检查: what a group saw on a day, published once the secretariat has checked it.

mod actions;
mod inspection;
mod pages;
pub(super) mod store;
mod view;

pub use actions::{
    InspectionError, follow_up_finding, give_back_inspection, publish_inspection, record_inspection, rewrite_inspection,
};
pub use inspection::{Finding, Inspection, InspectionForm, InspectionState};
pub use pages::{
    InspectionFormPage, InspectionPage, follow_up_finding_page, record_inspection_page, rewrite_inspection_page,
    settle_inspection_page, show_group_inspection, show_inspection_form, show_public_inspection,
    show_secretariat_inspection,
};
pub use view::InspectionView;
