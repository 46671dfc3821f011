//! Whole elections of our own, from the key ceremony to the verified result.

use std::io::Cursor;
use std::num::NonZero;

use rand::RngExt;
use verifiable_ballots::tally::combine;
use verifiable_ballots::{CheckLine, ElectionResult, Marks, Paper, Stage, VerifyOptions, continues, verify};

use crate::support::hall::{APPROVE, Hall, RATING, titles};
use crate::support::{verified, verified_with};

/// Verifies the archive with its caps, and that it says what was counted.
fn all_agree(hall: &Hall, result: &ElectionResult) {
    let caps = hall.paper.cap().map(|_| hall.caps.as_slice());
    let options = VerifyOptions { caps, cap_max: hall.paper.cap(), ..VerifyOptions::default() };
    let verified = verified_with(&hall.file, &options).unwrap();
    assert_eq!(verified.head, hall.head);
    assert_eq!(verified.head.stage(), Stage::Finished);
    assert_eq!(verified.result.as_ref(), Some(result));
}

#[test]
fn twelve_projects_of_which_at_most_ten() {
    let paper = Paper::choose_up_to("请在下列12个候选项目中最多选择10项", &titles(12), 10).unwrap();
    let mut hall = Hall::opens(paper, 4, (2, 3));
    hall.casts(0, &Marks::Ticked((0..10).collect()));
    hall.casts(1, &Marks::Ticked(vec![11, 0]));
    hall.casts(2, &Marks::Ticked(vec![]));
    let result = hall.counts(&[1, 3, 4]);
    assert_eq!(result.counts, [[2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1]]);
    all_agree(&hall, &result);
}

#[test]
fn every_project_approved_opposed_or_neither_with_a_cap() {
    let paper = Paper::approve_each(&titles(4), &APPROVE, Some(2)).unwrap();
    let mut hall = Hall::opens(paper, 3, (2, 3));
    hall.casts(0, &Marks::Rows(vec![Some(0), Some(0), Some(1), None]));
    hall.casts(1, &Marks::Rows(vec![Some(0), Some(1), Some(1), Some(2)]));
    hall.casts(2, &Marks::Rows(vec![None; 4]));
    let result = hall.counts(&[2, 1, 3]);
    assert_eq!(result.counts, [[2, 0, 1], [1, 1, 1], [0, 2, 1], [0, 0, 3]]);
    all_agree(&hall, &result);
}

#[test]
fn a_rating_has_four_answers_and_no_cap() {
    let paper = Paper::approve_each(&titles(2), &RATING, None).unwrap();
    let mut hall = Hall::opens(paper, 2, (1, 1));
    hall.casts(0, &Marks::Rows(vec![Some(0), Some(2)]));
    hall.casts(1, &Marks::Rows(vec![Some(1), None]));
    let result = hall.counts(&[1, 2]);
    assert_eq!(result.counts, [[1, 1, 0, 0], [0, 0, 1, 1]]);
    all_agree(&hall, &result);
}

#[test]
fn all_scrutineers_or_some_of_them() {
    for (t, n, owners) in
        [(3, 3, vec![1, 2, 3, 4]), (3, 5, vec![6, 2, 1, 4]), (1, 3, vec![1, 4]), (4, 5, vec![5, 4, 3, 2, 1])]
    {
        let paper = Paper::choose_up_to("两项", &titles(3), 2).unwrap();
        let mut hall = Hall::opens(paper, 2, (t, n));
        hall.casts(0, &Marks::Ticked(vec![0, 2]));
        hall.casts(1, &Marks::Ticked(vec![2]));
        let result = hall.counts(&owners);
        assert_eq!(result.counts, [[1, 0, 2]]);
        all_agree(&hall, &result);
    }
}

#[test]
fn any_two_of_three_scrutineers_open_the_same_box() {
    let choose = Paper::choose_up_to("两项", &titles(3), 2).unwrap();
    let approve = Paper::approve_each(&titles(2), &APPROVE, Some(1)).unwrap();
    let marked = [Marks::Ticked(vec![0, 2]), Marks::Rows(vec![Some(0), Some(1)])];
    for (paper, marks) in [choose, approve].into_iter().zip(marked) {
        let mut hall = Hall::opens(paper, 2, (2, 3));
        hall.casts(0, &marks);
        hall.casts(1, &marks);
        let tally = hall.closes();
        let shares = [1, 2, 3, 4].map(|owner| hall.decrypts(owner, &tally));
        let [server, first, second, third] = shares.each_ref();
        let results = [[first, second], [first, third], [second, third], [third, first]]
            .map(|[one, other]| combine(&hall.trustees, &tally, &[server, one, other].map(Clone::clone)).unwrap());
        assert!(results.iter().all(|result| *result == results[0]));
        assert_eq!(results[0].counts.concat().iter().sum::<u64>(), 4);
    }
}

#[test]
fn a_single_voter() {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(1), 1).unwrap(), 1, (2, 3));
    hall.casts(0, &Marks::Ticked(vec![0]));
    let result = hall.counts(&[1, 2, 3]);
    assert_eq!(result.counts, [[1]]);
    all_agree(&hall, &result);
}

#[test]
fn nobody_votes() {
    let mut hall = Hall::opens(Paper::approve_each(&titles(2), &APPROVE, Some(1)).unwrap(), 3, (2, 3));
    let result = hall.counts(&[1, 2, 4]);
    assert_eq!(result.counts, [[0, 0, 0], [0, 0, 0]]);
    all_agree(&hall, &result);
}

#[test]
fn four_hundred_ballots_on_one_core_and_on_two() {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(2), 1).unwrap(), 400, (2, 3));
    let mut expected = vec![0, 0];
    for voter in 0..400 {
        let mark = hall.rng.random_range(0..3usize);
        if let Some(count) = expected.get_mut(mark) {
            *count += 1;
        }
        hall.casts(voter, &Marks::Ticked(if mark < 2 { vec![mark] } else { vec![] }));
    }
    let result = hall.counts(&[1, 2, 4]);
    assert_eq!(result.counts, [expected]);
    for threads in [1, 2] {
        let options = VerifyOptions { threads: NonZero::new(threads), ..VerifyOptions::default() };
        let mut progress = 0;
        let verified = verify(Cursor::new(&hall.file), &options, &mut |line| {
            progress += usize::from(matches!(line, CheckLine::Progress { .. }))
        });
        let verified = verified.unwrap();
        assert_eq!((verified.tallied, verified.trackers.len(), progress), (400, 400, 400));
        assert_eq!(verified.result.as_ref(), Some(&result));
    }
}

#[test]
fn the_archive_can_be_verified_at_any_moment_and_only_grows() {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(2), 1).unwrap(), 2, (2, 3));
    let mut copies = vec![hall.file.clone()];
    hall.casts(0, &Marks::Ticked(vec![1]));
    copies.push(hall.file.clone());
    hall.casts(1, &Marks::Ticked(vec![1]));
    copies.push(hall.file.clone());
    hall.counts(&[1, 2, 3]);
    copies.push(hall.file.clone());
    for pair in copies.windows(2) {
        continues(&*pair[1], &*pair[0]).unwrap();
    }
    let stages: Vec<Stage> = copies.iter().map(|copy| verified(copy).unwrap().head.stage()).collect();
    assert_eq!(stages, [Stage::Voting, Stage::Voting, Stage::Voting, Stage::Finished]);
}

#[test]
fn whoever_votes_again_counts_once_with_the_last_ballot() {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(2), 1).unwrap(), 2, (2, 3));
    let first = hall.fills_in(0, &Marks::Ticked(vec![0]));
    let records = hall.head.append_ballot(first.ballot.bytes()).unwrap();
    hall.write(&records);
    hall.casts(1, &Marks::Ticked(vec![0]));
    hall.casts(0, &Marks::Ticked(vec![1]));
    let result = hall.counts(&[1, 2, 3]);
    assert_eq!(result.counts, [[1, 1]]);
    let verified = verified(&hall.file).unwrap();
    assert_eq!((verified.trackers.len(), verified.tallied), (3, 2));
}

#[test]
fn each_check_is_reported_in_a_line() {
    let mut hall = Hall::opens(Paper::approve_each(&titles(2), &APPROVE, Some(1)).unwrap(), 2, (1, 2));
    hall.casts(0, &Marks::Rows(vec![Some(0), Some(1)]));
    hall.counts(&[1, 3]);
    let mut lines = Vec::new();
    let options = VerifyOptions { caps: Some(&hall.caps), ..VerifyOptions::default() };
    verify(Cursor::new(&hall.file), &options, &mut |line| lines.push(line.to_string())).unwrap();
    let starts: Vec<&str> = lines.iter().filter_map(|line| line.split([':', ' ']).next()).collect();
    let expected = "chain election trustees credentials ballots ballots caps tally trustee trustee result";
    assert_eq!(starts.join(" "), expected, "{lines:#?}");
}
