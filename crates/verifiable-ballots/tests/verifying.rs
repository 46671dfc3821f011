//! The verifier: what it refuses, what it cannot judge, and what others may do that we do not.

use serde_json::Value;
use verifiable_ballots::archive::{write_header, write_record};
use verifiable_ballots::hash::sha256_hex;
use verifiable_ballots::tally::combine;
use verifiable_ballots::trustee::TrusteeKind;
use verifiable_ballots::{
    Ballot, BallotRefusal, ChainHead, CheckedBallot, CombineError, Credential, CredentialList, CredentialListError,
    Election, ElectionDraft, ElectionError, ElectionResult, EncryptedTally, Marks, Paper, PartialDecryption,
    PartialDecryptionError, Question, Record, RecordKind, Scalar, ServerKey, Stage, TallyAccumulator, TallyError,
    Trustees, VerifyError,
};

use crate::support::hall::{APPROVE, Hall, TIMESTAMP, titles};
use crate::support::{bytes, credentials, election, records, str, verified};

fn hall() -> Hall {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(2), 1).unwrap(), 3, (2, 3));
    hall.casts(0, &Marks::Ticked(vec![0]));
    hall.casts(1, &Marks::Ticked(vec![1]));
    hall
}

fn bad(archive: &[u8], reason: &str) {
    match verified(archive) {
        Err(VerifyError::Bad(said)) => assert!(said.contains(reason), "{said}"),
        other => panic!("{reason}: {other:?}"),
    }
}

#[test]
fn a_dropped_ballot_with_an_honest_decryption() {
    let mut hall = hall();
    let dropped = hall.fills_in(2, &Marks::Ticked(vec![0]));
    let records = hall.head.append_ballot(dropped.ballot.bytes()).unwrap();
    hall.write(&records);
    assert_eq!(hall.counts(&[1, 2, 3]).counts, [[1, 1]]);
    bad(&hall.file, "not the tally of the ballots");
}

#[test]
fn a_ballot_counted_twice() {
    let mut hall = hall();
    let twice = hall.fills_in(2, &Marks::Ticked(vec![0]));
    hall.takes(&twice);
    hall.tally.add(&CheckedBallot::checked_before(twice.ballot.clone()).unwrap()).unwrap();
    hall.counts(&[1, 2, 3]);
    bad(&hall.file, "not the tally of the ballots");
}

#[test]
fn a_forged_result() {
    let mut hall = hall();
    let tally = hall.closes();
    for owner in 1..=3 {
        hall.decrypts(owner, &tally);
    }
    let records = hall.head.append_result(&ElectionResult { counts: vec![vec![2, 0]] }).unwrap();
    hall.write(&records);
    bad(&hall.file, "not what the box holds");
}

#[test]
fn a_factor_made_with_another_key() {
    let mut hall = hall();
    let tally = hall.closes();
    for owner in [1, 2] {
        hall.decrypts(owner, &tally);
    }
    let wrong = PartialDecryption::make(&hall.election, &tally, &Scalar::ONE, &mut hall.rng);
    let unproved = wrong.clone().check(&hall.election, &tally, &hall.trustees, 3).unwrap_err();
    assert_eq!(unproved, PartialDecryptionError::Proof { question: 0, choice: 0 });
    let records = hall.head.append_partial_decryption(3, &wrong).unwrap();
    hall.write(&records);
    bad(&hall.file, "partial decryption of trustee 3: question 1, choice 1");
}

#[test]
fn too_few_or_strange_trustees() {
    let mut hall = hall();
    let tally = hall.closes();
    let all = [1, 2, 3, 4].map(|owner| hall.decrypts(owner, &tally));
    let pick = |owners: &[usize]| -> Vec<_> { owners.iter().map(|owner| all[owner - 1].clone()).collect() };
    let missing = |first, last, needed, found| Err(CombineError::Missing { first, last, needed, found });
    assert_eq!(combine(&hall.trustees, &tally, &pick(&[1, 2])), missing(2, 4, 2, 1));
    assert_eq!(combine(&hall.trustees, &tally, &pick(&[2, 3, 4])), missing(1, 1, 1, 0));
    assert_eq!(combine(&hall.trustees, &tally, &[]), missing(1, 1, 1, 0));
    assert_eq!(combine(&hall.trustees, &tally, &pick(&[1, 2, 2])), Err(CombineError::Twice { owner: 2 }));
    let strange = PartialDecryption::make(&hall.election, &tally, &Scalar::ONE, &mut hall.rng);
    for owner in [0, 5, u32::MAX] {
        let refused = strange.clone().check(&hall.election, &tally, &hall.trustees, owner).unwrap_err();
        assert_eq!(refused, PartialDecryptionError::UnknownOwner { owner });
    }
    let mut elsewhere = Hall::opens(Paper::choose_up_to("一项", &titles(1), 1).unwrap(), 1, (2, 4));
    let other_tally = elsewhere.closes();
    let of_other_tally = elsewhere.decrypts(1, &other_tally);
    assert_eq!(combine(&hall.trustees, &tally, &[of_other_tally]), Err(CombineError::Shape { owner: 1 }));
    let of_no_trustee = elsewhere.decrypts(5, &other_tally);
    assert_eq!(combine(&hall.trustees, &tally, &[of_no_trustee]), Err(CombineError::UnknownOwner { owner: 5 }));
    let records = hall.head.append_partial_decryption(5, &strange).unwrap();
    hall.write(&records);
    bad(&hall.file, "there is no trustee 5");
}

#[test]
fn no_count_is_greater_than_the_weight_of_all_ballots() {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(1), 1).unwrap(), 5, (1, 1));
    (0..5).for_each(|voter| hall.casts(voter, &Marks::Ticked(vec![0])));
    let tally = hall.closes();
    let partials = [1, 2].map(|owner| hall.decrypts(owner, &tally));
    assert_eq!(combine(&hall.trustees, &tally, &partials).unwrap().counts, [[5]]);
    for weight in 0..5 {
        let sized = String::from_utf8(tally.sized_payload()).unwrap();
        let sized = sized.replace(r#""total_weight":5"#, &format!(r#""total_weight":{weight}"#));
        let less = EncryptedTally::parse(&tally.payload(), sized.as_bytes(), &hall.election).unwrap();
        let none = combine(&hall.trustees, &less, &partials);
        assert_eq!(none, Err(CombineError::NoCount { question: 0, choice: 0 }), "{weight}");
    }
}

#[test]
fn events_have_one_text_form() {
    let hall = hall();
    let all = records(&hall.file);
    let (last, before) = all.split_last().unwrap();
    let text = String::from_utf8(last.content.clone()).unwrap();
    let with_last = |text: &str| {
        let content = text.as_bytes().to_vec();
        let last = Record { kind: RecordKind::Event, hash: sha256_hex(&content), content };
        let mut file = write_header(TIMESTAMP);
        before.iter().chain([&last]).for_each(|record| file.extend(write_record(record, TIMESTAMP)));
        file
    };
    assert!(verified(&with_last(&text)).is_ok());
    bad(&with_last(&text.replace(",\"type", ", \"type")), "not canonical");
    bad(&with_last(&text.replace("\"type\"", "\"kind\"")), "unknown field");
    bad(&with_last(&text.replace("}", ",\"payload\":\"\"}")), "duplicate field");
    bad(&with_last(&text.replace("\"Ballot\"", "\"EndBallots\"")), "payload");
    bad(&with_last(&text.replace("\"height\":2", "\"height\":3")), "wrong height");
    bad(&with_last(&text.replace("\"Ballot\"", "\"Vote\"")), "unknown variant");
}

#[test]
fn partial_decryptions_and_tallies_are_read_strictly() {
    let mut hall = hall();
    let tally = hall.closes();
    let partial = PartialDecryption::make(&hall.election, &tally, hall.server.private(), &mut hall.rng);
    let text = String::from_utf8(partial.to_json()).unwrap();
    assert_eq!(PartialDecryption::parse(text.as_bytes()), Ok(partial));
    for wrong in [
        text.replace(",\"decryption_proofs", ", \"decryption_proofs"),
        text.replacen("[[", "[[\"00\",", 1),
        text.clone() + "\n",
    ] {
        assert!(matches!(PartialDecryption::parse(wrong.as_bytes()), Err(PartialDecryptionError::NotReadable(_))));
    }
    let read = |payload: &[u8], sized: &[u8], election: &Election| EncryptedTally::parse(payload, sized, election);
    let (payload, sized) = (tally.payload(), tally.sized_payload());
    assert_eq!(read(&payload, &sized, &hall.election), Ok(tally.clone()));
    assert_eq!(read(&payload, &sized, &election("approve-each")), Err(TallyError::Shape));
    let spaced = [payload.as_slice(), b" "].concat();
    assert_eq!(read(&spaced, &sized, &hall.election), Err(TallyError::WrongHash));
    let renamed = String::from_utf8(sized.clone()).unwrap().replace(&sha256_hex(&payload), &sha256_hex(&spaced));
    assert!(matches!(read(&spaced, renamed.as_bytes(), &hall.election), Err(TallyError::NotReadable(_))));
    let other = Ballot::parse(&bytes("negative/ballots/00-control-good.json")).unwrap();
    let other = CheckedBallot::checked_before(other).unwrap();
    assert_eq!(TallyAccumulator::new(&hall.election).add(&other), Err(TallyError::Ballot));
    assert_eq!(hall.tally.clone().take_out(&other, 1), Err(TallyError::Ballot));
    let mut sum = TallyAccumulator::new(&hall.election);
    assert_eq!(sum.merge(&TallyAccumulator::new(&election("approve-each"))), Err(TallyError::Shape));
    sum.merge(&hall.tally).unwrap();
    assert_eq!(sum.finish(), tally);
    assert_eq!(ElectionResult::parse(br#"{"result":[[1, 0]]}"#), None);
    assert_eq!(ElectionResult::parse(br#"{"result":[[1,0]],"x":1}"#), None);
}

#[test]
fn any_byte_of_an_archive_changed_is_noticed() {
    let mut hall = hall();
    hall.counts(&[1, 2, 3]);
    // The time in the first record is vouched for by nothing; all the rest is.
    for at in (0..hall.file.len()).filter(|at| !(512..1024).contains(at)).step_by(37) {
        let mut changed = hall.file.clone();
        changed[at] ^= 1;
        assert!(verified(&changed).is_err(), "byte {at}");
    }
}

/// An archive of given set-up and ballots, with no check of anything.
fn box_of(setup: [&[u8]; 3], ballots: &[&[u8]]) -> Vec<u8> {
    let record = |kind, content: Vec<u8>| Record { kind, hash: sha256_hex(&content), content };
    let mut records: Vec<Record> = setup.iter().map(|part| record(RecordKind::Data, part.to_vec())).collect();
    let [e, t, c] = [0, 1, 2].map(|i| records[i].hash.clone());
    let data = format!(r#"{{"election":"{e}","trustees":"{t}","credentials":"{c}"}}"#);
    records.push(record(RecordKind::Data, data.into_bytes()));
    let event = format!(r#"{{"height":0,"type":"Setup","payload":"{}"}}"#, records[3].hash);
    records.push(record(RecordKind::Event, event.into_bytes()));
    let mut head = ChainHead::resume(&records[4].hash, 0, Stage::Voting).unwrap();
    for ballot in ballots {
        records.extend(head.append_ballot(ballot).unwrap());
    }
    let mut file = write_header(TIMESTAMP);
    records.iter().for_each(|record| file.extend(write_record(record, TIMESTAMP)));
    file
}

#[test]
fn elections_of_other_kinds_are_not_judged() {
    let hall = hall();
    let text = String::from_utf8(hall.election.bytes().to_vec()).unwrap();
    let judge =
        |text: String| verified(&box_of([text.as_bytes(), hall.trustees.bytes(), hall.credentials.bytes()], &[]));
    assert!(judge(text.clone()).is_ok());
    for (from, to) in [
        (r#""version":1"#, r#""version":2"#),
        (r#""Ed25519""#, r#""BELENIOS-2048""#),
        (r#""min":0"#, r#""blank":true,"min":0"#),
        (r#"[{"answers""#, r#"[{"type":"NonHomomorphic","value":{}},{"answers""#),
    ] {
        assert!(text.contains(from));
        let verdict = judge(text.replace(from, to));
        assert!(matches!(verdict, Err(VerifyError::Unsupported(_))), "{to}: {verdict:?}");
    }
    for (from, to) in [
        (r#""min":0"#, r#""min":2"#),
        (r#""uuid":""#, r#""uuid":"0"#),
        (r#""name""#, r#""nom""#),
        (r#""name""#, r#""name":"","name""#),
        (r#"{"version""#, r#"{"x":1,"version""#),
    ] {
        let verdict = judge(text.replace(from, to));
        assert!(matches!(verdict, Err(VerifyError::Bad(_))), "{to}: {verdict:?}");
    }
    assert!(judge(text.replace(r#""min":0"#, r#""blank":false,"min":0"#)).is_ok());
    assert!(matches!(verified(b"PK\x03\x04 something else"), Err(VerifyError::Unreadable(_))));
    let newer = String::from_utf8_lossy(&write_header(7)).replace(r#""version":1"#, r#""version":2"#);
    assert!(matches!(verified(newer.as_bytes()), Err(VerifyError::Unsupported(_))));
    bad(&write_header(7), "no set-up event");
}

#[test]
fn shuffles_are_not_judged() {
    let mut hall = hall();
    let tally = hall.closes();
    hall.decrypts(1, &tally);
    let shuffled: String = records(&hall.file)
        .into_iter()
        .map(|r| String::from_utf8(r.content).unwrap())
        .filter(|content| content.contains("PartialDecryption"))
        .collect();
    let content = shuffled.replace("PartialDecryption", "Shuffle").into_bytes();
    let mut file = hall.file.clone();
    let end = file.len() - 1024;
    file.truncate(end);
    file.extend(write_record(&Record { kind: RecordKind::Event, hash: sha256_hex(&content), content }, TIMESTAMP));
    assert!(matches!(verified(&file), Err(VerifyError::Unsupported(_))));
}

#[test]
fn weights_and_only_single_trustees_as_other_elections_have_them() {
    let mut rng = rand::rng();
    let keys = [ServerKey::generate(&mut rng), ServerKey::generate(&mut rng)];
    let kinds = keys.iter().map(|key| TrusteeKind::Single(Box::new(key.public().clone()))).collect();
    let trustees = Trustees::from_kinds(kinds).unwrap();
    let question = Question { answers: titles(2), min: 1, max: 1, question: "一项".to_owned() };
    let draft =
        ElectionDraft { questions: vec![question], administrator: Some("秘书处".to_owned()), ..Default::default() };
    let election = draft.finish("11111111111111", &trustees).unwrap();
    assert_eq!(election.administrator(), Some("秘书处"));
    let mut voters: Vec<(Credential, u64)> =
        [1, 3, 40_000].map(|weight| (Credential::generate(&mut rng), weight)).into();
    voters.sort_by_key(|(voter, _)| voter.public(election.uuid()));
    let entry = |(voter, weight): &(Credential, u64)| format!("{},{weight}", voter.public(election.uuid()));
    let list = serde_json::to_vec(&voters.iter().map(entry).collect::<Vec<_>>()).unwrap();
    let credentials = CredentialList::parse(&list).unwrap();
    assert_eq!(credentials.to_json(), list);
    let mut head = ChainHead::empty();
    let mut records = head.append_setup(&election, &trustees, &credentials).unwrap();
    let mut tally = TallyAccumulator::new(&election);
    let mut expected = vec![0, 0];
    for (i, (voter, weight)) in voters.iter().enumerate() {
        let choice = i % 2;
        expected[choice] += weight;
        let ballot = Ballot::make(&election, voter, &[vec![choice == 0, choice == 1]], &mut rng).unwrap().ballot;
        let ballot = CheckedBallot::checked_before(ballot).unwrap();
        tally.add_weighted(&ballot, credentials.weight(ballot.credential()).unwrap()).unwrap();
        records.extend(head.append_ballot(ballot.bytes()).unwrap());
    }
    let tally = tally.finish();
    assert_eq!((tally.num_tallied(), tally.total_weight()), (3, 40_004));
    records.extend(head.append_end_ballots().unwrap());
    records.extend(head.append_encrypted_tally(&tally).unwrap());
    let mut partials = Vec::new();
    for (key, owner) in keys.iter().zip(1..) {
        let partial = PartialDecryption::make(&election, &tally, key.private(), &mut rng);
        records.extend(head.append_partial_decryption(owner, &partial).unwrap());
        partials.push(partial.check(&election, &tally, &trustees, owner).unwrap());
    }
    let result = combine(&trustees, &tally, &partials).unwrap();
    assert_eq!(result.counts, [expected]);
    records.extend(head.append_result(&result).unwrap());
    let mut file = write_header(TIMESTAMP);
    records.iter().for_each(|record| file.extend(write_record(record, TIMESTAMP)));
    assert_eq!(verified(&file).unwrap().result, Some(result));
}

#[test]
fn ballots_longer_than_ours_may_be() {
    let mut hall = hall();
    let question = Question { answers: titles(150), min: 0, max: 200, question: "长".to_owned() };
    let text = String::from_utf8(hall.election.bytes().to_vec()).unwrap();
    let questions = serde_json::to_string(&hall.election.questions()).unwrap();
    let text = text.replace(&questions, &serde_json::to_string(&[question]).unwrap());
    let election = Election::parse(text.into_bytes()).unwrap();
    let ballot = Ballot::make(&election, &hall.voters[0], &[vec![true; 150]], &mut hall.rng).unwrap().ballot;
    assert!(matches!(Ballot::parse(ballot.bytes()), Err(BallotRefusal::TooLong { .. })));
    let file = box_of([election.bytes(), hall.trustees.bytes(), hall.credentials.bytes()], &[ballot.bytes()]);
    assert_eq!(verified(&file).unwrap().tallied, 1);
}

#[test]
fn lists_of_credentials_that_are_refused() {
    let list = String::from_utf8(credentials("negative/base").to_json()).unwrap();
    let entries: Vec<String> = serde_json::from_str(&list).unwrap();
    let parse = |entries: &[String]| CredentialList::parse(&serde_json::to_vec(entries).unwrap());
    assert!(parse(&entries).is_ok());
    let mut by_text = entries.clone();
    by_text.sort();
    assert_ne!(by_text, entries);
    assert!(parse(&by_text).is_ok(), "the order of the text is read as well");
    by_text.swap(0, 2);
    assert!(matches!(parse(&by_text), Err(CredentialListError::NotSorted)));
    let with = |i: usize, text: &str| {
        let mut entries = entries.clone();
        entries[i] = text.to_owned();
        parse(&entries)
    };
    assert!(matches!(with(1, &entries[0]), Err(CredentialListError::Twice(_))));
    let identity = format!("{}1", "0".repeat(63));
    assert!(matches!(parse(&[identity]), Err(CredentialListError::Identity)));
    for weight in ["0", "01", "+1", "", "1,1", " 1", "4294967296", "-1"] {
        assert!(matches!(with(1, &format!("{},{weight}", entries[1])), Err(CredentialListError::Weight { index: 1 })));
    }
    assert_eq!(with(1, &format!("{},7", entries[1])).unwrap().weight(&entries[1].parse().unwrap()), Some(7));
    assert!(matches!(with(2, &entries[2].to_uppercase()), Err(CredentialListError::NotAnElement { index: 2, .. })));
    assert!(matches!(CredentialList::parse(format!("{list}\n").as_bytes()), Err(CredentialListError::NotCanonical(_))));
    let key = entries[0].parse().unwrap();
    assert!(matches!(CredentialList::from_unsorted(vec![key, key]), Err(CredentialListError::Twice(_))));
    assert!(CredentialList::from_unsorted(vec![]).unwrap().is_empty());
}

#[test]
fn drafts_that_are_refused() {
    let hall = hall();
    let question =
        |min, max, answers: usize| Question { answers: titles(answers), min, max, question: "问".to_owned() };
    let finish = |questions: Vec<Question>, name: &str, uuid: &str| {
        ElectionDraft { questions, name: name.to_owned(), ..ElectionDraft::default() }.finish(uuid, &hall.trustees)
    };
    let uuid = "11111111111111";
    assert!(finish(vec![question(0, 1, 2)], "名\n称", uuid).is_ok());
    let refused = [
        (finish(vec![], "", uuid), ElectionError::Question { question: 0 }),
        (finish(vec![question(0, 1, 1), question(2, 1, 2)], "", uuid), ElectionError::Question { question: 1 }),
        (finish(vec![question(0, 3, 2)], "", uuid), ElectionError::Question { question: 0 }),
        (finish(vec![question(0, 0, 0)], "", uuid), ElectionError::Question { question: 0 }),
        (finish(vec![question(0, 1, 2)], "\u{7f}", uuid), ElectionError::ControlCharacter),
        (finish(vec![question(0, 1, 2)], "", "1111111111111"), ElectionError::Uuid),
        (finish(vec![question(0, 1, 2)], "", "1111111111111l"), ElectionError::Uuid),
    ];
    for (was, expected) in refused {
        assert_eq!(was.unwrap_err(), expected);
    }
}

#[test]
fn a_ballot_under_every_question_of_an_other_shape() {
    let mut hall = Hall::opens(Paper::approve_each(&titles(2), &APPROVE, None).unwrap(), 1, (1, 1));
    let make = |hall: &mut Hall, choices: &[Vec<bool>]| {
        Ballot::make(&hall.election, &hall.voters[0], choices, &mut hall.rng).map(|made| made.ballot.tracker())
    };
    let good = vec![vec![true, false, false]; 2];
    assert!(make(&mut hall, &good).is_ok());
    for wrong in
        [vec![], good[..1].to_vec(), vec![vec![true]; 2], vec![vec![true, true, false]; 2], vec![vec![false; 3]; 2]]
    {
        assert!(make(&mut hall, &wrong).is_err());
    }
    let value: Value = serde_json::from_slice(hall.fills_in(0, &Marks::Rows(vec![None; 2])).ballot.bytes()).unwrap();
    assert_eq!(str(&value["election_uuid"]), hall.election.uuid());
}
