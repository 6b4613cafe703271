//! What tests share: files on disk, projects and graphs of test data.

use crate::cli::disk::DiskAccess;
use crate::eval::scope::FileAccess;
use crate::eval::{Evaluation, Project, ProjectOptions, VariableInput};
use crate::schema::Schema;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads below the package's folder without confinement.
pub struct TestFiles;

/// The package's folder.
pub fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl FileAccess for TestFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(package().join(path)).map_err(|error| format!("{path}: {error}"))
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        Ok(package().join(path).is_file())
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let entries = std::fs::read_dir(package().join(directory)).map_err(|error| format!("{directory}: {error}"))?;
        let files = entries.flatten().filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        DiskAccess::everywhere().fileset(&package().join(path).to_string_lossy(), pattern)
    }
}

/// The evaluated configuration of a folder below the package's.
pub fn evaluate(root: &str, variables: Vec<VariableInput>) -> Arc<Evaluation> {
    evaluate_with(ProjectOptions { variables, ..ProjectOptions::new(root) })
}

pub fn evaluate_with(options: ProjectOptions) -> Arc<Evaluation> {
    let project = Project::load(Arc::new(TestFiles), options);
    Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone()))
}

/// The folders directly below a folder, sorted.
pub fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(of).expect("test data is there").flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}
