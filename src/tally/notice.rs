//! 公告: by which the presidium makes a result public.

use crate::{
    db::Ts,
    ids::{DocumentId, NoticeId, SessionId},
};

#[derive(Clone, Debug)]
pub struct Notice {
    pub id: NoticeId,
    pub session: SessionId,
    pub certificate: DocumentId,
    pub number: String,
    pub announced_by: String,
    pub announced_at: Ts,
}
