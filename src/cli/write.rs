//! Files are written whole or not at all.

use super::discover::shown;
use super::error::CliError;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes beside the file and renames over it; mode and the target of a symlink are kept.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let unwritable = |error: std::io::Error| CliError::Unwritable(shown(path), error);
    // A symlink stays one: what it points to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = target.file_name().ok_or_else(|| unwritable(std::io::ErrorKind::InvalidInput.into()))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".tfmend-{}", std::process::id()));
    let beside = target.with_file_name(beside);
    let written = write_beside(&beside, &target, bytes).and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(unwritable)
}

fn write_beside(beside: &Path, target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(beside)?;
    if let Ok(metadata) = fs::metadata(target) {
        if metadata.permissions().readonly() {
            return Err(std::io::ErrorKind::PermissionDenied.into());
        }
        file.set_permissions(metadata.permissions())?;
        keep_owner(&file, &metadata);
    }
    file.write_all(bytes)?;
    file.sync_all()
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
