//! Control of false discoveries when many statements are tested at once.

/// Benjamini–Hochberg q-values, in the order of `p_values`; `None` is not tested and stays `None`.
///
/// Claiming everything with q ≤ α keeps the expected share of false claims at or below α where the
/// tests are independent or positively dependent. Cost: O(m log m).
/// Source: Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289–300.
pub fn q_values(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tested: Vec<(usize, f64)> =
        p_values.iter().enumerate().filter_map(|(at, p)| p.map(|p| (at, p))).collect();
    tested.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let count = tested.len() as f64;
    let mut q_values = vec![None; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, (at, p)) in tested.iter().enumerate().rev() {
        least = least.min(p * count / (rank + 1) as f64);
        q_values[*at] = Some(least);
    }
    q_values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_of_the_paper() {
        // Table 1 of the paper: 15 tests, of which the four smallest are claimed at 0.05.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0000,
        ];
        let q = q_values(&p.map(Some));
        assert_eq!(q.iter().flatten().filter(|q| **q <= 0.05).count(), 4);
        assert!((q[3].unwrap() - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_tested_does_not_count() {
        assert_eq!(q_values(&[None, Some(0.02), None]), [None, Some(0.02), None]);
        assert!(q_values(&[]).is_empty());
    }
}
