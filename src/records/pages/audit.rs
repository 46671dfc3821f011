//! 操作记录: who did what and when, by day, person and act.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Auditor, Role, RoleType, Secretariat, Site},
    audit::{self, Deed, Entry, Wanted},
    congress,
    db::Ts,
    records::archive::{ArchiveError, audit_part},
    web::{Ctx, Handled, Lang, Message, Page, PageError, Path, Query, address, download_in_parts},
};

const A_PAGE: i64 = 100;
const FILE: &str = "audit.csv";

/// Who reads the list, and where.
pub trait ReadsAudit: RoleType {
    const HERE: &str;
}

impl ReadsAudit for Secretariat {
    const HERE: &str = "/secretariat/audit";
}

impl ReadsAudit for Auditor {
    const HERE: &str = "/auditor";
}

#[derive(Serialize)]
pub struct AuditLine {
    pub seq: i64,
    pub at: String,
    pub name: String,
    /// In words, or as it is kept where it has none.
    pub act: String,
    pub subject: String,
    pub detail: String,
}

/// `/secretariat/audit`, `/auditor`
#[derive(Serialize)]
pub struct AuditPage {
    pub here: &'static str,
    pub role: Role,
    pub typed: AuditQuery,
    pub names: Vec<String>,
    /// As they are kept, and in words.
    pub acts: Vec<(String, String)>,
    pub lines: Vec<AuditLine>,
    pub older: Option<String>,
    pub file: String,
    /// The end of the list: how many entries, and the hash of the last.
    pub entries: i64,
    pub hash: String,
}

impl Page for AuditPage {
    const TEMPLATE: &'static str = "records/audit.html";

    fn samples() -> Vec<Self> {
        let line = |act: &str| AuditLine {
            seq: 12,
            at: "2024-02-03 09:30".into(),
            name: "<script>周敏".into(),
            act: act.into(),
            subject: "第三次会议<b>".into(),
            detail: "notice: 3".into(),
        };
        let page = |lines: Vec<AuditLine>, typed: AuditQuery| Self {
            here: Auditor::HERE,
            role: if lines.is_empty() { Role::Auditor } else { Role::Secretariat },
            typed,
            names: vec!["<b>周敏".into()],
            acts: vec![("round_closed".into(), "封箱".into())],
            older: (!lines.is_empty()).then(|| format!("{}?before=12", Auditor::HERE)),
            lines,
            file: format!("{}/files/{FILE}?name=x", Auditor::HERE),
            entries: 12,
            hash: "03d66dd0".repeat(8),
        };
        let typed = AuditQuery {
            from: "<b>".into(),
            to: "2024-02-03".into(),
            name: "<b>周敏".into(),
            act: "round_closed".into(),
            before: String::new(),
        };
        vec![page(Vec::new(), typed), page(vec![line("封箱"), line("other_act")], AuditQuery::default())]
    }
}

/// As typed.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct AuditQuery {
    from: String,
    to: String,
    name: String,
    act: String,
    before: String,
}

impl AuditQuery {
    fn wanted(&self) -> Result<Wanted, Vec<Message>> {
        let mut wrong = Vec::new();
        let mut day = |typed: &str, at: &'static str| -> Option<Date> {
            let day = congress::read_day(typed);
            if day.is_none() && !typed.trim().is_empty() {
                wrong.push(Message::new("audit-not-a-day").at(at));
            }
            day
        };
        let (from, to) = (day(&self.from, "from"), day(&self.to, "to"));
        let chosen = |typed: &str| (!typed.is_empty()).then(|| typed.to_owned());
        let wanted = Wanted {
            from: from.map(Ts::beginning_of),
            until: to.map(|day| Ts::beginning_of(day).next_day()),
            name: chosen(&self.name),
            act: chosen(&self.act),
        };
        if wrong.is_empty() { Ok(wanted) } else { Err(wrong) }
    }

    fn address(&self, path: &str, before: &str) -> String {
        let query =
            [("from", &*self.from), ("to", &*self.to), ("name", &*self.name), ("act", &*self.act), ("before", before)];
        address(path, &query)
    }
}

/// `round_closed` in words; what no version of today's knows, as it is kept.
fn in_words(lang: Lang, act: &str) -> String {
    let said = act.parse::<Deed>().ok().and_then(|deed| lang.lookup(&deed.message_key(), &HashMap::new()));
    said.unwrap_or_else(|| act.to_owned())
}

/// `{"notice":"3"}` as `notice: 3`.
fn shown(detail: &str) -> String {
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match serde_json::from_str(detail) {
        Ok(serde_json::Value::Object(fields)) => {
            fields.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join(" · ")
        }
        Ok(serde_json::Value::Null) => String::new(),
        _ => detail.to_owned(),
    }
}

impl AuditLine {
    fn of(lang: Lang, entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at.to_page(),
            name: entry.name,
            act: in_words(lang, &entry.action),
            subject: entry.subject,
            detail: shown(&entry.detail),
        }
    }
}

pub async fn show_audit<R: ReadsAudit>(ctx: Ctx, _by: As<R>, site: Site, query: Query<AuditQuery>) -> Handled {
    let typed = query.into_inner();
    let (wanted, wrong) = match typed.wanted() {
        Ok(wanted) => (wanted, Vec::new()),
        Err(wrong) => (Wanted::default(), wrong),
    };
    let before = typed.before.parse().unwrap_or(i64::MAX);
    let (entries, (last, hash), names, acts) = ctx
        .read(move |conn| {
            Ok::<_, PageError>((
                audit::newest(conn, site.congress, &wanted, before, A_PAGE)?,
                audit::end_of(conn, site.congress)?,
                audit::names(conn, site.congress)?,
                audit::acts(conn, site.congress)?,
            ))
        })
        .await?;
    let full = i64::try_from(entries.len()) == Ok(A_PAGE);
    let older = entries.last().filter(|_| full).map(|entry| typed.address(R::HERE, &entry.seq.to_string()));
    let mut acts: Vec<(String, String)> = acts.into_iter().map(|act| (act.clone(), in_words(ctx.lang, &act))).collect();
    acts.sort_by(|a, b| a.1.cmp(&b.1));
    let page = AuditPage {
        here: R::HERE,
        role: R::ROLE,
        file: typed.address(&format!("{}/files/{FILE}", R::HERE), ""),
        typed,
        names,
        acts,
        lines: entries.into_iter().map(|entry| AuditLine::of(ctx.lang, entry)).collect(),
        older,
        entries: last,
        hash,
    };
    if wrong.is_empty() { ctx.show(&page) } else { ctx.again(&page, &wrong) }
}

/// `…/files/audit.csv`: all that the page's filters leave, part by part.
pub async fn audit_file<R: ReadsAudit>(
    ctx: Ctx,
    _by: As<R>,
    site: Site,
    name: Path<String>,
    query: Query<AuditQuery>,
) -> Handled {
    let (true, Ok(wanted)) = (*name == FILE, query.wanted()) else { return Err(PageError::NotFound) };
    let congress = site.congress;
    let (last, _) = ctx.read(move |conn| Ok::<_, PageError>(audit::end_of(conn, congress)?)).await?;
    let services = ctx.services.clone();
    Ok(download_in_parts(FILE, "text/csv; charset=utf-8", move |number| {
        audit_part(&services.db, congress, &wanted, last, number).map_err(|error| match error {
            ArchiveError::Db(error) => PageError::from(error),
            error => PageError::internal(error),
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_read_without_braces() {
        assert_eq!(shown(r#"{"hash":"ab","notice":"3"}"#), "hash: ab · notice: 3");
        assert_eq!(shown("null"), "");
        assert_eq!(shown(r#"{"n":3,"during_rehearsal":true}"#), "during_rehearsal: true · n: 3");
    }

    #[test]
    fn an_act_without_words_is_shown_as_it_is_kept() {
        assert_eq!(in_words(Lang::default(), "round_closed"), "封箱");
        assert_eq!(in_words(Lang::default(), "never_heard_of"), "never_heard_of");
    }
}
