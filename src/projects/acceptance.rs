//! 验收: a second person's word that a finished sub-item is finished.

use super::quantity::Quantity;
use crate::{
    db::Ts,
    ids::{ProjectId, SubItemId},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub sub_item: SubItemId,
    pub project: ProjectId,
    /// What had been reached.
    pub quantity: Quantity,
    pub words: String,
    pub accepted_by: String,
    pub accepted_at: Ts,
}
