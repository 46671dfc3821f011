//! 测评结果报告单 as a person reads it, on a screen and on A4.

use serde::Serialize;

use super::views::deputies_line;
use crate::{
    db::{Conn, DbError, Ts},
    documents::{
        self, Confirmed, DocumentKind, DocumentState, Objection, ObjectionLine, Ruling, RulingKind, Said, Scrutineer,
        Sha256Hex, SignatureLine, SignedDocument, Signers, Standing, signature_lines,
    },
    ids::{DocumentId, ProjectId, RoundId, ScrutineerId, SessionId},
    ratings::{
        RatedLine,
        certificate::{AllOf, Certificate, Document, FORMAT, ProjectLine, verdict_of},
        verdict::Counts,
    },
    tally::outcome::Attendance,
};

#[derive(Clone, Debug, Serialize)]
pub struct PaperLine {
    pub number: u32,
    pub title: String,
    pub line: RatedLine,
}

#[derive(Clone, Debug, Serialize)]
pub struct RatingPaper {
    pub congress: String,
    pub session: String,
    pub plenary: String,
    pub date: String,
    pub item: String,
    pub method_version: u32,
    pub method_hash: String,
    pub attendance: Attendance,
    pub quorum: u32,
    pub issued: u32,
    pub returned: u32,
    pub not_cast: u32,
    pub all_of: AllOf,
    pub all: u32,
    pub lines: Vec<PaperLine>,
    pub archive: String,
    pub key_list: String,
    pub hash: String,
    pub state: DocumentState,
    pub objections: Vec<ObjectionLine>,
    pub signatures: Vec<SignatureLine>,
    pub secretariat: String,
    pub confirmed: Option<String>,
    pub announced: Option<String>,
}

impl RatingPaper {
    pub fn read(conn: &mut Conn, signed: &SignedDocument) -> Result<Self, DbError> {
        let certificate: Certificate = signed.paper()?;
        Ok(Self::of(certificate.document(), signed, &documents::said(conn, signed.id)?))
    }

    fn of(document: &Document, signed: &SignedDocument, said: &Said) -> Self {
        let announced = match signed.standing {
            Standing::Announced { at, .. } => Some(at),
            Standing::Drafted | Standing::Certified(_) | Standing::Withdrawn { .. } => None,
        };
        Self {
            congress: document.congress.clone(),
            session: document.session.clone(),
            plenary: document.plenary.clone(),
            date: document.date.to_string(),
            item: document.item.clone(),
            method_version: document.method_version,
            method_hash: document.method_hash.to_string(),
            attendance: document.attendance,
            quorum: document.quorum,
            issued: document.issued,
            returned: document.returned,
            not_cast: document.not_cast,
            all_of: document.all_of,
            all: document.all,
            lines: document
                .projects
                .iter()
                .map(|line| PaperLine {
                    number: line.number,
                    title: line.title.clone(),
                    line: deputies_line(line, document.all),
                })
                .collect(),
            archive: document.archive.last_event.to_string(),
            key_list: document.archive.key_list.to_string(),
            hash: signed.hash.to_string(),
            state: signed.state(),
            objections: said.objections.iter().map(ObjectionLine::from).collect(),
            signatures: signature_lines(&document.signers, said),
            secretariat: document.signers.secretariat.clone(),
            confirmed: signed.confirmed().map(|confirmed| confirmed.at.to_page()),
            announced: announced.map(Ts::to_page),
        }
    }

    /// Drafted, certified, announced, withdrawn.
    pub fn samples() -> Vec<Self> {
        let Some(document) = sample_document() else { return Vec::new() };
        let at = Ts::default();
        let confirmed = Confirmed { by: "周敏<b>".to_owned(), at, seal: String::new() };
        let standings = [
            Standing::Drafted,
            Standing::Certified(confirmed.clone()),
            Standing::Announced { confirmed, at },
            Standing::Withdrawn { at },
        ];
        standings
            .into_iter()
            .filter_map(|standing| {
                let signed = SignedDocument {
                    id: DocumentId::new(),
                    kind: DocumentKind::Rating,
                    session: SessionId::new(),
                    round: RoundId::timeless(),
                    about: None,
                    number: "2024".to_owned(),
                    text: String::new(),
                    hash: Sha256Hex::of("x"),
                    drafted_at: at,
                    standing,
                };
                let objections = vec![sample_objection(&document, signed.state())?];
                Some(Self::of(&document, &signed, &Said { objections, ..Said::default() }))
            })
            .collect()
    }
}

/// Of the second scrutineer; overruled where the certificate stands.
fn sample_objection(document: &Document, state: DocumentState) -> Option<Objection> {
    let at = Ts::default();
    let ruling =
        Ruling { kind: RulingKind::Overruled, reason: "不影响结果<b>".to_owned(), by: "周敏<b>".to_owned(), at };
    Some(Objection {
        scrutineer: ScrutineerId::new(),
        name: "李建国<b>".to_owned(),
        chief: false,
        verification_key: document.signers.scrutineers.last()?.verification_key.clone(),
        reason: "一名代表中途离席<script>".to_owned(),
        raised_at: at,
        ruling: (state != DocumentState::Drafted).then_some(ruling),
    })
}

/// Of nobody's congress: for the samples of pages and the tests of the rules.
pub fn sample_document() -> Option<Document> {
    let counts = Counts { satisfied: 150, basically: 100, dissatisfied: 60, abstained: 20 };
    let line = |number, counts: Counts| ProjectLine {
        number,
        project: ProjectId::new(),
        title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
        counts,
        verdict: verdict_of(&counts, 340),
    };
    let other = Counts { satisfied: 20, basically: 100, dissatisfied: 150, abstained: 60 };
    let hash = "0123456789abcdef".repeat(4);
    let archive = serde_json::json!({ "election": &hash, "last_event": &hash, "key_list": &hash });
    let scrutineer = |name: &str, chief| {
        let verification_key = "0123456789abcdef".repeat(4).try_into().ok()?;
        Some(Scrutineer { name: name.to_owned(), chief, verification_key })
    };
    Some(Document {
        format: FORMAT.to_owned(),
        congress: "杭州市上城区第一届人民代表大会<b>".to_owned(),
        session: "第三次会议".to_owned(),
        plenary: "第二次全体会议".to_owned(),
        date: jiff::civil::date(2024, 12, 20),
        item: "2024年度民生实事项目满意度测评".to_owned(),
        year: 2024,
        method_version: 1,
        method_hash: crate::congress::voting_method::VotingMethod::default().hash(),
        attendance: Attendance { in_office: 340, excused: 4, present: 334 },
        quorum: 227,
        issued: 333,
        returned: 330,
        not_cast: 3,
        all_of: AllOf::InOffice,
        all: 340,
        projects: vec![line(1, counts), line(2, other)],
        archive: serde_json::from_value(archive).ok()?,
        signers: Signers {
            scrutineers: [scrutineer("陈志强<b>", true), scrutineer("李建国", false)].into_iter().flatten().collect(),
            secretariat: "周敏<b>".to_owned(),
        },
    })
}
