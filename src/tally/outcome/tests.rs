use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::congress::voting_method::{VotingMethod, VotingMethodForm};

fn method(change: impl FnOnce(&mut VotingMethodForm)) -> VotingMethod {
    let mut form = VotingMethod::default().to_form();
    form.max_approvals = "none".into();
    change(&mut form);
    VotingMethod::try_from(form).unwrap()
}

fn plain() -> VotingMethod {
    method(|_| {})
}

fn counts(in_office: u32, present: u32) -> Counts {
    Counts {
        attendance: Attendance { in_office, excused: in_office.saturating_sub(present), present },
        ballot_box: BoxCount { issued: present, returned: present, valid: present, void: 0 },
        paper: None,
    }
}

/// Candidates 1, 2, … with these approvals, everybody else opposing.
fn votes(approvals: &[u32], valid: u32) -> Vec<CandidateVotes> {
    (1..)
        .zip(approvals)
        .map(|(number, approve)| CandidateVotes::approve_each(number, *approve, valid - approve, 0))
        .collect()
}

fn conclusion(method: &VotingMethod, approvals: &[u32]) -> Conclusion {
    outcome(method, &counts(340, 300), &votes(approvals, 300)).unwrap().conclusion
}

fn complete(chosen: impl IntoIterator<Item = u32>) -> Conclusion {
    Conclusion::Complete { chosen: chosen.into_iter().collect(), beyond_seats: 0 }
}

/// Twelve approvals: 290, 280, … down to `last` ones as given.
fn falling(count: usize, then: &[u32]) -> Vec<u32> {
    let mut approvals: Vec<u32> = (0..).map(|step| 290 - 5 * step).take(count).collect();
    approvals.extend(then);
    assert_eq!(approvals.len(), 12);
    approvals
}

#[test]
fn the_mark_for_340_and_341_deputies_is_171() {
    for in_office in [340, 341] {
        let approvals = falling(10, &[171, 170]);
        let result = outcome(&plain(), &counts(in_office, 300), &votes(&approvals, 300)).unwrap();
        assert_eq!(result.pass_mark, Some(171));
        let over: Vec<bool> = result.standings.iter().map(|s| s.over_mark).collect();
        assert_eq!(over[10..], [true, false]);
    }
    let half_of_present = method(|form| form.pass_mark = "half_of_present".into());
    let result = outcome(&half_of_present, &counts(340, 300), &votes(&[151; 12], 300)).unwrap();
    assert_eq!(result.pass_mark, Some(151));
}

#[test]
fn one_deputy_below_the_quorum_voids_the_round() {
    for (in_office, needed) in [(340, 227), (341, 228)] {
        let all = vec![needed; 12];
        let held = outcome(&plain(), &counts(in_office, needed), &votes(&all, needed)).unwrap();
        assert!(!matches!(held.conclusion, Conclusion::Void { .. }));
        let short = outcome(&plain(), &counts(in_office, needed - 1), &votes(&[0; 12], 0)).unwrap();
        let why = VoidReason::NoQuorum { present: needed - 1, needed };
        assert_eq!(short.conclusion, Conclusion::Void { why });
        assert_eq!(short.standings, []);
    }
}

#[test]
fn one_ballot_more_than_issued_voids_the_round() {
    let mut counts = counts(340, 300);
    counts.ballot_box.returned = 301;
    counts.ballot_box.valid = 301;
    let result = outcome(&plain(), &counts, &votes(&[200; 12], 301)).unwrap();
    let why = VoidReason::ReturnedExceedIssued { returned: 301, issued: 300 };
    assert_eq!(result.conclusion, Conclusion::Void { why });
    assert_eq!(why.args().len(), 2);
    let rows = check_rows(&counts, &[], None);
    assert!(!rows[0].passed, "and the row shows ✗");
}

#[test]
fn eleven_pass_with_the_tenth_and_eleventh_equal() {
    assert_eq!(
        conclusion(&plain(), &falling(9, &[180, 180, 170])),
        Conclusion::TieAtCut {
            chosen: (1..=9).collect(),
            tied: vec![10, 11],
            seats_left: 1,
            next: TieNext::RevoteTied,
        }
    );
}

#[test]
fn three_tied_for_two_seats() {
    let approvals = falling(8, &[180, 180, 180, 170]);
    let tie = |next| Conclusion::TieAtCut { chosen: (1..=8).collect(), tied: vec![9, 10, 11], seats_left: 2, next };
    assert_eq!(conclusion(&plain(), &approvals), tie(TieNext::RevoteTied));
    let presidium = method(|form| form.tie_at_cut = "presidium_decides".into());
    assert_eq!(conclusion(&presidium, &approvals), tie(TieNext::PresidiumDecides));
    let all = method(|form| form.tie_at_cut = "include_all".into());
    assert_eq!(conclusion(&all, &approvals), Conclusion::Complete { chosen: (1..=11).collect(), beyond_seats: 1 });
    let result = outcome(&all, &counts(340, 300), &votes(&approvals, 300)).unwrap();
    let group = |number: usize| result.standings[number - 1].tie_group;
    assert_eq!((group(8), group(9), group(11), group(12)), (None, Some(9), Some(9), None));
}

#[test]
fn a_tie_inside_or_outside_the_cut_is_none() {
    let inside = falling(8, &[180, 180, 175, 174]);
    assert_eq!(conclusion(&plain(), &inside), complete(1..=10));
    let outside = falling(10, &[180, 180]);
    assert_eq!(conclusion(&plain(), &outside), complete(1..=10));
    let result = outcome(&plain(), &counts(340, 300), &votes(&outside, 300)).unwrap();
    assert!(result.standings.iter().all(|standing| standing.tie_group.is_none()));
    assert_eq!(result.standings[11].rank, 11, "shared rank");
    assert!(result.standings[11].over_mark && !result.standings[11].chosen);
}

#[test]
fn a_tie_at_the_cut_of_those_below_the_mark_is_none() {
    let approvals = falling(9, &[170, 170, 170]);
    assert!(matches!(conclusion(&plain(), &approvals), Conclusion::Shortfall { seats_left: 1, .. }));
}

#[test]
fn nine_none_or_twelve_pass() {
    let shortfall = |chosen: Vec<u32>, seats_left, next| Conclusion::Shortfall { chosen, seats_left, next };
    for (value, next) in [
        ("accept_fewer", ShortfallNext::AcceptFewer),
        ("further_ballot", ShortfallNext::FurtherBallot),
        ("presidium_chooses", ShortfallNext::PresidiumChooses),
    ] {
        let method = method(|form| form.shortfall = value.into());
        let nine = conclusion(&method, &falling(9, &[170, 100, 0]));
        assert_eq!(nine, shortfall((1..=9).collect(), 1, next));
        let none = conclusion(&method, &[170; 12]);
        assert_eq!(none, shortfall(vec![], 10, next));
    }
    assert_eq!(conclusion(&plain(), &falling(12, &[])), complete(1..=10));
}

#[test]
fn order_is_by_approvals_and_not_by_ballot_number() {
    let mut approvals = falling(12, &[]);
    approvals.reverse();
    assert_eq!(conclusion(&plain(), &approvals), complete((3..=12).rev()));
}

#[test]
fn everybody_abstains() {
    let votes: Vec<CandidateVotes> = (1..=12).map(|number| CandidateVotes::approve_each(number, 0, 0, 300)).collect();
    let result = outcome(&plain(), &counts(340, 300), &votes).unwrap();
    assert!(matches!(&result.conclusion, Conclusion::Shortfall { chosen, .. } if chosen.is_empty()));
    let top_n = method(|form| form.pass_mark = "none".into());
    let result = outcome(&top_n, &counts(340, 300), &votes).unwrap();
    assert!(matches!(result.conclusion, Conclusion::Shortfall { seats_left: 10, .. }));
}

#[test]
fn a_deputy_leaves_between_check_in_and_issue() {
    let mut counts = counts(340, 227);
    counts.ballot_box = BoxCount { issued: 226, returned: 225, valid: 224, void: 1 };
    let result = outcome(&plain(), &counts, &votes(&falling(0, &[200; 12]), 224)).unwrap();
    assert!(
        !matches!(result.conclusion, Conclusion::Void { .. }),
        "the quorum is of those present when the round opened"
    );
    assert_eq!(counts.ballot_box.not_cast(), 1);
}

#[test]
fn seats_equal_to_candidates_and_more_than_candidates() {
    let ten = votes(&[200; 10], 300);
    let result = outcome(&plain(), &counts(340, 300), &ten).unwrap();
    assert_eq!(result.conclusion, complete(1..=10));
    assert_eq!(
        outcome(&plain(), &counts(340, 300), &ten[..9]),
        Err(OutcomeError::SeatsExceedCandidates { seats: 10, candidates: 9 })
    );
}

#[test]
fn pure_top_n_fills_the_seats_below_half() {
    let top_n = method(|form| form.pass_mark = "none".into());
    assert_eq!(conclusion(&top_n, &falling(0, &[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])), complete(1..=10));
}

#[test]
fn a_ticking_ballot_has_no_opposing_votes() {
    let ticking = method(|form| {
        form.ballot_form = "choose_up_to".into();
        form.max_approvals = "10".into();
    });
    let mut votes: Vec<CandidateVotes> =
        (1..=12).map(|number| CandidateVotes::choose_up_to(number, 160 + 3 * number, 300)).collect();
    assert_eq!(votes[0].abstain, 137);
    let result = outcome(&ticking, &counts(340, 300), &votes).unwrap();
    assert!(matches!(result.conclusion, Conclusion::Shortfall { seats_left: 1, .. }));
    votes[4].oppose = 1;
    votes[4].abstain -= 1;
    assert_eq!(outcome(&ticking, &counts(340, 300), &votes), Err(OutcomeError::OpposedWithoutColumn { number: 5 }));
}

#[test]
fn check_rows_that_fail_stop_the_count() {
    type Change = fn(&mut Counts, &mut Vec<CandidateVotes>);
    let cases: &[(Change, CheckName)] = &[
        (|counts, _| counts.ballot_box.issued = 301, CheckName::IssuedWithinPresent),
        (|counts, _| counts.attendance.in_office = 299, CheckName::PresentWithinInOffice),
        (|counts, _| counts.ballot_box.void = 1, CheckName::ReturnedIsValidPlusVoid),
        (|_, votes| votes[2].oppose += 1, CheckName::ProjectSumIsValid { number: 3 }),
    ];
    for (change, name) in cases {
        let (mut counts, mut votes) = (counts(340, 300), votes(&[200; 12], 300));
        assert!(check_rows(&counts, &votes, Some(10)).iter().all(|row| row.passed));
        change(&mut counts, &mut votes);
        let Err(OutcomeError::ChecksFailed(rows)) = outcome(&plain(), &counts, &votes) else {
            panic!("{name:?}");
        };
        assert_eq!(rows.iter().map(|row| row.name).collect::<Vec<_>>(), [*name]);
    }
    let capped = method(|form| form.max_approvals = "10".into());
    assert!(outcome(&capped, &counts(340, 300), &votes(&[250; 12], 300)).is_ok());
    let Err(OutcomeError::ChecksFailed(rows)) = outcome(&capped, &counts(340, 300), &votes(&[251; 12], 300)) else {
        panic!();
    };
    assert_eq!((rows[0].left, rows[0].right), (3_012, 3_000));
    let row_count = check_rows(&counts(340, 300), &votes(&[1; 12], 300), None).len();
    assert_eq!(row_count, 4 + 12);
}

#[test]
fn votes_must_be_for_the_candidates_of_the_paper() {
    let scope = RoundScope { kind: RoundKind::Revote, seats: 1, candidates: vec![10, 11] };
    let counts = counts(340, 300);
    assert!(matches!(
        outcome_of_round(&plain(), &scope, &counts, &votes(&[1, 2], 300)),
        Err(OutcomeError::WrongCandidates { .. })
    ));
    let twice = [votes(&[200; 12], 300), votes(&[200], 300)].concat();
    assert_eq!(outcome(&plain(), &counts, &twice), Err(OutcomeError::CandidateTwice));
    let empty = Counts { attendance: Attendance { in_office: 0, excused: 0, present: 0 }, ..counts };
    assert_eq!(outcome(&plain(), &empty, &votes(&[0; 12], 0)), Err(OutcomeError::EmptyRoll));
}

// Several rounds.

fn roll() -> Roll {
    Roll { in_office: 340, fingerprint: "a".repeat(64) }
}

fn held(approvals: &[(u32, u32)]) -> RoundRecord {
    let votes = approvals
        .iter()
        .map(|(number, approve)| CandidateVotes::approve_each(*number, *approve, 300 - approve, 0))
        .collect();
    RoundRecord { roll: roll(), counts: counts(340, 300), votes, decision: None, annulled: false }
}

/// Eight clear, three tied for two seats, one below the mark.
fn tied() -> RoundRecord {
    let approvals = falling(8, &[180, 180, 180, 170]);
    held(&(1..).zip(approvals).collect::<Vec<_>>())
}

fn play(method: &VotingMethod, rounds: &[RoundRecord]) -> Result<ItemOutcome, RoundsError> {
    let candidates: Vec<u32> = (1..=12).collect();
    outcome_of_rounds(method, &candidates, rounds)
}

fn chosen(item: &ItemOutcome) -> Vec<(u32, u32)> {
    item.chosen.iter().map(|chosen| (chosen.number, chosen.round)).collect()
}

fn revote(seats: u32, candidates: &[u32]) -> Option<Next> {
    let candidates = candidates.to_vec();
    Some(Next::Round { scope: RoundScope { kind: RoundKind::Revote, seats, candidates } })
}

#[test]
fn a_revote_is_among_exactly_the_tied_for_the_seats_left() {
    let item = play(&plain(), &[tied()]).unwrap();
    assert_eq!(item.next, revote(2, &[9, 10, 11]));
    assert_eq!(item.chosen.len(), 8);

    // Few approvals are enough: all three are over the mark already.
    let item = play(&plain(), &[tied(), held(&[(9, 20), (10, 10), (11, 30)])]).unwrap();
    assert_eq!(item.next, None);
    assert_eq!(chosen(&item)[8..], [(11, 2), (9, 2)]);
    assert_eq!(item.rounds[1].1.pass_mark, None);
}

#[test]
fn a_revote_that_ties_again() {
    let again = held(&[(9, 150), (10, 100), (11, 100)]);
    let item = play(&plain(), &[tied(), again.clone()]).unwrap();
    assert_eq!(item.next, revote(1, &[10, 11]));
    assert_eq!(chosen(&item)[8..], [(9, 2)]);

    // All abstain: nobody has gained anything, so all are still tied.
    let mut blank = held(&[(9, 0), (10, 0), (11, 0)]);
    for votes in &mut blank.votes {
        (votes.oppose, votes.abstain) = (0, 300);
    }
    let item = play(&plain(), &[tied(), blank]).unwrap();
    assert_eq!(item.next, revote(2, &[9, 10, 11]));

    let last = held(&[(10, 99), (11, 98)]);
    let item = play(&plain(), &[tied(), again, last]).unwrap();
    assert_eq!((item.next, item.chosen.len()), (None, 10));
}

#[test]
fn the_cap_shrinks_with_the_seats_left() {
    let capped = method(|form| form.max_approvals = "10".into());
    let item = play(&capped, &[tied()]).unwrap();
    let Some(Next::Round { scope }) = item.next else { panic!() };
    assert_eq!(scope.max_approvals(&capped), Some(2));
    assert_eq!(scope.max_approvals(&plain()), None);
    let full = held(&[(9, 201), (10, 200), (11, 200)]);
    assert!(matches!(
        play(&capped, &[tied(), full]),
        Err(RoundsError::Round { round: 2, error: OutcomeError::ChecksFailed(_) })
    ));
}

#[test]
fn quorum_lost_before_a_revote() {
    let item = play(&plain(), &[tied()]).unwrap();
    let attendance = |present| counts(340, present).attendance;
    let allowed = |present| revote_allowed(&plain(), item.next.as_ref(), &item.roll, &roll(), &attendance(present));
    assert_eq!(allowed(226), Err(RevoteRefusal::NoQuorum { present: 226, needed: 227 }));
    assert_eq!(allowed(227).map(|scope| scope.candidates), Ok(vec![9, 10, 11]));

    // Held all the same, it is void, kept, and held again.
    let mut short = held(&[]);
    short.counts = counts(340, 226);
    let item = play(&plain(), &[tied(), short]).unwrap();
    assert_eq!(item.rounds.len(), 2);
    assert_eq!(item.next, revote(2, &[9, 10, 11]));
}

#[test]
fn an_annulled_round_decides_nothing_however_it_stood() {
    let annulled = RoundRecord { annulled: true, ..tied() };
    let item = play(&plain(), std::slice::from_ref(&annulled)).unwrap();
    assert_eq!(item.rounds[0].1.conclusion, Conclusion::Void { why: VoidReason::Annulled });
    assert_eq!((item.rounds[0].1.standings.len(), item.chosen.len()), (0, 0));
    assert!(matches!(&item.next, Some(Next::Round { scope }) if scope.kind == RoundKind::First && scope.seats == 10));

    let second = RoundRecord { annulled: true, ..held(&[(9, 180), (10, 170), (11, 160)]) };
    let item = play(&plain(), &[tied(), second]).unwrap();
    assert_eq!(item.next, revote(2, &[9, 10, 11]), "a re-vote that is annulled is held again as it was");
    assert_eq!(item.chosen.len(), 8, "what the round before chose stands");
    let short = RoundRecord { counts: counts(340, 1), annulled: true, ..held(&[]) };
    let item = play(&plain(), &[short]).unwrap();
    assert_eq!(item.rounds[0].1.conclusion, Conclusion::Void { why: VoidReason::Annulled });
}

#[test]
fn a_further_ballot_that_falls_short_again_is_put_to_the_presidium() {
    let method = method(|form| form.shortfall = "further_ballot".into());
    let nine = held(&(1..).zip(falling(9, &[100, 90, 80])).collect::<Vec<_>>());
    let item = play(&method, std::slice::from_ref(&nine)).unwrap();
    let scope = RoundScope { kind: RoundKind::FurtherBallot, seats: 1, candidates: vec![10, 11, 12] };
    assert_eq!(item.next, Some(Next::Round { scope }));
    let none = held(&[(10, 100), (11, 90), (12, 80)]);
    let item = play(&method, &[nine.clone(), none.clone()]).unwrap();
    assert_eq!(item.next, Some(Next::ShortfallDecision { seats_left: 1 }));
    let accepted = decided(none, Decision::AcceptFewer { reason: "再议".into() });
    assert_eq!(play(&method, &[nine, accepted]).unwrap().next, None);
}

#[test]
fn a_void_round_is_kept_and_a_new_one_follows() {
    let mut void = held(&[]);
    void.counts.ballot_box.returned = 301;
    let item = play(&plain(), &[void.clone()]).unwrap();
    assert!(matches!(&item.next, Some(Next::Round { scope }) if scope.kind == RoundKind::First));
    let whole = held(&(1..).zip(falling(12, &[])).collect::<Vec<_>>());
    let item = play(&plain(), &[void, whole]).unwrap();
    assert_eq!(item.next, None);
    assert!(item.chosen.iter().all(|chosen| chosen.round == 2));
}

#[test]
fn a_roll_changed_between_rounds_is_refused() {
    let item = play(&plain(), &[tied()]).unwrap();
    let attendance = counts(340, 300).attendance;
    let mut swapped = roll();
    swapped.fingerprint = "b".repeat(64);
    assert_eq!(
        revote_allowed(&plain(), item.next.as_ref(), &item.roll, &swapped, &attendance),
        Err(RevoteRefusal::RollChanged)
    );
    let mut second = held(&[(9, 3), (10, 2), (11, 1)]);
    second.roll = swapped;
    assert_eq!(play(&plain(), &[tied(), second]), Err(RoundsError::RollChanged { round: 2 }));
    let mut fewer = held(&[(9, 3), (10, 2), (11, 1)]);
    fewer.counts.attendance.in_office = 339;
    assert_eq!(play(&plain(), &[tied(), fewer]), Err(RoundsError::RollChanged { round: 2 }));
}

#[test]
fn a_settled_item_has_no_further_round() {
    let whole = held(&(1..).zip(falling(12, &[])).collect::<Vec<_>>());
    let item = play(&plain(), std::slice::from_ref(&whole)).unwrap();
    let attendance = counts(340, 300).attendance;
    assert_eq!(
        revote_allowed(&plain(), item.next.as_ref(), &item.roll, &roll(), &attendance),
        Err(RevoteRefusal::Settled)
    );
    assert_eq!(play(&plain(), &[whole, tied()]), Err(RoundsError::AlreadySettled { round: 2 }));
    assert_eq!(play(&plain(), &[]), Err(RoundsError::NoRounds));
}

fn decided(mut record: RoundRecord, decision: Decision) -> RoundRecord {
    record.decision = Some(decision);
    record
}

#[test]
fn the_presidium_decides_a_tie() {
    let presidium = method(|form| form.tie_at_cut = "presidium_decides".into());
    let item = play(&presidium, &[tied()]).unwrap();
    assert_eq!(item.next, Some(Next::TieDecision { tied: vec![9, 10, 11], seats: 2 }));
    assert_eq!(
        revote_allowed(&presidium, item.next.as_ref(), &item.roll, &roll(), &counts(340, 300).attendance),
        Err(RevoteRefusal::DecisionPending)
    );
    assert_eq!(
        play(&presidium, &[tied(), held(&[(9, 3), (10, 2), (11, 1)])]),
        Err(RoundsError::DecisionMissing { round: 2 })
    );
    let choose = |chosen: &[u32], reason: &str| {
        let decision = Decision::ChooseTied { chosen: chosen.to_vec(), reason: reason.into() };
        play(&presidium, &[decided(tied(), decision)])
    };
    let item = choose(&[11, 9], "惠及面更广").unwrap();
    assert_eq!((chosen(&item)[8..].to_vec(), item.next), (vec![(11, 1), (9, 1)], None));
    for wrong in [&[9][..], &[9, 9], &[9, 12], &[9, 10, 11]] {
        assert_eq!(choose(wrong, "因"), Err(RoundsError::DecisionDoesNotFit { round: 1 }));
    }
    assert_eq!(choose(&[9, 10], " \u{3000}"), Err(RoundsError::ReasonMissing { round: 1 }));
}

#[test]
fn the_presidium_decides_a_shortfall() {
    let nine = || held(&(1..).zip(falling(9, &[170, 100, 0])).collect::<Vec<_>>());
    let item = play(&plain(), &[nine()]).unwrap();
    assert_eq!(item.next, Some(Next::ShortfallDecision { seats_left: 1 }));

    let accepted = Decision::AcceptFewer { reason: "不再另行票决".into() };
    let item = play(&plain(), &[decided(nine(), accepted.clone())]).unwrap();
    assert_eq!((item.next, item.chosen.len()), (None, 9));

    let further = Decision::FurtherBallot { reason: "补足应选数".into() };
    let first = decided(nine(), further);
    let item = play(&plain(), std::slice::from_ref(&first)).unwrap();
    let scope = RoundScope { kind: RoundKind::FurtherBallot, seats: 1, candidates: vec![10, 11, 12] };
    assert_eq!(item.next, Some(Next::Round { scope }));
    // The mark applies again.
    let below = held(&[(10, 170), (11, 20), (12, 10)]);
    let item = play(&plain(), &[first.clone(), below]).unwrap();
    assert_eq!(item.next, Some(Next::ShortfallDecision { seats_left: 1 }));
    let over = held(&[(10, 171), (11, 20), (12, 10)]);
    let item = play(&plain(), &[first, over]).unwrap();
    assert_eq!((chosen(&item)[9], item.next), ((10, 2), None));

    let whole = held(&(1..).zip(falling(12, &[])).collect::<Vec<_>>());
    assert_eq!(play(&plain(), &[decided(whole, accepted)]), Err(RoundsError::DecisionNotCalledFor { round: 1 }));
}

// Properties.

#[derive(Clone, Debug)]
struct Case {
    method: VotingMethod,
    counts: Counts,
    votes: Vec<CandidateVotes>,
}

/// Few deputies and few distinct counts, so that ties and the mark are met often.
fn any_case() -> impl Strategy<Value = Case> {
    (2..=8usize, 1..=40u32).prop_flat_map(|(candidates, valid)| {
        (
            1..=candidates,
            proptest::sample::select(&["approve_each", "choose_up_to"][..]),
            proptest::sample::select(&["half_of_all", "half_of_present", "none"][..]),
            proptest::sample::select(&["revote_tied", "presidium_decides", "include_all"][..]),
            proptest::collection::vec((0..=valid, 0..=valid), candidates),
            (0..=valid / 2, 0..=3u32),
        )
            .prop_map(move |(seats, form_kind, mark, tie, marks, (absent, void))| {
                let method = method(|form| {
                    form.seats = seats.to_string();
                    form.ballot_form = form_kind.into();
                    form.max_approvals = candidates.to_string();
                    form.pass_mark = mark.into();
                    form.tie_at_cut = tie.into();
                });
                let present = valid + void;
                let in_office = present + absent.min(present / 2);
                let ticking = form_kind == "choose_up_to";
                let votes = (1..)
                    .zip(marks)
                    .map(|(number, (approve, other))| {
                        let oppose = if ticking { 0 } else { other.min(valid - approve) };
                        let abstain = valid - approve - oppose;
                        CandidateVotes { number, approve, oppose, abstain }
                    })
                    .collect();
                Case {
                    method,
                    counts: Counts {
                        attendance: Attendance { in_office, excused: 0, present },
                        ballot_box: BoxCount { issued: present, returned: present, valid, void },
                        paper: None,
                    },
                    votes,
                }
            })
    })
}

fn run(case: &Case) -> Outcome {
    outcome(&case.method, &case.counts, &case.votes).unwrap()
}

/// 2 chosen, 1 tied for a seat, 0 out.
fn fates(case: &Case) -> BTreeMap<u32, u8> {
    let result = run(case);
    let tied = match &result.conclusion {
        Conclusion::TieAtCut { tied, .. } => tied.clone(),
        _ => Vec::new(),
    };
    let fate = |standing: &Standing| match (standing.chosen, tied.contains(&standing.number)) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    };
    result.standings.iter().map(|standing| (standing.number, fate(standing))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn permuting_candidates_permutes_the_outcome(
        (case, order) in any_case().prop_flat_map(|case| {
            let numbers: Vec<u32> = case.votes.iter().map(|votes| votes.number).collect();
            (Just(case), Just(numbers).prop_shuffle())
        })
    ) {
        let renamed = |number: u32| order[usize::try_from(number).unwrap() - 1];
        let mut other = case.clone();
        for votes in &mut other.votes {
            votes.number = renamed(votes.number);
        }
        let moved: BTreeMap<u32, u8> =
            fates(&case).into_iter().map(|(number, fate)| (renamed(number), fate)).collect();
        prop_assert_eq!(moved, fates(&other));
        let ranks = |case: &Case| -> BTreeSet<(u32, u32, Option<u32>)> {
            run(case).standings.iter().map(|s| (s.number, s.rank, s.tie_group)).collect()
        };
        let moved: BTreeSet<_> =
            ranks(&case).into_iter().map(|(number, rank, tie)| (renamed(number), rank, tie)).collect();
        prop_assert_eq!(moved, ranks(&other));

        let mut reordered = case.clone();
        reordered.votes.reverse();
        prop_assert_eq!(run(&case), run(&reordered));
    }

    #[test]
    fn one_more_approval_never_drops_a_candidate(case in any_case(), at in any::<proptest::sample::Index>()) {
        let mut more = case.clone();
        let votes = at.get(&case.votes).number;
        let place = &mut more.votes[usize::try_from(votes).unwrap() - 1];
        if place.abstain > 0 {
            place.abstain -= 1;
        } else if place.oppose > 0 {
            place.oppose -= 1;
        } else {
            return Ok(());
        }
        place.approve += 1;
        prop_assert!(fates(&more)[&votes] >= fates(&case)[&votes]);
    }

    #[test]
    fn a_chosen_candidate_never_has_fewer_approvals_than_an_unchosen_one(case in any_case()) {
        let result = run(&case);
        let of = |chosen: bool| {
            result.standings.iter().filter(move |s| s.chosen == chosen).map(|s| s.approve)
        };
        if let (Some(least), Some(most)) = (of(true).min(), of(false).max()) {
            prop_assert!(least > most || case.method.tie_at_cut().key() != "include_all" && least >= most);
        }
        prop_assert!(result.standings.iter().all(|s| s.over_mark || !s.chosen));
    }

    #[test]
    fn seats_are_never_exceeded_but_for_include_all(case in any_case()) {
        let result = run(&case);
        let seats = usize::try_from(case.method.seats()).unwrap();
        let chosen = result.conclusion.chosen().len();
        match &result.conclusion {
            Conclusion::Complete { beyond_seats, .. } => {
                prop_assert_eq!(chosen, seats + usize::try_from(*beyond_seats).unwrap());
                prop_assert!(*beyond_seats == 0 || case.method.tie_at_cut().key() == "include_all");
            }
            Conclusion::TieAtCut { tied, seats_left, .. } => {
                let seats_left = usize::try_from(*seats_left).unwrap();
                prop_assert_eq!(chosen + seats_left, seats);
                prop_assert!(tied.len() > seats_left && seats_left > 0);
                prop_assert!(case.method.tie_at_cut().key() != "include_all");
            }
            Conclusion::Shortfall { seats_left, .. } => {
                prop_assert_eq!(chosen + usize::try_from(*seats_left).unwrap(), seats);
            }
            Conclusion::Void { .. } => prop_assert!(false, "every generated round is sound"),
        }
    }

    #[test]
    fn an_item_voted_on_until_settled_has_exactly_its_seats(case in any_case(), salt in any::<u64>()) {
        let numbers: Vec<u32> = case.votes.iter().map(|votes| votes.number).collect();
        let roll = Roll { in_office: case.counts.attendance.in_office, fingerprint: String::new() };
        let record = |votes: Vec<CandidateVotes>, decision| RoundRecord {
            roll: roll.clone(), counts: case.counts, votes, decision, annulled: false,
        };
        let mut records = vec![record(case.votes.clone(), None)];
        let valid = case.counts.ballot_box.valid;
        for step in 0..40u64 {
            let item = outcome_of_rounds(&case.method, &numbers, &records).unwrap();
            let reason = "因".to_owned();
            match item.next {
                None => {
                    let seats = usize::try_from(case.method.seats()).unwrap();
                    let accepted = records.iter().any(|record| matches!(record.decision, Some(Decision::AcceptFewer { .. })));
                    let distinct: BTreeSet<u32> = item.chosen.iter().map(|chosen| chosen.number).collect();
                    prop_assert_eq!(distinct.len(), item.chosen.len());
                    prop_assert!(item.chosen.len() == seats || accepted
                        || case.method.tie_at_cut().key() == "include_all" && item.chosen.len() > seats);
                    return Ok(());
                }
                Some(Next::Round { scope }) => {
                    let cap = scope.max_approvals(&case.method).unwrap_or(u32::MAX);
                    let votes = (0u64..).zip(&scope.candidates).map(|(place, number)| {
                        let draw = salt.rotate_left(u32::try_from(7 * step + 13 * place).unwrap() % 64);
                        let share = valid.saturating_mul(cap) / u32::try_from(scope.candidates.len()).unwrap();
                        let approve = u32::try_from(draw % 41).unwrap().min(valid).min(share);
                        CandidateVotes::choose_up_to(*number, approve, valid)
                    }).collect();
                    records.push(record(votes, None));
                }
                Some(Next::TieDecision { tied, seats }) => {
                    let chosen = tied.into_iter().take(usize::try_from(seats).unwrap()).collect();
                    records.last_mut().unwrap().decision = Some(Decision::ChooseTied { chosen, reason });
                }
                Some(Next::ShortfallDecision { .. }) => {
                    let decision = if step < 5 { Decision::FurtherBallot { reason } } else { Decision::AcceptFewer { reason } };
                    records.last_mut().unwrap().decision = Some(decision);
                }
            }
        }
    }
}
