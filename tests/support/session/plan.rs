//! The session a story is about: its method, its candidates, its roll.

use piaojue::{
    candidates::session_file,
    congress::voting_method::{VotingMethod, VotingMethodForm},
};

use crate::support::sources;

pub const YEAR: i32 = 2024;

/// What is voted on, by how many, and how.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub deputies: usize,
    pub candidates: usize,
    pub seats: &'static str,
    pub max_approvals: &'static str,
    pub ballot_form: &'static str,
    pub pass_mark: &'static str,
    pub tie_at_cut: &'static str,
    pub publish_counts: &'static str,
    pub second_person: &'static str,
    pub issuing: &'static str,
}

/// Two of four, by four deputies: three approvals pass.
pub const FOUR: Plan = Plan {
    deputies: 4,
    candidates: 4,
    seats: "2",
    max_approvals: "2",
    ballot_form: "approve_each",
    pass_mark: "half_of_all",
    tie_at_cut: "revote_tied",
    publish_counts: "counts",
    second_person: "required",
    issuing: "own_device",
};

/// The same, with slips drawn at the desk.
pub const FOUR_BY_SLIPS: Plan = Plan { issuing: "slips", ..FOUR };

impl Plan {
    pub fn method(&self) -> VotingMethod {
        let form = VotingMethodForm {
            seats: self.seats.to_owned(),
            max_approvals: self.max_approvals.to_owned(),
            ballot_form: self.ballot_form.to_owned(),
            pass_mark: self.pass_mark.to_owned(),
            tie_at_cut: self.tie_at_cut.to_owned(),
            publish_counts: self.publish_counts.to_owned(),
            second_person: self.second_person.to_owned(),
            issuing: self.issuing.to_owned(),
            ..VotingMethod::default().to_form()
        };
        VotingMethod::try_from(form).unwrap()
    }
}

/// The candidates of the fixtures, the first `most` of them.
pub fn session_file(most: usize) -> session_file::SessionFile {
    let bytes = std::fs::read(sources::root().join("fixtures/session-2024.json")).unwrap();
    let mut file = session_file::read_session(&bytes).unwrap();
    file.candidates.truncate(most);
    assert_eq!(file.candidates.len(), most);
    file
}

/// A roll of `count` deputies in two delegations.
pub fn roll(count: usize) -> Vec<u8> {
    let mut csv = String::from("代表证号,姓名,代表团,手机号,备注\n");
    for n in 1..=count {
        csv += &format!("SC{n:04},代表{n:02},第{}代表团,,示例数据\n", if n % 2 == 1 { "一" } else { "二" });
    }
    csv.into_bytes()
}
