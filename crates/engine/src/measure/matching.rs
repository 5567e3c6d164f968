//! Which group of one grouping is which of another, and how far the two agree.

/// Stands for people who are in no group.
pub(crate) const NO_GROUP: u8 = u8::MAX;

/// How far two groupings of the same people agree once their labels are matched.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matched {
    /// The label of the first that each label of the second means.
    pub(crate) meaning: Vec<u8>,
    /// Share of the people who are in the same group.
    pub(crate) same: f64,
    /// Cohen's κ: agreement beyond that of chance; 0 where chance alone would agree.
    pub(crate) kappa: f64,
    /// Share who would be in the same group by chance.
    pub(crate) chance: f64,
    /// People who are grouped in both.
    pub(crate) people: usize,
}

/// Matches labels so that as many people as possible are in the same group (optimal assignment).
///
/// Cost: O(people + groups · 2^groups). Source: J. Cohen, Educ. Psychol. Meas. 20 (1960) 37–46.
pub(crate) fn matched(first: &[u8], second: &[u8], groups: usize) -> Matched {
    let mut counts = vec![vec![0_usize; groups]; groups];
    let mut people = 0;
    for (a, b) in first.iter().zip(second) {
        if *a != NO_GROUP && *b != NO_GROUP {
            counts[usize::from(*b)][usize::from(*a)] += 1;
            people += 1;
        }
    }
    let meaning = assignment(&counts);
    let all = (people as f64).max(1.0);
    let agree: usize = meaning.iter().enumerate().map(|(b, a)| counts[b][usize::from(*a)]).sum();
    let chance: f64 = meaning
        .iter()
        .enumerate()
        .map(|(b, a)| {
            let in_first: usize = counts.iter().map(|row| row[usize::from(*a)]).sum();
            let in_second: usize = counts[b].iter().sum();
            in_first as f64 / all * (in_second as f64 / all)
        })
        .sum();
    let same = agree as f64 / all;
    let kappa = if chance < 1.0 { (same - chance) / (1.0 - chance) } else { 0.0 };
    Matched { meaning, same, kappa, chance, people }
}

/// The assignment of rows to columns with the largest sum, the first of several as large.
fn assignment(counts: &[Vec<usize>]) -> Vec<u8> {
    let groups = counts.len();
    // Best sum for the first rows with this set of columns, and the column of the last of them.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; 1 << groups];
    best[0] = Some((0, 0));
    for set in 0..best.len() {
        let row = set.count_ones() as usize;
        let Some((sum, _)) = best[set].filter(|_| row < groups) else { continue };
        for column in (0..groups).filter(|column| set >> column & 1 == 0) {
            let next = &mut best[set | 1 << column];
            let with = sum + counts[row][column];
            if next.is_none_or(|(least, _)| with > least) {
                *next = Some((with, column));
            }
        }
    }
    let mut meaning = vec![0; groups];
    let mut set = best.len() - 1;
    for row in (0..groups).rev() {
        let column = best[set].map_or(0, |(_, column)| column);
        meaning[row] = u8::try_from(column).unwrap_or(NO_GROUP);
        set &= !(1 << column);
    }
    meaning
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_matched_whatever_their_numbers() {
        let first = [0, 0, 1, 1, 2, 2, 2, NO_GROUP];
        let second = [2, 2, 0, 0, 1, 1, 0, 1];
        let found = matched(&first, &second, 3);
        assert_eq!(found.meaning, [1, 2, 0]);
        assert_eq!(found.people, 7);
        assert!((found.same - 6.0 / 7.0).abs() < 1e-12);
        let chance = (2.0 * 3.0 + 3.0 * 2.0 + 2.0 * 2.0) / 49.0;
        assert!((found.kappa - (6.0 / 7.0 - chance) / (1.0 - chance)).abs() < 1e-12);
    }

    #[test]
    fn one_group_alone_agrees_no_more_than_chance() {
        assert!(matched(&[0, 0], &[0, 0], 2).kappa.abs() < 1e-12);
        assert_eq!(matched(&[], &[], 2).people, 0);
    }
}
