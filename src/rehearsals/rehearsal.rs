//! What is voted on in a rehearsal, and under which method.

use crate::{
    candidates::Candidate,
    congress::{
        Session,
        voting_method::{Issuing, VotingMethod, VotingMethodErrors, VotingMethodForm},
    },
    ids::{CandidateId, SessionId},
};

const QUESTION: &str = "演练：您更喜欢哪种早餐？";
const BREAKFASTS: [(&str, &str); 4] = [
    ("豆浆油条", "现磨豆浆一碗，油条一根。"),
    ("小笼包", "鲜肉小笼一屉，醋一碟。"),
    ("片儿川", "雪菜、笋片、瘦肉面一碗。"),
    ("葱包桧", "春饼裹油条和小葱，铁板烙黄。"),
];
const SEATS: &str = "2";

/// The session of the rehearsal: called so wherever its name or its item is read.
pub fn session_of(real: &Session) -> Session {
    Session {
        id: SessionId::new(),
        name: format!("{}（演练）", real.name),
        item: QUESTION.to_owned(),
        rehearsal: true,
        check_in_seed: None,
        ..real.clone()
    }
}

pub fn paper() -> Vec<Candidate> {
    (1..)
        .zip(BREAKFASTS)
        .map(|(number, (title, summary))| Candidate {
            id: CandidateId::new(),
            number,
            title: title.to_owned(),
            short_title: title.to_owned(),
            summary: summary.to_owned(),
            service_field: None,
            investment: None,
            place: None,
            deadline: None,
            lead_unit: None,
            sub_items: Vec::new(),
        })
        .collect()
}

/// The method of the real vote, so that everybody practises the same form, with two of four to choose. Slips are not printed
/// for what does not matter: their way is tried on a sample.
pub fn method_of(real: &VotingMethod) -> Result<VotingMethod, VotingMethodErrors> {
    let form = VotingMethodForm {
        seats: SEATS.to_owned(),
        max_approvals: SEATS.to_owned(),
        issuing: Issuing::OwnDevice.word().to_owned(),
        ..real.to_form()
    };
    VotingMethod::try_from(form)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_rehearsal_can_be_held_under_the_method_of_any_vote() {
        let method = method_of(&VotingMethod::default()).unwrap();
        assert_eq!(method.seats(), 2);
        let candidates = u32::try_from(paper().len()).unwrap();
        method.check_against(candidates).unwrap();
        assert_eq!(method.ballot_form(), VotingMethod::default().ballot_form());
        assert_eq!(method.second_person(), VotingMethod::default().second_person());
    }
}
