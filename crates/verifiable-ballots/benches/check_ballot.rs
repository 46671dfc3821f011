//! How long a ballot takes to check, and an archive to verify on one and on two threads.
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

use std::hint::black_box;
use std::num::NonZero;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::SeedableRng;
use rand::rngs::StdRng;
use verifiable_ballots::archive::{write_header, write_record};
use verifiable_ballots::trustee::TrusteeKind;
use verifiable_ballots::{
    Ballot, CapProof, ChainHead, Credential, CredentialList, Election, ElectionDraft, MadeBallot, Marks, Paper,
    ServerKey, TallyAccumulator, Trustees, VerifyOptions, new_uuid, verify,
};

struct Room {
    rng: StdRng,
    paper: Paper,
    trustees: Trustees,
    election: Election,
    voters: Vec<Credential>,
    credentials: CredentialList,
}

fn open(paper: Paper, voters: usize) -> Room {
    let mut rng = StdRng::seed_from_u64(1);
    let server = ServerKey::generate(&mut rng);
    let trustees = Trustees::from_kinds(vec![TrusteeKind::Single(Box::new(server.public().clone()))]).unwrap();
    let draft = ElectionDraft { questions: paper.questions().to_vec(), ..ElectionDraft::default() };
    let uuid = new_uuid(&mut rng);
    let election = draft.finish(&uuid, &trustees).unwrap();
    let voters: Vec<Credential> = (0..voters).map(|_| Credential::generate(&mut rng)).collect();
    let credentials = CredentialList::from_unsorted(voters.iter().map(|v| v.public(&uuid)).collect()).unwrap();
    Room { rng, paper, trustees, election, voters, credentials }
}

impl Room {
    fn fill_in(&mut self, voter: usize, marks: &Marks) -> MadeBallot {
        let choices = self.paper.choices(marks).unwrap();
        Ballot::make(&self.election, &self.voters[voter], &choices, &mut self.rng).unwrap()
    }
}

fn titles() -> Vec<String> {
    (1..=12).map(|i| format!("候选项目{i}")).collect()
}

fn choose_up_to() -> Room {
    open(Paper::choose_up_to("请最多选择10项", &titles(), 10).unwrap(), 100)
}

fn approve_each() -> Room {
    open(Paper::approve_each(&titles(), &["赞成", "反对", "弃权"], Some(10)).unwrap(), 1)
}

fn one_ballot(c: &mut Criterion) {
    let mut room = choose_up_to();
    let made = room.fill_in(0, &Marks::Ticked(vec![0, 2, 4, 6, 8, 10]));
    let bytes = made.ballot.bytes();
    c.bench_function("parse choose_up_to", |b| b.iter(|| Ballot::parse(black_box(bytes)).unwrap()));
    c.bench_function("check choose_up_to", |b| {
        b.iter(|| Ballot::parse(black_box(bytes)).unwrap().check(&room.election, &room.credentials).unwrap());
    });
    let mut room = approve_each();
    let made = room.fill_in(0, &Marks::Rows((0..12).map(|i| Some(i % 3)).collect()));
    let bytes = made.ballot.bytes();
    let cap = CapProof::make(&room.election, &made, 10, &mut room.rng).unwrap().to_json();
    c.bench_function("check approve_each with cap", |b| {
        b.iter(|| {
            let ballot = Ballot::parse(black_box(bytes)).unwrap();
            ballot.check(&room.election, &room.credentials).unwrap();
            CapProof::parse(black_box(&cap)).unwrap().check(&room.election, &ballot, 10).unwrap();
        });
    });
    c.bench_function("make choose_up_to", |b| {
        let mut room = choose_up_to();
        b.iter(|| room.fill_in(0, &Marks::Ticked(vec![0, 2, 4, 6, 8, 10])));
    });
}

fn archive(c: &mut Criterion) {
    let mut room = choose_up_to();
    let mut head = ChainHead::empty();
    let mut tally = TallyAccumulator::new(&room.election);
    let mut records = head.append_setup(&room.election, &room.trustees, &room.credentials).unwrap();
    for voter in 0..room.voters.len() {
        let made = room.fill_in(voter, &Marks::Ticked(vec![voter % 12]));
        tally.add(&made.ballot).unwrap();
        records.extend(head.append_ballot(made.ballot.bytes()).unwrap());
    }
    records.extend(head.append_end_ballots().unwrap());
    records.extend(head.append_encrypted_tally(&tally.finish()).unwrap());
    let mut file = write_header(0);
    records.iter().for_each(|record| file.extend(write_record(record, 0)));
    let mut group = c.benchmark_group("verify 100 ballots");
    group.throughput(Throughput::Elements(100)).sample_size(10);
    for threads in [1, 2] {
        let options = VerifyOptions { threads: NonZero::new(threads), ..VerifyOptions::default() };
        group.bench_function(BenchmarkId::new("threads", threads), |b| {
            b.iter(|| verify(black_box(&file), &options, &mut |_| {}).unwrap());
        });
    }
}

criterion_group!(benches, one_ballot, archive);
criterion_main!(benches);
