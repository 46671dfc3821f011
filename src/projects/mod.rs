//! 正式项目: what the deputies chose, with the certificate that says so, and the tracking of each until it is done: plan,
//! progress, lights, adjustments. Each of these is a folder; what is about a project as a whole stands beside them.

mod acceptances;
mod actions;
mod adjustments;
mod lights;
mod money;
mod news;
mod pages;
mod places;
mod plans;
mod project;
mod quantity;
mod reports;
mod rules;
pub mod schema;
mod store;
mod subject;
mod tracked;
mod units;
mod years;

pub use acceptances::{AcceptError, Acceptance, NotAccepted, accept_sub_item, refuse_acceptance};
pub use actions::{make_public, promote};
pub use adjustments::{
    AdjustError, AdjustPage, Adjustment, AdjustmentKind, AdjustmentState, AdjustmentView, Decision, Proposal,
    propose_adjustment, propose_adjustment_page, refuse_adjustment, settle_adjustment, settle_adjustment_page,
    show_adjust,
};
pub use lights::{
    Filed, Light, LightRecord, MonthState, Owed, REPORT_DUE_DAY, Standing, UnitMisses, Verdict, Why, misses, owed,
    planned_on, recompute_all, recompute_project,
    store::{current_lights, light_history, lights_on, turned_red},
};
pub use money::{MoneyCourse, MoneyStand};
pub use news::{LightChange, News, news};
pub use pages::*;
pub use places::{
    Coordinates, ImportPage, ItemCount, Listed, OutlinePage, OutlineSaid, PlaceError, PlaceForm, PlaceHerePage,
    PlacePage, PlaceState, PlacesOfItemPage, PlacesOfProjectPage, PlacesPage, StreetPage, Which, add_place,
    add_place_page, add_place_picture, add_place_picture_page, all_places, change_place, change_place_page,
    confirm_import_page, first_street, import_places, move_places, move_places_page, place_is_public, places_file,
    preview_import, remove_place, remove_place_page, search, show_new_place, show_outline, show_place, show_place_form,
    show_places, show_places_of_item, show_places_of_project, show_places_of_street, streets, upload_outline,
    upload_outline_page,
};
pub use plans::{
    ItemPlan, Milestone, Plan, PlanError, PlanForm, PlanPage, PlanState, PlanVersion, PlanView, Source, publish_plan,
    publish_plan_page, return_plan, return_plan_page, save_plan, save_plan_page, show_plan,
};
pub use project::Project;
pub use quantity::{Money, Percent, Quantity, target_of};
pub use reports::{
    BulkError, HandedIn, Narrative, Report, ReportError, ReportForm, ReportPage, ReportView, Reporter, bulk, file_bulk,
    file_or_keep_report, file_report, save_report, save_report_draft, show_report, show_whether_sent,
    store::{filed_reports, finished_places, report_by_id},
};
pub use rules::{
    Level, Receiver, RuleFault, RulesForm, RulesPage, TrackingRules, save_rules_page, show_rules, store::rules_of,
};
pub use store::{
    certificate_number, news_since, overview, project_by_id, projects, projects_of_congress, public_projects, subjects,
    tracked, tracked_project,
};
pub use subject::{NoSubject, Subject, SubjectKind, Subjects, Touched, streets_of};
pub use tracked::{Passed, Payment, Tracked};
pub use units::{
    Member, PeopleError, PeoplePage, Unit, assign_lead_unit, found_unit, found_unit_page, has_part,
    make_department_account, make_department_account_page, may_report, new_account, show_people,
    store::{lead_units, members, unit_of, units_of},
};
pub use years::{
    CarryOver, Closing, YearError, carry_over, last_day, set_closing_day,
    store::{closing_of, set_frozen},
};
