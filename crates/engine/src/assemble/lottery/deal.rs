//! From orbits to people: who of an orbit is in which ticket, so that everybody is in as many as everybody like her.
//!
//! Orbits without households are dealt in a circle. Households of one class are colours of the edges of a graph
//! between tickets and orbits: no colour twice at a ticket, and at each orbit all colours equally often, give or take
//! one. Such a colouring exists and is found by evening out two colours at a time.
//!
//! Source: D. de Werra, INFOR 9 (1971) 56–59 (equitable edge colourings of bipartite graphs).

use super::quotas::{Exclusion, Quotas};
use super::tickets::Portfolio;

/// Tickets as lists of people, ascending; in the order of these lists. Those who must come are in each.
pub fn deal(quotas: &Quotas, portfolio: &Portfolio) -> Vec<Vec<usize>> {
    let mut panels: Vec<&Vec<i64>> = Vec::new();
    for (panel, times) in portfolio {
        panels.extend((0..*times).map(|_| panel));
    }
    let mut tickets = vec![quotas.must.clone(); panels.len()];
    let mut is_shared = vec![false; quotas.orbits.len()];
    for exclusion in &quotas.exclusions {
        if exclusion.max > 1 || exclusion.households.iter().flatten().any(|own| own.len() > 1) {
            exclusion.orbits.iter().for_each(|&orbit| is_shared[orbit] = true);
            deal_households(exclusion, &panels, &mut tickets);
        }
    }
    for (at, orbit) in quotas.orbits.iter().enumerate().filter(|(at, _)| !is_shared[*at]) {
        let mut circle = orbit.members.iter().copied().cycle();
        for (panel, ticket) in panels.iter().zip(&mut tickets) {
            let taken = usize::try_from(panel[at]).unwrap_or(0);
            ticket.extend(circle.by_ref().take(taken));
        }
    }
    tickets.iter_mut().for_each(|ticket| ticket.sort_unstable());
    tickets.sort();
    tickets
}

/// One of an orbit in a ticket, and the household she is of.
#[derive(Debug, Clone, Copy)]
struct Edge {
    ticket: usize,
    /// Place of the orbit in its exclusion.
    orbit: usize,
    household: usize,
}

fn deal_households(exclusion: &Exclusion, panels: &[&Vec<i64>], tickets: &mut [Vec<usize>]) {
    let households = exclusion.households.len();
    let mut edges = Vec::new();
    let mut next = 0;
    for (ticket, panel) in panels.iter().enumerate() {
        for (orbit, &number) in exclusion.orbits.iter().enumerate() {
            for _ in 0..panel[number] {
                edges.push(Edge { ticket, orbit, household: next });
                next = (next + 1) % households;
            }
        }
    }
    even_out(&mut edges, households, exclusion.orbits.len());
    // Within a household, those who are alike take turns.
    let mut turn = vec![vec![0; exclusion.orbits.len()]; households];
    for edge in edges {
        let alike = &exclusion.households[edge.household][edge.orbit];
        let turn = &mut turn[edge.household][edge.orbit];
        tickets[edge.ticket].push(alike[*turn % alike.len()]);
        *turn += 1;
    }
}

fn even_out(edges: &mut [Edge], households: usize, orbits: usize) {
    while let Some((first, second)) = uneven(edges, households, orbits) {
        let own: Vec<usize> = (0..edges.len())
            .filter(|&at| edges[at].household == first || edges[at].household == second)
            .collect();
        split(edges, &own, [first, second]);
    }
}

/// Two households of which one is in an orbit's place at least twice more often.
fn uneven(edges: &[Edge], households: usize, orbits: usize) -> Option<(usize, usize)> {
    let mut counts = vec![vec![0_u32; households]; orbits];
    edges.iter().for_each(|edge| counts[edge.orbit][edge.household] += 1);
    counts.iter().find_map(|counts| {
        let most = (0..households).reduce(|a, b| if counts[b] > counts[a] { b } else { a })?;
        let least = (0..households).reduce(|a, b| if counts[b] < counts[a] { b } else { a })?;
        (counts[most] > counts[least] + 1).then_some((most, least))
    })
}

/// Gives these edges two households in turns, so that at every ticket and every orbit they differ by at most one.
fn split(edges: &mut [Edge], own: &[usize], pair: [usize; 2]) {
    // At every end edges are joined two by two; what is joined gets different households.
    let mut joined = vec![[None::<usize>; 2]; own.len()];
    let mut join = |end: usize, key: &dyn Fn(&Edge) -> usize| {
        let mut waiting = std::collections::BTreeMap::new();
        for (at, &edge) in own.iter().enumerate() {
            match waiting.remove(&key(&edges[edge])) {
                Some(other) => {
                    let other: usize = other;
                    joined[at][end] = Some(other);
                    joined[other][end] = Some(at);
                }
                None => drop(waiting.insert(key(&edges[edge]), at)),
            }
        }
    };
    join(0, &|edge| edge.ticket);
    join(1, &|edge| edge.orbit);
    let mut is_done = vec![false; own.len()];
    // Chains from their ends, then circles, which are even because the graph has two sides.
    let ends = (0..own.len()).filter(|&at| joined[at].contains(&None));
    for start in ends.chain(0..own.len()).collect::<Vec<_>>() {
        let mut at = start;
        let mut end = usize::from(joined[at][0].is_none());
        let mut turn = 0;
        while !is_done[at] {
            is_done[at] = true;
            edges[own[at]].household = pair[turn];
            turn = 1 - turn;
            match joined[at][end] {
                Some(next) => at = next,
                None => break,
            }
            end = 1 - end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    #[test]
    fn households_of_one_class_are_dealt_evenly_and_none_twice_in_a_ticket() {
        let mut stream = Seed::new("households").stream("test");
        for _ in 0..50 {
            let households = 2 + usize::try_from(stream.below(4)).unwrap();
            let orbits = 2 + usize::try_from(stream.below(2)).unwrap();
            let mut edges = Vec::new();
            for ticket in 0..200 {
                let taken = usize::try_from(stream.below(households as u64 + 1)).unwrap();
                for household in 0..taken {
                    let orbit = usize::try_from(stream.below(orbits as u64)).unwrap();
                    edges.push(Edge { ticket, orbit, household });
                }
            }
            assert!(uneven(&edges, households, orbits).is_some(), "a control");
            even_out(&mut edges, households, orbits);
            assert_eq!(uneven(&edges, households, orbits), None);
            let mut seen: Vec<(usize, usize)> =
                edges.iter().map(|e| (e.ticket, e.household)).collect();
            let all = seen.len();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), all);
        }
    }
}
