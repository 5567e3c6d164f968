//! The one place where ids become indices, in order of appearance; freezing puts them in their own order.

use rustc_hash::FxHashMap;

/// Numbers below this are found without hashing.
const SMALL: usize = 1 << 22;

/// Ids and their indices.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    /// Index + 1 by number, for ids that are plain small numbers; 0 is none.
    numbers: Vec<u32>,
    others: FxHashMap<Box<[u8]>, u32>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    last: u32,
}

impl Ids {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The id at an index.
    pub fn name(&self, index: u32) -> &[u8] {
        let at = index as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// The id at an index, as text.
    pub fn text(&self, index: u32) -> String {
        String::from_utf8_lossy(self.name(index)).into_owned()
    }

    /// The index of an id that is there.
    pub fn find(&mut self, id: &[u8]) -> Option<u32> {
        if let Some(number) = small_number(id) {
            return self.numbers.get(number).and_then(|entry| entry.checked_sub(1));
        }
        if !self.is_empty() && self.name(self.last) == id {
            return Some(self.last);
        }
        let found = self.others.get(id).copied()?;
        self.last = found;
        Some(found)
    }

    /// Adds an id that is not there yet; `None` where there are too many to count.
    pub fn add(&mut self, id: &[u8]) -> Option<u32> {
        let index = u32::try_from(self.ends.len()).ok().filter(|index| *index < u32::MAX >> 2)?;
        match small_number(id) {
            Some(number) => {
                if self.numbers.len() <= number {
                    self.numbers.resize((number + 1).next_power_of_two(), 0);
                }
                self.numbers[number] = index + 1;
            }
            None => {
                self.others.insert(id.into(), index);
            }
        }
        self.bytes.extend_from_slice(id);
        self.ends.push(self.bytes.len());
        self.last = index;
        Some(index)
    }
}

/// The value of a plain number below [`SMALL`], written without leading zeros.
fn small_number(id: &[u8]) -> Option<usize> {
    if id.is_empty() || id.len() > 7 || (id[0] == b'0' && id.len() > 1) {
        return None;
    }
    // Seven digits cannot overflow.
    let mut number = 0_usize;
    for c in id {
        let digit = c.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.wrapping_mul(10).wrapping_add(usize::from(digit));
    }
    (number < SMALL).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_again_and_told_apart() {
        let mut ids = Ids::default();
        let names: [&[u8]; 6] = [b"7", b"07", b"0", b"x", b"4194303", b"4194304"];
        for (at, name) in names.iter().enumerate() {
            assert_eq!(ids.find(name), None);
            assert_eq!(ids.add(name), u32::try_from(at).ok());
        }
        for (at, name) in names.iter().enumerate() {
            assert_eq!(ids.find(name), u32::try_from(at).ok());
            assert_eq!(ids.name(u32::try_from(at).unwrap()), *name);
        }
    }
}
