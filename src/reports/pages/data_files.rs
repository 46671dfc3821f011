//! What other pages show, as files: years compared, places, what was followed up, inspections, ratings, money.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{archive, voices};
use crate::{
    accounts::Site,
    db::Conn,
    ids::{CongressId, SubItemId},
    projects::{self, Coordinates, LightRecord, Listed, MoneyStand, Tracked},
    ratings::{self, RatedLine},
    supervision::{self, State},
    web::{Cell, Ctx, Handled, PageError, Path, Table, TableFormat, blocking},
};

/// A file of all years: its table, or for places what maps read.
fn table(conn: &mut Conn, congress: CongressId, stem: &str, today: Date) -> Result<Table, PageError> {
    let found = projects::public_projects(conn, congress)?;
    match stem {
        "places" => Ok(Places::of(conn, congress)?.table()),
        "money" => Ok(money(&projects::overview(conn, found)?)),
        "voices" => voices::table(conn, congress, today),
        "years" => Ok(archive::table(&archive::figures(conn, congress, today)?)),
        "money-sources" => Ok(money_sources(&projects::overview(conn, found)?)),
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

/// Every place that the pages show: those of lists, and what plans say of sub-items without one.
struct Places {
    all: Vec<Listed>,
    lights: Vec<LightRecord>,
}

impl Places {
    fn of(conn: &mut Conn, congress: CongressId) -> Result<Self, PageError> {
        let streets = projects::streets(conn, congress)?;
        let ids: Vec<_> = projects::public_projects(conn, congress)?.iter().map(|project| project.id).collect();
        Ok(Self { all: projects::all_places(conn, congress, &streets)?, lights: projects::current_lights(conn, &ids)? })
    }

    fn light(&self, of: SubItemId) -> &'static str {
        self.lights.iter().find(|record| record.sub_item == of).map_or("none", |record| record.light.word())
    }

    fn table(&self) -> Table {
        let rows = self.all.iter().map(|one| {
            let day = |day: Option<Date>| Cell::from(day.map(|day| day.to_string()));
            let degrees =
                |text: fn(Coordinates) -> String| Cell::Decimal(one.coordinates.map(text).unwrap_or_default());
            vec![
                Cell::from(one.project.to_string()),
                one.title.as_str().into(),
                Cell::Decimal(one.year.to_string()),
                one.item_code.as_str().into(),
                one.item.as_str().into(),
                Cell::from(one.id.map(|id| id.to_string())),
                one.code().into(),
                one.name.as_str().into(),
                Cell::from(one.street.clone()),
                one.community.as_str().into(),
                one.address.as_str().into(),
                one.state.map_or("", |state| state.word()).into(),
                day(one.planned_on),
                day(one.done_on),
                degrees(Coordinates::lat_text),
                degrees(Coordinates::lon_text),
                self.light(one.sub_item).into(),
            ]
        });
        let head = vec![
            "project_id",
            "project",
            "year",
            "code",
            "sub_item",
            "place_id",
            "place_code",
            "name",
            "street",
            "community",
            "address",
            "state",
            "planned_on",
            "done_on",
            "north",
            "east",
            "light",
        ];
        Table { sheet: "places", head, rows: rows.collect() }
    }

    /// RFC 7946: those places of which somebody told where they lie.
    fn geojson(&self) -> Value {
        let features = self.all.iter().filter_map(|one| {
            let at = one.coordinates?;
            let degrees = |text: String| text.parse::<f64>().ok();
            Some(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [degrees(at.lon_text())?, degrees(at.lat_text())?] },
                "properties": {
                    "project_id": one.project,
                    "project": one.title,
                    "year": one.year,
                    "code": one.item_code,
                    "sub_item": one.item,
                    "place_id": one.id,
                    "place_code": one.code(),
                    "name": one.name,
                    "street": one.street,
                    "community": one.community,
                    "address": one.address,
                    "state": one.state,
                    "planned_on": one.planned_on.map(|day| day.to_string()),
                    "done_on": one.done_on.map(|day| day.to_string()),
                    "light": self.light(one.sub_item),
                },
            }))
        });
        json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
    }
}

fn money(all: &[Tracked]) -> Table {
    let rows = all.iter().filter_map(|one| {
        let stand = MoneyStand::of(one)?;
        Some(vec![
            Cell::from(one.project.id.to_string()),
            one.project.title.as_str().into(),
            Cell::Decimal(one.project.year.to_string()),
            Cell::Decimal(stand.budget().to_string()),
            Cell::Decimal(stand.paid.to_string()),
            one.published().map(|version| version.plan.sources_said()).into(),
            stand.by.to_string().into(),
            Cell::Decimal(stand.share().to_string()),
            Cell::Decimal(stand.done().to_string()),
            stand.course().word().into(),
        ])
    });
    let head = vec![
        "project_id",
        "project",
        "year",
        "budget_wan",
        "paid_wan",
        "source",
        "as_of",
        "paid_percent",
        "done_percent",
        "course",
    ];
    Table { sheet: "money", head, rows: rows.collect() }
}

/// A line a source: those of a project together are its budget.
fn money_sources(all: &[Tracked]) -> Table {
    let rows = all.iter().flat_map(|one| {
        let sources = one.published().map(|version| version.plan.sources.clone()).unwrap_or_default();
        sources.into_iter().map(|source| {
            vec![
                Cell::from(one.project.id.to_string()),
                one.project.title.as_str().into(),
                Cell::Decimal(one.project.year.to_string()),
                source.name.into(),
                Cell::Decimal(source.amount.to_string()),
            ]
        })
    });
    let head = vec!["project_id", "project", "year", "source", "amount_wan"];
    Table { sheet: "money_sources", head, rows: rows.collect() }
}

/// What the pages show besides the year's figures, of all years: the years compared, places, follow-ups, inspections, ratings, money,
/// messages.
#[utoipa::path(
    get,
    path = "/open-data/files/{name}",
    params(("name" = String, Path, example = "places.csv",
        pattern = r"^((years|places|follow-ups|inspections|ratings|money|money-sources|voices)\.(csv|xlsx)|places\.geojson)$")),
    responses(
        (status = 200, description = "CSV is UTF-8 with a byte order mark; GeoJSON by RFC 7946", content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (serde_json::Value = "application/geo+json")
        )),
        (status = 404, description = "no such file")
    )
)]
pub async fn data_file(ctx: Ctx, site: Site, name: Path<String>) -> Handled {
    let name = name.into_inner();
    let (services, today, congress) = (ctx.services.clone(), ctx.today(), site.congress);
    let (mut answer, body) = if name == "places.geojson" {
        let build = async || {
            let read = move |conn: &mut Conn| Ok::<_, PageError>(Places::of(conn, congress)?.geojson());
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
