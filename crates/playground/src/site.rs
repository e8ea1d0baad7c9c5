//! What the page is told when it is opened.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use burn::tensor::Device;
use language::{Language, current, translated};
use serde::Serialize;
use training::pictures::Note;
use training::run::Run;
use training::{activations, optimizers};

use crate::data::{About, DataSet, DataSets, Loaded};
use crate::settings::{
    LARGEST_BATCH, LARGEST_NUMBER, LARGEST_SEED, MOST_ITERATIONS, MOST_LAYERS, MOST_NEURONS,
    Settings,
};
use crate::texts::TEXTS;
use crate::valley::{Descents, Drawn, MOST_STEPS, SURFACES, momentum_of};

/// Everything that a server serves.
pub struct Site {
    /// The data sets that networks learn.
    pub data: DataSets,
    /// The device that computes, without autodiff.
    pub device: Device,
    /// The scenes, in the lecture's order.
    pub scenes: &'static [Scene],
    /// The title of a statement, in the current language.
    pub title: fn(id: &str) -> &'static str,
    /// What a note on a drawing says, in the current language.
    pub note: fn(&Note) -> String,
    /// The report, which is served too if it is there.
    pub report: Report,
    /// The command that trains a network with these settings for so many steps, which the last argument says.
    pub command: CommandOf,
    /// The record of a network that was trained with these settings, as it is written to a file.
    pub record: RecordOf,
    /// The language of a page whose address does not say one.
    pub language: Language,
}

/// Writes the command of a network that learns this data set.
pub type CommandOf = Box<dyn Fn(&Settings, &Loaded, &str) -> String + Send + Sync>;
/// Writes the record of a network that learned this data set.
pub type RecordOf = Box<dyn Fn(&Settings, &Loaded, Run) -> String + Send + Sync>;

/// The report that `lecture` wrote.
pub struct Report {
    /// Its folder.
    pub folder: PathBuf,
    /// The name of its page in a language.
    pub file_name: fn(Language) -> String,
    /// Reads a page, but nothing that never ends.
    pub read: fn(&Path) -> io::Result<Vec<u8>>,
}

impl Report {
    /// The name of its page in each language.
    pub fn files(&self) -> impl Iterator<Item = (Language, String)> {
        Language::ALL.into_iter().map(|language| (language, (self.file_name)(language)))
    }

    /// The name of its page in this language, if it has been written.
    fn file(&self, language: Language) -> Option<String> {
        let file = (self.file_name)(language);
        self.folder.join(&file).is_file().then_some(file)
    }
}

/// A statement of the lecture, and how to see it happen.
pub struct Scene {
    /// The statement.
    pub id: &'static str,
    /// What to watch, in English.
    pub watch: &'static str,
    /// Which drawing to look at.
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
    /// The loss at each step of the paths.
    Descent,
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
        /// After how many iterations they pause; 0 if they are looked at before training.
        until: Option<usize>,
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
    data: Vec<About>,
    optimizers: Vec<Optimizer>,
    activations: Vec<&'static str>,
    initial_weights: [&'static str; 4],
    surfaces: Vec<Drawn>,
    defaults: Settings,
    limits: Limits,
    scenes: Vec<ShownScene>,
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
    seed: u64,
    number: f64,
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
    /// What the page is told, in the current language, as JSON.
    pub fn start(&self, most_runs: usize) -> String {
        serde_json::to_string(&self.told(most_runs)).expect("it has numbers and texts only")
    }

    fn told(&self, most_runs: usize) -> Start {
        let language = current();
        let optimizer = |named: &'static optimizers::Named| Optimizer {
            name: named.name,
            path_rate: named.path_rate,
            mnist_rate: named.mnist_rate,
            momentum: momentum_of(named.name),
        };
        let shown = |set: &DataSet| {
            let classes = set.about.classes.iter().map(|class| translated(class).to_owned());
            About { classes: classes.collect(), ..set.about.clone() }
        };
        let report = self.report.file(language);
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
            data: self.data.iter().map(shown).collect(),
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
                seed: LARGEST_SEED,
                number: LARGEST_NUMBER,
            },
            scenes: self.scenes.iter().map(scene).collect(),
        }
    }

    /// The default settings, with as many images as there are.
    fn defaults(&self) -> Settings {
        let settings = Settings::default();
        let About { name, training, .. } = &self.data.first().about;
        let images = settings.images.min(*training);
        Settings { data: Some(name.clone()), images, ..settings }
    }
}
