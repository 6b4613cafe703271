//! Files are written whole or not at all.

use super::discover::shown;
use super::error::CliError;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes beside the file and renames over it; mode and the target of a symlink are kept. Pipes and devices are written to.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    replace_watched(path, Content::Bytes(bytes), &mut |_| {})
}

/// As [`replace`], with what the function writes.
pub fn replace_by(path: &Path, write: Writes<'_>) -> Result<(), CliError> {
    replace_watched(path, Content::Made(write), &mut |_| {})
}

/// Writes the content of a file.
type Writes<'f> = &'f dyn Fn(&mut dyn Write) -> std::io::Result<()>;

/// What a file is to hold.
#[derive(Clone, Copy)]
enum Content<'f> {
    Bytes(&'f [u8]),
    Made(Writes<'f>),
}

impl Content<'_> {
    fn write(self, to: &mut dyn Write, after: &mut dyn FnMut(Step)) -> std::io::Result<()> {
        match self {
            Content::Bytes(bytes) => {
                let (first, second) = bytes.split_at(bytes.len() / 2);
                to.write_all(first)?;
                after(Step::HalfWritten);
                to.write_all(second)
            }
            Content::Made(write) => write(to),
        }
    }
}

/// As [`replace`], for all of the files or none: each is written beside its place before the first is renamed over.
pub fn replace_all<'f>(files: impl Iterator<Item = (&'f Path, &'f [u8])>) -> Result<(), CliError> {
    let prepared: Vec<Prepared> =
        files.map(|(path, bytes)| prepare(path, Content::Bytes(bytes), &mut |_| {})).collect::<Result<_, _>>()?;
    prepared.into_iter().try_for_each(Prepared::finish)
}

/// What has been done so far; a test ends the program here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Made,
    HalfWritten,
    Written,
    Renamed,
}

fn replace_watched(path: &Path, content: Content<'_>, after: &mut dyn FnMut(Step)) -> Result<(), CliError> {
    let finished = prepare(path, content, after)?.finish();
    after(Step::Renamed);
    finished
}

/// New text that is ready to take its place; gone again when it does not.
enum Prepared<'f> {
    Beside {
        beside: PathBuf,
        target: PathBuf,
        path: &'f Path,
    },
    /// There is nothing beside a pipe or a device.
    Direct {
        path: &'f Path,
        content: Content<'f>,
    },
}

fn unwritable(path: &Path) -> impl Fn(std::io::Error) -> CliError {
    move |error| CliError::Unwritable(shown(path), error)
}

fn prepare<'f>(path: &'f Path, content: Content<'f>, after: &mut dyn FnMut(Step)) -> Result<Prepared<'f>, CliError> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Ok(Prepared::Direct { path, content });
    }
    // A symlink stays one: what it points to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = target.file_name().ok_or_else(|| unwritable(path)(std::io::ErrorKind::InvalidInput.into()))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".tfmend-{}", std::process::id()));
    let beside = target.with_file_name(beside);
    let prepared = Prepared::Beside { beside: beside.clone(), target: target.clone(), path };
    write_beside(&beside, &target, content, after).map_err(unwritable(path))?;
    Ok(prepared)
}

impl Prepared<'_> {
    fn finish(self) -> Result<(), CliError> {
        match &self {
            Prepared::Beside { beside, target, path } => fs::rename(beside, target).map_err(unwritable(path)),
            Prepared::Direct { path, content } => {
                let opened = fs::OpenOptions::new().write(true).open(path);
                opened.and_then(|mut file| content.write(&mut file, &mut |_| {})).map_err(unwritable(path))
            }
        }
    }
}

impl Drop for Prepared<'_> {
    fn drop(&mut self) {
        if let Prepared::Beside { beside, .. } = self {
            // Once it is renamed there is nothing of this name.
            let _ = fs::remove_file(beside);
        }
    }
}

fn write_beside(
    beside: &Path,
    target: &Path,
    content: Content<'_>,
    after: &mut dyn FnMut(Step),
) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(beside)?;
    after(Step::Made);
    if let Ok(metadata) = fs::metadata(target) {
        if metadata.permissions().readonly() {
            return Err(std::io::ErrorKind::PermissionDenied.into());
        }
        file.set_permissions(metadata.permissions())?;
        keep_owner(&file, &metadata);
    }
    content.write(&mut file, after)?;
    file.sync_all()?;
    after(Step::Written);
    Ok(())
}

/// Only the administrator can give a file away; for others the owner is theirs already.
#[cfg(unix)]
fn keep_owner(file: &fs::File, metadata: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

/// Appends to a file, which is made when it is not there.
pub fn append(path: &Path, text: &str) -> Result<(), CliError> {
    let unwritable = |error: std::io::Error| CliError::Unwritable(shown(path), error);
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::{Content, Step, replace_watched};
    use std::path::Path;
    use std::process::Command;

    const KILLED_AT: &str = "TFMEND_TEST_KILLED_AT";
    const STEPS: [Step; 4] = [Step::Made, Step::HalfWritten, Step::Written, Step::Renamed];

    /// In a child process: dies in the middle, as a killed program does.
    #[test]
    fn child_that_dies() {
        let Ok(told) = std::env::var(KILLED_AT) else { return };
        let (number, path) = told.split_once(' ').expect("a step and a file");
        let last = STEPS[number.parse::<usize>().expect("a number")];
        let mut after = |step: Step| {
            if step == last {
                std::process::abort();
            }
        };
        let _ = replace_watched(Path::new(path), Content::Bytes(b"the new text\n"), &mut after);
    }

    #[test]
    fn a_killed_write_leaves_the_old_or_the_new_file() {
        let folder = std::env::temp_dir().join(format!("tfmend-killed-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a writable temporary folder");
        let file = folder.join("main.tf");
        for (number, step) in STEPS.iter().enumerate() {
            std::fs::write(&file, "the old text\n").expect("writable");
            let program = std::env::current_exe().expect("the test's own path");
            let arguments = ["--exact", "cli::write::tests::child_that_dies", "--test-threads=1"];
            let told = format!("{number} {}", file.display());
            let output = Command::new(program).args(arguments).env(KILLED_AT, told).output().expect("a child process");
            assert!(!output.status.success(), "{step:?}: it lives on");
            let text = std::fs::read_to_string(&file).expect("still there");
            let expected = if *step == Step::Renamed { "the new text\n" } else { "the old text\n" };
            assert_eq!(text, expected, "{step:?}");
            // What it left beside is in nobody's way.
            super::replace(&file, b"later\n").expect("writable");
            assert_eq!(std::fs::read_to_string(&file).expect("there"), "later\n");
        }
        let _ = std::fs::remove_dir_all(folder);
    }
}
