//! Every address of the system, grouped by audience, each group with its guard.

use actix_web::{
    middleware::from_fn,
    web::{ServiceConfig, get, post, resource, scope},
};

use crate::{
    accounts::{self, Deputy, Scrutineer, Secretariat, only},
    candidates, congress, deputies, home, projects, screen,
    web::{asset_response, limit_by_address, no_store},
};

pub fn all(config: &mut ServiceConfig) {
    config.configure(public).configure(signing_in).configure(deputies).configure(secretariat).configure(scrutineers);
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
        .route("/screen", get().to(screen::show_screen))
        .route("/static/{path:.*}", get().to(asset_response));
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
            .route("/check-in", get().to(deputies::show_check_in))
            .route("/check-in", post().to(deputies::check_in)),
    );
}

fn secretariat(config: &mut ServiceConfig) {
    config.service(
        scope("/secretariat")
            .wrap(from_fn(only::<Secretariat, _>))
            .wrap(from_fn(no_store))
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
    config.service(scope("/scrutineer").wrap(from_fn(only::<Scrutineer, _>)).wrap(from_fn(no_store)));
}
