//! 签到台: the desk in front of the hall.

use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};

use super::back_room::{address, read_session};
use crate::{
    accounts::{As, Person, Secretariat},
    congress::{self, CheckInCode},
    deputies::{
        actions::{self, AttendanceError, BallotFacts},
        attendance::Attendance,
        deputy::Deputy,
        store,
    },
    ids::{DeputyId, SessionId},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Pager, Refusal, Secret, blocking},
};

const A_PAGE: usize = 40;
const HERE: &str = "/secretariat/attendance";

#[derive(Serialize)]
pub struct AttendancePage {
    pub session: String,
    pub in_office: i64,
    pub present: i64,
    pub excused: i64,
    pub absent: i64,
    pub needed: i64,
    pub missing: i64,
    pub is_quorum: bool,
    /// In two groups of three digits; empty until one is made.
    pub code: String,
    /// The hall screen with the code on it.
    pub screen: String,
    /// What the list shows: `absent`, `excused`, `present`, or `found` for a search.
    pub shown: String,
    pub typed: String,
    pub found: usize,
    pub deputies: Vec<DeskLine>,
    pub pager: Pager,
    /// Whose attendance was set a moment ago: at most one.
    pub done: Vec<DeskLine>,
    /// Where a button comes back to.
    pub back: Back,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Back {
    pub q: String,
    pub s: String,
    pub p: String,
}

#[derive(Serialize)]
pub struct DeskLine {
    pub id: String,
    pub name: String,
    pub certificate_no: String,
    pub delegation: String,
    pub attendance: String,
}

impl DeskLine {
    fn of(deputy: Deputy) -> Self {
        Self {
            id: deputy.id.to_string(),
            name: deputy.name,
            certificate_no: deputy.certificate_no,
            delegation: deputy.delegation.name,
            attendance: deputy.attendance.word().to_owned(),
        }
    }
}

impl Page for AttendancePage {
    const TEMPLATE: &'static str = "deputies/attendance.html";

    fn samples() -> Vec<Self> {
        let line = |name: &str, attendance: Attendance| DeskLine {
            id: "0190a0a0-0000-7000-8000-000000000000".to_owned(),
            name: name.to_owned(),
            certificate_no: "W".repeat(32),
            delegation: "团".repeat(64),
            attendance: attendance.word().to_owned(),
        };
        let empty = || Self {
            session: "第三次会议".to_owned(),
            in_office: 0,
            present: 0,
            excused: 0,
            absent: 0,
            needed: 0,
            missing: 0,
            is_quorum: false,
            code: String::new(),
            screen: "/screen?hall=x".to_owned(),
            shown: "absent".to_owned(),
            typed: String::new(),
            found: 0,
            deputies: Vec::new(),
            pager: Pager::default(),
            done: Vec::new(),
            back: Back::default(),
        };
        let (_, pager) = Pager::cut(vec![(); 900], 9, A_PAGE, |p| format!("{HERE}?p={p}"));
        let everyone = || {
            let names = ["<script>alert(1)</script>".to_owned(), "名".repeat(64), "甲".to_owned()];
            names.iter().zip(Attendance::ALL).map(|(name, attendance)| line(name, *attendance)).collect::<Vec<_>>()
        };
        let mut pages = vec![
            empty(),
            Self {
                in_office: 340,
                present: 231,
                excused: 2,
                absent: 107,
                needed: 227,
                is_quorum: true,
                code: "482 617".to_owned(),
                shown: "found".to_owned(),
                typed: "\"><script>".to_owned(),
                found: 3,
                deputies: everyone(),
                pager,
                back: Back { q: "\"><script>".to_owned(), s: "present".to_owned(), p: "9".to_owned() },
                ..empty()
            },
            Self { in_office: 340, absent: 340, needed: 227, missing: 227, shown: "found".to_owned(), ..empty() },
        ];
        for (shown, done) in ["absent", "excused", "present"].into_iter().zip(everyone()) {
            pages.push(Self {
                in_office: 340,
                absent: 340,
                needed: 227,
                missing: 227,
                shown: shown.to_owned(),
                done: vec![done],
                ..empty()
            });
        }
        pages
    }
}

/// What lets a browser show the check-in code on the hall screen: given to the secretariat only, since whoever sees
/// the code can say that they are there.
pub fn hall_key(secret: &Secret, session: SessionId) -> String {
    let key = secret.derive("hall screen", session.to_string().as_bytes());
    key.iter().take(16).map(|b| format!("{b:02x}")).collect()
}

#[derive(Default, Deserialize)]
pub struct DeskQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    s: String,
    #[serde(default)]
    p: String,
    #[serde(default)]
    done: String,
}

pub async fn show_attendance(ctx: Ctx, who: As<Secretariat>, query: Query<DeskQuery>) -> Handled {
    let page = desk(&ctx, &who.person, query.into_inner()).await?;
    ctx.show(&page)
}

async fn desk(ctx: &Ctx, person: &Person, query: DeskQuery) -> Result<AttendancePage, PageError> {
    let DeskQuery { q, s, p, done } = query;
    let (session, (turnout, everybody)) = read_session(ctx, person, |conn, session| {
        Ok((actions::quorum_of_session(conn, session.id)?, store::deputies(conn, session.id)?))
    })
    .await?;
    let status: Attendance = s.parse().unwrap_or(Attendance::Absent);
    let searching = !q.trim().is_empty();
    let done: Option<DeputyId> = done.parse().ok();
    let done = everybody.iter().find(|deputy| Some(deputy.id) == done).cloned();
    let meant: Vec<Deputy> = everybody
        .into_iter()
        .filter(|deputy| if searching { deputy.is_meant_by(&q) } else { deputy.attendance == status })
        .collect();
    let found = meant.len();
    let (deputies, pager) = Pager::cut(meant, p.parse().unwrap_or(1), A_PAGE, |page| {
        address(HERE, &[("q", q.trim()), ("s", &s), ("p", &page.to_string())])
    });
    // Whoever searched for one person searches for the next one now.
    let back_q = if found == 1 { String::new() } else { q.trim().to_owned() };
    Ok(AttendancePage {
        session: session.name,
        in_office: turnout.count.in_office,
        present: turnout.count.present,
        excused: turnout.count.excused,
        absent: turnout.count.absent(),
        needed: turnout.needed,
        missing: turnout.missing(),
        is_quorum: turnout.is_quorum(),
        code: session.check_in_code.as_ref().map(|code| grouped(code.as_str())).unwrap_or_default(),
        screen: address("/screen", &[("hall", &hall_key(&ctx.services.secret, session.id))]),
        shown: if searching { "found".to_owned() } else { status.word().to_owned() },
        back: Back { q: back_q, s, p: if pager.page > 1 { pager.page.to_string() } else { String::new() } },
        typed: q,
        found,
        deputies: deputies.into_iter().map(DeskLine::of).collect(),
        pager,
        done: done.into_iter().map(DeskLine::of).collect(),
    })
}

/// Six digits as `482 617`.
fn grouped(code: &str) -> String {
    code.split_at_checked(3).map_or_else(|| code.to_owned(), |(a, b)| format!("{a} {b}"))
}

#[derive(Deserialize)]
pub struct MarkForm {
    to: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    s: String,
    #[serde(default)]
    p: String,
}

pub async fn mark_attendance(
    ctx: Ctx,
    who: As<Secretariat>,
    deputy: Path<DeputyId>,
    facts: Data<BallotFacts>,
    form: Form<MarkForm>,
) -> Handled {
    let (key, fields) = form.fresh()?;
    let to: Attendance = fields.to.parse().map_err(PageError::BadForm)?;
    let deputy = deputy.into_inner();
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let (services, now, actor) = (ctx.services.clone(), ctx.services.clock.now(), who.person.actor());
    let holds_ballot = facts.holds_ballot;
    let outcome = blocking(move || {
        Ok::<_, PageError>(
            services
                .db
                .submit(key, now, |tx| actions::set_attendance(tx, &actor, now, session.id, deputy, to, holds_ballot)),
        )
    })
    .await?;
    match outcome {
        Ok(_) => {
            let done = deputy.to_string();
            let query = [("q", fields.q.as_str()), ("s", &fields.s), ("p", &fields.p), ("done", &done)];
            Ok(ctx.see_page(&address(HERE, &query)))
        }
        Err(AttendanceError::UnknownDeputy) => Err(PageError::NotFound),
        Err(AttendanceError::Db(e)) => Err(e.into()),
        Err(refused) => {
            let query = DeskQuery { q: fields.q, s: fields.s, p: fields.p, done: String::new() };
            let page = desk(&ctx, &who.person, query).await?;
            ctx.again(&page, &refused.message().into_iter().collect::<Vec<_>>())
        }
    }
}

/// A first code, or another one in the place of a code that got about.
pub async fn renew_check_in_code(ctx: Ctx, who: As<Secretariat>, form: Form<Nothing>) -> Handled {
    let (key, Nothing {}) = form.fresh()?;
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let (services, now, actor) = (ctx.services.clone(), ctx.services.clock.now(), who.person.actor());
    let code = CheckInCode::random(&mut rand::rng());
    blocking(move || {
        services.db.submit(key, now, |tx| congress::new_check_in_code(tx, &actor, now, &session, &code))?;
        Ok::<_, PageError>(())
    })
    .await?;
    Ok(ctx.see(HERE, "check-in-code-made"))
}
