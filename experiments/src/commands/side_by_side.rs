//! A statement's verdicts side by side: on several backends, or on several data sets.

use std::fmt;

use lab::table::Table;
use lab::verdict::{Claim, Judgement, Verdict};
use language::tr;
use serde::{Deserialize, Serialize};

use crate::lecture::statements;

/// What is known of a statement on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Its verdict.
    Judged(Verdict),
    /// Nothing: an experiment that measures it could not be run here.
    NotMeasured {
        /// Why it could not be run.
        reason: String,
    },
}

impl Cell {
    /// The verdict, if there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Judged(verdict) => Some(*verdict),
            Self::NotMeasured { .. } => None,
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Judged(verdict) => f.pad(verdict.word()),
            Self::NotMeasured { .. } => f.pad(tr!("not measured")),
        }
    }
}

/// The claims of a statement on one side, or why an experiment that measures it could not be run there.
pub type Side<'a> = Result<Vec<&'a Claim>, String>;

/// A statement on all sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideBySide {
    /// The statement's id.
    pub id: String,
    /// What is known of it on each side.
    pub verdicts: Vec<Cell>,
    /// How many of its claims have the same verdict on all sides, and how many there are.
    pub claims: (usize, usize),
}

impl SideBySide {
    /// The statement `id`, from its claims on each side. Sides on which it was not measured do not count
    /// when claims are compared.
    pub fn of<'a>(id: &str, sides: &[Side<'a>]) -> Self {
        let judge = |claims: &Vec<&'a Claim>| Judgement::of(id, claims.iter().copied());
        let verdicts = |claims| -> Vec<Verdict> {
            judge(claims).claims.iter().map(|judged| judged.verdict).collect()
        };
        let measured: Vec<Vec<Verdict>> = sides.iter().flatten().map(verdicts).collect();
        let most = measured.iter().map(Vec::len).max().unwrap_or(0);
        let is_same =
            |i: &usize| measured.iter().all(|verdicts| verdicts.get(*i) == measured[0].get(*i));
        let cell = |side: &Side<'a>| match side {
            Ok(claims) => Cell::Judged(judge(claims).verdict),
            Err(reason) => Cell::NotMeasured { reason: reason.clone() },
        };
        Self {
            id: id.into(),
            claims: ((0..most).filter(is_same).count(), most),
            verdicts: sides.iter().map(cell).collect(),
        }
    }

    /// Whether the statement and each of its claims have the same verdict on all sides.
    pub fn is_same(&self) -> bool {
        self.claims.0 == self.claims.1
            && self
                .verdicts
                .iter()
                .all(|cell| cell.verdict().is_some() && *cell == self.verdicts[0])
    }
}

/// The table of statements: the name of each, its verdict on each side, and whether these are the same.
pub fn table(
    sides: impl IntoIterator<Item = String>,
    rows: &[SideBySide],
    name: impl Fn(&str) -> String,
) -> Table {
    let mut table = Table::default();
    table.header.push(tr!("statement").into());
    table.header.extend(sides);
    table.header.extend([tr!("claims that agree"), tr!("the same")].map(String::from));
    for row in rows {
        let SideBySide { id, verdicts, claims: (agree, of) } = row;
        let verdicts = verdicts.iter().map(Cell::to_string);
        let same = if row.is_same() { tr!("yes") } else { tr!("no") };
        let end = [tr!("{agree} of {of}", agree, of), same.into()];
        table.row(std::iter::once(name(id)).chain(verdicts).chain(end));
    }
    table
}

/// The ids of the statements that are not among these rows.
pub fn missing(rows: &[SideBySide]) -> Vec<&'static str> {
    let is_there = |id: &str| rows.iter().any(|row| row.id == id);
    statements().map(|statement| statement.id).filter(|id| !is_there(id)).collect()
}

#[cfg(test)]
mod tests {
    use lab::verdict::claim;

    use super::*;

    #[test]
    fn a_statement_is_the_same_only_if_each_claim_is() {
        let yes = claim("O2", "").is("", 1.0, true);
        let no = claim("O2", "").is("", 1.0, false);
        let on = |a: Vec<_>, b: Vec<_>| SideBySide::of("O2", &[Ok(a), Ok(b)]);
        let same = on(vec![&yes, &no], vec![&yes, &no]);
        assert_eq!((same.claims, same.is_same()), ((2, 2), true));
        assert_eq!(same.verdicts, [const { Cell::Judged(Verdict::HoldsInPart) }; 2]);
        // Both hold in part, but different parts hold.
        let crossed = on(vec![&yes, &no], vec![&no, &yes]);
        assert_eq!((crossed.claims, crossed.is_same()), ((0, 2), false));
        let fewer = on(vec![&yes, &yes], vec![&yes]);
        assert_eq!((fewer.claims, fewer.is_same()), ((1, 2), false));
    }

    #[test]
    fn a_side_without_the_statement_is_never_the_same_and_compares_no_claims() {
        let yes = claim("V2", "").is("", 1.0, true);
        let row = SideBySide::of("V2", &[Ok(vec![&yes]), Err("40 images".into())]);
        assert_eq!((row.claims, row.is_same()), ((1, 1), false));
        let table = table(["a".into(), "b".into()], std::slice::from_ref(&row), str::to_owned);
        assert_eq!(table.rows, [["V2", "holds", "not measured", "1 of 1", "no"]]);
        assert!(!missing(&[row]).contains(&"V2") && missing(&[]).contains(&"V2"));
    }

    /// Verdicts alone are written as before there were sides without any.
    #[test]
    fn a_cell_is_written_as_its_verdict_or_as_an_object_with_the_reason() {
        let cells = [Cell::Judged(Verdict::HoldsInPart), Cell::NotMeasured { reason: "x".into() }];
        let json = serde_json::to_string(&cells).unwrap();
        assert_eq!(json, r#"["holds-in-part",{"reason":"x"}]"#);
        assert_eq!(serde_json::from_str::<[Cell; 2]>(&json).unwrap(), cells);
    }
}
