//! 主持词 on one sheet, in large type.

use serde::Serialize;

use super::desk;
use crate::{
    accounts::{As, Secretariat, Site},
    desk::{
        step::Step,
        words::{self, ChairLine},
    },
    web::{Ctx, Handled, Page},
};

/// `/secretariat/words`
#[derive(Serialize)]
pub struct ChairPage {
    pub session: String,
    pub plenary: String,
    pub date: String,
    pub item: String,
    pub rehearsal: bool,
    pub lines: Vec<ChairLine>,
}

impl Page for ChairPage {
    const TEMPLATE: &'static str = "desk/words.html";

    fn samples() -> Vec<Self> {
        Step::ALL
            .iter()
            .map(|&now| Self {
                session: "第三次会议<b>".into(),
                plenary: "第二次全体会议".into(),
                date: "2024-02-03".into(),
                item: "2024年度民生实事项目票决".into(),
                rehearsal: now == Step::StartIssuing,
                lines: words::samples(now),
            })
            .collect()
    }
}

pub async fn show_chair_words(ctx: Ctx, by: As<Secretariat>, site: Site) -> Handled {
    let at = ctx.services.clock.now();
    let page = ctx.read(move |conn| desk(conn, &site, &by.person, at)).await?;
    ctx.show(&ChairPage {
        session: page.session,
        plenary: page.plenary,
        date: page.date,
        item: page.item,
        rehearsal: page.rehearsal,
        lines: page.words,
    })
}
