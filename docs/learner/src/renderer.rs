//! Prints the metrics once per epoch. Burn's own renderers print a line for each mini-batch or draw the
//! curves in the terminal.

use std::collections::{BTreeMap, HashMap};

use burn::train::logger::{EvaluationProgressLogger, TrainingProgressLogger};
use burn::train::metric::{MetricDefinition, MetricId, MetricName, NumericEntry};
use burn::train::renderer::{
    EvaluationName, MetricState, MetricsRenderer, MetricsRendererEvaluation,
    MetricsRendererTraining,
};

/// A line for each metric at the end of each epoch, and at the end of the evaluation.
#[derive(Default)]
pub struct EpochLines {
    quiet: bool,
    epoch: usize,
    names: HashMap<MetricId, MetricName>,
    /// For each metric of the evaluation, the sum over the images and the number of images.
    sums: BTreeMap<MetricName, (f64, usize)>,
}

impl EpochLines {
    /// Prints nothing.
    pub fn quiet() -> Self {
        Self { quiet: true, ..Self::default() }
    }

    /// Prints the metric if `state` is its value for a whole epoch and not for a mini-batch.
    fn print(&self, set: &str, state: MetricState) {
        if let MetricState::Numeric(entry, Some(NumericEntry::Final(value))) = state
            && !self.quiet
        {
            println!("epoch {} {set}: {} {value:.3}", self.epoch, self.names[&entry.metric_id]);
        }
    }
}

impl MetricsRendererTraining for EpochLines {
    fn update_train(&mut self, state: MetricState) {
        self.print("training", state);
    }

    fn update_valid(&mut self, state: MetricState) {
        self.print("validation", state);
    }
}

impl MetricsRendererEvaluation for EpochLines {
    // An evaluation reports the metrics of mini-batches only, so their mean is computed here.
    fn update_test(&mut self, _: EvaluationName, state: MetricState) {
        if let MetricState::Numeric(
            entry,
            Some(NumericEntry::Aggregated { aggregated_value, count }),
        ) = state
        {
            let name = self.names[&entry.metric_id].clone();
            let (sum, images) = self.sums.entry(name).or_default();
            *sum += aggregated_value * count as f64;
            *images += count;
        }
    }
}

impl MetricsRenderer for EpochLines {
    fn manual_close(&mut self) {}

    fn register_metric(&mut self, definition: MetricDefinition) {
        self.names.insert(definition.metric_id, definition.name);
    }
}

impl TrainingProgressLogger for EpochLines {
    fn start(&mut self, _: usize, starting_epoch: usize, _: Option<usize>, _: Option<&str>) {
        self.epoch = starting_epoch;
    }

    fn update_epoch(&mut self, epoch: usize) {
        self.epoch = epoch + 1;
    }

    fn start_split(&mut self, _: &str, _: usize) {}
    fn update_split(&mut self, _: usize) {}
    fn end_split(&mut self) {}
    fn end(&mut self) {}
    fn log_event_training(&mut self, _: String) {}
}

impl EvaluationProgressLogger for EpochLines {
    fn end_test(&mut self) {
        for (name, (sum, images)) in std::mem::take(&mut self.sums) {
            println!("test: {name} {:.3}", sum / images as f64);
        }
    }

    fn start_global_progress(&mut self, _: usize) {}
    fn start_test(&mut self, _: &str, _: usize) {}
    fn update_test_progress(&mut self, _: usize) {}
    fn end_global_progress(&mut self) {}
    fn log_event_evaluation(&mut self, _: String) {}
}
