//! NumPy archives: zip files with one array in each member, stored or deflated.
//!
//! Two kinds are read: archives with a whole data set, such as Keras' `mnist.npz` (`x_train`, `y_train`,
//! `x_test`, `y_test`; also `train_images` and so on, as in MedMNIST), and archives with one array, such
//! as KMNIST's `kmnist-train-imgs.npz`.

use std::fs::File;
use std::path::Path;

use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder,
    ZipSliceArchive,
};

use crate::DataError;
use crate::bounded::{longest_packed, read_start};
use crate::idx::Images;
use crate::kind::START;
use crate::names::{self, ROLES};
use crate::npy::{self, Array, Place};

/// The most members that are looked at.
const MOST_MEMBERS: usize = 1000;

/// Whether these are the first bytes of a zip file.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a file with these first bytes is an archive of NumPy arrays, whole or not.
pub(crate) fn is_archive(file: &Path, start: &[u8]) -> bool {
    let is_called_so = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("npz"));
    is_npz(start) || is_called_so && is_zip(start)
}

/// Whether these are the first bytes of a zip file with a NumPy array.
fn is_npz(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(START)];
    is_zip(start) && start.windows(4).any(|window| window == b".npy")
}

/// The images and labels of both sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrays {
    /// The images and labels of the training set.
    pub training: (Images, Vec<u8>),
    /// The images and labels of the test set.
    pub test: (Images, Vec<u8>),
    /// The names of further arrays, which were not read: validation images, for example.
    pub others: Vec<String>,
}

/// Reads an archive with both sets from `bytes`, the content of `file`. The name of the file is used
/// only in error messages.
///
/// # Errors
/// If an array is missing, is damaged or does not hold images or labels. [`DataError`] lists the possible
/// faults. The numbers of images and labels are not compared.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Arrays, DataError> {
    let archive = Archive::open(file, bytes)?;
    let mut indices = [0; 4];
    for (role, index) in ROLES.iter().zip(&mut indices) {
        let mut found = (0..archive.members.len())
            .filter(|&i| names::role(&archive.members[i].name).is_some_and(|n| n.role == *role));
        *index = match (found.next(), found.next()) {
            (Some(index), None) => index,
            (Some(_), Some(_)) => {
                return Err(archive.unsuitable(format!("several arrays of {role}")));
            }
            (None, _) => return Err(archive.unsuitable(format!("no array of {role}"))),
        };
    }
    let others = (0..archive.members.len()).filter(|i| !indices.contains(i));
    let others = others.map(|i| archive.members[i].name.clone()).collect();
    let [a, b, c, d] = indices;
    let training = (archive.images(a)?, archive.labels(b)?);
    let test = (archive.images(c)?, archive.labels(d)?);
    Ok(Arrays { training, test, others })
}

/// Whether `file` is an archive whose members are named like the arrays of a data set. Only the list of
/// members is read.
///
/// # Errors
/// If it begins like an archive, but the list cannot be read.
pub(crate) fn is_data_set(file: &Path) -> Result<bool, DataError> {
    if !read_start(file, 4).is_ok_and(|start| is_zip(&start)) {
        return Ok(false);
    }
    let members = list(file)?;
    let is_there = |role| {
        let mut names = members.iter().filter_map(|(name, _)| names::role(name));
        names.any(|named| named.role == role)
    };
    Ok(ROLES.into_iter().all(is_there))
}

/// Checks the list of members before the archive is read, and that a file of this length is not much
/// longer than they are.
pub(crate) fn check(file: &Path, length: u64) -> Result<(), DataError> {
    let sizes = list(file)?.into_iter().map(|(_, size)| size);
    let expected = sizes.fold(0, u64::saturating_add);
    match length > longest_packed(expected) {
        true => Err(DataError::Oversized { file: file.to_owned(), expected }),
        false => Ok(()),
    }
}

/// The names of the members, and their compressed sizes in bytes.
fn list(file: &Path) -> Result<Vec<(String, u64)>, DataError> {
    let damaged = |error| damaged(file, &error);
    let opened =
        File::open(file).map_err(|cause| DataError::Unreadable { file: file.to_owned(), cause })?;
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(opened, &mut buffer).map_err(damaged)?;
    let mut entries = archive.entries(&mut buffer);
    let mut members = Vec::new();
    while let Some(entry) = entries.next_entry().map_err(damaged)? {
        if members.len() == MOST_MEMBERS {
            break;
        }
        let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        members.push((name, entry.compressed_size_hint()));
    }
    Ok(members)
}

/// The list of members, which is at the end of an archive, cannot be read.
fn damaged(file: &Path, error: &rawzip::Error) -> DataError {
    DataError::Damaged {
        file: file.to_owned(),
        place: "the list of arrays at its end".into(),
        problem: format!("cut off or damaged ({error})"),
    }
}

/// Reads the images in an archive with one array, or in a single array (`.npy`).
///
/// # Errors
/// As [`read`].
pub fn read_images(file: &Path, bytes: &[u8]) -> Result<Images, DataError> {
    single(file, bytes, |archive, i| archive.images(i), npy::images)
}

/// Reads the labels in an archive with one array, or in a single array (`.npy`).
///
/// # Errors
/// As [`read`].
pub fn read_labels(file: &Path, bytes: &[u8]) -> Result<Vec<u8>, DataError> {
    single(file, bytes, |archive, i| archive.labels(i), npy::labels)
}

fn single<T>(
    file: &Path,
    bytes: &[u8],
    of_member: impl Fn(&Archive, usize) -> Result<T, DataError>,
    of_array: impl Fn(Place, Array) -> Result<T, DataError>,
) -> Result<T, DataError> {
    if !is_zip(bytes) {
        return of_array(Place { file, member: "the array" }, npy::read(file, bytes)?);
    }
    let archive = Archive::open(file, bytes)?;
    match archive.members.len() {
        1 => of_member(&archive, 0),
        n => Err(archive.unsuitable(format!("{n} arrays, but one is expected"))),
    }
}

struct Archive<'a> {
    file: &'a Path,
    archive: ZipSliceArchive<&'a [u8]>,
    members: Vec<Member>,
}

struct Member {
    /// Without `.npy`.
    name: String,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

impl<'a> Archive<'a> {
    fn open(file: &'a Path, bytes: &'a [u8]) -> Result<Self, DataError> {
        let damaged = |error| damaged(file, &error);
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        let mut members = Vec::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            if members.len() == MOST_MEMBERS {
                return Err(DataError::Damaged {
                    file: file.to_owned(),
                    place: "the list of arrays".into(),
                    problem: format!("more than {MOST_MEMBERS} members"),
                });
            }
            let path = entry.file_path();
            let name = String::from_utf8_lossy(path.as_bytes()).into_owned();
            let name = name.strip_suffix(".npy").map(str::to_owned).unwrap_or(name);
            members.push(Member {
                name,
                place: entry.wayfinder(),
                method: entry.compression_method(),
            });
        }
        Ok(Self { file, archive, members })
    }

    /// The archive does not have the arrays that are wanted.
    fn unsuitable(&self, found: String) -> DataError {
        const SHOWN: usize = 8;
        let mut names: Vec<&str> = self.members.iter().map(|m| &*m.name).take(SHOWN).collect();
        if self.members.len() > SHOWN {
            names.push("…");
        }
        DataError::Unsuitable {
            file: self.file.to_owned(),
            place: format!("arrays {}", names.join(", ")),
            found,
            advice: "expected x_train, y_train, x_test and y_test, or one array in each of four files",
        }
    }

    fn images(&self, i: usize) -> Result<Images, DataError> {
        npy::images(self.place(i), self.array(i)?)
    }

    fn labels(&self, i: usize) -> Result<Vec<u8>, DataError> {
        npy::labels(self.place(i), self.array(i)?)
    }

    fn place(&self, i: usize) -> Place<'_> {
        Place { file: self.file, member: &self.members[i].name }
    }

    fn array(&self, i: usize) -> Result<Array, DataError> {
        let place = self.place(i);
        let damaged = |error: rawzip::Error| place.damaged(error.to_string());
        let Member { place: wayfinder, method, .. } = &self.members[i];
        let entry = self.archive.get_entry(*wayfinder).map_err(damaged)?;
        let data = entry.data();
        let packed = data.len() as u64;
        match *method {
            CompressionMethod::STORE => {
                npy::read_from(place, || entry.verifying_reader(data), packed)
            }
            CompressionMethod::DEFLATE => {
                let open = || entry.verifying_reader(DeflateDecoder::new(data));
                npy::read_from(place, open, packed)
            }
            other => Err(place.unsuitable(
                format!("compressed by method {}", other.as_u16()),
                "save the arrays with numpy.savez or numpy.savez_compressed",
            )),
        }
    }
}
