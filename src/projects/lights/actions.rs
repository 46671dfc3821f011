//! Lights: computed anew for a project, or for all of them once a day; a change leaves a line in the history.

use super::{light::LightRecord, store};
use crate::{
    candidates, congress,
    db::{DbError, Ts, Tx},
    ids::ProjectId,
    projects::{self, tracked::Tracked},
};

/// After every act that moves a project; how many lights changed.
pub fn recompute_project(tx: &mut Tx, project: ProjectId, at: Ts) -> Result<usize, DbError> {
    let found = projects::store::project_by_id(tx, project)?.into_iter().collect();
    let tracked = projects::store::tracked(tx, found)?;
    recompute(tx, &tracked, at)
}

/// The daily duty, for every congress.
pub fn recompute_all(tx: &mut Tx, at: Ts) -> Result<usize, DbError> {
    let found = projects::store::all_projects(tx)?;
    let tracked = projects::store::tracked(tx, found)?;
    recompute(tx, &tracked, at)
}

fn recompute(tx: &mut Tx, tracked: &[Tracked], at: Ts) -> Result<usize, DbError> {
    let today = at.day();
    let mut changed = 0;
    let mut congresses = Vec::new();
    for one in tracked {
        for item in &one.project.sub_items {
            let record = LightRecord::of(one.project.id, item.id, today, &one.judged(item, today));
            match one.recorded_light(item.id) {
                Some(before) if !record.differs(before) => {
                    let same = LightRecord { day: before.day, ..record.clone() };
                    if same == *before {
                        continue;
                    }
                    store::refresh_light(tx, &record)?;
                }
                _ => {
                    store::insert_light(tx, &record, at)?;
                    changed += 1;
                }
            }
            if !congresses.contains(&one.project.congress) {
                congresses.push(one.project.congress);
            }
        }
        if !one.project.sub_items.iter().all(|item| one.is_accepted(item)) {
            candidates::not_done_yet(tx, one.project.session, one.project.candidate)?;
        }
    }
    for touched in congresses {
        congress::public_changed(tx, touched)?;
    }
    Ok(changed)
}
