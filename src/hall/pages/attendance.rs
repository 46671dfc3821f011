//! 签到台: the desk in front of the hall.

use serde::{Deserialize, Serialize};

use super::sheets::holders;
use crate::{
    accounts::{As, Person, Secretariat},
    ballots,
    congress::{self, CheckInSeed},
    deputies::{
        self, Attendance, AttendanceChange, AttendanceError, Deputy, LeaveReason, Mark, hall_key, read_session,
    },
    hall::by_delegation::{DelegationFigures, by_delegation},
    ids::DeputyId,
    web::{Again, Ctx, Form, Handled, Nothing, Outcome, Page, PageError, Pager, Path, Query, address},
};

const A_PAGE: usize = 40;
const CHANGES_SHOWN: i64 = 20;
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
    /// Whether deputies can check in by themselves.
    pub self_check_in: bool,
    /// The hall screen with the code on it.
    pub screen: String,
    /// Whether voting has begun, so that whoever comes now takes no ballot.
    pub late: bool,
    /// What was typed or scanned into the field of the desk.
    pub scanned: String,
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
    /// Whose leave was refused, with the reason that was typed.
    pub leaving: Leaving,
    /// Delegation by delegation.
    pub delegations: Vec<DelegationFigures>,
    /// The newest changes, undone ones among them.
    pub changes: Vec<ChangeLine>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Leaving {
    pub id: String,
    pub reason: String,
}

#[derive(Serialize)]
pub struct ChangeLine {
    pub at: String,
    pub by: String,
    pub who: String,
    pub from: String,
    pub to: String,
}

impl ChangeLine {
    fn of(change: AttendanceChange, roll: &[Deputy]) -> Self {
        let who = roll.iter().find(|deputy| deputy.certificate_no == change.certificate_no);
        Self {
            at: change.at.to_page(),
            by: change.by,
            who: who.map_or_else(String::new, |deputy| format!("{} ", deputy.name)) + &change.certificate_no,
            from: change.from.word().to_owned(),
            to: change.to.word().to_owned(),
        }
    }
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
    pub leave_reason: String,
}

impl DeskLine {
    fn of(deputy: Deputy) -> Self {
        Self {
            id: deputy.id.to_string(),
            name: deputy.name,
            certificate_no: deputy.certificate_no,
            delegation: deputy.delegation.name,
            attendance: deputy.attendance.word().to_owned(),
            leave_reason: deputy.leave_reason.unwrap_or_default(),
        }
    }
}

impl Page for AttendancePage {
    const TEMPLATE: &'static str = "hall/attendance.html";

    fn samples() -> Vec<Self> {
        let line = |name: &str, attendance: Attendance| DeskLine {
            id: attendance.word().to_owned(),
            name: name.to_owned(),
            certificate_no: "W".repeat(32),
            delegation: "团".repeat(64),
            attendance: attendance.word().to_owned(),
            leave_reason: if attendance == Attendance::Excused { "<script>病".to_owned() } else { String::new() },
        };
        let change = |from: Attendance, to: Attendance| ChangeLine {
            at: "2024-02-03 09:30".to_owned(),
            by: "<script>周敏</script>".to_owned(),
            who: "名".repeat(64),
            from: from.word().to_owned(),
            to: to.word().to_owned(),
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
            self_check_in: false,
            screen: "/screen?hall=x".to_owned(),
            late: false,
            scanned: String::new(),
            shown: "absent".to_owned(),
            typed: String::new(),
            found: 0,
            deputies: Vec::new(),
            pager: Pager::default(),
            done: Vec::new(),
            back: Back::default(),
            leaving: Leaving::default(),
            delegations: Vec::new(),
            changes: Vec::new(),
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
                self_check_in: true,
                late: true,
                scanned: "\"><script>".to_owned(),
                leaving: Leaving { id: "absent".to_owned(), reason: "\"><script>".to_owned() },
                delegations: vec![DelegationFigures { name: "<script>团".to_owned(), ..DelegationFigures::default() }],
                changes: Attendance::ALL
                    .iter()
                    .flat_map(|from| Attendance::ALL.iter().map(move |to| (*from, *to)))
                    .map(|(from, to)| change(from, to))
                    .collect(),
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
    let (session, (turnout, everybody, changes, late, holders)) = read_session(ctx, person, move |conn, session| {
        Ok((
            deputies::quorum_of_session(conn, session.id)?,
            deputies::deputies(conn, session.id)?,
            deputies::recent_changes(conn, session.congress, CHANGES_SHOWN)?,
            ballots::issuing_is_over(conn, session.id)?,
            holders(conn, session)?.1,
        ))
    })
    .await?;
    let delegations = by_delegation(&everybody, &holders).0;
    let changes = changes.into_iter().map(|change| ChangeLine::of(change, &everybody)).collect();
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
        self_check_in: session.check_in_seed.is_some(),
        late,
        scanned: String::new(),
        leaving: Leaving::default(),
        delegations,
        changes,
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

#[derive(Deserialize)]
pub struct MarkForm {
    to: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    s: String,
    #[serde(default)]
    p: String,
}

pub async fn mark_attendance(ctx: Ctx, who: As<Secretariat>, deputy: Path<DeputyId>, form: Form<MarkForm>) -> Handled {
    let to: Attendance = form.typed().to.parse().map_err(PageError::BadForm)?;
    let deputy = *deputy;
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let MarkForm { q, s, p, .. } = form.typed();
    let back = address(HERE, &[("q", q), ("s", s), ("p", p), ("done", &deputy.to_string())]);
    ctx.act(who, form, move |tx, who, at, typed| {
        let mark = match to {
            Attendance::Present => Mark::Present,
            Attendance::Absent => Mark::Absent,
            Attendance::Excused => Mark::Excused(LeaveReason::parse(&typed.reason).ok_or(AttendanceError::NoReason)?),
        };
        let held = ballots::held_by(tx, session.id, deputy)?;
        deputies::set_attendance(tx, &who.person.actor(), at, session.id, deputy, &mark, held)
    })
    .then_page(back)
    .or(async |who, Again { typed: MarkForm { reason, q, s, p, .. }, wrong }| {
        let mut page = desk(&ctx, &who.person, DeskQuery { q, s, p, done: String::new() }).await?;
        page.leaving = Leaving { id: deputy.to_string(), reason };
        ctx.again(&page, &wrong)
    })
    .await
}

#[derive(Deserialize)]
pub struct DeskCheckInForm {
    #[serde(default)]
    scanned: String,
}

/// One field for a number, a name or a scanned card: whoever is meant is checked in at once.
pub async fn desk_check_in(ctx: Ctx, who: As<Secretariat>, form: Form<DeskCheckInForm>) -> Handled {
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let check_in = ctx.act(who, form, move |tx, who, at, typed| {
        deputies::check_in_by_search(tx, &who.person.actor(), at, session.id, &typed.scanned)
    });
    let (who, Again { typed, wrong }) = match check_in.outcome().await? {
        (_, Outcome::Done(deputy)) => return Ok(ctx.see_page(&address(HERE, &[("done", &deputy.id.to_string())]))),
        (_, Outcome::Before) => return Ok(ctx.see_page(HERE)),
        (who, Outcome::Again(again)) => (who, again),
    };
    // Who of them is meant is chosen from the list.
    let several = wrong.iter().any(|problem| problem.key == "desk-check-in-several");
    let q = if several { typed.scanned.clone() } else { String::new() };
    let mut page = desk(&ctx, &who.person, DeskQuery { q, ..DeskQuery::default() }).await?;
    page.scanned = typed.scanned;
    ctx.again(&page, &wrong)
}

/// Opens 自行签到, or makes the codes of before worthless when one got about.
pub async fn renew_check_in(ctx: Ctx, who: As<Secretariat>, form: Form<Nothing>) -> Handled {
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let seed = CheckInSeed::random(&mut rand::rng());
    ctx.act(who, form, move |tx, who, at, Nothing {}| {
        congress::renew_check_in(tx, &who.person.actor(), at, &session, &seed)
    })
    .then(HERE, "check-in-code-made")
    .or(async |who, again| ctx.again(&desk(&ctx, &who.person, DeskQuery::default()).await?, &again.wrong))
    .await
}
