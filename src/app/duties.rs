//! What is done without anybody asking.

use crate::{
    accounts, attachments, congress,
    db::{Cadence, DbError, Ts, Tx, forget_submissions},
    followers, guests, post, projects, proposals, ratings, supervision, voices, warnings,
    web::Services,
};

type Work = fn(&Services, &mut Tx, Ts) -> Result<(), DbError>;

struct Duty {
    name: &'static str,
    cadence: Cadence,
    work: Work,
}

/// What a day begins with, each by itself: an odd row in one keeps nothing else from being done.
fn daily(name: &'static str, work: Work) -> Duty {
    Duty { name, cadence: Cadence::Daily, work }
}

/// What a slice forgets in time, by itself: where one cannot, the others still do.
fn tidying(name: &'static str, work: Work) -> Duty {
    Duty { name, cadence: Cadence::Minutes(10), work }
}

fn duties(services: &Services) -> Vec<Duty> {
    let mut all = vec![
        daily("lights", |_, tx, now| projects::recompute_all(tx, now).map(|_| ())),
        daily("overdue", |_, tx, now| supervision::escalate_overdue(tx, now).map(|_| ())),
        daily("pages", days_change),
        daily("ratings", |_, tx, now| ratings::end_the_day(tx, now)),
        daily("warnings", warn),
        tidying("tidying-ratings", |_, tx, now| ratings::forget_addresses(tx, now.day())),
        tidying("tidying-accounts", |_, tx, now| accounts::tidy(tx, now)),
        tidying("tidying-followers", |_, tx, now| followers::tidy(tx, now).map(|_| ())),
        tidying("tidying-attachments", |_, tx, now| attachments::tidy(tx, now)),
        tidying("tidying-post", |_, tx, now| post::tidy(tx, now)),
        tidying("tidying-guests", |_, tx, now| guests::tidy(tx, now)),
        tidying("tidying-proposals", |_, tx, _| proposals::tidy_proposals(tx)),
        tidying("tidying-voices", |_, tx, now| voices::tidy_voices(tx, now)),
        tidying("tidying-submissions", forget_forms),
    ];
    // Without a mail server there is nothing to be told, and all of it once there is one.
    if services.mailer.is_some() {
        all.push(daily("letters", write_news));
    }
    all
}

/// Carries out what is due; one that fails keeps none of the others from being done, and is tried again.
pub fn do_what_is_due(services: &Services) -> Result<(), DbError> {
    let now = services.clock.now();
    let mut outcome = Ok(());
    for Duty { name, cadence, work } in duties(services) {
        if let Err(error) = services.db.if_due(name, cadence, now, |tx| work(services, tx, now)) {
            tracing::warn!(%error, name, "a duty failed and will be tried again");
            outcome = Err(error);
        }
    }
    outcome
}

/// Days overdue, quarters: with the day, pages change of which no row does.
fn days_change(_: &Services, tx: &mut Tx, _: Ts) -> Result<(), DbError> {
    congress::congresses(tx)?.iter().try_for_each(|congress| congress::public_changed(tx, congress.id))
}

fn warn(services: &Services, tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    warnings::warn_who_is_late(tx, &services.base_url, services.mailer.is_some(), now)
}

fn write_news(services: &Services, tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    followers::write_news_letters(tx, &services.base_url, now)?;
    followers::tell_proposers(tx, &services.secret, &services.base_url, now).map(|_| ())
}

fn forget_forms(_: &Services, tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    forget_submissions(tx, now.plus_hours(-2 * super::SIGN_IN_HOURS)).map(|_| ())
}
