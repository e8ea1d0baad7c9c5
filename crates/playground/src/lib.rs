//! The playground: the lecture's optimizers and networks, live in a page of the browser.
//!
//! The program serves one page ([`page`]) to the browser on the same machine. The page draws; everything that it
//! draws is computed here, by the optimizers and the training step that the experiments use.
//!
//! | module | |
//! |---|---|
//! | [`settings`] | the settings of a network, and what is allowed |
//! | [`data`] | the data sets that networks can learn, each once in memory |
//! | [`network`] | a network in training, and what can be seen of it at a step |
//! | [`run`] | a thread that trains a network, its commands, and who looks at it |
//! | [`valley`] | functions of two variables, and the paths of optimizers on them |
//! | [`site`] | what the page is told when it is opened: data, lists, scenes, texts |
//! | [`server`] | the addresses of the server, and what each answers |
//! | [`guard`] | which requests are refused |
//! | [`page`] | the files of the page |
//!
//! A run belongs to the page that made it: if nobody looks at it, it is paused, and later removed.

mod connections;
pub mod data;
pub mod guard;
pub mod network;
mod numbers;
pub mod page;
pub mod run;
pub mod server;
pub mod settings;
pub mod site;
mod texts;
pub mod valley;

pub use server::{Server, ServerError};
pub use settings::Settings;
pub use site::{Look, Report, Scene, Site};

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
