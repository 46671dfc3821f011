//! What a row counts, and in which order rows stand: rules without a database.

use std::cmp::Reverse;

use jiff::{ToSpan, civil::Date};

use crate::{
    candidates::SubItem,
    ids::SubItemId,
    projects::{Light, LightRecord, MoneyStand, Tracked, Why},
    ratings::RatedLine,
    supervision::{FollowUp, State},
    warnings::RepeatedRed,
};

/// All that the board is made from.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub tracked: Vec<Tracked>,
    /// The lights that stood at the end of last month.
    pub before: Vec<LightRecord>,
    pub follow_ups: Vec<FollowUp>,
    /// Of each project by its title.
    pub rated: Vec<(String, Vec<RatedLine>)>,
    pub reported: Vec<RepeatedRed>,
}

/// A sub-item that is red or yellow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub project: String,
    pub title: String,
    pub sub_item: String,
    pub name: String,
    pub light: Light,
    pub why: Option<Why>,
    /// It stood so at the end of last month already.
    pub stays: bool,
}

/// A unit, a field, a street, or all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    /// Sub-items by their light, in the order of [`Light::ALL`].
    pub lights: [usize; 5],
    /// Red ones at the end of last month; nothing where there were no lights yet.
    pub red_before: Option<usize>,
    /// Months of its sub-items about which nobody reported.
    pub arrears: usize,
    /// Of projects: streets have none.
    pub open: usize,
    pub overdue: usize,
    pub money: Option<MoneyStand>,
    /// Satisfied of all, in per cent: deputies, and the public.
    pub deputies: Option<u32>,
    pub public: Option<u32>,
    /// How often it was reported upward this year; of units.
    pub reported: usize,
    pub faults: Vec<Fault>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    pub all: Row,
    /// Where to press first stands first.
    pub units: Vec<Row>,
    pub fields: Vec<Row>,
    pub streets: Vec<Row>,
}

/// The last day of the month before.
pub fn end_of_last_month(today: Date) -> Date {
    today.first_of_month().checked_sub(1.day()).unwrap_or(today)
}

fn light_of(tracked: &Tracked, item: SubItemId) -> Light {
    tracked.recorded_light(item).map_or(Light::None, |record| record.light)
}

impl Row {
    pub fn count(&self, light: Light) -> usize {
        Light::ALL.iter().position(|known| *known == light).map_or(0, |at| self.lights[at])
    }

    /// More red than at the end of last month, or fewer.
    pub fn trend(&self) -> Option<i64> {
        let now = i64::try_from(self.count(Light::Red)).ok()?;
        Some(now - i64::try_from(self.red_before?).ok()?)
    }

    fn of(name: &str, known: &Known, today: Date, holds: &dyn Fn(&Tracked, &SubItem) -> bool) -> Self {
        let mut row = Self { name: name.to_owned(), ..Self::default() };
        for tracked in &known.tracked {
            for item in tracked.project.sub_items.iter().filter(|item| holds(tracked, item)) {
                row.add(known, tracked, item, today);
            }
        }
        row.faults.sort_by(|a, b| (a.light, !a.stays, &a.title).cmp(&(b.light, !b.stays, &b.title)));
        row
    }

    fn add(&mut self, known: &Known, tracked: &Tracked, item: &SubItem, today: Date) {
        let light = light_of(tracked, item.id);
        if let Some(at) = Light::ALL.iter().position(|known| *known == light) {
            self.lights[at] += 1;
        }
        let before = known.before.iter().find(|record| record.sub_item == item.id);
        if let Some(before) = before {
            *self.red_before.get_or_insert(0) += usize::from(before.light == Light::Red);
        }
        self.arrears += tracked.unmade(item, today).len();
        if matches!(light, Light::Red | Light::Yellow) {
            self.faults.push(Fault {
                project: tracked.project.id.to_string(),
                title: tracked.project.title.clone(),
                sub_item: item.id.to_string(),
                name: item.name.clone(),
                light,
                why: tracked.recorded_light(item.id).map(|record| record.why.clone()),
                stays: before.is_some_and(|before| before.light == light),
            });
        }
    }

    /// With what is known of whole projects.
    fn with_projects(self, known: &Known, today: Date, holds: &dyn Fn(&Tracked) -> bool) -> Self {
        let projects: Vec<&Tracked> = known.tracked.iter().filter(|one| holds(one)).collect();
        let is_of = |follow_up: &&FollowUp| projects.iter().any(|one| one.project.id == follow_up.project);
        let open: Vec<&FollowUp> =
            known.follow_ups.iter().filter(is_of).filter(|one| one.state != State::Closed).collect();
        let lines = || {
            let of_them = known.rated.iter().filter(|(title, _)| projects.iter().any(|p| p.project.title == *title));
            of_them.flat_map(|(_, lines)| lines)
        };
        let satisfied = |who: &str| {
            let of_them = lines().filter(|line| line.who == who);
            let (satisfied, all) =
                of_them.fold((0_u64, 0_u64), |sum, line| (sum.0 + u64::from(line.satisfied), sum.1 + line.all));
            (all > 0).then(|| u32::try_from(satisfied * 100 / all).unwrap_or(100))
        };
        Self {
            open: open.len(),
            overdue: open.iter().filter(|one| one.state == State::Opened && one.deadline < today).count(),
            money: MoneyStand::together(projects.iter().filter_map(|one| MoneyStand::of(one))),
            deputies: satisfied("deputies"),
            public: satisfied("public"),
            ..self
        }
    }

    /// Where to press first: red, then what nobody reported about, then what is overdue, then yellow.
    fn pressing(&self) -> impl Ord + use<> {
        let (red, yellow) = (self.count(Light::Red), self.count(Light::Yellow));
        (Reverse(red), Reverse(self.arrears), Reverse(self.overdue), Reverse(yellow), self.name.clone())
    }
}

impl Board {
    pub fn of(known: &Known, today: Date) -> Self {
        let items = || {
            let all = known.tracked.iter();
            all.flat_map(|tracked| tracked.project.sub_items.iter().map(move |item| (tracked, item)))
        };
        let names = |of: &dyn Fn(&Tracked, &SubItem) -> Vec<String>| {
            let mut names: Vec<String> = items().flat_map(|(tracked, item)| of(tracked, item)).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let unit =
            |tracked: &Tracked, item: &SubItem| tracked.unit_for(item).map(ToOwned::to_owned).into_iter().collect();
        let field = |tracked: &Tracked, _: &SubItem| tracked.project.service_field.iter().cloned().collect();
        let street = |tracked: &Tracked, item: &SubItem| {
            tracked.streets(item.id).into_iter().map(ToOwned::to_owned).collect::<Vec<String>>()
        };
        let rows = |of: &dyn Fn(&Tracked, &SubItem) -> Vec<String>| {
            let row = |name: &String| Row::of(name, known, today, &|tracked, item| of(tracked, item).contains(name));
            names(of).iter().map(row).collect::<Vec<_>>()
        };
        let sorted = |mut rows: Vec<Row>| {
            rows.sort_by_cached_key(Row::pressing);
            rows
        };
        let of_unit = |row: Row| {
            let name = row.name.clone();
            let leads = |one: &Tracked| one.lead.as_ref().is_some_and(|lead| lead.name == name);
            let reported = known.reported.iter().filter(|one| one.unit_name == name).count();
            Row { reported, ..row.with_projects(known, today, &leads) }
        };
        let of_field = |row: Row| {
            let name = row.name.clone();
            row.with_projects(known, today, &|one| one.project.service_field.as_ref() == Some(&name))
        };
        let all = Row::of("", known, today, &|_, _| true).with_projects(known, today, &|_| true);
        Self {
            all: Row { reported: known.reported.len(), ..all },
            units: sorted(rows(&unit).into_iter().map(of_unit).collect()),
            fields: sorted(rows(&field).into_iter().map(of_field).collect()),
            streets: sorted(rows(&street)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    fn known() -> Known {
        let [bare, full] = samples::tracked();
        let before = full.lights.iter().map(|light| LightRecord { light: Light::Green, ..light.clone() }).collect();
        let rated = |who, satisfied, all| RatedLine {
            who,
            verdict: None,
            satisfied,
            basically: 0,
            dissatisfied: 0,
            abstained: None,
            all,
        };
        let rated = vec![(full.project.title.clone(), vec![rated("deputies", 45, 50), rated("public", 2, 3)])];
        Known { tracked: vec![bare, full], before, rated, ..Known::default() }
    }

    #[test]
    fn a_row_counts_lights_and_how_they_moved_since_last_month() {
        let board = Board::of(&known(), "2024-07-02".parse().unwrap());
        let housing = &board.units[0];
        assert_eq!(housing.name, samples::unit().name);
        assert_eq!(housing.lights, [1, 1, 1, 1, 0]);
        assert_eq!((housing.trend(), board.all.count(Light::None)), (Some(1), 4));
        assert_eq!((housing.deputies, housing.public), (Some(90), Some(66)), "two kinds of ratings are never mixed");
        let faults: Vec<_> = housing.faults.iter().map(|fault| (fault.light, fault.stays)).collect();
        assert_eq!(faults, [(Light::Red, false), (Light::Yellow, false)]);
        assert_eq!(board.streets[0].name, "凯旋街道");
        assert!(board.streets[0].money.is_none() && board.fields[0].money.is_some());
    }

    #[test]
    fn where_to_press_stands_first() {
        let row = |name: &str, red, yellow, arrears, overdue| Row {
            name: name.to_owned(),
            lights: [red, yellow, 0, 0, 0],
            arrears,
            overdue,
            ..Row::default()
        };
        let mut rows = [
            row("戊", 0, 0, 0, 0),
            row("丁", 0, 3, 0, 0),
            row("丙", 0, 0, 0, 1),
            row("乙", 0, 0, 1, 0),
            row("甲", 1, 0, 0, 0),
        ];
        rows.sort_by_cached_key(Row::pressing);
        assert_eq!(rows.map(|row| row.name).concat(), "甲乙丙丁戊");
    }

    #[test]
    fn the_end_of_last_month_is_its_last_day() {
        assert_eq!(end_of_last_month("2024-03-01".parse().unwrap()).to_string(), "2024-02-29");
        assert_eq!(end_of_last_month("2024-01-31".parse().unwrap()).to_string(), "2023-12-31");
    }
}
