//! Votes by person: who chose what on which statement. What was not answered is not there.

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Agrees.
    Agree,
    /// Disagrees.
    Disagree,
    /// Passes.
    Pass,
}

impl Choice {
    /// All three, in the order in which they are counted.
    pub const ALL: [Self; 3] = [Self::Agree, Self::Disagree, Self::Pass];

    /// 0, 1 or 2, to index an array of three.
    pub fn index(self) -> usize {
        self.code() as usize
    }

    fn code(self) -> u32 {
        match self {
            Self::Agree => 0,
            Self::Disagree => 1,
            Self::Pass => 2,
        }
    }
}

/// Why rows do not make a matrix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatrixError {
    /// A row names a statement beyond the last.
    #[error("person {person} answers statement {statement}, and there are only {statements}")]
    NoSuchStatement {
        /// The person's index.
        person: usize,
        /// The statement's index.
        statement: u32,
        /// How many statements there are.
        statements: usize,
    },
    /// A row is not in strictly ascending order.
    #[error("person {person} has statement {statement} out of order or twice")]
    OutOfOrder {
        /// The person's index.
        person: usize,
        /// The statement's index.
        statement: u32,
    },
}

/// Compressed rows: a person's votes lie together, ascending by statement.
/// A cell packs statement and choice into 32 bits, so that millions of votes stay in cache and memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteMatrix {
    statements: usize,
    starts: Vec<usize>,
    cells: Vec<u32>,
}

impl VoteMatrix {
    /// No people yet; `push_person` adds them.
    pub fn new(statements: usize, people: usize, votes: usize) -> Self {
        let mut starts = Vec::with_capacity(people + 1);
        starts.push(0);
        Self { statements, starts, cells: Vec::with_capacity(votes) }
    }

    /// From cells that are in order already: statement in the upper 30 bits, choice in the lower two, and where each
    /// person's begin. The cells come back as they were where a row is out of order.
    ///
    /// # Errors
    /// The cells, where they make no matrix.
    pub fn from_cells(
        statements: usize,
        starts: Vec<usize>,
        cells: Vec<u32>,
    ) -> Result<Self, Vec<u32>> {
        let ascends = |row: &[u32]| row.windows(2).all(|pair| pair[0] >> 2 < pair[1] >> 2);
        let is_known =
            |row: &[u32]| row.last().is_none_or(|cell| ((cell >> 2) as usize) < statements);
        let fits = starts.first() == Some(&0)
            && starts.last() == Some(&cells.len())
            && starts.windows(2).all(|ends| {
                cells.get(ends[0]..ends[1]).is_some_and(|row| ascends(row) && is_known(row))
            });
        if fits { Ok(Self { statements, starts, cells }) } else { Err(cells) }
    }

    /// Adds the next person's votes, strictly ascending by statement; a row that is refused leaves no trace.
    pub fn push_person(
        &mut self,
        row: impl IntoIterator<Item = (u32, Choice)>,
    ) -> Result<(), MatrixError> {
        let person = self.people();
        let before = self.cells.len();
        let mut least = 0;
        for (statement, choice) in row {
            if statement < least || statement as usize >= self.statements {
                self.cells.truncate(before);
                let statements = self.statements;
                return Err(if statement < least {
                    MatrixError::OutOfOrder { person, statement }
                } else {
                    MatrixError::NoSuchStatement { person, statement, statements }
                });
            }
            least = statement + 1;
            self.cells.push(statement << 2 | choice.code());
        }
        self.starts.push(self.cells.len());
        Ok(())
    }

    /// How many people.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many statements.
    pub fn statements(&self) -> usize {
        self.statements
    }

    /// How many votes.
    pub fn votes(&self) -> usize {
        self.cells.len()
    }

    /// How many statements this person answered.
    pub fn answered(&self, person: usize) -> usize {
        self.starts[person + 1] - self.starts[person]
    }

    /// One person's votes, ascending by statement.
    pub fn row(&self, person: usize) -> impl Iterator<Item = (usize, Choice)> + '_ {
        self.cells[self.starts[person]..self.starts[person + 1]].iter().map(|cell| {
            let choice = match cell & 3 {
                0 => Choice::Agree,
                1 => Choice::Disagree,
                _ => Choice::Pass,
            };
            ((cell >> 2) as usize, choice)
        })
    }

    /// How many of the kept statements each person answered.
    pub fn answers(&self, keep: &[bool]) -> Vec<u32> {
        if keep.iter().all(|kept| *kept) {
            let all = |person: usize| u32::try_from(self.answered(person)).unwrap_or(u32::MAX);
            return (0..self.people()).map(all).collect();
        }
        let is_kept = |cell: &&u32| keep[(**cell >> 2) as usize];
        let count = |person: usize| self.cells(person).iter().filter(is_kept).count();
        (0..self.people()).map(|person| u32::try_from(count(person)).unwrap_or(u32::MAX)).collect()
    }

    /// One person's votes as packed cells: statement in the upper 30 bits, choice in the lower two.
    pub(crate) fn cells(&self, person: usize) -> &[u32] {
        &self.cells[self.starts[person]..self.starts[person + 1]]
    }

    /// The votes of these people on the statements that are kept; statements keep their numbers.
    #[must_use]
    pub(crate) fn part(&self, people: &[u32], keep: &[bool]) -> Self {
        let votes = people.iter().map(|person| self.answered(*person as usize)).sum();
        let mut part = Self::new(self.statements, people.len(), 0);
        // Every cell is written, and the next one over it unless it is kept: which are, nobody foresees.
        let mut cells = vec![0; votes];
        let mut kept = 0;
        for person in people {
            for cell in self.cells(*person as usize) {
                cells[kept] = *cell;
                kept += usize::from(keep[(*cell >> 2) as usize]);
            }
            part.starts.push(kept);
        }
        cells.truncate(kept);
        part.cells = cells;
        part
    }

    /// How many votes the people before this one have.
    pub fn votes_before(&self, person: usize) -> usize {
        self.starts[person]
    }

    /// The same people and statements with other choices in the places of these, which are given in order.
    #[must_use]
    pub(crate) fn with_cells(&self, cells: Vec<u32>) -> Self {
        debug_assert_eq!(cells.len(), self.cells.len());
        Self { statements: self.statements, starts: self.starts.clone(), cells }
    }

    /// All cells, person by person.
    pub(crate) fn all_cells(&self) -> &[u32] {
        &self.cells
    }

    /// What this person chose on this statement, if she did.
    pub fn choice(&self, person: usize, statement: usize) -> Option<Choice> {
        let row = &self.cells[self.starts[person]..self.starts[person + 1]];
        let at = row.partition_point(|cell| ((cell >> 2) as usize) < statement);
        let cell = row.get(at).filter(|cell| (**cell >> 2) as usize == statement)?;
        Some(Choice::ALL[((cell & 3) as usize).min(2)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut votes = VoteMatrix::new(3, 2, 3);
        votes.push_person([(0, Choice::Agree), (2, Choice::Pass)]).unwrap();
        votes.push_person([]).unwrap();
        assert_eq!(votes.row(0).collect::<Vec<_>>(), [(0, Choice::Agree), (2, Choice::Pass)]);
        assert_eq!((votes.people(), votes.votes(), votes.answered(1)), (2, 2, 0));
        assert_eq!(votes.choice(0, 2), Some(Choice::Pass));
        assert_eq!(votes.choice(0, 1), None);
    }

    #[test]
    fn a_row_out_of_order_is_refused() {
        let mut votes = VoteMatrix::new(3, 1, 2);
        let twice = votes.push_person([(1, Choice::Agree), (1, Choice::Agree)]);
        assert_eq!(twice, Err(MatrixError::OutOfOrder { person: 0, statement: 1 }));
    }
}
