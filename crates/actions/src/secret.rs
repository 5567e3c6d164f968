//! The server's key and what is derived from it: digests, codes, signed forms.

use beringia_domain::Code;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::error::ActionError;

/// The server's key: 32 bytes that never leave it.
#[derive(Clone)]
pub struct Key {
    bytes: [u8; 32],
    /// The code of nothing yet under this key: every page asks for several.
    begun: Hmac<Sha256>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        let begun = Hmac::new_from_slice(&bytes).expect("any length is a key");
        Self { bytes, begun }
    }

    /// A new key.
    pub fn random() -> Result<Self, ActionError> {
        Ok(Self::new(random_bytes()?))
    }

    /// Its bytes, for the file it is kept in.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The code of these parts under this key, for one purpose.
    pub(crate) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.begun.clone();
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The same, as text for a table.
    pub(crate) fn digest(&self, purpose: &str, secret: &str) -> String {
        hex(&self.mac(purpose, &[secret.as_bytes()])[..20])
    }

    /// A code that only this key can derive.
    pub(crate) fn code(&self, purpose: &str, numbers: &[i64]) -> Code {
        let parts: Vec<[u8; 8]> = numbers.iter().map(|n| n.to_le_bytes()).collect();
        let parts: Vec<&[u8]> = parts.iter().map(<[u8; 8]>::as_slice).collect();
        let mac = self.mac(purpose, &parts);
        Code::from_bits(mac[..10].try_into().expect("ten of thirty-two"))
    }

    /// Signs a text for a form or a cookie: the text, then the code.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        format!("{text}.{}", hex(&self.mac(purpose, &[text.as_bytes()])[..16]))
    }

    /// The text of what was signed, if we signed it for this purpose.
    pub fn opened<'a>(&self, purpose: &str, signed: &'a str) -> Option<&'a str> {
        let (text, given) = signed.rsplit_once('.')?;
        let wanted = hex(&self.mac(purpose, &[text.as_bytes()])[..16]);
        is_same(wanted.as_bytes(), given.as_bytes()).then_some(text)
    }

    /// 64 bits that look random to whoever has not the key.
    pub(crate) fn bits(&self, purpose: &str, numbers: &[i64]) -> u64 {
        let parts: Vec<[u8; 8]> = numbers.iter().map(|n| n.to_le_bytes()).collect();
        let parts: Vec<&[u8]> = parts.iter().map(<[u8; 8]>::as_slice).collect();
        let mac = self.mac(purpose, &parts);
        u64::from_le_bytes(mac[..8].try_into().expect("eight of thirty-two"))
    }
}

/// Comparison in constant time.
pub(crate) fn is_same(left: &[u8], right: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    left.ct_eq(right).into()
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// SHA-256 as text.
pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// So many bytes of the machine's chance.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], ActionError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| ActionError::Machine(error.to_string()))?;
    Ok(bytes)
}

/// A positive random number.
pub fn random_number() -> Result<i64, ActionError> {
    Ok((i64::from_le_bytes(random_bytes()?) & i64::MAX).max(1))
}

/// A random token of 160 bits, as text.
pub fn random_token() -> Result<String, ActionError> {
    Ok(hex(&random_bytes::<20>()?))
}
