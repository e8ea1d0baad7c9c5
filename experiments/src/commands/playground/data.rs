//! The data sets that the page offers: that of the flags, MNIST, and Fashion-MNIST.

use std::path::Path;
use std::sync::Arc;

use datasets::{DataError, Dataset, FASHION_MNIST, MNIST};
use lab::common::{Data, load_data};
use lab::shell::quoted;
use language::tr;
use playground::data::{DataSet, DataSets, Loaded, Unavailable};

/// Where the files of Fashion-MNIST are looked for: where docs/across-data-sets.md puts them, and where Debian's
/// package does.
const PLACES: [&str; 2] = ["../fashion", "/usr/share/datasets/fashion-mnist"];

/// The data set of the flags first, which is read now, and then the known ones, which are read when they are first
/// used.
///
/// # Errors
/// If the data set of the flags cannot be read.
pub fn data_sets(common: &Data) -> Result<DataSets, DataError> {
    let given = loaded(common.load()?, common.data.as_deref(), common.transpose);
    let mnist = || match load_data(None, false) {
        Ok(data) => Ok(loaded(data, None, false)),
        Err(cause) => Err(Unavailable(format!("{}: {cause}", MNIST.name))),
    };
    let known =
        [DataSet::known(&MNIST, mnist), DataSet::known(&FASHION_MNIST, || fashion_mnist(&PLACES))];
    Ok(DataSets::new(DataSet::loaded(given), known))
}

/// Fashion-MNIST from the first of these folders that is there.
fn fashion_mnist(places: &[&str]) -> Result<Loaded, Unavailable> {
    let folder = places.iter().map(Path::new).find(|folder| folder.is_dir());
    let folder = folder.ok_or_else(|| {
        Unavailable(tr!(
            "Fashion-MNIST is not on this machine; it was looked for in {places}. \
             docs/across-data-sets.md says how to get its files. Then press Run again, or start the playground with \
             --data and the folder of the files.",
            places = places.join(", ")
        ))
    })?;
    let data = load_data(Some(folder), false).map_err(|cause| {
        Unavailable(tr!(
            "Fashion-MNIST cannot be read: {cause}. docs/across-data-sets.md says how to get its files anew. Then \
             press Run again.",
            cause
        ))
    })?;
    match data.is(&FASHION_MNIST) {
        true => Ok(loaded(data, Some(folder), false)),
        false => Err(Unavailable(tr!(
            "The folder {folder} holds other data than Fashion-MNIST. docs/across-data-sets.md says how to get its \
             files. Then press Run again.",
            folder = folder.display()
        ))),
    }
}

/// A data set, with the flags of `train` that read it from `path`.
fn loaded(data: Dataset, path: Option<&Path>, transpose: bool) -> Loaded {
    let path = path.map(|path| format!(" --data {}", quoted(&path.display().to_string())));
    let flags = path.unwrap_or_default() + if transpose { " --transpose" } else { "" };
    Loaded { data: Arc::new(data), flags }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(places: &[&str]) -> String {
        fashion_mnist(places).err().expect("it is not there").to_string()
    }

    #[test]
    fn an_error_says_where_fashion_mnist_was_looked_for_and_what_to_do() {
        let error = error(&["/no/such/folder", "/nor/this"]);
        assert!(error.contains("/no/such/folder, /nor/this"), "{error}");
        assert!(error.contains("docs/across-data-sets.md") && error.contains("--data"), "{error}");
    }

    #[test]
    fn another_data_set_is_not_taken_for_fashion_mnist() {
        let mnist = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/datasets/data/mnist");
        assert!(error(&["/no/such/folder", mnist]).contains("data/mnist holds other data"));
        let empty = tempfile::tempdir().unwrap();
        let path = empty.path().to_str().unwrap();
        let error = error(&[path, mnist]);
        assert!(error.contains(path) && error.contains("own_data.md"), "{error}");
    }
}
