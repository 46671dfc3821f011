//! Before voting begins: this scrutineer's own key is in the election, and the scrutineer signs that it is.

use serde::{Deserialize, Serialize};

use super::of_account;
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    ballots::{self, Round, RoundState},
    db::Conn,
    ids::RoundId,
    scrutineers,
    web::{Ctx, Form, Handled, Page, PageError, Path, blocking},
};

#[derive(Clone, Serialize)]
pub struct SignerLine {
    pub name: String,
    pub signed: bool,
    pub me: bool,
}

/// `/scrutineer/rounds/{id}/election`
#[derive(Serialize)]
pub struct SignElectionPage {
    pub round: String,
    pub number: i32,
    pub owner: u32,
    pub fingerprint: String,
    /// 对照码, in groups.
    pub keys: Vec<String>,
    pub threshold: u32,
    pub signers: Vec<SignerLine>,
    /// Whether this signature is still wanted.
    pub wanted: bool,
    pub message: String,
}

impl Page for SignElectionPage {
    const TEMPLATE: &'static str = "tally/sign_election.html";

    fn samples() -> Vec<Self> {
        [true, false]
            .map(|wanted| Self {
                round: "r".into(),
                number: 1,
                owner: 2,
                fingerprint: "phi".into(),
                keys: ["e46c", "18a6", "8239", "f295"].map(str::to_owned).to_vec(),
                threshold: 2,
                signers: vec![SignerLine { name: "<script>陈志强</script>".into(), signed: !wanted, me: true }],
                wanted,
                message: ballots::election_message("phi"),
            })
            .into()
    }
}

fn sign_election_page(conn: &mut Conn, person: &Person, round: RoundId) -> Result<SignElectionPage, PageError> {
    let round = round_to_sign(conn, person, round)?;
    let (me, session) = of_account(conn, person)?;
    let signed = ballots::election_signers(conn, round.id)?;
    let (election, trustees) = (ballots::election_of(conn, round.id)?, ballots::trustees_of(conn, round.id)?);
    let code: Vec<char> = trustees.code_of_certificates().chars().collect();
    let all = scrutineers::scrutineers(conn, session.id)?;
    let line = |s: &scrutineers::Scrutineer| SignerLine {
        name: s.name.clone(),
        signed: signed.contains(&s.owner()),
        me: s.id == me.id,
    };
    Ok(SignElectionPage {
        round: round.id.to_string(),
        number: round.number,
        owner: me.owner(),
        fingerprint: election.fingerprint().to_owned(),
        keys: code.chunks(4).map(|group| group.iter().collect()).collect(),
        threshold: trustees.threshold().unwrap_or(0),
        signers: all.iter().map(line).collect(),
        wanted: round.state == RoundState::Issuing && !signed.contains(&me.owner()),
        message: ballots::election_message(election.fingerprint()),
    })
}

/// A round of this scrutineer's session; once it is open its page says who signed.
fn round_to_sign(conn: &mut Conn, person: &Person, round: RoundId) -> Result<Round, PageError> {
    let (_, session) = of_account(conn, person)?;
    let round = ballots::round_by_id(conn, round)?;
    if round.session == session.id && round.state != RoundState::Preparing {
        Ok(round)
    } else {
        Err(PageError::NotFound)
    }
}

pub async fn show_sign_election(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let page = blocking(move || services.db.read(|conn| sign_election_page(conn, &by.person, round))).await?;
    ctx.show(&page)
}

#[derive(Deserialize)]
pub struct SignatureForm {
    #[serde(default)]
    signature: String,
}

pub async fn sign_election(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    round: Path<RoundId>,
    form: Form<SignatureForm>,
) -> Handled {
    let (round, person) = (*round, by.person.clone());
    let (me, session) = ctx
        .read(move |conn| {
            round_to_sign(conn, &person, round)?;
            of_account(conn, &person)
        })
        .await?;
    ctx.act(by, form, move |tx, by, at, typed| {
        ballots::sign_election(tx, &by.person.actor(), at, &session, &me, round, &typed.signature)
    })
    .then("/scrutineer", "election-signed")
    .or_again(move |conn, by, _| sign_election_page(conn, &by.person, round))
    .await
}
