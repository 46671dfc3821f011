//! 归档卷: everything that a session's vote leaves behind, piece by piece, none of it held in memory longer than it is
//! written, and an index with the SHA-256 of each.

use std::{
    collections::BTreeSet,
    io::{self, Seek, Write},
};

use serde_json::json;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{
    audit::{self, Wanted},
    ballots::{self, Round, RoundState},
    candidates,
    congress::{
        self, Session,
        voting_method::{Occasion, articles},
    },
    db::{Conn, Db, DbError, Ts},
    deputies::{self, Attendance},
    documents::{self, DocumentKind, SignedDocument},
    hand_count,
    ids::CongressId,
    scrutineers,
    tally::{self, BoxFile, Paper, certificate::Certificate},
    web::{Cell, PageError, Secret, Table, TableFormat},
};

enum Content {
    Bytes(Vec<u8>),
    Box(BoxFile),
    /// The audit list up to that entry.
    Audit {
        congress: CongressId,
        last: i64,
    },
}

/// One file of the archive.
pub struct Piece {
    pub name: String,
    content: Content,
}

/// A line of the index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Indexed {
    pub name: String,
    pub bytes: u64,
    /// SHA-256
    pub hash: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Zip(#[from] ZipError),
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// What is written passes through, counted and hashed.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(part)?;
        self.hash.update(part.get(..written).unwrap_or(part));
        self.bytes += u64::try_from(written).map_err(io::Error::other)?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Piece {
    fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), content: Content::Bytes(bytes.into()) }
    }

    fn json(name: impl Into<String>, value: &serde_json::Value) -> Self {
        Self::new(name, format!("{value:#}\n"))
    }

    fn table(name: impl Into<String>, table: &Table) -> Result<Self, PageError> {
        Ok(Self::new(name, table.bytes(TableFormat::Csv)?))
    }

    fn write_to(&self, db: &Db, out: impl Write) -> Result<Indexed, ArchiveError> {
        let mut out = Hashing { inner: out, hash: Sha256::new(), bytes: 0 };
        match &self.content {
            Content::Bytes(bytes) => out.write_all(bytes)?,
            Content::Box(file) => {
                for number in 0.. {
                    let Some(part) = db.read(|conn| file.part(conn, number))? else { break };
                    out.write_all(&part)?;
                }
            }
            Content::Audit { congress, last } => {
                for number in 0.. {
                    let Some(part) = audit_part(db, *congress, &Wanted::default(), *last, number)? else { break };
                    out.write_all(&part)?;
                }
            }
        }
        let hash = out.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Indexed { name: self.name.clone(), bytes: out.bytes, hash })
    }
}

/// Entries in one part of the list as a file.
const ENTRIES: i64 = 500;

/// The audit list as CSV, part by part from 0, which begins with the headings; `None` after the last.
pub fn audit_part(
    db: &Db,
    congress: CongressId,
    wanted: &Wanted,
    last: i64,
    number: i64,
) -> Result<Option<Vec<u8>>, ArchiveError> {
    let entries = db.read(|conn| audit::in_order(conn, congress, wanted, last, number * ENTRIES, ENTRIES))?;
    if entries.is_empty() && number > 0 {
        return Ok(None);
    }
    let row = |(entry, hash): &(audit::Entry, String)| -> Vec<Cell> {
        vec![
            Cell::Decimal(entry.seq.to_string()),
            entry.at.to_page().into(),
            entry.name.as_str().into(),
            entry.role.as_str().into(),
            entry.action.as_str().into(),
            entry.subject.as_str().into(),
            entry.detail.as_str().into(),
            entry.previous.as_str().into(),
            hash.as_str().into(),
        ]
    };
    let table = Table {
        sheet: "操作记录",
        head: vec!["序号", "时间", "姓名", "身份", "操作", "对象", "详情", "上一条指纹", "本条指纹"],
        rows: entries.iter().map(row).collect(),
    };
    Ok(Some(if number == 0 { table.csv()? } else { table.csv_rows()? }))
}

fn roll(conn: &mut Conn, session: &Session) -> Result<Table, DbError> {
    let rows = deputies::deputies(conn, session.id)?
        .into_iter()
        .map(|deputy| -> Vec<Cell> {
            let attendance = match deputy.attendance {
                Attendance::Absent => "缺席",
                Attendance::Excused => "请假",
                Attendance::Present => "出席",
            };
            vec![
                deputy.delegation.name.into(),
                deputy.certificate_no.into(),
                deputy.name.into(),
                deputy.note.into(),
                attendance.into(),
                deputy.leave_reason.into(),
            ]
        })
        .collect();
    Ok(Table {
        sheet: "代表名册", head: vec!["代表团", "代表证号", "姓名", "备注", "出席", "请假原因"], rows
    })
}

fn ceremony_record(conn: &mut Conn, session: &Session) -> Result<serde_json::Value, DbError> {
    let appointed: Vec<_> = scrutineers::scrutineers(conn, session.id)?
        .into_iter()
        .map(|one| {
            json!({
                "name": one.name, "chief": one.chief, "position": one.position,
                "verification_key": one.share.map(|share| share.verification_key),
                "copy_confirmed": one.copy_confirmed.map(Ts::to_page),
            })
        })
        .collect();
    let mut held = Vec::new();
    for ceremony in scrutineers::ceremonies(conn, session.id)? {
        held.push(json!({
            "number": ceremony.number, "state": ceremony.state, "size": ceremony.size, "threshold": ceremony.threshold,
            "started": ceremony.started_at.to_page(), "ended": ceremony.ended_at.map(Ts::to_page),
            "void_reason": ceremony.void_reason, "messages": scrutineers::messages_on_record(conn, ceremony.id)?,
        }));
    }
    let key = scrutineers::session_key(conn, session.id)?;
    Ok(json!({ "scrutineers": appointed, "ceremonies": held, "threshold": key.map(|key| key.threshold) }))
}

/// Every entry of every bundle, those that were corrected too.
fn bundles(conn: &mut Conn, round: &Round) -> Result<Table, DbError> {
    let mut rows = Vec::new();
    for bundle in hand_count::standing_of_round(conn, round)?.bundles {
        for entry in bundle.entries {
            let figures = &entry.figures;
            let void: Vec<String> =
                figures.void.iter().map(|(reason, ballots)| format!("{} {ballots}", reason.in_words())).collect();
            let votes: Vec<String> = figures
                .rows
                .iter()
                .map(|(number, marks)| {
                    format!("{number}号 赞成{} 反对{} 弃权{}", marks.approve, marks.oppose, marks.abstain)
                })
                .collect();
            rows.push(vec![
                Cell::Decimal(bundle.number.to_string()),
                Cell::Decimal(entry.seq.to_string()),
                entry.teller.into(),
                entry.at.to_page().into(),
                figures.size.into(),
                figures.valid.into(),
                void.join("；").into(),
                votes.join("；").into(),
            ]);
        }
    }
    let head = vec!["扎", "次序", "计票人", "录入时间", "张数", "有效", "无效", "得票"];
    Ok(Table { sheet: "纸质票清点", head, rows })
}

fn notice_text(paper: &Paper) -> Option<String> {
    let notice = paper.notice.as_ref()?;
    let number = if notice.style == "named" { notice.number.clone() } else { format!("第{}号", notice.number) };
    let list: Vec<String> =
        (1..).zip(&paper.winners).map(|(place, winner): (u32, _)| format!("{place}. {}", winner.title)).collect();
    Some(format!(
        "{}{}公告\n{number}\n\n{}\n\n{}\n{}\n\n计票报告单指纹（SHA-256）{}\n",
        paper.congress,
        paper.session,
        list.join("\n"),
        notice.announced_by,
        notice.day,
        paper.hash
    ))
}

/// The certified certificate of the session's vote; without one there is nothing to file yet.
pub fn certified(conn: &mut Conn, session: &Session) -> Result<Option<SignedDocument>, DbError> {
    let all = documents::of_session(conn, session.id, DocumentKind::Certificate)?;
    Ok(all.into_iter().rfind(|document| document.confirmed().is_some()))
}

/// Everything there is of the session, in the order of the file.
pub fn pieces(
    conn: &mut Conn,
    secret: &Secret,
    congress_name: &str,
    session: &Session,
) -> Result<Vec<Piece>, PageError> {
    let mut all = vec![
        Piece::json(
            "00-会议.json",
            &json!({
                "congress": congress_name, "session": session.name, "plenary": session.plenary,
                "date": session.date, "item": session.item,
            }),
        ),
        Piece::table("01-代表名册和出席情况.csv", &roll(conn, session)?)?,
    ];
    let votes = ballots::rounds_of_session(conn, session.id)?;
    let ratings = ballots::ratings_of_session(conn, session.id)?;
    let rounds: Vec<Round> = votes.iter().chain(&ratings).cloned().collect();
    let candidates = candidates::candidates(conn, session.id)?;
    let appointed = scrutineers::scrutineers(conn, session.id)?.len();
    let key = scrutineers::session_key(conn, session.id)?;
    let occasion = Occasion {
        congress: congress_name,
        session: &session.name,
        year: session.year,
        candidates: candidates.len(),
        scrutineers: key.map(|key| (appointed, key.threshold)),
    };
    let mut known = BTreeSet::new();
    let mut methods = congress::adopted_method(conn, session.id)?.into_iter().collect::<Vec<_>>();
    for round in &rounds {
        methods.push(congress::method_by_id(conn, round.method)?);
    }
    for method in methods {
        if known.insert(method.version) {
            let name = |end: &str| format!("02-票决办法-第{}版.{end}", method.version);
            let text: Vec<String> = articles(&method.method, &occasion)
                .into_iter()
                .map(|article| format!("{}　{}", article.number, article.paragraphs.join("\n　　")))
                .collect();
            all.push(Piece::new(name("json"), method.method.canonical_json()));
            all.push(Piece::new(name("txt"), text.join("\n") + "\n"));
        }
    }
    if let Some(review) = congress::prior_review(conn, session.id)? {
        let value = json!({
            "body": review.body, "meeting": review.meeting, "reviewed_on": review.reviewed_on,
            "document_number": review.document_number,
            "opinions": congress::opinions(conn, session.id)?
                .into_iter()
                .map(|opinion| {
                    let (outcome, done) = opinion.done.unzip();
                    json!({ "opinion": opinion.words, "outcome": outcome, "done": done })
                })
                .collect::<Vec<_>>(),
        });
        all.push(Piece::json("03-常委会审议.json", &value));
    }
    all.push(Piece::table("04-候选项目.csv", &candidates::list_table(&candidates))?);
    if let Some(seal) = candidates::seal_of(conn, session.id)? {
        all.push(Piece::new("04-候选项目-封存.json".to_owned(), seal.document));
    }
    all.push(Piece::json("05-监票人和密钥仪式.json", &ceremony_record(conn, session)?));
    for (place, round) in (1..).zip(&rounds) {
        let place: i32 = place;
        let cancelled = ballots::cancelled_keys_of(conn, round.id)?;
        if !cancelled.is_empty() {
            all.push(Piece::new(format!("06-作废选票码-{place}.txt"), cancelled.join("\n") + "\n"));
        }
    }
    for round in &votes {
        let counted = bundles(conn, round)?;
        if !counted.rows.is_empty() {
            all.push(Piece::table(format!("07-纸质票清点-第{}轮.csv", round.number), &counted)?);
        }
    }
    for kind in [DocumentKind::Certificate, DocumentKind::Corrigendum, DocumentKind::Rating] {
        for document in documents::of_session(conn, session.id, kind)? {
            let (named, withdrawn) = match kind {
                DocumentKind::Certificate => ("08-计票报告单", document.is_withdrawn()),
                DocumentKind::Corrigendum => ("09-更正", document.is_withdrawn()),
                DocumentKind::Rating => ("11-测评结果报告单", document.is_withdrawn()),
            };
            let mark = if withdrawn { "-已作废" } else { "" };
            let short: String = document.hash.as_str().chars().take(8).collect();
            let name = format!("{named}-{}{mark}-{short}.json", document.number);
            all.push(Piece::new(name, documents::file(conn, secret, &document)?));
            if kind == DocumentKind::Certificate {
                let said = documents::said(conn, document.id)?;
                let notice = tally::notice_of(conn, document.id)?;
                let paper = Paper::of(&document, &document.paper::<Certificate>()?, &said, notice.as_ref());
                all.extend(notice_text(&paper).map(|text| Piece::new("10-公告.txt", text)));
            }
        }
    }
    // A box that still takes ballots, or is not opened, is nobody's to file.
    let over = |round: &&Round| round.has_box() && matches!(round.state, RoundState::Counted | RoundState::Void);
    for round in rounds.iter().filter(over) {
        let caps = tally::caps_file(conn, round.id)?;
        if !caps.is_empty() {
            all.push(Piece::new(format!("12-票箱/{}-caps.jsonl", round.election_uuid), caps));
        }
        let file = BoxFile::of(conn, round)?;
        all.push(Piece { name: format!("12-票箱/{}", file.name), content: Content::Box(file) });
    }
    let (last, head) = audit::end_of(conn, session.congress)?;
    all.push(Piece::json("13-操作记录链首.json", &json!({ "entries": last, "hash": head })));
    all.push(Piece {
        name: "13-操作记录.csv".to_owned(),
        content: Content::Audit { congress: session.congress, last },
    });
    Ok(all)
}

/// Names, sizes and hashes, without the file.
pub fn index(db: &Db, pieces: &[Piece]) -> Result<Vec<Indexed>, ArchiveError> {
    pieces.iter().map(|piece| piece.write_to(db, io::sink())).collect()
}

/// All pieces as one ZIP, with `SHA256SUMS`, which `sha256sum -c` reads.
pub fn pack(db: &Db, pieces: &[Piece], out: impl Write + Seek) -> Result<(), ArchiveError> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(out);
    let mut sums = String::new();
    for piece in pieces {
        zip.start_file(piece.name.as_str(), options)?;
        let Indexed { name, hash, .. } = piece.write_to(db, &mut zip)?;
        sums.push_str(&format!("{hash}  {name}\n"));
    }
    zip.start_file("SHA256SUMS", options)?;
    zip.write_all(sums.as_bytes())?;
    zip.finish()?;
    Ok(())
}
