//! The secretariat's page of the map: the outline of the streets, uploaded as GeoJSON.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Person, Secretariat},
    db::Conn,
    projects::{
        pages::samples,
        places::{
            actions::{self, OutlineSaid},
            drawing::{self, MapView},
            outline::{LARGEST_OUTLINE, Outline},
            store,
        },
    },
    web::{Ctx, Handled, Page, PageError, Upload},
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OutlineForm {
    #[serde(default)]
    pub source: String,
    /// Empty, or anything.
    #[serde(default)]
    pub schematic: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct OutlinePage {
    pub map: Option<MapView>,
    pub uploaded: Option<(String, String)>,
    pub points: usize,
    /// Of the congress's list, and not drawn.
    pub missing: Vec<String>,
    /// Whether the list has streets at all.
    pub has_streets: bool,
    pub megabytes: usize,
    pub typed: OutlineForm,
}

impl OutlinePage {
    fn new(outline: Option<&Outline>, streets: &[String], typed: OutlineForm) -> Self {
        let drawn = |street: &&String| outline.is_some_and(|outline| outline.ground.area(street).is_some());
        Self {
            map: outline.and_then(|outline| drawing::map(outline, &[], &[], None)),
            uploaded: outline.map(|outline| (outline.uploaded_by.clone(), outline.uploaded_at.to_date())),
            points: outline.map_or(0, |outline| outline.ground.points()),
            missing: streets.iter().filter(|street| !drawn(street)).cloned().collect(),
            has_streets: !streets.is_empty(),
            megabytes: LARGEST_OUTLINE / 1024 / 1024,
            typed,
        }
    }

    fn of(conn: &mut Conn, person: &Person, typed: OutlineForm) -> Result<Self, PageError> {
        let congress = person.congress().ok_or(PageError::NotFound)?;
        let (outline, streets) = (store::outline_of(conn, congress)?, store::streets(conn, congress)?);
        Ok(Self::new(outline.as_ref(), &streets, typed))
    }
}

impl Page for OutlinePage {
    const TEMPLATE: &'static str = "projects/outline.html";

    fn samples() -> Vec<Self> {
        let typed = OutlineForm { source: "审图号<b>".to_owned(), schematic: "yes".to_owned() };
        let streets = ["凯旋街道<i>".to_owned(), "湖滨街道<b>".to_owned()];
        vec![
            Self::new(None, &[], OutlineForm::default()),
            Self::new(None, &streets, typed),
            Self::new(Some(&samples::outline()), &streets, OutlineForm::default()),
        ]
    }
}

pub async fn show_outline(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| OutlinePage::of(conn, &who.person, OutlineForm::default())).await?)
}

pub async fn upload_outline_page(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Upload<OutlineForm, LARGEST_OUTLINE>,
) -> Handled {
    let (form, file) = upload.into_one();
    ctx.act(who, form, move |tx, who, at, typed| {
        let said = OutlineSaid { source: typed.source.clone(), schematic: !typed.schematic.is_empty() };
        actions::upload_outline(tx, &who.person, at, &file.content, &said)
    })
    .heavy()
    .then("/secretariat/map", "outline-uploaded")
    .or_again(move |conn, who, typed| OutlinePage::of(conn, &who.person, typed))
    .await
}
