//! The chain of events: what may follow what, and how it goes on from a database.

use std::io::Cursor;

use verifiable_ballots::{
    Archive, ArchiveError, ChainError, ChainHead, EventType, Marks, Paper, RecordKind, Stage, TallyAccumulator,
};

use crate::support::hall::{Hall, TIMESTAMP, titles};
use crate::support::records;
use verifiable_ballots::archive::{Board, Counting, write_header, write_record};

/// Reads all records, as far as they are right.
fn read_through(file: &[u8]) -> Result<(), ArchiveError> {
    let mut archive = Archive::open(Cursor::new(file))?;
    while archive.next_record()?.is_some() {}
    Ok(())
}

fn hall() -> Hall {
    Hall::opens(Paper::choose_up_to("一项", &titles(2), 1).unwrap(), 2, (2, 3))
}

#[test]
fn each_event_has_its_time_and_no_other() {
    use EventType as E;
    use Stage as S;
    let possible = [
        (S::Empty, E::Setup, S::Voting),
        (S::Voting, E::Ballot, S::Voting),
        (S::Voting, E::EndBallots, S::Closed),
        (S::Closed, E::EncryptedTally, S::Tallied),
        (S::Tallied, E::PartialDecryption, S::Decrypting),
        (S::Decrypting, E::PartialDecryption, S::Decrypting),
        (S::Decrypting, E::Result, S::Finished),
    ];
    let events = [
        E::Setup,
        E::Ballot,
        E::EndBallots,
        E::EncryptedTally,
        E::Shuffle,
        E::EndShuffles,
        E::PartialDecryption,
        E::Result,
    ];
    for (stage, event) in Stage::ALL.into_iter().flat_map(|stage| events.map(|event| (stage, event))) {
        let expected = possible.iter().find(|(from, kind, _)| (*from, *kind) == (stage, event)).map(|(.., to)| *to);
        assert_eq!(stage.after(event), expected, "{event} at {stage}");
    }
}

#[test]
fn an_event_out_of_its_time_leaves_the_chain_alone() {
    let mut hall = hall();
    let ballot = hall.fills_in(0, &Marks::Ticked(vec![0])).ballot;
    let tally = TallyAccumulator::new(&hall.election).finish();
    let result = hall.counts(&[1, 2, 3]);
    let before = hall.head.clone();
    let refused = |event| Err(ChainError::NotAllowed { event, stage: Stage::Finished });
    assert_eq!(hall.head.append_ballot(ballot.bytes()), refused(EventType::Ballot));
    assert_eq!(hall.head.append_end_ballots(), refused(EventType::EndBallots));
    assert_eq!(hall.head.append_encrypted_tally(&tally), refused(EventType::EncryptedTally));
    assert_eq!(hall.head.append_result(&result), refused(EventType::Result));
    assert_eq!(hall.head.append_setup(&hall.election, &hall.trustees, &hall.credentials), refused(EventType::Setup));
    assert_eq!(hall.head, before);
}

#[test]
fn the_chain_goes_on_from_what_a_database_keeps() {
    let mut hall = hall();
    let bytes = hall.fills_in(0, &Marks::Ticked(vec![0])).ballot.bytes().to_vec();
    let (hash, height) = (hall.head.last_event().unwrap().to_owned(), hall.head.height().unwrap());
    let stage: Stage = hall.head.stage().to_string().parse().unwrap();
    let mut loaded = ChainHead::resume(&hash, height, stage).unwrap();
    assert_eq!(loaded, hall.head);
    let records = loaded.append_ballot(&bytes).unwrap();
    assert_eq!(hall.head.append_ballot(&bytes).unwrap(), records);
    assert_eq!(loaded, hall.head);
    assert_eq!((loaded.height(), records.len()), (Some(1), 2));
    assert_eq!(records.iter().map(|r| r.kind).collect::<Vec<_>>(), [RecordKind::Data, RecordKind::Event]);
    assert_eq!(loaded.last_event(), Some(records[1].hash.as_str()));
}

#[test]
fn no_chain_has_such_a_head() {
    let hash = "a".repeat(64);
    for stage in Stage::ALL {
        assert_eq!(stage.to_string().parse::<Stage>(), Ok(stage));
        let least =
            [None, Some(0), Some(1), Some(2), Some(3), Some(4)][Stage::ALL.iter().position(|s| *s == stage).unwrap()];
        for height in 0..6 {
            let possible = least.is_some_and(|least| height >= least);
            assert_eq!(ChainHead::resume(&hash, height, stage).is_ok(), possible, "{stage} {height}");
        }
    }
    for wrong in ["", "a", &"A".repeat(64), &"g".repeat(64), &"a".repeat(65)] {
        assert_eq!(ChainHead::resume(wrong, 0, Stage::Voting), Err(ChainError::NoHead));
    }
    assert!("open".parse::<Stage>().is_err());
    assert_eq!((ChainHead::empty().last_event(), ChainHead::empty().height()), (None, None));
}

#[test]
fn records_read_are_the_records_written() {
    let mut hall = hall();
    hall.casts(0, &Marks::Ticked(vec![0]));
    hall.counts(&[1, 3, 4]);
    assert_eq!(Archive::open(Cursor::new(&hall.file)).unwrap().timestamp(), TIMESTAMP);
    let mut again = write_header(TIMESTAMP);
    records(&hall.file).iter().for_each(|record| again.extend(write_record(record, TIMESTAMP)));
    assert!(again == hall.file);
}

#[test]
fn the_count_is_read_from_what_follows_the_last_ballot() {
    let mut hall = hall();
    hall.casts(0, &Marks::Ticked(vec![0]));
    hall.casts(1, &Marks::Ticked(vec![1]));
    let ballots = records(&hall.file).len();
    hall.counts(&[1, 3, 4]);
    let all = records(&hall.file);
    let mut archive = Archive::open(Cursor::new(&hall.file)).unwrap();
    let board = Board::read(&mut archive).unwrap();

    let counting = Counting::read(&all[ballots..]).unwrap();
    assert_eq!(Counting::read(&all).unwrap(), counting, "ballots before it change nothing");
    let (tally, sized) = board.tally.unwrap();
    assert_eq!(counting.tally, Some((archive.content(&tally).unwrap(), archive.content(&sized).unwrap())));
    let owners: Vec<u32> = counting.partial_decryptions.iter().map(|(owner, _)| *owner).collect();
    assert_eq!(owners, [1, 3, 4]);
    for ((_, place), (_, content)) in board.partial_decryptions.iter().zip(&counting.partial_decryptions) {
        assert_eq!(&archive.content(place).unwrap(), content);
    }

    assert_eq!(Counting::read(&all[..ballots]).unwrap(), Counting::default(), "nothing is counted yet");
    for number in ballots..all.len() {
        let mut changed = all.clone();
        changed[number].content.push(b' ');
        assert!(Counting::read(&changed[ballots..]).is_err(), "record {number}");
    }
    assert!(Counting::read(&all[ballots + 2..]).is_err(), "the tally it speaks of is missing");
}

#[test]
fn only_plain_records_with_right_sums() {
    let hall = hall();
    let with = |at: usize, byte: u8, mend_sum: bool| {
        let mut file = hall.file.clone();
        let header = &mut file[1024..1536];
        header[at] = byte;
        if mend_sum {
            header[148..156].copy_from_slice(b"        ");
            let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
            header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
        read_through(&file)
    };
    let unexpected = Err(ArchiveError::UnexpectedRecord { at: 1024 });
    assert_eq!(with(156, b'0', true), Ok(()));
    assert_eq!(with(156, 0, true), Ok(()), "an older form of the same");
    for (at, byte) in
        [(156, b'2'), (157, b'x'), (257, b'u'), (511, 1), (100, b'x'), (124, b'8'), (0, b'g'), (75, b'x'), (99, 1)]
    {
        assert_eq!(with(at, byte, true), unexpected, "{at}");
    }
    assert_eq!(with(106, b'5', false), Err(ArchiveError::CheckSum { at: 1024 }));
    assert_eq!(with(124, b'7', true), Err(ArchiveError::Truncated { at: 1024 }));
}

#[test]
fn a_file_cut_off_anywhere_is_noticed_unless_an_event_ends_there() {
    let mut hall = hall();
    hall.casts(0, &Marks::Ticked(vec![0]));
    let whole = |length: usize| read_through(&hall.file[..length]).is_ok();
    for length in (0..hall.file.len()).filter(|length| length % 512 != 0) {
        assert!(!whole(length), "{length}");
    }
    assert_eq!(read_through(b"").unwrap_err(), ArchiveError::NotAnArchive);
    assert_eq!(read_through(&[0; 10_240]).unwrap_err(), ArchiveError::NotAnArchive);
    assert_eq!(read_through(b"BELENIOS").unwrap_err(), ArchiveError::NotAnArchive);
    assert_eq!(read_through(&hall.file[512..]).unwrap_err(), ArchiveError::NotAnArchive);
    assert_eq!(read_through(&hall.file[1024..]).unwrap_err(), ArchiveError::NoHeader);
}
