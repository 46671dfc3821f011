//! What holds whatever the votes are.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

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
            prop_assert!(least > most || case.method.tie_at_cut().word() != "include_all" && least >= most);
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
                prop_assert!(*beyond_seats == 0 || case.method.tie_at_cut().word() == "include_all");
            }
            Conclusion::TieAtCut { tied, seats_left, .. } => {
                let seats_left = usize::try_from(*seats_left).unwrap();
                prop_assert_eq!(chosen + seats_left, seats);
                prop_assert!(tied.len() > seats_left && seats_left > 0);
                prop_assert!(case.method.tie_at_cut().word() != "include_all");
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
                        || case.method.tie_at_cut().word() == "include_all" && item.chosen.len() > seats);
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
