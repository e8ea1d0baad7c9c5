//! What is compared: each strategy in each of two spaces.

use std::fmt;

use training::search::plan::Method;
use training::search::space::Space;

/// A strategy in a space.
#[derive(Clone, Copy, Debug)]
pub struct Arm(pub Domain, pub Method);

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.0.name(), self.1.name())
    }
}

impl Arm {
    /// All arms. A grid of eight hyperparameters has more points than any budget here allows.
    pub fn all() -> Vec<Self> {
        let all = Domain::ALL.into_iter();
        let arms = all.flat_map(|domain| Method::ALL.map(|method| Self(domain, method)));
        arms.filter(|arm| arm.0 == Domain::Book || arm.1 != Method::Grid).collect()
    }
}

/// The space that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// The book's, with two hyperparameters.
    Book,
    /// One with eight.
    Eight,
}

/// All hyperparameters except the size of a mini-batch, which would change the cost of an epoch.
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

impl Domain {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Book, Self::Eight];

    /// Its hyperparameters and their values.
    pub fn space(self) -> Space {
        match self {
            Self::Book => Space::book(),
            Self::Eight => Space::from_toml(EIGHT).expect("the space above is valid"),
        }
    }

    /// The name, in records and figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Book => "the book's space",
            Self::Eight => "eight hyperparameters",
        }
    }
}
