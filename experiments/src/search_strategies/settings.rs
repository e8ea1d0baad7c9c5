//! The settings, which are not from the book.

use clap::Args;
use serde::{Deserialize, Serialize};
use training::flags::{images, steps, trials};
use training::search::plan::{Method, Plan};
use training::search::space::Space;

/// The settings.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[command(next_help_heading = "Settings (not from the book, which only searches at random)")]
pub struct Settings {
    /// What a search may cost at most, in epochs of training
    #[arg(long, value_parser = trials, default_value = "864")]
    pub budget: usize,

    /// Epochs of the longest trials
    #[arg(long, value_parser = steps, default_value = "27")]
    pub epochs: usize,

    /// Images to learn from, drawn anew for each seed
    #[arg(long, value_parser = images, default_value = "400")]
    pub training_images: usize,

    /// Images to judge hyperparameters on, drawn anew for each seed
    #[arg(long, value_parser = images, default_value = "100")]
    pub validation_images: usize,
}

impl Settings {
    /// The longest search with this strategy that the budget allows, if it allows one.
    pub fn plan(&self, space: &Space, strategy: Method) -> Option<Plan> {
        let plan =
            |trials| Plan { strategy, trials, epochs: self.epochs, reduction: 3, at_once: 5 };
        let cost = |plan: &Plan| -> Option<usize> {
            let strategy = plan.strategy(space).ok()?;
            Some(strategy.slots().iter().map(|slot| slot.epochs).sum())
        };
        // More trials never cost less. A plan with too few trials for its strategy has no cost.
        let plans = (1..).map(plan).map(|plan| (cost(&plan), plan));
        let within = plans.take_while(|(cost, _)| cost.is_none_or(|cost| cost <= self.budget));
        let possible = within.take(self.budget).filter(|(cost, _)| cost.is_some());
        possible.last().map(|(_, plan)| plan)
    }
}
