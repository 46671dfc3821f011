//! The candidate list as a table, out and in: one line a sub-item, beside its candidate.

mod reading;
mod template;
#[cfg(test)]
mod tests;

pub use reading::{ListFault, ListReading, MOST_CANDIDATES, on_one_line, read_list};
pub use template::template;

use super::{
    candidate::Candidate,
    session_file::{Operator, SubItemKind},
};
use crate::{
    sheets::Known,
    web::{Cell, Table},
    word_enum,
};

/// Bytes of a file.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

word_enum! {
    /// A column, found by its heading.
    Column {
        Number = "number",
        Title = "title",
        ShortTitle = "short_title",
        Summary = "summary",
        ServiceField = "service_field",
        Investment = "investment",
        Place = "place",
        Deadline = "deadline",
        Code = "code",
        SubItem = "sub_item",
        Kind = "kind",
        Operator = "operator",
        Target = "target",
        Unit = "unit",
        LeadUnit = "lead_unit",
        Source = "source",
    }
}

const fn known(key: &'static str, words: &'static [&'static str]) -> Known {
    Known { key, words, needed: false, spreads: true, label: false, alone: false }
}

/// What the columns are called where lists are made, in the order of [`Column::ALL`].
pub const COLUMNS: [Known; 16] = [
    Known {
        needed: true, label: true, ..known("number", &["票号", "序号", "项目序号", "项目编号", "编号", "号"])
    },
    Known {
        needed: true,
        label: true,
        alone: true,
        ..known(
            "title",
            &["项目", "项目名称", "候选项目", "候选项目名称", "实事项目", "实事项目名称", "民生实事项目", "名称"],
        )
    },
    known("short_title", &["简称", "项目简称"]),
    known(
        "summary",
        &[
            "概要",
            "主要内容",
            "建设内容",
            "主要建设内容",
            "建设内容及规模",
            "项目内容",
            "内容",
            "具体内容",
            "实施内容",
            "工作内容",
            "主要内容及规模",
        ],
    ),
    known("service_field", &["领域", "所属领域", "服务领域", "项目类别", "分类"]),
    known(
        "investment",
        &[
            "投资",
            "投资额",
            "总投资",
            "计划投资",
            "投资估算",
            "估算投资",
            "预算",
            "资金",
            "资金投入",
            "投入资金",
            "所需资金",
            "总投资额",
        ],
    ),
    known("place", &["地点", "实施地点", "建设地点", "项目地点", "建设位置", "位置", "实施范围"]),
    known(
        "deadline",
        &["完成时限", "时限", "完成时间", "计划完成时间", "完成日期", "完成期限", "建设时限", "时间要求", "办结时限"],
    ),
    Known { spreads: false, ..known("code", &["子项编号", "子项代码"]) },
    Known { spreads: false, ..known("sub_item", &["子项", "子项名称", "分项", "分项名称", "任务"]) },
    known("kind", &["类别", "子项类别", "指标类型"]),
    known("operator", &["要求", "目标要求"]),
    Known { spreads: false, ..known("target", &["目标", "目标值", "目标数", "数量"]) },
    known("unit", &["计量单位", "目标单位"]),
    known(
        "lead_unit",
        &["责任单位", "牵头单位", "主办单位", "实施单位", "承办单位", "牵头部门", "责任部门", "主管部门", "实施主体"],
    ),
    known("source", &["原文", "来源", "依据"]),
];

impl Column {
    pub fn of(key: &str) -> Option<Self> {
        key.parse().ok()
    }

    pub fn heading(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|known| known.key == self.word())
            .and_then(|known| known.words.first().copied())
            .unwrap_or("")
    }

    /// Characters a cell may hold.
    pub fn max_chars(self) -> usize {
        match self {
            Self::Number | Self::Code | Self::Kind | Self::Operator | Self::Target | Self::Unit => 32,
            Self::ShortTitle | Self::ServiceField | Self::LeadUnit | Self::Investment | Self::Deadline => 64,
            Self::Title => 100,
            Self::SubItem | Self::Place => 200,
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
                candidate.investment.clone().into(),
                candidate.place.clone().into(),
                candidate.deadline.clone().into(),
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
    Table { sheet: "候选项目", head: Column::ALL.iter().map(|column| column.heading()).collect(), rows }
}
