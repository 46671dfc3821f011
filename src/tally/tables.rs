//! The result as tables for spreadsheets: the votes of every round, and who took part in each.

use super::paper::{Paper, PaperRound};
use crate::web::{Cell, Table, TableFormat};

/// The table and format that a file name asks for: `votes` or `rounds`, `.csv` or `.xlsx`.
pub fn asked_for(paper: &Paper, name: &str) -> Option<(Table, TableFormat)> {
    let (stem, format) = TableFormat::of_name(name)?;
    let table = match stem {
        "votes" => votes(paper),
        "rounds" => rounds(paper),
        _ => return None,
    };
    Some((table, format))
}

/// Of the votes those on paper have columns of their own, where there are any.
fn votes(paper: &Paper) -> Table {
    let beside = paper.rounds.iter().any(|round| round.beside.is_some());
    let on_paper = |round: &PaperRound, number: u32| -> [Cell; 3] {
        let lines = round.beside.iter().flat_map(|beside| &beside.lines);
        let line = lines.filter(|line| line.number == number).map(|line| line.on_paper).next();
        line.unwrap_or_default().map(Cell::from)
    };
    let of_round = |round: &PaperRound| -> Vec<Vec<Cell>> {
        let number = round.number;
        round
            .ranked
            .iter()
            .map(|line| {
                let mut row: Vec<Cell> = vec![
                    line.rank.into(),
                    line.number.into(),
                    line.title.as_str().into(),
                    line.approve.into(),
                    line.oppose.into(),
                    line.abstain.into(),
                    if line.chosen { "通过" } else { "未通过" }.into(),
                    number.into(),
                ];
                if beside {
                    row.extend(on_paper(round, line.number));
                }
                row
            })
            .collect()
    };
    let mut head = vec!["名次", "票号", "项目", "赞成", "反对", "弃权", "结果", "轮次"];
    if beside {
        head.extend(["纸质赞成", "纸质反对", "纸质弃权"]);
    }
    Table { sheet: "得票", head, rows: paper.rounds.iter().flat_map(of_round).collect() }
}

fn rounds(paper: &Paper) -> Table {
    let row = |round: &PaperRound| -> Vec<Cell> {
        let n = &round.numbers;
        let mut cells: Vec<Cell> = [
            round.number,
            n.in_office,
            n.excused,
            n.present,
            n.quorum,
            n.issued,
            n.returned,
            n.valid,
            n.void,
            n.not_cast,
            n.seats,
        ]
        .map(Cell::from)
        .into();
        cells.push(n.pass_mark.map_or_else(|| "".into(), Cell::from));
        cells.push(if round.conclusion.starts_with("void") { "作废" } else { "有效" }.into());
        cells
    };
    Table {
        sheet: "轮次",
        head: vec![
            "轮次",
            "应到",
            "请假",
            "实到",
            "法定人数",
            "发出",
            "收回",
            "有效",
            "无效",
            "未投",
            "应选",
            "通过票数",
            "本轮",
        ],
        rows: paper.rounds.iter().map(row).collect(),
    }
}
