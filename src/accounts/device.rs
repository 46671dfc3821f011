//! A device where people have signed in before. Its cookie holds a random number and one mark for each account; it says
//! nothing of anybody without the server's secret.

use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{ids::AccountId, web::Secret};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    id: Uuid,
    /// The newest sign-in first.
    marks: Vec<String>,
}

/// People who share a device and are known on it.
const MOST: usize = 8;

impl Device {
    pub fn new() -> Self {
        Self { id: Uuid::new_v4(), marks: Vec::new() }
    }

    /// Whatever makes no sense is a new device; marks are judged when an account is asked for.
    pub fn of_cookie(text: &str) -> Self {
        let mut parts = text.split('.');
        let Some(id) = parts.next().and_then(|id| id.parse().ok()) else { return Self::new() };
        Self { id, marks: parts.take(MOST).map(ToOwned::to_owned).collect() }
    }

    pub fn cookie(&self) -> String {
        let mut text = self.id.simple().to_string();
        for mark in &self.marks {
            text.push('.');
            text.push_str(mark);
        }
        text
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Whether the holder of the account has signed in here.
    pub fn knows(&self, secret: &Secret, account: AccountId) -> bool {
        let mark = self.mark(secret, account);
        self.marks.iter().any(|known| bool::from(known.as_bytes().ct_eq(mark.as_bytes())))
    }

    /// After the holder of the account has signed in.
    #[must_use]
    pub fn knowing(mut self, secret: &Secret, account: AccountId) -> Self {
        let mark = self.mark(secret, account);
        self.marks.retain(|known| *known != mark);
        self.marks.insert(0, mark);
        self.marks.truncate(MOST);
        self
    }

    fn mark(&self, secret: &Secret, account: AccountId) -> String {
        hex(&secret.derive("known device", format!("{account}|{}", self.id).as_bytes()))
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_knows_who_signed_in_on_it_and_nobody_else() {
        let (secret, mine, yours) = (Secret::new([7; 32]), AccountId::new(), AccountId::new());
        let device = Device::new().knowing(&secret, mine);
        let kept = Device::of_cookie(&device.cookie());
        assert_eq!(kept, device);
        assert!(kept.knows(&secret, mine) && !kept.knows(&secret, yours));
        assert!(!kept.knows(&Secret::new([8; 32]), mine), "another server's");
        let both = kept.knowing(&secret, yours).knowing(&secret, mine);
        assert!(both.knows(&secret, mine) && both.knows(&secret, yours));
        assert_eq!(both.marks.len(), 2);
    }

    #[test]
    fn a_mark_serves_on_its_own_device_only_and_cannot_be_made_up() {
        let (secret, mine) = (Secret::new([7; 32]), AccountId::new());
        let device = Device::new().knowing(&secret, mine).cookie();
        let mark = device.split_once('.').map(|(_, mark)| mark).unwrap_or_default();
        let moved = format!("{}.{mark}", Uuid::new_v4().simple());
        let long = ".".repeat(10_000);
        for invented in ["", ".", "x", "x.y", &moved, &device[..40], &long] {
            assert!(!Device::of_cookie(invented).knows(&secret, mine), "{invented}");
        }
    }

    #[test]
    fn a_shared_device_knows_the_last_eight() {
        let secret = Secret::new([7; 32]);
        let people: Vec<AccountId> = (0..20).map(|_| AccountId::new()).collect();
        let device = people.iter().fold(Device::new(), |device, person| device.knowing(&secret, *person));
        let known = people.iter().filter(|person| device.knows(&secret, **person)).count();
        assert_eq!(known, 8);
        assert!(people[12..].iter().all(|person| device.knows(&secret, *person)));
        assert!(device.cookie().len() < 600);
    }
}
