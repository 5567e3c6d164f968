//! The two leading eigenvectors of a symmetric operator that is known only by what it does to vectors.
//!
//! # Definition
//! Block Lanczos with blocks of two and full orthogonalisation: the basis Q grows by what A makes of its last
//! block, and the best approximations in it are the leading eigenvectors of QᵀAQ. A block of two finds an
//! eigenvalue that occurs twice, which a single vector cannot. Where the basis grows long it is restarted from
//! its best vectors. It ends when ‖Av − λv‖ is small beside the largest λ.
//!
//! # Cost
//! One product with A for every two columns of Q; some ten products where the axes stand out.
//!
//! # Source
//! G. H. Golub, R. Underwood, in: Mathematical Software III (1977) 361–377; K. Wu, H. Simon, SIAM J. Matrix
//! Anal. Appl. 22 (2000) 602–616 (thick restart).

/// Two numbers side by side: one for each vector of a block.
pub(crate) type Pair = [f64; 2];

/// Leading eigenvalues, the larger first, with unit eigenvectors; 0 and zeros where there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LeadingAxes {
    pub(crate) values: Pair,
    pub(crate) vectors: [Vec<f64>; 2],
}

/// The basis is restarted beyond so many vectors …
const BASIS_MAX: usize = 48;
/// … from so many.
const BASIS_KEPT: usize = 10;
/// Where so many products have not halved the error, rounding is all that is left of it.
const STALLED_MAX: usize = 60;
/// Products with A in all; real conversations need ten to forty.
const PRODUCTS_MAX: usize = 2_000;

/// Finds the axes of `apply` (symmetric, positive semi-definite) in this dimension, starting from `start`.
pub(crate) fn leading_axes(
    start: &[Vec<f64>; 2],
    tolerance: f64,
    mut apply: impl FnMut(&[Pair]) -> Vec<Pair>,
) -> LeadingAxes {
    let dimension = start[0].len();
    let mut basis = Basis::default();
    let mut block = basis.orthonormal(start.to_vec(), 0.0);
    let mut found =
        LeadingAxes { values: [0.0; 2], vectors: [vec![0.0; dimension], vec![0.0; dimension]] };
    let mut best = f64::INFINITY;
    let mut last_gain = 0;
    for product in 1..=PRODUCTS_MAX {
        let images = apply_block(&block, dimension, &mut apply);
        basis.add(block, images);
        let scale = basis.scale();
        // Looking costs more than growing, so it is done now and then.
        let is_full = basis.vectors.len() + 2 > dimension.min(BASIS_MAX);
        let next = if is_full { Vec::new() } else { basis.next_block(scale) };
        let is_close = best <= 1e-4 * scale;
        if next.is_empty() || is_close || product % 2 == 0 {
            let (axes, residuals) = basis.best(dimension);
            let worst = residuals.iter().map(|r| norm(r)).fold(0.0, f64::max);
            if worst < 0.5 * best {
                (best, last_gain) = (worst, product);
            }
            found = axes;
            let is_whole = basis.vectors.len() >= dimension || (next.is_empty() && !is_full);
            if worst <= tolerance * found.values[0] || is_whole || product > last_gain + STALLED_MAX
            {
                break;
            }
            if next.is_empty() {
                basis = basis.restarted();
                block = basis.orthonormal(residuals.to_vec(), 1e-13 * scale);
                if block.is_empty() {
                    break;
                }
                continue;
            }
        }
        block = next;
    }
    found
}

fn apply_block(
    block: &[Vec<f64>],
    dimension: usize,
    apply: &mut impl FnMut(&[Pair]) -> Vec<Pair>,
) -> Vec<Vec<f64>> {
    let at = |vector: usize, j: usize| block.get(vector).map_or(0.0, |v| v[j]);
    let pairs: Vec<Pair> = (0..dimension).map(|j| [at(0, j), at(1, j)]).collect();
    let images = apply(&pairs);
    (0..block.len()).map(|vector| images.iter().map(|pair| pair[vector]).collect()).collect()
}

/// Orthonormal vectors, what A makes of them, and QᵀAQ.
#[derive(Debug, Default)]
struct Basis {
    vectors: Vec<Vec<f64>>,
    images: Vec<Vec<f64>>,
    /// QᵀAQ, row by row.
    projected: Vec<Vec<f64>>,
}

impl Basis {
    fn add(&mut self, block: Vec<Vec<f64>>, images: Vec<Vec<f64>>) {
        for (vector, image) in block.into_iter().zip(images) {
            self.vectors.push(vector);
            let row: Vec<f64> = self.vectors.iter().map(|v| dot(v, &image)).collect();
            for (other, value) in self.projected.iter_mut().zip(&row) {
                other.push(*value);
            }
            self.projected.push(row);
            self.images.push(image);
        }
    }

    /// About the largest eigenvalue, to judge what counts as nothing.
    fn scale(&self) -> f64 {
        (0..self.projected.len()).map(|at| self.projected[at][at]).fold(0.0, f64::max)
    }

    /// What A makes of the last block, made orthonormal to all of the basis.
    fn next_block(&self, scale: f64) -> Vec<Vec<f64>> {
        let from = self.images.len().saturating_sub(2);
        self.orthonormal(self.images[from..].to_vec(), 1e-13 * scale)
    }

    /// The vectors made orthonormal to the basis and each other; what is left below `nothing` is dropped.
    fn orthonormal(&self, candidates: Vec<Vec<f64>>, nothing: f64) -> Vec<Vec<f64>> {
        let mut block: Vec<Vec<f64>> = Vec::new();
        for mut vector in candidates {
            // Twice is enough.
            for _ in 0..2 {
                for other in self.vectors.iter().chain(&block) {
                    let along = dot(other, &vector);
                    vector.iter_mut().zip(other).for_each(|(x, o)| *x -= along * o);
                }
            }
            let length = norm(&vector);
            if length > nothing {
                vector.iter_mut().for_each(|x| *x /= length);
                block.push(vector);
            }
        }
        block
    }

    /// The two best eigenvectors in the basis, and by how much A disagrees with each.
    fn best(&self, dimension: usize) -> (LeadingAxes, [Vec<f64>; 2]) {
        let (values, turns) = eigen(&self.projected);
        let value = |k: usize| values.get(k).copied().unwrap_or(0.0).max(0.0);
        let vectors = [0, 1].map(|k| combine(&self.vectors, turns.get(k), dimension));
        let residuals = [0, 1].map(|k| {
            let mut image = combine(&self.images, turns.get(k), dimension);
            image.iter_mut().zip(&vectors[k]).for_each(|(x, v)| *x -= value(k) * v);
            image
        });
        (LeadingAxes { values: [value(0), value(1)], vectors }, residuals)
    }

    /// The best few vectors alone.
    fn restarted(&self) -> Self {
        let (values, turns) = eigen(&self.projected);
        let kept = BASIS_KEPT.min(turns.len());
        let dimension = self.vectors.first().map_or(0, Vec::len);
        let turned = |from: &[Vec<f64>]| -> Vec<Vec<f64>> {
            turns[..kept].iter().map(|turn| combine(from, Some(turn), dimension)).collect()
        };
        let diagonal =
            |row: usize| (0..kept).map(|c| if c == row { values[c] } else { 0.0 }).collect();
        Self {
            vectors: turned(&self.vectors),
            images: turned(&self.images),
            projected: (0..kept).map(diagonal).collect(),
        }
    }
}

fn combine(vectors: &[Vec<f64>], weights: Option<&Vec<f64>>, dimension: usize) -> Vec<f64> {
    let mut sum = vec![0.0; dimension];
    for (vector, weight) in vectors.iter().zip(weights.into_iter().flatten()) {
        sum.iter_mut().zip(vector).for_each(|(s, x)| *s += weight * x);
    }
    sum
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    // Four sums side by side, in a fixed order.
    let mut sums = [0.0; 4];
    let (a4, a_rest) = a.as_chunks::<4>();
    let (b4, b_rest) = b.as_chunks::<4>();
    for (a, b) in a4.iter().zip(b4) {
        for at in 0..4 {
            sums[at] += a[at] * b[at];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// All eigenvalues, the largest first, and their vectors, by cyclic Jacobi rotations.
///
/// Source: G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, section 8.5.
fn eigen(matrix: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = matrix.len();
    // The lower triangle is what was computed; the upper is made equal to it.
    let mut a: Vec<Vec<f64>> =
        (0..n).map(|r| (0..n).map(|c| matrix[r.max(c)][r.min(c)]).collect()).collect();
    let unit = |row: usize| (0..n).map(|c| f64::from(u8::from(c == row))).collect();
    let mut turns: Vec<Vec<f64>> = (0..n).map(unit).collect();
    let whole: f64 = a.iter().flatten().map(|x| x * x).sum();
    for _sweep in 0..40 {
        let beside: f64 = (0..n).flat_map(|r| a[r][..r].iter()).map(|x| x * x).sum();
        if beside <= 1e-32 * whole {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut turns, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|x, y| a[*y][*y].total_cmp(&a[*x][*x]).then(x.cmp(y)));
    (order.iter().map(|k| a[*k][*k]).collect(), order.iter().map(|k| turns[*k].clone()).collect())
}

/// Makes the entry (p, q) vanish; rows of `turns` are the eigenvectors in the making.
fn rotate(a: &mut [Vec<f64>], turns: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q].abs() < 1e-300 {
        return;
    }
    let tau = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let tangent = tau.signum() / (tau.abs() + tau.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |x: f64, y: f64| (cosine * x - sine * y, sine * x + cosine * y);
    for row in a.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    let (above, below) = a.split_at_mut(q);
    for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
        (*x, *y) = turn(*x, *y);
    }
    let (above, below) = turns.split_at_mut(q);
    for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
        (*x, *y) = turn(*x, *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn axes_of(matrix: &[Vec<f64>]) -> LeadingAxes {
        let n = matrix.len();
        let mut chance = Seed::new("start").stream("axes");
        let start = [0, 1].map(|_: usize| (0..n).map(|_| chance.normal()).collect());
        leading_axes(&start, 1e-13, |block| {
            let at = |row: &Vec<f64>, k: usize| row.iter().zip(block).map(|(a, b)| a * b[k]).sum();
            matrix.iter().map(|row| [at(row, 0), at(row, 1)]).collect()
        })
    }

    /// A matrix with these eigenvalues and random eigenvectors.
    fn with_values(values: &[f64]) -> Vec<Vec<f64>> {
        let n = values.len();
        let mut chance = Seed::new("matrix").stream("axes");
        let random = (0..n).map(|_| (0..n).map(|_| chance.normal()).collect()).collect();
        let vectors = Basis::default().orthonormal(random, 0.0);
        let entry =
            |r: usize, c: usize| (0..n).map(|k| values[k] * vectors[k][r] * vectors[k][c]).sum();
        (0..n).map(|r| (0..n).map(|c| entry(r, c)).collect()).collect()
    }

    #[test]
    fn leading_values_are_found_however_close_or_double() {
        let long: Vec<f64> = (0..150).map(|k| 10.0 - 0.01 * f64::from(k)).collect();
        for values in
            [vec![5.0, 3.0, 1.0], vec![5.0, 5.0, 1.0, 1.0], vec![4.0, 0.0, 0.0], long, vec![2.0]]
        {
            let matrix = with_values(&values);
            let found = axes_of(&matrix);
            for k in 0..2 {
                let expected = values.get(k).copied().unwrap_or(0.0);
                assert!((found.values[k] - expected).abs() < 1e-9, "{values:?} {:?}", found.values);
                let image = combine(&matrix, Some(&found.vectors[k]), values.len());
                let off =
                    image.iter().zip(&found.vectors[k]).map(|(x, v)| (x - expected * v).abs());
                assert!(off.fold(0.0, f64::max) < 1e-7, "{values:?}");
            }
        }
    }
}
