//! What other pages show, as files: years compared, places, what was followed up, inspections, ratings, money.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{archive, voices};
use crate::{
    accounts::Site,
    db::Conn,
    ids::CongressId,
    projects::{self, Tracked},
    ratings::{self, RatedLine},
    supervision::{self, State},
    web::{Cell, Ctx, Handled, PageError, Path, Table, TableFormat, blocking},
};

/// A file of all years: its table, or for places what maps read.
fn table(conn: &mut Conn, congress: CongressId, stem: &str, today: Date) -> Result<Table, PageError> {
    let found = projects::public_projects(conn, congress)?;
    match stem {
        "places" => Ok(places(&projects::overview(conn, found)?)),
        "money" => Ok(money(&projects::overview(conn, found)?)),
        "voices" => voices::table(conn, congress, today),
        "years" => Ok(archive::table(&archive::figures(conn, congress, today)?)),
        "follow-ups" => {
            let ids: Vec<_> = found.iter().map(|project| project.id).collect();
            let title = |id| found.iter().find(|project| project.id == id).map(|project| project.title.as_str());
            let rows = supervision::follow_ups(conn, &ids)?.into_iter().map(|one| {
                let overdue = one.state == State::Opened && one.deadline < today;
                vec![
                    Cell::from(one.project.to_string()),
                    title(one.project).unwrap_or_default().into(),
                    Cell::Decimal(one.number.to_string()),
                    one.finding.as_str().into(),
                    one.opened_at.to_date().into(),
                    one.deadline.to_string().into(),
                    one.state.word().into(),
                    overdue.to_string().into(),
                    one.closed_at.map(|at| at.to_date()).unwrap_or_default().into(),
                ]
            });
            let head = vec![
                "project_id",
                "project",
                "number",
                "finding",
                "opened_on",
                "deadline",
                "state",
                "overdue",
                "closed_on",
            ];
            Ok(Table { sheet: "follow_ups", head, rows: rows.collect() })
        }
        "inspections" => {
            let ids: Vec<_> = found.iter().map(|project| project.id).collect();
            let title = |id| found.iter().find(|project| project.id == id).map(|project| project.title.as_str());
            let public = supervision::inspections(conn, &ids)?.into_iter().filter(|one| one.published_at.is_some());
            let rows = public.map(|one| {
                vec![
                    Cell::from(one.project.to_string()),
                    title(one.project).unwrap_or_default().into(),
                    one.held_on.to_string().into(),
                    one.place.as_str().into(),
                    one.words.as_str().into(),
                    Cell::Decimal(one.findings.len().to_string()),
                ]
            });
            let head = vec!["project_id", "project", "held_on", "place", "words", "findings"];
            Ok(Table { sheet: "inspections", head, rows: rows.collect() })
        }
        "ratings" => {
            let mut years: Vec<i32> = found.iter().map(|project| project.year).collect();
            years.dedup();
            let mut rows = Vec::new();
            for year in years {
                for (title, lines) in ratings::rated_of_year(conn, congress, year, today)? {
                    rows.extend(lines.iter().map(|line| rated(year, &title, line)));
                }
            }
            let head = vec![
                "year",
                "project",
                "rated_by",
                "satisfied",
                "basically",
                "dissatisfied",
                "abstained",
                "all",
                "verdict",
            ];
            Ok(Table { sheet: "ratings", head, rows })
        }
        _ => Err(PageError::NotFound),
    }
}

fn rated(year: i32, title: &str, line: &RatedLine) -> Vec<Cell> {
    let number = |count: &dyn std::fmt::Display| Cell::Decimal(count.to_string());
    vec![
        number(&year),
        title.into(),
        line.who.into(),
        number(&line.satisfied),
        number(&line.basically),
        number(&line.dissatisfied),
        line.abstained.map_or(Cell::Decimal(String::new()), |count| number(&count)),
        number(&line.all),
        line.verdict.unwrap_or_default().into(),
    ]
}

fn places(all: &[Tracked]) -> Table {
    let rows = all.iter().flat_map(|one| {
        one.project.sub_items.iter().filter_map(|item| {
            let plan = one.item_plan(item.id).filter(|plan| !plan.address.is_empty())?;
            let (north, east) = plan.coordinates.clone().unwrap_or_default();
            Some(vec![
                Cell::from(one.project.id.to_string()),
                one.project.title.as_str().into(),
                item.code.as_str().into(),
                item.name.as_str().into(),
                plan.address.as_str().into(),
                Cell::Decimal(north),
                Cell::Decimal(east),
                one.recorded_light(item.id).map_or("none", |record| record.light.word()).into(),
            ])
        })
    });
    let head = vec!["project_id", "project", "code", "sub_item", "address", "north", "east", "light"];
    Table { sheet: "places", head, rows: rows.collect() }
}

fn money(all: &[Tracked]) -> Table {
    let rows = all.iter().filter_map(|one| {
        let plan = one.published()?;
        Some(vec![
            Cell::from(one.project.id.to_string()),
            one.project.title.as_str().into(),
            Cell::Decimal(one.project.year.to_string()),
            Cell::Decimal(plan.plan.budget.to_string()),
            Cell::Decimal(one.paid().map(|(paid, _)| paid.to_string()).unwrap_or_default()),
            plan.plan.money_source.as_str().into(),
            one.paid().map(|(_, by)| by.to_string()).unwrap_or_default().into(),
        ])
    });
    let head = vec!["project_id", "project", "year", "budget_wan", "paid_wan", "source", "as_of"];
    Table { sheet: "money", head, rows: rows.collect() }
}

/// RFC 7946: those places of which somebody told where they lie.
fn geojson(all: &[Tracked]) -> Value {
    let features = all.iter().flat_map(|one| {
        one.project.sub_items.iter().filter_map(|item| {
            let plan = one.item_plan(item.id)?;
            let (north, east) = plan.coordinates.as_ref()?;
            let degrees = |text: &str| text.parse::<f64>().ok();
            Some(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [degrees(east)?, degrees(north)?] },
                "properties": {
                    "project_id": one.project.id,
                    "project": one.project.title,
                    "code": item.code,
                    "sub_item": item.name,
                    "address": plan.address,
                    "light": one.recorded_light(item.id).map_or("none", |record| record.light.word()),
                },
            }))
        })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}

/// What the pages show besides the year's figures, of all years: the years compared, places, follow-ups, inspections, ratings, money,
/// messages.
#[utoipa::path(
    get,
    path = "/open-data/files/{name}",
    params(("name" = String, Path, example = "places.csv",
        pattern = r"^((years|places|follow-ups|inspections|ratings|money|voices)\.(csv|xlsx)|places\.geojson)$")),
    responses(
        (status = 200, description = "CSV is UTF-8 with a byte order mark; GeoJSON by RFC 7946", content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "application/geo+json")
        )),
        (status = 404, description = "no such file")
    )
)]
pub async fn data_file(ctx: Ctx, site: Site, name: Path<String>) -> Handled {
    let name = name.into_inner();
    let (services, today, congress) = (ctx.services.clone(), ctx.today(), site.congress);
    let (mut answer, body) = if name == "places.geojson" {
        let build = async || {
            let read = move |conn: &mut Conn| {
                let found = projects::public_projects(conn, congress)?;
                Ok::<_, PageError>(geojson(&projects::overview(conn, found)?))
            };
            let found = blocking(move || services.db.read(read)).await?;
            serde_json::to_vec_pretty(&found).map_err(PageError::internal)
        };
        ctx.public_data("application/geo+json", build).await?
    } else {
        let (stem, format) = TableFormat::of_name(&name).ok_or(PageError::NotFound)?;
        let stem = stem.to_owned();
        let build = async || {
            let found = blocking(move || services.db.read(|conn| table(conn, congress, &stem, today))).await?;
            found.bytes(format)
        };
        ctx.public_data(format.content_type(), build).await?
    };
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    Ok(answer.body(body))
}
