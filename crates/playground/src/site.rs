//! What the page is told when it is opened.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use burn::tensor::Device;
use datasets::{Dataset, Samples};
use language::{Language, translated, within};
use serde::Serialize;
use training::pictures::Note;
use training::run::Run;
use training::{activations, optimizers};

use crate::settings::{LARGEST_BATCH, MOST_ITERATIONS, MOST_LAYERS, MOST_NEURONS, Settings};
use crate::texts::TEXTS;
use crate::valley::{Descents, Drawn, MOST_STEPS, SURFACES, momentum_of};

/// Everything that a server serves.
pub struct Site {
    /// The data set that networks learn.
    pub data: Arc<Dataset>,
    /// The device that computes, without autodiff.
    pub device: Device,
    /// The scenes, in the lecture's order.
    pub scenes: &'static [Scene],
    /// The title of a statement, in the current language.
    pub title: fn(id: &str) -> &'static str,
    /// What a note on a drawing says, in the current language.
    pub note: fn(&Note) -> String,
    /// The folder of the report, which is served too if it is there.
    pub report: PathBuf,
    /// The command that trains a network with these settings for so many steps, which the second argument says.
    pub command: CommandOf,
    /// The record of a network that was trained with these settings, as it is written to a file.
    pub record: RecordOf,
    /// The language of a page whose address does not say one.
    pub language: Language,
}

/// Writes the command of a network.
pub type CommandOf = Box<dyn Fn(&Settings, &str) -> String + Send + Sync>;
/// Writes the record of a network.
pub type RecordOf = Box<dyn Fn(&Settings, Run) -> String + Send + Sync>;

/// A statement of the lecture, and how to see it happen.
pub struct Scene {
    /// The statement.
    pub id: &'static str,
    /// What to watch, in English.
    pub watch: &'static str,
    /// Which drawing of a network to look at, as [`Look`] names them; of paths there is one only.
    pub look: Look,
    /// What the controls are set to.
    pub show: fn() -> Show,
}

/// A drawing of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Look {
    /// The paths.
    Paths,
    /// The losses of the networks.
    Losses,
    /// Their accuracies.
    Accuracies,
    /// The activations of each layer.
    Histograms,
    /// The gradient of each layer.
    Gradients,
    /// The weights of the first layer.
    Weights,
}

/// What a scene sets the controls to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Show {
    /// Networks, which are trained one beside the other.
    Network {
        /// The settings of each.
        runs: Vec<Settings>,
    },
    /// Paths on a surface.
    Valley {
        /// Which paths.
        valley: Descents,
    },
}

#[derive(Serialize)]
struct Start {
    language: &'static str,
    texts: BTreeMap<&'static str, &'static str>,
    data: Data,
    optimizers: Vec<Optimizer>,
    activations: Vec<&'static str>,
    initial_weights: [&'static str; 4],
    surfaces: Vec<Drawn>,
    defaults: Settings,
    limits: Limits,
    scenes: Vec<ShownScene>,
}

#[derive(Serialize)]
struct Data {
    name: String,
    training: usize,
    test: usize,
    rows: usize,
    columns: usize,
    classes: usize,
}

#[derive(Serialize)]
struct Optimizer {
    name: &'static str,
    path_rate: f64,
    mnist_rate: f64,
    momentum: Option<f64>,
}

#[derive(Serialize)]
struct Limits {
    layers: usize,
    width: usize,
    runs: usize,
    steps: usize,
    iterations: usize,
    batch_size: usize,
}

#[derive(Serialize)]
struct ShownScene {
    id: &'static str,
    title: &'static str,
    watch: &'static str,
    look: Look,
    /// The statement in the report, if there is a report.
    report: Option<String>,
    #[serde(flatten)]
    show: Show,
}

impl Site {
    /// What the page is told, in this language, as JSON.
    pub fn start(&self, language: Language, most_runs: usize) -> String {
        let start = within(language, || self.told(language, most_runs));
        serde_json::to_string(&start).expect("it has numbers and texts only")
    }

    fn told(&self, language: Language, most_runs: usize) -> Start {
        let (rows, columns) = self.data.training.image_shape();
        let optimizer = |named: &'static optimizers::Named| Optimizer {
            name: named.name,
            path_rate: named.path_rate,
            mnist_rate: named.mnist_rate,
            momentum: momentum_of(named.name),
        };
        let report = self.report_file(language);
        let scene = |scene: &Scene| ShownScene {
            id: scene.id,
            title: (self.title)(scene.id),
            watch: translated(scene.watch),
            look: scene.look,
            report: report.as_ref().map(|file| format!("/report/{file}#{}", scene.id)),
            show: (scene.show)(),
        };
        let surfaces = SURFACES.iter().map(|surface| surface.name);
        let optimizer_names = optimizers::OPTIMIZERS.iter().map(|named| named.name);
        let texts = TEXTS.iter().copied().chain(surfaces).chain(optimizer_names);
        Start {
            language: language.code(),
            texts: texts.map(|text| (text, translated(text))).collect(),
            data: Data {
                name: self.data.name.clone(),
                training: self.data.training.len(),
                test: self.data.test.len(),
                rows,
                columns,
                classes: self.data.training.classes(),
            },
            optimizers: optimizers::OPTIMIZERS.iter().map(optimizer).collect(),
            activations: activations::ACTIVATIONS.iter().map(|named| named.name).collect(),
            initial_weights: ["zero", "std", "Xavier", "He"],
            surfaces: SURFACES.iter().map(|surface| surface.drawn()).collect(),
            defaults: self.defaults(),
            limits: Limits {
                layers: MOST_LAYERS,
                width: MOST_NEURONS,
                runs: most_runs,
                steps: MOST_STEPS,
                iterations: MOST_ITERATIONS,
                batch_size: LARGEST_BATCH,
            },
            scenes: self.scenes.iter().map(scene).collect(),
        }
    }

    /// The name of the report's file in this language, if the report has been written.
    fn report_file(&self, language: Language) -> Option<&'static str> {
        let file = report_files().find(|(of, _)| *of == language).map(|(_, file)| file)?;
        self.report.join(file).is_file().then_some(file)
    }

    /// The default settings, with as many images as there are.
    fn defaults(&self) -> Settings {
        let settings = Settings::default();
        let images = settings.images.min(self.data.training.len());
        Settings { images, ..settings }
    }
}

/// The files of a report, which `lecture` writes.
pub(crate) fn report_files() -> impl Iterator<Item = (Language, &'static str)> {
    Language::ALL.into_iter().zip(["index.html", "index.ko.html"])
}
