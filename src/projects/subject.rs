//! Of which projects somebody hears: of one, of all, of those of a field, in a street, of a unit.

use std::{fmt, str::FromStr};

use super::{pages::views::units, tracked::Tracked};
use crate::{
    ids::ProjectId,
    web::{Message, path_segment},
    word_enum,
};

word_enum! {
    SubjectKind {
        All = "all",
        Field = "field",
        Street = "street",
        Unit = "unit",
        Project = "project",
    }
}

/// What is followed, read as a feed, or kept in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    All,
    /// 领域
    Field(String),
    /// 街道
    Street(String),
    /// 责任单位
    Unit(String),
    Project(ProjectId),
}

impl Subject {
    pub fn kind(&self) -> SubjectKind {
        match self {
            Self::All => SubjectKind::All,
            Self::Field(_) => SubjectKind::Field,
            Self::Street(_) => SubjectKind::Street,
            Self::Unit(_) => SubjectKind::Unit,
            Self::Project(_) => SubjectKind::Project,
        }
    }

    /// What it is called; `None` where it needs no name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Field(name) | Self::Street(name) | Self::Unit(name) => Some(name),
            Self::All | Self::Project(_) => None,
        }
    }

    /// Of a kind with its name or its project, as a row holds them.
    pub fn of(kind: SubjectKind, name: Option<String>, project: Option<ProjectId>) -> Option<Self> {
        match (kind, name, project) {
            (SubjectKind::All, Some(name), None) if name.is_empty() => Some(Self::All),
            (SubjectKind::Field, Some(name), None) => Some(Self::Field(name)),
            (SubjectKind::Street, Some(name), None) => Some(Self::Street(name)),
            (SubjectKind::Unit, Some(name), None) => Some(Self::Unit(name)),
            (SubjectKind::Project, None, Some(project)) => Some(Self::Project(project)),
            _ => None,
        }
    }

    /// The page that is about it; feed and calendar stand beneath.
    pub fn path(&self) -> String {
        match self {
            Self::All => "/projects".to_owned(),
            Self::Field(name) => format!("/projects/fields/{}", path_segment(name)),
            Self::Street(name) => format!("/projects/places/{}", path_segment(name)),
            Self::Unit(name) => format!("/projects/units/{}", path_segment(name)),
            Self::Project(id) => format!("/projects/{id}"),
        }
    }

    /// The page on which it is followed.
    pub fn follow_path(&self) -> String {
        format!("/projects/follow?what={}", path_segment(&self.to_string()))
    }

    pub fn holds(&self, touched: &Touched) -> bool {
        match self {
            Self::All => true,
            Self::Field(name) => touched.field.as_ref() == Some(name),
            Self::Street(name) => touched.streets.contains(name),
            Self::Unit(name) => touched.units.contains(name),
            Self::Project(id) => touched.project == *id,
        }
    }
}

/// As a form says it: `street:望江街道`.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project(id) => write!(f, "{}:{id}", self.kind()),
            other => match other.name() {
                Some(name) => write!(f, "{}:{name}", self.kind()),
                None => write!(f, "{}", self.kind()),
            },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing that can be followed")]
pub struct NoSubject;

impl FromStr for Subject {
    type Err = NoSubject;

    fn from_str(text: &str) -> Result<Self, NoSubject> {
        let (kind, name) = text.split_once(':').unwrap_or((text, ""));
        let kind: SubjectKind = kind.parse().map_err(|_| NoSubject)?;
        match (kind, name) {
            (SubjectKind::All, "") => Ok(Self::All),
            (SubjectKind::Project, id) => id.parse().map(Self::Project).map_err(|_| NoSubject),
            (SubjectKind::All, _) | (_, "") => Err(NoSubject),
            (kind, name) => Self::of(kind, Some(name.to_owned()), None).ok_or(NoSubject),
        }
    }
}

/// By what a project can be found: whose news reaches whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    pub project: ProjectId,
    pub field: Option<String>,
    pub streets: Vec<String>,
    pub units: Vec<String>,
}

impl Touched {
    pub fn by(tracked: &Tracked) -> Self {
        Self {
            project: tracked.project.id,
            field: tracked.project.service_field.clone(),
            streets: streets_of(tracked),
            units: units(tracked),
        }
    }
}

/// In which streets something of it is done, each once.
pub fn streets_of(tracked: &Tracked) -> Vec<String> {
    let mut streets: Vec<String> = Vec::new();
    for street in tracked.project.sub_items.iter().flat_map(|item| tracked.streets(item.id)) {
        if !streets.iter().any(|known| known == street) {
            streets.push(street.to_owned());
        }
    }
    streets
}

/// All that can be followed in a congress; only what everybody may see.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    pub fields: Vec<String>,
    pub streets: Vec<String>,
    pub units: Vec<String>,
    /// Newest year first, with the title.
    pub projects: Vec<(ProjectId, String)>,
}

impl Subjects {
    /// `listed` are the fields and streets of the congress's own lists, also those in which nothing is done yet.
    pub fn among(all: &[Tracked], listed_fields: Vec<String>, listed_streets: Vec<String>) -> Self {
        let mut found = Self { fields: listed_fields, streets: listed_streets, ..Self::default() };
        for tracked in all {
            let touched = Touched::by(tracked);
            let add = |to: &mut Vec<String>, names: Vec<String>| {
                for name in names {
                    if !to.contains(&name) {
                        to.push(name);
                    }
                }
            };
            add(&mut found.fields, touched.field.into_iter().collect());
            add(&mut found.streets, touched.streets);
            add(&mut found.units, touched.units);
            found.projects.push((touched.project, tracked.project.title.clone()));
        }
        found
    }

    pub fn holds(&self, subject: &Subject) -> bool {
        match subject {
            Subject::All => true,
            Subject::Field(name) => self.fields.contains(name),
            Subject::Street(name) => self.streets.contains(name),
            Subject::Unit(name) => self.units.contains(name),
            Subject::Project(id) => self.projects.iter().any(|(known, _)| known == id),
        }
    }

    /// What it is called in a sentence; a project by its title.
    pub fn called(&self, subject: &Subject) -> Message {
        let title =
            |id: &ProjectId| self.projects.iter().find(|(known, _)| known == id).map(|(_, title)| title.as_str());
        match subject {
            Subject::All => "subject-all".into(),
            Subject::Field(name) => Message::new("subject-field").with("name", name),
            Subject::Street(name) => Message::new("subject-street").with("name", name),
            Subject::Unit(name) => Message::new("subject-unit").with("name", name),
            Subject::Project(id) => Message::new("subject-project").with("name", title(id).unwrap_or_default()),
        }
    }

    /// Everything, in the order in which people look for it.
    pub fn all(&self) -> Vec<Subject> {
        let fields = self.fields.iter().cloned().map(Subject::Field);
        let streets = self.streets.iter().cloned().map(Subject::Street);
        let units = self.units.iter().cloned().map(Subject::Unit);
        let projects = self.projects.iter().map(|(id, _)| Subject::Project(*id));
        std::iter::once(Subject::All).chain(streets).chain(fields).chain(units).chain(projects).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    #[test]
    fn a_subject_is_read_as_it_is_written() {
        let all = [
            Subject::All,
            Subject::Field("住有宜居".to_owned()),
            Subject::Street("望江街道: 东".to_owned()),
            Subject::Unit("区住建局".to_owned()),
            Subject::Project(ProjectId::new()),
        ];
        for subject in all {
            assert_eq!(subject.to_string().parse(), Ok(subject.clone()), "{subject}");
            let project = if let Subject::Project(id) = &subject { Some(*id) } else { None };
            let name = if project.is_some() { None } else { Some(subject.name().unwrap_or_default().to_owned()) };
            assert_eq!(Subject::of(subject.kind(), name, project), Some(subject));
        }
        for wrong in ["", "all:1", "field", "field:", "project:1", "project", "city:杭州"] {
            assert_eq!(wrong.parse::<Subject>(), Err(NoSubject), "{wrong}");
        }
    }

    #[test]
    fn a_project_is_found_by_field_street_and_unit() {
        let [bare, mut full] = samples::tracked();
        full.plans[1].plan.items[0].address = "上城区望江街道近江家园".to_owned();
        let (touched, other) = (Touched::by(&full), Touched::by(&bare));
        assert_eq!(touched.streets[0], "望江街道");
        let field = Subject::Field(full.project.service_field.clone().unwrap());
        let unit = Subject::Unit(touched.units[0].clone());
        for subject in
            [Subject::All, field, unit, Subject::Street("望江街道".to_owned()), Subject::Project(full.project.id)]
        {
            assert!(subject.holds(&touched), "{subject}");
        }
        assert!(!Subject::Street("望江街道".to_owned()).holds(&other));
        assert!(!Subject::Project(crate::ids::ProjectId::new()).holds(&other));
        let known = Subjects::among(&[full.clone()], vec!["老有康养".to_owned()], vec!["湖滨街道".to_owned()]);
        assert!(known.holds(&Subject::Street("湖滨街道".to_owned())), "of the list, with nothing in it yet");
        assert!(!known.holds(&Subject::Project(crate::ids::ProjectId::new())));
        assert!(known.all().iter().all(|subject| known.holds(subject)));
    }
}
