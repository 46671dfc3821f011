//! A whole vote with everybody in one room: who holds which secret, and what they do.

use rand::SeedableRng;
use rand::rngs::StdRng;
use verifiable_ballots::archive::{write_header, write_record};
use verifiable_ballots::tally::combine;
use verifiable_ballots::trustee::decryption_key_from;
use verifiable_ballots::{
    Ballot, CapLine, CapProof, ChainHead, CheckedPartialDecryption, Credential, CredentialList, Election,
    ElectionDraft, ElectionResult, EncryptedTally, MadeBallot, Marks, Paper, PartialDecryption, Record, SecretScalar,
    Seed, ServerKey, TallyAccumulator, ThresholdKey, Trustees, new_uuid,
};

pub const TIMESTAMP: u64 = 1_795_409_130;

/// One round of voting and all its secrets.
pub struct Hall {
    pub rng: StdRng,
    pub paper: Paper,
    pub server: ServerKey,
    pub seeds: Vec<Seed>,
    pub key: ThresholdKey,
    pub trustees: Trustees,
    pub election: Election,
    pub voters: Vec<Credential>,
    pub credentials: CredentialList,
    pub head: ChainHead,
    pub file: Vec<u8>,
    pub caps: Vec<u8>,
    pub tally: TallyAccumulator,
}

pub fn titles(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("“项目{i}”在上城")).collect()
}

pub const APPROVE: [&str; 3] = ["赞成", "反对", "弃权"];
pub const RATING: [&str; 4] = ["满意", "基本满意", "不满意", "弃权"];

impl Hall {
    /// Keys are made, credentials given out, the box is opened.
    pub fn opens(paper: Paper, voters: usize, (t, n): (u32, usize)) -> Hall {
        let mut rng = StdRng::seed_from_u64(u64::try_from(voters).unwrap());
        let seeds: Vec<Seed> = (0..n).map(|_| Seed::generate(&mut rng)).collect();
        let key = ThresholdKey::ceremony(&seeds, t, &mut rng).unwrap();
        let server = ServerKey::generate(&mut rng);
        let trustees = Trustees::of_server_and_scrutineers(server.public(), &key.parameters).unwrap();
        let uuid = new_uuid(&mut rng);
        let draft = ElectionDraft {
            name: "民生实事项目票决".to_owned(),
            description: "第一轮".to_owned(),
            questions: paper.questions().to_vec(),
            ..ElectionDraft::default()
        };
        let election = draft.finish(&uuid, &trustees).unwrap();
        let voters: Vec<Credential> = (0..voters).map(|_| Credential::generate(&mut rng)).collect();
        let keys = voters.iter().map(|voter| voter.public(&uuid)).collect();
        let credentials = CredentialList::from_unsorted(keys).unwrap();
        let mut head = ChainHead::empty();
        let records = head.append_setup(&election, &trustees, &credentials).unwrap();
        let tally = TallyAccumulator::new(&election);
        let file = write_header(TIMESTAMP);
        let caps = Vec::new();
        let mut hall =
            Hall { rng, paper, server, seeds, key, trustees, election, voters, credentials, head, file, caps, tally };
        hall.write(&records);
        hall
    }

    pub fn write(&mut self, records: &[Record]) {
        records.iter().for_each(|record| self.file.extend(write_record(record, TIMESTAMP)));
    }

    /// A voter fills a ballot in.
    pub fn fills_in(&mut self, voter: usize, marks: &Marks) -> MadeBallot {
        let choices = self.paper.choices(marks).unwrap();
        Ballot::make(&self.election, &self.voters[voter], &choices, &mut self.rng).unwrap()
    }

    /// The server takes a ballot as it would: from its bytes, with every check.
    pub fn takes(&mut self, made: &MadeBallot) {
        let ballot = Ballot::parse(made.ballot.bytes()).unwrap();
        let ballot = ballot.check(&self.election, &self.credentials).unwrap();
        assert!(!ballot.has_identity_alpha());
        if let Some(max) = self.paper.cap() {
            let proof = CapProof::make(&self.election, made, max, &mut self.rng).unwrap();
            let proof = CapProof::parse(&proof.to_json()).unwrap();
            proof.check(&self.election, &ballot, max).unwrap();
            self.caps.extend(CapLine { tracker: ballot.tracker(), proof }.to_json());
            self.caps.push(b'\n');
        }
        self.tally.add(&ballot).unwrap();
        let records = self.head.append_ballot(ballot.bytes()).unwrap();
        self.write(&records);
    }

    pub fn casts(&mut self, voter: usize, marks: &Marks) {
        let made = self.fills_in(voter, marks);
        self.takes(&made);
    }

    /// The box is closed and its product published.
    pub fn closes(&mut self) -> EncryptedTally {
        let records = self.head.append_end_ballots().unwrap();
        self.write(&records);
        let tally = self.tally.finish();
        let records = self.head.append_encrypted_tally(&tally).unwrap();
        self.write(&records);
        tally
    }

    /// The private key of an owner, found as that owner finds it.
    pub fn private_key(&self, owner: u32) -> SecretScalar {
        match usize::try_from(owner).unwrap() {
            1 => self.server.private().clone(),
            owner => decryption_key_from(&self.seeds[owner - 2], &self.key.encrypted_keys[owner - 2]).unwrap(),
        }
    }

    /// One owner computes its factors, and they are published.
    pub fn decrypts(&mut self, owner: u32, tally: &EncryptedTally) -> CheckedPartialDecryption {
        let private = self.private_key(owner);
        let partial = PartialDecryption::make(&self.election, tally, &private, &mut self.rng);
        let records = self.head.append_partial_decryption(owner, &partial).unwrap();
        self.write(&records);
        partial.check(&self.election, tally, &self.trustees, owner).unwrap()
    }

    /// Everything from the closing of the box to the result.
    pub fn counts(&mut self, owners: &[u32]) -> ElectionResult {
        let tally = self.closes();
        let partials: Vec<_> = owners.iter().map(|&owner| self.decrypts(owner, &tally)).collect();
        let result = combine(&self.trustees, &tally, &partials).unwrap();
        let records = self.head.append_result(&result).unwrap();
        self.write(&records);
        result
    }
}
