//! The one place where ids become indices, in order of appearance; freezing puts them in their own order.

use rustc_hash::FxHashMap;

use super::word::Word;

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
        self.find_word(Word::of(id), id)
    }

    /// The same, with the id's first bytes as a word.
    #[expect(clippy::inline_always, reason = "measured: once for every vote")]
    #[inline(always)]
    pub(crate) fn find_word(&mut self, word: Word, id: &[u8]) -> Option<u32> {
        match small_number(word, id.len()) {
            Some(number) => self.numbers.get(number).and_then(|entry| entry.checked_sub(1)),
            None => self.find_other(id),
        }
    }

    /// Rows mostly come in runs of one person, so the last one found is tried first.
    fn find_other(&mut self, id: &[u8]) -> Option<u32> {
        if (self.last as usize) < self.len() && self.name(self.last) == id {
            return Some(self.last);
        }
        let found = self.others.get(id).copied()?;
        self.last = found;
        Some(found)
    }

    /// Adds an id that is not there yet; `None` where there are too many to count.
    pub fn add(&mut self, id: &[u8]) -> Option<u32> {
        let index = u32::try_from(self.ends.len()).ok().filter(|index| *index < u32::MAX >> 2)?;
        let word = Word::of(id);
        match small_number(word, id.len()) {
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
#[inline]
fn small_number(word: Word, length: usize) -> Option<usize> {
    let starts_with_zero = word.bits() & 0xFF == u64::from(b'0');
    if length > 7 || (starts_with_zero && length > 1) {
        return None;
    }
    let number = usize::try_from(word.number(length)?).ok()?;
    (number < SMALL).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_again_and_told_apart() {
        let mut ids = Ids::default();
        let names: [&[u8]; 9] =
            [b"7", b"07", b"0", b"x", b"4194303", b"4194304", b"12:", b"12345678", b"123456789"];
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
