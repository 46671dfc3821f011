//! Where the line between the program and its database can break in a write.

use std::sync::Arc;

use super::DbError;

/// The moments of a write, in order; what breaks at the last was done, though nobody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMoment {
    BeforeBegin,
    BeforeCommit,
    BeforeRetry,
    AfterCommit,
}

type Blow = dyn Fn(WriteMoment) -> Result<(), DbError> + Send + Sync;

/// Nothing breaks unless somebody tries it.
#[derive(Clone, Default)]
pub(super) struct Seam(Option<Arc<Blow>>);

impl Seam {
    pub(super) fn new(blow: impl Fn(WriteMoment) -> Result<(), DbError> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(blow)))
    }

    pub(super) fn reached(&self, moment: WriteMoment) -> Result<(), DbError> {
        self.0.as_ref().map_or(Ok(()), |blow| blow(moment))
    }
}
