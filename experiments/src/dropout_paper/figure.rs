//! The test error over the epochs, and the table with the paper's numbers.

use figures::{Axis, Figure, Ink, Panel};
use lab::curves::{legend, mean_and_band, over_seeds};
use lab::experiment::{Drawing, RecordOf};
use lab::table::{Table, percent};
use language::tr;
use training::statistics::{mean, standard_deviation};

use super::trial::{Arm, DropoutPaper, Measured};
use crate::shared::epochs::over;
use crate::shared::finding::{Direction, direction};

/// The error that the paper reports, where it has the network.
fn in_the_paper(arm: Arm) -> Option<f64> {
    match arm {
        Arm::Standard => Some(0.0160),
        Arm::Logistic => Some(0.0135),
        Arm::Relu => Some(0.0125),
        Arm::ReluWithoutDropout => None,
    }
}

/// The network's name as it is shown.
pub(super) fn shown(arm: Arm) -> &'static str {
    match arm {
        Arm::Standard => tr!("standard network (logistic)"),
        Arm::Logistic => tr!("dropout, logistic"),
        Arm::Relu => tr!("dropout, ReLU"),
        Arm::ReluWithoutDropout => tr!("no dropout, ReLU"),
    }
}

/// The figure, with the name of its files.
pub fn figures(record: &RecordOf<DropoutPaper>) -> Vec<(&'static str, Drawing)> {
    // The first value is measured after epoch 1.
    let epochs: Vec<f64> = (1..=record.settings.epochs).map(|epoch| epoch as f64).collect();
    let curves = Arm::ALL.into_iter().enumerate().flat_map(|(i, arm)| {
        let name = arm.to_string();
        let label = legend(shown(arm), record.arm(&name).map(|measured| measured.diverged_at));
        let errors: Vec<Vec<f64>> = record
            .arm(&name)
            .map(|measured| measured.test_error.iter().map(|error| 100.0 * error).collect())
            .collect();
        let marks = mean_and_band(&label, Ink::Series(i), &errors).map(|mark| over(mark, &epochs));
        marks.map(move |mark| if in_the_paper(arm).is_none() { mark.dashed() } else { mark })
    });
    let ends = Arm::ALL.map(|arm| {
        let (error, arm) = (percent(error(record, arm)), shown(arm));
        tr!("{error} for {arm}", error, arm)
    });
    // The axis ends at 4 %, or above the errors at the end if they are larger.
    let worst = Arm::ALL.map(|arm| 100.0 * error(record, arm)).into_iter().fold(0.0, f64::max);
    let panel = Panel::new("")
        .x(Axis::new(tr!("epoch")))
        .y(Axis::new(tr!("test error in %")).range(0.0, (1.25 * worst).max(4.0)))
        .with_all(curves);
    let figure = Figure::new(title(record))
        .subtitle(tr!(
            "the paper: standard network 1.60 %, dropout 1.35 % (logistic) and 1.25 % (ReLU); {seeds}",
            seeds = over_seeds(record)
        ))
        .alt(tr!("Test error after each epoch. It ends at {errors}.", errors = ends.join(", ")))
        .grid(1, 560.0, 320.0)
        .panels([panel]);
    vec![("dropout_paper", figure.into())]
}

/// What dropout does to the test error of the ReLU network, if the record shows it.
fn title(record: &RecordOf<DropoutPaper>) -> String {
    let [with, without] = [Arm::Relu, Arm::ReluWithoutDropout];
    let names = [with, without].map(|arm| arm.to_string());
    let raised = record.differences(&names[0], &names[1], Measured::error_at_end);
    let [with, without] = [with, without].map(|arm| in_percent(error(record, arm)));
    let epochs = record.settings.epochs;
    match direction(&raised) {
        Direction::Up => tr!(
            "After {epochs} epochs, dropout has raised the ReLU network's test error, from {without} to {with}",
            epochs,
            without,
            with
        ),
        Direction::Down => tr!(
            "After {epochs} epochs, dropout has lowered the ReLU network's test error, from {without} to {with}",
            epochs,
            without,
            with
        ),
        Direction::Unclear => tr!(
            "What test error do the dropout paper's networks reach on {data}?",
            data = record.data_name()
        ),
    }
}

/// The errors at the end beside the paper's: a row for each network.
pub fn table(record: &RecordOf<DropoutPaper>) -> Table {
    let mut table = Table::new([
        tr!("network"),
        tr!("neurons of each hidden layer"),
        tr!("training error"),
        tr!("test error"),
        tr!("standard deviation over seeds"),
        tr!("the paper's test error"),
    ]);
    for arm in Arm::ALL {
        let name = arm.to_string();
        let training = record.values(&name, |m| m.training_error.unwrap_or(f64::NAN));
        let test = record.values(&name, Measured::error_at_end);
        let layers = match arm {
            Arm::Standard => &record.settings.standard,
            _ => &record.settings.hidden,
        };
        let layers: Vec<String> = layers.iter().map(usize::to_string).collect();
        table.row([
            legend(shown(arm), record.arm(&name).map(|measured| measured.diverged_at)),
            layers.join(", "),
            in_percent(mean(&training)),
            in_percent(mean(&test)),
            in_percent(standard_deviation(&test)),
            in_the_paper(arm).map_or(String::new(), in_percent),
        ]);
    }
    table
}

fn error(record: &RecordOf<DropoutPaper>, arm: Arm) -> f64 {
    mean(&record.values(&arm.to_string(), Measured::error_at_end))
}

/// With two decimals, as in the paper.
fn in_percent(error: f64) -> String {
    match error.is_finite() {
        true => format!("{:.2} %", 100.0 * error),
        false => tr!("none").into(),
    }
}
