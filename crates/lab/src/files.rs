//! Files that are not records: set aside if somebody may need them, removed if they are leftovers.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use training::files::{FileError, named};

use crate::output::note;

/// The path with `more` appended.
fn with(path: &Path, more: &str) -> PathBuf {
    let mut longer = path.as_os_str().to_owned();
    longer.push(more);
    PathBuf::from(longer)
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

/// Removes what interrupted writers left in the folder: temporary files of
/// [`write_whole`](training::files::write_whole) that are older than an hour. A younger one may still be
/// in use.
pub fn sweep(folder: &Path) {
    const HOUR: Duration = Duration::from_secs(3600);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|found| found.modified()).ok();
        let age = age.and_then(|modified| modified.elapsed().ok());
        if entry.path().extension().is_some_and(|tmp| tmp == "tmp") && age > Some(HOUR) {
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
    fn only_old_temporary_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let two_hours_ago = SystemTime::now() - Duration::from_secs(7200);
        for (name, modified) in [
            ("a.json.1.tmp", two_hours_ago),
            ("b.json.2.tmp", SystemTime::now()),
            ("c.json", two_hours_ago),
        ] {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(modified).unwrap();
        }
        sweep(folder.path());
        let left =
            ["a.json.1.tmp", "b.json.2.tmp", "c.json"].map(|n| folder.path().join(n).exists());
        assert_eq!(left, [false, true, true]);
    }

    #[test]
    fn a_failed_write_names_the_file_and_keeps_its_old_content() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing").join("record.json");
        let error = write_whole(&missing, b"x").unwrap_err();
        assert!(error.to_string().contains("record.json"), "{error}");
        assert!(!error.cause.to_string().contains(".tmp"), "{error}");
        assert_eq!(error.cause.kind(), io::ErrorKind::NotFound);
        assert!(error.cause.raw_os_error().is_some(), "{error}");

        let path = folder.path().join("record.json");
        write_whole(&path, b"old").unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
