//! Slow hashes: argon2id, 19 MiB, two passes. Their memory is kept and used again, so that it is bounded and never given
//! back to an allocator that would keep it scattered.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{self, Output, ParamsString, PasswordHash, Salt},
    },
};
use parking_lot::Mutex;

use super::{Heavy, PageError};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What a slow hash fills. Only [`HashingPool`] hands it out in the server, so no hash is made outside the pool.
#[derive(Default)]
pub struct HashingMemory(Vec<Block>);

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
    pub fn outside_the_server() -> Self {
        Self::default()
    }

    /// As a PHC string, with a new salt.
    pub fn hash(&mut self, text: &[u8]) -> Result<String, HashError> {
        let params = ours()?;
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

    fn matches_parsed(&mut self, text: &[u8], hash: &str) -> Result<bool, HashError> {
        let known = PasswordHash::new(hash)?;
        let (Some(salt), Some(expected), Some(version)) = (&known.salt, &known.hash, known.version) else {
            return Ok(false);
        };
        let params = Params::try_from(&known)?;
        if params.m_cost() > MEMORY_KIB {
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
        self.0.resize(self.0.len().max(params.block_count()), Block::default());
        let mut output = [0_u8; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = output.get_mut(..length).ok_or(password_hash::Error::OutputSize)?;
        Argon2::new(algorithm, version, params.clone()).hash_password_into_with_memory(
            text,
            salt,
            output,
            &mut self.0,
        )?;
        Ok(Output::new(output)?)
    }
}

fn ours() -> Result<Params, HashError> {
    Ok(Params::new(MEMORY_KIB, PASSES, 1, None)?)
}

/// Where slow hashes are made, a few at a time.
pub struct HashingPool {
    places: Heavy,
    kept: Arc<Mutex<Vec<HashingMemory>>>,
}

impl HashingPool {
    /// `at_once` hashes are made, `waiting` more may wait.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self { places: Heavy::new(at_once, waiting), kept: Arc::default() }
    }

    /// Runs `f` with memory to hash in when there is a place.
    pub async fn run<T, E>(&self, f: impl FnOnce(&mut HashingMemory) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PageError> + Send + 'static,
    {
        let kept = self.kept.clone();
        self.places
            .run(move || {
                let free = kept.lock().pop();
                let mut memory = free.unwrap_or_default();
                let done = f(&mut memory);
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
        let mut memory = HashingMemory::default();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, ours().unwrap());
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

    #[actix_web::test]
    async fn the_pool_keeps_as_much_memory_as_it_has_places() {
        let pool = HashingPool::new(2, 20);
        let hash = Arc::new(HashingMemory::default().hash(b"correct horse").unwrap());
        let checks = (0..12).map(|_| {
            let hash = hash.clone();
            pool.run(move |memory| Ok::<_, PageError>(memory.matches(b"correct horse", &hash)))
        });
        assert!(futures_util::future::join_all(checks).await.into_iter().all(Result::unwrap));
        let kept = pool.kept.lock();
        assert!((1..=2).contains(&kept.len()), "{}", kept.len());
        assert!(kept.iter().all(|memory| memory.0.len() == usize::try_from(MEMORY_KIB).unwrap()));
    }
}
