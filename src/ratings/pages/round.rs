//! The secretariat's desk of a rating by secret ballot: which step is next, what blocks it, who must act.

use serde::Serialize;

use super::paper::RatingPaper;
use crate::{
    accounts::{As, Person, Secretariat, Site},
    ballots::{self, Check, RequestLine, Round, RoundState},
    congress::{self, Session, voting_method::SecondPerson},
    db::{Conn, DbError},
    deputies,
    documents::{self, DocumentState, ObjectionLine, Said, SignedDocument, SignerLine},
    ids::{CongressId, SessionId},
    projects,
    ratings::{actions, store},
    scrutineers::{self, Scrutineer},
    tally,
    web::{Ctx, Handled, Page, PageError, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct RatingRoundPage {
    pub session: String,
    /// Year and how many projects it has, where a rating may begin.
    pub years: Vec<(i32, usize)>,
    /// `choose`, `open`, `close`, `count`, `shares`, `draft`, `certify`, `announce`, `done`, `void`.
    pub step: &'static str,
    pub checks: Vec<Check>,
    pub clear: bool,
    pub round: Option<String>,
    pub year: Option<i32>,
    pub two_persons: bool,
    pub chief: String,
    pub pending: Vec<RequestLine>,
    pub in_office: i64,
    pub present: i64,
    pub issued: i64,
    pub returned: i64,
    pub threshold: i32,
    pub signers: Vec<SignerLine>,
    pub objections: Vec<ObjectionLine>,
    pub certificate: Option<String>,
    pub paper: Option<RatingPaper>,
    /// A round of the vote runs, so no rating begins beside it.
    pub vote_runs: bool,
    /// A ruling as typed.
    pub ruling_reason: String,
}

impl Page for RatingRoundPage {
    const TEMPLATE: &'static str = "ratings/round.html";

    fn samples() -> Vec<Self> {
        let signer = |done| SignerLine {
            name: "<script>陈志强</script>".to_owned(),
            chief: done,
            done,
            ..SignerLine::default()
        };
        let bare = Self {
            session: "第三次会议<b>".to_owned(),
            years: Vec::new(),
            step: "choose",
            checks: Vec::new(),
            clear: false,
            round: None,
            year: None,
            two_persons: false,
            chief: "<b>陈志强".to_owned(),
            pending: Vec::new(),
            in_office: 340,
            present: 330,
            issued: 329,
            returned: 12,
            threshold: 2,
            signers: vec![signer(true), signer(false)],
            objections: Vec::new(),
            certificate: None,
            paper: None,
            vote_runs: false,
            ruling_reason: String::new(),
        };
        let years = vec![(2024, 10), (2023, 9)];
        let mut samples = vec![
            bare.clone(),
            Self { years: years.clone(), clear: true, ..bare.clone() },
            Self { years, vote_runs: true, ..bare.clone() },
        ];
        for step in ["open", "close", "count", "shares", "draft", "void"] {
            for two_persons in [false, true] {
                let pending = if two_persons {
                    ballots::RoundAct::ALL.iter().map(|&act| tally::sample_request(act)).collect()
                } else {
                    Vec::new()
                };
                let round = Some("r".to_owned());
                let year = Some(2024);
                let clear = true;
                samples.push(Self { step, two_persons, pending, round, year, clear, ..bare.clone() });
            }
        }
        for (step, paper) in ["certify", "announce", "done"].into_iter().zip(RatingPaper::samples()) {
            for clear in [false, true] {
                samples.push(Self {
                    step,
                    clear,
                    round: Some("r".to_owned()),
                    year: Some(2024),
                    certificate: Some("c".to_owned()),
                    objections: if clear { Vec::new() } else { paper.objections.clone() },
                    paper: Some(paper.clone()),
                    ..bare.clone()
                });
            }
        }
        samples
    }
}

fn step_of(round: Option<&Round>, certificate: Option<&SignedDocument>) -> &'static str {
    match (round.map(|round| round.state), certificate.map(SignedDocument::state)) {
        (None | Some(RoundState::Preparing), _) => "choose",
        (Some(RoundState::Void), _) | (_, Some(DocumentState::Withdrawn)) => "void",
        (Some(RoundState::Issuing), _) => "open",
        (Some(RoundState::Voting), _) => "close",
        (Some(RoundState::Closed), _) => "count",
        (Some(RoundState::Counting), _) => "shares",
        (Some(RoundState::Counted), None) => "draft",
        (Some(RoundState::Counted), Some(DocumentState::Drafted)) => "certify",
        (Some(RoundState::Counted), Some(DocumentState::Certified)) => "announce",
        (Some(RoundState::Counted), Some(DocumentState::Announced)) => "done",
    }
}

/// Whether a rating has begun and its result is not public yet.
pub fn is_under_way(conn: &mut Conn, session: SessionId) -> Result<bool, DbError> {
    let round = ballots::ratings_of_session(conn, session)?.pop();
    let document = match &round {
        Some(round) => documents::of_round(conn, round.id)?,
        None => None,
    };
    Ok(!matches!(step_of(round.as_ref(), document.as_ref()), "choose" | "void" | "done"))
}

/// Years with public projects that have not been rated, newest first.
fn years_to_rate(conn: &mut Conn, session: &Session) -> Result<Vec<(i32, usize)>, PageError> {
    let mut years: Vec<(i32, usize)> = Vec::new();
    for project in projects::public_projects(conn, session.congress)? {
        match years.iter_mut().find(|(year, _)| *year == project.year) {
            Some((_, count)) => *count += 1,
            None => years.push((project.year, 1)),
        }
    }
    years.sort_unstable_by(|a, b| b.cmp(a));
    let mut left = Vec::new();
    for (year, count) in years {
        if !actions::is_rated(conn, session, year)? {
            left.push((year, count));
        }
    }
    Ok(left)
}

pub(super) fn page_of(conn: &mut Conn, congress: CongressId, person: &Person) -> Result<RatingRoundPage, PageError> {
    let session = actions::session_of(conn, congress)?.ok_or(PageError::NotFound)?;
    let round = ballots::ratings_of_session(conn, session.id)?.pop();
    let document = match &round {
        Some(round) => documents::of_round(conn, round.id)?,
        None => None,
    };
    let step = step_of(round.as_ref(), document.as_ref());
    let appointed = scrutineers::scrutineers(conn, session.id)?;
    let (mut given, mut unreadable) = (Vec::new(), false);
    let (mut issued, mut returned, mut pending, mut two_persons) = (0, 0, Vec::new(), false);
    if let Some(round) = &round {
        let turnout = ballots::turnout(conn, round.id)?;
        (issued, returned) = (turnout.issued, turnout.returned);
        pending = tally::pending_requests(conn, round.id)?.iter().map(|r| r.shown_to(person.id)).collect();
        let method = congress::method_by_id(conn, round.method)?.method;
        two_persons = method.second_person() == SecondPerson::Required;
        if round.state == RoundState::Counting {
            match tally::shares_given(conn, round)? {
                Some(owners) => given = owners,
                None => unreadable = true,
            }
        }
    }
    let said = match &document {
        Some(document) => documents::said(conn, document.id)?,
        None => Said::default(),
    };
    let is_done =
        |one: &Scrutineer| if document.is_some() { said.signed(one.id) } else { given.contains(&one.owner()) };
    let signers = documents::signer_lines(&appointed, &said, is_done);
    let idle = matches!(step, "choose" | "void" | "done");
    let checks = match (&round, step) {
        (Some(round), "open") => ballots::opening_checks(conn, &session, round)?,
        _ if unreadable => vec![Check::blocking("box-unreadable", "#annul")],
        _ if idle => ballots::rating_checks(conn, &session)?,
        _ => Vec::new(),
    };
    let clear = match step {
        "certify" => signers.iter().all(SignerLine::is_settled),
        _ => ballots::is_clear(&checks),
    };
    let roll = deputies::roll_count(conn, session.id)?;
    let year = match &round {
        Some(round) => store::year_of_round(conn, round.id)?,
        None => None,
    };
    Ok(RatingRoundPage {
        years: if idle { years_to_rate(conn, &session)? } else { Vec::new() },
        step,
        checks,
        clear,
        round: round.map(|round| round.id.to_string()),
        year,
        two_persons,
        chief: appointed.iter().find(|s| s.chief).map_or_else(String::new, |chief| chief.name.clone()),
        pending,
        in_office: roll.in_office,
        present: roll.present,
        issued,
        returned,
        threshold: scrutineers::session_key(conn, session.id)?.map_or(0, |key| key.threshold),
        signers,
        objections: said.objections.iter().map(ObjectionLine::from).collect(),
        certificate: document.as_ref().map(|document| document.id.to_string()),
        paper: document.as_ref().map(|document| RatingPaper::read(conn, document)).transpose()?,
        vote_runs: ballots::latest_round(conn, session.id)?.is_some_and(|vote| !vote.is_over()),
        session: session.name,
        ruling_reason: String::new(),
    })
}

pub(super) async fn desk_of(ctx: &Ctx, site: &Site, person: &Person) -> Result<RatingRoundPage, PageError> {
    let (services, congress, person) = (ctx.services.clone(), site.congress, person.clone());
    blocking(move || services.db.read(|conn| page_of(conn, congress, &person))).await
}

pub const DESK: &str = "/secretariat/ratings/round";

pub async fn show_rating_round(ctx: Ctx, by: As<Secretariat>, site: Site) -> Handled {
    ctx.show(&desk_of(&ctx, &site, &by.person).await?)
}
