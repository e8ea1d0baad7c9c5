//! Backend agreement: the same trials on every backend that is compiled in.
//!
//! Burn's backends are independent programs for the same arithmetic. From the same weights, batches and
//! dropout masks (all drawn on the host) their losses may differ by what 32-bit numbers round, and by
//! what training makes of that; more is a fault of one of them. What counts in the end is whether each
//! verdict of the lecture is the same.
//!
//! One backend's trials are kept like those of any experiment, so an interrupted comparison goes on,
//! and the verdicts take over what `lecture` has already measured in the same folder, but for
//! `weight_decay`, `dropout` and `activation_histograms`, which run without their curves. They rest on
//! fewer seeds than the lecture's, because a person waits for them, and on the claims alone: what is
//! only drawn is left out.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use extensions::initializers::He;
use figures::{Axis, Figure, Ink, Mark, Marker, Panel};
use models::{ActivationConfig, MlpConfig};
use serde::{Deserialize, Serialize};

use crate::lecture::statements;
use lab::cli::Entry;
use lab::code::code_of;
use lab::common::Common;
use lab::experiment::RecordOf;
use lab::experiment::{About, Drawing, Experiment, View};
use lab::measure::measure;
use lab::output::{capital, note, sentence};
use lab::record::SCHEMA;
use lab::rounds::AtOnce;
use lab::run_error::RunError;
use lab::seal::is_sealed;
use lab::table::Table;
use lab::verdict::{Claim, Verdict, together};
use lab::write::write_drawing;
use lab::write::write_record;
use training::BURN_VERSION;
use training::backend::{Backend, BackendError};
use training::classifier::{initial_mlp, shape};
use training::files::write_whole;
use training::flags::{batch_size, count, width};
use training::losses::Losses;
use training::optimizers::{Named, OPTIMIZERS, named};
use training::trainer::Trainer;
use training::trial::Trial;

/// The trials whose losses are compared, as an experiment: of one backend, without statements.
pub struct BackendAgreement;

/// The optimizer comparison's settings, for half as long.
#[derive(Args, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// Training steps
    #[arg(long, value_parser = count, default_value = "1000")]
    pub iterations: usize,

    /// Images in a mini-batch, drawn with replacement
    #[arg(long, value_parser = batch_size, default_value = "128")]
    pub batch_size: usize,

    /// Neurons of each hidden layer, separated by commas
    #[arg(long, value_parser = width, value_delimiter = ',', default_value = "100,100,100,100")]
    pub hidden: Vec<usize>,
}

/// One kind of trial: an optimizer, and what the network has beside its layers.
pub struct Arm {
    name: String,
    optimizer: &'static Named,
    weight_decay: f64,
    network: fn(MlpConfig) -> MlpConfig,
}

impl Clone for Arm {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), ..*self }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

fn arm(
    optimizer: &'static Named,
    beside: &str,
    weight_decay: f64,
    network: fn(MlpConfig) -> MlpConfig,
) -> Arm {
    let comma = if beside.is_empty() { "" } else { ", " };
    let name = format!("{}{comma}{beside}", optimizer.name);
    Arm { name, optimizer, weight_decay, network }
}

/// The name of the binary, and of the folder with the records.
const NAME: &str = "backend_agreement";

/// What the experiment is about.
const ABOUT: About = About {
    name: NAME,
    title: "Backend agreement",
    about: "The same trials on every backend that is compiled in: how far their losses come apart, and \
     whether the verdicts are the same.",
    shows: "how far backends come apart",
    statements: &[],
    seeds: 3,
    needs_data: true,
};

impl Experiment for BackendAgreement {
    type Settings = Settings;
    type Arm = Arm;
    type Measured = Losses;

    const ABOUT: About = ABOUT;

    /// Every optimizer on the plain network; then what else a network of the lecture can have.
    fn arms(_: &Settings) -> Vec<Arm> {
        let sgd = named("SGD").expect("SGD is in the list");
        let adam = named("Adam").expect("Adam is in the list");
        let plain = OPTIMIZERS.iter().map(|optimizer| arm(optimizer, "", 0.0, |mlp| mlp));
        let others = [
            arm(sgd, "weight decay", 0.1, |mlp| mlp),
            arm(sgd, "dropout", 0.0, |mlp| mlp.with_dropout(0.2)),
            arm(sgd, "batch normalization", 0.0, |mlp| mlp.with_batch_norm(true)),
            arm(adam, "both of these", 0.0, |mlp| mlp.with_dropout(0.2).with_batch_norm(true)),
            arm(sgd, "sigmoid", 0.0, |mlp| mlp.with_activation(ActivationConfig::Sigmoid)),
            arm(sgd, "tanh", 0.0, |mlp| mlp.with_activation(ActivationConfig::Tanh)),
        ];
        plain.chain(others).collect()
    }

    fn steps(settings: &Settings, _: &Arm) -> u64 {
        settings.iterations as u64
    }

    fn trial(settings: &Settings, arm: &Arm, trial: &Trial) -> Losses {
        let training = &trial.data().training;
        let device = trial.autodiff();
        let network = (arm.network)(shape(&settings.hidden, training));
        let model = initial_mlp(&network, &He, trial.seed, &device);
        let optimizer = (arm.optimizer.build)(arm.weight_decay);
        let (rate, size) = (arm.optimizer.mnist_rate, settings.batch_size);
        let mut trainer = Trainer::new(model, optimizer, rate, size, trial.seed, &device);
        trainer.run(training, settings.iterations, trial)
    }
}

impl View for BackendAgreement {
    /// None of one backend alone: see [`Agreement::figure`].
    fn figures(_: &RecordOf<Self>) -> Vec<(&'static str, Drawing)> {
        Vec::new()
    }

    /// None of one backend alone: see [`Agreement::matrices`].
    fn table(_: &RecordOf<Self>) -> Table {
        Table::default()
    }

    /// None: it serves no statement.
    fn claims(_: &RecordOf<Self>) -> Vec<Claim> {
        Vec::new()
    }
}

/// Within how many steps the largest difference is kept.
const STEPS: [usize; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/// Those of them that the matrix shows.
const SHOWN: [usize; 4] = [1, 10, 100, 1000];

/// What came of a comparison: the record that the report reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The version of the record's form.
    pub schema: u32,
    /// This project's version.
    pub project: String,
    /// Burn's version.
    pub burn: String,
    /// A hash of the source code that the compared trials depend on.
    pub code: String,
    /// The settings of the compared trials.
    pub settings: Settings,
    /// Their seeds.
    pub seeds: Vec<u64>,
    /// What was compared.
    pub backends: Vec<Backend>,
    /// Each pair of backends.
    pub pairs: Vec<Pair>,
    /// The experiments whose verdicts were compared.
    pub experiments: Vec<String>,
    /// How many seeds each of those rests on in which anything is random.
    pub verdict_seeds: usize,
    /// Each of their statements.
    pub statements: Vec<OnBackends>,
}

/// Two backends and how far their losses come apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The two.
    pub backends: [Backend; 2],
    /// Each kind of trial.
    pub trials: Vec<Apart>,
}

/// How far the losses of one kind of trial come apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// The kind of trial.
    pub name: String,
    /// Within so many steps …
    pub steps: Vec<usize>,
    /// … the largest relative difference of any loss, at any seed; none where a trial diverged on one
    /// of the two alone.
    pub largest: Vec<Option<f64>>,
}

/// A statement on each of the backends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnBackends {
    /// The statement's id.
    pub id: String,
    /// Its verdict on each backend.
    pub verdicts: Vec<Verdict>,
    /// How many of its claims have the same verdict on all, of how many.
    pub claims: (usize, usize),
}

impl OnBackends {
    /// The statement `id`, from the claims of each backend.
    fn of(id: &str, claims: &[Vec<Claim>]) -> Self {
        let verdicts_of = |claims: &Vec<Claim>| -> Vec<Verdict> {
            claims.iter().filter(|claim| claim.statement == id).map(|claim| claim.verdict).collect()
        };
        let on_each: Vec<Vec<Verdict>> = claims.iter().map(verdicts_of).collect();
        let most = on_each.iter().map(Vec::len).max().unwrap_or(0);
        let alike =
            |i: &usize| on_each.iter().all(|verdicts| verdicts.get(*i) == on_each[0].get(*i));
        Self {
            id: id.into(),
            claims: ((0..most).filter(alike).count(), most),
            verdicts: on_each.into_iter().map(together).collect(),
        }
    }

    /// Whether the statement and each of its claims came out the same on all.
    pub fn is_same(&self) -> bool {
        self.claims.0 == self.claims.1
            && self.verdicts.iter().all(|verdict| *verdict == self.verdicts[0])
    }
}

/// |a − b| over the larger of the two: 0 where both are 0.
fn relative_difference(a: f32, b: f32) -> f64 {
    let (a, b) = (f64::from(a), f64::from(b));
    if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) }
}

impl Apart {
    /// From the losses of each seed on one backend and on another.
    fn of(name: &str, iterations: usize, seeds: &[(&Losses, &Losses)]) -> Self {
        let steps: Vec<usize> = STEPS.into_iter().filter(|&n| n <= iterations).collect();
        let within = |&n: &usize| {
            let mut largest = 0.0f64;
            for (a, b) in seeds {
                let (a, b) = (first(a, n), first(b, n));
                if a.len() != b.len() {
                    return None;
                }
                let apart = a.iter().zip(b).map(|(&a, &b)| relative_difference(a, b));
                largest = apart.fold(largest, f64::max);
            }
            Some(largest)
        };
        Self { name: name.into(), largest: steps.iter().map(within).collect(), steps }
    }

    /// The largest difference within exactly so many steps, as the matrix writes it.
    fn within(&self, n: usize) -> String {
        match self.steps.iter().position(|&steps| steps == n) {
            None => "not run".into(),
            Some(i) => match self.largest[i] {
                None => "one diverged".into(),
                Some(0.0) => "0".into(),
                Some(x) => format!("{x:.1e}"),
            },
        }
    }
}

fn first(losses: &Losses, n: usize) -> &[f32] {
    &losses.losses[..n.min(losses.losses.len())]
}

impl Agreement {
    /// The comparison kept in the folder `out`; none where there is none, or not one that was written
    /// here.
    pub fn read(out: &Path) -> Option<Self> {
        let content = fs::read(path(out)).ok().filter(|content| is_sealed(content))?;
        serde_json::from_slice(&content).ok().filter(|found: &Self| found.schema == SCHEMA)
    }

    /// Whether the trials that it compared are computed by the source code that this is built from.
    pub fn is_of_this_code(&self) -> bool {
        self.code == code_of(NAME)
    }

    /// For each pair of backends a title, and its table.
    pub fn matrices(&self) -> Vec<(String, Table)> {
        let matrix = |pair: &Pair| {
            let shown = SHOWN.map(|n| if n == 1 { "1 step".into() } else { format!("{n} steps") });
            let mut table = Table::new(["trial", &shown[0], &shown[1], &shown[2], &shown[3]]);
            for apart in &pair.trials {
                let cells = SHOWN.into_iter().map(|n| apart.within(n));
                table.row(std::iter::once(apart.name.clone()).chain(cells));
            }
            let [a, b] = pair.backends;
            let seeds = self.seeds.len();
            let title = format!(
                "{a} against {b}: the largest relative difference of a loss within so many steps, \
                 {seeds} seeds"
            );
            (title, table)
        };
        self.pairs.iter().map(matrix).collect()
    }

    /// The comparison as the report shows it.
    pub fn for_report(&self) -> lab::report::Agreement {
        lab::report::Agreement {
            summary: self.summary(),
            is_of_this_code: self.is_of_this_code(),
            figure: self.figure(),
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

    /// Each statement's verdict on each backend.
    pub fn verdicts(&self) -> Table {
        let mut table = Table::default();
        table.header.push("statement".into());
        table.header.extend(self.backends.iter().map(Backend::to_string));
        table.header.extend(["claims alike".into(), "the same".into()]);
        for statement in &self.statements {
            let OnBackends { id, verdicts, claims: (alike, of) } = statement;
            let verdicts = verdicts.iter().map(Verdict::to_string);
            let same = if statement.is_same() { "yes" } else { "no" };
            let end = [format!("{alike} of {of}"), same.into()];
            table.row(std::iter::once(id.clone()).chain(verdicts).chain(end));
        }
        table
    }

    /// "11 of 11 statements came out the same on flex and ndarray": and how many of these because no
    /// backend's seeds decided them.
    pub fn summary(&self) -> String {
        let same = self.statements.iter().filter(|statement| statement.is_same());
        let open = same.clone().filter(|same| same.verdicts[0] == Verdict::Undecided).count();
        let names: Vec<_> = self.backends.iter().map(|backend| backend.name).collect();
        let (same, of, names) = (same.count(), self.statements.len(), names.join(" and "));
        let open = if open > 0 { format!(", {open} of them undecided") } else { String::new() };
        format!("{same} of {of} statements came out the same on {names}{open}")
    }

    /// "Verdicts of zero_init: 6 seeds …"
    pub fn about_verdicts(&self) -> String {
        format!(
            "verdicts of {} at their default settings, {} seeds where anything is random",
            self.experiments.join(", "),
            self.verdict_seeds
        )
    }

    /// Which statements were not compared; nothing where all were.
    pub fn not_compared(&self) -> Option<String> {
        let is_there = |id: &str| self.statements.iter().any(|statement| statement.id == id);
        let rest: Vec<_> = statements().map(|s| s.id).filter(|id| !is_there(id)).collect();
        let rest = (!rest.is_empty()).then(|| rest.join(", "))?;
        Some(format!("not compared: {rest} (--verdicts names more experiments)"))
    }

    /// All that was found, as Markdown: what the page on backends shows.
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
        text + &format!(
            "\nVersion {} of this project, Burn {}, {} on {}.\n",
            self.project,
            self.burn,
            std::env::consts::ARCH,
            std::env::consts::OS
        )
    }

    /// How far the losses come apart as training goes on: a panel for each pair.
    pub fn figure(&self) -> Figure {
        let panels = self.pairs.iter().map(|pair| {
            let lines = pair.trials.iter().enumerate().map(|(i, apart)| {
                let points = apart.steps.iter().zip(&apart.largest);
                // Nothing apart lies below the axis; it is drawn on it.
                let points = points.filter_map(|(&n, &x)| Some([n as f64, x?.max(LEAST)]));
                let line = Mark::line(&*apart.name, Ink::Series(i), points.collect());
                let line = line.marked(Marker::SmallDot);
                if i < 8 { line } else { line.dashed() }
            });
            let [a, b] = pair.backends;
            Panel::new(format!("{a} against {b}"))
                .x(Axis::new("steps").range(1.0, 1000.0).log())
                .y(Axis::new("largest relative difference").range(LEAST, 1.0).log())
                .with(Mark::level("one rounding of a 32-bit number", f64::from(f32::EPSILON) / 2.0))
                .with_all(lines)
        });
        Figure::new("How far the losses come apart on two backends")
            .subtitle("from the same weights, mini-batches and dropout masks")
            .alt("For each kind of trial the largest relative difference of a loss against the number of steps, both logarithmic: it begins near one rounding and grows as training goes on.")
            .grid(2, 400.0, 300.0)
            .panels(panels)
    }
}

/// The lower end of the figure's axis.
const LEAST: f64 = 1e-9;

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

/// Where the comparison in the folder `out` is kept.
pub fn path(out: &Path) -> PathBuf {
    out.join(NAME).join("record.json")
}

/// What to compare.
pub struct Comparison<'a> {
    /// The settings of the compared trials.
    pub settings: &'a Settings,
    /// The experiments whose verdicts are compared, at their default settings.
    pub experiments: &'a [&'static Entry],
    /// Seeds of each of those in which anything is random.
    pub verdict_seeds: usize,
    /// Seeds, jobs, folder, data. Its backend comes first; all that are compiled in are compared.
    pub common: &'a Common,
}

/// Compares the backends that are compiled in, and keeps what came out with its figure.
///
/// # Errors
/// If there is only one, or as [`RunError`] says.
pub fn compare(comparison: &Comparison) -> Result<Agreement, RunError> {
    let Comparison { settings, experiments, verdict_seeds, common } = *comparison;
    let mut backends = Backend::compiled();
    backends.sort_by_key(|backend| *backend != common.backend);
    // Compiled in is not always there: a graphics card, the address of another machine.
    backends.retain(|backend| match backend.device_at(common.remote_address.as_deref()) {
        Ok(_) => true,
        Err(reason) => {
            note(format_args!("note: {backend} is left out: {reason}"));
            false
        }
    });
    if backends.len() < 2 {
        let one = backends.first().map_or("no backend", |backend| backend.name);
        let other = if one == "ndarray" { "flex" } else { "ndarray" };
        let reason = format!(
            "only `{one}` is compiled in, so there is nothing to compare it with; add another: \
             cargo run -p experiments --features {other} --bin backend_agreement"
        );
        return Err(BackendError::Unavailable(reason.into()).into());
    }
    let on = |backend| Common { backend, ..common.clone() };
    let mut records = Vec::new();
    for &backend in &backends {
        records.push(measure::<BackendAgreement, AtOnce>(settings, &on(backend))?.0);
    }
    let mut claims: Vec<Vec<Claim>> = vec![Vec::new(); backends.len()];
    for entry in experiments {
        for (&backend, claims) in backends.iter().zip(&mut claims) {
            let common = Common { seeds: Some(verdict_seeds), ..on(backend) };
            claims.extend((entry.claims)(&entry.seeded(&common))?);
        }
    }

    let is_claimed = |id: &str| claims.iter().flatten().any(|claim| claim.statement == id);
    let agreement = Agreement {
        schema: SCHEMA,
        project: env!("CARGO_PKG_VERSION").into(),
        burn: BURN_VERSION.into(),
        code: code_of(NAME),
        settings: settings.clone(),
        seeds: records[0].provenance.seeds.clone(),
        pairs: pairs(&records),
        statements: statements()
            .filter(|statement| is_claimed(statement.id))
            .map(|statement| OnBackends::of(statement.id, &claims))
            .collect(),
        experiments: experiments.iter().map(|entry| entry.name.into()).collect(),
        verdict_seeds,
        backends,
    };
    let content = serde_json::to_string(&agreement).expect("an agreement is JSON");
    write_record(&path(&common.out), content)?;
    let folder = common.out.join(NAME);
    write_whole(&folder.join("agreement.md"), agreement.markdown().as_bytes())?;
    write_drawing(&folder, NAME, &agreement.figure().into())?;
    Ok(agreement)
}

fn pairs(records: &[RecordOf<BackendAgreement>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (i, a) in records.iter().enumerate() {
        for b in &records[i + 1..] {
            let apart = |name: &String| {
                let seeds: Vec<_> = a.arm(name).zip(b.arm(name)).collect();
                Apart::of(name, a.settings.iterations, &seeds)
            };
            pairs.push(Pair {
                backends: [a.provenance.backend, b.provenance.backend],
                trials: a.arms.iter().map(|arm| apart(&arm.name)).collect(),
            });
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::verdict::claim;
    use training::backend::BACKENDS;

    fn backend(name: &str) -> Backend {
        *BACKENDS.iter().find(|backend| backend.name == name).expect("a name from the list")
    }

    fn losses(losses: &[f32]) -> Losses {
        Losses { losses: losses.to_vec(), diverged_at: None }
    }

    #[test]
    fn the_largest_difference_of_any_step_and_seed_counts() {
        let [a, b] = [[1.0; 12], [1.0; 12]].map(|same| losses(&same));
        let mut later = a.clone();
        later.losses[4] = 0.5;
        later.losses[11] = 4.0;
        let apart = Apart::of("x", 12, &[(&a, &b), (&a, &later)]);
        assert_eq!(apart.steps, [1, 2, 5, 10]);
        assert_eq!(apart.largest, [Some(0.0), Some(0.0), Some(0.5), Some(0.5)]);
        assert_eq!([1, 10, 100].map(|n| apart.within(n)), ["0", "5.0e-1", "not run"]);
        // The difference is the same whichever of the two comes first.
        assert_eq!(relative_difference(1.0, 4.0), relative_difference(4.0, 1.0));
        assert_eq!(relative_difference(0.0, 0.0), 0.0);
    }

    #[test]
    fn a_trial_that_diverged_on_one_backend_alone_has_no_difference() {
        let whole = losses(&[1.0; 5]);
        let diverged = Losses { losses: vec![1.0; 3], diverged_at: Some(3) };
        let apart = Apart::of("x", 5, &[(&whole, &diverged)]);
        assert_eq!(apart.largest, [Some(0.0), Some(0.0), None]);
        assert_eq!(apart.within(1), "0");
        // On both at the same step: they agree.
        assert_eq!(Apart::of("x", 5, &[(&diverged, &diverged)]).largest, [Some(0.0); 3]);
    }

    #[test]
    fn a_statement_is_the_same_only_if_each_claim_is() {
        let yes = || claim("O2", "").is("", 1.0, true);
        let no = || claim("O2", "").is("", 1.0, false);
        let other = || claim("O3", "").is("", 1.0, false);
        let on = |a: Vec<Claim>, b: Vec<Claim>| OnBackends::of("O2", &[a, b]);
        let same = on(vec![yes(), other(), no()], vec![yes(), no()]);
        assert_eq!((same.claims, same.is_same()), ((2, 2), true));
        assert_eq!(same.verdicts, [Verdict::HoldsInPart; 2]);
        // Both hold in part, but not the same part.
        let crossed = on(vec![yes(), no()], vec![no(), yes()]);
        assert_eq!((crossed.claims, crossed.is_same()), ((0, 2), false));
        let fewer = on(vec![yes(), yes()], vec![yes()]);
        assert_eq!((fewer.claims, fewer.is_same()), ((1, 2), false));
    }

    #[test]
    fn only_what_was_written_here_is_read() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Agreement::read(folder.path()), None);
        let agreement = Agreement {
            schema: SCHEMA,
            project: String::new(),
            burn: String::new(),
            code: "another".into(),
            settings: Settings { iterations: 2, batch_size: 1, hidden: vec![3] },
            seeds: vec![0, 1],
            backends: vec![backend("flex"), backend("ndarray")],
            pairs: vec![Pair {
                backends: [backend("flex"), backend("ndarray")],
                trials: vec![Apart {
                    name: "SGD".into(),
                    steps: vec![1],
                    largest: vec![Some(1e-7)],
                }],
            }],
            experiments: vec!["optimizer_paths".into()],
            verdict_seeds: 6,
            statements: vec![OnBackends {
                id: "O2".into(),
                verdicts: vec![Verdict::Holds, Verdict::Undecided],
                claims: (0, 1),
            }],
        };
        fs::create_dir(folder.path().join("backend_agreement")).unwrap();
        let content = serde_json::to_string(&agreement).unwrap();
        write_record(&path(folder.path()), content.clone()).unwrap();
        assert_eq!(Agreement::read(folder.path()).as_ref(), Some(&agreement));
        assert!(!agreement.is_of_this_code());
        let text = agreement.to_string();
        for part in [
            "flex against ndarray",
            "1.0e-7",
            "not run",
            "undecided",
            "6 seeds",
            "0 of 1 statements",
            "not compared: G1, ",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        let markdown = agreement.markdown();
        for part in ["| SGD | 1.0e-7 | not run |", "| O2 | holds | undecided | 0 of 1 | no |"] {
            assert!(markdown.contains(part), "{part} is not in {markdown}");
        }
        fs::write(path(folder.path()), content).unwrap();
        assert_eq!(Agreement::read(folder.path()), None);
    }
}
