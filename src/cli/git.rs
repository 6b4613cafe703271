//! Whether a git tree is clean, so that what is written can be undone.

use super::discover::shown;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why files should not be written now; `None` outside of git, without git, and in a clean tree.
pub fn not_clean(paths: &[PathBuf]) -> Option<String> {
    let folder = |path: &PathBuf| path.canonicalize().ok()?.parent().map(Path::to_owned);
    let folders: BTreeSet<PathBuf> = paths.iter().filter_map(folder).collect();
    let in_repository = |folder: &PathBuf| folder.ancestors().any(|above| above.join(".git").exists());
    if folders.iter().any(in_repository) && Command::new("git").arg("--version").output().is_err() {
        return Some("git cannot be started, so nobody knows what is uncommitted".to_owned());
    }
    if let Some(reason) = folders.iter().find_map(|folder| uncommitted(folder)) {
        return Some(reason);
    }
    let untracked = paths.iter().find(|path| {
        let Some(folder) = folder(path) else { return false };
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
        output(&folder, &["rev-parse", "--show-toplevel"]).is_some()
            && output(&folder, &["ls-files", "--error-unmatch", "--", name]).is_none()
    });
    untracked.map(|path| format!("{} is not tracked by git, so its change could not be undone", shown(path)))
}

/// What says that the tree around a folder has changes that are not committed.
pub fn uncommitted(folder: &Path) -> Option<String> {
    let tracked = ["status", "--porcelain", "--untracked-files=no", "-z"];
    let changed = output(folder, &tracked).filter(|changed| !changed.is_empty())?;
    let first = changed.split('\0').next().unwrap_or("").get(3..).unwrap_or("");
    Some(format!("the git tree has uncommitted changes ({first}...)"))
}

fn output(folder: &Path, arguments: &[&str]) -> Option<String> {
    // A repository's own settings must not start other programs here.
    let safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
    let output = Command::new("git").arg("-C").arg(folder).args(safe).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
