//! The two forms of a paper, and how marks on it become choices.

use crate::ballot::MAX_BALLOT_BYTES;
use crate::election::Question;

/// The answer that an unmarked row counts as, where the paper offers it.
pub const ABSTAIN: &str = "弃权";

/// What voters see: questions for an [`crate::ElectionDraft`], and a cap where one reaches across questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    questions: Vec<Question>,
    cap: Option<u32>,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    ChooseUpTo,
    /// With the answer an unmarked row counts as.
    ApproveEach {
        unmarked: Option<usize>,
    },
}

/// Marks as a person makes them. Everything is counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marks {
    /// On a `choose_up_to` paper: the answers ticked, in any order.
    Ticked(Vec<usize>),
    /// On an `approve_each` paper: the answer marked in each row, or none.
    Rows(Vec<Option<usize>>),
}

/// Why no paper can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// No candidates, or no answers.
    #[error("the paper is empty")]
    Empty,
    /// The most that may be chosen is 0 or more than there are candidates.
    #[error("at most {max} of {candidates} cannot be chosen")]
    Max {
        /// The maximum asked for.
        max: u32,
        /// Candidates on the paper.
        candidates: usize,
    },
    /// A ballot on this paper could be longer than [`MAX_BALLOT_BYTES`].
    #[error("a ballot on this paper could have {bytes} bytes, and the limit is {MAX_BALLOT_BYTES}")]
    TooLong {
        /// Greatest length of such a ballot.
        bytes: usize,
    },
}

/// Why marks are no vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// Marks of the other form, a row too many or too few, an answer that is not there, or the same one ticked twice.
    #[error("the marks do not fit the paper")]
    DoNotFit,
    /// A row without a mark, on a paper that offers no 弃权.
    #[error("row {} is not marked", .row + 1)]
    Unmarked {
        /// The row.
        row: usize,
    },
    /// More ticked or approved than the paper allows.
    #[error("{chosen} chosen, and at most {max} are allowed")]
    TooMany {
        /// Ticked or approved.
        chosen: usize,
        /// The most the paper allows.
        max: u32,
    },
}

impl Paper {
    /// One question with one answer for each candidate, of which at most `max` are ticked.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn choose_up_to(question: &str, answers: &[String], max: u32) -> Result<Paper, PaperError> {
        let question = Question { answers: answers.to_vec(), min: 0, max, question: question.to_owned() };
        check_max(max, answers.len())?;
        Paper { questions: vec![question], cap: None, form: Form::ChooseUpTo }.checked()
    }

    /// One question for each title, with the same answers, of which exactly one is chosen; the first answer is the
    /// approval that `cap` limits over the whole paper.
    ///
    /// # Errors
    /// [`PaperError`].
    pub fn approve_each<A: AsRef<str>>(
        titles: &[String],
        answers: &[A],
        cap: Option<u32>,
    ) -> Result<Paper, PaperError> {
        let answers: Vec<String> = answers.iter().map(|a| a.as_ref().to_owned()).collect();
        if let Some(max) = cap {
            check_max(max, titles.len())?;
        }
        let unmarked = answers.iter().position(|a| a == ABSTAIN);
        let question = |title: &String| Question { answers: answers.clone(), min: 1, max: 1, question: title.clone() };
        let questions = titles.iter().map(question).collect();
        Paper { questions, cap, form: Form::ApproveEach { unmarked } }.checked()
    }

    fn checked(self) -> Result<Paper, PaperError> {
        if self.questions.is_empty() || self.questions.iter().any(|q| q.answers.is_empty()) {
            return Err(PaperError::Empty);
        }
        let bytes = self.longest_ballot();
        if bytes > MAX_BALLOT_BYTES { Err(PaperError::TooLong { bytes }) } else { Ok(self) }
    }

    /// The questions of the election.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The most approvals over all questions, where ballots must carry a [`crate::CapProof`].
    #[must_use]
    pub fn cap(&self) -> Option<u32> {
        self.cap
    }

    /// Turns marks into the choices of [`crate::Ballot::make`]: a row for each question, `true` = chosen.
    ///
    /// # Errors
    /// [`MarkError`].
    pub fn choices(&self, marks: &Marks) -> Result<Vec<Vec<bool>>, MarkError> {
        match (self.form, marks, self.questions.as_slice()) {
            (Form::ChooseUpTo, Marks::Ticked(ticked), [question]) => {
                let mut row = vec![false; question.answers.len()];
                for &answer in ticked {
                    let place = row.get_mut(answer).ok_or(MarkError::DoNotFit)?;
                    if std::mem::replace(place, true) {
                        return Err(MarkError::DoNotFit);
                    }
                }
                within(ticked.len(), question.max)?;
                Ok(vec![row])
            }
            (Form::ApproveEach { unmarked }, Marks::Rows(rows), questions) if rows.len() == questions.len() => {
                let mut choices = Vec::with_capacity(rows.len());
                for (row, (mark, question)) in rows.iter().zip(questions).enumerate() {
                    let answer = mark.or(unmarked).ok_or(MarkError::Unmarked { row })?;
                    if answer >= question.answers.len() {
                        return Err(MarkError::DoNotFit);
                    }
                    choices.push((0..question.answers.len()).map(|i| i == answer).collect());
                }
                if let Some(max) = self.cap {
                    within(choices.iter().filter(|row: &&Vec<bool>| row.first() == Some(&true)).count(), max)?;
                }
                Ok(choices)
            }
            _ => Err(MarkError::DoNotFit),
        }
    }

    /// Greatest length in bytes of a ballot on this paper, for a uuid of 14 characters.
    #[must_use]
    pub fn longest_ballot(&self) -> usize {
        const PROOF: usize = r#"{"challenge":"","response":""}"#.len() + 2 * 76;
        const CHOICE: usize = r#"{"alpha":"","beta":""}"#.len() + 2 * 64 + 1 + "[,]".len() + 2 * PROOF + 1;
        const ANSWER: usize = r#"{"choices":[],"individual_proofs":[],"overall_proof":[]}"#.len() + 1;
        const REST: usize = r#"{"election_uuid":"","election_hash":"","credential":"","answers":[],"signature":}"#
            .len()
            + 14
            + 43
            + 64
            + r#"{"hash":"","proof":}"#.len()
            + 43
            + PROOF;
        let sums = |q: &Question| usize::try_from(q.max - q.min).unwrap_or(usize::MAX).saturating_add(1);
        let answers = self.questions.iter().map(|q| ANSWER + q.answers.len() * CHOICE + sums(q) * (PROOF + 1));
        REST + answers.sum::<usize>()
    }
}

fn check_max(max: u32, candidates: usize) -> Result<(), PaperError> {
    let possible = usize::try_from(max).is_ok_and(|max| (1..=candidates).contains(&max));
    if possible { Ok(()) } else { Err(PaperError::Max { max, candidates }) }
}

fn within(chosen: usize, max: u32) -> Result<(), MarkError> {
    let fits = usize::try_from(max).is_ok_and(|max| chosen <= max);
    if fits { Ok(()) } else { Err(MarkError::TooMany { chosen, max }) }
}
