//! The data sets of `--data`.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use datasets::folder_name;

/// The name of the built-in data set.
pub const MNIST: &str = "MNIST";

/// A value of `--data`: the folder of a data set, and what the data set is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFolder {
    /// What it is called in tables.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// `NAME=DIR`, or `DIR` alone, which is called like the folder.
impl FromStr for NamedFolder {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let (name, folder) = match text.split_once('=') {
            Some((name, folder)) => (name.trim().into(), folder.into()),
            None => (folder_name(Path::new(text)), text.into()),
        };
        Ok(Self { name, folder })
    }
}

/// MNIST, which has no folder, and then these data sets.
///
/// # Errors
/// If two of them have the same name, or one has no name or no folder.
pub fn with_mnist(others: Vec<NamedFolder>) -> Result<Vec<(String, Option<PathBuf>)>, String> {
    let mut sets = vec![(MNIST.to_owned(), None)];
    for NamedFolder { name, folder } in others {
        let shown = folder.display();
        if folder.as_os_str().is_empty() {
            return Err(format!(
                "--data {name}=: the path after `=` is missing; allowed: [NAME=]PATH"
            ));
        }
        if name.is_empty() {
            return Err(format!("--data ={shown}: the name before `=` is empty"));
        }
        if sets.iter().any(|(other, _)| other.eq_ignore_ascii_case(&name)) {
            return Err(format!(
                "--data {shown}: another data set is called {name} already; give this one a name of its \
                 own: --data NAME={shown}"
            ));
        }
        sets.push((name, Some(folder)));
    }
    Ok(sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> NamedFolder {
        text.parse().expect("every text is a folder")
    }

    #[test]
    fn a_data_set_is_called_as_the_flag_says_or_like_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("letters");
        std::fs::create_dir(&inside).unwrap();
        let path = inside.display().to_string();
        let cases = [
            (format!("Letters={path}"), "Letters", path.clone()),
            (path.clone(), "letters", path.clone()),
            (format!("{path}/."), "letters", format!("{path}/.")),
            ("a=b=c".into(), "a", "b=c".into()),
            ("not/there".into(), "there", "not/there".into()),
        ];
        for (text, name, folder) in cases {
            let expected = NamedFolder { name: name.into(), folder: folder.into() };
            assert_eq!(named(&text), expected, "{text}");
        }
    }

    #[test]
    fn two_data_sets_of_one_name_are_an_error() {
        let sets = with_mnist(vec![named("x/a"), named("b=y/a")]).unwrap();
        let names: Vec<&str> = sets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, [MNIST, "a", "b"]);
        for (twins, says) in [
            (vec![named("x/a"), named("y/A")], "NAME=y/A"),
            (vec![named("data/mnist")], "called mnist already"),
            (vec![named("=x")], "is empty"),
            (vec![named("x=")], "--data x=: the path after `=` is missing"),
            (vec![named("=")], "--data =: the path after `=` is missing"),
        ] {
            let error = with_mnist(twins).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
