//! Finds the data set in a folder, whatever its files are called and in whichever folder they lie.
//!
//! The folder itself is searched first, then the folders inside it, up to four levels down. A folder
//! with a data set is not searched further. If more than one is found, that is an error: which of them
//! was read would otherwise depend on their names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::DataError;
use crate::bounded::read_start;
use crate::class_folders::{is_hidden, is_png};
use crate::idx::is_gzip;
use crate::kind::{Kind, START};
use crate::names::{self, NAMES, ROLES, Set};
use crate::npz;

/// How many levels of folders below the given one are searched.
const DEEPEST: usize = 4;

/// How many files and folders are searched.
const MOST: usize = 100_000;

/// How many names an error lists.
const SHOWN: usize = 12;

/// The files of a data set.
#[derive(Clone, Debug)]
pub(crate) enum Layout {
    /// Images and labels in files of their own: IDX, NumPy. For each of the four, in the order of MNIST's
    /// names, every file that may be it.
    Arrays([Vec<PathBuf>; 4]),
    /// A NumPy archive with all four arrays.
    Npz(PathBuf),
    /// Tables of pixels. Without test images, some training images become test images.
    Csv {
        /// With labels.
        training: PathBuf,
        /// It may be without labels.
        test: Option<PathBuf>,
    },
    /// Folders with a folder of PNG files for each class.
    Classes {
        /// The folder of the training images.
        training: PathBuf,
        /// The folder of the test images.
        test: Option<PathBuf>,
    },
}

/// A data set that was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) layout: Layout,
    /// What it is called.
    pub(crate) name: String,
    /// The path that chooses it among others.
    path: PathBuf,
    /// Files in the same folder that hold a data set in another format, and were not read.
    pub(crate) others: Vec<PathBuf>,
    /// Validation images in the same folder, which are not used.
    pub(crate) unused: Vec<PathBuf>,
}

/// The name of the data set in a folder: that of the folder, or of the one above if it only says that the
/// data is raw, or which set it is (`train`, `testing`).
pub fn folder_name(folder: &Path) -> String {
    const GENERIC: [&str; 4] = ["raw", "gzip", "processed", "idx"];
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let names = whole.ancestors().filter_map(Path::file_name);
    let mut names = names.map(|name| name.to_string_lossy().into_owned());
    let is_set = |name: &str| names::set(name).is_some_and(|(prefix, _)| prefix.is_empty());
    let is_specific = |name: &String| !GENERIC.contains(&&*name.to_lowercase()) && !is_set(name);
    names.find(is_specific).unwrap_or_else(|| "data".into())
}

/// Finds the data set that `path` names: a folder that contains it, or one of its files.
///
/// # Errors
/// If there is none, several, or only a part of one.
pub(crate) fn find(path: &Path) -> Result<Found, DataError> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            let names = NAMES.map(String::from).to_vec();
            return Err(DataError::NoFolder { folder: path.to_owned(), names });
        }
        Err(cause) => return Err(DataError::Unreadable { file: path.to_owned(), cause }),
    };
    match about.is_dir() {
        true => find_in(path),
        false => of_file(path),
    }
}

/// The only data set in a folder.
fn find_in(folder: &Path) -> Result<Found, DataError> {
    let mut budget = MOST;
    let mut found: Vec<Found> = Vec::new();
    let mut partial: Option<(usize, Vec<String>)> = None;
    let mut damaged: Option<DataError> = None;
    let mut kinds = Kinds::default();
    let mut seen = BTreeSet::new();
    let mut level = vec![folder.to_owned()];
    let mut holds = String::new();
    for depth in 0..=DEEPEST {
        let mut next = Vec::new();
        for path in level {
            // Links may lead to the same folder twice, or back up.
            let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
            if !seen.insert(whole) {
                continue;
            }
            let listing = match Listing::of(&path, &mut budget) {
                Ok(listing) => listing,
                // The search goes on beside a folder that may not be read.
                Err(DataError::Unreadable { .. }) if depth > 0 => continue,
                Err(DataError::TooMany { most, .. }) => {
                    return Err(DataError::TooMany { folder: folder.to_owned(), most });
                }
                Err(error) => return Err(error),
            };
            if depth == 0 {
                holds = listing.shortened();
            }
            let candidates = listing.candidates();
            if candidates.is_empty() {
                listing.add_kinds(&mut kinds);
                damaged = damaged.or_else(|| listing.damaged());
                let missing = listing.missing();
                let better =
                    |missing: &(usize, _)| partial.as_ref().is_none_or(|p| p.0 > missing.0);
                partial = missing.filter(better).or(partial);
                next.extend(listing.folders.into_iter().map(|(_, path)| path));
            }
            found.extend(candidates);
        }
        level = next;
    }
    if found.len() > 1 {
        let choices = found.into_iter().map(|found| found.path).collect();
        return Err(DataError::Ambiguous { folder: folder.to_owned(), choices });
    }
    if let Some(error) = damaged.filter(|_| found.is_empty()) {
        return Err(error);
    }
    found.pop().ok_or_else(|| {
        let advice = kinds.advice();
        let missing = partial.map_or(Vec::new(), |(_, missing)| missing);
        DataError::Missing { folder: folder.to_owned(), missing, holds, advice }
    })
}

/// The data set to which a file belongs.
fn of_file(file: &Path) -> Result<Found, DataError> {
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let name = file.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    let start = read_start(file, START as u64)
        .map_err(|cause| DataError::Unreadable { file: file.to_owned(), cause })?;
    let is_csv = is_table(&name);
    if names::role(&name).is_some() || is_csv {
        let listing = Listing::of(folder, &mut MOST.clone())?;
        let all = listing.all();
        if let Some(found) = all.into_iter().find(|found| found.contains(file)) {
            return Ok(Found { others: Vec::new(), ..found });
        }
        if is_csv {
            let layout = Layout::Csv { training: file.to_owned(), test: None };
            return Ok(Found::new(layout, stem(&name), file.to_owned()));
        }
        let (_, missing) = listing.missing().unwrap_or_default();
        let holds = listing.shortened();
        return Err(DataError::Missing {
            folder: folder.to_owned(),
            missing,
            holds,
            advice: vec![],
        });
    }
    // If an array is missing, reading it says which.
    if npz::is_archive(file, &start) {
        return Ok(Found::new(Layout::Npz(file.to_owned()), stem(&name), file.to_owned()));
    }
    let Kind { name: found, advice } = kind_of(&start);
    let (found, advice) = (found.into_owned(), advice.to_owned());
    Err(DataError::NotADataSet { file: file.to_owned(), found, advice })
}

/// The kind of a file with these first bytes, inside gzip data if it is compressed.
fn kind_of(start: &[u8]) -> Kind {
    if !is_gzip(start) {
        return Kind::of(start);
    }
    let mut inside = Vec::new();
    let opened = crate::idx::open(start);
    let _ = std::io::Read::read_to_end(&mut std::io::Read::take(opened, START as u64), &mut inside);
    Kind::known(&inside)
        .unwrap_or(Kind { name: "gzip data".into(), advice: "unpack it first, with gzip -d" })
}

/// Whether the name ends like that of a table.
fn is_table(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with(".csv") || name.ends_with(".csv.gz")
}

/// The part of a file's name before its ending.
fn stem(name: &str) -> String {
    let lower = name.to_lowercase();
    let length = [".csv.gz", ".csv", ".npz"].into_iter().find(|end| lower.ends_with(end));
    match length.and_then(|end| name.get(..name.len() - end.len())) {
        Some(stem) if !stem.is_empty() => stem.into(),
        _ => name.into(),
    }
}

impl Found {
    fn new(layout: Layout, name: String, path: PathBuf) -> Self {
        Self { layout, name, path, others: Vec::new(), unused: Vec::new() }
    }

    /// Whether the file is one of this data set's.
    fn contains(&self, file: &Path) -> bool {
        let is = |other: &PathBuf| other.file_name() == file.file_name();
        match &self.layout {
            Layout::Arrays(files) => files.iter().flatten().any(is),
            Layout::Npz(file) => is(file),
            Layout::Csv { training, test } => is(training) || test.as_ref().is_some_and(is),
            Layout::Classes { .. } => false,
        }
    }
}

/// What is in a folder, in the order of the names.
struct Listing {
    folder: PathBuf,
    /// Names and paths. A file in a folder that is named like it counts as in the folder above.
    files: Vec<(String, PathBuf)>,
    folders: Vec<(String, PathBuf)>,
    /// The names of what is neither, nor a link to one: pipes, sockets, devices, links that lead nowhere.
    not_regular: Vec<String>,
}

impl Listing {
    fn of(folder: &Path, budget: &mut usize) -> Result<Self, DataError> {
        let Entries { mut files, folders: all, not_regular } = list(folder, budget)?;
        let mut folders = Vec::new();
        for (name, path) in all {
            let split = names::set(&name).filter(|(prefix, _)| prefix.is_empty());
            if names::role(&name).is_some() {
                // Kaggle's archive has folders that are called like the file inside.
                let inside = list(&path, budget)?.files;
                files.extend(inside.into_iter().filter(|(name, _)| names::role(name).is_some()));
            } else if let Some((_, set)) = split
                && !has_classes(&path)
            {
                // `train/images-idx3-ubyte`, or `train/train-images-idx3-ubyte`
                let inside = list(&path, budget)?.files;
                let word = if set == Set::Training { "train" } else { "test" };
                files.extend(inside.into_iter().filter_map(|(name, path)| {
                    let with_set = format!("{word}-{name}");
                    let name = [name, with_set].into_iter().find(|n| names::role(n).is_some());
                    name.map(|name| (name, path))
                }));
                folders.push((name, path));
            } else {
                folders.push((name, path));
            }
        }
        Ok(Self { folder: folder.to_owned(), files, folders, not_regular })
    }

    /// The data sets in this folder, in the first format that there is one of. The others are noted.
    fn candidates(&self) -> Vec<Found> {
        let mut all = self.all();
        let rank = |found: &Found| match found.layout {
            Layout::Arrays(_) => 0,
            Layout::Npz(_) => 1,
            Layout::Csv { .. } => 2,
            Layout::Classes { .. } => 3,
        };
        let Some(first) = all.iter().map(rank).min() else { return all };
        let rest: Vec<Found> = all.extract_if(.., |found| rank(found) > first).collect();
        if let [only] = &mut all[..] {
            only.others = rest.into_iter().map(|found| found.path).collect();
            let all = self.folders.iter().chain(&self.files);
            let unused = all.filter(|(name, _)| names::is_validation(name));
            only.unused = unused.map(|(_, path)| path.clone()).collect();
        }
        all
    }

    /// Every data set in this folder.
    fn all(&self) -> Vec<Found> {
        let arrays =
            self.arrays().into_iter().filter(|(_, files)| files.iter().all(|f| !f.is_empty()));
        let arrays = arrays.map(|(prefix, files)| {
            let name = if prefix.is_empty() { folder_name(&self.folder) } else { prefix };
            let path = files[0][0].clone();
            Found::new(Layout::Arrays(files), name, path)
        });
        let mut all: Vec<Found> = arrays.collect();
        // A folder with a single data set is chosen by its own path.
        if let [only] = &mut all[..] {
            only.path = self.folder.clone();
        }
        let archives =
            self.archives().filter(|(_, path)| npz::is_data_set(path).is_ok_and(|it_is| it_is));
        all.extend(
            archives.map(|(name, path)| {
                Found::new(Layout::Npz(path.clone()), stem(name), path.clone())
            }),
        );
        all.extend(self.tables());
        all.extend(self.class_folders());
        all
    }

    /// The files that may be archives with a data set, judging by their names.
    fn archives(&self) -> impl Iterator<Item = &(String, PathBuf)> {
        let is_archive = |name: &str| name.to_lowercase().ends_with(".npz");
        self.files.iter().filter(move |(name, _)| is_archive(name) && names::role(name).is_none())
    }

    /// The error in the first archive that is cut off or damaged.
    fn damaged(&self) -> Option<DataError> {
        self.archives().find_map(|(_, path)| npz::is_data_set(path).err())
    }

    /// For each prefix of names, the files that may be each of the four arrays.
    fn arrays(&self) -> BTreeMap<String, [Vec<PathBuf>; 4]> {
        let mut sets: BTreeMap<String, [Vec<PathBuf>; 4]> = BTreeMap::new();
        let mut files: Vec<&(String, PathBuf)> =
            self.files.iter().filter(|(name, _)| !is_table(name)).collect();
        // The plain name comes first, then `.gz`, then copies.
        files.sort_by_key(|(name, path)| (name.chars().count(), name, path));
        for (name, path) in files {
            if let Some(named) = names::role(name) {
                let role = ROLES.iter().position(|role| *role == named.role);
                let files = sets.entry(named.prefix).or_default();
                files[role.expect("one of the four")].push(path.clone());
            }
        }
        sets
    }

    fn tables(&self) -> Vec<Found> {
        let tables: Vec<&(String, PathBuf)> =
            self.files.iter().filter(|(name, _)| is_table(name)).collect();
        let mut sets: BTreeMap<String, [Option<&PathBuf>; 2]> = BTreeMap::new();
        for (name, path) in &tables {
            if let Some((prefix, set)) = names::set(&name.to_lowercase()) {
                sets.entry(prefix).or_default()[set as usize].get_or_insert(path);
            }
        }
        let mut found = Vec::new();
        for (prefix, [training, test]) in sets {
            let Some(training) = training else { continue };
            let name = if prefix.is_empty() { folder_name(&self.folder) } else { prefix };
            let layout = Layout::Csv { training: training.clone(), test: test.cloned() };
            found.push(Found::new(layout, name, training.clone()));
        }
        if let ([], [(name, path)]) = (&found[..], &tables[..])
            && names::set(name).is_none()
        {
            let layout = Layout::Csv { training: path.clone(), test: None };
            found.push(Found::new(layout, stem(name), path.clone()));
        }
        found
    }

    fn class_folders(&self) -> Option<Found> {
        let of = |wanted: Set| {
            let mut folders = self.folders.iter();
            folders.find(|(name, path)| {
                names::set(name).is_some_and(|(_, set)| set == wanted) && has_classes(path)
            })
        };
        let name = folder_name(&self.folder);
        if let Some((_, training)) = of(Set::Training) {
            let test = of(Set::Test).map(|(_, path)| path.clone());
            let layout = Layout::Classes { training: training.clone(), test };
            return Some(Found::new(layout, name, self.folder.clone()));
        }
        // A folder for each class, without a folder for the training images: only if the names are those
        // of classes, so that other folders with pictures are not taken for data.
        let is_class = |name: &str| name.parse::<u8>().is_ok() || name.chars().count() == 1;
        let are_classes = self.folders.len() > 1
            && self.folders.iter().all(|(name, _)| is_class(name))
            && has_classes(&self.folder);
        let layout = Layout::Classes { training: self.folder.clone(), test: None };
        are_classes.then(|| Found::new(layout, name, self.folder.clone()))
    }

    /// If there are files of a data set, but not all: how many are missing, and their names.
    fn missing(&self) -> Option<(usize, Vec<String>)> {
        let sets = self.arrays();
        let (prefix, files) = sets
            .iter()
            .max_by_key(|(_, files)| files.iter().filter(|found| !found.is_empty()).count())?;
        let before = if prefix.is_empty() { String::new() } else { format!("{prefix}-") };
        let all = NAMES.into_iter().zip(files);
        let missing = all.filter(|(_, found)| found.is_empty());
        let missing: Vec<String> =
            missing.map(|(name, _)| format!("{before}{name} (or .gz)")).collect();
        Some((missing.len(), missing))
    }

    /// Counts the files in formats that are recognized and not read.
    fn add_kinds(&self, kinds: &mut Kinds) {
        for (name, path) in self.files.iter().filter(|(name, _)| names::role(name).is_none()) {
            kinds.add(name, path);
        }
    }

    /// The names in the folder, some of them if they are many.
    fn shortened(&self) -> String {
        let folders = self.folders.iter().map(|(name, _)| format!("{name}/"));
        let others =
            self.not_regular.iter().map(|name| format!("{name} (which is not a regular file)"));
        let files = self.files.iter().map(|(name, _)| name.clone());
        let names: Vec<String> = folders.chain(others).chain(files).collect();
        match names.len() {
            0 => "nothing".into(),
            n if n > SHOWN => format!("{} and {} more", names[..SHOWN].join(", "), n - SHOWN),
            _ => names.join(", "),
        }
    }
}

/// The files of each format that is recognized and not read.
#[derive(Default)]
struct Kinds {
    /// How many files were looked at.
    looked_at: usize,
    /// The format, the name of the first file and how many files there are.
    found: Vec<(Kind, String, usize)>,
}

impl Kinds {
    /// The most files that are looked at.
    const MOST: usize = 2000;

    /// Looks at the format of another file.
    fn add(&mut self, name: &str, path: &Path) {
        if self.looked_at == Self::MOST {
            return;
        }
        self.looked_at += 1;
        let Ok(start) = read_start(path, START as u64) else { return };
        let kind = match is_gzip(&start) {
            true => Some(kind_of(&start)),
            false => Kind::known(&start),
        };
        let Some(kind) = kind else { return };
        match self.found.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, _, count)) => *count += 1,
            None => self.found.push((kind, name.to_owned(), 1)),
        }
    }

    /// What to do with the files, in one sentence for each of the first formats.
    fn advice(self) -> Vec<String> {
        const SHOWN: usize = 3;
        let at_least = if self.looked_at == Self::MOST { "at least " } else { "" };
        let sentence =
            |(Kind { name: found, advice }, name, count): (Kind, String, usize)| match count {
                1 => format!("{name} is {found}: {advice}"),
                _ => format!(
                    "{at_least}{count} files, {name} and others, are each {found}: {advice}"
                ),
            };
        self.found.into_iter().take(SHOWN).map(sentence).collect()
    }
}

/// What is in a folder, as names and paths in the order of the names.
struct Entries {
    files: Vec<(String, PathBuf)>,
    folders: Vec<(String, PathBuf)>,
    not_regular: Vec<String>,
}

/// What is in a folder.
fn list(folder: &Path, budget: &mut usize) -> Result<Entries, DataError> {
    let unreadable = |cause| DataError::Unreadable { file: folder.to_owned(), cause };
    let (mut files, mut folders, mut not_regular) = (Vec::new(), Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        *budget = budget
            .checked_sub(1)
            .ok_or_else(|| DataError::TooMany { folder: folder.to_owned(), most: MOST })?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_hidden(&name) {
            continue;
        }
        // Links are followed. One that leads nowhere is no file.
        match fs::metadata(entry.path()) {
            Ok(about) if about.is_dir() => folders.push((name, entry.path())),
            Ok(about) if about.is_file() => files.push((name, entry.path())),
            _ => not_regular.push(name),
        }
    }
    files.sort();
    folders.sort();
    not_regular.sort();
    Ok(Entries { files, folders, not_regular })
}

/// Whether the first folder inside has a PNG or another picture, so that this one has a folder for each
/// class.
fn has_classes(folder: &Path) -> bool {
    const LOOKED_AT: usize = 1000;
    let is_picture = |name: &str| {
        let name = name.to_lowercase();
        is_png(&name) || name.ends_with(".jpg") || name.ends_with(".jpeg")
    };
    let entries = |folder: &Path| -> Vec<(String, PathBuf)> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(LOOKED_AT);
        let named = entries.map(|e| (e.file_name().to_string_lossy().into_owned(), e.path()));
        let mut named: Vec<_> = named.filter(|(name, _)| !is_hidden(name)).collect();
        named.sort();
        named
    };
    let mut folders = entries(folder).into_iter().filter(|(_, path)| path.is_dir());
    folders.any(|(_, path)| entries(&path).iter().any(|(name, _)| is_picture(name)))
}
