//! Reporting progress.

use super::{
    bulk::BulkRow,
    report::ReportForm,
    store::{self, Writer},
};
use crate::{
    accounts::Person,
    attachments::{self, Belongs, Prepared},
    audit::{self, Act, Deed},
    candidates::SubItem,
    congress,
    db::{DbError, Ts, Tx},
    ids::{ProjectId, ReportId, SubItemId},
    names::{same_name, same_number},
    projects::{
        self,
        lights::{Standing, actions::recompute_project},
        places::{finish_places, on_list},
        tracked::Tracked,
        units::{self, Unit, may_report},
    },
    web::{Lang, Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("the form is wrong in {} places", .0.len())]
    Wrong(Vec<Message>),
    #[error("there is no published plan to report against")]
    NoPlan,
    #[error("the project was terminated")]
    Terminated,
}

impl Refusal for ReportError {
    fn message(&self) -> Message {
        match self {
            Self::Wrong(wrong) => Message::first_of(wrong),
            Self::NoPlan => "report-no-plan".into(),
            Self::Terminated => "report-terminated".into(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) => wrong.clone(),
            refusal => vec![refusal.message()],
        }
    }
}

/// Somebody reporting for a unit, and what about.
pub struct Reporter<'a> {
    pub person: &'a Person,
    pub at: Ts,
    pub sub_item: SubItemId,
}

/// The project and the unit, if the unit may report on the sub-item.
fn admitted(tx: &mut Tx, by: &Reporter) -> Result<(Tracked, Unit), Refused<ReportError>> {
    let unit = units::store::unit_of(tx, by.person.id)?.ok_or(Refused::Missing)?;
    let project = projects::store::project_of_sub_item(tx, by.sub_item)?
        .filter(|project| Some(project.congress) == by.person.congress())
        .ok_or(Refused::Missing)?;
    let tracked = projects::store::tracked(tx, vec![project])?.pop().ok_or(Refused::Missing)?;
    let published = tracked.published().map(|version| &version.plan);
    if !may_report(&unit, tracked.lead.as_ref(), published, by.sub_item) {
        return Err(Refused::Missing);
    }
    if published.is_none() {
        return Err(ReportError::NoPlan.into());
    }
    if tracked.standing() == Standing::Terminated {
        return Err(ReportError::Terminated.into());
    }
    Ok((tracked, unit))
}

fn written(
    tx: &mut Tx,
    by: &Reporter,
    tracked: &Tracked,
    unit: &Unit,
    form: &ReportForm,
    files: &[Prepared],
) -> Result<ReportId, DbError> {
    let writer = Writer { account: by.person.id, name: &by.person.name, unit: &unit.name, at: by.at };
    let on_list = on_list(tx, by.sub_item, &form.places)?.iter().map(|place| place.id).collect();
    let form = &ReportForm { places: on_list, ..form.clone() };
    let id = match store::draft(tx, by.sub_item)? {
        Some((id, _)) => {
            store::rewrite_report_draft(tx, id, form, &writer)?;
            id
        }
        None => {
            let id = ReportId::new();
            store::insert_draft(tx, id, tracked.project.id, by.sub_item, form, &writer)?;
            id
        }
    };
    let belongs = Belongs {
        congress: tracked.project.congress,
        project: tracked.project.id,
        owner: id.into(),
        by: &by.person.name,
        at: by.at,
    };
    attachments::keep(tx, &belongs, files)?;
    Ok(id)
}

/// Kept for later, right or not; nobody but the unit sees it.
pub fn save_report_draft(
    tx: &mut Tx,
    by: &Reporter,
    form: &ReportForm,
    files: &[Prepared],
) -> Result<ReportId, Refused<ReportError>> {
    let (tracked, unit) = admitted(tx, by)?;
    Ok(written(tx, by, &tracked, &unit, form, files)?)
}

/// 报送: from now on the report is public and stays as it is.
pub fn file_report(
    tx: &mut Tx,
    by: &Reporter,
    form: &ReportForm,
    files: &[Prepared],
) -> Result<(ReportId, ProjectId), Refused<ReportError>> {
    let (tracked, unit) = admitted(tx, by)?;
    let item = tracked.sub_item(by.sub_item).ok_or(Refused::Missing)?;
    let progress = form.read(&tracked.before(item, by.at.day())).map_err(ReportError::Wrong)?;
    let finished = on_list(tx, by.sub_item, &form.places)?;
    if finished.len() != form.places.len() {
        return Err(ReportError::Wrong(vec![Message::new("report-place-gone").at("place")]).into());
    }
    let clean = ReportForm {
        as_of: progress.as_of.to_string(),
        quantity: progress.quantity.to_string(),
        paid: progress.paid.map(|paid| paid.to_string()).unwrap_or_default(),
        narrative: progress.narrative,
        places: form.places.clone(),
        sure: String::new(),
    };
    let id = written(tx, by, &tracked, &unit, &clean, files)?;
    finish_places(tx, &finished, progress.as_of)?;
    store::set_filed(tx, id, by.at)?;
    let project = tracked.project.id;
    recompute_project(tx, project, by.at)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let finished: Vec<&str> = finished.iter().map(|place| place.details.name.as_str()).collect();
    let detail = serde_json::json!({
        "report": id, "sub_item": item.name, "as_of": clean.as_of, "quantity": clean.quantity, "places": finished,
    });
    audit::record(
        tx,
        &by.person.actor(),
        by.at,
        &Act::new(Deed::ProgressReported, &tracked.project.title).with(detail),
    )?;
    Ok((id, project))
}

/// What became of a report that was handed in.
#[derive(Debug, PartialEq, Eq)]
pub enum HandedIn {
    Filed,
    /// With what is wrong.
    Kept(Vec<Message>),
}

/// A report that is wrong is kept as a draft, with its pictures.
pub fn file_or_keep_report(
    tx: &mut Tx,
    by: &Reporter,
    form: &ReportForm,
    files: &[Prepared],
) -> Result<HandedIn, Refused<ReportError>> {
    match file_report(tx, by, form, files) {
        Ok(_) => Ok(HandedIn::Filed),
        Err(Refused::Rules(ReportError::Wrong(wrong))) => {
            save_report_draft(tx, by, form, files)?;
            Ok(HandedIn::Kept(wrong))
        }
        Err(error) => Err(error),
    }
}

/// The refused lines of a workbook.
#[derive(Debug, thiserror::Error)]
#[error("{} lines are refused", .0.len())]
pub struct BulkError(Vec<Message>);

impl Refusal for BulkError {
    fn message(&self) -> Message {
        Message::first_of(&self.0)
    }

    fn messages(&self) -> Vec<Message> {
        self.0.clone()
    }
}

/// Each fault with its cell and what stands there.
fn line_refused(row: &BulkRow, faults: Vec<Message>, lang: Lang) -> Message {
    let said = |fault: Message| {
        let text = lang.text(&fault);
        match fault.at.as_deref().and_then(|field| row.cell(field)) {
            Some((cell, value)) => {
                lang.text(&Message::new("bulk-at-cell").with("cell", cell).with("value", value).with("fault", text))
            }
            None => text,
        }
    };
    let faults: Vec<String> = faults.into_iter().map(said).collect();
    Message::new("bulk-line-refused").with("line", row.line).with("faults", faults.join(" "))
}

/// There is no box to tick in a line, but a column.
fn in_a_workbook(fault: Message) -> Message {
    match fault.key {
        "report-doubtful" => Message { key: "bulk-doubtful", ..fault },
        "report-doubtful-fall" => Message { key: "bulk-doubtful-fall", ..fault },
        _ => fault,
    }
}

/// The sub-item that a line is about: candidates are numbered anew every year, so a code alone may name several.
fn meant<'a>(row: &BulkRow, unit: Option<&Unit>, tracked: &'a [Tracked]) -> Result<&'a SubItem, Message> {
    let of_code = |key| Message::new(key).with("code", &row.code);
    let all = tracked.iter().flat_map(|one| one.project.sub_items.iter().map(move |item| (one, item)));
    let mut found: Vec<(&Tracked, &SubItem)> = all.filter(|(_, item)| same_number(&item.code) == row.code).collect();
    if found.is_empty() {
        return Err(of_code("bulk-unknown-item").at("code"));
    }
    found.retain(|(one, item)| {
        let plan = one.published().map(|version| &version.plan);
        unit.is_some_and(|unit| may_report(unit, one.lead.as_ref(), plan, item.id))
    });
    if found.is_empty() {
        return Err(of_code("bulk-not-yours").at("code"));
    }
    let lacks_plan = found.iter().any(|(one, _)| one.published().is_none());
    found.retain(|(one, _)| one.published().is_some() && one.closed_through.is_none());
    if found.is_empty() {
        return Err(if lacks_plan { ReportError::NoPlan.message() } else { of_code("bulk-closed").at("code") });
    }
    let mut years: Vec<String> = found.iter().map(|(one, _)| one.project.year.to_string()).collect();
    years.dedup();
    found.retain(|(one, _)| row.year.is_empty() || row.year == one.project.year.to_string());
    if found.len() > 1 {
        found.retain(|(one, _)| row.project == same_name(&one.project.title));
    }
    match found.as_slice() {
        [(_, item)] => Ok(*item),
        _ => Err(of_code("bulk-which-year").with("years", years.join("、")).at("year")),
    }
}

/// 批量报送: all lines or none; what is wrong with them is said in `lang`.
pub fn file_bulk(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    rows: &[BulkRow],
    lang: Lang,
) -> Result<usize, Refused<BulkError>> {
    let congress = person.congress().ok_or_else(|| DbError::corrupt("a department without a congress"))?;
    let unit = units::store::unit_of(tx, person.id)?;
    let found = projects::store::projects_of_congress(tx, congress)?;
    let tracked = projects::store::tracked(tx, found)?;
    let mut refused = Vec::new();
    let mut told: Vec<(SubItemId, u32)> = Vec::new();
    for row in rows {
        // What nobody saw on the screen is not made public.
        if row.hidden || row.struck {
            let why = if row.hidden { "bulk-hidden" } else { "bulk-struck" };
            refused.push(line_refused(row, vec![why.into()], lang));
            continue;
        }
        let item = match meant(row, unit.as_ref(), &tracked) {
            Ok(item) => item,
            Err(fault) => {
                refused.push(line_refused(row, vec![fault], lang));
                continue;
            }
        };
        if let Some((_, first)) = told.iter().find(|(known, _)| *known == item.id) {
            let twice = Message::new("bulk-twice").with("code", &row.code).with("line", first).at("code");
            refused.push(line_refused(row, vec![twice], lang));
            continue;
        }
        told.push((item.id, row.line));
        let faults = match row.report(&item.goal) {
            Err(fault) => vec![fault],
            Ok(form) => match file_report(tx, &Reporter { person, at, sub_item: item.id }, &form, &[]) {
                Ok(_) => continue,
                Err(Refused::Db(error)) => return Err(error.into()),
                Err(Refused::Missing) => return Err(Refused::Missing),
                Err(Refused::Rules(refusal)) => refusal.messages().into_iter().map(in_a_workbook).collect(),
            },
        };
        refused.push(line_refused(row, faults, lang));
    }
    if refused.is_empty() { Ok(rows.len()) } else { Err(BulkError(refused).into()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::projects::{reports::bulk, samples};

    /// The only line of a workbook.
    fn line(code: &str, year: &str, project: &str) -> BulkRow {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let cells = [
            ("编号", code),
            ("项目", project),
            ("截至日期", "2025-03-20"),
            ("累计完成", "1"),
            ("进展情况", "按计划推进"),
            ("年度", year),
        ];
        for (column, (heading, cell)) in (0..).zip(cells) {
            sheet.write_string(0, column, heading).unwrap();
            sheet.write_string(1, column, cell).unwrap();
        }
        bulk::read(&book.save_to_buffer().unwrap()).unwrap().rows.remove(0)
    }

    #[test]
    fn a_line_is_about_what_its_unit_may_report_on_in_an_open_year() {
        let [_, mut old] = samples::tracked();
        old.project.sub_items.truncate(1);
        let unit = old.lead.clone().unwrap();
        let mut new = old.clone();
        new.project.year = 2025;
        new.project.title = "“学有优教”在上城".to_owned();
        new.project.sub_items[0].id = SubItemId::new();
        let (of_old, of_new) = (old.project.sub_items[0].id, new.project.sub_items[0].id);
        let of_another = Tracked { lead: None, plans: Vec::new(), ..new.clone() };
        let without_plan = Tracked { plans: Vec::new(), ..new.clone() };
        let closed = Tracked { closed_through: Some(jiff::civil::date(2024, 12, 31)), ..old.clone() };
        let said = |row: &BulkRow, tracked: [&Tracked; 2]| {
            let tracked = tracked.map(Clone::clone);
            meant(row, Some(&unit), &tracked).map(|item| item.id).map_err(|fault| fault.key)
        };
        let bare = line("c05-01", "", "");
        for (row, tracked, expected) in [
            (&bare, [&new, &old], Err("bulk-which-year")),
            (&line("C05-01", "2024", ""), [&new, &old], Ok(of_old)),
            (&line("C05-01", "2025年度", ""), [&new, &old], Ok(of_new)),
            (&line("C05-01", "2023", ""), [&new, &old], Err("bulk-which-year")),
            (&line("C05-01", "", "“学有优教”在上城"), [&new, &old], Ok(of_new)),
            (&line("C05-01", "", "别的项目"), [&new, &old], Err("bulk-which-year")),
            (&bare, [&of_another, &old], Ok(of_old)),
            (&bare, [&without_plan, &old], Ok(of_old)),
            (&bare, [&new, &closed], Ok(of_new)),
            (&line("C05-01", "2024", ""), [&new, &closed], Err("bulk-which-year")),
            (&bare, [&of_another, &closed], Err("bulk-closed")),
            (&bare, [&without_plan, &closed], Err("report-no-plan")),
            (&bare, [&of_another, &of_another], Err("bulk-not-yours")),
            (&line("C05-02", "", ""), [&new, &old], Err("bulk-unknown-item")),
        ] {
            assert_eq!(said(row, tracked), expected, "{} {} {}", row.code, row.year, row.project);
        }
    }
}
