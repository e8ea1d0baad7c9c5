//! Cycles in a graph of imports.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::modules::Import;

/// The cycles of imports: a shortest cycle for each file that is part of one, except for files of cycles
/// that were found earlier. Empty if there is no cycle.
pub fn cycles(imports: &[Import]) -> Vec<Vec<&Import>> {
    let mut from: BTreeMap<&str, Vec<&Import>> = BTreeMap::new();
    for import in imports {
        from.entry(&import.from).or_default().push(import);
    }
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    let mut cycles = Vec::new();
    for &file in from.keys() {
        if reported.contains(file) {
            continue;
        }
        if let Some(cycle) = shortest_cycle(file, &from) {
            reported.extend(cycle.iter().map(|import| &*import.from));
            cycles.push(cycle);
        }
    }
    cycles
}

/// The shortest path from a file back to itself, by breadth-first search.
fn shortest_cycle<'a>(
    start: &str,
    from: &BTreeMap<&'a str, Vec<&'a Import>>,
) -> Option<Vec<&'a Import>> {
    let mut reached_by: BTreeMap<&str, &Import> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for &import in from.get(file).into_iter().flatten() {
            if reached_by.contains_key(&*import.to) {
                continue;
            }
            reached_by.insert(&import.to, import);
            if import.to == start {
                let mut cycle = vec![import];
                while cycle[cycle.len() - 1].from != start {
                    cycle.push(reached_by[&*cycle[cycle.len() - 1].from]);
                }
                cycle.reverse();
                return Some(cycle);
            }
            queue.push_back(&import.to);
        }
    }
    None
}
