//! A comparison as tables and sentences, for the terminal, for Markdown and for the report.

use std::fmt;

use lab::foreign::markdown;
use lab::output::sentence;
use lab::report;
use lab::table::{Table, one_line};
use lab::verdict::{Setting, Verdict};
use language::tr;

use super::flags::MNIST;
use super::matrix::{ClaimRow, DataSet, Matrix};
use crate::commands::say::title;
use crate::commands::side_by_side::{self, Cell, SideBySide};
use crate::lecture::statements;

/// How a statement comes out on all data sets together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All numbers behind it are the same on each of them, to the last bit: it does not depend on data.
    Identical,
    /// It holds on each of them.
    Everywhere,
    /// It holds on MNIST, and on no other.
    MnistOnly,
    /// It holds on some of them.
    Somewhere,
    /// It has the same verdict on each of them, another than that it holds.
    Alike,
    /// It holds on none of them, and the verdicts differ.
    Nowhere,
    /// It was not measured on each of them.
    Incomplete,
}

impl Kind {
    /// All kinds, in the order of the summary.
    const ALL: [Self; 7] = [
        Self::Identical,
        Self::Everywhere,
        Self::MnistOnly,
        Self::Somewhere,
        Self::Alike,
        Self::Nowhere,
        Self::Incomplete,
    ];

    /// The kind of a statement, from its verdicts on MNIST and on the others, and from the claims of all
    /// statements.
    pub fn of(row: &SideBySide, claims: &[ClaimRow]) -> Self {
        let Some(verdicts) = row.verdicts.iter().map(Cell::verdict).collect::<Option<Vec<_>>>()
        else {
            return Self::Incomplete;
        };
        let mut of_it = claims.iter().filter(|claim| claim.statement == row.id).peekable();
        if of_it.peek().is_some() && of_it.all(ClaimRow::is_identical) {
            return Self::Identical;
        }
        let holds: Vec<bool> = verdicts.iter().map(|v| *v == Verdict::Holds).collect();
        match holds.iter().filter(|holds| **holds).count() {
            n if n == holds.len() => Self::Everywhere,
            1 if holds[0] => Self::MnistOnly,
            0 if verdicts.iter().all(|verdict| *verdict == verdicts[0]) => Self::Alike,
            0 => Self::Nowhere,
            _ => Self::Somewhere,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Identical => {
                tr!("rest on the same numbers on every data set, and so do not depend on data")
            }
            Self::Everywhere => tr!("hold on every data set"),
            Self::MnistOnly => tr!("hold on MNIST and on no other data set"),
            Self::Somewhere => tr!("hold on some data sets and not on others"),
            Self::Alike => {
                tr!("have the same verdict on every data set, but do not simply hold")
            }
            Self::Nowhere => tr!("hold on no data set, with different verdicts"),
            Self::Incomplete => tr!("were not measured on every data set"),
        }
    }
}

impl Matrix {
    /// The data sets.
    pub fn data_sets(&self) -> Table {
        let mut table = Table::new([
            tr!("data set"),
            tr!("training images"),
            tr!("test images"),
            tr!("pixels"),
            tr!("classes"),
            "SHA-256",
        ]);
        for DataSet { name, fingerprint, training, test, image: (rows, columns), classes } in
            &self.data
        {
            let print = fingerprint.get(..12).unwrap_or(fingerprint);
            table.row([
                name.clone(),
                training.to_string(),
                test.to_string(),
                format!("{rows} × {columns}"),
                classes.to_string(),
                format!("{print}…"),
            ]);
        }
        table
    }

    /// Each statement's verdict on each data set.
    pub fn verdicts(&self) -> Table {
        let title = |id: &str| statements().find(|s| s.id == id).map_or("", title);
        let name = |id: &str| format!("{id} {}", title(id));
        side_by_side::table(self.names(), &self.statements, name)
    }

    /// Each claim's verdict and numbers on each data set.
    pub fn claims(&self) -> Table {
        let mut table = Table::default();
        table.header.extend([tr!("claim"), tr!("measured by")].map(String::from));
        table.header.extend(self.names());
        for ClaimRow { statement, experiment, sentence, setting, on } in &self.claims {
            let ours = match setting {
                Setting::Ours => format!(" ({})", tr!("our setting")),
                Setting::Book => String::new(),
            };
            let cell = |measured: &Option<super::matrix::Measured>| match measured {
                Some(measured) => format!("{}: {}", measured.verdict.word(), measured.numbers),
                None => tr!("not measured").into(),
            };
            let first = [format!("{statement} {sentence}{ours}"), experiment.clone()];
            table.row(first.into_iter().chain(on.iter().map(cell)));
        }
        table
    }

    fn names(&self) -> impl Iterator<Item = String> {
        self.data.iter().map(|data| data.name.clone())
    }

    /// Which statements come out how on all data sets together: "hold on every data set (2): O6, I8".
    pub fn summary(&self) -> Vec<String> {
        let line = |kind: Kind| {
            let rows = self.statements.iter().filter(|row| Kind::of(row, &self.claims) == kind);
            let ids: Vec<&str> = rows.map(|row| row.id.as_str()).collect();
            let text = format!("{} ({}): {}", kind.text(), ids.len(), ids.join(", "));
            (!ids.is_empty()).then_some(text)
        };
        Kind::ALL.into_iter().filter_map(line).collect()
    }

    /// Why statements were not measured on a data set, each reason once.
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        for row in &self.statements {
            for (data, cell) in self.data.iter().zip(&row.verdicts) {
                let Cell::NotMeasured { reason } = cell else { continue };
                let reason =
                    tr!("not measured on {data_set}: {reason}", data_set = data.name, reason);
                let reason = one_line(&reason);
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
        reasons
    }

    /// Which experiments at which settings.
    pub fn about(&self) -> String {
        let experiments: Vec<&str> = self.code.keys().map(String::as_str).collect();
        let experiments = experiments.join(", ");
        match self.seeds {
            None => {
                tr!("verdicts of {experiments}, at their default settings and seeds", experiments)
            }
            Some(1) => {
                tr!("verdicts of {experiments}, at their default settings, one seed", experiments)
            }
            Some(seeds) => tr!(
                "verdicts of {experiments}, at their default settings, {seeds} seeds",
                experiments,
                seeds
            ),
        }
    }

    /// The versions, the backend and the platform.
    fn versions(&self) -> String {
        let Self { project, burn, backend, instructions, .. } = self;
        let (arch, os) = (std::env::consts::ARCH, std::env::consts::OS);
        tr!(
            "version {project} of this project, Burn {burn}, backend {backend}, {arch} with {instructions} \
             on {os}",
            project,
            burn,
            backend,
            arch,
            instructions,
            os
        )
    }

    /// Everything as Markdown, as the documentation shows it.
    pub fn markdown(&self) -> String {
        let list = |lines: Vec<String>| -> String {
            lines.iter().map(|line| format!("- {}\n", markdown(&sentence(line)))).collect()
        };
        let mut text = self.data_sets().markdown() + "\n" + &self.verdicts().markdown() + "\n";
        text += &list(self.summary());
        text += &list(self.reasons());
        text += &format!("\n{}\n\n", sentence(&self.about()));
        let every_claim = tr!("Every claim on every data set");
        text += &format!("<details><summary>{every_claim}</summary>\n\n");
        text += &self.claims().markdown();
        text + &format!("\n</details>\n\n{}\n", sentence(&self.versions()))
    }

    /// The comparison as the report shows it.
    pub fn for_report(&self) -> report::DataSets {
        report::DataSets {
            is_of_this_code: self.is_of_this_code(),
            data_sets: self.data_sets(),
            about: self.about(),
            verdicts: self.verdicts(),
            summary: self.summary().into_iter().chain(self.reasons()).collect(),
            claims: self.claims(),
            versions: self.versions(),
        }
    }
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others = self.data.iter().filter(|data| data.name != MNIST).count();
        let about = match others {
            1 => tr!("{mnist} and another data set: {about}", mnist = MNIST, about = self.about()),
            _ => tr!("{mnist} and other data sets: {about}", mnist = MNIST, about = self.about()),
        };
        writeln!(f, "{about}\n\n{}", self.data_sets())?;
        writeln!(f, "{}", self.verdicts())?;
        self.summary().iter().chain(&self.reasons()).try_for_each(|line| writeln!(f, "  {line}"))
    }
}
