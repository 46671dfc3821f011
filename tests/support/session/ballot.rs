//! A ballot as a booth makes and sends it, and what it is answered.

use piaojue::{
    ballots::{ANSWERS, RATINGS},
    ids::RoundId,
};
use serde_json::{Value, json};
use verifiable_ballots::{Ballot, CapProof, Credential, Election, Marks, Opening, Paper};

use crate::support::TestApp;

/// What casting was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
    pub text: String,
}

impl Answer {
    /// The tracker of the receipt.
    #[track_caller]
    pub fn receipt(&self) -> String {
        assert_eq!(self.status, 201, "no receipt but {}", self.text);
        self.json["tracker"].as_str().unwrap().to_owned()
    }

    /// Fails unless the ballot was refused with this word, and with words for a person.
    #[track_caller]
    pub fn is_refused(&self, status: u16, error: &str) -> &Self {
        assert_eq!((self.status, self.json["error"].as_str()), (status, Some(error)), "{}", self.text);
        assert!(self.json["message"].as_str().is_some_and(|message| message.chars().count() > 8), "{}", self.text);
        assert!(self.json["tracker"].is_null(), "{}", self.text);
        self
    }
}

/// What a booth is about to send.
#[derive(Clone)]
pub struct MarkedBallot {
    pub app: TestApp,
    /// The exact text.
    pub ballot: String,
    /// The proof that not too many are approved, or null.
    pub cap: Value,
    /// What shows its marks, if its deputy chooses so; empty where nobody knows it.
    pub opening: String,
}

impl MarkedBallot {
    pub fn new(app: &TestApp, credential: &Credential, choice: &str) -> Self {
        let round = app.round();
        let cap = round.cap.map(i32::cast_unsigned);
        Self::with_cap(app, credential, choice, cap)
    }

    /// Made for a cap that need not be the round's.
    pub fn with_cap(app: &TestApp, credential: &Credential, choice: &str, cap: Option<u32>) -> Self {
        Self::of(app, &app.election(), credential, choice, cap)
    }

    pub fn of(app: &TestApp, election: &Election, credential: &Credential, choice: &str, cap: Option<u32>) -> Self {
        let choices = choices(election, choice);
        let made = Ballot::make(election, credential, &choices, &mut rand::rng()).unwrap();
        let ballot = String::from_utf8(made.ballot.bytes().to_vec()).unwrap();
        let proof = cap
            .filter(|_| election.questions().len() > 1)
            .map(|max| CapProof::make(election, &made, max, &mut rand::rng()).unwrap());
        let opening = String::from_utf8(Opening::of(&made).to_json()).unwrap();
        Self { app: app.clone(), ballot, cap: serde_json::to_value(proof).unwrap(), opening }
    }

    /// Nothing at all.
    pub fn empty(app: &TestApp) -> Self {
        Self { app: app.clone(), ballot: String::new(), cap: Value::Null, opening: String::new() }
    }

    pub fn body(&self) -> String {
        json!({ "ballot": self.ballot, "cap": self.cap }).to_string()
    }

    pub async fn is_cast(&self) -> Answer {
        self.app.is_sent(&ballots_path(self.app.round().id), self.body()).await
    }

    /// Opened to be checked, instead of cast.
    pub async fn is_opened(&self) -> Answer {
        self.app.is_sent(&opened_path(self.app.round().id), self.opening.clone()).await
    }
}

pub fn opened_path(round: RoundId) -> String {
    format!("/rounds/{round}/opened")
}

pub fn ballots_path(round: RoundId) -> String {
    format!("/rounds/{round}/ballots")
}

fn choices(election: &Election, choice: &str) -> Vec<Vec<bool>> {
    let titles: Vec<String> = election.questions().iter().map(|question| question.question.clone()).collect();
    if let [only] = election.questions() {
        let paper = Paper::choose_up_to(&only.question, &only.answers, only.max).unwrap();
        let ticked = choice.chars().enumerate().filter(|(_, mark)| *mark == '赞').map(|(row, _)| row).collect();
        return paper.choices(&Marks::Ticked(ticked)).unwrap();
    }
    if election.questions()[0].answers.len() == RATINGS.len() {
        let letter = |mark: char| "满基不弃".chars().position(|known| known == mark);
        let paper = Paper::approve_each(&titles, &RATINGS, None).unwrap();
        return paper.choices(&Marks::Rows(choice.chars().map(letter).collect())).unwrap();
    }
    let rows = choice
        .chars()
        .map(|mark| match mark {
            '赞' => Some(0),
            '反' => Some(1),
            '弃' => Some(2),
            '空' => None,
            other => panic!("{other} is no mark"),
        })
        .collect();
    let paper = Paper::approve_each(&titles, &ANSWERS, None).unwrap();
    paper.choices(&Marks::Rows(rows)).unwrap()
}

/// 赞成, 反对, 弃权 of every candidate, counted by hand.
pub fn counted_by_hand(choices: &[&str]) -> Vec<[u32; 3]> {
    let rows = choices.iter().map(|choice| choice.chars().count()).max().unwrap_or(0);
    let mut counts = vec![[0; 3]; rows];
    for choice in choices {
        for (row, mark) in choice.chars().enumerate() {
            let column = match mark {
                '赞' => 0,
                '反' => 1,
                _ => 2,
            };
            counts[row][column] += 1;
        }
    }
    counts
}
