//! The tally certificate (计票报告单): one canonical JSON document (RFC 8785) whose SHA-256 is
//! signed, printed on the paper form, and carried by every tracked project.
//!
//! The document holds neither signatures nor the times of signing and announcement: all of them
//! come after its hash. A mistake found later is mended by a corrigendum, never by an edit.

mod change;
mod document;
mod paper_part;
mod slip_part;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::congress::voting_method::VotingMethod;
use crate::documents::{Disagrees, DocumentKind, Paper, Sha256Hex, Signers};
use crate::tally::outcome::{
    BoxCount, CandidateVotes, CheckRow, Counts, Next, Outcome, Roll, RoundRecord, RoundScope, RoundsError, Stretch,
    check_rows, outcome_of_stretches,
};

pub use change::{Change, ChangeDecision, HeldUnder};
pub use document::{
    Annulment, Archive, AuditEnd, CandidateTitle, Document, Fingerprint, FormatTag, NotAFingerprint, ProjectLine,
    RoundDocument, VoidBallots,
};
pub use paper_part::PaperPart;
pub use slip_part::SlipPart;

/// Bytes of a certificate; a real one has some ten thousand.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A document in canonical form. [`Certificate::check`] says whether its outcome is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    document: Document,
    canonical: Vec<u8>,
}

/// What is known before any ballot is counted. `candidates` by ballot number, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub congress: String,
    pub session: String,
    pub plenary: String,
    pub date: jiff::civil::Date,
    pub item: String,
    pub method_version: u32,
    pub method: VotingMethod,
    pub candidates: Vec<CandidateTitle>,
    pub list_hash: Option<Sha256Hex>,
    /// In the order of the rounds.
    pub changes: Vec<Change>,
    pub signers: Signers,
    /// `None` while nothing is drawn up.
    pub audit: Option<AuditEnd>,
}

/// One round as held. The votes of a void round are not kept: nothing may be read from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedRound {
    pub record: RoundRecord,
    pub void_reasons: Vec<VoidBallots>,
    /// The presidium's word by which a later round was held.
    pub ordered: Option<String>,
    pub annulment: Option<Annulment>,
    /// `None` where nobody voted on paper.
    pub paper: Option<PaperPart>,
    /// `None` where ballots were taken on devices.
    pub slips: Option<SlipPart>,
    /// `None` for a round that was annulled before its box was opened for ballots.
    pub archive: Option<Archive>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("more than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("not a certificate: {0}")]
    NotACertificate(String),
    #[error("not in canonical form (RFC 8785)")]
    NotCanonical,
    #[error("{field} is blank or has control characters")]
    BadText { field: &'static str },
    #[error("candidates are not in ascending order of ballot numbers")]
    CandidatesOutOfOrder,
    #[error("there must be exactly one chief scrutineer, and no key twice")]
    BadSigners,
    #[error("round {round}: reasons for {reasons} void ballots, but {void} are void")]
    VoidReasons { round: u32, reasons: u64, void: u32 },
    #[error("round {round}: an annulled round has its reason, and every other its box")]
    BadAnnulment { round: u32 },
    #[error("round {round}: the line of the paper ballots does not fit the round")]
    BadPaper { round: u32 },
    #[error("round {round}: not every printed slip is accounted for")]
    BadSlips { round: u32 },
    #[error("round {round}: something was changed after it that no decision names")]
    BadChange { round: u32 },
    #[error(transparent)]
    Rounds(#[from] RoundsError),
    /// Path of the first field that the rules make otherwise, like `rounds[0].projects[3].rank`.
    #[error("{path} does not follow from the counts")]
    Mismatch { path: String },
}

impl CertificateError {
    pub fn key(&self) -> &'static str {
        match self {
            CertificateError::TooLarge => "too_large",
            CertificateError::NotACertificate(_) => "not_a_certificate",
            CertificateError::NotCanonical => "not_canonical",
            CertificateError::BadText { .. } => "bad_text",
            CertificateError::CandidatesOutOfOrder => "candidates_out_of_order",
            CertificateError::BadSigners => "bad_signers",
            CertificateError::VoidReasons { .. } => "void_reasons",
            CertificateError::BadAnnulment { .. } => "bad_annulment",
            CertificateError::BadPaper { .. } => "bad_paper",
            CertificateError::BadSlips { .. } => "bad_slips",
            CertificateError::BadChange { .. } => "bad_change",
            CertificateError::Rounds(_) => "rounds",
            CertificateError::Mismatch { .. } => "mismatch",
        }
    }
}

impl Certificate {
    /// Writes the document from the counts; everything that follows from them is computed here.
    /// An item not yet settled has a certificate too: see [`Certificate::is_settled`].
    pub fn draft(head: Head, rounds: Vec<CountedRound>) -> Result<Certificate, CertificateError> {
        check_head(&head)?;
        for (number, round) in (1..).zip(&rounds) {
            check_void_reasons(number, round)?;
            paper_part::check(number, round)?;
            slip_part::check(number, round)?;
        }
        let numbers = numbers_of(&head.candidates);
        let record = |round: &CountedRound| {
            let mut record = round.record.clone();
            record.counts.paper = round.paper.as_ref().map(PaperPart::counts);
            record
        };
        let records: Vec<RoundRecord> = rounds.iter().map(record).collect();
        let listed: Vec<Vec<u32>> =
            head.changes.iter().map(|change| numbers_of(&change.held_under.candidates)).collect();
        let stretches: Vec<Stretch> = head
            .changes
            .iter()
            .zip(&listed)
            .map(|(change, candidates)| Stretch {
                last_round: change.after_round,
                method: &change.held_under.method,
                candidates,
            })
            .collect();
        let item = outcome_of_stretches(&stretches, &head.method, &numbers, &records)?;
        let changes = with_rolls(&head.changes, &records);
        let method_of = |number: u32| {
            let changed = changes.iter().find(|change| number <= change.after_round);
            changed.map_or(&head.method, |change| &change.held_under.method)
        };
        let rounds = (1..)
            .zip(rounds.into_iter().zip(item.rounds))
            .map(|(number, (round, (scope, outcome)))| round_document(number, method_of(number), round, scope, outcome))
            .collect::<Vec<_>>();
        for RoundDocument { number, max_approvals, paper, .. } in &rounds {
            if paper.as_ref().is_some_and(|paper| !paper.adds_up(*max_approvals)) {
                return Err(CertificateError::BadPaper { round: *number });
            }
        }
        let certificate = Certificate::from_document(Document {
            format: FormatTag,
            congress: head.congress,
            session: head.session,
            plenary: head.plenary,
            date: head.date,
            item: head.item,
            method_version: head.method_version,
            method_hash: head.method.hash(),
            method: head.method,
            roll: item.roll,
            candidates: head.candidates,
            list_hash: head.list_hash,
            changes,
            rounds,
            chosen: item.chosen,
            next: item.next,
            signers: head.signers,
            audit: head.audit,
        })?;
        change::check(&certificate.document.changes, &certificate.document.held_under())?;
        Ok(certificate)
    }

    /// The same certificate with where the audit list ends.
    pub fn anchoring(self, audit: AuditEnd) -> Result<Certificate, CertificateError> {
        Self::from_document(Document { audit: Some(audit), ..self.document })
    }

    /// Reads exactly what [`Certificate::canonical_json`] writes: no other order, no white space,
    /// no unknown field. Nothing is recomputed.
    pub fn parse(bytes: &[u8]) -> Result<Certificate, CertificateError> {
        if bytes.len() > MAX_BYTES {
            return Err(CertificateError::TooLarge);
        }
        let document = serde_json::from_slice(bytes).map_err(not_a_certificate)?;
        let certificate = Certificate::from_document(document)?;
        if certificate.canonical == bytes { Ok(certificate) } else { Err(CertificateError::NotCanonical) }
    }

    fn from_document(document: Document) -> Result<Certificate, CertificateError> {
        let canonical = serde_json_canonicalizer::to_vec(&document).map_err(not_a_certificate)?;
        Ok(Certificate { document, canonical })
    }

    /// Computes everything again by the rules from the counts in the document.
    pub fn check(&self) -> Result<(), CertificateError> {
        let again = Certificate::draft(self.document.head(), self.document.counted_rounds())?;
        if again.canonical == self.canonical {
            return Ok(());
        }
        let value = |bytes: &[u8]| serde_json::from_slice(bytes).map_err(not_a_certificate);
        let path = document::first_difference(&value(&self.canonical)?, &value(&again.canonical)?);
        Err(CertificateError::Mismatch { path })
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn canonical_json(&self) -> &[u8] {
        &self.canonical
    }

    pub fn hash(&self) -> Sha256Hex {
        Sha256Hex::of(&self.canonical)
    }

    /// Whether nothing is left to vote on or to decide; only then may projects be made of it.
    pub fn is_settled(&self) -> bool {
        self.document.next.is_none()
    }

    /// Who signs the notice.
    pub fn presidium(&self) -> String {
        format!("{}{}主席团", self.document.congress, self.document.session)
    }

    pub fn next(&self) -> Option<&Next> {
        self.document.next.as_ref()
    }
}

impl Paper for Certificate {
    const KIND: DocumentKind = DocumentKind::Certificate;

    fn canonical(&self) -> Result<String, Disagrees> {
        String::from_utf8(self.canonical.clone()).map_err(Disagrees::because)
    }

    fn parse(text: &str) -> Result<Self, Disagrees> {
        Self::parse(text.as_bytes()).map_err(Disagrees::because)
    }

    fn check(&self) -> Result<(), Disagrees> {
        self.check().map_err(Disagrees::because)
    }

    fn signers(&self) -> &Signers {
        &self.document.signers
    }
}

fn numbers_of(candidates: &[CandidateTitle]) -> Vec<u32> {
    candidates.iter().map(|candidate| candidate.number).collect()
}

/// The changes with what follows from others: the hash of each method, and the roll of the rounds before.
fn with_rolls(changes: &[Change], records: &[RoundRecord]) -> Vec<Change> {
    let mut changes = changes.to_vec();
    for change in &mut changes {
        let last = usize::try_from(change.after_round).ok().and_then(|round| records.get(round.checked_sub(1)?));
        if let Some(last) = last {
            change.held_under.roll = last.roll.clone();
        }
        change.held_under.method_hash = change.held_under.method.hash();
    }
    changes
}

fn not_a_certificate(error: serde_json::Error) -> CertificateError {
    CertificateError::NotACertificate(error.to_string())
}

fn check_head(head: &Head) -> Result<(), CertificateError> {
    let texts = [
        ("congress", &head.congress),
        ("session", &head.session),
        ("plenary", &head.plenary),
        ("item", &head.item),
        ("signers.secretariat", &head.signers.secretariat),
    ];
    let before = head.changes.iter().flat_map(|change| &change.held_under.candidates);
    let titles = head.candidates.iter().chain(before).map(|c| ("candidates.title", &c.title));
    let names = head.signers.scrutineers.iter().map(|s| ("signers.name", &s.name));
    for (field, text) in texts.into_iter().chain(titles).chain(names) {
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            return Err(CertificateError::BadText { field });
        }
    }
    let lists = head.changes.iter().map(|change| &change.held_under.candidates).chain([&head.candidates]);
    if lists.into_iter().any(|list| !list.is_sorted_by(|a, b| a.number < b.number)) {
        return Err(CertificateError::CandidatesOutOfOrder);
    }
    let scrutineers = &head.signers.scrutineers;
    let keys: BTreeSet<&str> = scrutineers.iter().map(|s| s.verification_key.as_str()).collect();
    let chiefs = scrutineers.iter().filter(|s| s.chief).count();
    if chiefs != 1 || keys.len() != scrutineers.len() {
        return Err(CertificateError::BadSigners);
    }
    Ok(())
}

fn check_void_reasons(number: u32, round: &CountedRound) -> Result<(), CertificateError> {
    let void = round.record.counts.ballot_box.void;
    let reasons = round.void_reasons.iter().map(|r| u64::from(r.ballots)).sum();
    if reasons != u64::from(void) {
        return Err(CertificateError::VoidReasons { round: number, reasons, void });
    }
    let blank = |reason: &VoidBallots| {
        reason.ballots == 0 || reason.reason.trim().is_empty() || reason.reason.chars().any(char::is_control)
    };
    if round.void_reasons.iter().any(blank) {
        return Err(CertificateError::BadText { field: "void_reasons" });
    }
    let annulment =
        round.annulment.iter().flat_map(|annulment| [&annulment.reason, &annulment.by, &annulment.confirmed]);
    if annulment.chain(&round.ordered).any(|text| text.trim().is_empty()) {
        return Err(CertificateError::BadText { field: "annulment" });
    }
    if round.record.annulled != round.annulment.is_some() || round.archive.is_none() && !round.record.annulled {
        return Err(CertificateError::BadAnnulment { round: number });
    }
    Ok(())
}

fn round_document(
    number: u32,
    method: &VotingMethod,
    round: CountedRound,
    scope: RoundScope,
    outcome: Outcome,
) -> RoundDocument {
    let RoundRecord { counts, mut votes, decision, .. } = round.record;
    let quorum_met = counts.attendance.present >= outcome.quorum;
    votes.sort_unstable_by_key(|votes| votes.number);
    let BoxCount { issued, returned, valid, void } = counts.ballot_box;
    let decides_nothing = outcome.standings.is_empty();
    let paper = round.paper.map(|mut paper| {
        paper.projects.sort_unstable_by_key(|votes| votes.number);
        paper.projects.retain(|_| !decides_nothing);
        paper
    });
    RoundDocument {
        number,
        kind: scope.kind,
        seats: scope.seats,
        max_approvals: scope.max_approvals(method),
        attendance: counts.attendance,
        quorum: outcome.quorum,
        quorum_met,
        issued,
        returned,
        not_cast: counts.ballot_box.not_cast(),
        valid,
        void,
        void_reasons: round.void_reasons,
        pass_mark: outcome.pass_mark,
        // Standings are by ballot number too, and there are none in a void round.
        projects: outcome
            .standings
            .iter()
            .zip(&votes)
            .map(|(standing, votes)| ProjectLine {
                number: votes.number,
                approve: votes.approve,
                oppose: votes.oppose,
                abstain: votes.abstain,
                over_mark: standing.over_mark,
                rank: standing.rank,
                chosen: standing.chosen,
                tie_group: standing.tie_group,
            })
            .collect(),
        conclusion: outcome.conclusion,
        decision,
        ordered: round.ordered,
        annulment: round.annulment,
        paper,
        slips: round.slips,
        archive: round.archive,
    }
}

impl Document {
    fn head(&self) -> Head {
        Head {
            congress: self.congress.clone(),
            session: self.session.clone(),
            plenary: self.plenary.clone(),
            date: self.date,
            item: self.item.clone(),
            method_version: self.method_version,
            method: self.method.clone(),
            candidates: self.candidates.clone(),
            list_hash: self.list_hash.clone(),
            changes: self.changes.clone(),
            signers: self.signers.clone(),
            audit: self.audit.clone(),
        }
    }

    fn counted_rounds(&self) -> Vec<CountedRound> {
        let counted = |round: &RoundDocument| CountedRound {
            record: RoundRecord {
                roll: self.roll_of(round.number).clone(),
                counts: round.counts(),
                votes: round.votes(),
                decision: round.decision.clone(),
                annulled: round.annulment.is_some(),
            },
            void_reasons: round.void_reasons.clone(),
            ordered: round.ordered.clone(),
            annulment: round.annulment.clone(),
            paper: round.paper.clone(),
            slips: round.slips,
            archive: round.archive.clone(),
        };
        self.rounds.iter().map(counted).collect()
    }

    /// What the last round was held under.
    pub fn held_under(&self) -> HeldUnder {
        HeldUnder {
            method_version: self.method_version,
            method_hash: self.method_hash.clone(),
            method: self.method.clone(),
            roll: self.roll.clone(),
            candidates: self.candidates.clone(),
            list_hash: self.list_hash.clone(),
        }
    }

    /// The change that the round lies before.
    fn changed_after(&self, round: u32) -> Option<&Change> {
        self.changes.iter().find(|change| round <= change.after_round)
    }

    /// The roll of that round.
    pub fn roll_of(&self, round: u32) -> &Roll {
        self.changed_after(round).map_or(&self.roll, |change| &change.held_under.roll)
    }

    /// The method of that round.
    pub fn method_of(&self, round: u32) -> &VotingMethod {
        self.changed_after(round).map_or(&self.method, |change| &change.held_under.method)
    }

    pub fn title_of(&self, number: u32) -> Option<&str> {
        let candidate = self.candidates.iter().find(|c| c.number == number)?;
        Some(&candidate.title)
    }
}

impl RoundDocument {
    pub fn counts(&self) -> Counts {
        Counts {
            attendance: self.attendance,
            ballot_box: BoxCount { issued: self.issued, returned: self.returned, valid: self.valid, void: self.void },
            paper: self.paper.as_ref().map(PaperPart::counts),
        }
    }

    /// By ballot number.
    pub fn votes(&self) -> Vec<CandidateVotes> {
        let votes = |line: &ProjectLine| CandidateVotes {
            number: line.number,
            approve: line.approve,
            oppose: line.oppose,
            abstain: line.abstain,
        };
        self.projects.iter().map(votes).collect()
    }

    /// The rows with ✓ or ✗ of the printed form.
    pub fn checks(&self) -> Vec<CheckRow> {
        let mut rows = check_rows(&self.counts(), &self.votes(), self.max_approvals);
        rows.extend(self.paper.iter().flat_map(|paper| paper.checks(self.max_approvals)));
        rows.extend(self.slips.iter().flat_map(|slips| slips.checks(self.slips_drawn())));
        rows
    }

    /// Ballots issued as slips, where there were any.
    pub fn slips_drawn(&self) -> u32 {
        slip_part::drawn(self.issued, self.paper.as_ref())
    }
}
