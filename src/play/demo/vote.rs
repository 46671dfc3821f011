//! The vote, played over HTTP by the people whose acts it is made of.

use std::{fs, path::Path};

use rand::{RngExt, seq::SliceRandom};
use verifiable_ballots::{Credential, Election};

use super::{PASSWORD, record::Record, setting::Setting};
use crate::{
    ballots,
    clock::Clock,
    congress,
    deputies::{self, LoginCard},
    ids::RoundId,
    play::people::{Choice, Person, ballot_body},
    tally, web,
};

/// The password, asked again in the form of an act.
const ONCE_MORE: [(&str, &str); 1] = [("password", PASSWORD)];

/// A round that is taking ballots, everybody holding one.
pub struct Ready {
    secretary: Person,
    /// Of the secretariat too: the second person.
    second: Person,
    pub round: RoundId,
    pub election: Election,
    pub cap: Option<u32>,
    /// In the order of the roll.
    pub credentials: Vec<Credential>,
}

/// The two of the secretariat who begin what takes two.
pub struct Desk {
    secretary: Person,
    second: Person,
}

impl Desk {
    pub async fn signs_in(demo: &Setting, base: &str) -> anyhow::Result<Self> {
        let (secretary, second) = (Person::new(base)?, Person::new(base)?);
        for (person, account) in [(&secretary, &demo.people.secretariat), (&second, &demo.people.second)] {
            person.signs_in(&account.login, &account.password, "").await?;
        }
        Ok(Self { secretary, second })
    }

    /// 发票 begins; the round that takes keys.
    pub async fn starts_issuing(&self, demo: &Setting) -> anyhow::Result<ballots::Round> {
        self.secretary.submits("/secretariat", "/secretariat/issuing/start", &[]).await?;
        let round = demo.db.read(|conn| ballots::latest_round(conn, demo.session.id))?;
        round.ok_or_else(|| anyhow::anyhow!("issuing did not start"))
    }

    /// The scrutineers sign what will be voted on, and voting begins.
    pub async fn opens(&self, demo: &Setting, base: &str, round: RoundId) -> anyhow::Result<Election> {
        let id = round.to_string();
        for (_, account) in demo.people.scrutineers.iter().take(2) {
            let scrutineer = Person::new(base)?;
            scrutineer.signs_in(&account.login, &account.password, "").await?;
            scrutineer.signs_the_election(&id, &account.seed.clone().unwrap_or_default()).await?;
        }
        self.secretary.submits("/secretariat", &format!("/secretariat/rounds/{id}/open"), &ONCE_MORE).await?;
        confirms(demo, &self.second, round).await?;
        Ok(Election::parse(self.secretary.fetches(&format!("/rounds/{id}/setup/election.json")).await?)?)
    }
}

impl Setting {
    /// What the screen of the hall shows now.
    pub fn hall_code(&self, clock: Clock) -> anyhow::Result<String> {
        let seed = self.session.check_in_seed.as_ref().ok_or_else(|| anyhow::anyhow!("nobody can check in"))?;
        Ok(deputies::hall_code(&self.secret, self.session.id, seed, clock.now()))
    }
}

/// Everybody checks in with the code of the hall and takes a ballot; the round opens.
pub async fn issue_to_all(demo: &Setting, clock: Clock, base: &str) -> anyhow::Result<Ready> {
    let desk = Desk::signs_in(demo, base).await?;
    let mut deputies = Vec::new();
    for card in &demo.cards {
        let deputy = Person::new(base)?;
        deputy.signs_in(&card.login, &card.password, "").await?;
        deputy.submits("/deputy/check-in", "/deputy/check-in", &[("code", &demo.hall_code(clock)?)]).await?;
        deputies.push(deputy);
    }
    let round = desk.starts_issuing(demo).await?;
    let mut credentials = Vec::new();
    for deputy in deputies {
        credentials.push(deputy.takes_a_ballot(&round.id.to_string(), &round.election_uuid).await?);
    }
    let election = desk.opens(demo, base, round.id).await?;
    let cap = round.cap.and_then(|cap| u32::try_from(cap).ok());
    let Desk { secretary, second } = desk;
    Ok(Ready { secretary, second, round: round.id, election, cap, credentials })
}

/// The second person confirms what waits for one.
async fn confirms(demo: &Setting, second: &Person, round: RoundId) -> anyhow::Result<()> {
    for request in demo.db.read(|conn| ballots::pending_requests(conn, round))? {
        second.submits("/secretariat", &format!("/secretariat/requests/{}/confirm", request.id), &ONCE_MORE).await?;
    }
    Ok(())
}

pub(super) struct Left<'a> {
    secretary: Person,
    second: Person,
    pub(super) round: RoundId,
    pub(super) deputies: Vec<(&'a LoginCard, Credential)>,
}

/// All but `left` deputies vote; what they chose is written to `votes`.
pub(super) async fn vote<'a>(
    demo: &'a Setting,
    clock: Clock,
    base: &str,
    left: usize,
    votes: &Path,
) -> anyhow::Result<Left<'a>> {
    let Ready { secretary, second, round, election, cap, credentials } = issue_to_all(demo, clock, base).await?;
    let mut voters: Vec<_> = demo.cards.iter().zip(credentials).collect();
    // Whoever is left to the visitor is not always the last on the roll.
    voters.shuffle(&mut rand::rng());
    let mut deputies = voters.split_off(voters.len() - left);
    let mut record = Record::new(&election);
    let popularity = demo.popularity.clone().unwrap_or_else(|| popularity(election.questions().len()));
    for (_, credential) in &voters {
        let choice = choose(&popularity, cap);
        let body = ballot_body(&election, credential, &choice, cap)?;
        // A cast carries no cookie: a person without one sends it.
        Person::new(base)?.casts(&round.to_string(), body).await?;
        record.counts(&choice);
    }
    fs::write(votes, serde_json::to_vec_pretty(&record)?)?;
    deputies.sort_by(|a, b| a.0.login.cmp(&b.0.login));
    Ok(Left { secretary, second, round, deputies })
}

/// From the closed box to the announcement, by the people whose acts they are, who sign in anew.
pub async fn announce(demo: &Setting, clock: Clock, base: &str, round: RoundId) -> anyhow::Result<()> {
    let Desk { secretary, second } = Desk::signs_in(demo, base).await?;
    finish(demo, clock, base, &Left { secretary, second, round, deputies: Vec::new() }).await
}

/// From the closed box to the announcement, by the people whose acts they are.
pub(super) async fn finish(demo: &Setting, clock: Clock, base: &str, left: &Left<'_>) -> anyhow::Result<()> {
    let (secretary, round) = (&left.secretary, left.round);
    secretary.submits("/secretariat", &format!("/secretariat/rounds/{round}/close"), &ONCE_MORE).await?;
    confirms(demo, &left.second, round).await?;
    let mut scrutineers = Vec::new();
    for (_, account) in &demo.people.scrutineers {
        let person = Person::new(base)?;
        person.signs_in(&account.login, &account.password, "").await?;
        scrutineers.push((person, account.seed.clone().unwrap_or_default()));
    }
    for (scrutineer, seed) in scrutineers.iter().take(2) {
        scrutineer.opens_the_box(&round.to_string(), seed, PASSWORD).await?;
    }
    let page = format!("/secretariat/rounds/{round}/certificate");
    secretary.submits(&page, &page, &[]).await?;
    let document = demo.db.read(|conn| crate::documents::of_round(conn, round))?;
    let document = document.ok_or_else(|| anyhow::anyhow!("no certificate was drawn up"))?;
    for (scrutineer, seed) in &scrutineers {
        scrutineer.signs(&document.id.to_string(), document.hash.as_str(), seed).await?;
    }
    let confirm = format!("/secretariat/documents/{}/certify", document.id);
    secretary.submits("/secretariat", &confirm, &ONCE_MORE).await?;
    let announce = format!("/secretariat/documents/{}/announce", document.id);
    let session = demo.db.read(|conn| congress::session_by_id(conn, document.session))?;
    let day = tally::preset_day(&session, clock.now().day()).to_string();
    let notice = [("number", "示例第1号"), ("day", day.as_str())];
    let announced = [notice[0], notice[1], ONCE_MORE[0]];
    let preview = web::address(&format!("/secretariat/documents/{}/notice", document.id), &notice);
    secretary.submits(&preview, &announce, &announced).await?;
    Ok(())
}

/// How many of a hundred approve each candidate: ten are liked well enough, two are not, and chance says which.
pub fn popularity(candidates: usize) -> Vec<u32> {
    let mut rng = rand::rng();
    let mut liked: Vec<u32> =
        (0..candidates).map(|i| if i < 2 { rng.random_range(15..30) } else { rng.random_range(76..97) }).collect();
    liked.shuffle(&mut rng);
    liked
}

pub fn choose(popularity: &[u32], cap: Option<u32>) -> Choice {
    let mut rng = rand::rng();
    let mut choice: Choice = popularity
        .iter()
        .map(|&liked| match rng.random_range(0..100) {
            at if at < liked => 0,
            at if at % 3 == 0 => 2,
            _ => 1,
        })
        .collect();
    let mut approved: Vec<usize> = (0..choice.len()).filter(|&i| choice[i] == 0).collect();
    approved.sort_by_key(|&i| popularity[i]);
    let most = cap.and_then(|cap| usize::try_from(cap).ok()).unwrap_or(usize::MAX);
    for &over in approved.iter().take(approved.len().saturating_sub(most)) {
        choice[over] = 2;
    }
    choice
}
