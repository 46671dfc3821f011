//! Elections made by the reference tool: every file read, recomputed and verified.

use verifiable_ballots::archive::{Archive, write_header, write_record};
use verifiable_ballots::tally::combine;
use verifiable_ballots::trustee::decryption_key_from;
use verifiable_ballots::{
    Ballot, ChainHead, CheckedBallot, Credential, CredentialList, ElectionDraft, ElectionResult, Element,
    EncryptedTally, PartialDecryption, Question, SecretScalar, Seed, Stage, TallyAccumulator, Trustees,
};

use crate::support::{ELECTIONS, array, bytes, credentials, election, json, str, text, verified};

fn trustees(folder: &str) -> Trustees {
    Trustees::parse(&bytes(format!("{folder}/trustees.json"))).unwrap()
}

fn ballots(folder: &str) -> Vec<Ballot> {
    text(format!("{folder}/ballots.jsonl")).lines().map(|line| Ballot::parse(line.as_bytes()).unwrap()).collect()
}

fn tally(folder: &str) -> EncryptedTally {
    let mut tally = TallyAccumulator::new(&election(folder));
    ballots(folder).into_iter().for_each(|ballot| tally.add(&CheckedBallot::checked_before(ballot).unwrap()).unwrap());
    tally.finish()
}

#[test]
fn the_set_up_is_understood() {
    for folder in ELECTIONS {
        let (election, trustees) = (election(folder), trustees(folder));
        assert_eq!(election.fingerprint(), text(format!("{folder}/fingerprint.txt")));
        assert_eq!(election.uuid(), text(format!("{folder}/uuid.txt")));
        assert_eq!(election.public_key(), trustees.election_key());
        assert_eq!((trustees.owners(), trustees.threshold()), (4, Some(2)));
        for z in 1..=3u8 {
            let seed: Seed = text(format!("{folder}/trustees/pedersen{z}/seed.txt")).parse().unwrap();
            assert_eq!(trustees.verification_keys()[usize::from(z) - 1], seed.verification_key());
        }
    }
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    for folder in ELECTIONS {
        let template = json(format!("{folder}/template.json"));
        let questions: Vec<Question> = serde_json::from_value(template["questions"].clone()).unwrap();
        let (name, description) = (str(&template["name"]).to_owned(), str(&template["description"]).to_owned());
        let draft = ElectionDraft { name, description, questions, ..ElectionDraft::default() };
        let made = draft.finish(&text(format!("{folder}/uuid.txt")), &trustees(folder)).unwrap();
        assert_eq!(made.bytes(), bytes(format!("{folder}/election.json")));
    }
}

#[test]
fn credentials_are_sorted_as_the_tool_sorts_them() {
    for folder in ELECTIONS {
        let uuid = text(format!("{folder}/uuid.txt"));
        let secret = json(format!("{folder}/private_creds.json"));
        let public = |code| str(code).parse::<Credential>().unwrap().public(&uuid);
        let keys: Vec<Element> = secret.as_object().unwrap().values().map(public).collect();
        let list = CredentialList::from_unsorted(keys.clone()).unwrap();
        assert_eq!(list.to_json(), bytes(format!("{folder}/public_creds.json")));
        assert_eq!(list.len(), keys.len());
        assert!(keys.iter().all(|key| list.contains(key)));
        assert!(!list.contains(election(folder).public_key()));
    }
}

#[test]
fn every_ballot_checks_and_has_its_tracker() {
    for folder in ELECTIONS {
        let (election, credentials) = (election(folder), credentials(folder));
        let trackers = text(format!("{folder}/trackers.txt"));
        let ballots = ballots(folder);
        assert_eq!(ballots.len(), trackers.lines().count());
        for (ballot, tracker) in ballots.into_iter().zip(trackers.lines()) {
            let ballot = ballot.check(&election, &credentials).unwrap();
            assert_eq!(ballot.tracker(), tracker);
            assert!(!ballot.has_identity_alpha());
        }
    }
}

#[test]
fn the_product_of_the_ballots_is_the_published_tally() {
    for folder in ELECTIONS {
        let tally = tally(folder);
        let (payload, sized) =
            (bytes(format!("{folder}/encrypted_tally.json")), bytes(format!("{folder}/sized_encrypted_tally.json")));
        assert_eq!(tally.payload(), payload);
        assert_eq!(tally.sized_payload(), sized);
        assert_eq!(EncryptedTally::parse(&payload, &sized, &election(folder)).unwrap(), tally);
    }
}

#[test]
fn each_trustee_opens_its_part_and_any_two_scrutineers_are_enough() {
    for folder in ELECTIONS {
        let (election, trustees, tally) = (election(folder), trustees(folder), tally(folder));
        let mut published = Vec::new();
        for owner in 1..=4u32 {
            let partial = PartialDecryption::parse(&bytes(format!("{folder}/partial_decryptions/owner{owner}.json")));
            let partial = partial.unwrap();
            let private: SecretScalar = if owner == 1 {
                serde_json::from_slice(&bytes(format!("{folder}/trustees/server/private_key.json"))).unwrap()
            } else {
                let of = format!("{folder}/trustees/pedersen{}", owner - 1);
                let seed: Seed = text(format!("{of}/seed.txt")).parse().unwrap();
                decryption_key_from(&seed, &text(format!("{of}/encrypted_decryption_key.txt"))).unwrap()
            };
            let ours = PartialDecryption::make(&election, &tally, &private, &mut rand::rng());
            let factors = |p: &PartialDecryption| {
                let json: serde_json::Value = serde_json::from_slice(&p.to_json()).unwrap();
                json["decryption_factors"].clone()
            };
            assert_eq!(factors(&ours), factors(&partial));
            ours.check(&election, &tally, &trustees, owner).unwrap();
            published.push(partial.check(&election, &tally, &trustees, owner).unwrap());
        }
        let result = ElectionResult::parse(&bytes(format!("{folder}/result.json"))).unwrap();
        for scrutineers in [[2, 3], [2, 4], [3, 4], [4, 2]] {
            let chosen = [1, scrutineers[0], scrutineers[1]].map(|owner| published[owner - 1].clone());
            assert_eq!(combine(&trustees, &tally, &chosen).unwrap(), result);
        }
        assert_eq!(combine(&trustees, &tally, &published).unwrap(), result);
        assert_eq!(result.to_json(), bytes(format!("{folder}/result.json")));
        assert_eq!(result.counts, plain_counts(folder));
    }
}

/// The counts of the plain votes.
fn plain_counts(folder: &str) -> Vec<Vec<u64>> {
    let votes = json(format!("{folder}/votes.json"));
    let row = |vote: &serde_json::Value| -> Vec<Vec<u64>> { serde_json::from_value(vote.clone()).unwrap() };
    array(&votes)
        .iter()
        .map(row)
        .reduce(|mut sum, vote| {
            sum.iter_mut().flatten().zip(vote.iter().flatten()).for_each(|(sum, one)| *sum += one);
            sum
        })
        .unwrap()
}

#[test]
fn archives_verify_at_every_stage() {
    let stages = [("1-setup", Stage::Voting), ("2-after-ballots", Stage::Voting), ("3-final", Stage::Finished)];
    for (folder, (name, stage)) in ELECTIONS.iter().flat_map(|f| stages.map(|s| (f, s))) {
        if *folder == "negative/base" && name == "2-after-ballots" {
            continue;
        }
        let verified = verified(&bytes(format!("{folder}/archives/{name}.bel"))).unwrap();
        assert_eq!(verified.head.stage(), stage);
        if stage == Stage::Finished {
            assert_eq!(verified.result.unwrap().to_json(), bytes(format!("{folder}/result.json")));
            assert_eq!(verified.trackers.join("\n"), text(format!("{folder}/trackers.txt")));
        }
    }
}

#[test]
fn our_chain_gives_the_bytes_of_the_tool() {
    for folder in ELECTIONS {
        let file = bytes(format!("{folder}/archives/3-final.bel"));
        let timestamp = Archive::open(std::io::Cursor::new(&file)).unwrap().timestamp();
        let (mut head, tally) = (ChainHead::empty(), tally(folder));
        let mut records = head.append_setup(&election(folder), &trustees(folder), &credentials(folder)).unwrap();
        for ballot in ballots(folder) {
            records.extend(head.append_ballot(ballot.bytes()).unwrap());
        }
        records.extend(head.append_end_ballots().unwrap());
        records.extend(head.append_encrypted_tally(&tally).unwrap());
        for owner in [1, 2, 4] {
            let bytes = bytes(format!("{folder}/partial_decryptions/owner{owner}.json"));
            let partial = PartialDecryption::parse(&bytes).unwrap();
            records.extend(head.append_partial_decryption(owner, &partial).unwrap());
        }
        let result = ElectionResult::parse(&bytes(format!("{folder}/result.json"))).unwrap();
        records.extend(head.append_result(&result).unwrap());
        let mut ours = write_header(timestamp);
        records.iter().for_each(|record| ours.extend(write_record(record, timestamp)));
        assert!(ours == file, "{folder}: the bytes differ");
        assert!(crate::support::records(&file) == records);
    }
}
