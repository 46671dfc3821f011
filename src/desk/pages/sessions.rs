//! `/secretariat/sessions`: the sessions of a congress, a new one, and which of them is at hand.

use serde::Serialize;

use crate::{
    accounts::{As, Secretariat, Site},
    candidates,
    congress::{self, Session, SessionForm},
    db::{Conn, DbError},
    deputies,
    desk::{
        sessions,
        setting_up::{self, SetUpLine},
    },
    ids::{CongressId, SessionId},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path, Refused},
};

use super::sample_set_up;

const HERE: &str = "/secretariat/sessions";

#[derive(Clone, Debug, Serialize)]
pub struct SessionLine {
    pub id: String,
    pub year: i32,
    pub name: String,
    pub plenary: String,
    pub date: String,
    pub place: String,
    pub at_hand: bool,
    /// A round has begun: what is said of it stays.
    pub frozen: bool,
    pub deputies: i64,
    pub candidates: u32,
}

impl SessionLine {
    fn of(conn: &mut Conn, session: Session, frozen: bool, at_hand: bool) -> Result<Self, DbError> {
        Ok(Self {
            id: session.id.to_string(),
            year: session.year,
            deputies: deputies::roll_count(conn, session.id)?.in_office,
            candidates: candidates::candidate_count(conn, session.id)?,
            name: session.name,
            plenary: session.plenary,
            date: session.date.to_string(),
            place: session.place.unwrap_or_default(),
            at_hand,
            frozen,
        })
    }
}

/// What a new session may take over.
#[derive(Clone, Debug, Serialize)]
pub struct Before {
    pub name: String,
    pub year: i32,
    pub deputies: i64,
    /// Of its adopted method, if there is one.
    pub seats: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SessionsPage {
    pub sessions: Vec<SessionLine>,
    pub before: Option<Before>,
    pub typed: SessionForm,
    /// The message of what keeps the session at hand.
    pub kept: Option<&'static str>,
    /// 筹备清单, while there is no session.
    pub set_up: Vec<SetUpLine>,
}

impl SessionsPage {
    pub(super) fn of(conn: &mut Conn, congress: CongressId, typed: Option<SessionForm>) -> Result<Self, PageError> {
        let at_hand = congress::public_session(conn, congress)?.map(|session| session.id);
        let before = match sessions::session_before(conn, congress)? {
            Some(session) => Some(Before {
                deputies: deputies::roll_count(conn, session.id)?.in_office,
                seats: congress::adopted_method(conn, session.id)?.map(|adopted| adopted.method.seats()),
                name: session.name,
                year: session.year,
            }),
            None => None,
        };
        let typed = match typed {
            Some(typed) => typed,
            None => SessionForm {
                name: congress::usual_name(congress::next_ordinal(conn, congress)?),
                plenary: "第二次全体会议".to_owned(),
                seats: before.as_ref().and_then(|b| b.seats).map_or_else(String::new, |seats| seats.to_string()),
                copy_roll: "yes".to_owned(),
                copy_method: "yes".to_owned(),
                ..SessionForm::default()
            },
        };
        let known = congress::sessions_of(conn, congress)?;
        let line = |(session, frozen): (Session, bool)| {
            let is_at_hand = at_hand == Some(session.id);
            SessionLine::of(conn, session, frozen, is_at_hand)
        };
        let lines = known.into_iter().map(line).collect::<Result<_, _>>()?;
        let kept = sessions::kept_at_hand(conn, congress)?.map(|why| why.key());
        let set_up = if at_hand.is_none() { setting_up::set_up(conn, congress, None)? } else { Vec::new() };
        Ok(Self { sessions: lines, before, typed, kept, set_up })
    }
}

fn sample_line(year: i32, at_hand: bool) -> SessionLine {
    SessionLine {
        id: format!("s{year}"),
        year,
        name: "第三次会议<b>".into(),
        plenary: "第二次全体会议".into(),
        date: format!("{year}-02-03"),
        place: if at_hand { "区会议中心<b>".into() } else { String::new() },
        at_hand,
        frozen: at_hand,
        deputies: 340,
        candidates: 12,
    }
}

impl Page for SessionsPage {
    const TEMPLATE: &'static str = "desk/sessions.html";

    fn samples() -> Vec<Self> {
        let before = |seats| Before { name: "第三次会议<b>".into(), year: 2024, deputies: 340, seats };
        let typed = SessionForm { name: "<script>".into(), copy_roll: "yes".into(), ..SessionForm::default() };
        let lines = vec![sample_line(2025, false), sample_line(2024, true)];
        vec![
            Self {
                sessions: Vec::new(),
                before: None,
                typed: SessionForm::default(),
                kept: None,
                set_up: sample_set_up(false),
            },
            Self {
                sessions: lines.clone(),
                before: Some(before(Some(10))),
                typed: typed.clone(),
                kept: None,
                set_up: Vec::new(),
            },
            Self {
                sessions: lines,
                before: Some(before(None)),
                typed,
                kept: Some(sessions::StayError::RoundUnderWay.key()),
                set_up: Vec::new(),
            },
            Self {
                sessions: vec![sample_line(2024, true)],
                before: None,
                typed: SessionForm { copy_method: "yes".into(), ..SessionForm::default() },
                kept: Some(sessions::StayError::Rehearsal.key()),
                set_up: Vec::new(),
            },
        ]
    }
}

pub async fn show_sessions(ctx: Ctx, _by: As<Secretariat>, site: Site) -> Handled {
    ctx.show(&ctx.read(move |conn| SessionsPage::of(conn, site.congress, None)).await?)
}

pub async fn open_session(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<SessionForm>) -> Handled {
    ctx.act((by, site), form, |tx, (by, site), at, typed| {
        sessions::open_beside(tx, &by.person.actor(), at, site.congress, typed)
    })
    .then(HERE, "session-opened")
    .or_again(|conn, (_, site), typed| SessionsPage::of(conn, site.congress, Some(typed)))
    .await
}

pub async fn take_session_at_hand(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<SessionId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        sessions::switch(tx, &by.person.actor(), at, site.congress, *id)
    })
    .then(HERE, "session-at-hand")
    .or_again(|conn, (_, site), Nothing {}| SessionsPage::of(conn, site.congress, None))
    .await
}

/// What is said of one session, to be put right.
#[derive(Clone, Debug, Serialize)]
pub struct SessionPage {
    pub session: SessionLine,
    pub typed: SessionForm,
}

impl SessionPage {
    fn of(conn: &mut Conn, congress: CongressId, id: SessionId, typed: Option<SessionForm>) -> Result<Self, PageError> {
        let (session, frozen) = session_of(conn, congress, id)?.ok_or(PageError::NotFound)?;
        let at_hand = congress::public_session(conn, congress)?.is_some_and(|at_hand| at_hand.id == id);
        let typed = typed.unwrap_or_else(|| SessionForm::of(&session));
        Ok(Self { session: SessionLine::of(conn, session, frozen, at_hand)?, typed })
    }
}

impl Page for SessionPage {
    const TEMPLATE: &'static str = "desk/session.html";

    fn samples() -> Vec<Self> {
        let typed = SessionForm { name: "<script>".into(), ..SessionForm::default() };
        vec![
            Self { session: sample_line(2025, false), typed: typed.clone() },
            Self { session: sample_line(2024, true), typed },
        ]
    }
}

fn session_of(conn: &mut Conn, congress: CongressId, id: SessionId) -> Result<Option<(Session, bool)>, DbError> {
    Ok(congress::sessions_of(conn, congress)?.into_iter().find(|(session, _)| session.id == id))
}

pub async fn show_session(ctx: Ctx, _by: As<Secretariat>, site: Site, id: Path<SessionId>) -> Handled {
    ctx.show(&ctx.read(move |conn| SessionPage::of(conn, site.congress, *id, None)).await?)
}

pub async fn correct_session(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<SessionId>,
    form: Form<SessionForm>,
) -> Handled {
    let id = *id;
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        let (session, _) = session_of(tx, site.congress, id)?.ok_or(Refused::Missing)?;
        congress::correct_session(tx, &by.person.actor(), at, &session, typed)
    })
    .then(HERE, "session-corrected")
    .or_again(move |conn, (_, site), typed| SessionPage::of(conn, site.congress, id, Some(typed)))
    .await
}
