//! Everybody who takes part, together.

use piaojue::{
    accounts::Role,
    ballots,
    congress::{self, CheckInSeed, PriorReview, Session},
    deputies, scrutineers, tally,
};

use super::{Deputy, Plan, Scrutineer, Secretariat, roll, scrutineers_sign_the_election};
use crate::support::{People, TestApp, Visitor};

/// Everybody who takes part.
#[derive(Clone)]
pub struct Hall {
    pub app: TestApp,
    pub deputies: Vec<Deputy>,
    pub scrutineers: Vec<Scrutineer>,
    pub secretariat: Secretariat,
}

/// What everybody marks, kept by a stage.
#[derive(Debug)]
struct Choices(Vec<String>);

impl Choices {
    fn of(choices: &[&str]) -> Self {
        Self(choices.iter().map(ToString::to_string).collect())
    }

    fn as_typed(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

impl People for Hall {
    fn belong_to(&mut self, app: &TestApp) {
        self.app = app.clone();
        self.deputies.iter_mut().for_each(|deputy| deputy.app = app.clone());
        self.scrutineers.iter_mut().for_each(|scrutineer| scrutineer.app = app.clone());
        self.secretariat.app = app.clone();
    }

    fn devices(&mut self) -> Vec<&mut Visitor> {
        let deputies = self.deputies.iter_mut().map(|deputy| &mut deputy.visitor);
        let scrutineers = self.scrutineers.iter_mut().map(|scrutineer| &mut scrutineer.visitor);
        let secretariat = [&mut self.secretariat.visitor, &mut self.secretariat.second];
        deputies.chain(scrutineers).chain(secretariat).flatten().collect()
    }
}

impl Hall {
    /// Everything the list before issuing asks for is there; nobody has checked in yet.
    pub fn ready(app: &TestApp, plan: Plan) -> Self {
        app.reaches_at_once(format!("ready, {plan:?}"), move |app| Self::gets_ready(app, plan))
    }

    fn gets_ready(app: &TestApp, plan: Plan) -> Self {
        let session = app.has_session(plan.candidates);
        let (actor, now) = (app.operator(), app.now());
        let method =
            app.db().write(|tx| congress::draft_voting_method(tx, &actor, now, session.id, &plan.method())).unwrap();
        app.db().write(|tx| congress::adopt_voting_method(tx, &actor, now, &session, method)).unwrap();
        let review = PriorReview {
            body: "区人大常委会(示例)".to_owned(),
            meeting: "第十六次会议(示例)".to_owned(),
            reviewed_on: jiff::civil::date(2024, 1, 18),
            document_number: "示例〔2024〕1号".to_owned(),
        };
        let seed = CheckInSeed::random(&mut rand::rng());
        app.db()
            .write(|tx| {
                congress::record_prior_review(tx, &actor, now, &session, &review)?;
                congress::renew_check_in(tx, &actor, now, &session, &seed)
            })
            .unwrap();
        let rows = deputies::roll::read_roll("roll.csv", &roll(plan.deputies)).rows;
        app.db().write(|tx| deputies::import_roll(tx, &actor, now, &session, &rows)).unwrap();
        let deputies = app.roll().into_iter().map(|deputy| Deputy::new(app, deputy)).collect();
        let mut secretariat = Secretariat::new(app);
        let scrutineers = Self::scrutineers_with_keys(app, &session);
        secretariat.seeds = scrutineers.iter().map(|scrutineer| scrutineer.seed.clone()).collect();
        Self { app: app.clone(), deputies, scrutineers, secretariat }
    }

    fn scrutineers_with_keys(app: &TestApp, session: &Session) -> Vec<Scrutineer> {
        let (actor, now) = (app.operator(), app.now());
        let logins = ["JIANPIAO1", "JIANPIAO2", "JIANPIAO3"];
        for login in logins {
            let account = app.has_account(Role::Scrutineer, login);
            let chief = login == logins[0];
            app.db().write(|tx| scrutineers::appoint(tx, &actor, now, session.id, account, chief)).unwrap();
        }
        let handed = scrutineers::hold_ceremony(app.db(), &actor, now, session.id, 2).unwrap();
        let with_seed = |(login, handed): (&str, scrutineers::HandedSeed)| {
            app.db().write(|tx| scrutineers::confirm_copy(tx, &actor, now, &handed.scrutineer)).unwrap();
            Scrutineer { app: app.clone(), login: login.to_owned(), seed: handed.seed, visitor: None }
        };
        logins.into_iter().zip(handed).map(with_seed).collect()
    }

    /// Everybody is there and ballots are being issued; nobody holds one yet.
    pub fn issuing(app: &TestApp, plan: Plan) -> Self {
        let hall = Self::ready(app, plan);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.scrutineers_sign_the_election();
        hall
    }

    /// Everybody holds a ballot and the box is open.
    pub fn voting(app: &TestApp, plan: Plan) -> Self {
        app.reaches_at_once(format!("voting, {plan:?}"), move |app| {
            let mut hall = Self::issuing(app, plan);
            hall.everybody_takes_a_ballot();
            hall.voting_begins();
            hall
        })
    }

    /// The box is closed over these ballots, given in the order of the roll (empty: not cast), and the count has begun.
    pub async fn closed(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let hall = Self::voting(app, plan);
        hall.casts(choices).await;
        hall.voting_ends();
        hall
    }

    /// Two scrutineers have opened the box: the result stands.
    pub async fn counted(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let choices = Choices::of(choices);
        app.reaches(format!("counted, {plan:?}, {choices:?}"), async move |app: TestApp| {
            let mut hall = Self::closed(&app, plan, &choices.as_typed()).await;
            for scrutineer in &mut hall.scrutineers[..2] {
                scrutineer.opens_the_box().await.is(200);
            }
            hall
        })
        .await
    }

    /// The certificate is drawn up; nobody has signed yet.
    pub async fn drafted(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::counted(app, plan, choices).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall
    }

    /// Every scrutineer has signed.
    pub async fn signed(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::drafted(app, plan, choices).await;
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall
    }

    /// The secretariat has confirmed; the public knows nothing yet.
    pub async fn certified(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let choices = Choices::of(choices);
        app.reaches(format!("certified, {plan:?}, {choices:?}"), async move |app: TestApp| {
            let mut hall = Self::signed(&app, plan, &choices.as_typed()).await;
            hall.secretariat.certifies().await.is(200);
            hall
        })
        .await
    }

    pub async fn announced(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::certified(app, plan, choices).await;
        hall.secretariat.announces("示例第1号").await.is(200);
        hall
    }

    /// A whole round of the paper now issued: everybody takes a ballot, the box is opened, filled, closed and counted.
    pub async fn holds_the_round(&mut self, choices: &[&str]) {
        self.everybody_takes_a_ballot();
        self.secretariat.opens().await.is(200).says("投票已开始");
        self.casts(choices).await;
        self.secretariat.closes().await.is(200).says("票箱已封");
        for scrutineer in &mut self.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
    }

    /// Everybody goes on at the same place, served later, and signs in anew.
    pub fn at(mut self, app: &TestApp) -> Self {
        self.belong_to(app);
        self.scrutineers.iter_mut().for_each(|scrutineer| scrutineer.visitor = None);
        self.secretariat.visitor = None;
        self.secretariat.second = None;
        self
    }

    /// Every scrutineer signs what is drawn up, and the secretariat certifies and announces it.
    pub async fn certifies_and_announces(&mut self, number: &str) {
        for scrutineer in &mut self.scrutineers {
            scrutineer.signs().await.is(200).says("您已签署");
        }
        self.secretariat.certifies().await.is(200).says("已经立项");
        self.secretariat.announces(number).await.is(200).says("结果已公告");
    }

    pub fn everybody_checks_in(&self) {
        for deputy in &self.deputies {
            deputy.is_checked_in();
        }
    }

    pub fn issuing_begins(&self) {
        let (session, now) = (self.app.session(), self.app.now());
        let secret = &self.app.services.secret;
        self.app.db().write(|tx| ballots::start_issuing(tx, secret, &self.app.operator(), now, &session)).unwrap();
    }

    /// Whoever asks for the opening has them sign first.
    pub fn the_secretariat_knows_the_seeds(&mut self) {
        self.secretariat.seeds = self.scrutineers.iter().map(|scrutineer| scrutineer.seed.clone()).collect();
    }

    /// Two of them, before voting begins.
    pub fn scrutineers_sign_the_election(&self) {
        let seeds: Vec<_> = self.scrutineers.iter().map(|scrutineer| scrutineer.seed.clone()).collect();
        scrutineers_sign_the_election(&self.app, &seeds);
    }

    pub fn everybody_takes_a_ballot(&mut self) {
        self.scrutineers_sign_the_election();
        for deputy in &mut self.deputies {
            deputy.is_given_a_ballot();
        }
    }

    pub fn voting_begins(&self) {
        self.scrutineers_sign_the_election();
        let (session, round, now) = (self.app.session(), self.app.round().id, self.app.now());
        self.app.db().write(|tx| ballots::open_round(tx, &self.app.operator(), now, &session, round)).unwrap();
    }

    pub async fn casts(&self, choices: &[&str]) {
        assert_eq!(choices.len(), self.deputies.len());
        for (deputy, choice) in self.deputies.iter().zip(choices).filter(|(_, choice)| !choice.is_empty()) {
            deputy.casts(choice).await.receipt();
        }
    }

    pub fn voting_ends(&self) {
        self.the_box_is_closed();
        let (session, round, now) = (self.app.session(), self.app.round().id, self.app.now());
        let services = &self.app.services;
        tally::begin_count(&services.db, &services.secret, &self.app.operator(), now, &session, round).unwrap();
    }

    pub fn the_box_is_closed(&self) {
        let (session, round, now) = (self.app.session(), self.app.round().id, self.app.now());
        self.app
            .db()
            .write_row_locked(|tx| ballots::close_round(tx, &self.app.operator(), now, &session, round))
            .unwrap();
    }
}
