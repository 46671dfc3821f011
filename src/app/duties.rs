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

/// What a slice forgets in time, by itself: where one cannot, the others still do.
fn tidying(name: &'static str, work: Work) -> Duty {
    Duty { name, cadence: Cadence::Minutes(10), work }
}

fn duties(services: &Services) -> Vec<Duty> {
    let mut all = vec![
        Duty { name: "lights", cadence: Cadence::Daily, work: begin_the_day },
        Duty { name: "warnings", cadence: Cadence::Daily, work: warn },
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
        all.push(Duty { name: "letters", cadence: Cadence::Daily, work: write_news });
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

/// Lights for the new day, and what is overdue carried upward.
fn begin_the_day(_: &Services, tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    projects::recompute_all(tx, now)?;
    supervision::escalate_overdue(tx, now)?;
    // Days overdue, quarters: with the day, pages change of which no row does.
    for congress in congress::congresses(tx)? {
        congress::public_changed(tx, congress.id)?;
    }
    ratings::end_the_day(tx, now)
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
