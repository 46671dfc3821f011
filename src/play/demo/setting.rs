//! What a simulation begins with: the session, its people and their keys.

use super::{PASSWORD, SAMPLE_ROLL};
use crate::{
    accounts::{self, DemoAccount, Login, NewAccount, Password, Role, SecondFactor},
    audit::{self, Actor},
    candidates::{self, SessionTexts},
    congress::{self, CheckInSeed, PriorReview, Session, voting_method::VotingMethod},
    db::{Db, DbError, Ts},
    deputies::{self, LoginCard, Which},
    ids::AccountId,
    scrutineers,
    terminal::hashing_memory,
    web::{Refused, Secret},
};

const SESSION_FILE: &[u8] = include_bytes!("../../../fixtures/session-2024.json");
const ROLL_FILE: &[u8] = include_bytes!("../../../fixtures/deputies-sample.csv");

/// Everything a simulation knows besides its database.
pub struct Setting {
    pub db: Db,
    pub secret: Secret,
    pub(super) session: Session,
    pub(super) secretary: accounts::Person,
    pub(super) secretariat: DemoAccount,
    /// Confirms what the first asks for.
    pub(super) second: DemoAccount,
    pub(super) scrutineers: Vec<DemoAccount>,
    pub(super) cards: Vec<LoginCard>,
}

pub(super) fn staff(
    role: Role,
    word: &'static str,
    login: &str,
    name: &str,
) -> anyhow::Result<(NewAccount, DemoAccount)> {
    let id = AccountId::new();
    let account = NewAccount {
        id,
        congress: None,
        login: Login::parse(login).ok_or_else(|| anyhow::anyhow!("no login {login}"))?,
        name: name.to_owned(),
        role,
        password_hash: Password::new(PASSWORD)?.hash(&mut hashing_memory())?,
        // Whoever tries it out has no authenticator at hand; the page for setting one up is there.
        second_factor: SecondFactor::NotAsked,
    };
    let shown = DemoAccount {
        role: word,
        name: name.to_owned(),
        login: account.login.as_str().to_owned(),
        password: PASSWORD.to_owned(),
        seed: None,
        booth: None,
    };
    Ok((account, shown))
}

#[derive(Debug, thiserror::Error)]
enum SettingError {
    #[error(transparent)]
    Draft(#[from] Refused<congress::DraftError>),
    #[error(transparent)]
    Adopt(#[from] Refused<congress::AdoptError>),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a secretariat has done before the session opens: all by the same actions that its pages call.
pub fn setting(db: Db, secret: Secret, at: Ts, deputies: usize) -> anyhow::Result<Setting> {
    let (db, actor) = (audit::sealed(db, &secret), Actor::operator());
    let file = candidates::session_file::read_session(SESSION_FILE)?;
    let texts = SessionTexts {
        source: Some("政府工作报告(2024年2月3日)".to_owned()),
        ..SessionTexts::of_year(file.session.date.year())
    };
    db.write(|tx| congress::found(tx, &actor, at, &file.congress, None))?;
    let imported = db.write(|tx| candidates::import_session_file(tx, &actor, at, &file, &texts))?;
    let session = db.read(|conn| congress::session_by_id(conn, imported.session))?;
    db.write(|tx| {
        let method = congress::draft_voting_method(tx, &actor, at, session.id, &VotingMethod::default())?;
        congress::adopt_voting_method(tx, &actor, at, &session, method)?;
        let review = PriorReview {
            body: "区人大常委会(示例)".to_owned(),
            meeting: "第十六次会议(示例)".to_owned(),
            reviewed_on: jiff::civil::date(2024, 1, 18),
            document_number: "示例〔2024〕1号".to_owned(),
        };
        congress::record_prior_review(tx, &actor, at, &session, &review)?;
        congress::renew_check_in(tx, &actor, at, &session, &CheckInSeed::random(&mut rand::rng()))?;
        Ok::<_, SettingError>(())
    })?;
    let roll = if deputies == SAMPLE_ROLL { ROLL_FILE.to_vec() } else { synthetic_roll(deputies) };
    let roll = deputies::roll::read_roll("roll.csv", &roll);
    db.write(|tx| deputies::import_roll(tx, &actor, at, &session, &roll.rows))?;
    let cards = deputies::issue_login_cards(&db, &mut hashing_memory(), &actor, at, &session, &Which::All)?;

    let (secretary, secretariat) = staff(Role::Secretariat, "secretariat", "MISHU", "周敏")?;
    let secretary_person = accounts::Person {
        id: secretary.id,
        congress: Some(session.congress),
        name: secretary.name.clone(),
        role: secretary.role,
    };
    let (colleague, second) = staff(Role::Secretariat, "secretariat", "MISHU2", "方志明")?;
    let mut people = vec![secretary, colleague];
    let mut shown = Vec::new();
    for (login, name) in [("JIANPIAO1", "陈志强"), ("JIANPIAO2", "李建国"), ("JIANPIAO3", "吴晓燕")] {
        let (account, account_shown) = staff(Role::Scrutineer, "scrutineer", login, name)?;
        people.push(account);
        shown.push(account_shown);
    }
    for person in &mut people {
        person.congress = Some(session.congress);
    }
    for person in &people {
        db.write(|tx| accounts::create(tx, person, at))?;
        if person.role == Role::Scrutineer {
            let chief = person.login.as_str() == "JIANPIAO1";
            db.write(|tx| scrutineers::appoint(tx, &actor, at, session.id, person.id, chief))?;
        }
    }
    let handed = scrutineers::hold_ceremony(&db, &actor, at, session.id, 2)?;
    for (handed, shown) in handed.iter().zip(&mut shown) {
        db.write(|tx| scrutineers::confirm_copy(tx, &actor, at, &handed.scrutineer))?;
        shown.seed = Some(handed.seed.to_string());
    }
    let session = db.read(|conn| congress::session_by_id(conn, session.id))?;
    Ok(Setting { db, secret, session, secretary: secretary_person, secretariat, second, scrutineers: shown, cards })
}

/// A roll of any length, for measuring.
fn synthetic_roll(deputies: usize) -> Vec<u8> {
    let mut csv = String::from("代表证号,姓名,代表团,手机号,备注\n");
    for n in 1..=deputies {
        csv.push_str(&format!("T{n:05},代表{n:05},第{}代表团,,示例数据\n", n % 10 + 1));
    }
    csv.into_bytes()
}
