//! Every address of the system, grouped by audience, each group with its guard.

mod page_samples;

pub use page_samples::page_samples;

use actix_session::SessionMiddleware;
use actix_web::{
    middleware::from_fn,
    web::{ServiceConfig, get, post, resource, scope, to},
};

use crate::{
    accounts::{self, Admin, Auditor, Department, Deputy, Scrutineer, Secretariat, SignIns, Supervisor, only},
    ballots, board, candidates, congress, deputies, desk, followers, guests, hall, hand_count, home, post as outbox,
    projects, proposals, ratings, records, rehearsals, reports, screen, screening, scrutineers, scrutiny, site,
    supervision, tally, voices, warnings,
    web::{asset_response, department_worker, limit_by_visitor, no_store, without_slash},
};

/// A script needs no database, and a public page none once it is kept: only what knows people asks who it is.
pub fn all(config: &mut ServiceConfig, sessions: impl Fn() -> SessionMiddleware<SignIns>) {
    config
        .route("/static/{path:.*}", get().to(asset_response))
        .route("/department-worker.js", get().to(department_worker))
        .service(
            scope("")
                .wrap(from_fn(congress::site))
                // Open to everybody when they are published, and before that to those who work on it.
                .service(
                    scope("/evidence")
                        .wrap(from_fn(accounts::identify))
                        .wrap(sessions())
                        .route("/{id}", get().to(site::show_file)),
                )
                .configure(front)
                .configure(following)
                .configure(public)
                .configure(proposing)
                .configure(speaking)
                .configure(booth)
                .service(
                    scope("")
                        .wrap(from_fn(accounts::identify))
                        .wrap(sessions())
                        .configure(signing_in)
                        .configure(deputies)
                        .configure(secretariat)
                        .configure(scrutineers)
                        .configure(departments)
                        .configure(supervisors)
                        .configure(auditors)
                        .configure(operators),
                ),
        )
        .default_service(to(without_slash));
}

/// What many ask for at once: addresses that are no patterns, results, projects, candidates, years. Each pattern before one costs
/// a match.
fn front(config: &mut ServiceConfig) {
    config
        .route("/", get().to(home::show_home))
        .route("/robots.txt", get().to(site::robots))
        .route("/sitemap.xml", get().to(site::sitemap))
        .route("/.well-known/security.txt", get().to(site::security_txt))
        .route("/hall-certificate.crt", get().to(hall::hall_certificate_file))
        .route("/proposals", get().to(proposals::show_proposals))
        .route("/proposals/clock", get().to(proposals::show_clock))
        .route("/proposals/funnel", get().to(proposals::show_funnel))
        .route("/proposals/feed.xml", get().to(reports::proposals_feed))
        .route("/help", get().to(home::show_public_help))
        .route("/candidates", get().to(candidates::show_candidates))
        .route("/projects", get().to(projects::show_projects))
        .route("/projects/without-field", get().to(projects::show_projects_without_field))
        .route("/projects/places", get().to(projects::show_places))
        .route("/projects/board", get().to(board::show_board))
        .route("/projects/supervision", get().to(supervision::show_supervision))
        .route("/projects/feed.xml", get().to(reports::progress_feed))
        .route("/projects/calendar.ics", get().to(reports::calendar_of_all))
        .route("/open-data", get().to(reports::show_open_data))
        .route("/api/openapi.json", get().to(reports::api_description))
        .route("/api/years", get().to(reports::api_years))
        .route("/api/archive", get().to(reports::api_archive))
        .route("/api/funnel", get().to(reports::api_funnel))
        .route("/voices", get().to(voices::show_voices))
        .route("/voices/feed.xml", get().to(reports::voices_feed))
        .route("/ratings", get().to(ratings::show_ratings))
        .route("/years", get().to(reports::show_archive))
        .route("/reports", get().to(reports::newest_report))
        .route("/results", get().to(tally::newest_result))
        .route("/verify.md", get().to(tally::verify_guide))
        .route("/screen", get().to(screen::show_screen))
        .route("/screen/events", get().to(screen::show_screen_events))
        .service(
            resource("/projects/follow")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(followers::show_follow))
                .route(post().to(followers::follow)),
        )
        .route("/results/{year}", get().to(tally::show_result))
        .route("/projects/{id}", get().to(site::show_project))
        .route("/candidates/{number}", get().to(candidates::show_candidate))
        .route("/needs/{id}", get().to(proposals::show_need))
        .route("/years/{year}", get().to(reports::show_year))
        .service(
            resource("/results/{year}/verify")
                .wrap(from_fn(no_store))
                .route(get().to(tally::show_verify))
                .route(post().to(tally::look_up)),
        )
        .route("/results/{year}/receipts", get().to(tally::all_receipts))
        .route("/results/{year}/receipts", post().to(tally::confirm_checked_by_nobody))
        .route("/results/{year}/checked", post().to(tally::confirm_checked))
        .route("/results/{year}/certificate", get().to(tally::show_certificate))
        .route("/results/{year}/bundles", get().to(tally::show_bundles))
        .route("/results/{year}/corrigenda/{number}", get().to(tally::show_corrigendum))
        .route("/results/{year}/timeline", get().to(tally::show_timeline))
        .route("/results/{year}/notice", get().to(tally::show_notice))
        .route("/results/{year}/files/{name}", get().to(tally::result_file));
}

/// Anybody; no script needed, the same bytes for everybody.
fn public(config: &mut ServiceConfig) {
    config
        .route("/proposals/pictures/{id}", get().to(proposals::show_picture))
        .route("/proposals/files/{name}", get().to(proposals::proposals_file))
        .route("/calls/{number}", get().to(proposals::show_call))
        .route("/calls/{number}/report", get().to(proposals::show_call_report))
        .route("/needs/{id}/appraisal", get().to(screening::show_appraised))
        .route("/help/{audience}", get().to(home::show_help))
        .route("/candidates/pictures/{id}", get().to(candidates::show_candidate_picture))
        .route("/candidates/files/{name}", get().to(candidates::candidates_file))
        .route("/projects/fields/{field}", get().to(projects::show_projects_of_field))
        .route("/projects/units/{unit}", get().to(projects::show_projects_of_unit))
        .route("/projects/lights/{light}", get().to(projects::show_projects_of_light))
        .route("/projects/places/{street}", get().to(projects::show_places_of_street))
        .route("/projects/{id}/places", get().to(projects::show_places_of_project))
        .route("/places/{id}", get().to(projects::show_place))
        .route("/projects/chosen/{year}/{number}", get().to(projects::show_chosen))
        .route("/projects/board/files/{name}", get().to(board::board_file))
        .route("/projects/supervision/inspections/{id}", get().to(supervision::show_public_inspection))
        .route("/projects/supervision/{year}/{quarter}", get().to(supervision::show_quarter))
        .route("/projects/supervision/{year}/{quarter}/files/{name}", get().to(supervision::quarter_file))
        .route("/projects/{id}/calendar.ics", get().to(reports::project_calendar))
        .route("/projects/feed/{month}", get().to(reports::feed_archive))
        .route("/projects/{id}/feed/{month}", get().to(reports::project_feed_archive))
        .route("/projects/{id}/feed.xml", get().to(reports::project_feed))
        .route("/open-data/files/{name}", get().to(reports::data_file))
        .route("/api/years/{year}", get().to(reports::api_year))
        .route("/api/needs/pages/{page}", get().to(reports::api_needs))
        .route("/api/needs/{id}", get().to(reports::api_need))
        .route("/api/proposals/pages/{page}", get().to(reports::api_proposals))
        .route("/api/projects/{id}", get().to(reports::api_project))
        .route("/voices/pictures/{id}", get().to(voices::show_voice_picture))
        .route("/voices/{id}", get().to(voices::show_voice))
        .route("/projects/{id}/voices", get().to(voices::show_project_voices))
        .route("/projects/{id}/voices/feed.xml", get().to(reports::project_voices_feed))
        .route("/projects/{by}/{name}/feed.xml", get().to(reports::named_feed))
        .route("/projects/{by}/{name}/feed/{month}", get().to(reports::named_feed_archive))
        .route("/projects/{by}/{name}/calendar.ics", get().to(reports::named_calendar))
        .route("/api/voices/pages/{page}", get().to(reports::api_voices))
        .route("/projects/{id}/rate", get().to(ratings::show_rate))
        .service(
            resource("/projects/{id}/rate/{sign}")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(ratings::show_rate_on_site))
                .route(post().to(ratings::rate_project)),
        )
        .route("/ratings/{year}", get().to(ratings::show_ratings_of_year))
        .route("/ratings/{year}/certificate", get().to(ratings::show_rating_certificate))
        .route("/ratings/{year}/files/{name}", get().to(ratings::rating_file))
        .route("/years/{year}/embed", get().to(reports::show_year_snippet))
        .route("/projects/{id}/embed", get().to(reports::show_project_snippet))
        .route("/embed/projects/{id}", get().to(reports::embed_project))
        .route("/embed/projects/{id}/{theme}", get().to(reports::embed_project_themed))
        .route("/embed/years/{year}", get().to(reports::embed_year))
        .route("/embed/years/{year}/{theme}", get().to(reports::embed_year_themed))
        .route("/reports/{year}", get().to(reports::show_annual_report))
        .route("/reports/{year}/half-year", get().to(reports::show_half_year_report))
        .route("/reports/{year}/quarters/{quarter}", get().to(reports::show_quarter_report))
        .route("/reports/{year}/quarters/{quarter}/files/{name}", get().to(reports::quarter_report_file))
        .route("/reports/{year}/files/{name}", get().to(reports::report_file));
}

/// Leaving an address, and what the links in letters lead to.
fn following(config: &mut ServiceConfig) {
    config
        .service(
            resource("/projects/{id}/follow")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(followers::show_follow_project))
                .route(post().to(followers::follow_project)),
        )
        .service(resource("/following/{id}/add").wrap(from_fn(no_store)).route(post().to(followers::add_following)))
        .service(
            resource("/following/{id}/remove").wrap(from_fn(no_store)).route(post().to(followers::remove_following)),
        )
        .service(
            resource("/following/{id}")
                .wrap(from_fn(no_store))
                .route(get().to(followers::show_following))
                .route(post().to(followers::confirm_following)),
        )
        .service(
            resource("/following/{id}/stop")
                .wrap(from_fn(no_store))
                .route(get().to(followers::show_following))
                .route(post().to(followers::stop_following)),
        );
}

/// Proposing, and what the code leads to; no account.
fn proposing(config: &mut ServiceConfig) {
    config
        .service(resource("/propose").wrap(from_fn(no_store)).route(get().to(proposals::go_to_propose)))
        .service(
            resource("/calls/{number}/propose")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(proposals::show_propose))
                .route(post().to(proposals::look_at_proposal)),
        )
        .service(
            resource("/calls/{number}/propose/send")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(post().to(proposals::send_proposal)),
        )
        .service(
            resource("/p")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(proposals::show_find))
                .route(post().to(proposals::find_own)),
        )
        .service(
            resource("/p/letters/{id}")
                .wrap(from_fn(no_store))
                .route(get().to(proposals::show_letters))
                .route(post().to(proposals::confirm_letters_page)),
        )
        .service(
            resource("/p/letters/{id}/stop")
                .wrap(from_fn(no_store))
                .route(get().to(proposals::show_letters))
                .route(post().to(proposals::stop_letters_page)),
        )
        .service(
            resource("/propose/photos/{hold}/{id}").wrap(from_fn(no_store)).route(get().to(guests::show_held_photo)),
        )
        .service(
            resource("/needs/{id}/support")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(proposals::show_support))
                .route(post().to(proposals::support_page)),
        )
        .service(resource("/p/{code}/helped").wrap(from_fn(no_store)).route(post().to(proposals::say_helped)))
        .service(resource("/p/{code}").wrap(from_fn(no_store)).route(get().to(proposals::show_own)))
        .service(resource("/p/{code}/proposal.json").wrap(from_fn(no_store)).route(get().to(proposals::export_own)))
        .service(resource("/p/{code}/pictures").wrap(from_fn(no_store)).route(post().to(proposals::add_own_pictures)))
        .service(
            resource("/p/{code}/pictures/{id}").wrap(from_fn(no_store)).route(get().to(proposals::show_own_picture)),
        )
        .service(resource("/p/{code}/withdraw").wrap(from_fn(no_store)).route(post().to(proposals::withdraw_own)))
        .service(resource("/p/{code}/object").wrap(from_fn(no_store)).route(post().to(proposals::object_own)))
        .service(resource("/p/{code}/erase").wrap(from_fn(no_store)).route(post().to(proposals::erase_own)));
}

/// Saying something of a project, and what the code leads to; no account.
fn speaking(config: &mut ServiceConfig) {
    config
        .service(
            resource("/projects/{id}/voices/new")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(voices::show_voice_form))
                .route(post().to(voices::look_at_voice)),
        )
        .service(
            resource("/projects/{id}/voices/send")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(post().to(voices::send_voice)),
        )
        .service(
            resource("/v")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(voices::show_find_voice))
                .route(post().to(voices::find_own_voice)),
        )
        .service(
            resource("/v/letters/{id}")
                .wrap(from_fn(no_store))
                .route(get().to(voices::show_voice_letters))
                .route(post().to(voices::confirm_voice_letters)),
        )
        .service(
            resource("/v/letters/{id}/stop")
                .wrap(from_fn(no_store))
                .route(get().to(voices::show_voice_letters))
                .route(post().to(voices::stop_voice_letters)),
        )
        .service(
            resource("/v/{code}")
                .wrap(from_fn(no_store))
                .route(get().to(voices::show_own_voice))
                .route(post().to(voices::move_own_voice)),
        )
        .service(resource("/v/{code}/voice.json").wrap(from_fn(no_store)).route(get().to(voices::export_own_voice)))
        .service(
            resource("/v/{code}/pictures/{id}").wrap(from_fn(no_store)).route(get().to(voices::show_own_voice_picture)),
        )
        .service(resource("/v/{code}/erase").wrap(from_fn(no_store)).route(post().to(voices::erase_own_voice)));
}

/// What a booth needs. No sign-in and no cookie: whoever holds a code on the list may vote, and the server does not
/// learn who is in the booth.
fn booth(config: &mut ServiceConfig) {
    config
        .route("/deputy/rounds/{id}/booth", get().to(ballots::show_booth))
        .route("/booth", get().to(ballots::show_booth_at_hand))
        .route("/booth/slips.json", get().to(ballots::slips_file))
        .route("/booth/tablets/{id}/{token}", post().to(ballots::hear_tablet))
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
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::show_sign_in))
                .route(post().to(accounts::sign_in)),
        )
        .service(
            resource("/sign-in/outside")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::go_outside)),
        )
        .service(
            resource("/sign-in/outside/return")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::come_back)),
        )
        .service(
            resource("/sign-in/outside/code")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::show_own_code))
                .route(post().to(accounts::own_code)),
        )
        .service(
            resource("/password")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::show_password))
                .route(post().to(accounts::change_password)),
        )
        .service(
            resource("/second-factor")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(get().to(accounts::show_second_factor))
                .route(post().to(accounts::set_up_codes)),
        )
        .service(
            resource("/second-factor/recovery")
                .wrap(from_fn(limit_by_visitor))
                .wrap(from_fn(no_store))
                .route(post().to(accounts::renew_recovery_codes)),
        )
        .service(
            resource("/sign-ins")
                .wrap(from_fn(no_store))
                .route(get().to(accounts::show_sign_ins))
                .route(post().to(accounts::end_sign_ins)),
        )
        .route("/sign-out", post().to(accounts::sign_out))
        .route("/demo", get().to(accounts::demo_sheet));
}

fn deputies(config: &mut ServiceConfig) {
    config.service(
        scope("/deputy")
            .wrap(from_fn(only::<Deputy, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(hall::deputy_home))
            .route("/check-in", get().to(deputies::show_check_in))
            .route("/check-in", post().to(deputies::check_in))
            .route("/proposals", get().to(proposals::show_mine::<Deputy>))
            .route("/proposals", post().to(proposals::propose_as::<Deputy>))
            .route("/notes", get().to(supervision::show_notes))
            .route("/notes", post().to(supervision::write_note_page))
            .route("/voices", get().to(voices::show_group_voices::<Deputy>))
            .route("/voices/{id}", get().to(voices::show_group_voice::<Deputy>))
            .route("/voices/{id}", post().to(voices::carry_on_voice_page::<Deputy>))
            .route("/supervision", get().to(supervision::show_board::<Deputy>))
            .route("/supervision", post().to(supervision::open_follow_up::<Deputy>))
            .route("/supervision/follow-ups/{id}", get().to(supervision::show_follow_up::<Deputy>))
            .route("/supervision/follow-ups/{id}", post().to(supervision::move_follow_up::<Deputy>))
            .route("/supervision/projects/{id}/inspection", get().to(supervision::show_inspection_form::<Deputy>))
            .route("/supervision/projects/{id}/inspection", post().to(supervision::record_inspection_page::<Deputy>))
            .route("/supervision/inspections/{id}", get().to(supervision::show_group_inspection::<Deputy>))
            .route("/supervision/inspections/{id}", post().to(supervision::rewrite_inspection_page::<Deputy>))
            .route(
                "/supervision/inspections/{id}/findings/{finding}",
                post().to(supervision::follow_up_finding_page::<Deputy>),
            )
            .route("/supervision/notes/{id}", get().to(supervision::show_group_note::<Deputy>))
            .route("/supervision/notes/{id}", post().to(supervision::settle_note_page::<Deputy>))
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
            .route("/sessions", get().to(desk::show_sessions))
            .route("/sessions", post().to(desk::open_session))
            .route("/sessions/{id}", get().to(desk::show_session))
            .route("/sessions/{id}", post().to(desk::correct_session))
            .route("/sessions/{id}/at-hand", post().to(desk::take_session_at_hand))
            .route("/accounts", get().to(accounts::show_staff))
            .route("/accounts", post().to(accounts::ask_for_account))
            .route("/accounts/requests/{id}/confirm", post().to(accounts::confirm_account_request))
            .route("/accounts/requests/{id}/withdraw", post().to(accounts::withdraw_account_request))
            .route("/accounts/{id}", post().to(accounts::ask_about_account))
            .route("/accounts/{id}/unlock", post().to(accounts::unlock_account))
            .route("/issuing", get().to(ballots::show_issuing))
            .route("/issuing/start", post().to(desk::start_issuing))
            .route("/issuing/{deputy}/paper", post().to(ballots::give_paper))
            .route("/issuing/{deputy}/slip", post().to(ballots::give_slip_at_desk))
            .route("/issuing/{deputy}/back", post().to(ballots::take_slip_back_at_desk))
            .route("/tablets", get().to(ballots::show_tablets))
            .route("/tablets", post().to(ballots::add_tablet))
            .route("/tablets/{id}/remove", post().to(ballots::remove_tablet))
            .route("/issuing/{deputy}/cancel", post().to(ballots::ask_to_cancel))
            .route("/issuing/{deputy}/withdraw", post().to(ballots::withdraw_cancel))
            .route("/rounds/{id}/open", post().to(desk::open_round))
            .route("/rounds/{id}/close", post().to(desk::close_round))
            .route("/rounds/{id}/count", post().to(desk::begin_count))
            .route("/rounds/{id}/annul", post().to(desk::ask_to_annul))
            .route("/rounds/{id}/next", post().to(desk::order_round))
            .route("/rounds/{id}/recall", post().to(desk::ask_to_recall))
            .route("/rounds/{id}/key", post().to(desk::ask_to_renew_key))
            .route("/rounds/{id}/change", post().to(desk::ask_to_change))
            .route("/rounds/{id}/few-paper", post().to(desk::accept_few_on_paper))
            .route("/paper", get().to(hand_count::show_hand_count::<Secretariat>))
            .route("/paper/sheets", get().to(hand_count::show_sheets))
            .route("/rounds/{id}/bundles/{bundle}", get().to(hand_count::show_bundle::<Secretariat>))
            .route("/rounds/{id}/bundles/{bundle}", post().to(hand_count::take_bundle::<Secretariat>))
            .route("/rounds/{id}/paper/finish", post().to(hand_count::finish_count::<Secretariat>))
            .route("/rounds/{id}/paper/confirm", post().to(hand_count::confirm_count::<Secretariat>))
            .route("/rounds/{id}/paper/reopen", post().to(hand_count::reopen_count::<Secretariat>))
            .route("/requests/{id}/confirm", post().to(desk::confirm_request))
            .route("/requests/{id}/withdraw", post().to(desk::withdraw_request))
            .route("/audit", get().to(records::show_audit::<Secretariat>))
            .route("/audit/files/{name}", get().to(records::audit_file::<Secretariat>))
            .route("/archives/{year}", get().to(records::show_archive))
            .route("/archives/{year}/files/{name}", get().to(records::archive_file))
            .route("/words", get().to(desk::show_chair_words))
            .route("/timeline", get().to(tally::show_desk_timeline))
            .route("/rounds/{id}/certificate", get().to(desk::show_certificate_draft))
            .route("/rounds/{id}/certificate", post().to(desk::draft_certificate))
            .route("/rounds/{id}/files/{name}", get().to(desk::draft_file))
            .route("/documents/{id}/certify", post().to(desk::certify))
            .route("/documents/{id}/notice", get().to(desk::show_notice_draft))
            .route("/documents/{id}/announce", post().to(desk::announce))
            .route("/documents/{id}/objections/{scrutineer}/overrule", post().to(desk::overrule))
            .route("/documents/{id}/unable/{scrutineer}", post().to(desk::declare_inability))
            .route("/documents/{id}/withdraw", post().to(desk::withdraw_draft))
            .route("/certificates/{id}/corrigenda", get().to(tally::show_corrigenda))
            .route("/certificates/{id}/corrigenda", post().to(tally::draft_corrigendum))
            .route("/scrutineers", get().to(scrutineers::show_scrutineers))
            .route("/scrutineers", post().to(scrutineers::appoint_scrutineer))
            .route("/scrutineers/key", post().to(scrutineers::start_key_ceremony))
            .route("/scrutineers/key/void", get().to(scrutineers::show_void))
            .route("/scrutineers/key/void", post().to(scrutineers::void_key_ceremony))
            .route("/scrutineers/{id}/withdraw", post().to(scrutineers::withdraw_scrutineer))
            .route("/scrutineers/{id}/chief", post().to(scrutineers::name_chief))
            .route("/files", get().to(desk::show_files))
            .route("/files/{id}", get().to(desk::show_file))
            .route("/files/{id}", post().to(desk::withdraw_file))
            .route("/projects", get().to(projects::show_projects_desk))
            .route("/projects/{id}", get().to(projects::show_tracked_project))
            .route("/years/{year}", get().to(reports::show_closing))
            .route("/years/{year}/day", post().to(reports::set_closing_day_page))
            .route("/years/{year}/freeze", post().to(reports::freeze_year_page))
            .route("/years/{year}/correct", post().to(reports::correct_year_page))
            .route("/years/{year}/carry-over", post().to(reports::carry_over_page))
            .route("/projects/{id}/lead", post().to(projects::assign_lead_unit_page))
            .route("/plans/{id}/publish", post().to(projects::publish_plan_page))
            .route("/plans/{id}/return", post().to(projects::return_plan_page))
            .route("/adjustments/{id}", post().to(projects::settle_adjustment_page))
            .route("/sub-items/{id}/accept", post().to(projects::accept_page))
            .route("/projects/{id}/group", get().to(supervision::show_group))
            .route("/projects/{id}/group", post().to(supervision::add_group_member))
            .route("/projects/{id}/group/{member}", post().to(supervision::change_group_member))
            .route("/supervisors", get().to(supervision::show_supervisors))
            .route("/supervisors", post().to(supervision::make_supervisor))
            .route("/supervision", get().to(supervision::show_supervision_desk))
            .route("/supervision/committee", get().to(supervision::show_committee_list))
            .route("/inspections/{id}", get().to(supervision::show_secretariat_inspection))
            .route("/inspections/{id}", post().to(supervision::settle_inspection_page))
            .route("/notes/{id}", get().to(supervision::show_secretariat_note))
            .route("/notes/{id}", post().to(supervision::answer_note_page))
            .route("/voices", get().to(voices::show_voices_desk))
            .route("/voices/rules", post().to(voices::save_voice_rules_page))
            .route("/voices/words/{id}", post().to(voices::settle_voice_words_page))
            .route("/voices/{id}", get().to(voices::show_voice_desk))
            .route("/voices/{id}", post().to(voices::sort_voice_page))
            .route("/voice-pictures/{id}", get().to(voices::show_desk_voice_picture))
            .route("/ratings", get().to(ratings::show_ratings_desk))
            .route("/ratings/round", get().to(ratings::show_rating_round))
            .route("/ratings/round", post().to(ratings::start_rating))
            .route("/ratings/sitting", post().to(ratings::begin_sitting_page))
            .route("/ratings/rounds/{id}/certificate", post().to(ratings::draft_rating_certificate))
            .route("/ratings/periods/{year}", post().to(ratings::save_period))
            .route("/ratings/remarks/{id}", post().to(ratings::settle_remark_page))
            .route("/ratings/signs/{id}", get().to(ratings::show_sign))
            .route("/ratings/signs/{id}", post().to(ratings::renew_sign_page))
            .route("/ratings/signs/{id}/small", get().to(ratings::show_small_sign))
            .route("/board", get().to(board::show_inner_board::<Secretariat>))
            .route("/tracking-rules", get().to(projects::show_rules))
            .route("/tracking-rules", post().to(projects::save_rules_page))
            .route("/warnings", get().to(warnings::newest_warnings))
            .route("/warnings/{year}", get().to(warnings::show_warnings))
            .route("/warnings/{year}/files/{name}", get().to(warnings::warnings_file))
            .route("/contacts", get().to(warnings::show_contacts::<Secretariat>))
            .route("/contacts", post().to(warnings::add_contact_page::<Secretariat>))
            .route("/contacts/{id}/remove", post().to(warnings::remove_contact_page::<Secretariat>))
            .route("/webhooks", get().to(outbox::show_webhooks))
            .route("/webhooks", post().to(outbox::add_webhook_page))
            .route("/webhooks/{id}", post().to(outbox::move_webhook_page))
            .route("/map", get().to(projects::show_outline))
            .route("/map", post().to(projects::upload_outline_page))
            .route("/units", get().to(projects::show_people))
            .route("/units", post().to(projects::found_unit_page))
            .route("/units/accounts", post().to(projects::make_department_account_page))
            .route("/candidates", get().to(candidates::show_list_upload))
            .route("/candidates", post().to(candidates::take_list_upload))
            .route("/candidates/template.xlsx", get().to(candidates::candidates_template))
            .route("/candidates/pool", get().to(candidates::show_pool))
            .route("/candidates/pool", post().to(candidates::take_from_pool_page))
            .route("/candidates/list", get().to(candidates::show_list))
            .route("/candidates/list", post().to(candidates::move_candidate_page))
            .route("/candidates/list/new", get().to(candidates::show_new_candidate))
            .route("/candidates/list/new", post().to(candidates::add_candidate_page))
            .route("/candidates/list/{number}", get().to(candidates::show_edit_candidate))
            .route("/candidates/list/{number}", post().to(candidates::edit_candidate_page))
            .route("/candidates/list/{number}/pictures", post().to(candidates::add_pictures_page))
            .route("/candidates/list/{number}/pictures/{id}", post().to(candidates::remove_picture_page))
            .route("/candidates/notice", post().to(candidates::put_up_list_page))
            .route("/candidates/seal", post().to(candidates::seal_list_page))
            .route("/candidates/{upload}", get().to(candidates::preview_list))
            .route("/candidates/{upload}", post().to(candidates::confirm_list))
            .route("/candidates/{upload}/reading", post().to(candidates::choose_list_reading))
            .route("/calls", get().to(proposals::show_calls_desk))
            .route("/calls", post().to(proposals::draw_up_call_page))
            .route("/calls/lists", post().to(proposals::save_lists_page))
            .route("/calls/{number}", get().to(proposals::show_call_desk))
            .route("/calls/{number}", post().to(proposals::move_call_page))
            .route("/calls/{number}/report", get().to(proposals::show_call_report_draft))
            .route("/calls/{number}/write", get().to(proposals::show_write_down))
            .route("/calls/{number}/write", post().to(proposals::write_down_page))
            .route("/proposals", get().to(proposals::show_queue))
            .route("/proposal-pictures/{id}", get().to(proposals::show_desk_picture))
            .route("/proposals/in/{show}", get().to(proposals::show_queue_of))
            .route("/proposals/{id}", get().to(proposals::show_proposal_desk))
            .route("/proposals/{id}", post().to(proposals::sort_proposal))
            .route("/needs/{id}", get().to(proposals::show_need_desk))
            .route("/needs/{id}", post().to(proposals::move_need))
            .route("/screening", get().to(screening::show_screening))
            .route("/screening", post().to(screening::save_method_page))
            .route("/screening/{id}", get().to(screening::show_need_screening))
            .route("/screening/{id}", post().to(screening::ask_appraisers_page))
            .route("/screening/{id}/decision", post().to(screening::decide_page))
            .route("/roll", get().to(deputies::show_roll))
            .route("/roll/sheet", get().to(hall::show_roll_sheet))
            .route("/roll/import", get().to(deputies::show_roll_upload))
            .route("/roll/import", post().to(deputies::take_roll_upload))
            .route("/roll/import/{upload}", get().to(deputies::preview_roll))
            .route("/roll/import/{upload}", post().to(deputies::confirm_import))
            .route("/roll/import/{upload}/reading", post().to(deputies::choose_roll_reading))
            .route("/roll/template.csv", get().to(deputies::roll_template))
            .route("/roll/files/{name}", get().to(deputies::roll_file))
            .route("/roll/cards", get().to(deputies::choose_cards))
            .route("/roll/cards", post().to(deputies::print_cards))
            .route("/attendance", get().to(hall::show_attendance))
            .route("/attendance/sheet", get().to(hall::show_attendance_sheet))
            .route("/hall-certificate", get().to(hall::show_hall_certificate))
            .route("/attendance/check-in", post().to(hall::desk_check_in))
            .route("/attendance/code", post().to(hall::renew_check_in))
            .route("/attendance/{deputy}", post().to(hall::mark_attendance))
            .route("/rehearsal", get().to(rehearsals::show_rehearsal))
            .route("/rehearsal", post().to(rehearsals::start_rehearsal))
            .route("/rehearsal/switch", post().to(rehearsals::switch_rehearsal))
            .route("/rehearsal/keys", post().to(rehearsals::make_practice_keys))
            .route("/rehearsal/stand-in", post().to(rehearsals::stand_in))
            .route("/rehearsal/delete", post().to(rehearsals::delete_rehearsal))
            .route("/screen", get().to(screen::show_control))
            .route("/screen", post().to(screen::control_view))
            .route("/screen/countdown", post().to(screen::control_countdown))
            .route("/method", get().to(desk::show_voting_method))
            .route("/method/articles", get().to(desk::show_articles))
            .route("/method/edit", get().to(desk::edit_voting_method))
            .route("/method/edit", post().to(desk::save_voting_method))
            .route("/method/adopt", post().to(desk::record_adoption))
            .route("/review", get().to(congress::show_prior_review))
            .route("/review", post().to(congress::save_prior_review))
            .route("/review/opinions", post().to(congress::save_opinion_page)),
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
            .route("/slips", get().to(ballots::show_slips))
            .route("/slips", post().to(ballots::print_slips_page))
            .route("/slips/count", post().to(ballots::count_slips_page))
            .route("/slips/withdraw", post().to(ballots::withdraw_slips_page))
            .route("/slips/strike", post().to(ballots::strike_slip_page))
            .route("/slips/unreadable", post().to(ballots::count_unreadable_page))
            .route("/paper", get().to(hand_count::show_hand_count::<Scrutineer>))
            .route("/rounds/{id}/bundles/{bundle}", get().to(hand_count::show_bundle::<Scrutineer>))
            .route("/rounds/{id}/bundles/{bundle}", post().to(hand_count::take_bundle::<Scrutineer>))
            .route("/rounds/{id}/paper/finish", post().to(hand_count::finish_count::<Scrutineer>))
            .route("/rounds/{id}/paper/confirm", post().to(hand_count::confirm_count::<Scrutineer>))
            .route("/rounds/{id}/paper/reopen", post().to(hand_count::reopen_count::<Scrutineer>))
            .route("/key", get().to(scrutineers::show_key))
            .route("/key/status.json", get().to(scrutineers::key_status))
            .route("/key/messages", post().to(scrutineers::take_key_message))
            .route("/key/refusals", post().to(scrutineers::refuse_key_part))
            .route("/key/copy", post().to(scrutineers::confirm_copy_page))
            .route("/rounds/{id}/election", get().to(tally::show_sign_election))
            .route("/rounds/{id}/election", post().to(tally::sign_election))
            .route("/rounds/{id}/open", get().to(tally::show_open_box))
            .route("/rounds/{id}/open", post().to(tally::open_box))
            .route("/rounds/{id}/encrypted_tally.json", get().to(tally::encrypted_tally_file))
            .route("/rounds/{id}/box.bel", get().to(tally::box_file))
            .route("/rounds/{id}/caps.jsonl", get().to(tally::box_caps))
            .route("/rounds/{id}/second-box", post().to(tally::report_second_box))
            .route("/documents/{id}", get().to(scrutiny::show_document))
            .route("/documents/{id}", post().to(scrutiny::sign))
            .route("/documents/{id}/document.json", get().to(scrutiny::document_text))
            .route("/documents/{id}/object", post().to(scrutiny::object))
            .route("/documents/{id}/unable", post().to(scrutiny::declare_inability))
            .route("/documents/{id}/unable/{scrutineer}/confirm", post().to(scrutiny::confirm_inability))
            .route("/requests/{id}/confirm", post().to(desk::confirm_as_chief)),
    );
}

fn departments(config: &mut ServiceConfig) {
    config.service(
        scope("/department")
            .wrap(from_fn(only::<Department, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(projects::show_department))
            .route("/progress.xlsx", get().to(projects::bulk_template))
            .route("/bulk", post().to(projects::take_bulk))
            .route("/projects/{id}/plan", get().to(projects::show_plan))
            .route("/projects/{id}/plan", post().to(projects::save_plan_page))
            .route("/projects/{id}/adjust", get().to(projects::show_adjust))
            .route("/projects/{id}/adjust", post().to(projects::propose_adjustment_page))
            .route("/sub-items/{id}/report", get().to(projects::show_report))
            .route("/sub-items/{id}/report", post().to(projects::save_report))
            .route("/sub-items/{id}/places", get().to(projects::show_places_of_item))
            .route("/sub-items/{id}/places", post().to(projects::move_places_page))
            .route("/sub-items/{id}/places/new", get().to(projects::show_new_place))
            .route("/sub-items/{id}/places/new", post().to(projects::add_place_page))
            .route("/sub-items/{id}/places/import", post().to(projects::preview_import))
            .route("/sub-items/{id}/places/import/confirm", post().to(projects::confirm_import_page))
            .route("/sub-items/{id}/places/files/{name}", get().to(projects::places_file))
            .route("/places/{id}", get().to(projects::show_place_form))
            .route("/places/{id}", post().to(projects::change_place_page))
            .route("/places/{id}/remove", post().to(projects::remove_place_page))
            .route("/places/{id}/pictures", post().to(projects::add_place_picture_page))
            .route("/sent/{key}", get().to(projects::show_whether_sent))
            .route("/proposals", get().to(proposals::show_mine::<Department>))
            .route("/proposals", post().to(proposals::propose_as::<Department>))
            .route("/appraisals", get().to(screening::show_appraisals))
            .route("/appraisals/{id}", get().to(screening::show_appraise))
            .route("/appraisals/{id}", post().to(screening::appraise_page))
            .route("/contacts", get().to(warnings::show_contacts::<Department>))
            .route("/contacts", post().to(warnings::add_contact_page::<Department>))
            .route("/contacts/{id}/remove", post().to(warnings::remove_contact_page::<Department>))
            .route("/voices", get().to(voices::show_unit_voices))
            .route("/voices/{id}", get().to(voices::show_unit_voice))
            .route("/voices/{id}", post().to(voices::answer_voice_page))
            .route("/voice-pictures/{id}", get().to(voices::show_unit_voice_picture))
            .route("/remarks", get().to(ratings::show_unit_remarks))
            .route("/remarks/{id}", post().to(ratings::answer_remark_page))
            .route("/follow-ups", get().to(supervision::show_department_follow_ups))
            .route("/follow-ups/{id}", get().to(supervision::show_department_follow_up))
            .route("/follow-ups/{id}", post().to(supervision::answer_follow_up)),
    );
}

fn supervisors(config: &mut ServiceConfig) {
    config.service(
        scope("/supervisor")
            .wrap(from_fn(only::<Supervisor, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(supervision::show_board::<Supervisor>))
            .route("", post().to(supervision::open_follow_up::<Supervisor>))
            .route("/board", get().to(board::show_inner_board::<Supervisor>))
            .route("/voices", get().to(voices::show_group_voices::<Supervisor>))
            .route("/voices/{id}", get().to(voices::show_group_voice::<Supervisor>))
            .route("/voices/{id}", post().to(voices::carry_on_voice_page::<Supervisor>))
            .route("/follow-ups/{id}", get().to(supervision::show_follow_up::<Supervisor>))
            .route("/follow-ups/{id}", post().to(supervision::move_follow_up::<Supervisor>))
            .route("/projects/{id}/inspection", get().to(supervision::show_inspection_form::<Supervisor>))
            .route("/projects/{id}/inspection", post().to(supervision::record_inspection_page::<Supervisor>))
            .route("/inspections/{id}", get().to(supervision::show_group_inspection::<Supervisor>))
            .route("/inspections/{id}", post().to(supervision::rewrite_inspection_page::<Supervisor>))
            .route("/inspections/{id}/findings/{finding}", post().to(supervision::follow_up_finding_page::<Supervisor>))
            .route("/notes/{id}", get().to(supervision::show_group_note::<Supervisor>))
            .route("/notes/{id}", post().to(supervision::settle_note_page::<Supervisor>)),
    );
}

/// Whoever reads what everybody did.
fn auditors(config: &mut ServiceConfig) {
    config.service(
        scope("/auditor")
            .wrap(from_fn(only::<Auditor, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(records::show_audit::<Auditor>))
            .route("/files/{name}", get().to(records::audit_file::<Auditor>)),
    );
}

/// Operators work at the command line; signed in, they are told so.
fn operators(config: &mut ServiceConfig) {
    config.service(
        scope("/admin")
            .wrap(from_fn(only::<Admin, _>))
            .wrap(from_fn(no_store))
            .route("", get().to(accounts::show_operator_home))
            .route("/sign-in", get().to(accounts::show_operator_sign_in))
            .route("/sign-in", post().to(accounts::choose_only_there)),
    );
}
