//! The files that the fixes of several roots rewrite: each once, by whatever names the roots reach it.

use super::discover::shown;
use crate::text::{FileId, Files};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Old and new text of a file.
pub struct Rewrite {
    /// As the first root that rewrites it names it.
    pub path: String,
    /// As it is on disk.
    pub old: String,
    /// As the last root leaves it.
    pub new: String,
}

/// By the real path: symlinks lead several roots to one file.
#[derive(Default)]
pub struct Rewrites(BTreeMap<PathBuf, Rewrite>);

impl Rewrites {
    /// `roots`: the new texts of each root and its files, where each root stands on what the earlier ones rewrote.
    pub fn of<'r>(roots: impl Iterator<Item = (&'r BTreeMap<FileId, String>, &'r Files)>) -> Rewrites {
        let mut rewrites = Rewrites::default();
        for (texts, files) in roots {
            for (id, new) in texts {
                let file = files.get(*id);
                let rewrite = rewrites.0.entry(real(&file.path)).or_insert_with(|| Rewrite {
                    path: file.path.to_string(),
                    old: file.text.to_string(),
                    new: String::new(),
                });
                rewrite.new.clone_from(new);
            }
        }
        rewrites
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Rewrite> {
        self.0.values()
    }

    /// The new texts by the names that were given first.
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.iter().map(|rewrite| (rewrite.path.clone(), rewrite.new.clone())).collect()
    }

    /// The new texts of these files, by the names that they have here.
    pub fn texts_of(&self, files: &Files) -> BTreeMap<String, String> {
        if self.is_empty() {
            return BTreeMap::new();
        }
        let text = |path: &str| Some((path.to_owned(), self.0.get(&real(path))?.new.clone()));
        files.iter().filter_map(|(_, file)| text(&file.path)).collect()
    }

    /// Each file by the name that a diff gives it, and the folder in which the diff applies where that is not the working folder.
    pub fn named(&self) -> (BTreeMap<String, &Rewrite>, Option<PathBuf>) {
        let as_given = || (self.iter().map(|rewrite| (rewrite.path.clone(), rewrite)).collect(), None);
        let Ok(working) = std::env::current_dir().and_then(|working| working.canonicalize()) else { return as_given() };
        let below = |top: &Path| -> Option<BTreeMap<String, &Rewrite>> {
            self.0.iter().map(|(real, rewrite)| Some((shown(real.strip_prefix(top).ok()?), rewrite))).collect()
        };
        if let Some(names) = below(&working) {
            return (names, None);
        }
        let top = working.ancestors().find(|above| above.join(".git").exists());
        match top.and_then(|top| Some((below(top)?, Some(top.to_owned())))) {
            Some(found) => found,
            None => as_given(),
        }
    }
}

fn real(path: &str) -> PathBuf {
    Path::new(path).canonicalize().unwrap_or_else(|_| path.into())
}
