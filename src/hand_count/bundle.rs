//! What a teller writes down of one bundle, and whether it adds up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{congress::voting_method::BallotForm, web::Message, word_enum};

word_enum! {
    /// Why a paper ballot counts for nothing.
    VoidReason {
        /// More approved than the method allows.
        OverCap = "over_cap",
        /// No row of it can be read.
        Unreadable = "unreadable",
        /// Not the stamped sheet of this round.
        Foreign = "foreign",
        /// Signed or marked so that its deputy could be known.
        Signed = "signed",
    }
}

impl VoidReason {
    /// As the certificate words it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::OverCap => "超过规定数额",
            Self::Unreadable => "全票无法辨认",
            Self::Foreign => "不是本轮选票",
            Self::Signed => "有可辨认身份的记号",
        }
    }
}

word_enum! {
    Mark {
        Approve = "approve",
        Oppose = "oppose",
        Abstain = "abstain",
    }
}

/// The most that one field takes; a hall holds fewer.
pub const MOST: u32 = 9_999;

/// What is asked of a teller: the form of the paper, its cap, and the numbers of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub form: BallotForm,
    pub cap: Option<u32>,
    pub numbers: Vec<u32>,
}

/// One figure of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Size,
    Valid,
    Mark(u32, Mark),
    Void(VoidReason),
}

impl Field {
    /// The name of its input.
    pub fn name(self) -> String {
        match self {
            Self::Size => "size".to_owned(),
            Self::Valid => "valid".to_owned(),
            Self::Mark(number, mark) => format!("{mark}-{number}"),
            Self::Void(reason) => format!("void-{reason}"),
        }
    }
}

/// 赞成, 反对, 弃权 of one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    pub approve: u32,
    pub oppose: u32,
    pub abstain: u32,
}

/// What a teller counted in one bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub size: u32,
    pub valid: u32,
    pub void: BTreeMap<VoidReason, u32>,
    /// By ballot number.
    pub rows: BTreeMap<u32, Marks>,
}

impl Figures {
    pub fn void_ballots(&self) -> u32 {
        self.void.values().sum()
    }

    pub fn get(&self, field: Field) -> u32 {
        match field {
            Field::Size => self.size,
            Field::Valid => self.valid,
            Field::Void(reason) => self.void.get(&reason).copied().unwrap_or(0),
            Field::Mark(number, mark) => {
                let marks = self.rows.get(&number).copied().unwrap_or_default();
                match mark {
                    Mark::Approve => marks.approve,
                    Mark::Oppose => marks.oppose,
                    Mark::Abstain => marks.abstain,
                }
            }
        }
    }

    fn set(&mut self, field: Field, value: u32) {
        match field {
            Field::Size => self.size = value,
            Field::Valid => self.valid = value,
            Field::Void(reason) => {
                if value > 0 {
                    self.void.insert(reason, value);
                }
            }
            Field::Mark(number, mark) => {
                let marks = self.rows.entry(number).or_default();
                match mark {
                    Mark::Approve => marks.approve = value,
                    Mark::Oppose => marks.oppose = value,
                    Mark::Abstain => marks.abstain = value,
                }
            }
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.size += other.size;
        self.valid += other.valid;
        for (reason, ballots) in &other.void {
            *self.void.entry(*reason).or_default() += ballots;
        }
        for (number, marks) in &other.rows {
            let sum = self.rows.entry(*number).or_default();
            sum.approve += marks.approve;
            sum.oppose += marks.oppose;
            sum.abstain += marks.abstain;
        }
    }
}

/// Why a bundle cannot stand as it was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleProblem {
    #[error("{0:?} is no number")]
    NotANumber(Field),
    #[error("{valid} valid and {void} void are not {size}")]
    SizeDiffers { size: u32, valid: u32, void: u32 },
    #[error("the marks of row {number} are {sum}, not {valid}")]
    RowDiffers { number: u32, sum: u32, valid: u32 },
    #[error("row {number} is chosen {approve} times on {valid} ballots")]
    MoreThanValid { number: u32, approve: u32, valid: u32 },
    #[error("{approvals} approvals, where {valid} ballots have at most {most}")]
    TooManyApprovals { approvals: u32, valid: u32, most: u32 },
}

impl BundleProblem {
    pub fn words(&self) -> Message {
        match *self {
            Self::NotANumber(Field::Size) => "bundle-bad-size".into(),
            Self::NotANumber(Field::Valid) => "bundle-bad-valid".into(),
            Self::NotANumber(Field::Mark(number, mark)) => {
                Message::new("bundle-bad-mark").with("number", number).with("mark", mark.word())
            }
            Self::NotANumber(Field::Void(reason)) => Message::new("bundle-bad-void").with("reason", reason.word()),
            Self::SizeDiffers { size, valid, void } => {
                Message::new("bundle-size-differs").with("size", size).with("valid", valid).with("void", void)
            }
            Self::RowDiffers { number, sum, valid } => {
                Message::new("bundle-row-differs").with("number", number).with("sum", sum).with("valid", valid)
            }
            Self::MoreThanValid { number, approve, valid } => {
                Message::new("bundle-more-than-valid").with("number", number).with("sum", approve).with("valid", valid)
            }
            Self::TooManyApprovals { approvals, valid, most } => {
                Message::new("bundle-too-many").with("sum", approvals).with("valid", valid).with("most", most)
            }
        }
    }

    /// The fields to look at again.
    pub fn fields(&self, shape: &Shape) -> Vec<Field> {
        match *self {
            Self::NotANumber(field) => vec![field],
            Self::SizeDiffers { .. } => [Field::Size, Field::Valid].into_iter().chain(void_fields()).collect(),
            Self::RowDiffers { number, .. } | Self::MoreThanValid { number, .. } => {
                shape.marks().iter().map(|&mark| Field::Mark(number, mark)).collect()
            }
            Self::TooManyApprovals { .. } => {
                shape.numbers.iter().map(|&number| Field::Mark(number, Mark::Approve)).collect()
            }
        }
    }
}

fn void_fields() -> impl Iterator<Item = Field> {
    VoidReason::ALL.iter().map(|&reason| Field::Void(reason))
}

impl Shape {
    /// The columns that are counted; where one can only tick, nobody opposes and the rest abstain.
    pub fn marks(&self) -> &'static [Mark] {
        match self.form {
            BallotForm::ApproveEach => Mark::ALL,
            BallotForm::ChooseUpTo => &[Mark::Approve],
        }
    }

    /// In the order in which a teller enters them.
    pub fn fields(&self) -> Vec<Field> {
        let rows =
            self.numbers.iter().flat_map(|&number| self.marks().iter().map(move |&mark| Field::Mark(number, mark)));
        [Field::Size, Field::Valid].into_iter().chain(void_fields()).chain(rows).collect()
    }

    /// Reads what was typed, by the names of the fields; digits of full width are digits, a void reason left blank is
    /// none.
    pub fn read(&self, typed: &BTreeMap<String, String>) -> Result<Figures, Vec<BundleProblem>> {
        let mut figures = Figures::default();
        let mut problems = Vec::new();
        for field in self.fields() {
            let text = typed.get(&field.name()).map_or("", |text| text.trim());
            match number(text) {
                Some(value) => figures.set(field, value),
                None if text.is_empty() && matches!(field, Field::Void(_)) => {}
                None => problems.push(BundleProblem::NotANumber(field)),
            }
        }
        if self.form == BallotForm::ChooseUpTo {
            let valid = figures.valid;
            for marks in figures.rows.values_mut() {
                marks.abstain = valid.saturating_sub(marks.approve);
            }
        }
        if problems.is_empty() {
            problems = self.check(&figures);
        }
        if problems.is_empty() { Ok(figures) } else { Err(problems) }
    }

    /// 有效 + 无效 = 本扎张数; for every row 赞成 + 反对 + 弃权 = 有效; all 赞成 together ≤ 有效 × the cap.
    pub fn check(&self, figures: &Figures) -> Vec<BundleProblem> {
        let Figures { size, valid, .. } = *figures;
        let mut problems = Vec::new();
        let void = figures.void_ballots();
        if valid + void != size {
            problems.push(BundleProblem::SizeDiffers { size, valid, void });
        }
        for &number in &self.numbers {
            let Marks { approve, oppose, abstain } = figures.rows.get(&number).copied().unwrap_or_default();
            let sum = approve + oppose + abstain;
            if self.form == BallotForm::ChooseUpTo && approve > valid {
                problems.push(BundleProblem::MoreThanValid { number, approve, valid });
            } else if sum != valid {
                problems.push(BundleProblem::RowDiffers { number, sum, valid });
            }
        }
        if let Some(cap) = self.cap {
            let approvals = figures.rows.values().map(|marks| marks.approve).sum();
            let most = valid.saturating_mul(cap);
            if approvals > most && !problems.iter().any(|p| matches!(p, BundleProblem::MoreThanValid { .. })) {
                problems.push(BundleProblem::TooManyApprovals { approvals, valid, most });
            }
        }
        problems
    }

    /// Where two tellers disagree, field by field.
    pub fn differences(&self, first: &Figures, second: &Figures) -> Vec<(Field, u32, u32)> {
        let both = |field| (field, first.get(field), second.get(field));
        self.fields().into_iter().map(both).filter(|(_, first, second)| first != second).collect()
    }
}

fn number(text: &str) -> Option<u32> {
    let narrow: String = text
        .chars()
        .map(|c| match c {
            '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect();
    let digits = !narrow.is_empty() && narrow.bytes().all(|b| b.is_ascii_digit());
    narrow.parse().ok().filter(|&value| digits && value <= MOST)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use proptest::prelude::*;

    use super::*;

    fn shape(form: BallotForm) -> Shape {
        Shape { form, cap: Some(2), numbers: vec![1, 2, 3] }
    }

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// Ten ballots, one of them void.
    const SOUND: [(&str, &str); 12] = [
        ("size", "10"),
        ("valid", " ９ "),
        ("void-over_cap", "1"),
        ("approve-1", "9"),
        ("oppose-1", "0"),
        ("abstain-1", "0"),
        ("approve-2", "5"),
        ("oppose-2", "3"),
        ("abstain-2", "1"),
        ("approve-3", "0"),
        ("oppose-3", "4"),
        ("abstain-3", "5"),
    ];

    fn with(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
        let mut all = typed(&SOUND);
        all.extend(typed(changes));
        all
    }

    #[test]
    fn a_bundle_that_adds_up_is_read() {
        let figures = shape(BallotForm::ApproveEach).read(&typed(&SOUND)).unwrap();
        assert_eq!((figures.size, figures.valid, figures.void_ballots()), (10, 9, 1));
        assert_eq!(figures.rows[&2], Marks { approve: 5, oppose: 3, abstain: 1 });
    }

    #[test]
    fn what_does_not_add_up_is_named_by_its_field() {
        use BundleProblem::{NotANumber, RowDiffers, SizeDiffers, TooManyApprovals};
        type Case<'a> = (&'a [(&'a str, &'a str)], Vec<BundleProblem>);
        let cases: [Case; 8] = [
            (&[("size", "")], vec![NotANumber(Field::Size)]),
            (&[("valid", "-9")], vec![NotANumber(Field::Valid)]),
            (&[("void-signed", "x")], vec![NotANumber(Field::Void(VoidReason::Signed))]),
            (&[("oppose-2", "10000")], vec![NotANumber(Field::Mark(2, Mark::Oppose))]),
            (
                &[("oppose-2", ""), ("size", "一")],
                vec![NotANumber(Field::Size), NotANumber(Field::Mark(2, Mark::Oppose))],
            ),
            (&[("size", "11")], vec![SizeDiffers { size: 11, valid: 9, void: 1 }]),
            (&[("oppose-2", "4")], vec![RowDiffers { number: 2, sum: 10, valid: 9 }]),
            (
                &[("approve-2", "8"), ("oppose-2", "1"), ("abstain-2", "0"), ("approve-3", "2"), ("abstain-3", "3")],
                vec![TooManyApprovals { approvals: 19, valid: 9, most: 18 }],
            ),
        ];
        for (changes, expected) in cases {
            let shape = shape(BallotForm::ApproveEach);
            let found = shape.read(&with(changes)).unwrap_err();
            assert_eq!(found, expected, "{changes:?}");
            assert!(found.iter().all(|problem| !problem.fields(&shape).is_empty()));
        }
    }

    #[test]
    fn where_one_can_only_tick_the_rest_abstains() {
        let shape = shape(BallotForm::ChooseUpTo);
        let sound = [("size", "3"), ("valid", "3"), ("approve-1", "3"), ("approve-2", "1"), ("approve-3", "0")];
        let figures = shape.read(&typed(&sound)).unwrap();
        assert_eq!(figures.rows[&2], Marks { approve: 1, oppose: 0, abstain: 2 });
        let mut over = typed(&sound);
        over.insert("approve-2".into(), "4".into());
        let expected = vec![BundleProblem::MoreThanValid { number: 2, approve: 4, valid: 3 }];
        assert_eq!(shape.read(&over).unwrap_err(), expected);
    }

    #[test]
    fn two_tellers_differ_where_their_figures_differ_and_nowhere_else() {
        let shape = shape(BallotForm::ApproveEach);
        let first = shape.read(&typed(&SOUND)).unwrap();
        assert_eq!(shape.differences(&first, &first), Vec::new());
        let second = shape.read(&with(&[("oppose-2", "2"), ("abstain-2", "2")])).unwrap();
        let expected = vec![(Field::Mark(2, Mark::Oppose), 3, 2), (Field::Mark(2, Mark::Abstain), 1, 2)];
        assert_eq!(shape.differences(&first, &second), expected);
        let foreign = shape.read(&with(&[("void-over_cap", ""), ("void-foreign", "1")])).unwrap();
        assert_eq!(shape.differences(&first, &foreign).len(), 2, "the reasons count too");
    }

    /// Ballots as they lie on the table: a mark a row, at most two approvals.
    fn ballots() -> impl Strategy<Value = Vec<[u8; 3]>> {
        let one = proptest::array::uniform3(0_u8..3)
            .prop_filter("the cap", |marks| marks.iter().filter(|mark| **mark == 0).count() <= 2);
        proptest::collection::vec(one, 0..30)
    }

    fn count(ballots: &[[u8; 3]], void: u32) -> Figures {
        let valid = u32::try_from(ballots.len()).unwrap();
        let mut figures = Figures { size: valid + void, valid, ..Figures::default() };
        figures.set(Field::Void(VoidReason::Unreadable), void);
        for (number, place) in (1..).zip(0..3) {
            let of = |mark| u32::try_from(ballots.iter().filter(|b| b[place] == mark).count()).unwrap();
            figures.rows.insert(number, Marks { approve: of(0), oppose: of(1), abstain: of(2) });
        }
        figures
    }

    proptest! {
        #[test]
        fn every_pile_counted_honestly_adds_up(pile in ballots(), void in 0_u32..5) {
            prop_assert_eq!(shape(BallotForm::ApproveEach).check(&count(&pile, void)), Vec::new());
        }

        #[test]
        fn bundles_add_up_to_the_pile(pile in ballots(), void in 0_u32..5, cut in any::<proptest::sample::Index>()) {
            let (left, right) = pile.split_at(cut.index(pile.len() + 1));
            let mut sum = count(left, void);
            sum.add(&count(right, 0));
            prop_assert_eq!(sum, count(&pile, void));
        }

        #[test]
        fn one_figure_that_is_wrong_is_noticed(
            pile in ballots(), void in 0_u32..5, field in any::<proptest::sample::Index>(), by in 1_u32..4
        ) {
            let shape = shape(BallotForm::ApproveEach);
            let honest = count(&pile, void);
            let field = *field.get(&shape.fields());
            let mut wrong = honest.clone();
            wrong.set(field, honest.get(field) + by);
            prop_assert!(!shape.check(&wrong).is_empty());
            prop_assert_eq!(shape.differences(&honest, &wrong), vec![(field, honest.get(field), honest.get(field) + by)]);
        }
    }
}
