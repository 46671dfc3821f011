//! A session as a secretariat has prepared it before the hall opens, by the same actions that its pages call.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use piaojue::{
    accounts::Role,
    audit::Actor,
    ballots,
    candidates::{self, SessionTexts},
    congress::{self, CheckInSeed, PriorReview, voting_method::VotingMethod},
    db::DbError,
    deputies::{self, LoginCard, Which},
    ids::RoundId,
    scrutineers,
};

use super::{PASSWORD, TestApp, Visitor, sources};

/// A prepared session and what the people in it were handed.
pub struct Prepared {
    pub app: TestApp,
    pub session: congress::Session,
    pub cards: Vec<LoginCard>,
    pub secretary: Visitor,
    /// Sign-in name and seed.
    pub scrutineers: Vec<(String, String)>,
}

impl Prepared {
    /// The twelve candidates of the fixtures, a roll of `deputies`, an adopted method, three scrutineers with a key
    /// that two of them open, and the secretary signed in.
    pub async fn new(app: &TestApp, deputies: usize) -> Self {
        let (db, at, actor) = (app.db(), app.now(), Actor::operator());
        let file = std::fs::read(sources::root().join("fixtures/session-2024.json")).unwrap();
        let file = candidates::session_file::read_session(&file).unwrap();
        let texts = SessionTexts::of_year(2024);
        let imported = db.write(|tx| candidates::import_session_file(tx, &actor, at, &file, &texts)).unwrap();
        let session = db.read(|conn| congress::session_by_id(conn, imported.session)).unwrap();
        db.write(|tx| {
            let method = congress::draft_voting_method(tx, &actor, at, session.id, &VotingMethod::default())
                .map_err(DbError::corrupt)?;
            congress::adopt_voting_method(tx, &actor, at, &session, method).map_err(DbError::corrupt)?;
            let review = PriorReview {
                body: "区人大常委会(示例)".to_owned(),
                meeting: "第十六次会议(示例)".to_owned(),
                reviewed_on: jiff::civil::date(2024, 1, 18),
                document_number: "示例〔2024〕1号".to_owned(),
            };
            congress::record_prior_review(tx, &actor, at, &session, &review)?;
            congress::renew_check_in(tx, &actor, at, &session, &CheckInSeed::random(&mut rand::rng()))
        })
        .unwrap();
        let roll = (1..=deputies).fold("代表证号,姓名,代表团,手机号,备注\n".to_owned(), |roll, n| {
            roll + &format!("T{n:04},代表{n:04},第{}代表团,,示例数据\n", n % 3 + 1)
        });
        let roll = deputies::roll::read_roll("roll.csv", roll.as_bytes());
        db.write(|tx| deputies::import_roll(tx, &actor, at, &session, &roll.rows)).unwrap();
        let cards =
            deputies::issue_login_cards(db, &mut crate::support::hashing_memory(), &actor, at, &session, &Which::All)
                .unwrap();

        let names = ["JIANPIAO1", "JIANPIAO2", "JIANPIAO3"];
        for (place, login) in names.iter().enumerate() {
            let account = app.has_account(Role::Scrutineer, login);
            db.write(|tx| scrutineers::appoint(tx, &actor, at, session.id, account, place == 0)).unwrap();
        }
        let handed = scrutineers::hold_ceremony(db, &actor, at, session.id, 2).unwrap();
        for handed in &handed {
            db.write(|tx| scrutineers::confirm_copy(tx, &actor, at, &handed.scrutineer)).unwrap();
        }
        let seeds = names.iter().zip(&handed).map(|(login, handed)| ((*login).to_owned(), handed.seed.to_string()));

        app.has_account(Role::Secretariat, "MISHU");
        let mut secretary = app.visitor();
        secretary.signs_in("MISHU", PASSWORD, "").await.is(200);
        let session = db.read(|conn| congress::session_by_id(conn, session.id)).unwrap();
        Self { app: app.clone(), session, cards, secretary, scrutineers: seeds.collect() }
    }

    /// A deputy of the roll, from 0, signed in with the printed card.
    pub async fn deputy(&self, number: usize) -> Visitor {
        let card = &self.cards[number];
        let mut deputy = self.app.visitor();
        deputy.signs_in(&card.login, &card.password, "").await.is(200);
        deputy
    }

    /// A scrutineer, from 0, signed in.
    pub async fn scrutineer(&self, number: usize) -> Visitor {
        let mut scrutineer = self.app.visitor();
        scrutineer.signs_in(&self.scrutineers[number].0, PASSWORD, "").await.is(200);
        scrutineer
    }

    /// All deputies check in by the code of the hall.
    pub async fn everybody_checks_in(&self) -> Vec<Visitor> {
        let mut present = Vec::new();
        for number in 0..self.cards.len() {
            let mut deputy = self.deputy(number).await;
            let code = self.app.hall_code();
            deputy.visits("/deputy/check-in").await.is(200);
            deputy.submits("/deputy/check-in", &[("code", &code)]).await.is(200);
            present.push(deputy);
        }
        present
    }

    /// Everybody checks in, and the secretary starts issuing.
    pub async fn issuing(&mut self) -> (RoundId, Vec<Visitor>) {
        let present = self.everybody_checks_in().await;
        self.secretary.visits("/secretariat").await.is(200);
        self.secretary.submits("/secretariat/issuing/start", &[]).await.is(200);
        let round = self.app.db().read(|conn| ballots::latest_round(conn, self.session.id)).unwrap();
        (round.expect("issuing has started").id, present)
    }
}
