//! Configurations in memory: one text holds all files, each after a line `---- NAME`; what stands first is `main.tf`.

use std::collections::BTreeMap;
use std::sync::Arc;
use tfmend::eval::scope::FileAccess;
use tfmend::eval::{Evaluation, Project, ProjectOptions};
use tfmend::graph::Graph;
use tfmend::schema::Schema;

/// Files by path.
#[derive(Clone, Default)]
pub struct Memory(pub BTreeMap<String, String>);

impl Memory {
    pub fn of(text: &str) -> Memory {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let mut name = "main.tf";
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("---- ") {
                Some(next) => name = next.trim(),
                None => files.entry(name.to_owned()).or_default().push_str(line),
            }
        }
        Memory(files)
    }

    pub fn graph(&self) -> Graph {
        let project = Project::load(Arc::new(self.clone()), ProjectOptions::new("."));
        Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone())))
    }
}

impl FileAccess for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let text = self.0.get(path.trim_start_matches("./"));
        text.map(|text| text.clone().into_bytes()).ok_or_else(|| format!("{path}: no such file"))
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        Ok(self.0.contains_key(path.trim_start_matches("./")))
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let directory = match directory.trim_start_matches("./").trim_end_matches('/') {
            "" | "." => String::new(),
            other => format!("{other}/"),
        };
        let names = self.0.keys().filter_map(|path| path.strip_prefix(&directory));
        let names: Vec<String> = names.filter(|name| !name.contains('/')).map(str::to_owned).collect();
        if names.is_empty() { Err(format!("{directory}: no such folder")) } else { Ok(names) }
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build();
        let glob = glob.map_err(|error| error.to_string())?.compile_matcher();
        let folder = path.trim_start_matches("./").trim_end_matches('/');
        let below = |file: &String| match folder {
            "" | "." => Some(file.clone()),
            folder => file.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned),
        };
        Ok(self.0.keys().filter_map(below).filter(|file| glob.is_match(file)).collect())
    }
}
