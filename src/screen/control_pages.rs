//! `/secretariat/screen`: the desk chooses what the screens show.

use serde::{Deserialize, Serialize};

use super::{
    actions::{self, LONGEST_COUNTDOWN},
    store,
    view::{Reveal, Shown, View},
};
use crate::{
    accounts::{As, Secretariat, Site},
    ballots, congress,
    db::Conn,
    deputies,
    ids::CongressId,
    web::{Ctx, Form, Handled, Page, PageError, Refused, Services},
};

const HERE: &str = "/secretariat/screen";

#[derive(Serialize)]
pub struct ScreenControlPage {
    pub session: String,
    pub view: View,
    /// What the choice comes to at the moment.
    pub shown: &'static str,
    pub views: Vec<ViewLine>,
    /// Whether only screens opened from here would show the result.
    pub result_in_hall_only: bool,
    /// `10:35`; empty without a countdown.
    pub countdown: String,
    pub minutes: String,
    pub most_minutes: i64,
    /// For the screens in the hall: it carries the key that shows the check-in code.
    pub hall: String,
}

#[derive(Serialize)]
pub struct ViewLine {
    pub view: View,
    pub current: bool,
    pub available: bool,
    /// A screen that keeps to this view; empty where there is none.
    pub pinned: String,
}

impl Page for ScreenControlPage {
    const TEMPLATE: &'static str = "screen/control.html";

    fn samples() -> Vec<Self> {
        let page = |view: View, available, countdown: &str, minutes: &str| Self {
            session: "<script>第三次会议</script>".to_owned(),
            view,
            shown: "standby",
            views: lines(view, available, "/screen?hall=x"),
            result_in_hall_only: available,
            countdown: countdown.to_owned(),
            minutes: minutes.to_owned(),
            most_minutes: LONGEST_COUNTDOWN,
            hall: "/screen?hall=x".to_owned(),
        };
        View::ALL
            .iter()
            .map(|&view| page(view, true, "10:35", ""))
            .chain([page(View::Auto, false, "", "\"><script>")])
            .collect()
    }
}

fn lines(current: View, result: bool, hall: &str) -> Vec<ViewLine> {
    let line = |&view: &View| ViewLine {
        view,
        current: view == current,
        available: view != View::Result || result,
        pinned: match view {
            View::Auto | View::Result => String::new(),
            view => format!("{hall}&show={}", view.word()),
        },
    };
    View::ALL.iter().map(line).collect()
}

fn control(conn: &mut Conn, services: &Services, congress: CongressId) -> Result<ScreenControlPage, PageError> {
    let session = congress::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let screen = store::screen_of(conn, session.id)?;
    let (_, reveal) = actions::result(conn, &session)?;
    let round = ballots::latest_round(conn, session.id)?.map(|round| round.state);
    let hall = format!("/screen?hall={}", deputies::hall_key(&services.secret, session.id));
    let shown = Shown::of(screen.view, round, session.check_in_seed.is_some(), reveal.allows(true));
    let ends = screen.countdown_ends.filter(|ends| *ends > services.clock.now());
    Ok(ScreenControlPage {
        view: screen.view,
        shown: match shown {
            Shown::Standby => "standby",
            Shown::Attendance => "attendance",
            Shown::Voting => "voting",
            Shown::Result => "result",
        },
        views: lines(screen.view, reveal.allows(true), &hall),
        result_in_hall_only: reveal == Reveal::TheHall,
        countdown: ends
            .map(|ends| ends.to_page().rsplit(' ').next().unwrap_or_default().to_owned())
            .unwrap_or_default(),
        minutes: String::new(),
        most_minutes: LONGEST_COUNTDOWN,
        hall,
        session: session.name,
    })
}

pub async fn show_control(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    let services = ctx.services.clone();
    ctx.show(&ctx.read(move |conn| control(conn, &services, site.congress)).await?)
}

#[derive(Deserialize)]
pub struct ViewForm {
    view: String,
}

pub async fn control_view(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<ViewForm>) -> Handled {
    let view: View = form.typed().view.parse().map_err(PageError::BadForm)?;
    let services = ctx.services.clone();
    ctx.act((by, site), form, move |tx, (by, site), at, _| {
        let session = congress::current_session(tx, site.congress)?.ok_or(Refused::Missing)?;
        actions::show_view(tx, &by.person.actor(), at, &session, view)
    })
    .then(HERE, "screen-shown")
    .or_again(move |conn, (_, site), _| control(conn, &services, site.congress))
    .await
}

#[derive(Deserialize)]
pub struct CountdownForm {
    #[serde(default)]
    minutes: String,
    /// Pressed to take the countdown away.
    #[serde(default)]
    stop: String,
}

impl CountdownForm {
    /// What is no number is no number of minutes either.
    fn minutes(&self) -> Option<i64> {
        self.stop.is_empty().then(|| self.minutes.trim().parse().unwrap_or(0))
    }
}

pub async fn control_countdown(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<CountdownForm>) -> Handled {
    let notice = if form.typed().minutes().is_some() { "screen-countdown-set" } else { "screen-countdown-gone" };
    let services = ctx.services.clone();
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        let session = congress::current_session(tx, site.congress)?.ok_or(Refused::Missing)?;
        actions::set_countdown(tx, &by.person.actor(), at, &session, typed.minutes())
    })
    .then(HERE, notice)
    .or_again(move |conn, (_, site), CountdownForm { minutes, .. }| {
        Ok(ScreenControlPage { minutes, ..control(conn, &services, site.congress)? })
    })
    .await
}
