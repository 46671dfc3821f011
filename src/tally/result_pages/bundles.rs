//! The paper ballots as two tellers entered them, bundle by bundle.

use serde::Serialize;

use super::announced::{published_of, session_of};
use crate::{
    accounts::Site,
    ballots::{self, FEW_ON_PAPER},
    hand_count::{self, Figures, Marks},
    web::{Ctx, Handled, Page, PageError, Path, blocking},
};

/// What a teller wrote down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryLine {
    pub teller: String,
    pub at: String,
    pub size: u32,
    pub valid: u32,
    pub void: u32,
    /// Number, 赞成, 反对, 弃权; nothing where they are kept back.
    pub rows: Vec<(u32, u32, u32, u32)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleLine {
    pub number: i32,
    /// Every entry in its order, corrected ones too; the last of each of two tellers agree.
    pub entries: Vec<EntryLine>,
    /// Whether the rows are kept back.
    pub few: bool,
}

/// `/results/{year}/bundles`
#[derive(Serialize)]
pub struct BundlesPage {
    pub year: i32,
    /// Round and its bundles.
    pub rounds: Vec<(i32, Vec<BundleLine>)>,
}

impl Page for BundlesPage {
    const TEMPLATE: &'static str = "tally/bundles.html";

    fn samples() -> Vec<Self> {
        let entry = |teller: &str, rows| EntryLine {
            teller: teller.into(),
            at: "2024-02-03 10:40".into(),
            size: 20,
            valid: 19,
            void: 1,
            rows,
        };
        let bundle = |number, few| BundleLine {
            number,
            few,
            entries: ["<b>陈志强", "周敏"].map(|t| entry(t, if few { Vec::new() } else { vec![(1, 17, 1, 1)] })).into(),
        };
        vec![
            Self { year: 2024, rounds: vec![(1, vec![bundle(1, false), bundle(2, true)])] },
            Self { year: 2024, rounds: vec![(1, vec![bundle(1, false)]), (2, vec![bundle(1, false)])] },
        ]
    }
}

fn line(figures: &Figures, teller: String, at: String, few: bool) -> EntryLine {
    let row = |(number, marks): (&u32, &Marks)| (*number, marks.approve, marks.oppose, marks.abstain);
    EntryLine {
        teller,
        at,
        size: figures.size,
        valid: figures.valid,
        void: figures.void_ballots(),
        rows: if few { Vec::new() } else { figures.rows.iter().map(row).collect() },
    }
}

/// Whether rows would show what one of few chose. The certificate has the sum: what is kept back of one bundle could be
/// computed from the others, so all are.
fn is_few(bundles: &[hand_count::Bundle]) -> bool {
    let mut entries = bundles.iter().flat_map(|bundle| &bundle.entries);
    entries.any(|entry| i64::from(entry.figures.size) < FEW_ON_PAPER)
}

pub async fn show_bundles(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let inner = ctx.clone();
    ctx.public(async move || {
        if !published_of(&inner, &site, year).await?.announced.counts {
            return Err(PageError::NotFound);
        }
        let services = inner.services.clone();
        blocking(move || {
            services.db.read(|conn| {
                let session = session_of(conn, site.congress, year)?;
                let mut rounds = Vec::new();
                for round in ballots::rounds_of_session(conn, session.id)? {
                    let counted = hand_count::standing_of_round(conn, &round)?;
                    let few = is_few(&counted.bundles);
                    let bundles: Vec<BundleLine> = counted
                        .bundles
                        .into_iter()
                        .map(|bundle| {
                            let entries = bundle
                                .entries
                                .into_iter()
                                .map(|entry| line(&entry.figures, entry.teller, entry.at.to_page(), few))
                                .collect();
                            BundleLine { number: bundle.number, entries, few }
                        })
                        .collect();
                    if !bundles.is_empty() {
                        rounds.push((round.number, bundles));
                    }
                }
                if rounds.is_empty() { Err(PageError::NotFound) } else { Ok(BundlesPage { year, rounds }) }
            })
        })
        .await
    })
    .await
}
