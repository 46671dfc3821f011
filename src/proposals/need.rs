//! 需求: what several proposals that want the same come to. Nothing of what was merged is lost, so it can be split again.

use super::proposal::Origin;
use crate::{
    db::Ts,
    ids::{CongressId, NeedId, PlaceId, ProposalId, ServiceFieldId},
    word_enum,
};

word_enum! {
    NeedState {
        Open = "open",
        /// All that stood with it stands with another now.
        Merged = "merged",
        /// No proposal stands with it any more.
        Gone = "gone",
        Appraising = "appraising",
        Pool = "pool",
        Refused = "refused",
        Referred = "referred",
        Candidate = "candidate",
        Chosen = "chosen",
        /// 办成: the project that came of it is completed.
        Done = "done",
    }
}

impl NeedState {
    /// Whether what it comes to was said already.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Pool | Self::Refused | Self::Referred | Self::Candidate | Self::Chosen | Self::Done)
    }
}

/// What a need is called once nobody stands with it whose words it could be called by; as what is blackened.
pub const NO_TITLE: &str = "▇▇▇";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub id: NeedId,
    pub congress: CongressId,
    pub founded_by: ProposalId,
    pub title: String,
    pub words: String,
    pub field: ServiceFieldId,
    pub place: Option<PlaceId>,
    pub state: NeedState,
    /// In which its first proposal came.
    pub year: i32,
    pub merged_into: Option<NeedId>,
    /// When the secretariat gave it other words.
    pub named_at: Option<Ts>,
}

/// Why two needs are not put together, or one proposal is not taken out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeFault {
    #[error("with itself")]
    Itself,
    #[error("this one stands with the other already")]
    Circle,
    #[error("what becomes of it was decided already")]
    Decided,
    #[error("it is not public")]
    NotPublic,
    #[error("it is what the others were put to")]
    Founder,
}

/// Whether `from` may be put into `into`; both are the heads of what they were merged into, `was` what was asked for.
pub fn may_merge(from: &Need, into: &Need, was: (NeedId, NeedId)) -> Result<(), MergeFault> {
    if was.0 == was.1 {
        return Err(MergeFault::Itself);
    }
    if from.id == into.id {
        return Err(MergeFault::Circle);
    }
    match (from.state, into.state) {
        (NeedState::Open, NeedState::Open) => Ok(()),
        (NeedState::Gone | NeedState::Merged, _) | (_, NeedState::Gone | NeedState::Merged) => {
            Err(MergeFault::NotPublic)
        }
        // Joins what was decided, and has its answer at once.
        (NeedState::Open, into) if into.is_decided() => Ok(()),
        _ => Err(MergeFault::Decided),
    }
}

/// Whether that proposal may be taken out of the need that it stands with.
pub fn may_split(need: &Need, proposal: ProposalId) -> Result<(), MergeFault> {
    if need.founded_by == proposal {
        Err(MergeFault::Founder)
    } else if need.state != NeedState::Open {
        Err(MergeFault::Decided)
    } else {
        Ok(())
    }
}

/// Where the proposals of a need came from: residents, deputies, members of the CPPCC, departments; and how many streets.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OriginCount {
    pub all: usize,
    pub resident: usize,
    pub deputy: usize,
    pub cppcc: usize,
    pub department: usize,
    pub streets: usize,
}

impl OriginCount {
    pub fn of<'a>(each: impl IntoIterator<Item = (Origin, Option<&'a str>)>) -> Self {
        let mut count = Self::default();
        let mut streets = std::collections::BTreeSet::new();
        for (origin, street) in each {
            count.all += 1;
            match origin {
                Origin::Resident => count.resident += 1,
                Origin::Deputy => count.deputy += 1,
                Origin::Cppcc => count.cppcc += 1,
                Origin::Department => count.department += 1,
            }
            streets.extend(street);
        }
        count.streets = streets.len();
        count
    }
}

/// Who else needs it, by the street that each of them named.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct SupportCount {
    pub all: usize,
    /// In the order of the streets; an empty name for those who named none.
    pub streets: Vec<(String, usize)>,
    /// Of these, before it was given other words.
    pub before_named: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(state: NeedState) -> Need {
        Need {
            id: NeedId::new(),
            congress: CongressId::new(),
            founded_by: ProposalId::new(),
            title: "加装电梯".to_owned(),
            words: String::new(),
            field: ServiceFieldId::new(),
            place: None,
            state,
            year: 2024,
            merged_into: None,
            named_at: None,
        }
    }

    #[test]
    fn nothing_is_merged_with_itself_in_a_circle_or_into_what_is_not_there() {
        let (a, b) = (need(NeedState::Open), need(NeedState::Open));
        assert_eq!(may_merge(&a, &b, (a.id, b.id)), Ok(()));
        assert_eq!(may_merge(&a, &a, (a.id, a.id)), Err(MergeFault::Itself));
        // A was merged into B before, and now B is to go into A: the head of both is B.
        assert_eq!(may_merge(&b, &b, (b.id, a.id)), Err(MergeFault::Circle));
        for gone in [NeedState::Gone, NeedState::Merged] {
            assert_eq!(may_merge(&a, &need(gone), (a.id, b.id)), Err(MergeFault::NotPublic));
            assert_eq!(may_merge(&need(gone), &a, (b.id, a.id)), Err(MergeFault::NotPublic));
        }
        assert_eq!(may_merge(&a, &need(NeedState::Pool), (a.id, b.id)), Ok(()), "it has its answer at once");
        assert_eq!(may_merge(&need(NeedState::Pool), &a, (b.id, a.id)), Err(MergeFault::Decided));
        assert_eq!(may_merge(&a, &need(NeedState::Appraising), (a.id, b.id)), Err(MergeFault::Decided));
    }

    #[test]
    fn one_is_taken_out_of_what_another_founded_as_long_as_it_is_open() {
        for state in NeedState::ALL {
            let need = need(*state);
            assert_eq!(may_split(&need, need.founded_by), Err(MergeFault::Founder));
            let may = if *state == NeedState::Open { Ok(()) } else { Err(MergeFault::Decided) };
            assert_eq!(may_split(&need, ProposalId::new()), may, "{state}");
        }
    }

    #[test]
    fn streets_are_counted_once() {
        let count = OriginCount::of([
            (Origin::Resident, Some("望江街道")),
            (Origin::Resident, Some("望江街道")),
            (Origin::Deputy, Some("湖滨街道")),
            (Origin::Department, None),
        ]);
        assert_eq!(count, OriginCount { all: 4, resident: 2, deputy: 1, cppcc: 0, department: 1, streets: 2 });
    }
}
