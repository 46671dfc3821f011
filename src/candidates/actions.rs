//! Taking in a session with its candidate list.

use super::{
    candidate::{CandidateList, from_file, has_inferences},
    session_file::SessionFile,
    store,
};
use crate::{
    audit::{self, Act, Actor},
    congress::{self, Session, SetUpError},
    db::{DbError, Ts, Tx},
    ids::{CongressId, SessionId},
};

/// What a session file leaves to the operator.
#[derive(Clone, Debug)]
pub struct SessionTexts {
    /// 第二次全体会议: the sitting that votes.
    pub plenary: String,
    /// What it votes on, as the certificate will name it.
    pub item: String,
    /// The document that the candidates' sub-items quote.
    pub source: Option<String>,
    /// The host name of the congress's site.
    pub host: Option<String>,
}

impl SessionTexts {
    pub fn of_year(year: i16) -> Self {
        Self {
            plenary: "第二次全体会议".to_owned(),
            item: format!("{year}年度民生实事项目票决"),
            source: None,
            host: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub congress: CongressId,
    pub session: SessionId,
    pub candidates: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the session of {0} is there already; a session file is imported once")]
    SessionExists(i32),
    #[error("the file has a number that no ballot can carry")]
    NumberTooLarge(#[from] std::num::TryFromIntError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<SetUpError> for ImportError {
    fn from(error: SetUpError) -> Self {
        match error {
            SetUpError::SessionExists(year) => Self::SessionExists(year),
            SetUpError::Db(error) => Self::Db(error),
        }
    }
}

/// Founds the congress unless it is known, opens its session and puts up the candidates.
pub fn import_session_file(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    file: &SessionFile,
    texts: &SessionTexts,
) -> Result<Imported, ImportError> {
    let congress = congress::found(tx, actor, at, &file.congress, texts.host.as_deref())?;
    let session = Session {
        id: SessionId::new(),
        congress,
        name: file.session.name.clone(),
        ordinal: file.session.ordinal.try_into()?,
        year: file.session.date.year().into(),
        date: file.session.date.to_string(),
        plenary: texts.plenary.clone(),
        item: texts.item.clone(),
        check_in_seed: None,
    };
    congress::open_session(tx, actor, at, &session)?;
    let list =
        CandidateList { notice: file.notice.clone(), source: texts.source.clone(), inferred: has_inferences(file) };
    store::insert_list(tx, session.id, &list)?;
    let candidates = from_file(file)?;
    for candidate in &candidates {
        store::insert_candidate(tx, session.id, candidate)?;
    }
    let sub_items: usize = candidates.iter().map(|candidate| candidate.sub_items.len()).sum();
    let detail = serde_json::json!({ "candidates": candidates.len(), "sub_items": sub_items });
    audit::record(tx, actor, at, &Act::new("candidates_imported", &session.name).with(detail))?;
    Ok(Imported { congress, session: session.id, candidates: candidates.len() })
}
