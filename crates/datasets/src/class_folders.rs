//! Images in one folder for each class: `train/0/*.png`, `test/cat/*.png`.
//!
//! Classes are numbered in the order of their folders' names: by number if all names are numbers,
//! otherwise by letters.

use std::fs;
use std::path::{Path, PathBuf};

use crate::DataError;
use crate::bounded::{open_file, read_file};
use crate::gray_png;
use crate::idx::Images;

/// The most images of a set.
const MOST_IMAGES: usize = 1_000_000;

/// The largest PNG file that is read. Without compression, an image of 1024 × 1024 pixels with four
/// channels of 16 bits takes 8 MiB.
const LARGEST_PNG: u64 = 16 << 20;

/// The most classes: labels are bytes.
const MOST_CLASSES: usize = 256;

/// The images of one class.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// The name of the folder.
    pub(crate) name: String,
    /// Its PNG files, in the order of their names.
    files: Vec<PathBuf>,
}

/// Whether the name ends like that of a PNG file.
pub(crate) fn is_png(name: &str) -> bool {
    name.len() > 4 && name.to_ascii_lowercase().ends_with(".png")
}

/// Names that archives and file managers add.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

/// Sorts names by number if all of them are numbers, otherwise by letters.
pub(crate) fn sort_by_name<T>(items: &mut [T], name: impl Fn(&T) -> String) {
    let number = |item: &T| name(item).parse::<u64>().ok();
    match items.iter().all(|item| number(item).is_some()) {
        true => items.sort_by_key(|item| (number(item), name(item))),
        false => items.sort_by_key(|item| name(item)),
    }
}

/// The classes in a folder.
///
/// # Errors
/// If a folder cannot be read, has no PNG or has images in another format.
pub(crate) fn classes(folder: &Path) -> Result<Vec<Class>, DataError> {
    let mut classes = Vec::new();
    for (name, path) in entries(folder)? {
        if !path.is_dir() {
            continue;
        }
        let files: Vec<(String, PathBuf)> = entries(&path)?;
        let others = ["jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "heic", "ppm", "pgm"];
        let is_other = |path: &&(String, PathBuf)| {
            let ending = path.1.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
            ending.is_some_and(|ending| others.contains(&&*ending))
        };
        if let Some((_, file)) = files.iter().find(is_other) {
            return Err(DataError::Unsuitable {
                file: file.clone(),
                place: "the image".into(),
                found: "not a PNG file".into(),
                advice: "convert all images to grey PNG files (ImageMagick: mogrify -format png \
                         -colorspace Gray *) and remove the others",
            });
        }
        let mut files: Vec<_> = files.into_iter().filter(|(name, _)| is_png(name)).collect();
        sort_by_name(&mut files, |(name, _)| stem(name).to_owned());
        let files: Vec<PathBuf> = files.into_iter().map(|(_, path)| path).collect();
        if files.is_empty() {
            return Err(DataError::Unsuitable {
                file: path,
                place: "an empty class".into(),
                found: "the folder of this class has no PNG image".into(),
                advice: "remove it or add some",
            });
        }
        classes.push(Class { name, files });
    }
    sort_by_name(&mut classes, |class| class.name.clone());
    let too_many = |found: String| DataError::TooLarge { file: folder.to_owned(), found };
    match classes.len() {
        0 => {
            let found = "no folder for a class".into();
            Err(DataError::Empty { file: folder.to_owned(), found })
        }
        n if n > MOST_CLASSES => Err(too_many(format!("{n} classes"))),
        _ => match classes.iter().map(|class| class.files.len()).sum::<usize>() {
            n if n > MOST_IMAGES => Err(too_many(format!("{n} images"))),
            _ => Ok(classes),
        },
    }
}

/// Pictures of two sizes (rows, columns), in these files or folders.
pub(crate) fn different_sizes(
    first: &Path,
    (first_rows, first_columns): (usize, usize),
    second: &Path,
    (rows, columns): (usize, usize),
) -> DataError {
    DataError::Unsuitable {
        file: second.to_owned(),
        place: "the size".into(),
        found: format!(
            "{columns} × {rows} pixels (width × height), but {} has {first_columns} × {first_rows}",
            first.display()
        ),
        advice: "all pictures of a data set must be brought to one size first, for example with \
                 ImageMagick: mogrify -resize 28x28! *.png",
    }
}

/// Checks that folders whose names are numbers leave out no class, as labels must not: from 0 or 1 on.
///
/// # Errors
/// If a class is missing.
pub(crate) fn check_numbers(folder: &Path, classes: &[Class]) -> Result<(), DataError> {
    let numbers: Option<Vec<u64>> = classes.iter().map(|class| class.name.parse().ok()).collect();
    let numbers = numbers.unwrap_or_default();
    let before_first = numbers.first().map_or(0, |first| first.saturating_sub(1));
    let mut expected = numbers.first().map_or(0, |first| first - before_first);
    for (class, number) in classes.iter().zip(numbers) {
        if number > expected {
            return Err(DataError::Unsuitable {
                file: folder.join(&class.name),
                place: "the folder of the class".into(),
                found: format!("class {number}, although there is no class {expected}"),
                advice: "add the images of the missing class, or name the folders without a gap",
            });
        }
        expected = number + 1;
    }
    Ok(())
}

/// The part of a file's name before `.png`.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The names and paths in a folder that are not hidden, in the order of the names.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, DataError> {
    let unreadable = |cause| DataError::Unreadable { file: folder.to_owned(), cause };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entries.len() == MOST_IMAGES {
            return Err(DataError::TooMany { folder: folder.to_owned(), most: MOST_IMAGES });
        }
        if !is_hidden(&name) {
            entries.push((name, entry.path()));
        }
    }
    entries.sort();
    Ok(entries)
}

/// Splits off the last seventh of each class, at least one image, as test images.
pub(crate) fn split(classes: Vec<Class>) -> Result<(Vec<Class>, Vec<Class>), DataError> {
    let mut test = Vec::new();
    let mut training = Vec::new();
    for Class { name, mut files } in classes {
        let count = (files.len() / 7).max(1);
        if count == files.len() {
            let found = "one image, which cannot be split into training and test images".into();
            return Err(DataError::Empty { file: files.swap_remove(0), found });
        }
        let last = files.split_off(files.len() - count);
        test.push(Class { name: name.clone(), files: last });
        training.push(Class { name, files });
    }
    Ok((training, test))
}

/// Reads the images of all classes. `names` are the classes of the training set, which number them.
///
/// If the files' names are different numbers, their order is that of the numbers, as in archives that
/// were made from MNIST. Otherwise the classes take turns, so that the first images are of all classes.
///
/// # Errors
/// If an image cannot be read or has another size than the first, or a class is not among `names`.
pub(crate) fn read(
    folder: &Path,
    classes: &[Class],
    names: &[String],
) -> Result<(Images, Vec<u8>), DataError> {
    let mut files: Vec<(&PathBuf, u8, usize)> = Vec::new();
    for class in classes {
        let Some(label) = names.iter().position(|name| *name == class.name) else {
            return Err(DataError::Unsuitable {
                file: folder.join(&class.name),
                place: "the folder of a class".into(),
                found: "no training image has this class".into(),
                advice: "the folders of the test images are named like those of the training images",
            });
        };
        let label = u8::try_from(label).expect("at most 256 classes");
        files.extend(class.files.iter().enumerate().map(|(i, file)| (file, label, i)));
    }
    let number = |file: &PathBuf| -> Option<u64> { file.file_stem()?.to_str()?.parse().ok() };
    let mut numbers: Vec<Option<u64>> = files.iter().map(|(file, ..)| number(file)).collect();
    numbers.sort_unstable();
    let are_distinct = numbers[0].is_some() && numbers.windows(2).all(|pair| pair[0] < pair[1]);
    match are_distinct {
        true => files.sort_by_key(|(file, ..)| number(file)),
        false => files.sort_by_key(|(_, label, i)| (*i, *label)),
    }

    let mut all: Option<Images> = None;
    for (file, ..) in &files {
        let (_, length) = open_file(file)?;
        if length > LARGEST_PNG {
            let found = format!("a PNG image of {length} bytes");
            return Err(DataError::TooLarge { file: (*file).clone(), found });
        }
        let image = gray_png::read(file, &read_file(file)?)?;
        match &mut all {
            None => all = Some(image),
            Some(all) if (all.rows, all.columns) == (image.rows, image.columns) => {
                if all.pixels.try_reserve(image.pixels.len()).is_err() {
                    let found = format!("{} images", files.len());
                    return Err(DataError::TooLarge { file: folder.to_owned(), found });
                }
                all.pixels.extend(&image.pixels);
                all.count += 1;
            }
            Some(all) => {
                let size = |images: &Images| (images.rows, images.columns);
                return Err(different_sizes(files[0].0, size(all), file, size(&image)));
            }
        }
    }
    let labels = files.iter().map(|(_, label, _)| *label).collect();
    all.map(|images| (images, labels))
        .ok_or_else(|| DataError::Empty { file: folder.to_owned(), found: "no PNG image".into() })
}
