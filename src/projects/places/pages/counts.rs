//! How many places of a project's sub-items are done, beside what was reported: two numbers, never made one.

use serde::Serialize;

use crate::{
    candidates::{Goal, Measure, SubItem},
    db::{Conn, DbError},
    projects::{
        pages::samples,
        places::{place::Counted, store},
        quantity::target_of,
        tracked::Tracked,
    },
};

#[derive(Clone, Debug, Serialize)]
pub struct ItemCount {
    pub code: String,
    pub name: String,
    pub counted: Counted,
    pub all: usize,
    pub unit: String,
    pub target: Option<String>,
    /// To date, where the sub-item is counted in pieces.
    pub reported: Option<String>,
    /// The report says another number than the list.
    pub differs: bool,
}

impl ItemCount {
    fn of(tracked: &Tracked, item: &SubItem, counted: Counted) -> Self {
        let is_counted = matches!(&item.goal, Goal::Measured(target) if target.measure == Measure::Count);
        let reported = tracked.actual(item.id).map(|filed| filed.quantity).filter(|_| is_counted);
        Self {
            code: item.code.clone(),
            name: item.name.clone(),
            counted,
            all: counted.all(),
            unit: target_of(&item.goal).1.to_owned(),
            target: is_counted.then(|| tracked.target(item).grouped()),
            differs: reported.is_some_and(|reported| reported.to_string() != counted.done.to_string()),
            reported: reported.map(|reported| reported.grouped()),
        }
    }

    /// Of sub-items that have a list.
    pub fn all(conn: &mut Conn, tracked: &Tracked) -> Result<Vec<Self>, DbError> {
        let rows = store::counts(conn, &[tracked.project.id])?;
        let mut all = Vec::new();
        for item in &tracked.project.sub_items {
            let mut counted = Counted::default();
            for (_, state, count) in rows.iter().filter(|(of, ..)| *of == item.id) {
                counted.add(*state, usize::try_from(*count).map_err(DbError::corrupt)?);
            }
            if counted.all() > 0 {
                all.push(Self::of(tracked, item, counted));
            }
        }
        Ok(all)
    }

    pub fn samples() -> Vec<Self> {
        let [_, full] = samples::tracked();
        let counted = Counted { not_begun: 1, under_way: 2, done: 3 };
        full.project.sub_items.iter().map(|item| Self::of(&full, item, counted)).collect()
    }
}
