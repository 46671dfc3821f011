//! Slow hashes: argon2id. Their memory is kept and used again, so that it is bounded and never given back to an allocator
//! that would keep it scattered.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{self, Output, ParamsString, PasswordHash, Salt},
    },
};
use parking_lot::Mutex;

use super::{Heavy, PageError};

/// What a new hash costs whoever makes it.
#[derive(Clone, Copy, Debug)]
pub struct HashingCost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl HashingCost {
    /// That of the program; only tests, which guess no passwords, pay less.
    pub const FULL: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    fn params(self) -> Result<Params, HashError> {
        Ok(Params::new(self.memory_kib, self.passes, 1, None)?)
    }
}

/// What a slow hash fills. Only [`HashingPool`] hands it out in the server, so no hash is made outside the pool.
pub struct HashingMemory {
    cost: HashingCost,
    blocks: Vec<Block>,
    made: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum HashError {
    #[error("hashing failed: {0}")]
    Hash(#[from] argon2::Error),
    #[error("a hash cannot be written down: {0}")]
    Written(#[from] password_hash::Error),
    #[error("a hash cannot be read: {0}")]
    Read(#[from] phc::Error),
}

impl HashingMemory {
    /// For the command line and for tests; `clippy.toml` keeps it out of everything else.
    pub fn outside_the_server(cost: HashingCost) -> Self {
        Self::of(cost)
    }

    fn of(cost: HashingCost) -> Self {
        Self { cost, blocks: Vec::new(), made: 0 }
    }

    /// As a PHC string, with a new salt.
    pub fn hash(&mut self, text: &[u8]) -> Result<String, HashError> {
        let params = self.cost.params()?;
        let salt = Salt::generate();
        let hash = self.fill(Algorithm::Argon2id, Version::V0x13, &params, text, &salt)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(hash),
        };
        Ok(hash.to_string())
    }

    /// Whether the PHC string was made of that text.
    pub fn matches(&mut self, text: &[u8], hash: &str) -> bool {
        self.matches_parsed(text, hash).unwrap_or(false)
    }

    /// A hash at the same cost that nobody knows a text for.
    pub fn of_nobody(&self) -> String {
        let HashingCost { memory_kib, passes } = self.cost;
        let salt_and_hash = "BZnGnV3xtAyFLd/5pMSsPQ$cQuPlsnXHU5pjBeKIdESb2J4QE15pWQXprLVyDuBBoQ";
        format!("$argon2id$v=19$m={memory_kib},t={passes},p=1${salt_and_hash}")
    }

    fn matches_parsed(&mut self, text: &[u8], hash: &str) -> Result<bool, HashError> {
        let known = PasswordHash::new(hash)?;
        let (Some(salt), Some(expected), Some(version)) = (&known.salt, &known.hash, known.version) else {
            return Ok(false);
        };
        let params = Params::try_from(&known)?;
        if params.m_cost() > HashingCost::FULL.memory_kib {
            return Ok(false);
        }
        let algorithm = Algorithm::try_from(known.algorithm.as_str())?;
        // The comparison of two outputs takes the same time wherever they differ.
        Ok(self.fill(algorithm, Version::try_from(version)?, &params, text, salt)? == *expected)
    }

    fn fill(
        &mut self,
        algorithm: Algorithm,
        version: Version,
        params: &Params,
        text: &[u8],
        salt: &[u8],
    ) -> Result<Output, HashError> {
        self.made += 1;
        self.blocks.resize(self.blocks.len().max(params.block_count()), Block::default());
        let mut output = [0_u8; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = output.get_mut(..length).ok_or(password_hash::Error::OutputSize)?;
        Argon2::new(algorithm, version, params.clone()).hash_password_into_with_memory(
            text,
            salt,
            output,
            &mut self.blocks,
        )?;
        Ok(Output::new(output)?)
    }
}

/// Where slow hashes are made, a few at a time.
pub struct HashingPool {
    cost: HashingCost,
    places: Heavy,
    kept: Arc<Mutex<Vec<HashingMemory>>>,
    made: Arc<AtomicU64>,
}

impl HashingPool {
    /// `at_once` hashes are made, `waiting` more may wait.
    pub fn new(cost: HashingCost, at_once: usize, waiting: usize) -> Self {
        Self { cost, places: Heavy::new(at_once, waiting), kept: Arc::default(), made: Arc::default() }
    }

    /// How many hashes were made: what a sign-in costs, whoever is named, is seen by it and not by a clock.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Runs `f` with memory to hash in when there is a place.
    pub async fn run<T, E>(&self, f: impl FnOnce(&mut HashingMemory) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PageError> + Send + 'static,
    {
        let (kept, made, cost) = (self.kept.clone(), self.made.clone(), self.cost);
        self.places
            .run(move || {
                let free = kept.lock().pop();
                let mut memory = free.unwrap_or_else(|| HashingMemory::of(cost));
                let before = memory.made;
                let done = f(&mut memory);
                made.fetch_add(memory.made - before, Ordering::Relaxed);
                kept.lock().push(memory);
                done
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn hashes_are_those_of_the_library() {
        let mut memory = HashingMemory::of(HashingCost::FULL);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, HashingCost::FULL.params().unwrap());
        let theirs = argon2.hash_password(b"correct horse").unwrap().to_string();
        assert!(memory.matches(b"correct horse", &theirs));
        assert!(!memory.matches(b"correct horses", &theirs));
        let hash = memory.hash(b"correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        argon2.verify_password(b"correct horse", hash.as_str()).unwrap();
        for broken in ["", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "$argon2id$v=19$m=999999,t=2,p=1$AAAAAAAAAAA$AAAA"] {
            assert!(!memory.matches(b"correct horse", broken), "{broken}");
        }
    }

    #[test]
    fn a_hash_of_nobody_costs_what_everybodys_costs() {
        for cost in [HashingCost::FULL, HashingCost { memory_kib: 64, passes: 1 }] {
            let mut memory = HashingMemory::of(cost);
            let (hash, of_nobody) = (memory.hash(b"correct horse").unwrap(), memory.of_nobody());
            let cost_of = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
            assert_eq!(cost_of(&of_nobody), cost_of(&hash));
            assert!(PasswordHash::new(&of_nobody).is_ok() && !memory.matches(b"", &of_nobody));
        }
    }

    #[actix_web::test]
    async fn the_pool_keeps_as_much_memory_as_it_has_places() {
        let pool = HashingPool::new(HashingCost::FULL, 2, 20);
        let hash = Arc::new(HashingMemory::of(HashingCost::FULL).hash(b"correct horse").unwrap());
        let checks = (0..12).map(|_| {
            let hash = hash.clone();
            pool.run(move |memory| Ok::<_, PageError>(memory.matches(b"correct horse", &hash)))
        });
        assert!(futures_util::future::join_all(checks).await.into_iter().all(Result::unwrap));
        let kept = pool.kept.lock();
        assert!((1..=2).contains(&kept.len()), "{}", kept.len());
        let all = usize::try_from(HashingCost::FULL.memory_kib).unwrap();
        assert!(kept.iter().all(|memory| memory.blocks.len() == all));
    }
}
