//! All bundles of a round: what two tellers agree on, where they differ, and what it comes to.

use crate::{
    db::Ts,
    hand_count::bundle::{Field, Figures, Shape},
    ids::AccountId,
    word_enum,
};

word_enum! {
    /// Where the count of a round's paper stands once a teller says that nothing is missing.
    CountState {
        /// One teller has called it finished.
        Called = "called",
        /// Another has confirmed.
        Confirmed = "confirmed",
        /// It stands in a certificate, or a further round was ordered on it: nothing moves any more.
        Certified = "certified",
    }
}

/// What one teller wrote down; entered again, it is another entry.
#[derive(Clone, Debug)]
pub struct Entry {
    pub seq: i32,
    pub account: AccountId,
    pub teller: String,
    pub figures: Figures,
    pub at: Ts,
}

/// The numbers that bundles may have.
pub const BUNDLES: std::ops::RangeInclusive<i32> = 1..=99;

#[derive(Clone, Debug)]
pub struct Bundle {
    pub number: i32,
    /// In the order of entering.
    pub entries: Vec<Entry>,
}

/// What the two who entered a bundle last have to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody else has entered it yet.
    One {
        teller: String,
    },
    Differs {
        first: String,
        second: String,
        fields: Vec<(Field, u32, u32)>,
    },
    Agreed {
        figures: Figures,
        tellers: [String; 2],
    },
}

impl Bundle {
    /// The newest entry against the newest of anybody else, the earlier one first.
    pub fn standing(&self, shape: &Shape) -> Option<Standing> {
        let last = self.entries.last()?;
        let Some(other) = self.entries.iter().rev().find(|entry| entry.account != last.account) else {
            return Some(Standing::One { teller: last.teller.clone() });
        };
        let fields = shape.differences(&other.figures, &last.figures);
        Some(if fields.is_empty() {
            let tellers = [other.teller.clone(), last.teller.clone()];
            Standing::Agreed { figures: last.figures.clone(), tellers }
        } else {
            Standing::Differs { first: other.teller.clone(), second: last.teller.clone(), fields }
        })
    }

    /// What this teller entered last.
    pub fn own(&self, account: AccountId) -> Option<&Figures> {
        self.entries.iter().rev().find(|entry| entry.account == account).map(|entry| &entry.figures)
    }
}

/// Who said that the count is finished, and who confirmed.
#[derive(Clone, Debug)]
pub struct Called {
    pub state: CountState,
    pub by: AccountId,
    pub name: String,
    pub at: Ts,
    pub confirmed: Option<(String, Ts)>,
}

#[derive(Clone, Debug)]
pub struct HandCount {
    pub shape: Shape,
    /// Paper ballots given out.
    pub issued: u32,
    pub bundles: Vec<Bundle>,
    pub called: Option<Called>,
}

/// What all bundles together come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    pub issued: u32,
    pub bundles: u32,
    /// Everything that came back, valid or void.
    pub figures: Figures,
    /// Everybody whose figures stand.
    pub tellers: Vec<String>,
}

impl Totals {
    pub fn returned(&self) -> u32 {
        self.figures.size
    }

    /// 收回 > 发出: the round is void.
    pub fn exceeds(&self) -> bool {
        self.returned() > self.issued
    }
}

impl HandCount {
    pub fn bundle(&self, number: i32) -> Option<&Bundle> {
        self.bundles.iter().find(|bundle| bundle.number == number)
    }

    /// The numbers of bundles on which no two tellers agree.
    pub fn unsettled(&self) -> Vec<i32> {
        let open = |bundle: &&Bundle| !matches!(bundle.standing(&self.shape), Some(Standing::Agreed { .. }));
        self.bundles.iter().filter(open).map(|bundle| bundle.number).collect()
    }

    /// Of the bundles that are settled. A bundle of no ballots was taken back by both tellers.
    pub fn totals(&self) -> Totals {
        let rows = self.shape.numbers.iter().map(|&number| (number, Default::default())).collect();
        let mut totals = Totals {
            issued: self.issued,
            bundles: 0,
            figures: Figures { rows, ..Figures::default() },
            tellers: Vec::new(),
        };
        for bundle in &self.bundles {
            let Some(Standing::Agreed { figures, tellers }) = bundle.standing(&self.shape) else { continue };
            if figures.size == 0 {
                continue;
            }
            totals.bundles += 1;
            totals.figures.add(&figures);
            for teller in tellers {
                if !totals.tellers.contains(&teller) {
                    totals.tellers.push(teller);
                }
            }
        }
        totals
    }

    pub fn state(&self) -> Option<CountState> {
        self.called.as_ref().map(|called| called.state)
    }

    pub fn is_confirmed(&self) -> bool {
        matches!(self.state(), Some(CountState::Confirmed | CountState::Certified))
    }
}

/// Ballots that came back, and those that did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    pub returned: i64,
    pub not_cast: i64,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        congress::voting_method::BallotForm,
        hand_count::bundle::{Mark, Marks},
    };

    fn shape() -> Shape {
        Shape { form: BallotForm::ApproveEach, cap: Some(1), numbers: vec![1] }
    }

    fn figures(approve: u32, oppose: u32) -> Figures {
        let size = approve + oppose;
        let rows = BTreeMap::from([(1, Marks { approve, oppose, abstain: 0 })]);
        Figures { size, valid: size, void: BTreeMap::new(), rows }
    }

    struct Table(Vec<AccountId>);

    impl Table {
        fn of_three() -> Self {
            Self((0..3).map(|_| AccountId::new()).collect())
        }

        fn bundle(&self, number: i32, entries: &[(usize, u32, u32)]) -> Bundle {
            let entries = (1..).zip(entries).map(|(seq, &(who, approve, oppose))| Entry {
                seq,
                account: self.0[who],
                teller: format!("计票人{who}"),
                figures: figures(approve, oppose),
                at: Ts::default(),
            });
            Bundle { number, entries: entries.collect() }
        }
    }

    #[test]
    fn two_must_agree_and_nobody_agrees_with_themselves() {
        let table = Table::of_three();
        let stands = |entries: &[(usize, u32, u32)]| match table.bundle(1, entries).standing(&shape()) {
            None => "nothing",
            Some(Standing::One { .. }) => "one",
            Some(Standing::Differs { .. }) => "differs",
            Some(Standing::Agreed { .. }) => "agreed",
        };
        assert_eq!(stands(&[]), "nothing");
        assert_eq!(stands(&[(0, 7, 3)]), "one");
        assert_eq!(stands(&[(0, 7, 3), (0, 7, 3)]), "one", "the same teller twice is one teller");
        assert_eq!(stands(&[(0, 7, 3), (1, 7, 3)]), "agreed");
        assert_eq!(stands(&[(0, 7, 3), (1, 6, 4)]), "differs");
        assert_eq!(stands(&[(0, 7, 3), (1, 6, 4), (1, 7, 3)]), "agreed", "one counted again");
        assert_eq!(stands(&[(0, 7, 3), (1, 6, 4), (0, 6, 4)]), "agreed");
        assert_eq!(stands(&[(0, 7, 3), (1, 6, 4), (2, 6, 4)]), "agreed", "a third counts where two differ");
        assert_eq!(stands(&[(0, 7, 3), (1, 6, 4), (2, 7, 3)]), "differs", "with the last one before, not with anybody");
        assert_eq!(stands(&[(0, 7, 3), (1, 7, 3), (0, 8, 2)]), "differs", "counted again, it is open again");
    }

    #[test]
    fn differences_name_both_figures_the_earlier_first() {
        let table = Table::of_three();
        let Some(Standing::Differs { first, second, fields }) =
            table.bundle(1, &[(0, 7, 3), (1, 6, 4)]).standing(&shape())
        else {
            panic!("they differ")
        };
        assert_eq!((first.as_str(), second.as_str()), ("计票人0", "计票人1"));
        assert_eq!(fields, vec![(Field::Mark(1, Mark::Approve), 7, 6), (Field::Mark(1, Mark::Oppose), 3, 4)]);
    }

    #[test]
    fn totals_are_of_the_settled_bundles() {
        let table = Table::of_three();
        let count = |issued| HandCount {
            shape: shape(),
            issued,
            bundles: vec![
                table.bundle(1, &[(0, 7, 3), (1, 7, 3)]),
                table.bundle(2, &[(1, 4, 0), (2, 4, 0)]),
                table.bundle(3, &[(0, 1, 0)]),
                table.bundle(4, &[(0, 0, 0), (1, 0, 0)]),
            ],
            called: None,
        };
        let totals = count(14).totals();
        assert_eq!((totals.returned(), totals.bundles, totals.exceeds()), (14, 2, false));
        assert_eq!(totals.figures.rows[&1], Marks { approve: 11, oppose: 3, abstain: 0 });
        assert_eq!(totals.tellers, ["计票人0", "计票人1", "计票人2"]);
        assert_eq!(count(14).unsettled(), [3]);
        assert!(count(13).totals().exceeds(), "one more came back than was given out");
    }
}
