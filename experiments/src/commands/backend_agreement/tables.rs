//! A comparison as tables and sentences, for the terminal, for Markdown and for the report.

use std::fmt;

use lab::output::{capital, sentence};
use lab::report;
use lab::table::Table;
use lab::verdict::Verdict;
use language::tr;
use training::backend::Backend;

use super::agreement::Agreement;
use super::drift::Pair;
use super::figure::figure;
use crate::commands::side_by_side::{self, Cell};

/// The numbers of steps that a table shows.
const SHOWN: [usize; 4] = [1, 10, 100, 1000];

impl Agreement {
    /// For each pair of backends a title and its table.
    pub fn matrices(&self) -> Vec<(String, Table)> {
        let matrix = |pair: &Pair| {
            let shown =
                SHOWN.map(|n| if n == 1 { tr!("1 step").into() } else { tr!("{n} steps", n) });
            let mut table = Table::new([tr!("trial"), &shown[0], &shown[1], &shown[2], &shown[3]]);
            for apart in &pair.trials {
                let cells = SHOWN.into_iter().map(|n| apart.within(n));
                table.row(std::iter::once(apart.shown()).chain(cells));
            }
            let [a, b] = pair.backends;
            let seeds = self.seeds.len();
            let title = tr!(
                "{a} against {b}: the largest relative difference of a loss within the given number of \
                 steps, {seeds} seeds",
                a,
                b,
                seeds
            );
            (title, table)
        };
        self.pairs.iter().map(matrix).collect()
    }

    /// Each statement's verdict on each backend.
    pub fn verdicts(&self) -> Table {
        let backends = self.backends.iter().map(Backend::to_string);
        side_by_side::table(backends, &self.statements, str::to_owned)
    }

    /// "11 of 11 statements came out the same on all backends (flex, ndarray)", and how many of them because
    /// they are undecided on every backend.
    pub fn summary(&self) -> String {
        let same = self.statements.iter().filter(|statement| statement.is_same());
        const OPEN: Cell = Cell::Judged(Verdict::Undecided);
        let open = same.clone().filter(|same| same.verdicts[0] == OPEN).count();
        let names: Vec<_> = self.backends.iter().map(|backend| backend.name).collect();
        let (same, of, backends) = (same.count(), self.statements.len(), names.join(", "));
        match open {
            0 => tr!(
                "{same} of {of} statements came out the same on all backends ({backends})",
                same,
                of,
                backends
            ),
            open => tr!(
                "{same} of {of} statements came out the same on all backends ({backends}), {open} of them \
                 undecided",
                same,
                of,
                backends,
                open
            ),
        }
    }

    /// "Verdicts of zero_init: 6 seeds …"
    pub fn about_verdicts(&self) -> String {
        tr!(
            "verdicts of {experiments} at their default settings, {seeds} seeds if anything is random",
            experiments = self.experiments.join(", "),
            seeds = self.verdict_seeds
        )
    }

    /// Which statements were not compared, if any.
    pub fn not_compared(&self) -> Option<String> {
        let rest = side_by_side::missing(&self.statements);
        if rest.is_empty() {
            return None;
        }
        let rest = rest.join(", ");
        Some(tr!("not compared: {rest} (--verdicts chooses the experiments)", rest))
    }

    /// All that was found, as Markdown, as the documentation of the backends shows it.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for (title, table) in self.matrices() {
            text += &format!("{}:\n\n{}\n", capital(&title), table.markdown());
        }
        text += &format!("{}:\n\n", capital(&self.about_verdicts()));
        text += &format!("{}\n{}\n", self.verdicts().markdown(), sentence(&self.summary()));
        if let Some(rest) = self.not_compared() {
            text += &format!("{}\n", sentence(&rest));
        }
        let versions = tr!(
            "Version {project} of this project, Burn {burn}, {arch} on {os}.",
            project = self.project,
            burn = self.burn,
            arch = std::env::consts::ARCH,
            os = std::env::consts::OS
        );
        text + &format!("\n{versions}\n")
    }

    /// The comparison as the report shows it.
    pub fn for_report(&self) -> report::Agreement {
        report::Agreement {
            summary: self.summary(),
            is_of_this_code: self.is_of_this_code(),
            figure: figure(self),
            matrices: self.matrices(),
            about_verdicts: self.about_verdicts(),
            verdicts: self.verdicts(),
            not_compared: self.not_compared(),
            project: self.project.clone(),
            burn: self.burn.clone(),
            iterations: self.settings.iterations,
            batch_size: self.settings.batch_size,
        }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, table) in self.matrices() {
            writeln!(f, "{title}\n\n{table}")?;
        }
        writeln!(f, "{}\n\n{}", self.about_verdicts(), self.verdicts())?;
        writeln!(f, "  {}", self.summary())?;
        self.not_compared().map_or(Ok(()), |rest| writeln!(f, "  {rest}"))
    }
}
