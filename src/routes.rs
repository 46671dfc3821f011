//! Every address of the system, grouped by audience, each group with its guard.

use actix_web::{
    middleware::from_fn,
    web::{ServiceConfig, get, post, resource, scope},
};

use crate::{
    accounts::{self, Deputy, Scrutineer, Secretariat, only},
    web::{ErrorPage, PageSample, asset_response, limit_by_address, no_store},
};

pub fn all(config: &mut ServiceConfig) {
    config.configure(public).configure(signing_in).configure(deputies).configure(secretariat).configure(scrutineers);
}

/// Anybody; no script needed, the same bytes for everybody.
fn public(config: &mut ServiceConfig) {
    config.route("/static/{path:.*}", get().to(asset_response));
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
    config.service(scope("/deputy").wrap(from_fn(only::<Deputy, _>)).wrap(from_fn(no_store)));
}

fn secretariat(config: &mut ServiceConfig) {
    config.service(scope("/secretariat").wrap(from_fn(only::<Secretariat, _>)).wrap(from_fn(no_store)));
}

fn scrutineers(config: &mut ServiceConfig) {
    config.service(scope("/scrutineer").wrap(from_fn(only::<Scrutineer, _>)).wrap(from_fn(no_store)));
}

/// Every page there is with its samples, for the test that renders all of them.
pub fn page_samples() -> Vec<PageSample> {
    vec![PageSample::of::<ErrorPage>(), PageSample::of::<accounts::SignInPage>(), PageSample::of::<accounts::DemoPage>()]
}
