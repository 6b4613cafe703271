//! The files that a run may read: those of the repository, and patched texts laid over them.

use super::discover::reachable_folders;
use super::error::reason;
use crate::eval::scope::FileAccess;
use crate::source::decode;
use globset::GlobBuilder;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of one file; more is a mistake or an attack.
const FILE_LIMIT: u64 = 256 << 20;
/// Entries that one `fileset` looks at.
const FILESET_LIMIT: usize = 200_000;

/// Files on disk below some folders. Symlinks that leave them are refused.
#[derive(Debug, Default)]
pub struct DiskAccess {
    /// Canonical; `None` lifts the confinement.
    boundaries: Option<Vec<PathBuf>>,
    /// Folders as they were named, and what they are; `None` where there is none.
    folders: Mutex<FxHashMap<PathBuf, Option<PathBuf>>>,
}

/// What a path leads to.
struct Real {
    path: PathBuf,
    metadata: fs::Metadata,
}

impl DiskAccess {
    /// Confined to the repository of the root; without one to the working folder, if the root is in it; else to the root
    /// and the local modules that it calls.
    pub fn around(root: &Path) -> std::io::Result<DiskAccess> {
        let real = root.canonicalize()?;
        let repository = real.ancestors().find(|folder| folder.join(".git").exists());
        let working = std::env::current_dir().and_then(|folder| folder.canonicalize()).ok();
        let working = working.filter(|folder| real.starts_with(folder));
        let boundaries = match repository.map(Path::to_owned).or(working) {
            Some(folder) => vec![folder],
            None => reachable_folders(root).iter().filter_map(|folder| folder.canonicalize().ok()).collect(),
        };
        Ok(DiskAccess { boundaries: Some(boundaries), ..DiskAccess::default() })
    }

    /// Without confinement.
    pub fn everywhere() -> DiskAccess {
        DiskAccess::default()
    }

    /// The canonical folder; asked of the system once.
    fn folder(&self, folder: &Path) -> Option<PathBuf> {
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known().get(folder) {
            return folder.clone();
        }
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let real = named.canonicalize().ok();
        known().insert(folder.to_owned(), real.clone());
        real
    }

    /// The file or folder itself, whatever links lead to it.
    fn real(&self, path: &Path) -> std::io::Result<Real> {
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name())
            && !path.as_os_str().as_encoded_bytes().ends_with(b"/")
            && let Some(folder) = self.folder(folder)
        {
            let path = folder.join(name);
            let metadata = fs::symlink_metadata(&path)?;
            if !metadata.is_symlink() {
                return Ok(Real { path, metadata });
            }
        }
        let path = path.canonicalize()?;
        let metadata = fs::metadata(&path)?;
        Ok(Real { path, metadata })
    }

    /// What the path leads to, when it may be read.
    fn allowed(&self, path: &str) -> Result<Real, String> {
        if path.contains('\0') {
            return Err(format!("{path}: not a path"));
        }
        let real = self.real(Path::new(path)).map_err(|error| format!("{path}: {}", reason(&error)))?;
        match &self.boundaries {
            Some(boundaries) if !boundaries.iter().any(|boundary| real.path.starts_with(boundary)) => {
                let first = boundaries.first().map(|boundary| boundary.display().to_string()).unwrap_or_default();
                Err(format!("{path}: leads out of {first}; --allow-outside permits it"))
            }
            _ => Ok(real),
        }
    }
}

impl FileAccess for DiskAccess {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        // As it is listed.
        let nameless = |error: String| match path.contains(char::REPLACEMENT_CHARACTER) {
            true => format!("{path}: its name is no UTF-8"),
            false => error,
        };
        let Real { path: real, metadata } = self.allowed(path).map_err(nameless)?;
        let fail = |error: std::io::Error| format!("{path}: {}", reason(&error));
        // A pipe or device would block or never end.
        if !metadata.is_file() {
            return Err(format!("{path}: not a regular file"));
        }
        if metadata.len() > FILE_LIMIT {
            return Err(format!("{path}: larger than the limit of {} MiB", FILE_LIMIT >> 20));
        }
        fs::read(&real).map_err(fail)
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        if self.is_absent(path) {
            return Ok(false);
        }
        self.allowed(path).map(|real| real.metadata.is_file())
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let real = self.allowed(directory)?.path;
        let entries = fs::read_dir(&real).map_err(|error| format!("{directory}: {}", reason(&error)))?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| format!("{directory}: {}", reason(&error)))?;
            // A broken symlink is listed, so that reading it tells what is wrong.
            let is_folder = match entry.file_type() {
                Ok(kind) if !kind.is_symlink() => kind.is_dir(),
                _ => fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir()),
            };
            if !is_folder {
                // Names that are no UTF-8 are listed, too: such a file cannot be named again, and reading it says so.
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        // As for Terraform, a folder that is not there holds no files.
        if self.is_absent(path) {
            return Ok(Vec::new());
        }
        let real = self.allowed(path)?.path;
        let matcher = fileset_pattern(pattern)?;
        let mut found = Vec::new();
        for (seen, entry) in walkdir::WalkDir::new(&real).follow_links(false).into_iter().enumerate() {
            if seen > FILESET_LIMIT {
                return Err(format!("{path}: more than {FILESET_LIMIT} files"));
            }
            let Ok(entry) = entry else { continue };
            let Some(relative) = entry.path().strip_prefix(&real).ok().and_then(Path::to_str) else { continue };
            let regular = if entry.path_is_symlink() {
                entry
                    .path()
                    .to_str()
                    .is_some_and(|link| self.allowed(link).is_ok_and(|target| target.metadata.is_file()))
            } else {
                entry.file_type().is_file()
            };
            if regular && matcher.is_match(relative) {
                found.push(relative.to_owned());
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// A pattern of Terraform's `fileset`.
pub fn fileset_pattern(pattern: &str) -> Result<globset::GlobMatcher, String> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).empty_alternates(true).build();
    Ok(glob.map_err(|error| format!("{pattern}: {error}"))?.compile_matcher())
}

impl DiskAccess {
    /// Nothing is there. Of places outside nothing is learnt: they are refused, there or not.
    fn is_absent(&self, path: &str) -> bool {
        use std::io::ErrorKind::{NotADirectory, NotFound};
        let absent = |error: std::io::Error| matches!(error.kind(), NotFound | NotADirectory);
        !path.contains('\0') && fs::symlink_metadata(path).is_err_and(absent) && !self.lexically_outside(path)
    }

    /// The path as written leads out, whatever is there.
    fn lexically_outside(&self, path: &str) -> bool {
        let Some(boundaries) = &self.boundaries else { return false };
        let Ok(full) = std::path::absolute(path) else { return true };
        let mut steps = PathBuf::new();
        for step in full.components() {
            match step {
                std::path::Component::ParentDir => drop(steps.pop()),
                other => steps.push(other),
            }
        }
        // The written path may go through a symlinked working folder.
        let parent = steps.ancestors().find_map(|folder| self.folder(folder));
        parent.is_none_or(|parent| !boundaries.iter().any(|boundary| parent.starts_with(boundary)))
    }
}

/// Texts in memory that hide the files of the same path.
pub struct Overlay {
    pub base: Arc<dyn FileAccess>,
    /// By path as the configuration knows it.
    pub texts: BTreeMap<String, String>,
}

impl Overlay {
    /// A file whose bytes are not wholly known as text keeps them: no other text can take its place.
    fn writable(&self, path: &str) -> Result<(), String> {
        match self.base.read(path).map(|bytes| decode(path, bytes)) {
            Ok(Ok(decoded)) if !decoded.exact => Err(format!(
                "{path}: its comments are not UTF-8, and writing it would change them; save it as UTF-8 first"
            )),
            _ => Ok(()),
        }
    }
}

impl FileAccess for Overlay {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.texts.get(path) {
            Some(text) => self.writable(path).map(|()| text.clone().into_bytes()),
            None => self.base.read(path),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        if self.texts.contains_key(path) { Ok(true) } else { self.base.exists(path) }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let mut names = self.base.list(directory)?;
        for path in self.texts.keys() {
            let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
            if folder == directory && !names.iter().any(|other| other == name) {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        self.base.fileset(path, pattern)
    }
}
