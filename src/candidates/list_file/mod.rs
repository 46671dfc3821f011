//! The candidate list as a table, out and in: one line a sub-item, beside its candidate.

mod reading;
#[cfg(test)]
mod tests;

pub use reading::{ListFault, read_list};

use super::{
    candidate::Candidate,
    session_file::{Operator, SubItemKind},
};
use crate::web::{Cell, Table};

/// Bytes of a file.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// A column, found by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Number,
    Title,
    ShortTitle,
    Summary,
    ServiceField,
    Code,
    SubItem,
    Kind,
    Operator,
    Target,
    Unit,
    LeadUnit,
    Source,
}

impl Column {
    pub const ALL: [Self; 13] = [
        Self::Number,
        Self::Title,
        Self::ShortTitle,
        Self::Summary,
        Self::ServiceField,
        Self::Code,
        Self::SubItem,
        Self::Kind,
        Self::Operator,
        Self::Target,
        Self::Unit,
        Self::LeadUnit,
        Self::Source,
    ];

    pub fn heading(self) -> &'static str {
        match self {
            Self::Number => "票号",
            Self::Title => "项目",
            Self::ShortTitle => "简称",
            Self::Summary => "概要",
            Self::ServiceField => "领域",
            Self::Code => "子项编号",
            Self::SubItem => "子项",
            Self::Kind => "类别",
            Self::Operator => "要求",
            Self::Target => "目标",
            Self::Unit => "计量单位",
            Self::LeadUnit => "责任单位",
            Self::Source => "原文",
        }
    }

    /// Characters a cell may hold.
    pub fn max_chars(self) -> usize {
        match self {
            Self::Number | Self::Code | Self::Kind | Self::Operator | Self::Target | Self::Unit => 32,
            Self::ShortTitle | Self::ServiceField | Self::LeadUnit => 64,
            Self::Title => 100,
            Self::SubItem => 200,
            Self::Summary | Self::Source => 1000,
        }
    }
}

fn kind_word(kind: SubItemKind) -> &'static str {
    match kind {
        SubItemKind::Count => "数量",
        SubItemKind::Rate => "比率",
        SubItemKind::Area => "面积",
        SubItemKind::Length => "长度",
        SubItemKind::ZeroTarget => "清零",
        SubItemKind::Title => "称号",
        SubItemKind::Qualitative => "定性",
    }
}

fn operator_word(operator: Operator) -> &'static str {
    match operator {
        Operator::Eq => "达到",
        Operator::Ge => "不少于",
    }
}

/// The list as `read_list` reads it back. A candidate without sub-items has one line, with its own unit on it.
pub fn table(candidates: &[Candidate]) -> Table {
    let mut rows = Vec::new();
    for candidate in candidates {
        let own = || -> Vec<Cell> {
            vec![
                u32::try_from(candidate.number).unwrap_or_default().into(),
                candidate.title.as_str().into(),
                candidate.short_title.as_str().into(),
                candidate.summary.as_str().into(),
                candidate.service_field.clone().into(),
            ]
        };
        if candidate.sub_items.is_empty() {
            let mut row = own();
            row.extend(["", "", "", "", "", ""].map(Cell::from));
            row.extend([candidate.lead_unit.clone().into(), "".into()]);
            rows.push(row);
        }
        for item in &candidate.sub_items {
            let mut row = own();
            row.extend([
                item.code.as_str().into(),
                item.name.as_str().into(),
                kind_word(item.goal.kind()).into(),
                item.goal.operator().map_or("", operator_word).into(),
                item.goal.target().into(),
                item.goal.unit().unwrap_or_default().into(),
                item.lead_unit.clone().into(),
                item.source_text.as_str().into(),
            ]);
            rows.push(row);
        }
    }
    Table { sheet: "候选项目", head: Column::ALL.map(Column::heading).into(), rows }
}
