//! A deputy's way to the box: taking a ballot, the booth.

use serde::{Deserialize, Serialize};

use super::{
    actions,
    casting::{MOST_OPENED, proved_beside},
    on_paper::IssueKind,
    round::{Round, RoundPurpose, RoundState},
    store::{self, PaperRow},
};
use crate::{
    accounts::{As, Deputy as DeputyRole, Person, Site},
    candidates::{self, Candidate, SubItem},
    congress::{self, Session, voting_method::BallotForm},
    db::{Conn, DbError, Seal},
    deputies::{self, Deputy},
    ids::{DeputyId, RoundId},
    proposals::OriginCount,
    web::{Ctx, Form, Handled, Page, PageError, Path, blocking, with_camera},
};

fn of_account(conn: &mut Conn, person: &Person) -> Result<(Deputy, Session), PageError> {
    let deputy = deputies::deputy_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let session = congress::session_by_id(conn, deputy.session)?;
    Ok((deputy, session))
}

/// Where a deputy's ballot of a round stands.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IssueState {
    /// May be taken.
    Open,
    /// Taken; voting has not begun.
    Issued { cancel_requested: bool },
    /// The box is open.
    Voting,
    /// The box is closed.
    Closed,
    /// Taken on paper: nothing is left to do here.
    Paper,
    /// Drawn at the desk, or to be drawn there: no account leads to the booth.
    Slip { drawn: bool },
    /// The whole round is void.
    Void,
}

/// What a browser needs to tell which ballot of a round is in it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BallotHere {
    pub election_uuid: String,
    /// The key on the list, while the list may still change.
    pub public_key: String,
    /// Keys that cannot be taken again; said to whoever may take one.
    pub cancelled_keys: Vec<String>,
    /// Whose code it is, on a device that several use: of this election only, and nothing that anybody else can compute.
    pub mark: String,
}

/// What a deputy's browser is told of their ballot.
pub fn ballot_here(
    conn: &mut Conn,
    seal: &Seal,
    round: &Round,
    deputy: DeputyId,
    issued: bool,
) -> Result<BallotHere, DbError> {
    Ok(BallotHere {
        election_uuid: round.election_uuid.clone(),
        public_key: store::linked_key(conn, seal, round.id, deputy)?.unwrap_or_default(),
        cancelled_keys: if issued { Vec::new() } else { store::cancelled_keys_of(conn, round.id)? },
        mark: mark_of(seal, round, deputy),
    })
}

fn mark_of(seal: &Seal, round: &Round, deputy: DeputyId) -> String {
    let bytes = seal.derive("whose ballot code", format!("{}|{deputy}", round.election_uuid).as_bytes());
    bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `/deputy/rounds/{id}/issue`
#[derive(Serialize)]
pub struct IssuePage {
    pub round: String,
    pub number: i32,
    pub state: IssueState,
    pub here: BallotHere,
    pub booth_url: String,
}

impl Page for IssuePage {
    const TEMPLATE: &'static str = "ballots/issue.html";

    fn samples() -> Vec<Self> {
        [
            IssueState::Open,
            IssueState::Issued { cancel_requested: false },
            IssueState::Issued { cancel_requested: true },
            IssueState::Voting,
            IssueState::Closed,
            IssueState::Paper,
            IssueState::Slip { drawn: false },
            IssueState::Slip { drawn: true },
            IssueState::Void,
        ]
        .map(|state| Self {
            round: "r".into(),
            number: 1,
            here: BallotHere {
                election_uuid: "abc".into(),
                mark: "0a1b".into(),
                public_key: String::new(),
                cancelled_keys: if matches!(state, IssueState::Open) {
                    vec!["ab".into(), "cd".into()]
                } else {
                    Vec::new()
                },
            },
            state,
            booth_url: "http://127.0.0.1/deputy/rounds/r/booth".into(),
        })
        .into()
    }
}

fn issue_state(conn: &mut Conn, deputy: &Deputy, round: &Round) -> Result<IssueState, PageError> {
    let kind = store::issue_kind(conn, round.id, deputy.id)?;
    let issued = kind.is_some();
    Ok(match round.state {
        RoundState::Void if issued => IssueState::Void,
        _ if kind == Some(IssueKind::Paper) => IssueState::Paper,
        _ if kind == Some(IssueKind::Slip) => IssueState::Slip { drawn: true },
        RoundState::Issuing if store::slip_place(conn, &round.election_uuid)?.is_some() => {
            IssueState::Slip { drawn: false }
        }
        RoundState::Issuing if !issued => IssueState::Open,
        _ if !issued => return Err(PageError::NotFound),
        RoundState::Preparing | RoundState::Issuing => {
            IssueState::Issued { cancel_requested: store::cancel_request(conn, round.id, deputy.id)?.is_some() }
        }
        RoundState::Voting => IssueState::Voting,
        RoundState::Closed | RoundState::Counting | RoundState::Counted => IssueState::Closed,
        RoundState::Void => IssueState::Void,
    })
}

fn issue_page(ctx: &Ctx, conn: &mut Conn, deputy: &Deputy, round: &Round) -> Result<IssuePage, PageError> {
    if round.session != deputy.session {
        return Err(PageError::NotFound);
    }
    let state = issue_state(conn, deputy, round)?;
    Ok(IssuePage {
        round: round.id.to_string(),
        number: round.number,
        here: ballot_here(conn, ctx.services.db.seal()?, round, deputy.id, !matches!(state, IssueState::Open))?,
        state,
        booth_url: format!("{}/deputy/rounds/{}/booth", ctx.origin(), round.id),
    })
}

async fn issue_page_of(ctx: &Ctx, person: crate::accounts::Person, round: RoundId) -> Result<IssuePage, PageError> {
    let (services, ctx) = (ctx.services.clone(), ctx.clone());
    blocking(move || {
        services.db.read(|conn| {
            let (deputy, _) = of_account(conn, &person)?;
            let round = store::round_by_id(conn, round)?;
            issue_page(&ctx, conn, &deputy, &round)
        })
    })
    .await
}

pub async fn show_issue(ctx: Ctx, by: As<DeputyRole>, round: Path<RoundId>) -> Handled {
    let page = issue_page_of(&ctx, by.person, round.into_inner()).await?;
    ctx.show(&page)
}

#[derive(Deserialize)]
pub struct IssueForm {
    #[serde(default)]
    public_key: String,
}

/// 领票
pub async fn issue_ballot(ctx: Ctx, by: As<DeputyRole>, round: Path<RoundId>, form: Form<IssueForm>) -> Handled {
    let round = round.into_inner();
    ctx.act(by, form, move |tx, by, _, typed| {
        let deputy = deputies::deputy_of_account(tx, by.person.id)?.ok_or_else(DbError::missing)?;
        actions::issue(tx, &deputy, round, &typed.public_key)
    })
    .unaudited()
    .then_page("/deputy")
    .or(async |by, again| match issue_page_of(&ctx, by.person, round).await {
        Ok(page) => ctx.again(&page, &again.wrong),
        Err(PageError::NotFound) => Ok(ctx.see("/deputy", "issue-not-now")),
        Err(error) => Err(error),
    })
    .await
}

/// One row of the paper.
#[derive(Serialize)]
pub struct BoothRow {
    pub number: i32,
    pub title: String,
    pub summary: String,
    pub units: Vec<String>,
    pub sub_items: Vec<String>,
    /// From how many proposals it came.
    pub origins: Option<OriginCount>,
}

/// `/deputy/rounds/{id}/booth`
#[derive(Serialize)]
pub struct BoothPage {
    pub round: String,
    pub purpose: RoundPurpose,
    pub number: i32,
    pub election_uuid: String,
    pub fingerprint: String,
    pub form: &'static str,
    /// The answers as the election names them, as JSON; empty for `choose_up_to`.
    pub answers: String,
    /// The message keys of the buttons, in the order of the answers.
    pub words: Vec<&'static str>,
    pub cap: Option<u32>,
    pub year: i32,
    /// Whether the box takes no more ballots.
    pub closed: bool,
    /// Whether the codes of this round stand on slips.
    pub by_slips: bool,
    pub lookup_url: String,
    /// Where another device checks an opened ballot.
    pub check_url: String,
    pub most_opened: i64,
    pub rows: Vec<BoothRow>,
}

impl Page for BoothPage {
    const TEMPLATE: &'static str = "ballots/booth.html";

    fn samples() -> Vec<Self> {
        let booth = |form, words: Vec<&'static str>, cap, rows| Self {
            round: "r".into(),
            purpose: RoundPurpose::Choice,
            number: 1,
            election_uuid: "abc".into(),
            fingerprint: "phi".into(),
            form,
            answers: "[]".into(),
            words,
            cap,
            year: 2024,
            closed: cap.is_none(),
            by_slips: cap.is_none(),
            lookup_url: "http://127.0.0.1/results/2024/verify#receipt=".into(),
            check_url: "http://127.0.0.1/check".into(),
            most_opened: MOST_OPENED,
            rows,
        };
        let row = |units: &[&str]| BoothRow {
            number: 1,
            title: "<script>“学有优教”在上城</script>".into(),
            summary: "很长的摘要".repeat(40),
            units: units.iter().map(|&unit| unit.to_owned()).collect(),
            sub_items: vec!["开办新校新园 6 所".into()],
            origins: units.first().map(|_| OriginCount {
                all: 2,
                resident: 1,
                deputy: 1,
                streets: 2,
                ..OriginCount::default()
            }),
        };
        vec![
            booth("approve_each", APPROVE_EACH.to_vec(), Some(10), vec![row(&[]), row(&["区教育局", "区民政局"])]),
            booth("choose_up_to", CHOOSE_UP_TO.to_vec(), None, vec![row(&[])]),
            Self { purpose: RoundPurpose::Rating, ..booth("approve_each", RATE_EACH.to_vec(), None, vec![row(&[])]) },
        ]
    }
}

const APPROVE_EACH: [&str; 3] = ["mark-approve", "mark-oppose", "mark-abstain"];
const RATE_EACH: [&str; 4] = ["mark-satisfied", "mark-basically", "mark-dissatisfied", "mark-abstain"];
const CHOOSE_UP_TO: [&str; 2] = ["mark-choose", "mark-do-not-choose"];

/// A sub-item in one line: name, target and unit as printed.
fn printed(item: &SubItem) -> String {
    let (target, unit) = (item.goal.target().unwrap_or_default(), item.goal.unit().unwrap_or_default());
    format!("{} {target}{unit}", item.name).trim_end().to_owned()
}

/// Candidates have their ballot number; what is rated is numbered by its row.
/// `candidate`: `None` where a void round was followed by another list.
fn booth_row(purpose: RoundPurpose, (place, row): (i32, PaperRow), candidate: Option<&Candidate>) -> BoothRow {
    BoothRow {
        number: match purpose {
            RoundPurpose::Choice => row.number,
            RoundPurpose::Rating => place,
        },
        title: row.title,
        units: candidate.iter().flat_map(|known| known.units()).map(ToOwned::to_owned).collect(),
        sub_items: candidate.iter().flat_map(|known| &known.sub_items).map(printed).collect(),
        summary: candidate.map(|known| known.summary.clone()).unwrap_or_default(),
        origins: None,
    }
}

/// The paper in the browser. Asks for no sign-in: whoever holds a code on the list may vote with it, and the server
/// does not learn who is in the booth. At another congress's host the paper is not there: its banner would be wrong.
pub async fn show_booth(ctx: Ctx, site: Site, round: Path<RoundId>) -> Handled {
    let (base, round) = (ctx.origin().to_owned(), round.into_inner());
    let page = ctx
        .read(move |conn| {
            let round = store::round_by_id(conn, round)?;
            let session = congress::session_by_id(conn, round.session)?;
            if session.congress != site.congress {
                return Err(PageError::NotFound);
            }
            booth_page(conn, &base, &session, &round)
        })
        .await?;
    ctx.show_to_nobody(&page).map(with_camera)
}

/// `/booth`, where slips and tablets lead: the paper of the round at hand, whichever that is when it is asked for.
pub async fn show_booth_at_hand(ctx: Ctx, site: Site) -> Handled {
    let base = ctx.origin().to_owned();
    let page = ctx
        .read(move |conn| {
            let Some(session) = congress::current_session(conn, site.congress)? else { return Ok(None) };
            match store::round_at_hand(conn, session.id)? {
                Some(round) => booth_page(conn, &base, &session, &round).map(Some),
                None => Ok::<_, PageError>(None),
            }
        })
        .await?;
    match page {
        Some(page) => ctx.show_to_nobody(&page).map(with_camera),
        None => ctx.show_to_nobody(&NoRoundPage {}),
    }
}

/// `/booth` before a round has begun.
#[derive(Serialize)]
pub struct NoRoundPage {}

impl Page for NoRoundPage {
    const TEMPLATE: &'static str = "ballots/no_round.html";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

fn booth_page(conn: &mut Conn, base: &str, session: &Session, round: &Round) -> Result<BoothPage, PageError> {
    let form = actions::form_of(round.purpose, &congress::method_by_id(conn, round.method)?.method);
    let election = store::election_of(conn, round.id)?;
    let paper = store::paper_of_round(conn, round.id)?;
    let on_paper: Vec<_> = paper.iter().map(|row| row.candidate).collect();
    let known = candidates::candidates_by_id(conn, &on_paper)?;
    let origins = candidates::origins(conn, round.session)?;
    let row = |(place, row): (i32, PaperRow)| {
        let candidate = known.iter().find(|candidate| candidate.id == row.candidate);
        let origins = origins.iter().find(|origin| origin.candidate == row.candidate);
        BoothRow {
            origins: origins.map(|origin| origin.counted.clone()),
            ..booth_row(round.purpose, (place, row), candidate)
        }
    };
    let rows = (1..).zip(paper).map(row).collect();
    let (answers, words) = match (round.purpose, form) {
        (RoundPurpose::Rating, _) => (actions::RATINGS.to_vec(), RATE_EACH.to_vec()),
        (_, BallotForm::ApproveEach) => (actions::ANSWERS.to_vec(), APPROVE_EACH.to_vec()),
        (_, BallotForm::ChooseUpTo) => (Vec::new(), CHOOSE_UP_TO.to_vec()),
    };
    let cap = match form {
        BallotForm::ApproveEach => proved_beside(round, election.questions().len()),
        BallotForm::ChooseUpTo => election.questions().first().map(|question| question.max),
    };
    Ok(BoothPage {
        round: round.id.to_string(),
        purpose: round.purpose,
        number: round.number,
        election_uuid: round.election_uuid.clone(),
        fingerprint: election.fingerprint().to_owned(),
        form: form.word(),
        answers: serde_json::to_string(&answers).map_err(PageError::internal)?,
        words,
        cap,
        year: session.year,
        closed: matches!(
            round.state,
            RoundState::Closed | RoundState::Counting | RoundState::Counted | RoundState::Void
        ),
        by_slips: store::slip_place(conn, &round.election_uuid)?.is_some(),
        lookup_url: format!("{base}/results/{}/verify#receipt=", session.year),
        check_url: format!("{base}/check"),
        most_opened: MOST_OPENED,
        rows,
    })
}
