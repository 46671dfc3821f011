//! Which projects are shown, and the links that narrow the list.

use serde::Serialize;

use crate::projects::{
    lights::Light,
    pages::views::{LightView, units},
    subject::Subject,
    tracked::Tracked,
};

/// Which projects are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    Field(String),
    WithoutField,
    Unit(String),
    Light(Light),
}

impl Filter {
    pub(super) fn holds(&self, tracked: &Tracked) -> bool {
        match self {
            Self::All => true,
            Self::Field(field) => tracked.project.service_field.as_deref() == Some(field),
            Self::WithoutField => tracked.project.service_field.is_none(),
            Self::Unit(unit) => units(tracked).iter().any(|known| known == unit),
            Self::Light(light) => tracked.light() == *light,
        }
    }

    /// What somebody who looks at it might follow.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self {
            Self::Field(name) => Some(Subject::Field(name.clone())),
            Self::Unit(name) => Some(Subject::Unit(name.clone())),
            Self::All | Self::WithoutField | Self::Light(_) => None,
        }
    }

    fn href(&self) -> String {
        match self {
            Self::All => "/projects".to_owned(),
            Self::Field(field) => Subject::Field(field.clone()).path(),
            Self::WithoutField => "/projects/without-field".to_owned(),
            Self::Unit(unit) => Subject::Unit(unit.clone()).path(),
            Self::Light(light) => format!("/projects/lights/{light}"),
        }
    }
}

/// A link that narrows the list. `name` is a field or a unit, as it is called; `light` the word of a light.
#[derive(Clone, Debug, Serialize)]
pub struct FilterLink {
    pub href: String,
    pub name: Option<String>,
    pub light: Option<LightView>,
    pub is_all: bool,
    pub count: usize,
    pub chosen: bool,
}

/// By light, by field, by unit: each only where it narrows anything.
#[derive(Clone, Debug, Serialize)]
pub struct Filters {
    pub lights: Vec<FilterLink>,
    pub fields: Vec<FilterLink>,
    pub units: Vec<FilterLink>,
}

impl Filters {
    pub(super) fn of(all: &[Tracked], chosen: &Filter) -> Self {
        let link = |filter: Filter| FilterLink {
            href: filter.href(),
            count: all.iter().filter(|tracked| filter.holds(tracked)).count(),
            is_all: filter == Filter::All,
            chosen: filter == *chosen,
            light: match &filter {
                Filter::Light(light) => Some(LightView::bare(*light)),
                _ => None,
            },
            name: match filter {
                Filter::Field(name) | Filter::Unit(name) => Some(name),
                _ => None,
            },
        };
        let mut fields: Vec<Filter> = Vec::new();
        let mut by_unit: Vec<Filter> = Vec::new();
        for tracked in all {
            let field = tracked.project.service_field.clone().map_or(Filter::WithoutField, Filter::Field);
            if !fields.contains(&field) {
                fields.push(field);
            }
            for unit in units(tracked).into_iter().map(Filter::Unit) {
                if !by_unit.contains(&unit) {
                    by_unit.push(unit);
                }
            }
        }
        let lights = Light::ALL.iter().copied().map(Filter::Light).filter(|f| all.iter().any(|t| f.holds(t)));
        let mut lights: Vec<Filter> = lights.collect();
        let more_than = |most: usize, filters: Vec<Filter>| if filters.len() > most { filters } else { Vec::new() };
        lights.insert(0, Filter::All);
        Self {
            lights: more_than(1, lights).into_iter().map(link).collect(),
            fields: more_than(1, fields).into_iter().map(link).collect(),
            units: more_than(1, by_unit).into_iter().map(link).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projects::pages::samples;

    #[test]
    fn every_project_is_under_one_filter_besides_all() {
        let [bare, full] = samples::tracked();
        let mut other = bare.clone();
        other.project.service_field = None;
        let filters = Filters::of(&[full, bare, other], &Filter::All);
        let counts = |links: &[FilterLink]| links.iter().map(|link| link.count).collect::<Vec<_>>();
        assert_eq!(counts(&filters.fields), [2, 1]);
        assert_eq!(counts(&filters.lights), [3, 1, 2]);
        assert!(filters.lights[0].chosen && !filters.lights[1].chosen);
    }

    #[test]
    fn projects_that_are_all_alike_are_not_narrowed() {
        let [bare, _] = samples::tracked();
        let filters = Filters::of(&[bare], &Filter::All);
        assert!(filters.fields.is_empty() && filters.units.is_empty());
    }
}
