//! What the rounds held so far come to; drawing up the certificate when they settle the item, and ordering the next
//! round when they do not.

use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{self, Check, LONGEST_REASON, NextRound, PrepareError, Round, RoundPurpose, RoundState, Standing},
    candidates,
    congress::{self, Session, voting_method::BallotForm},
    db::{Conn, DbError, Ts, Tx},
    deputies,
    documents::{self, Draft, Sha256Hex, SignedDocument, Signers, VerificationKey},
    hand_count::{self, Marks, VoidReason},
    ids::RoundId,
    scrutineers,
    tally::{
        actions::changing,
        certificate::{
            self, Annulment, AuditEnd, Certificate, CertificateError, Change, CountedRound, Fingerprint, Head,
            PaperPart, SlipPart, VoidBallots,
        },
        count,
        outcome::{
            Attendance, BoxCount, CandidateVotes, Conclusion, Counts, Decision, Next, RevoteRefusal, Roll, RoundRecord,
            revote_allowed,
        },
        store,
    },
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error("the round is not counted")]
    NotCounted,
    #[error("the paper ballots of the round are not counted")]
    PaperNotCounted,
    #[error("the round has its certificate already")]
    Exists,
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error("the scrutineers have no key to sign with")]
    NoKey,
    #[error("by the rules something must come first: {0}")]
    NotSettled(&'static str),
    #[error("by the rules no certificate follows: {0}")]
    Rules(#[from] CertificateError),
}

impl Refusal for DraftError {
    fn message(&self) -> Message {
        match self {
            Self::NotCounted => "draft-not-counted".into(),
            Self::PaperNotCounted => "draft-paper-not-counted".into(),
            Self::Exists => "draft-exists".into(),
            Self::AnnulmentWaits => ballots::ANNULMENT_WAITS.into(),
            Self::NoKey => "draft-no-key".into(),
            Self::NotSettled(key) => (*key).into(),
            Self::Rules(why) => Message::new("draft-rules").with("why", why),
        }
    }
}
/// The certificate that follows from all rounds up to this one, with the presidium's decision on it where one is to
/// be made. While the item is not settled it says what must come next.
pub fn certificate_for(
    conn: &mut Conn,
    session: &Session,
    congress_name: &str,
    secretariat: &str,
    round: &Round,
    decision: Option<&Decision>,
) -> Result<Certificate, Refused<DraftError>> {
    let number = u32::try_from(round.number).map_err(DbError::corrupt)?;
    let (mut changes, later): (Vec<Change>, Vec<Change>) =
        changing::changes(conn, session)?.into_iter().partition(|change| change.after_round < number);
    changes.sort_by_key(|change| change.after_round);
    let held_under = match later.into_iter().next() {
        Some(change) => change.held_under,
        None => changing::held_under(conn, session, round)?,
    };
    let form = held_under.method.ballot_form();
    let mut rounds = Vec::new();
    let all = ballots::rounds_of_session(conn, session.id)?;
    for held in all.iter().filter(|held| held.number <= round.number) {
        let decided = match decision {
            Some(decision) if held.id == round.id => Some(decision.clone()),
            _ => decision_on(conn, held, &all)?,
        };
        rounds.push(counted_round(conn, session, held, form, decided)?);
    }
    let head = Head {
        congress: congress_name.to_owned(),
        session: session.name.clone(),
        plenary: session.plenary.clone(),
        date: session.date,
        item: session.item.clone(),
        method_version: held_under.method_version,
        method: held_under.method,
        candidates: held_under.candidates,
        list_hash: held_under.list_hash,
        changes,
        signers: signers_of(conn, session, secretariat)?,
        audit: None,
    };
    Ok(Certificate::draft(head, rounds).map_err(DraftError::from)?)
}

/// What the presidium decided on a round: it goes with the count that is annulled, and with the further ballot that is recalled.
fn decision_on(conn: &mut Conn, round: &Round, all: &[Round]) -> Result<Option<Decision>, DbError> {
    let is_followed = all.last().is_some_and(|latest| latest.number > round.number);
    let decision = store::decision(conn, round.id)?.filter(|_| round.state != RoundState::Void);
    Ok(decision.filter(|decision| is_followed || !matches!(decision, Decision::FurtherBallot { .. })))
}

/// Who has to sign: those whose key stands; while a new one is being made, those who held the last.
pub fn signers_of(conn: &mut Conn, session: &Session, secretariat: &str) -> Result<Signers, DbError> {
    let scrutineers = scrutineers::key_holders(conn, session.id)?
        .into_iter()
        .map(|scrutineer| {
            let key = scrutineer.share.ok_or_else(|| DbError::corrupt("a scrutineer without a key"))?;
            Ok(documents::Scrutineer {
                name: scrutineer.name,
                chief: scrutineer.chief,
                verification_key: VerificationKey::try_from(key.verification_key).map_err(DbError::corrupt)?,
            })
        })
        .collect::<Result<_, DbError>>()?;
    Ok(Signers { scrutineers, secretariat: secretariat.to_owned() })
}

/// One round as its certificate needs it: counted, or void.
fn counted_round(
    conn: &mut Conn,
    session: &Session,
    round: &Round,
    form: BallotForm,
    decision: Option<Decision>,
) -> Result<CountedRound, Refused<DraftError>> {
    let small = |n: i64| u32::try_from(n).map_err(DbError::corrupt);
    let annulment = ballots::annulment(conn, round.id)?;
    let opening =
        round.opening.or(annulment.as_ref().map(|annulment| annulment.counts)).ok_or(DraftError::NotCounted)?;
    let turnout = ballots::turnout(conn, round.id)?;
    let in_the_box = small(turnout.returned)?;
    let paper = on_paper(conn, round, annulment.is_some())?;
    let mut votes = match round.state {
        RoundState::Void => Vec::new(),
        RoundState::Counted => {
            let numbers = numbers_on_paper(conn, round)?;
            count::votes_of_round(conn, round, form, &numbers, in_the_box)?.ok_or(DraftError::NotCounted)?
        }
        _ => return Err(DraftError::NotCounted.into()),
    };
    let fingerprint = match &round.roll_fingerprint {
        Some(known) => known.clone(),
        None => deputies::roll_fingerprint_of(conn, session.id)?,
    };
    let (mut valid, mut void) = if annulment.is_some() { (0, in_the_box) } else { (in_the_box, 0) };
    let mut returned = in_the_box;
    let mut void_reasons = if void > 0 { vec![whole_round_void(void)] } else { Vec::new() };
    if let Some(paper) = &paper {
        (returned, valid, void) = (returned + paper.returned, valid + paper.valid, void + paper.void);
        for reason in &paper.void_reasons {
            match void_reasons.iter_mut().find(|known| known.reason == reason.reason) {
                Some(known) => known.ballots += reason.ballots,
                None => void_reasons.push(reason.clone()),
            }
        }
        for all in &mut votes {
            if let Some(more) = paper.projects.iter().find(|votes| votes.number == all.number) {
                all.approve += more.approve;
                all.oppose += more.oppose;
                all.abstain += more.abstain;
            }
        }
    }
    let counts = Counts {
        attendance: Attendance {
            in_office: small(opening.in_office.into())?,
            excused: small(opening.excused.into())?,
            present: small(opening.present.into())?,
        },
        ballot_box: BoxCount { issued: small(turnout.issued)?, returned, valid, void },
        paper: paper.as_ref().map(PaperPart::counts),
    };
    Ok(CountedRound {
        record: RoundRecord {
            roll: Roll { in_office: counts.attendance.in_office, fingerprint },
            counts,
            votes,
            decision,
            annulled: annulment.is_some(),
        },
        void_reasons,
        ordered: round.ordered.clone(),
        annulment: annulment.map(|annulment| Annulment {
            reason: annulment.reason,
            by: annulment.by,
            confirmed: annulment.confirmed,
        }),
        paper,
        slips: ballots::round_slips(conn, round.id)?.map(slip_part).transpose()?,
        archive: sealed_box(conn, round)?,
    })
}

fn slip_part(count: ballots::SlipCount) -> Result<SlipPart, DbError> {
    let small = |n: i64| u32::try_from(n).map_err(DbError::corrupt);
    Ok(SlipPart {
        printed: small(count.printed)?,
        leftover: small(count.leftover)?,
        sample: small(count.sample)?,
        lost: small(count.lost)?,
        unreadable: small(count.unreadable)?,
        listed: small(count.listed)?,
    })
}

fn whole_round_void(ballots: u32) -> VoidBallots {
    VoidBallots { reason: "本轮作废".to_owned(), ballots }
}

/// What the tellers counted; of an annulled round, how many came back if they had counted by then.
fn on_paper(conn: &mut Conn, round: &Round, annulled: bool) -> Result<Option<PaperPart>, Refused<DraftError>> {
    let issued = u32::try_from(ballots::turnout(conn, round.id)?.on_paper).map_err(DbError::corrupt)?;
    if issued == 0 {
        return Ok(None);
    }
    let Some(totals) = hand_count::counted(conn, round)? else {
        return if annulled {
            let (projects, tellers, void_reasons) = (Vec::new(), Vec::new(), Vec::new());
            let (returned, valid, void, bundles) = (0, 0, 0, 0);
            Ok(Some(PaperPart { issued, returned, valid, void, void_reasons, bundles, projects, tellers }))
        } else {
            Err(DraftError::PaperNotCounted.into())
        };
    };
    let (returned, figures) = (totals.returned(), totals.figures);
    let (valid, void) = if annulled { (0, returned) } else { (figures.valid, figures.void_ballots()) };
    let reason =
        |(reason, &ballots): (&VoidReason, &u32)| VoidBallots { reason: reason.in_words().to_owned(), ballots };
    let votes = |(&number, marks): (&u32, &Marks)| CandidateVotes {
        number,
        approve: marks.approve,
        oppose: marks.oppose,
        abstain: marks.abstain,
    };
    Ok(Some(PaperPart {
        issued,
        returned,
        valid,
        void,
        void_reasons: match (annulled, void) {
            (_, 0) => Vec::new(),
            (true, _) => vec![whole_round_void(void)],
            (false, _) => figures.void.iter().filter(|(_, ballots)| **ballots > 0).map(reason).collect(),
        },
        bundles: totals.bundles,
        projects: if round.state == RoundState::Void { Vec::new() } else { figures.rows.iter().map(votes).collect() },
        tellers: totals.tellers,
    }))
}

/// The box of a round as a certificate names it.
pub fn sealed_box(conn: &mut Conn, round: &Round) -> Result<Option<certificate::Archive>, DbError> {
    if !round.has_box() {
        return Ok(None);
    }
    let fingerprint = |text: &str| Fingerprint::try_from(text.to_owned()).map_err(DbError::corrupt);
    let head = ballots::read_head(conn, round.id)?.chain;
    Ok(Some(certificate::Archive {
        election: fingerprint(ballots::election_of(conn, round.id)?.fingerprint())?,
        last_event: fingerprint(head.last_event().unwrap_or_default())?,
        key_list: fingerprint(&ballots::credential_list(conn, round.id)?.fingerprint())?,
    }))
}

/// The ballot numbers of the candidates on a round's paper, in the order of its rows.
fn numbers_on_paper(conn: &mut Conn, round: &Round) -> Result<Vec<u32>, DbError> {
    let rows = ballots::paper_of_round(conn, round.id)?.into_iter();
    rows.map(|row| u32::try_from(row.number).map_err(DbError::corrupt)).collect()
}

/// 出具计票报告单: draws the certificate up from the counts of all rounds; nothing in it is typed but the presidium's
/// reason.
pub fn draft_certificate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    congress_name: &str,
    round: RoundId,
    decision: Option<&Decision>,
) -> Result<SignedDocument, Refused<DraftError>> {
    let round = ballots::round_by_id(tx, round)?;
    if round.session != session.id || round.state != RoundState::Counted {
        return Err(DraftError::NotCounted.into());
    }
    if documents::of_round(tx, round.id)?.is_some() {
        return Err(DraftError::Exists.into());
    }
    if ballots::annulment_waits(tx, round.id)? {
        return Err(DraftError::AnnulmentWaits.into());
    }
    if scrutineers::session_key(tx, session.id)?.is_none() {
        return Err(DraftError::NoKey.into());
    }
    let certificate = certificate_for(tx, session, congress_name, &actor.name, &round, decision)?;
    if let Some(next) = certificate.next() {
        return Err(DraftError::NotSettled(next_key(next)).into());
    }
    if let Some(decision) = decision {
        record_decision(tx, actor, at, &round, decision)?;
    }
    for held in ballots::rounds_of_session(tx, session.id)? {
        hand_count::certify(tx, held.id)?;
    }
    let certificate = certificate.anchoring(end_of_the_list(tx, session)?).map_err(DbError::corrupt)?;
    let number = count::certificate_number(tx, session)?;
    let on = Draft { session: session.id, round: round.id, about: None, number };
    Ok(documents::draft(tx, actor, at, on, &certificate)?)
}

/// What scrutineers sign holds the audit list as it is, against whoever has the server's secret too.
fn end_of_the_list(conn: &mut Conn, session: &Session) -> Result<AuditEnd, DbError> {
    let (entries, head) = audit::end_of(conn, session.congress)?;
    Ok(AuditEnd {
        entries: u32::try_from(entries).map_err(DbError::corrupt)?,
        head: Sha256Hex::try_from(head).map_err(DbError::corrupt)?,
    })
}

fn record_decision(tx: &mut Tx, actor: &Actor, at: Ts, round: &Round, decision: &Decision) -> Result<(), DbError> {
    store::insert_decision(tx, round.id, decision, &actor.name, at)?;
    let detail = serde_json::json!({ "round": round.number, "decision": decision });
    audit::record(tx, actor, at, &Act::new(Deed::PresidiumDecided, round.number).with(detail))
}

/// The message that says what must come before a certificate.
pub fn next_key(next: &Next) -> &'static str {
    match next {
        Next::Round { .. } => "next-round",
        Next::TieDecision { .. } => "next-tie-decision",
        Next::ShortfallDecision { .. } => "next-shortfall-decision",
    }
}

/// What stands between the presidium's word and the next round, as a list to work through.
pub fn order_checks(conn: &mut Conn, session: &Session, so_far: &Certificate) -> Result<Vec<Check>, DbError> {
    let document = so_far.document();
    let live = deputies::roll_count(conn, session.id)?;
    let last = ballots::latest_round(conn, session.id)?;
    if let Some(last) = last.filter(|last| !last.is_under_way())
        && changing::is_changed_after(conn, session, &last)?
    {
        let adopted = congress::adopted_method(conn, session.id)?;
        let needed = match (&adopted, u32::try_from(live.in_office)) {
            (Some(adopted), Ok(in_office)) => i64::from(adopted.method.quorum_of(in_office)),
            _ => live.in_office,
        };
        let quorum = Check {
            key: "quorum",
            standing: if live.present >= needed { Standing::Met } else { Standing::Blocks },
            number: live.present,
            of: needed,
            names: Vec::new(),
            mend: "/secretariat/attendance",
        };
        let mut checks = ballots::preflight_checks(conn, session)?;
        checks.push(quorum);
        return Ok(checks);
    }
    let quorum = i64::from(document.method.quorum_of(document.roll.in_office));
    let unchanged = i64::from(document.roll.in_office) == live.in_office
        && document.roll.fingerprint == deputies::roll_fingerprint_of(conn, session.id)?;
    let line = |key, met, mend| Check {
        key,
        standing: if met { Standing::Met } else { Standing::Blocks },
        number: live.present,
        of: quorum,
        names: Vec::new(),
        mend,
    };
    let mut checks = vec![
        line("quorum", live.present >= quorum, "/secretariat/attendance"),
        line("roll-unchanged", unchanged, "/secretariat/roll"),
    ];
    if scrutineers::session_key(conn, session.id)?.is_none() {
        checks.push(Check::blocking("key", "/secretariat/scrutineers"));
    }
    Ok(checks)
}

#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    #[error("another round has begun, or this one is not over")]
    MovedOn,
    #[error("the presidium's decision is not on record")]
    NoRecord,
    #[error(transparent)]
    Refused(#[from] RevoteRefusal),
    #[error(transparent)]
    Draft(#[from] DraftError),
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    #[error("something on the list still blocks")]
    Blocked,
}

impl Refusal for OrderError {
    fn message(&self) -> Message {
        match self {
            Self::MovedOn => "order-moved-on".into(),
            Self::NoRecord => Message::new("order-no-record").with("most", LONGEST_REASON),
            Self::Refused(RevoteRefusal::Settled) => "order-settled".into(),
            Self::Refused(RevoteRefusal::DecisionPending) => "next-tie-decision".into(),
            Self::Refused(RevoteRefusal::RollChanged) => "order-roll-changed".into(),
            Self::Refused(RevoteRefusal::NoQuorum { present, needed }) => {
                Message::new("order-no-quorum").with("present", present).with("needed", needed)
            }
            Self::Draft(refused) => refused.message(),
            Self::Prepare(refused) => refused.message(),
            Self::Blocked => PrepareError::Blocked.message(),
        }
    }
}

/// 再次投票: by the presidium's word the next round begins with 发票, among exactly the candidates and for exactly the
/// seats that the rounds before have left. A shortfall that is the presidium's to decide is decided by this act.
pub fn order_round(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    congress_name: &str,
    after: RoundId,
    record: &str,
) -> Result<RoundId, Refused<OrderError>> {
    let last = ballots::latest_round(tx, session.id)?.filter(|last| last.id == after).ok_or(OrderError::MovedOn)?;
    let stands = documents::of_round(tx, last.id)?.is_some_and(|certificate| !certificate.is_withdrawn());
    if stands || !matches!(last.state, RoundState::Counted | RoundState::Void) {
        return Err(OrderError::MovedOn.into());
    }
    if ballots::annulment_waits(tx, last.id)? {
        return Err(OrderError::from(DraftError::AnnulmentWaits).into());
    }
    let record = record.trim();
    if record.is_empty() || record.chars().count() > LONGEST_REASON || record.chars().any(char::is_control) {
        return Err(OrderError::NoRecord.into());
    }
    let mut item =
        certificate_for(tx, session, congress_name, &actor.name, &last, None).map_err(Refused::on_the_way)?;
    if let Some(Next::ShortfallDecision { .. }) = item.next() {
        let decision = Decision::FurtherBallot { reason: record.to_owned() };
        item = certificate_for(tx, session, congress_name, &actor.name, &last, Some(&decision))
            .map_err(Refused::on_the_way)?;
        record_decision(tx, actor, at, &last, &decision)?;
    }
    let document = item.document();
    let changed = changing::is_changed_after(tx, session, &last)?;
    let anew = if changed { changing::scope_anew(tx, session)? } else { None };
    let small = |n: i64| u32::try_from(n).map_err(DbError::corrupt);
    let roll = deputies::roll_count(tx, session.id)?;
    let attendance =
        Attendance { in_office: small(roll.in_office)?, excused: small(roll.excused)?, present: small(roll.present)? };
    let roll = Roll { in_office: attendance.in_office, fingerprint: deputies::roll_fingerprint_of(tx, session.id)? };
    let (scope, adopted) = match anew {
        Some(anew) if ballots::is_clear(&order_checks(tx, session, &item)?) => anew,
        None if !changed => {
            let scope = revote_allowed(&document.method, document.next.as_ref(), &document.roll, &roll, &attendance)
                .map_err(OrderError::from)?;
            (scope, congress::method_by_id(tx, last.method)?)
        }
        _ => return Err(OrderError::Blocked.into()),
    };
    let void_by_rule = document.rounds.last().is_some_and(|held| matches!(held.conclusion, Conclusion::Void { .. }));
    let last = match last.state {
        RoundState::Counted if void_by_rule => {
            let void = last.annul().map_err(DbError::corrupt)?;
            ballots::save_round(tx, &void)?;
            void
        }
        _ => last,
    };
    hand_count::certify(tx, last.id)?;
    let mut paper = candidates::candidates(tx, session.id)?;
    paper.retain(|candidate| u32::try_from(candidate.number).is_ok_and(|number| scope.candidates.contains(&number)));
    paper.sort_by_key(|candidate| candidate.number);
    let next = NextRound {
        purpose: RoundPurpose::Choice,
        item: session.item.clone(),
        number: last.number + 1,
        kind: scope.kind,
        seats: scope.seats,
        cap: scope.max_approvals(&adopted.method),
        candidates: paper,
        ordered: Some(record.to_owned()),
    };
    ballots::start_next_round(tx, secret, actor, at, session, &last, &adopted, next).map_err(Refused::on_the_way)
}
