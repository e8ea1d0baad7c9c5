//! The data sets that networks can learn: what is known of each before it is read, and each once in memory.

use std::sync::{Arc, Mutex, PoisonError};

use datasets::{Dataset, FASHION_MNIST, Known, Samples};
use language::message;
use serde::Serialize;

use crate::settings::BadSetting;

/// The data sets of a server. A client names one of them, and never a path.
pub struct DataSets {
    /// The first one is the one of settings that name none.
    all: Vec<Arc<DataSet>>,
}

/// A data set that networks can learn. It is read when it is used for the first time, and then kept.
pub struct DataSet {
    /// What is known of it.
    pub about: About,
    read: Read,
    kept: Mutex<Option<Loaded>>,
}

/// Reads a data set.
type Read = Box<dyn Fn() -> Result<Loaded, Unavailable> + Send + Sync>;

/// What is known of a data set before it is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct About {
    /// Its name.
    pub name: String,
    /// How many training images it has.
    pub training: usize,
    /// How many test images it has.
    pub test: usize,
    /// The rows of an image.
    pub rows: usize,
    /// The columns of an image.
    pub columns: usize,
    /// What its classes are called, in English: by their labels if they have no names.
    pub classes: Vec<String>,
}

/// A data set in memory.
#[derive(Clone)]
pub struct Loaded {
    /// The data set.
    pub data: Arc<Dataset>,
    /// The flags with which `train` reads it.
    pub flags: String,
}

/// Why a data set cannot be read: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unavailable(pub String);

/// The classes of Fashion-MNIST, by their labels.
const CLOTHES: [&str; 10] = [
    message!("T-shirt/top"),
    message!("Trouser"),
    message!("Pullover"),
    message!("Dress"),
    message!("Coat"),
    message!("Sandal"),
    message!("Shirt"),
    message!("Sneaker"),
    message!("Bag"),
    message!("Ankle boot"),
];

/// What so many classes are called, in a data set that is Fashion-MNIST or another one.
fn classes(count: usize, is_fashion: bool) -> Vec<String> {
    match is_fashion {
        true => CLOTHES.map(String::from).to_vec(),
        false => (0..count).map(|label| label.to_string()).collect(),
    }
}

impl DataSets {
    /// These data sets. Of two with the same name, only the first one can be chosen.
    pub fn new(first: DataSet, others: impl IntoIterator<Item = DataSet>) -> Self {
        let mut all = vec![Arc::new(first)];
        for other in others {
            if all.iter().all(|set| set.about.name != other.about.name) {
                all.push(Arc::new(other));
            }
        }
        Self { all }
    }

    /// The data set of settings that name none.
    pub fn first(&self) -> &DataSet {
        &self.all[0]
    }

    /// The data set of that name, or the first one without a name.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn named(&self, name: Option<&str>) -> Result<Arc<DataSet>, BadSetting> {
        let is_it = |set: &&Arc<DataSet>| name.is_none_or(|name| set.about.name == name);
        self.all.iter().find(is_it).map(Arc::clone).ok_or_else(|| {
            let names: Vec<_> = self.all.iter().map(|set| &*set.about.name).collect();
            BadSetting { field: "data", reason: format!("one of {}", names.join(", ")) }
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &DataSet> {
        self.all.iter().map(|set| &**set)
    }
}

impl DataSet {
    /// A data set that has been read already.
    pub fn loaded(loaded: Loaded) -> Self {
        let Dataset { name, training, test, .. } = &*loaded.data;
        let (rows, columns) = training.image_shape();
        let about = About {
            name: name.clone(),
            training: training.len(),
            test: test.len(),
            rows,
            columns,
            classes: classes(training.classes(), loaded.data.is(&FASHION_MNIST)),
        };
        Self { about, read: Box::new(move || Ok(loaded.clone())), kept: Mutex::default() }
    }

    /// A known data set, which `read` reads when it is used for the first time, and each time anew until that succeeds.
    pub fn known(
        known: &Known,
        read: impl Fn() -> Result<Loaded, Unavailable> + Send + Sync + 'static,
    ) -> Self {
        let (rows, columns) = known.image_shape;
        let about = About {
            name: known.name.into(),
            training: known.training,
            test: known.test,
            rows,
            columns,
            classes: classes(known.classes, *known == FASHION_MNIST),
        };
        Self { about, read: Box::new(read), kept: Mutex::default() }
    }

    /// The data set in memory. It is read if it is not there yet; who asks meanwhile waits.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn get(&self) -> Result<Loaded, Unavailable> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = &*kept {
            return Ok(loaded.clone());
        }
        let loaded = (self.read)()?;
        *kept = Some(loaded.clone());
        Ok(loaded)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use datasets::MNIST;

    use super::*;

    fn mnist() -> Loaded {
        Loaded { data: Arc::new(Dataset::mnist().unwrap()), flags: String::new() }
    }

    #[test]
    fn what_is_known_before_a_data_set_is_read_is_what_is_read() {
        let known = DataSet::known(&MNIST, || Ok(mnist()));
        assert_eq!(known.about, DataSet::loaded(known.get().unwrap()).about);
        assert_eq!(known.about.classes[9], "9");
        let fashion = DataSet::known(&FASHION_MNIST, || Err(Unavailable("no".into())));
        assert_eq!((fashion.about.classes.len(), &*fashion.about.classes[9]), (10, "Ankle boot"));
    }

    /// A failure is not kept: the files may be there the next time.
    #[test]
    fn a_data_set_is_read_when_it_is_first_used_and_only_once() {
        let reads = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&reads);
        let set = DataSet::known(&MNIST, move || match count.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Unavailable("not there yet".into())),
            _ => Ok(mnist()),
        });
        assert_eq!(reads.load(Ordering::Relaxed), 0);
        assert_eq!(set.get().err(), Some(Unavailable("not there yet".into())));
        let got = thread::scope(|scope| {
            let threads = [(); 4].map(|()| scope.spawn(|| set.get().unwrap().data));
            threads.map(|thread| thread.join().unwrap())
        });
        assert!(got.iter().all(|data| Arc::ptr_eq(data, &got[0])));
        assert_eq!(reads.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_data_set_is_chosen_by_its_name_only() {
        let unavailable = || Err(Unavailable("no".into()));
        let others = [MNIST, FASHION_MNIST].map(|known| DataSet::known(&known, unavailable));
        let sets = DataSets::new(DataSet::loaded(mnist()), others);
        let names: Vec<_> = sets.iter().map(|set| &*set.about.name).collect();
        assert_eq!(names, ["MNIST", "Fashion-MNIST"]);
        // The one that is there, and not the other of the same name.
        for name in [None, Some("MNIST")] {
            assert!(sets.named(name).unwrap().get().is_ok());
        }
        for name in ["", "mnist", "..", "/etc", "../fashion", "MNIST\0", "MNIST/../MNIST"] {
            let bad = sets.named(Some(name)).err().unwrap();
            assert_eq!((bad.field, &*bad.reason), ("data", "one of MNIST, Fashion-MNIST"));
        }
    }
}
