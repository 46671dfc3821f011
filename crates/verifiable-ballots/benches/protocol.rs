//! What checking, counting and opening cost, beside the price of the curve operations that they are made of, so that
//! docs/speed.md can say how far each is from the least it could take.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that cannot run should stop; its figures are its output"
)]

#[path = "../tests/support/hall.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod hall;

use std::hint::black_box;
use std::io::Cursor;
use std::num::NonZero;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint, VartimeEdwardsPrecomputation};
use curve25519_dalek::scalar::Scalar as DalekScalar;
use curve25519_dalek::traits::VartimePrecomputedMultiscalarMul;
use hall::{APPROVE, Hall, titles};
use rand::SeedableRng;
use rand::rngs::StdRng;
use verifiable_ballots::tally::combine;
use verifiable_ballots::{
    Ballot, CapProof, CheckedBallot, Marks, Paper, PartialDecryption, Scalar, TallyAccumulator, VerifyOptions, verify,
};

fn choose_up_to() -> Paper {
    Paper::choose_up_to("请最多选择10项", &titles(12), 10).unwrap()
}

fn approve_each() -> Paper {
    Paper::approve_each(&titles(12), &APPROVE, Some(10)).unwrap()
}

fn ticked() -> Marks {
    Marks::Ticked(vec![0, 2, 4, 6, 8, 10])
}

fn rows() -> Marks {
    Marks::Rows((0..12).map(|i| Some(i % 3)).collect())
}

/// The prices: what one operation of the curve costs on this machine.
fn curve(c: &mut Criterion) {
    let mut rng = StdRng::seed_from_u64(1);
    let scalar = |rng: &mut StdRng| {
        let mut bytes = [0; 64];
        rand::Rng::fill_bytes(rng, &mut bytes);
        DalekScalar::from_bytes_mod_order_wide(&bytes)
    };
    let (a, b) = (scalar(&mut rng), scalar(&mut rng));
    let point = EdwardsPoint::mul_base(&scalar(&mut rng));
    let (key, text) = (EdwardsPoint::mul_base(&scalar(&mut rng)), point.compress());
    let table = VartimeEdwardsPrecomputation::new([key]);
    let mut group = c.benchmark_group("curve");
    group.bench_function("g^a P^b", |bench| {
        bench.iter(|| EdwardsPoint::vartime_double_scalar_mul_basepoint(black_box(&b), &point, &a));
    });
    group.bench_function("y^a P^b, y in a table", |bench| {
        bench.iter(|| table.vartime_mixed_multiscalar_mul([black_box(&a)], [&b], [&point]));
    });
    group.bench_function("P^b in constant time", |bench| bench.iter(|| point * black_box(&b)));
    group.bench_function("g^a in constant time", |bench| bench.iter(|| EdwardsPoint::mul_base(black_box(&a))));
    group.bench_function("is in the subgroup", |bench| {
        let minus_one = -DalekScalar::ONE;
        bench.iter(|| {
            EdwardsPoint::vartime_double_scalar_mul_basepoint(&minus_one, black_box(&point), &DalekScalar::ZERO)
        });
    });
    group.bench_function("decompress", |bench| {
        bench.iter(|| CompressedEdwardsY(*black_box(&text).as_bytes()).decompress());
    });
    group.bench_function("compress 72 at once", |bench| {
        bench.iter(|| EdwardsPoint::compress_batch_alloc(black_box(&[point; 72])));
    });
    group.bench_function("add", |bench| bench.iter(|| black_box(point) + key));
    group.finish();
}

fn ballots(c: &mut Criterion) {
    let mut hall = Hall::opens(choose_up_to(), 1, (2, 3));
    let made = hall.fills_in(0, &ticked());
    let bytes = made.ballot.bytes();
    println!("size: a choose_up_to ballot has {} bytes", bytes.len());
    c.bench_function("parse choose_up_to", |b| b.iter(|| Ballot::parse(black_box(bytes)).unwrap()));
    c.bench_function("check choose_up_to", |b| {
        b.iter(|| Ballot::parse(black_box(bytes)).unwrap().check(&hall.election, &hall.credentials).unwrap());
    });
    c.bench_function("make choose_up_to", |b| b.iter(|| hall.fills_in(0, &ticked())));

    let mut hall = Hall::opens(approve_each(), 1, (2, 3));
    let made = hall.fills_in(0, &rows());
    let bytes = made.ballot.bytes();
    let cap = CapProof::make(&hall.election, &made, 10, &mut hall.rng).unwrap().to_json();
    println!("size: an approve_each ballot has {} bytes, its cap proof {}", bytes.len(), cap.len());
    c.bench_function("check approve_each with cap", |b| {
        b.iter(|| {
            let ballot = Ballot::parse(black_box(bytes)).unwrap();
            let ballot = ballot.check(&hall.election, &hall.credentials).unwrap();
            CapProof::parse(black_box(&cap)).unwrap().check(&hall.election, &ballot, 10).unwrap();
        });
    });
    c.bench_function("make approve_each with cap", |b| {
        b.iter(|| {
            let made = hall.fills_in(0, &rows());
            CapProof::make(&hall.election, &made, 10, &mut hall.rng).unwrap()
        });
    });
    let checked = CheckedBallot::checked_before(made.ballot).unwrap();
    let tally = TallyAccumulator::new(&hall.election);
    c.bench_function("aggregate one approve_each", |b| {
        b.iter_batched_ref(|| tally.clone(), |tally| tally.add(black_box(&checked)).unwrap(), BatchSize::SmallInput);
    });
}

/// Opening a box that 3,000 ballots were put into. One ballot added 3,000 times makes the same product.
fn opening(c: &mut Criterion) {
    let mut hall = Hall::opens(choose_up_to(), 1, (2, 3));
    let made = hall.fills_in(0, &ticked());
    let ballot = CheckedBallot::checked_before(made.ballot).unwrap();
    (0..3_000).for_each(|_| hall.tally.add(&ballot).unwrap());
    let tally = hall.closes();
    let private: Scalar = **hall.server.private();
    c.bench_function("partial decryption: make, 12 ciphertexts", |b| {
        b.iter(|| PartialDecryption::make(&hall.election, &tally, black_box(&private), &mut hall.rng));
    });
    let partial = PartialDecryption::make(&hall.election, &tally, &private, &mut hall.rng);
    c.bench_function("partial decryption: check, 12 ciphertexts", |b| {
        b.iter(|| black_box(partial.clone()).check(&hall.election, &tally, &hall.trustees, 1).unwrap());
    });
    let partials = [1, 2, 4].map(|owner| hall.decrypts(owner, &tally));
    c.bench_function("combine and 12 logarithms up to 3000", |b| {
        b.iter(|| combine(&hall.trustees, &tally, black_box(&partials)).unwrap());
    });
}

/// A whole box of 3,000 ballots, as `piaojue verify` checks it, on one core and on two.
fn verifying(c: &mut Criterion) {
    let mut hall = Hall::opens(choose_up_to(), 3_000, (2, 3));
    for voter in 0..3_000 {
        let made = hall.fills_in(voter, &Marks::Ticked(vec![voter % 12]));
        hall.tally.add(&CheckedBallot::checked_before(made.ballot.clone()).unwrap()).unwrap();
        let records = hall.head.append_ballot(made.ballot.bytes()).unwrap();
        hall.write(&records);
    }
    hall.counts(&[1, 2, 4]);
    println!("size: an archive of 3000 choose_up_to ballots has {} bytes", hall.file.len());
    let mut group = c.benchmark_group("verify 3000 choose_up_to");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for threads in [1, 2] {
        let options = VerifyOptions { threads: NonZero::new(threads), ..VerifyOptions::default() };
        group.bench_function(threads.to_string(), |b| {
            b.iter(|| verify(Cursor::new(black_box(&hall.file)), &options, &mut |_| {}).unwrap());
        });
    }
}

criterion_group! {
    name = benches;
    // Medians of short runs: the machine is shared, and longer runs only meet more of the others' work.
    config = Criterion::default().warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3)).sample_size(50).without_plots();
    targets = curve, ballots, opening, verifying
}
criterion_main!(benches);
