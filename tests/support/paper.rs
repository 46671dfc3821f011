//! Paper beside the screen: who takes a sheet, and the two who count.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use piaojue::{ballots, ids::DeputyId};

use super::{
    Page, TestApp, Visitor,
    session::{Hall, MarkedBallot, Plan, Secretariat, ballots_path, counted_by_hand},
};
use reqwest::header::CONTENT_TYPE;

/// The fields of the form for one bundle.
pub type Bundle = Vec<(String, String)>;

/// What an honest teller writes down of ballots marked like this, with a letter a candidate: 赞, 反, 弃.
pub fn bundle(choices: &[&str]) -> Bundle {
    bundle_from(1, choices)
}

/// Of a ballot whose first row has that number.
pub fn bundle_from(first: u32, choices: &[&str]) -> Bundle {
    let mut fields =
        vec![("size".to_owned(), choices.len().to_string()), ("valid".to_owned(), choices.len().to_string())];
    for (number, [approve, oppose, abstain]) in (first..).zip(counted_by_hand(choices)) {
        for (mark, votes) in [("approve", approve), ("oppose", oppose), ("abstain", abstain)] {
            fields.push((format!("{mark}-{number}"), votes.to_string()));
        }
    }
    fields
}

/// The same with some figures otherwise.
pub fn but(bundle: &Bundle, changes: &[(&str, &str)]) -> Bundle {
    let mut all = bundle.clone();
    for (name, value) in changes {
        match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = (*value).to_owned(),
            None => all.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    all
}

/// Where this visitor's role counts: `/secretariat` or `/scrutineer`.
fn base(teller: &Visitor) -> &'static str {
    if teller.page().path.starts_with("/secretariat") { "/secretariat" } else { "/scrutineer" }
}

pub fn bundle_path(app: &TestApp, base: &str, bundle: i32) -> String {
    format!("{base}/rounds/{}/bundles/{bundle}", app.round().id)
}

pub async fn enters(app: &TestApp, teller: &mut Visitor, number: i32, figures: &Bundle) -> Page {
    let path = bundle_path(app, base(teller), number);
    teller.visits(&path).await.is(200);
    let fields: Vec<(&str, &str)> = figures.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    teller.submits(&path, &fields).await
}

/// Presses a button of the overview: `finish`, `confirm` or `reopen`.
pub async fn says_of_the_count(app: &TestApp, teller: &mut Visitor, what: &str, fields: &[(&str, &str)]) -> Page {
    let base = base(teller);
    teller.visits(&format!("{base}/paper")).await.is(200);
    teller.submits(&format!("{base}/rounds/{}/paper/{what}", app.round().id), fields).await
}

impl Secretariat {
    /// 发纸质票 at the desk in front of the hall.
    pub async fn gives_paper(&mut self, deputy: DeputyId) -> Page {
        let browser = self.browser().await;
        browser.visits("/secretariat/issuing").await;
        browser.submits(&format!("/secretariat/issuing/{deputy}/paper"), &[]).await
    }
}

impl Hall {
    /// The last `on_paper` of the roll take paper, the others a ballot on the screen.
    pub fn everybody_takes_a_ballot_or_paper(&mut self, on_paper: usize) {
        let screen = self.deputies.len() - on_paper;
        for (place, deputy) in self.deputies.iter_mut().enumerate() {
            if place < screen {
                deputy.is_given_a_ballot();
            } else {
                let (on_the_roll, round) = (deputy.on_the_roll(), self.app.round().id);
                self.app.db().write(|tx| ballots::issue_on_paper(tx, &on_the_roll, round)).unwrap();
            }
        }
    }

    /// The box is open; the last `on_paper` hold a sheet.
    pub fn voting_with_paper(app: &TestApp, plan: Plan, on_paper: usize) -> Self {
        let mut hall = Self::issuing(app, plan);
        hall.everybody_takes_a_ballot_or_paper(on_paper);
        hall.voting_begins();
        hall
    }

    /// The electronic ballots are cast in the order of the roll and counted; the paper lies in the hall's box.
    pub async fn the_box_is_counted(&mut self, electronic: &[&str]) {
        let (round, election, client) = (self.app.round(), self.app.election(), reqwest::Client::new());
        let url = format!("{}{}", self.app.origin, ballots_path(round.id));
        for (deputy, choice) in self.deputies.iter().zip(electronic) {
            let cap = round.cap.map(i32::cast_unsigned);
            let ballot = MarkedBallot::of(&self.app, &election, deputy.credential(), choice, cap);
            let request = client.post(&url).header(CONTENT_TYPE, "application/json").body(ballot.body());
            assert_eq!(request.send().await.unwrap().status().as_u16(), 201, "no receipt for {}", deputy.name);
        }
        self.voting_ends();
        for scrutineer in &mut self.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
    }

    /// Two tellers, of the scrutineers and of the secretariat, agree on these bundles and finish.
    pub async fn the_paper_is_counted(&mut self, bundles: &[Bundle]) {
        let app = self.app.clone();
        let first = self.scrutineers[0].browser().await;
        first.visits("/scrutineer/paper").await;
        for (number, bundle) in (1..).zip(bundles) {
            enters(&app, first, number, bundle).await.is(200).says("已录入");
        }
        let second = self.secretariat.browser().await;
        second.visits("/secretariat/paper").await;
        for (number, bundle) in (1..).zip(bundles) {
            enters(&app, second, number, bundle).await.is(200).says("已录入");
        }
        says_of_the_count(&app, second, "finish", &[]).await.is(200).says("已报清点完毕");
        let first = self.scrutineers[0].browser().await;
        says_of_the_count(&app, first, "confirm", &[]).await.is(200).says("清点完毕");
    }
}
