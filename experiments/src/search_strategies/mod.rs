//! What each way of searching reaches for the same cost: grid, random, successive halving, Hyperband
//! and TPE, in the book's space of two hyperparameters and in one of eight.
//!
//! It serves no statement of the lecture, so `lecture` does not run it; `hyperparameter_search
//! --strategy` is what it compares. The cost is counted in epochs of training, those that successive
//! halving trains again among them. Each search ends as it should (H3): validation data chose, and the
//! network is judged once on test data, so that luck in choosing does not count.
//!
//! None costs more than the budget; the finest grid that fits, 5 × 5 points, costs less. A grid of
//! eight hyperparameters has more points than any budget here allows, so there is none.

use std::fmt;

use clap::Args;
use datasets::{DataError, Dataset};
use extensions::random::Purpose;
use figures::{Axis, Figure, Ink, Mark, Panel};
use serde::{Deserialize, Serialize};

use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::statistics::{interval, mean_of};
use lab::table::{Table, percent};
use lab::verdict::Claim;
use training::flags::InvalidValue;
use training::flags::count;
use training::search::plan::{Method as Way, Plan};
use training::search::space::Space;
use training::search::strategy::{Tried, best_first};
use training::search::tuning::Bench;
use training::statistics::{mean, standard_deviation};
use training::trial::Trial;

/// The comparison.
pub struct SearchStrategies;

/// The settings, ours.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (ours; the book searches at random alone)")]
pub struct Settings {
    /// What a search may cost at most, in epochs of training
    #[arg(long, value_parser = count, default_value = "864")]
    pub budget: usize,

    /// Epochs of the longest trials
    #[arg(long, value_parser = count, default_value = "27")]
    pub epochs: usize,

    /// Images to learn from
    #[arg(long, value_parser = count, default_value = "400")]
    pub training_images: usize,

    /// Images to judge hyperparameters by
    #[arg(long, value_parser = count, default_value = "100")]
    pub validation_images: usize,
}

/// All hyperparameters but the size of a batch, which would change what an epoch costs.
const EIGHT: &str = "
learning_rate = 'log-uniform:1e-4..1'
weight_decay = 'log-uniform:1e-6..1e-1'
dropout = 'uniform:0..0.5'
width = 'integer:20..100'
depth = 'integer:1..6'
optimizer = ['SGD', 'Momentum', 'AdaGrad', 'Adam']
initializer = ['He', 'Xavier', 0.01]
activation = ['ReLU', 'sigmoid', 'tanh']
";

/// A space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Book,
    Eight,
}

impl Where {
    fn space(self) -> Space {
        match self {
            Self::Book => Space::book(),
            Self::Eight => Space::from_toml(EIGHT).expect("the space above"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Book => "the book's space",
            Self::Eight => "eight hyperparameters",
        }
    }
}

/// A way through a space.
#[derive(Clone, Copy, Debug)]
pub struct Arm(Where, Way);

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.0.name(), self.1.name())
    }
}

impl Settings {
    /// The longest search of that way that the budget allows.
    fn plan(&self, space: &Space, strategy: Way) -> Option<Plan> {
        let plan =
            |trials| Plan { strategy, trials, epochs: self.epochs, reduction: 3, at_once: 5 };
        let cost = |plan: &Plan| -> Option<usize> {
            let strategy = plan.strategy(space).ok()?;
            Some(strategy.slots().iter().map(|slot| slot.epochs).sum())
        };
        // More trials never cost less; too few for a strategy are no plan.
        let plans = (1..).map(plan).map(|plan| (cost(&plan), plan));
        let within = plans.take_while(|(cost, _)| cost.is_none_or(|cost| cost <= self.budget));
        let possible = within.take(self.budget).filter(|(cost, _)| cost.is_some());
        possible.last().map(|(_, plan)| plan)
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// How many trials there were.
    pub trials: usize,
    /// The epochs spent when each trial had ended.
    pub spent: Vec<usize>,
    /// The highest validation accuracy until then.
    pub best: Vec<f64>,
    /// The accuracy on test data of the network that was chosen, judged once.
    pub test: f64,
}

/// What the experiment is about.
const ABOUT: About = About {
    name: "search_strategies",
    title: "What each way of searching reaches for the same cost",
    about: "What five ways of searching hyperparameters reach for the same cost",
    shows: "What five ways of searching hyperparameters reach for the same cost",
    statements: &[],
    seeds: 10,
    needs_data: true,
};

impl Experiment for SearchStrategies {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Measured;

    const ABOUT: About = ABOUT;

    fn check(settings: &Settings) -> Result<(), InvalidValue> {
        for Arm(space, way) in Self::arms(settings) {
            if settings.plan(&space.space(), way).is_none() {
                return Err(InvalidValue::from(format!(
                    "--budget {} is too small for {} with --epochs {}: allow more epochs in all, or \
                     fewer for a trial",
                    settings.budget,
                    way.name(),
                    settings.epochs
                )));
            }
        }
        Ok(())
    }

    fn check_data(settings: &Settings, data: &Dataset) -> Result<(), DataError> {
        let images = settings.training_images.saturating_add(settings.validation_images);
        data.training.first(images).map(drop)
    }

    fn arms(_: &Settings) -> Vec<Arm> {
        let all = [Where::Book, Where::Eight].into_iter();
        let arms = all.flat_map(|space| Way::ALL.map(|way| Arm(space, way)));
        arms.filter(|arm| arm.0 == Where::Book || arm.1 != Way::Grid).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.budget as u64
    }

    /// A whole search, one trial after the other.
    fn trial(settings: &Settings, Arm(space, way): &Arm, trial: &Trial) -> Measured {
        let space = space.space();
        let plan = settings.plan(&space, *way).expect("check has looked");
        let strategy = plan.strategy(&space).expect("it is within the budget");
        let data = trial.data();
        let (learn, judge) = (settings.training_images, settings.validation_images);
        let order = trial.stream(Purpose::Split).permutation(learn + judge);
        let images = data.training.first(learn + judge).expect("check_data has looked");
        let (training, validation) = images.split(judge, &order).expect("both have images");
        let bench = Bench { training, validation, seed: trial.seed, device: trial.autodiff() };

        let dimensions = space.dimensions();
        let slots = strategy.slots();
        let mut tried: Vec<Tried> = Vec::new();
        let (mut spent, mut best) = (Vec::new(), Vec::new());
        for (i, slot) in slots.iter().enumerate() {
            let known = slots.iter().filter(|earlier| earlier.round < slot.round).count();
            let stream = trial.stream(Purpose::Search);
            let point = strategy.propose(&dimensions, i, &tried[..known], stream);
            let configuration = space.configuration(&point);
            let (_, measured) = bench.tune(&configuration, slot.epochs, || trial.step_done());
            let score = measured.score();
            tried.push(Tried { point, score });
            spent.push(spent.last().unwrap_or(&0) + slot.epochs);
            best.push(score.max(best.last().copied().unwrap_or(0.0)));
        }
        // Of those that were trained to the end.
        let full = |i: &usize| slots[*i].epochs == settings.epochs;
        let ranked = best_first(tried.iter().map(|tried| tried.score));
        let chosen = ranked.into_iter().find(full).expect("some are trained to the end");
        let configuration = space.configuration(&tried[chosen].point);
        let (network, _) = bench.tune(&configuration, settings.epochs, || ());
        Measured { trials: slots.len(), spent, best, test: network.judge(&data.test) }
    }
}

impl View for SearchStrategies {
    fn figures(record: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        vec![("search_strategies", best_so_far(record).into())]
    }

    fn table(record: &RecordOf<Self>) -> Table {
        let mut table = Table::new([
            "search",
            "trials",
            "epochs",
            "validation accuracy of the best",
            "test accuracy of the chosen",
            "between seeds",
            "less random, 95 % interval",
        ]);
        for Arm(space, way) in Self::arms(&record.settings) {
            let arm = Arm(space, way).to_string();
            let random = Arm(space, Way::Random).to_string();
            let of = |number: fn(&Measured) -> f64| mean(&record.values(&arm, number));
            let test = record.values(&arm, |m| m.test);
            let points = |x: f64| format!("{:+.1}", 100.0 * x);
            let interval = interval(&record.differences(&arm, &random, |m| m.test));
            table.row([
                arm.clone(),
                format!("{:.0}", of(|m| m.trials as f64)),
                format!("{:.0}", of(|m| m.spent.last().copied().unwrap_or(0) as f64)),
                percent(of(|m| m.best.last().copied().unwrap_or(0.0))),
                percent(mean(&test)),
                format!("± {}", percent(standard_deviation(&test))),
                match interval {
                    _ if way == Way::Random => String::new(),
                    None => "too few seeds".into(),
                    Some((low, high)) => format!("{} to {}", points(low), points(high)),
                },
            ]);
        }
        table
    }

    fn claims(_: &RecordOf<Self>) -> Vec<Claim> {
        Vec::new()
    }
}

fn best_so_far(record: &RecordOf<SearchStrategies>) -> Figure {
    let budget = record.settings.budget;
    let arms = SearchStrategies::arms(&record.settings);
    let panels = [Where::Book, Where::Eight].map(|space| {
        let ways = arms.iter().filter(|arm| arm.0 == space);
        let curves = ways.map(|arm| {
            // The mean over the seeds; what a strategy spends is the same at each.
            let spent = record.arm(&arm.to_string()).next().map_or(&[][..], |m| &m.spent[..]);
            let best = |i: usize| mean(&record.values(&arm.to_string(), |m| m.best[i]));
            let points = spent.iter().enumerate().map(|(i, &x)| [x as f64, best(i)]);
            Mark::line(arm.1.name(), Ink::Series(arm.1 as usize), points.collect())
        });
        Panel::new(space.name())
            .x(Axis::new("epochs of training spent").range(0.0, budget as f64))
            .y(Axis::new("best validation accuracy so far").range(0.0, 1.0))
            .with_all(curves)
    });
    Figure::new("What each way of searching finds for the same cost")
        .subtitle(mean_of(record.provenance.seeds.len()))
        .alt(
            "The highest validation accuracy so far against the epochs of training spent, one line for \
             each strategy, in the book's space and in one of eight hyperparameters.",
        )
        .grid(2, 380.0, 300.0)
        .panels(panels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::cli::default_settings;

    #[test]
    fn every_search_spends_nearly_its_budget() {
        let settings = default_settings::<SearchStrategies>();
        assert_eq!(SearchStrategies::check(&settings), Ok(()));
        for Arm(space, way) in SearchStrategies::arms(&settings) {
            let space = space.space();
            let plan = settings.plan(&space, way).unwrap();
            let slots = plan.strategy(&space).unwrap().slots().to_vec();
            let cost: usize = slots.iter().map(|slot| slot.epochs).sum();
            assert!((650..=864).contains(&cost), "{way:?}: {cost}");
        }
        let small = Settings { budget: 200, ..settings };
        assert!(SearchStrategies::check(&small).unwrap_err().to_string().contains("hyperband"));
    }
}
