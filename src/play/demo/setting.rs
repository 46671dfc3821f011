//! What a simulation begins with: the session, its people and their keys.

use jiff::civil::{Date, date};

use super::{PASSWORD, SAMPLE_ROLL, asking::opens_a_call};
use crate::{
    accounts::{self, DemoAccount, Login, NewAccount, Password, Role, SecondFactor},
    audit::{self, Actor},
    candidates::{self, SessionTexts, session_file::SessionFile},
    congress::{
        self, CheckInSeed, PriorReview, Session,
        voting_method::{VotingMethod, VotingMethodForm},
    },
    db::{Db, DbError, Ts},
    deputies::{self, LoginCard, Which},
    ids::AccountId,
    proposals::{self, Call},
    scrutineers,
    terminal::hashing_memory,
    web::{HostName, Refused, Secret},
};

const SESSION_FILE: &[u8] = include_bytes!("../../../fixtures/session-2024.json");
const ROLL_FILE: &[u8] = include_bytes!("../../../fixtures/deputies-sample.csv");

/// Everything a simulation knows besides its database.
pub struct Setting {
    pub db: Db,
    pub secret: Secret,
    pub(super) session: Session,
    pub(super) people: Staff,
    pub cards: Vec<LoginCard>,
    /// How many of a hundred approve each candidate; chance says where nothing is said.
    pub(super) popularity: Option<Vec<u32>>,
}

impl Setting {
    /// 征集: the call that is open in it from now on.
    pub fn opens_a_call(&self, at: Ts) -> anyhow::Result<Call> {
        let number = opens_a_call(&self.db, &self.secret, &self.people.secretary, at)?;
        let congress = self.session.congress;
        let call = self.db.read(|conn| proposals::call_by_number(conn, congress, number))?;
        call.ok_or_else(|| anyhow::anyhow!("the call was not opened"))
    }
}

/// Who works at the congress, year after year.
#[derive(Clone)]
pub(super) struct Staff {
    pub secretary: accounts::Person,
    pub secretariat: DemoAccount,
    /// Confirms what the first asks for.
    pub second: DemoAccount,
    /// The first is the chief; the seeds are those of the newest key.
    pub scrutineers: Vec<(AccountId, DemoAccount)>,
}

/// What is voted on in a year, by whom and how.
struct Plan {
    file: SessionFile,
    texts: SessionTexts,
    method: VotingMethod,
    reviewed_on: Date,
    roll: Vec<u8>,
    popularity: Option<Vec<u32>>,
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
    let plan = this_year(deputies)?;
    let db = audit::sealed(db, &secret);
    let people = hires(&db, at, &plan.file.congress, None)?;
    prepares(db, secret, at, people, plan)
}

/// One congress of many on the server, known by its host name.
pub fn setting_of_congress(
    db: Db,
    secret: Secret,
    at: Ts,
    deputies: usize,
    number: u32,
    host: &str,
) -> anyhow::Result<Setting> {
    let mut plan = this_year(deputies)?;
    plan.file.congress = format!("第{number}区人民代表大会");
    let db = audit::sealed(db, &secret);
    let host = HostName::parse(host).ok_or_else(|| anyhow::anyhow!("{host} is no host name"))?;
    let people = hires(&db, at, &plan.file.congress, Some(&host))?;
    prepares(db, secret, at, people, plan)
}

/// The year before, with fewer candidates and fewer deputies.
pub(super) fn setting_of_last_year(db: Db, secret: Secret, at: Ts) -> anyhow::Result<Setting> {
    let plan = last_year(at.day())?;
    let db = audit::sealed(db, &secret);
    let people = hires(&db, at, &plan.file.congress, None)?;
    prepares(db, secret, at, people, plan)
}

/// The next year, by the same people.
pub(super) fn setting_of_next_year(before: Setting, at: Ts) -> anyhow::Result<Setting> {
    prepares(before.db, before.secret, at, before.people, this_year(SAMPLE_ROLL)?)
}

fn this_year(deputies: usize) -> anyhow::Result<Plan> {
    let file = candidates::session_file::read_session(SESSION_FILE)?;
    Ok(Plan {
        texts: SessionTexts {
            source: Some("政府工作报告(2024年2月3日)".to_owned()),
            ..SessionTexts::of_year(file.session.date.year())
        },
        method: VotingMethod::default(),
        reviewed_on: date(2024, 1, 18),
        roll: if deputies == SAMPLE_ROLL { ROLL_FILE.to_vec() } else { synthetic_roll(deputies) },
        popularity: None,
        file,
    })
}

/// Six candidates of whom four are chosen beyond doubt, by the first two dozen of the roll.
fn last_year(day: Date) -> anyhow::Result<Plan> {
    const CANDIDATES: usize = 6;
    const SEATS: &str = "4";
    const DEPUTIES: usize = 24;
    let mut file = candidates::session_file::read_session(SESSION_FILE)?;
    file.notice = "示例数据：上一年度的名单为演示编造，不得当作正式文件使用。".to_owned();
    file.session.name = "第二次会议".to_owned();
    file.session.ordinal = 2;
    file.session.date = day;
    file.candidates.truncate(CANDIDATES);
    let form = VotingMethodForm {
        seats: SEATS.to_owned(),
        max_approvals: SEATS.to_owned(),
        ..VotingMethod::default().to_form()
    };
    let method = VotingMethod::try_from(form).map_err(|faults| anyhow::anyhow!("last year's method: {faults:?}"))?;
    let roll: Vec<&str> = std::str::from_utf8(ROLL_FILE)?.lines().take(1 + DEPUTIES).collect();
    Ok(Plan {
        texts: SessionTexts::of_year(day.year()),
        method,
        reviewed_on: day.checked_sub(jiff::ToSpan::days(16))?,
        roll: roll.join("\n").into_bytes(),
        popularity: Some(vec![96, 12, 97, 95, 10, 96]),
        file,
    })
}

/// The congress with those who work for it.
fn hires(db: &Db, at: Ts, congress: &str, host: Option<&HostName>) -> anyhow::Result<Staff> {
    let congress = db.write(|tx| congress::found(tx, &Actor::operator(), at, congress, host))?;
    let (secretary, secretariat) = staff(Role::Secretariat, "secretariat", "MISHU", "周敏")?;
    let person = accounts::Person {
        id: secretary.id,
        congress: Some(congress),
        name: secretary.name.clone(),
        role: secretary.role,
    };
    let (colleague, second) = staff(Role::Secretariat, "secretariat", "MISHU2", "方志明")?;
    let mut accounts = vec![secretary, colleague];
    let mut scrutineers = Vec::new();
    for (login, name) in [("JIANPIAO1", "陈志强"), ("JIANPIAO2", "李建国"), ("JIANPIAO3", "吴晓燕")] {
        let (account, shown) = staff(Role::Scrutineer, "scrutineer", login, name)?;
        scrutineers.push((account.id, shown));
        accounts.push(account);
    }
    for account in &mut accounts {
        account.congress = Some(congress);
        db.write(|tx| accounts::create(tx, account, at))?;
    }
    Ok(Staff { secretary: person, secretariat, second, scrutineers })
}

fn prepares(db: Db, secret: Secret, at: Ts, mut people: Staff, plan: Plan) -> anyhow::Result<Setting> {
    let actor = Actor::operator();
    let imported = db.write(|tx| candidates::import_session_file(tx, &actor, at, &plan.file, &plan.texts))?;
    let session = db.read(|conn| congress::session_by_id(conn, imported.session))?;
    db.write(|tx| {
        let method = congress::draft_voting_method(tx, &actor, at, session.id, &plan.method)?;
        congress::adopt_voting_method(tx, &actor, at, &session, method)?;
        let review = PriorReview {
            body: "区人大常委会(示例)".to_owned(),
            meeting: "第十六次会议(示例)".to_owned(),
            reviewed_on: plan.reviewed_on,
            document_number: format!("示例〔{}〕1号", session.year),
        };
        congress::record_prior_review(tx, &actor, at, &session, &review)?;
        congress::renew_check_in(tx, &actor, at, &session, &CheckInSeed::random(&mut rand::rng()))?;
        Ok::<_, SettingError>(())
    })?;
    let roll = deputies::roll::read_roll("roll.csv", &plan.roll);
    db.write(|tx| deputies::import_roll(tx, &actor, at, &session, &roll.rows))?;
    let cards = deputies::issue_login_cards(&db, &mut hashing_memory(), &actor, at, &session, &Which::All)?;
    for (place, (account, _)) in people.scrutineers.iter().enumerate() {
        db.write(|tx| scrutineers::appoint(tx, &actor, at, session.id, *account, place == 0))?;
    }
    let handed = scrutineers::hold_ceremony(&db, &actor, at, session.id, 2)?;
    for (handed, (_, shown)) in handed.iter().zip(&mut people.scrutineers) {
        db.write(|tx| scrutineers::confirm_copy(tx, &actor, at, &handed.scrutineer))?;
        shown.seed = Some(handed.seed.to_string());
    }
    let session = db.read(|conn| congress::session_by_id(conn, session.id))?;
    Ok(Setting { db, secret, session, people, cards, popularity: plan.popularity })
}

/// A roll of any length, for measuring.
fn synthetic_roll(deputies: usize) -> Vec<u8> {
    let mut csv = String::from("代表证号,姓名,代表团,手机号,备注\n");
    for n in 1..=deputies {
        csv.push_str(&format!("T{n:05},代表{n:05},第{}代表团,,示例数据\n", n % 10 + 1));
    }
    csv.into_bytes()
}
