//! What several pages show of calls, needs and answers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    db::{Conn, DbError},
    ids::{CongressId, NeedId, PlaceId, ServiceFieldId},
    proposals::{
        answer::{Answer, Referral},
        call::{Call, Phase},
        lists::{Place, ServiceField},
        need::Need,
        proposal::Proposal,
        store,
    },
};

/// The names behind the lists.
pub struct Names {
    pub fields: Vec<ServiceField>,
    pub places: Vec<Place>,
}

impl Names {
    pub fn of(conn: &mut Conn, congress: CongressId) -> Result<Self, DbError> {
        Ok(Self { fields: store::fields(conn, congress)?, places: store::places(conn, congress)? })
    }

    pub fn field(&self, id: ServiceFieldId) -> String {
        self.fields.iter().find(|field| field.id == id).map_or_else(String::new, |field| field.name.clone())
    }

    /// Empty for the whole district.
    pub fn place(&self, id: Option<PlaceId>) -> String {
        let place = self.places.iter().find(|place| Some(place.id) == id);
        place.map_or_else(String::new, Place::name)
    }

    pub fn streets(&self) -> Vec<String> {
        self.places.iter().filter(|place| place.community.is_empty()).map(|place| place.street.clone()).collect()
    }

    pub fn of_street(&self, street: &str) -> Vec<PlaceId> {
        self.places.iter().filter(|place| place.street == street).map(|place| place.id).collect()
    }
}

/// Something to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct Offer {
    pub value: String,
    pub name: String,
    pub chosen: bool,
}

/// A street with what lies in it.
#[derive(Clone, Debug, Serialize)]
pub struct StreetOffer {
    pub street: String,
    pub places: Vec<Offer>,
}

pub fn field_offers(names: &Names, chosen: &str) -> Vec<Offer> {
    let offered = names.fields.iter().filter(|field| field.offered);
    offered
        .map(|field| {
            let value = field.id.to_string();
            Offer { chosen: value == chosen, value, name: field.name.clone() }
        })
        .collect()
}

pub fn place_offers(names: &Names, chosen: &str) -> Vec<StreetOffer> {
    let mut streets: Vec<StreetOffer> = Vec::new();
    for place in names.places.iter().filter(|place| place.offered) {
        let value = place.id.to_string();
        let name = if place.community.is_empty() { place.street.clone() } else { place.community.clone() };
        let offer = Offer { chosen: value == chosen, value, name };
        match streets.iter_mut().find(|street| street.street == place.street) {
            Some(street) => street.places.push(offer),
            None => streets.push(StreetOffer { street: place.street.clone(), places: vec![offer] }),
        }
    }
    streets
}

#[derive(Clone, Debug, Serialize)]
pub struct CallView {
    pub number: i32,
    pub title: String,
    pub words: Vec<String>,
    pub phase: &'static str,
    pub opens_on: String,
    pub closes_on: Option<String>,
    pub answer_days: i32,
    pub retention_days: i32,
    pub received: i32,
    pub reported_on: Option<String>,
}

impl CallView {
    pub fn of(call: &Call, today: Date) -> Self {
        Self {
            number: call.number,
            title: call.title.clone(),
            words: call.words.lines().map(ToOwned::to_owned).collect(),
            phase: call.phase(today).word(),
            opens_on: call.opens_on.to_string(),
            closes_on: call.closes_on.map(|day| day.to_string()),
            answer_days: call.answer_days,
            retention_days: call.retention_days,
            received: call.received,
            reported_on: call.reported_on.map(|day| day.to_string()),
        }
    }

    pub fn samples() -> Vec<Self> {
        let phases = Phase::ALL.iter().map(|phase| Self {
            number: 1,
            title: "2025年民生实事项目征集<script>alert(1)</script>".to_owned(),
            words: vec!["欢迎居民群众提出建议<b>".to_owned(), String::new(), "谢谢".to_owned()],
            phase: phase.word(),
            opens_on: "2024-10-01".to_owned(),
            closes_on: Some("2024-10-31".to_owned()),
            answer_days: 15,
            retention_days: 180,
            received: 3,
            reported_on: (*phase == Phase::Reported).then(|| "2024-12-01".to_owned()),
        });
        let mut all: Vec<Self> = phases.collect();
        let standing = all.iter().find(|call| call.phase == "open").cloned();
        all.extend(standing.map(|call| Self { closes_on: None, received: 0, words: Vec::new(), ..call }));
        all
    }

    pub fn sample(phase: Phase) -> Option<Self> {
        Self::samples().into_iter().find(|call| call.phase == phase.word())
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct NeedRow {
    pub id: String,
    pub title: String,
    pub field: String,
    /// Empty for the whole district.
    pub place: String,
    pub state: &'static str,
    pub proposals: i64,
    /// 我也需要
    pub supports: i64,
}

impl NeedRow {
    pub fn all(conn: &mut Conn, names: &Names, needs: &[Need]) -> Result<Vec<Self>, DbError> {
        let ids: Vec<NeedId> = needs.iter().map(|need| need.id).collect();
        let counts: BTreeMap<NeedId, i64> = store::member_counts(conn, &ids)?;
        let supports = store::support_counts(conn, &ids)?;
        let row = |need: &Need| Self {
            id: need.id.to_string(),
            title: need.title.clone(),
            field: names.field(need.field),
            place: names.place(need.place),
            state: need.state.word(),
            proposals: counts.get(&need.id).copied().unwrap_or_default(),
            supports: supports.get(&need.id).copied().unwrap_or_default(),
        };
        Ok(needs.iter().map(row).collect())
    }

    pub fn samples() -> Vec<Self> {
        let states = ["open", "appraising", "pool", "refused", "referred", "candidate", "chosen", "done"];
        let row = |(at, state): (i64, &'static str)| Self {
            id: uuid::Uuid::nil().to_string(),
            title: "给三幢加装电梯<script>alert(1)</script>".to_owned(),
            field: "住有宜居<b>".to_owned(),
            place: if at == 0 { String::new() } else { "望江街道 · 始版桥社区<i>".to_owned() },
            state,
            proposals: at + 1,
            supports: at * 3,
        };
        (0..).zip(states).map(row).collect()
    }
}

/// One proposal in its author's words.
#[derive(Clone, Debug, Serialize)]
pub struct WordsView {
    pub id: String,
    pub number: i32,
    pub title: String,
    pub why: Vec<String>,
    pub gain: Vec<String>,
    pub origin: &'static str,
    pub channel: &'static str,
    pub place: String,
    pub field: String,
    pub on: String,
    pub late: bool,
    pub pictures: Vec<String>,
}

impl WordsView {
    /// With the pictures of each.
    pub fn all(conn: &mut Conn, proposals: &[Proposal], names: &Names) -> Result<Vec<Self>, DbError> {
        let ids: Vec<_> = proposals.iter().map(|proposal| proposal.id).collect();
        let pictures = store::pictures_of(conn, &ids)?;
        let view = |proposal: &Proposal| {
            let own = pictures.iter().filter(|picture| picture.proposal == proposal.id);
            Self { pictures: own.map(|picture| picture.id.to_string()).collect(), ..Self::of(proposal, names) }
        };
        Ok(proposals.iter().map(view).collect())
    }

    pub fn of(proposal: &Proposal, names: &Names) -> Self {
        let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect();
        Self {
            id: proposal.id.to_string(),
            number: proposal.number,
            title: proposal.wording.title.clone(),
            why: lines(&proposal.wording.why),
            gain: lines(&proposal.wording.gain),
            origin: proposal.origin.word(),
            channel: proposal.channel.word(),
            place: names.place(proposal.place),
            field: names.field(proposal.field),
            on: proposal.at.to_date(),
            late: proposal.late,
            pictures: Vec::new(),
        }
    }

    pub fn samples() -> Vec<Self> {
        let one = |origin, channel, late| Self {
            id: uuid::Uuid::nil().to_string(),
            number: 7,
            title: "给三幢加装电梯<script>alert(1)</script>".to_owned(),
            why: vec!["老人多，六层楼没有电梯<b>".to_owned(), "上下楼不便".to_owned()],
            gain: if late { Vec::new() } else { vec!["三幢36户<i>".to_owned()] },
            origin,
            channel,
            place: if late { String::new() } else { "望江街道<b>".to_owned() },
            field: "住有宜居<b>".to_owned(),
            on: "2024-10-03".to_owned(),
            late,
            pictures: if late { Vec::new() } else { vec![uuid::Uuid::nil().to_string()] },
        };
        vec![
            one("resident", "online", false),
            one("deputy", "station", true),
            one("cppcc", "desk", false),
            one("department", "online", false),
        ]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct AnswerView {
    pub kind: &'static str,
    pub words: Vec<String>,
    pub target: Option<&'static str>,
    pub unit: String,
    pub on: String,
}

impl AnswerView {
    pub fn of(answer: &Answer, on: String) -> Self {
        Self {
            kind: answer.kind.word(),
            words: answer.words.lines().map(ToOwned::to_owned).collect(),
            target: answer.target.map(Referral::word),
            unit: answer.unit.clone(),
            on,
        }
    }

    pub fn samples() -> Vec<Self> {
        let one = |kind| Self {
            kind,
            words: vec!["请向物业申请<b>".to_owned()],
            target: (kind == "referred").then_some("unit"),
            unit: if kind == "referred" { "12345<i>".to_owned() } else { String::new() },
            on: "2024-10-20".to_owned(),
        };
        ["aside", "hidden", "referred", "refused", "pool", "candidate", "chosen", "not_chosen", "done"]
            .map(one)
            .to_vec()
    }
}

/// Every proposal that stands with a need, in its author's words.
pub fn words_of_need(conn: &mut Conn, congress: CongressId, need: NeedId) -> Result<Vec<WordsView>, DbError> {
    let names = Names::of(conn, congress)?;
    let members = store::members_of(conn, need)?;
    WordsView::all(conn, &members, &names)
}

/// Needs as they are listed.
pub fn need_rows(conn: &mut Conn, congress: CongressId, needs: &[Need]) -> Result<Vec<NeedRow>, DbError> {
    let names = Names::of(conn, congress)?;
    NeedRow::all(conn, &names, needs)
}
