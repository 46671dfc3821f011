//! Every address of the system, grouped by audience, each group with its guard.

use actix_web::{
    middleware::from_fn,
    web::{ServiceConfig, get, post, resource, scope},
};

use crate::{
    accounts::{self, Deputy, Scrutineer, Secretariat, only},
    ballots, candidates, congress, deputies, desk, home, projects, screen, scrutineers, tally,
    web::{ErrorPage, PageSample, asset_response, limit_by_address, no_store},
};

pub fn all(config: &mut ServiceConfig) {
    config
        .configure(public)
        .configure(booth)
        .configure(signing_in)
        .configure(deputies)
        .configure(secretariat)
        .configure(scrutineers);
}

/// Anybody; no script needed, the same bytes for everybody.
fn public(config: &mut ServiceConfig) {
    config
        .route("/", get().to(home::show_home))
        .route("/proposals", get().to(home::show_proposals))
        .route("/candidates", get().to(candidates::show_candidates))
        .route("/candidates/{number}", get().to(candidates::show_candidate))
        .route("/projects", get().to(projects::show_projects))
        .route("/projects/without-field", get().to(projects::show_projects_without_field))
        .route("/projects/fields/{field}", get().to(projects::show_projects_of_field))
        .route("/projects/{id}", get().to(projects::show_project))
        .route("/results", get().to(tally::newest_result))
        .route("/results/{year}", get().to(tally::show_result))
        .route("/results/{year}/verify", get().to(tally::show_verify))
        .route("/results/{year}/checked", post().to(tally::confirm_checked))
        .route("/results/{year}/certificate", get().to(tally::show_certificate))
        .route("/results/{year}/notice", get().to(tally::show_notice))
        .route("/results/{year}/files/{name}", get().to(tally::result_file))
        .route("/screen", get().to(screen::show_screen))
        .route("/static/{path:.*}", get().to(asset_response));
}

/// What a booth needs. No sign-in and no cookie: whoever holds a code on the list may vote, and the server does not
/// learn who is in the booth.
fn booth(config: &mut ServiceConfig) {
    config
        .route("/deputy/rounds/{id}/booth", get().to(ballots::show_booth))
        .route("/rounds/{id}/setup/election.json", get().to(ballots::election_file))
        .route("/rounds/{id}/setup/trustees.json", get().to(ballots::trustees_file))
        .route("/rounds/{id}/setup/public_creds.json", get().to(ballots::public_credentials_file))
        .route("/rounds/{id}/ballots", post().to(ballots::cast_ballot))
        .route("/rounds/{id}/opened", post().to(ballots::open_ballot))
        .route("/check", get().to(ballots::show_check))
        .route("/check/opened.json", get().to(ballots::opened_file));
}

fn signing_in(config: &mut ServiceConfig) {
    config
        .service(
            resource("/sign-in")
                .wrap(from_fn(limit_by_address))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::show_sign_in))
                .route(post().to(accounts::sign_in)),
        )
        .route("/sign-out", post().to(accounts::sign_out))
        .route("/demo", get().to(accounts::demo_sheet));
}

fn deputies(config: &mut ServiceConfig) {
    config.service(
        scope("/deputy")
            .wrap(from_fn(only::<Deputy, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(ballots::deputy_home))
            .route("/check-in", get().to(deputies::show_check_in))
            .route("/check-in", post().to(deputies::check_in))
            .route("/rounds/{id}/issue", get().to(ballots::show_issue))
            .route("/rounds/{id}/issue", post().to(ballots::issue_ballot)),
    );
}

fn secretariat(config: &mut ServiceConfig) {
    config.service(
        scope("/secretariat")
            .wrap(from_fn(only::<Secretariat, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(desk::show_desk))
            .route("/issuing", get().to(ballots::show_issuing))
            .route("/issuing/start", post().to(desk::start_issuing))
            .route("/issuing/{deputy}/cancel", post().to(ballots::ask_to_cancel))
            .route("/issuing/{deputy}/withdraw", post().to(ballots::withdraw_cancel))
            .route("/rounds/{id}/open", post().to(desk::open_round))
            .route("/rounds/{id}/close", post().to(desk::close_round))
            .route("/rounds/{id}/count", post().to(desk::begin_count))
            .route("/rounds/{id}/certificate", get().to(desk::show_certificate_draft))
            .route("/rounds/{id}/certificate", post().to(desk::draft_certificate))
            .route("/certificates/{id}/certify", post().to(desk::certify))
            .route("/certificates/{id}/announce", post().to(desk::announce))
            .route("/scrutineers", get().to(scrutineers::show_scrutineers))
            .route("/scrutineers", post().to(scrutineers::appoint_scrutineer))
            .route("/scrutineers/key", post().to(scrutineers::start_key_ceremony))
            .route("/scrutineers/key/void", get().to(scrutineers::show_void))
            .route("/scrutineers/key/void", post().to(scrutineers::void_key_ceremony))
            .route("/scrutineers/{id}/withdraw", post().to(scrutineers::withdraw_scrutineer))
            .route("/scrutineers/{id}/chief", post().to(scrutineers::name_chief))
            .route("/roll", get().to(deputies::show_roll))
            .route("/roll/import", get().to(deputies::show_roll_upload))
            .route("/roll/import", post().to(deputies::take_roll_upload))
            .route("/roll/import/{upload}", get().to(deputies::preview_roll))
            .route("/roll/import/{upload}", post().to(deputies::confirm_import))
            .route("/roll/template.csv", get().to(deputies::roll_template))
            .route("/roll/cards", get().to(deputies::choose_cards))
            .route("/roll/cards", post().to(deputies::print_cards))
            .route("/attendance", get().to(deputies::show_attendance))
            .route("/attendance/code", post().to(deputies::renew_check_in_code))
            .route("/attendance/{deputy}", post().to(deputies::mark_attendance))
            .route("/method", get().to(congress::show_voting_method))
            .route("/method/edit", get().to(congress::edit_voting_method))
            .route("/method/edit", post().to(congress::save_voting_method))
            .route("/method/adopt", post().to(congress::record_adoption))
            .route("/review", get().to(congress::show_prior_review))
            .route("/review", post().to(congress::save_prior_review)),
    );
}

fn scrutineers(config: &mut ServiceConfig) {
    config.service(
        scope("/scrutineer")
            .wrap(from_fn(only::<Scrutineer, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(tally::scrutineer_home))
            .route("/cancellations", get().to(ballots::show_cancellations))
            .route("/cancellations/{deputy}/confirm", post().to(ballots::confirm_cancellation))
            .route("/cancellations/{deputy}/decline", post().to(ballots::decline_cancellation))
            .route("/key", get().to(scrutineers::show_key))
            .route("/key/status.json", get().to(scrutineers::key_status))
            .route("/key/messages", post().to(scrutineers::take_key_message))
            .route("/key/refusals", post().to(scrutineers::refuse_key_part))
            .route("/key/copy", post().to(scrutineers::confirm_copy_page))
            .route("/rounds/{id}/open", get().to(tally::show_open_box))
            .route("/rounds/{id}/open", post().to(tally::open_box))
            .route("/rounds/{id}/encrypted_tally.json", get().to(tally::encrypted_tally_file))
            .route("/rounds/{id}/box.bel", get().to(tally::box_file))
            .route("/certificates/{id}", get().to(tally::show_sign))
            .route("/certificates/{id}", post().to(tally::sign_certificate_page))
            .route("/certificates/{id}/document.json", get().to(tally::certificate_document)),
    );
}

/// Every page there is with its samples, for the test that renders all of them.
pub fn page_samples() -> Vec<PageSample> {
    vec![
        PageSample::of::<ErrorPage>(),
        PageSample::of::<accounts::SignInPage>(),
        PageSample::of::<accounts::DemoPage>(),
        PageSample::of::<congress::MethodPage>(),
        PageSample::of::<congress::MethodFormPage>(),
        PageSample::of::<congress::PriorReviewPage>(),
        PageSample::of::<deputies::RollPage>(),
        PageSample::of::<deputies::RollUploadPage>(),
        PageSample::of::<deputies::PreviewPage>(),
        PageSample::of::<deputies::CardsPage>(),
        PageSample::of::<deputies::CardSheetPage>(),
        PageSample::of::<deputies::AttendancePage>(),
        PageSample::of::<deputies::CheckInPage>(),
        PageSample::of::<candidates::CandidatesPage>(),
        PageSample::of::<candidates::CandidatePage>(),
        PageSample::of::<scrutineers::ScrutineersPage>(),
        PageSample::of::<scrutineers::VoidPage>(),
        PageSample::of::<scrutineers::KeyPage>(),
        PageSample::of::<ballots::DeputyHome>(),
        PageSample::of::<ballots::IssuePage>(),
        PageSample::of::<ballots::BoothPage>(),
        PageSample::of::<ballots::CheckPage>(),
        PageSample::of::<ballots::IssuingPage>(),
        PageSample::of::<ballots::CancellationsPage>(),
        PageSample::of::<tally::ScrutineerHome>(),
        PageSample::of::<tally::NotAppointedPage>(),
        PageSample::of::<tally::OpenBoxPage>(),
        PageSample::of::<tally::SignPage>(),
        PageSample::of::<tally::ResultPage>(),
        PageSample::of::<tally::CertificatePage>(),
        PageSample::of::<tally::NoticePage>(),
        PageSample::of::<tally::VerifyPage>(),
        PageSample::of::<projects::ProjectsPage>(),
        PageSample::of::<projects::ProjectPage>(),
        PageSample::of::<home::HomePage>(),
        PageSample::of::<home::ProposalsPage>(),
        PageSample::of::<desk::DeskPage>(),
        PageSample::of::<desk::DraftPage>(),
        PageSample::of::<screen::ScreenPage>(),
    ]
}
