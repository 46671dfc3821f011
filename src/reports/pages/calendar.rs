//! The days of projects for calendar programs.

use crate::{
    accounts::Site,
    db::Conn,
    ids::ProjectId,
    projects::{self, Subject, Touched, Tracked},
    ratings::{self, Period},
    reports::{
        calendar::{Frame, entries},
        pages::ByName,
    },
    web::{Ctx, Handled, Lang, Message, PageError, Path, blocking},
};

/// What is asked for of what everybody may see, and when its years are rated.
fn found(conn: &mut Conn, site: &Site, subject: &Subject) -> Result<(Vec<Tracked>, Vec<Period>), PageError> {
    if !projects::subjects(conn, site.congress)?.holds(subject) {
        return Err(PageError::NotFound);
    }
    let public = projects::public_projects(conn, site.congress)?;
    let mut all = projects::tracked(conn, public)?;
    all.retain(|one| subject.holds(&Touched::by(one)));
    let mut years: Vec<i32> = all.iter().map(|one| one.project.year).collect();
    years.dedup();
    let mut periods = Vec::new();
    for year in years {
        periods.extend(ratings::period(conn, site.congress, year)?);
    }
    Ok((all, periods))
}

async fn calendar(ctx: Ctx, site: Site, subject: Subject) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.today());
    let build = async || {
        let of = subject.clone();
        let (all, periods) = blocking(move || services.db.read(|conn| found(conn, &site, &of))).await?;
        let lang = ctx.lang;
        let name = match &subject {
            Subject::All => lang.text(&"calendar-title".into()),
            Subject::Project(_) => all.first().map(|one| one.project.title.clone()).unwrap_or_default(),
            named => lang.text(&Message::new("calendar-of").with("name", named.name().unwrap_or_default())),
        };
        let asked = if lang == Lang::default() { String::new() } else { format!("?lang={}", lang.tag()) };
        let address = format!("{}{}/calendar.ics{asked}", ctx.origin(), subject.path());
        let frame = Frame {
            origin: ctx.origin(),
            address: &address,
            name: &name,
            text: &|message| lang.text(message),
            of_one: matches!(subject, Subject::Project(_)),
        };
        Ok(frame.written(&entries(&all, &periods, today)).into_bytes())
    };
    let (mut answer, body) = ctx.public_data("text/calendar; charset=utf-8", build).await?;
    Ok(answer.body(body))
}

/// Days of all projects.
#[utoipa::path(
    get,
    path = "/projects/calendar.ics",
    params(("lang" = Option<String>, Query, description = "zh-CN or en")),
    responses((status = 200, description = "iCalendar (RFC 5545): milestones, planned completion, due days of reports, rating periods", content_type = "text/calendar", body = String))
)]
pub async fn calendar_of_all(ctx: Ctx, site: Site) -> Handled {
    calendar(ctx, site, Subject::All).await
}

/// Days of one project.
#[utoipa::path(
    get,
    path = "/projects/{id}/calendar.ics",
    params(("id" = String, Path, description = "as in LineDocument.project_id"), ("lang" = Option<String>, Query, description = "zh-CN or en")),
    responses(
        (status = 200, description = "iCalendar (RFC 5545)", content_type = "text/calendar", body = String),
        (status = 404, description = "not there, or not announced")
    )
)]
pub async fn project_calendar(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    calendar(ctx, site, Subject::Project(id.into_inner())).await
}

/// Days of the projects of a field of service, in a street, or of a unit.
#[utoipa::path(
    get,
    path = "/projects/{by}/{name}/calendar.ics",
    params(
        ("by" = ByName, Path),
        ("name" = String, Path, description = "of the field, the street or the unit"),
        ("lang" = Option<String>, Query, description = "zh-CN or en")
    ),
    responses(
        (status = 200, description = "iCalendar (RFC 5545)", content_type = "text/calendar", body = String),
        (status = 404, description = "not there, or not announced")
    )
)]
pub async fn named_calendar(ctx: Ctx, site: Site, path: Path<(ByName, String)>) -> Handled {
    let (by, name) = path.into_inner();
    calendar(ctx, site, by.subject(name)).await
}
