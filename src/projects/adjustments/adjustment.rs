//! 调整: a change of course. Minor ones are filed with a reason; major ones, suspension and termination wait for the
//! standing committee's decision.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{AccountId, AdjustmentId, PlanId, ProjectId},
    projects::lights::Standing,
    word_enum,
};

word_enum! {
    AdjustmentKind {
        Minor = "minor",
        Major = "major",
        Suspension = "suspension",
        Termination = "termination",
        Resumption = "resumption",
    }
}

impl AdjustmentKind {
    /// Whether the standing committee decides; the others the secretariat files.
    pub fn needs_decision(self) -> bool {
        self != Self::Minor
    }

    /// Whether it brings a new plan.
    pub fn changes_plan(self) -> bool {
        matches!(self, Self::Minor | Self::Major)
    }
}

word_enum! {
    AdjustmentState {
        Proposed = "proposed",
        Effective = "effective",
        Refused = "refused",
    }
}

/// What the standing committee put on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub body: String,
    pub number: String,
    pub decided_on: Date,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    pub id: AdjustmentId,
    pub project: ProjectId,
    pub number: i32,
    pub kind: AdjustmentKind,
    pub reason: String,
    pub plan: Option<PlanId>,
    pub state: AdjustmentState,
    pub proposed_by_account: AccountId,
    pub proposed_by: String,
    pub proposed_at: Ts,
    pub decision: Option<Decision>,
    /// Of a refused one.
    pub refused_because: Option<String>,
    pub settled_by: Option<String>,
    pub settled_at: Option<Ts>,
}

/// Where a project stands after its adjustments, in their order.
pub fn standing(adjustments: &[Adjustment]) -> Standing {
    let effective = |a: &&Adjustment| a.state == AdjustmentState::Effective;
    adjustments.iter().filter(effective).fold(Standing::Running, |standing, adjustment| match adjustment.kind {
        AdjustmentKind::Minor | AdjustmentKind::Major => standing,
        AdjustmentKind::Suspension => Standing::Suspended,
        AdjustmentKind::Termination => Standing::Terminated,
        AdjustmentKind::Resumption => Standing::Running,
    })
}

/// Whether a change of this kind can be proposed for a project that stands so.
pub fn fits(kind: AdjustmentKind, standing: Standing) -> bool {
    match (kind, standing) {
        (_, Standing::Terminated) => false,
        (AdjustmentKind::Resumption, standing) => standing == Standing::Suspended,
        (AdjustmentKind::Suspension, standing) => standing == Standing::Running,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adjustment(kind: AdjustmentKind, state: AdjustmentState) -> Adjustment {
        Adjustment {
            id: AdjustmentId::new(),
            project: ProjectId::new(),
            number: 1,
            kind,
            reason: "地块移交推迟".to_owned(),
            plan: None,
            state,
            proposed_by_account: AccountId::new(),
            proposed_by: "王工".to_owned(),
            proposed_at: Ts::default(),
            decision: None,
            refused_because: None,
            settled_by: None,
            settled_at: None,
        }
    }

    #[test]
    fn only_what_took_effect_counts() {
        use AdjustmentKind::*;
        let effective = |kinds: &[AdjustmentKind]| {
            kinds.iter().map(|kind| adjustment(*kind, AdjustmentState::Effective)).collect::<Vec<_>>()
        };
        assert_eq!(standing(&effective(&[Minor, Major])), Standing::Running);
        assert_eq!(standing(&effective(&[Suspension])), Standing::Suspended);
        assert_eq!(standing(&effective(&[Suspension, Resumption])), Standing::Running);
        assert_eq!(standing(&effective(&[Suspension, Termination])), Standing::Terminated);
        assert_eq!(standing(&[adjustment(Suspension, AdjustmentState::Proposed)]), Standing::Running);
        assert_eq!(standing(&[adjustment(Termination, AdjustmentState::Refused)]), Standing::Running);
    }

    #[test]
    fn what_can_be_proposed_follows_from_where_it_stands() {
        use AdjustmentKind::*;
        for (standing, possible) in [
            (Standing::Running, vec![Minor, Major, Suspension, Termination]),
            (Standing::Suspended, vec![Minor, Major, Termination, Resumption]),
            (Standing::Terminated, vec![]),
        ] {
            let fitting: Vec<_> = AdjustmentKind::ALL.iter().copied().filter(|kind| fits(*kind, standing)).collect();
            assert_eq!(fitting, possible, "{standing}");
        }
    }
}
