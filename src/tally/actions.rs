//! Counting together, drawing up the certificate, signing it, certifying, announcing.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use verifiable_ballots::{
    CheckedBallot, PartialDecryption, Proof, TallyAccumulator, signature::verify_message, tally::combine,
};

use super::{
    certificate::{self, Certificate, CertificateError, CountedRound, Fingerprint, Head, Signers, VerificationKey},
    certification::{CertificateState, CertificateStatus, NotYet, Notice, message_to_seal, message_to_sign},
    count::{self, Certified, CertifiedWinner},
    outcome::{Attendance, BoxCount, Counts, Decision, Roll, RoundRecord},
    store,
};
use crate::{
    audit::{self, Act, Actor},
    ballots::{self, BoxHead, Round, RoundState, WrongState},
    candidates::{self, Candidate},
    congress::{self, Session},
    db::{Conn, Db, DbError, Ts, Tx},
    deputies,
    ids::{CertificateId, NoticeId, RoundId},
    scrutineers::{self, Scrutineer},
    web::{Message, Refusal, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum BeginCountError {
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for BeginCountError {
    fn message(&self) -> Option<Message> {
        matches!(self, Self::WrongState(_)).then(|| "begin-count-wrong-state".into())
    }
}

/// Publishes the product of all ballots and the server's share of the opening. The product is made before the box is
/// locked: a closed box does not change.
pub fn begin_count(
    db: &Db,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    round: RoundId,
) -> Result<(), BeginCountError> {
    let (tally, share) = db.read(|conn| {
        let found = ballots::round_by_id(conn, round)?;
        found.must_be(RoundState::Closed)?;
        let election = ballots::election_of(conn, round)?;
        let mut product = TallyAccumulator::new(&election);
        for ballot in ballots::ballots_in_order(conn, round)? {
            let ballot = CheckedBallot::checked_before(ballot).map_err(DbError::corrupt)?;
            product.add(&ballot).map_err(DbError::corrupt)?;
        }
        let tally = product.finish();
        let key = ballots::server_key(secret, round, &ballots::server_key_salt(conn, round)?);
        let share = PartialDecryption::make(&election, &tally, key.private(), &mut rand::rng());
        Ok::<_, BeginCountError>((tally, share))
    })?;
    db.write_row_locked(|tx| {
        let before = ballots::lock_head(tx, round)?;
        let found = ballots::round_by_id(tx, round)?.begin_count()?;
        let mut chain = before.chain.clone();
        let mut records = chain.append_encrypted_tally(&tally).map_err(DbError::corrupt)?;
        records.extend(chain.append_partial_decryption(SERVER, &share).map_err(DbError::corrupt)?);
        let after = BoxHead { chain, records: before.records, ballots: before.ballots };
        ballots::append_records(tx, round, &before, after, &records)?;
        ballots::save_round(tx, &found)?;
        let detail = serde_json::json!({ "round": found.number, "tallied": tally.num_tallied() });
        audit::record(tx, actor, at, &Act::new("count_begun", &session.name).with(detail))?;
        Ok(())
    })
}

/// The server's owner number in `trustees.json`.
const SERVER: u32 = 1;

#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    #[error("the count is not waiting for shares")]
    NotCounting,
    #[error("this scrutineer's share is in the box already")]
    GivenAlready,
    #[error("this share does not open this box: {0}")]
    Wrong(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for ShareError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotCounting => Some("share-not-counting".into()),
            Self::GivenAlready => Some("share-given-already".into()),
            Self::Wrong(why) => Some(Message::new("share-wrong").with("why", why)),
            Self::Db(_) => None,
        }
    }
}

/// 开箱: a scrutineer's share, made in the browser from the seed. The one that completes the threshold opens the box:
/// the result follows in the same transaction.
pub fn give_share(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    scrutineer: &Scrutineer,
    round: RoundId,
    share: &str,
) -> Result<(), ShareError> {
    let before = ballots::lock_head(tx, round)?;
    let found = ballots::round_by_id(tx, round)?;
    if found.session != scrutineer.session || found.state != RoundState::Counting {
        return Err(ShareError::NotCounting);
    }
    let owner = scrutineer.owner();
    let mut opening = count::opening(tx, &found)?;
    if opening.partials.iter().any(|given| given.owner() == owner) {
        return Err(ShareError::GivenAlready);
    }
    let share = PartialDecryption::parse(share.as_bytes()).map_err(|e| ShareError::Wrong(e.to_string()))?;
    let checked = share
        .clone()
        .check(&opening.election, &opening.tally, &opening.trustees, owner)
        .map_err(|e| ShareError::Wrong(e.to_string()))?;

    let mut chain = before.chain.clone();
    let mut records = chain.append_partial_decryption(owner, &share).map_err(DbError::corrupt)?;
    opening.partials.push(checked);
    let threshold = opening.trustees.threshold().ok_or_else(|| DbError::corrupt("no threshold key"))?;
    let scrutineers = u32::try_from(opening.partials.len() - 1).map_err(DbError::corrupt)?;
    let complete = scrutineers >= threshold;
    if complete {
        let result = combine(&opening.trustees, &opening.tally, &opening.partials).map_err(DbError::corrupt)?;
        records.extend(chain.append_result(&result).map_err(DbError::corrupt)?);
        store::insert_tally(tx, round, &result, at)?;
    }
    let after = BoxHead { chain, records: before.records, ballots: before.ballots };
    ballots::append_records(tx, round, &before, after, &records)?;
    let number = found.number;
    if complete {
        let counted = found.finish_count().map_err(DbError::corrupt)?;
        ballots::save_round(tx, &counted)?;
    }
    let detail = serde_json::json!({ "round": number, "owner": owner, "opened": complete });
    audit::record(tx, actor, at, &Act::new("share_given", &session.name).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error("the round is not counted")]
    NotCounted,
    #[error("the round has its certificate already")]
    Exists,
    #[error("by the rules something must come first: {0}")]
    NotSettled(&'static str),
    #[error("by the rules no certificate follows: {0}")]
    Rules(#[from] CertificateError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for DraftError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotCounted => Some("draft-not-counted".into()),
            Self::Exists => Some("draft-exists".into()),
            Self::NotSettled(key) => Some((*key).into()),
            Self::Rules(why) => Some(Message::new("draft-rules").with("why", why)),
            Self::Db(_) => None,
        }
    }
}

/// The certificate that follows from a counted round, with the presidium's decision where the method asks for one.
pub fn certificate_for(
    conn: &mut Conn,
    session: &Session,
    congress_name: &str,
    secretariat: &str,
    round: &Round,
    decision: Option<Decision>,
) -> Result<Certificate, DraftError> {
    let adopted = congress::method_by_id(conn, round.method)?;
    let paper = paper_of(conn, session, round)?;
    let numbers = numbers_of(&paper)?;
    let opening_count = round.opening.ok_or(DraftError::NotCounted)?;
    let small = |n: i64| u32::try_from(n).map_err(DbError::corrupt);
    let turnout = ballots::turnout(conn, round.id)?;
    let returned = small(turnout.returned)?;
    let votes = count::votes_of_round(conn, round, adopted.method.ballot_form(), &numbers, returned)?
        .ok_or(DraftError::NotCounted)?;
    let roll = Roll {
        in_office: small(opening_count.in_office.into())?,
        fingerprint: deputies::roll_fingerprint_of(conn, session.id)?,
    };
    let counts = Counts {
        attendance: Attendance {
            in_office: small(opening_count.in_office.into())?,
            excused: small(opening_count.excused.into())?,
            present: small(opening_count.present.into())?,
        },
        ballot_box: BoxCount { issued: small(turnout.issued)?, returned, valid: returned, void: 0 },
    };
    let opening = count::opening(conn, round)?;
    let fingerprint = |text: String| Fingerprint::try_from(text).map_err(DbError::corrupt);
    let archive = certificate::Archive {
        election: fingerprint(opening.election.fingerprint().to_owned())?,
        last_event: fingerprint(opening.last_event)?,
        key_list: fingerprint(ballots::credential_list(conn, round.id)?.fingerprint())?,
    };
    let signers = scrutineers::scrutineers(conn, session.id)?
        .into_iter()
        .map(|scrutineer| {
            let key = scrutineer.share.ok_or_else(|| DbError::corrupt("a scrutineer without a key"))?;
            Ok(certificate::Scrutineer {
                name: scrutineer.name,
                chief: scrutineer.chief,
                verification_key: VerificationKey::try_from(key.verification_key).map_err(DbError::corrupt)?,
            })
        })
        .collect::<Result<_, DbError>>()?;
    let head = Head {
        congress: congress_name.to_owned(),
        session: session.name.clone(),
        plenary: session.plenary.clone(),
        date: session.date.parse().map_err(DbError::corrupt)?,
        item: session.item.clone(),
        method_version: u32::try_from(adopted.version).map_err(DbError::corrupt)?,
        method: adopted.method,
        candidates: paper
            .iter()
            .zip(&numbers)
            .map(|(candidate, &number)| certificate::CandidateTitle { number, title: candidate.title.clone() })
            .collect(),
        signers: Signers { scrutineers: signers, secretariat: secretariat.to_owned() },
    };
    let record = RoundRecord { roll, counts, votes, decision };
    Ok(Certificate::draft(head, vec![CountedRound { record, void_reasons: Vec::new(), archive }])?)
}

/// The candidates on a round's paper, in the order of its rows.
pub fn paper_of(conn: &mut Conn, session: &Session, round: &Round) -> Result<Vec<Candidate>, DbError> {
    let all = candidates::candidates(conn, session.id)?;
    ballots::round_candidates(conn, round.id)?
        .into_iter()
        .map(|id| {
            let found = all.iter().find(|candidate| candidate.id == id).cloned();
            found.ok_or_else(|| DbError::corrupt("a paper with an unknown candidate"))
        })
        .collect()
}

pub fn numbers_of(paper: &[Candidate]) -> Result<Vec<u32>, DbError> {
    paper.iter().map(|candidate| u32::try_from(candidate.number).map_err(DbError::corrupt)).collect()
}

/// 出具计票报告单: draws the certificate up from the count; nothing in it is typed.
pub fn draft_certificate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    congress_name: &str,
    round: RoundId,
    decision: Option<Decision>,
) -> Result<CertificateId, DraftError> {
    let round = ballots::round_by_id(tx, round)?;
    if round.session != session.id || round.state != RoundState::Counted {
        return Err(DraftError::NotCounted);
    }
    if store::certificate_of_round(tx, round.id)?.is_some() {
        return Err(DraftError::Exists);
    }
    let certificate = certificate_for(tx, session, congress_name, &actor.name, &round, decision)?;
    if let Some(next) = certificate.next() {
        return Err(DraftError::NotSettled(next_key(next)));
    }
    let status = CertificateStatus {
        id: CertificateId::new(),
        session: session.id,
        round: round.id,
        number: count::certificate_number(session, &round),
        document: String::from_utf8(certificate.canonical_json().to_vec()).map_err(DbError::corrupt)?,
        hash: certificate.hash().to_string(),
        state: CertificateState::Drafted,
        drafted_at: at,
        certified_at: None,
        seal: None,
        confirmed: None,
    };
    store::insert_certificate(tx, &status)?;
    let detail = serde_json::json!({ "number": status.number, "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("certificate_drafted", &session.name).with(detail))?;
    Ok(status.id)
}

/// The message that says what must come before a certificate.
pub fn next_key(next: &super::outcome::Next) -> &'static str {
    use super::outcome::Next;
    match next {
        Next::Round { .. } => "next-round",
        Next::TieDecision { .. } => "next-tie-decision",
        Next::ShortfallDecision { .. } => "next-shortfall-decision",
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the certificate takes no more signatures")]
    NotDrafted,
    #[error("this scrutineer has signed already")]
    SignedAlready,
    #[error("the signature is not this scrutineer's under this certificate")]
    Wrong,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for SignError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotDrafted => Some("sign-not-drafted".into()),
            Self::SignedAlready => Some("sign-signed-already".into()),
            Self::Wrong => Some("sign-wrong".into()),
            Self::Db(_) => None,
        }
    }
}

/// A scrutineer's signature, made in the browser from the seed.
pub fn sign_certificate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    certificate: CertificateId,
    signature: &str,
) -> Result<(), SignError> {
    let status = store::certificate_by_id(tx, certificate)?;
    if status.session != scrutineer.session || status.state != CertificateState::Drafted {
        return Err(SignError::NotDrafted);
    }
    if store::signatures(tx, certificate)?.iter().any(|given| given.scrutineer == scrutineer.id) {
        return Err(SignError::SignedAlready);
    }
    let proof: Proof = serde_json::from_str(signature).map_err(|_| SignError::Wrong)?;
    let share = scrutineer.share.as_ref().ok_or(SignError::Wrong)?;
    let key = share.verification_key.parse().map_err(DbError::corrupt)?;
    if !verify_message(&key, &message_to_sign(&status.hash), &proof) {
        return Err(SignError::Wrong);
    }
    let canonical = serde_json::to_string(&proof).map_err(DbError::corrupt)?;
    store::insert_signature(tx, certificate, scrutineer.id, &canonical, at)?;
    let detail = serde_json::json!({ "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("certificate_signed", &status.number).with(detail))?;
    Ok(())
}

/// What the rest of the system does when a certificate moves on, in the same transaction.
#[derive(Clone, Copy)]
pub struct FollowUp {
    /// 立项: the winners become projects.
    pub promote: fn(&mut Tx, &Certified, Ts) -> Result<(), DbError>,
    /// 公告: what was kept back becomes public.
    pub publish: fn(&mut Tx, CertificateId) -> Result<(), DbError>,
}

#[derive(Debug, thiserror::Error)]
pub enum CertifyError {
    #[error(transparent)]
    NotYet(#[from] NotYet),
    #[error("the certificate does not follow from its counts: {0}")]
    Rules(#[from] CertificateError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for CertifyError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotYet(NotYet::Unsigned { missing }) => {
                Some(Message::new("certify-unsigned").with("missing", missing))
            }
            Self::NotYet(_) => Some("certify-already".into()),
            Self::Rules(why) => Some(Message::new("draft-rules").with("why", why)),
            Self::Db(_) => None,
        }
    }
}

/// The key of the server's seal (Ed25519); the public half is printed with every certificate.
pub fn seal_key(secret: &Secret) -> SigningKey {
    SigningKey::from_bytes(&secret.derive("certificate seal", b"ed25519"))
}

pub fn seal_public_key(secret: &Secret) -> String {
    STANDARD.encode(seal_key(secret).verifying_key().as_bytes())
}

/// 核验签署: the secretariat's confirmation after the last signature. The certificate stands and the winners are
/// projects, or neither.
pub fn certify(
    tx: &mut Tx,
    secret: &Secret,
    follow_up: &FollowUp,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: CertificateId,
) -> Result<(), CertifyError> {
    let status = store::certificate_by_id(tx, certificate)?;
    let document = Certificate::parse(status.document.as_bytes())?;
    document.check()?;
    let signatures = store::signatures(tx, certificate)?;
    let expected = document.document().signers.scrutineers.len();
    let seal = seal_key(secret).sign(message_to_seal(&status.hash, &signatures).as_bytes());
    let status = status.certify(expected, &signatures, &actor.name, STANDARD.encode(seal.to_bytes()), at)?;
    store::save_certificate(tx, &status)?;
    let certified = certified(tx, session, &status, &document)?;
    (follow_up.promote)(tx, &certified, at)?;
    let detail = serde_json::json!({ "hash": status.hash, "projects": certified.winners.len() });
    audit::record(tx, actor, at, &Act::new("certificate_certified", &status.number).with(detail))?;
    Ok(())
}

fn certified(
    conn: &mut Conn,
    session: &Session,
    status: &CertificateStatus,
    certificate: &Certificate,
) -> Result<Certified, DbError> {
    let all = candidates::candidates(conn, session.id)?;
    let document = certificate.document();
    let winners = document
        .chosen
        .iter()
        .map(|chosen| {
            let candidate = all.iter().find(|c| u32::try_from(c.number) == Ok(chosen.number));
            let round = usize::try_from(chosen.round).ok().and_then(|n| document.rounds.get(n.checked_sub(1)?));
            let line = round.and_then(|round| round.projects.iter().find(|line| line.number == chosen.number));
            let (Some(candidate), Some(line)) = (candidate, line) else {
                return Err(DbError::corrupt("a certificate that chooses an unknown candidate"));
            };
            Ok(CertifiedWinner {
                candidate: candidate.id,
                approvals: i32::try_from(line.approve).map_err(DbError::corrupt)?,
                rank: i32::try_from(line.rank).map_err(DbError::corrupt)?,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Certified {
        certificate: status.id,
        number: status.number.clone(),
        hash: status.hash.clone(),
        congress: session.congress,
        session: session.id,
        year: session.year,
        winners,
    })
}

#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    #[error(transparent)]
    NotYet(#[from] NotYet),
    #[error("the notice has no number")]
    NoNumber,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for AnnounceError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotYet(NotYet::NotCertified) => Some("announce-not-certified".into()),
            Self::NotYet(_) => Some("announce-already".into()),
            Self::NoNumber => Some("announce-no-number".into()),
            Self::Db(_) => None,
        }
    }
}

/// 公告: from now on the public sees the result and the projects.
pub fn announce(
    tx: &mut Tx,
    follow_up: &FollowUp,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: CertificateId,
    number: &str,
) -> Result<(), AnnounceError> {
    let number = number.trim();
    if number.is_empty() || number.chars().count() > 40 {
        return Err(AnnounceError::NoNumber);
    }
    let status = store::certificate_by_id(tx, certificate)?.announce()?;
    store::save_certificate(tx, &status)?;
    let notice = Notice {
        id: NoticeId::new(),
        session: session.id,
        certificate,
        number: number.to_owned(),
        announced_by: "大会主席团".to_owned(),
        announced_at: at,
    };
    store::insert_notice(tx, &notice)?;
    (follow_up.publish)(tx, certificate)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "notice": number, "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("result_announced", &session.name).with(detail))?;
    Ok(())
}
