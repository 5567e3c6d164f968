//! Conversations in a plane: people and statements have places, and opinions follow from them. For the tests of
//! the map and of groups, where it must be known which groups there are.
//!
//! # Definition
//! Person i stands at u, statement j has a direction w ~ N(0, I) and a level b ~ N(.3, .8²); the opinion is
//! y = u·w + b + a + logistic(0, .7) with a personal readiness a; agree above .4, disagree below −.4, pass between.
//! A person's number of votes is log-normal about a median (σ = .5), which statements is uniform chance.

use beringia_engine::measure::vote_matrix::{Choice, VoteMatrix};
use beringia_engine::random::{Seed, Stream};

/// Where people stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// All in the middle: no structure.
    Nothing,
    /// All in the middle, but some agree more readily: N(0, 1).
    YesSaying,
    /// Along a line, N(0, 1).
    OneNormal,
    /// In the plane, N(0, I).
    TwoNormal,
    /// Along a line, uniform in ±1.7.
    OneUniform,
    /// Along a line, Gamma(1.5, 1) − 1.5.
    OneSkewed,
    /// Two groups of the same size.
    TwoEqual,
    /// Two groups, one of a fifth.
    OneFifth,
    /// Three groups.
    Three,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PlanarPlan<'a> {
    /// Where people stand.
    pub shape: Shape,
    /// People.
    pub people: usize,
    /// Statements.
    pub statements: usize,
    /// Median number of votes of a person.
    pub votes: f64,
    /// Where chance comes from.
    pub seed: &'a str,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Nothing,
        Self::YesSaying,
        Self::OneNormal,
        Self::TwoNormal,
        Self::OneUniform,
        Self::OneSkewed,
        Self::TwoEqual,
        Self::OneFifth,
        Self::Three,
    ];

    /// How many groups there truly are; 1 where there are none.
    pub fn groups(self) -> usize {
        match self {
            Self::TwoEqual | Self::OneFifth => 2,
            Self::Three => 3,
            _ => 1,
        }
    }

    /// A person's place and readiness to agree.
    fn person(self, chance: &mut Stream) -> ([f64; 2], f64) {
        let mut around = |x: f64, y: f64| [x + 0.4 * chance.normal(), y + 0.4 * chance.normal()];
        let place = match self {
            Self::Nothing => [0.0, 0.0],
            Self::YesSaying => return ([0.0, 0.0], chance.normal()),
            Self::OneNormal => [chance.normal(), 0.0],
            Self::TwoNormal => [chance.normal(), chance.normal()],
            Self::OneUniform => [1.7 * (2.0 * chance.uniform() - 1.0), 0.0],
            Self::OneSkewed => [gamma_one_and_a_half(chance) - 1.5, 0.0],
            Self::TwoEqual => {
                let [x, y] = around(0.0, 0.0);
                [if chance.happens(0.5) { x + 1.3 } else { x - 1.3 }, y]
            }
            Self::OneFifth => {
                let [x, y] = around(0.0, 0.0);
                [if chance.happens(0.2) { x + 1.3 * 1.6 } else { x - 1.3 * 0.4 }, y]
            }
            Self::Three => {
                let [x, y] = around(0.0, 0.0);
                let [to_x, to_y] = match chance.uniform() {
                    u if u < 0.4 => [1.5, 0.0],
                    u if u < 0.75 => [-1.0, 1.2],
                    _ => [-0.8, -1.5],
                };
                [x + to_x, y + to_y]
            }
        };
        (place, 0.0)
    }
}

/// Gamma(3/2, 1): half a squared normal (Gamma ½) and an exponential (Gamma 1).
fn gamma_one_and_a_half(chance: &mut Stream) -> f64 {
    chance.normal().powi(2) / 2.0 - (1.0 - chance.uniform()).ln()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn number_of_votes(plan: &PlanarPlan<'_>, chance: &mut Stream) -> usize {
    let number = (plan.votes * (0.5 * chance.normal()).exp()).round();
    number.clamp(1.0, plan.statements as f64) as usize
}

/// Votes of such a conversation. The same plan gives the same votes.
pub fn planar(plan: &PlanarPlan<'_>) -> VoteMatrix {
    let seed = Seed::new(plan.seed);
    let mut chance = seed.stream("statements");
    let statements: Vec<[f64; 3]> = (0..plan.statements)
        .map(|_| [chance.normal(), chance.normal(), 0.3 + 0.8 * chance.normal()])
        .collect();
    let mut chance = seed.stream("people");
    let mut votes = VoteMatrix::new(plan.statements, plan.people, 0);
    for _person in 0..plan.people {
        let ([x, y], readiness) = plan.shape.person(&mut chance);
        let number = number_of_votes(plan, &mut chance);
        let mut which = chance.sample(plan.statements, number);
        which.sort_unstable();
        let row = which.into_iter().map(|j| {
            let [towards_x, towards_y, level] = statements[j];
            let u = chance.uniform().max(f64::MIN_POSITIVE);
            let noise = 0.7 * (u / (1.0 - u)).ln();
            let choice = match x * towards_x + y * towards_y + level + readiness + noise {
                opinion if opinion > 0.4 => Choice::Agree,
                opinion if opinion < -0.4 => Choice::Disagree,
                _ => Choice::Pass,
            };
            (u32::try_from(j).unwrap_or(u32::MAX), choice)
        });
        let row: Vec<(u32, Choice)> = row.collect();
        votes.push_person(row).expect("statements are ascending and known");
    }
    votes
}
