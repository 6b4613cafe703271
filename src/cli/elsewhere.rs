//! The other roots of the repository, for fixes in modules that they share.

use super::discover::{Target, Users, View};
use super::flags::{InputArgs, RuleArgs};
use super::judge::Judge;
use super::load::{self, Source};
use crate::eval::VariableInput;
use crate::fix;
use crate::rules::Rules;
use crate::schema::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What all roots of a run share.
pub struct Repository {
    input: InputArgs,
    rules: RuleArgs,
    schema: Schema,
    variables: Vec<VariableInput>,
    /// The roots that the values of the command line are for.
    asked: BTreeSet<PathBuf>,
    controls: Arc<Rules>,
    /// More roots are not looked at for one edit.
    most: usize,
    users: Mutex<Users<'static>>,
}

impl Repository {
    pub fn new(
        (input, rules): (&InputArgs, &RuleArgs),
        (schema, variables): (&Schema, &[VariableInput]),
        judges: &[Judge],
        most: usize,
    ) -> Repository {
        let controls = judges.first().map_or_else(|| Arc::new(Rules::builtin()), |judge| judge.rules.clone());
        Repository {
            input: InputArgs { source: None, ..input.clone() },
            rules: rules.clone(),
            schema: schema.clone(),
            variables: variables.to_vec(),
            asked: BTreeSet::new(),
            controls,
            most,
            users: Mutex::new(Users::new(View::Disk)),
        }
    }

    /// The same with the roots that were asked for.
    pub fn asked<'n>(mut self, roots: impl Iterator<Item = &'n str>) -> Repository {
        // Where there are many, their real names take long.
        if !self.variables.iter().all(is_for_all) {
            self.asked = roots.map(real).collect();
        }
        self
    }

    /// A root that was not asked for has values of its own.
    fn variables_of(&self, root: &str) -> Vec<VariableInput> {
        let asked = !self.asked.is_empty() && self.asked.contains(&real(root));
        let counts = |input: &&VariableInput| asked || is_for_all(input);
        self.variables.iter().filter(counts).cloned().collect()
    }

    fn load(&self, root: &str, earlier: &BTreeMap<String, String>) -> Option<Other> {
        let chosen = load::chosen(vec![Target::Root(root.to_owned())], &self.input, &self.rules).ok()?.pop()?;
        let loaded = chosen.load(&self.input, &self.variables_of(root), &self.schema).ok()?;
        let judge = Judge::new(self.controls.clone(), &loaded.settings, &self.rules).ok()?;
        // What was set aside there is not to be mended either.
        let judge = judge.setting_aside(&judge.judged(&loaded));
        let (source, graph) = (loaded.source?, loaded.graph);
        let (source, graph) = if earlier.is_empty() { (source, graph) } else { source.on_top_of(earlier) };
        let findings = judge.findings(&graph);
        Some(Other { source, judge, before: Arc::new(fix::Run { graph, findings }) })
    }
}

fn is_for_all(input: &VariableInput) -> bool {
    matches!(input, VariableInput::Environment { .. })
}

/// A root's folder under the one name that it has on disk.
fn real(root: &str) -> PathBuf {
    Path::new(root).canonicalize().unwrap_or_else(|_| PathBuf::from(root))
}

/// Another root as it is.
struct Other {
    source: Source,
    judge: Judge,
    before: Arc<fix::Run>,
}

/// The other roots, seen from one.
pub struct Others {
    repository: Arc<Repository>,
    root: String,
    /// What the fixes of earlier roots changed, by path.
    earlier: BTreeMap<String, String>,
    loaded: Mutex<BTreeMap<String, Arc<OnceLock<Option<Other>>>>>,
}

impl Others {
    pub fn of(repository: &Arc<Repository>, root: &str, earlier: BTreeMap<String, String>) -> Others {
        Others { repository: repository.clone(), root: root.to_owned(), earlier, loaded: Mutex::default() }
    }
}

impl fix::Elsewhere for Others {
    fn users(&self, folder: &str) -> Vec<String> {
        let mut users = self.repository.users.lock().unwrap_or_else(PoisonError::into_inner);
        // A module outside of a repository is found as a root of its own.
        let is_other = |user: &&String| **user != self.root && **user != folder;
        users.of(Path::new(folder)).iter().filter(is_other).cloned().collect()
    }

    fn most(&self) -> usize {
        self.repository.most
    }

    fn runs(&self, root: &str, texts: &BTreeMap<String, String>) -> Option<(Arc<fix::Run>, fix::Run)> {
        let place =
            self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(root.to_owned()).or_default().clone();
        let other = place.get_or_init(|| self.repository.load(root, &self.earlier)).as_ref()?;
        let mut all = self.earlier.clone();
        all.extend(texts.iter().map(|(path, text)| (path.clone(), text.clone())));
        let graph = other.source.with_paths(&all);
        let findings = other.judge.findings(&graph);
        Some((other.before.clone(), fix::Run { graph, findings }))
    }
}

impl fmt::Debug for Others {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Others({})", self.root)
    }
}
