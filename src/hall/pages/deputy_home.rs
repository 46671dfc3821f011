//! `/deputy`: what to do next.

use serde::Serialize;

use crate::{
    accounts::{As, Deputy as DeputyRole, Person},
    ballots::{self, BallotHere, IssueKind, Round, RoundPurpose, RoundState},
    congress,
    db::{Conn, DbError, Seal},
    deputies::{self, Attendance},
    documents::{self, DocumentState},
    supervision,
    web::{Ctx, Handled, Page, PageError},
};

/// A round as its deputy sees it.
#[derive(Clone, Debug, Serialize)]
pub struct DeputyRound {
    pub id: String,
    pub purpose: RoundPurpose,
    pub number: i32,
    pub state: RoundState,
    pub issued: bool,
    pub on_paper: bool,
    /// Whether ballots are drawn as slips: no account leads to the booth.
    pub by_slips: bool,
    pub here: BallotHere,
}

/// `/deputy`: one clear action, whatever stage the session is at.
#[derive(Clone, Serialize)]
pub struct DeputyHome {
    pub name: String,
    pub certificate_no: String,
    pub delegation: String,
    pub session: String,
    pub year: i32,
    pub attendance: Attendance,
    /// Whether the hall shows a code to check in with.
    pub check_in_open: bool,
    pub round: Option<DeputyRound>,
    /// What the round came to is public.
    pub announced: bool,
    /// Has a board of their own.
    pub supervises: bool,
}

impl Page for DeputyHome {
    const TEMPLATE: &'static str = "hall/deputy_home.html";

    fn samples() -> Vec<Self> {
        let home = |attendance, check_in_open, round| Self {
            name: "<script>施春晖</script>".into(),
            certificate_no: "SC0001".into(),
            delegation: "第一代表团".into(),
            session: "第三次会议".into(),
            year: 2024,
            attendance,
            check_in_open,
            round,
            announced: false,
            supervises: false,
        };
        let mut samples = vec![
            home(Attendance::Absent, false, None),
            home(Attendance::Absent, true, None),
            home(Attendance::Excused, true, None),
            home(Attendance::Present, true, None),
        ];
        for &state in RoundState::ALL {
            for (issued, on_paper) in [(false, false), (true, false), (true, true)] {
                for &purpose in RoundPurpose::ALL {
                    let here = BallotHere { cancelled_keys: vec!["ab".into()], ..BallotHere::default() };
                    let round = DeputyRound {
                        id: "r".into(),
                        purpose,
                        number: 1,
                        state,
                        issued,
                        on_paper,
                        by_slips: false,
                        here,
                    };
                    let slips = DeputyRound { by_slips: true, ..round.clone() };
                    samples.push(home(Attendance::Present, true, Some(slips)));
                    let page = home(Attendance::Present, true, Some(round));
                    if state == RoundState::Counted {
                        samples.push(Self { announced: true, supervises: issued, ..page.clone() });
                    }
                    samples.push(page);
                }
            }
        }
        samples
    }
}

fn home_of(conn: &mut Conn, seal: &Seal, person: &Person) -> Result<DeputyHome, PageError> {
    let deputy = deputies::deputy_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let session = congress::session_by_id(conn, deputy.session)?;
    let at_hand = ballots::round_at_hand(conn, session.id)?;
    let (mut announced, mut supervises, mut round) = (false, false, None);
    if let Some(found) = at_hand {
        announced = is_announced(conn, &found)?;
        supervises = !supervision::projects_of_member(conn, person.id)?.is_empty();
        let kind = ballots::issue_kind(conn, found.id, deputy.id)?;
        round = Some(DeputyRound {
            id: found.id.to_string(),
            purpose: found.purpose,
            number: found.number,
            state: found.state,
            issued: kind.is_some(),
            on_paper: kind == Some(IssueKind::Paper),
            by_slips: ballots::slip_count_of_round(conn, &found)?.is_some(),
            here: ballots::ballot_here(conn, seal, &found, deputy.id, kind.is_some())?,
        });
    }
    Ok(DeputyHome {
        name: deputy.name,
        certificate_no: deputy.certificate_no,
        delegation: deputy.delegation.name,
        session: session.name,
        year: session.year,
        attendance: deputy.attendance,
        check_in_open: session.check_in_seed.is_some(),
        round,
        announced,
        supervises,
    })
}

/// Whether what the round came to is public.
fn is_announced(conn: &mut Conn, round: &Round) -> Result<bool, DbError> {
    Ok(documents::of_round(conn, round.id)?.is_some_and(|document| document.state() == DocumentState::Announced))
}

pub async fn deputy_home(ctx: Ctx, by: As<DeputyRole>) -> Handled {
    let services = ctx.services.clone();
    let page = ctx.read(move |conn| home_of(conn, services.db.seal()?, &by.person)).await?;
    ctx.show(&page)
}
