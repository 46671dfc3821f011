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
    congress,
    db::{DbError, Ts, Tx},
    ids::{ProjectId, ReportId, SubItemId},
    names::same_number,
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

/// 批量报送: all lines or none; what is wrong with them is said in `lang`.
pub fn file_bulk(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    rows: &[BulkRow],
    lang: Lang,
) -> Result<usize, Refused<BulkError>> {
    let congress = person.congress().ok_or_else(|| DbError::corrupt("a department without a congress"))?;
    let projects = projects::store::projects_of_congress(tx, congress)?;
    let mut refused = Vec::new();
    for (at_row, row) in rows.iter().enumerate() {
        let of_code = |key| Message::new(key).with("code", &row.code);
        // What nobody saw on the screen is not made public.
        if row.hidden || row.struck {
            let why = if row.hidden { "bulk-hidden" } else { "bulk-struck" };
            refused.push(line_refused(row, vec![why.into()], lang));
            continue;
        }
        if let Some(first) = rows.iter().take(at_row).find(|before| before.code == row.code) {
            refused.push(line_refused(row, vec![of_code("bulk-twice").with("line", first.line).at("code")], lang));
            continue;
        }
        // A code is unique within a year; the newest year's is meant.
        let item =
            projects.iter().flat_map(|project| &project.sub_items).find(|item| same_number(&item.code) == row.code);
        let Some(item) = item else {
            refused.push(line_refused(row, vec![of_code("bulk-unknown-item").at("code")], lang));
            continue;
        };
        let faults = match row.report(&item.goal) {
            Err(fault) => vec![fault],
            Ok(form) => match file_report(tx, &Reporter { person, at, sub_item: item.id }, &form, &[]) {
                Ok(_) => continue,
                Err(Refused::Db(error)) => return Err(error.into()),
                Err(Refused::Missing) => vec![of_code("bulk-not-yours").at("code")],
                Err(Refused::Rules(refusal)) => refusal.messages().into_iter().map(in_a_workbook).collect(),
            },
        };
        refused.push(line_refused(row, faults, lang));
    }
    if refused.is_empty() { Ok(rows.len()) } else { Err(BulkError(refused).into()) }
}
