//! Files that are not records: set aside if somebody may need them, removed if they are leftovers.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use training::files::{FileError, is_temporary, named};

use crate::output::note;

/// The path with `more` appended.
fn with(path: &Path, more: &str) -> PathBuf {
    let mut longer = path.as_os_str().to_owned();
    longer.push(more);
    PathBuf::from(longer)
}

/// The largest file that is read. A trial or a record of the lecture has at most some megabytes, and JSON takes
/// several times its size in memory while it is read.
const MOST_BYTES: u64 = 1 << 30;

/// What is wrong with a file that [`read_regular`] refuses: a sentence without its subject.
pub const NOT_READABLE: &str = "is not a regular file of at most 1 GiB";

/// Checks that there is a file that can be read whole. A pipe or a device may never end, and reading a huge file
/// may take all memory.
///
/// # Errors
/// `InvalidData` if it is something else or larger than 1 GiB; another error if nothing is known of it, such as
/// `NotFound`.
pub fn check_regular(path: &Path) -> io::Result<()> {
    let found = fs::metadata(path)?;
    match found.is_file() && found.len() <= MOST_BYTES {
        true => Ok(()),
        false => Err(io::Error::new(io::ErrorKind::InvalidData, NOT_READABLE)),
    }
}

/// The bytes of a regular file of at most 1 GiB.
///
/// # Errors
/// Those of [`check_regular`], or if the file cannot be read.
pub fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    check_regular(path)?;
    fs::read(path)
}

/// Renames a file that is not what it should be, and says so: it is not a record, but somebody may need
/// it. It becomes `*.rejected`, or `*.rejected-2` if that exists already, and so on.
///
/// # Errors
/// If it cannot be renamed.
pub fn set_aside(path: &Path, why: &str) -> Result<(), FileError> {
    let names = std::iter::once(".rejected".into()).chain((2..).map(|i| format!(".rejected-{i}")));
    let mut aside = names.map(|name| with(path, &name)).filter(|aside| !aside.exists());
    let aside = aside.next().expect("there is always a next number");
    match fs::rename(path, &aside) {
        // Another run in the same folder was faster.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        renamed => named("set aside", path, renamed)?,
    }
    note(format_args!("note: {} {why}; it is kept as {}", path.display(), aside.display()));
    Ok(())
}

/// Removes what killed writers left in the folder: temporary files of
/// [`write_whole`](training::files::write_whole), known by their names, that are older than an hour. A
/// younger one may still be in use, and every other file belongs to somebody else.
pub fn sweep(folder: &Path) {
    const HOUR: Duration = Duration::from_secs(3600);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // The name comes first: asking for more takes long where there are many trials.
        if !is_temporary(&entry.file_name().to_string_lossy()) {
            continue;
        }
        // Of a link, not of what it points to.
        let Ok(found) = entry.metadata() else { continue };
        let age = found.modified().ok().and_then(|modified| modified.elapsed().ok());
        if found.is_file() && age > Some(HOUR) {
            // It is useless, and it does no harm if it cannot be removed.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::SystemTime;
    use training::files::write_whole;

    #[test]
    fn a_file_that_was_set_aside_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.json");
        for content in ["one", "two", "three"] {
            fs::write(&path, content).unwrap();
            set_aside(&path, "is not a record").unwrap();
        }
        set_aside(&path, "is gone already").unwrap();
        for (name, content) in [("rejected", "one"), ("rejected-2", "two"), ("rejected-3", "three")]
        {
            let aside = folder.path().join(format!("record.json.{name}"));
            assert_eq!(fs::read_to_string(aside).unwrap(), content);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn only_regular_files_of_a_possible_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.json");
        let kind = |path: &Path| read_regular(path).unwrap_err().kind();
        assert_eq!(kind(&path), io::ErrorKind::NotFound);
        fs::write(&path, "content").unwrap();
        assert_eq!(read_regular(&path).unwrap(), b"content");
        File::create(&path).unwrap().set_len(MOST_BYTES + 1).unwrap();
        assert_eq!(kind(&path), io::ErrorKind::InvalidData);
        assert_eq!(kind(folder.path()), io::ErrorKind::InvalidData);
        #[cfg(unix)]
        assert_eq!(kind(Path::new("/dev/zero")), io::ErrorKind::InvalidData);
    }

    #[test]
    fn only_old_temporary_files_of_our_own_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let three_days_ago = SystemTime::now() - Duration::from_secs(3 * 24 * 3600);
        let files = [
            (".a.json.aB3xY9.lecture-tmp", three_days_ago, false),
            (".tmpaB3xY9.tmp", three_days_ago, false),
            (".b.json.aB3xY9.lecture-tmp", SystemTime::now(), true),
            (".thesis.docx.aB3xY9.lecture-tmp", three_days_ago, true),
            ("notes.tmp", three_days_ago, true),
            (".notes.tmp", three_days_ago, true),
            ("c.json", three_days_ago, true),
        ];
        for (name, modified, _) in files {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(modified).unwrap();
        }
        let inner = folder.path().join(".d.json.aB3xY9.lecture-tmp");
        fs::create_dir(&inner).unwrap();
        sweep(folder.path());
        for (name, _, stays) in files {
            assert_eq!(folder.path().join(name).exists(), stays, "{name}");
        }
        assert!(inner.exists(), "a folder is not one of our files");
    }

    #[test]
    fn a_failed_write_names_the_file_and_keeps_its_old_content() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing").join("record.json");
        let error = write_whole(&missing, b"x").unwrap_err();
        assert!(error.to_string().contains("record.json"), "{error}");
        assert!(!error.cause.to_string().contains("-tmp"), "{error}");
        assert_eq!(error.cause.kind(), io::ErrorKind::NotFound);
        assert!(error.cause.raw_os_error().is_some(), "{error}");

        let path = folder.path().join("record.json");
        write_whole(&path, b"old").unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
