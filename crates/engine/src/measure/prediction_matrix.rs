//! Predictions by person: of 100 people, how many does she expect to agree?

/// Of whom a prediction speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The other half.
    Other,
    /// The predicting person's own half.
    Own,
}

/// One prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prediction {
    /// The statement, by index.
    pub statement: u32,
    /// Of whom it speaks.
    pub about: About,
    /// How many of 100, from 0 to 100.
    pub of_hundred: u8,
}

impl Prediction {
    /// As a fraction of 1.
    pub fn share(&self) -> f64 {
        f64::from(self.of_hundred) / 100.0
    }
}

/// Compressed rows: a person's predictions lie together, ascending by statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PredictionMatrix {
    starts: Vec<usize>,
    cells: Vec<Prediction>,
}

impl PredictionMatrix {
    /// Nobody predicts anything.
    pub fn empty(people: usize) -> Self {
        Self { starts: vec![0; people + 1], cells: Vec::new() }
    }

    /// From rows by person; within a person they are put in order (statement, then other before own).
    /// Where a person predicted the same twice, the later row counts.
    pub fn from_rows(rows: Vec<Vec<Prediction>>) -> Self {
        let mut matrix = Self { starts: vec![0], cells: Vec::new() };
        for mut row in rows {
            row.sort_by_key(|p| (p.statement, p.about == About::Own));
            row.reverse();
            row.dedup_by_key(|p| (p.statement, p.about == About::Own));
            row.reverse();
            matrix.cells.extend(row);
            matrix.starts.push(matrix.cells.len());
        }
        matrix
    }

    /// How many predictions.
    pub fn predictions(&self) -> usize {
        self.cells.len()
    }

    /// One person's predictions, ascending by statement, other before own.
    pub fn row(&self, person: usize) -> &[Prediction] {
        &self.cells[self.starts[person]..self.starts[person + 1]]
    }

    /// How many people have a row, with or without predictions.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }
}

/// Sums over predictions, from which mean and error follow; people may bear weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Expectation {
    /// How many predictions.
    pub count: u32,
    mass: f64,
    mass_squared: f64,
    sum: f64,
    squares: f64,
}

impl Expectation {
    /// Adds one prediction.
    pub fn add(&mut self, share: f64, weight: f64) {
        self.count += 1;
        self.mass += weight;
        self.mass_squared += weight * weight;
        self.sum += weight * share;
        self.squares += weight * share * share;
    }

    /// The same without one prediction that had been added.
    #[must_use]
    pub fn without(&self, share: f64, weight: f64) -> Self {
        Self {
            count: self.count - 1,
            mass: self.mass - weight,
            mass_squared: self.mass_squared - weight * weight,
            sum: self.sum - weight * share,
            squares: self.squares - weight * share * share,
        }
    }

    /// The mean expected share.
    pub fn mean(&self) -> f64 {
        self.sum / self.mass
    }

    /// Sum of the weights.
    pub fn mass(&self) -> f64 {
        self.mass
    }

    /// Weighted sum of the expected shares.
    pub fn sum(&self) -> f64 {
        self.sum
    }

    /// Kish's effective number.
    pub fn effective(&self) -> f64 {
        self.mass * self.mass / self.mass_squared
    }

    /// Square of the standard error of the mean, from the spread of the predictions.
    pub fn mean_variance(&self) -> f64 {
        let n = self.effective();
        let mean = self.mean();
        let spread = (self.squares / self.mass - mean * mean).max(0.0);
        spread / (n - 1.0)
    }

    /// Mean over people of 4 y (1 − y): how divided they expect the others to be, from 0 to 1.
    pub fn expected_division(&self) -> f64 {
        4.0 * (self.sum - self.squares) / self.mass
    }
}
