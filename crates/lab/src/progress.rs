//! The progress of a run: a bar on a terminal, occasional lines elsewhere.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use language::tr;

use crate::output::note;
use crate::table::percent;

/// The parts that the bar consists of.
const LENGTH: u64 = 10_000;

/// A bar on a terminal, occasional lines elsewhere, nothing with `--quiet`.
pub(crate) struct Progress {
    bar: ProgressBar,
    name: &'static str,
    trials: usize,
    plain: bool,
}

impl Progress {
    pub(crate) fn new(name: &'static str, trials: usize, quiet: bool) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let target = match is_terminal && !quiet {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(LENGTH), target);
        // What is in braces here is filled by the bar.
        let left = tr!("{time} left", time = "{eta}");
        let style = format!("{{prefix}}  {{bar:32}}  {{percent:>3}} %  {{msg}}  {left}");
        bar.set_style(ProgressStyle::with_template(&style).expect("a valid template"));
        bar.set_prefix(name);
        bar.set_message(tr!("{finished} of {trials} trials", finished = 0, trials));
        Self { bar, name, trials, plain: !is_terminal && !quiet }
    }

    /// Shows that this share of the work is done, from 0 to 1.
    pub(crate) fn at(&self, share: f64) {
        self.bar.set_position((share * LENGTH as f64) as u64);
    }

    pub(crate) fn finished(&self, finished: usize, best: Option<f64>) {
        let Self { name, trials, .. } = self;
        let message = match best.map(percent) {
            None => tr!("{finished} of {trials} trials", finished, trials),
            Some(best) => {
                tr!("{finished} of {trials} trials, best so far {best}", finished, trials, best)
            }
        };
        // At most ten lines, whatever the number of trials.
        if self.plain && (finished * 10 / trials) > ((finished - 1) * 10 / trials) {
            note(format_args!("{name}: {message}"));
        }
        self.bar.set_message(message);
    }

    pub(crate) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
