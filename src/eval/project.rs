//! A root module and everything it loads: files, local and downloaded modules, variable files.

use super::module::{Module, configuration_stem, is_override_file};
use super::paths::{file_name, join};
use super::problem::{Problem, ProblemKind};
use super::scope::FileAccess;
use super::variables::{RootVariables, VariableInput};
use super::version::is_newer;
use crate::source::{Decoded, Kind, SourceFile, decode, parse, string_value};
use crate::text::{File, FileId, Files, in_parallel};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the caller says about a root.
#[derive(Clone, Debug)]
pub struct ProjectOptions {
    /// The root module's folder as [`FileAccess`] knows it.
    pub root: String,
    /// `terraform.workspace`.
    pub workspace: String,
    /// Values from the environment and the command line, in the order in which they were given.
    pub variables: Vec<VariableInput>,
    /// Judge `.tofu` files instead of the `.tf` file of the same stem.
    pub tofu: bool,
}

impl ProjectOptions {
    pub fn new(root: impl Into<String>) -> ProjectOptions {
        ProjectOptions { root: root.into(), workspace: "default".to_owned(), variables: Vec::new(), tofu: true }
    }
}

/// The configuration of one root as written, ready to be evaluated.
pub struct Project {
    pub options: ProjectOptions,
    pub access: Arc<dyn FileAccess>,
    pub files: Files,
    pub root: Arc<Module>,
    /// By folder.
    pub modules: BTreeMap<Arc<str>, Arc<Module>>,
    pub variables: RootVariables,
    pub problems: Vec<Problem>,
    /// It asks for a newer version of the AWS provider than the one whose schema is built in.
    pub newer_aws: bool,
    /// Downloaded modules: module path (`network.subnets`) to folder.
    manifest: BTreeMap<String, String>,
    /// Folders that must not be edited.
    downloaded: Vec<String>,
    /// Files whose text is not what they hold.
    inexact: Vec<FileId>,
}

/// Parsed files that a second load may use again: the same path with the same text is not parsed twice.
#[derive(Clone, Default)]
pub struct ParsedFiles {
    by_path: BTreeMap<Arc<str>, Arc<SourceFile>>,
}

type Unparsed = (FileId, Arc<str>, Arc<str>);

struct Loader<'a> {
    project: Project,
    known: &'a ParsedFiles,
}

impl Project {
    pub fn load(access: Arc<dyn FileAccess>, options: ProjectOptions) -> Project {
        Project::load_again(access, options, &ParsedFiles::default())
    }

    /// As [`Project::load`], taking over files whose text is the same.
    pub fn load_again(access: Arc<dyn FileAccess>, options: ProjectOptions, known: &ParsedFiles) -> Project {
        let project = Project {
            root: Arc::new(Module::default()),
            options,
            access,
            files: Files::default(),
            modules: BTreeMap::new(),
            variables: RootVariables::default(),
            problems: Vec::new(),
            newer_aws: false,
            manifest: BTreeMap::new(),
            downloaded: Vec::new(),
            inexact: Vec::new(),
        };
        let mut loader = Loader { project, known };
        loader.load();
        loader.project
    }

    /// The parsed configuration files, to be handed to a later load.
    pub fn parsed_files(&self) -> ParsedFiles {
        let files = self.modules.values().flat_map(|module| module.files.iter());
        ParsedFiles { by_path: files.map(|file| (file.path.clone(), file.clone())).collect() }
    }

    /// The same project with other texts for some configuration and variable files; nothing is read. `None` when one of them
    /// is neither, or may not be written.
    pub fn with_texts(&self, texts: &BTreeMap<FileId, String>) -> Option<Project> {
        if texts.keys().any(|id| !self.is_exact(*id)) {
            return None;
        }
        let mut files = self.files.clone();
        let mut parsed: BTreeMap<FileId, Arc<SourceFile>> = BTreeMap::new();
        let mut variables = self.variables.clone();
        for (id, text) in texts {
            files.set_text(*id, text.as_str());
            let file = files.get(*id);
            parsed.insert(*id, Arc::new(parse(*id, file.path.clone(), file.text.clone())));
        }
        let mut modules = self.modules.clone();
        let mut placed = 0;
        for module in modules.values_mut() {
            let edited = module.files.iter().filter(|file| parsed.contains_key(&file.id)).count();
            if edited == 0 {
                continue;
            }
            placed += edited;
            let sources = module.files.iter().map(|file| parsed.get(&file.id).unwrap_or(file).clone()).collect();
            *module = Arc::new(Module::new(module.directory.clone(), sources));
        }
        for (id, file) in &parsed {
            if self.variables.file(*id).is_some() {
                variables = variables.with_file(file);
                placed += 1;
            }
        }
        if placed != texts.len() {
            return None;
        }
        Some(Project {
            options: self.options.clone(),
            access: self.access.clone(),
            root: modules.get(&self.root.directory)?.clone(),
            files,
            modules,
            variables,
            problems: self.problems.clone(),
            newer_aws: self.newer_aws,
            manifest: self.manifest.clone(),
            downloaded: self.downloaded.clone(),
            inexact: self.inexact.clone(),
        })
    }

    /// The parsed configuration or variable file.
    pub fn source_file(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        let mut of_modules = self.modules.values().flat_map(|module| &module.files);
        of_modules.find(|file| file.id == id).or_else(|| self.variables.file(id))
    }

    /// The module that a call loads, seen from the module path and folder of the caller.
    pub fn called_module(&self, caller_path: &str, caller: &Module, call: &str) -> Option<Arc<Module>> {
        let directory = self.called_directory(caller_path, caller, call)?;
        self.modules.get(directory.as_str()).cloned()
    }

    /// The folder that a call's source means; `None` when it has not been downloaded.
    fn called_directory(&self, caller_path: &str, caller: &Module, call: &str) -> Option<String> {
        let block = caller.calls.get(call)?;
        let source = block.body.attribute("source").and_then(|source| string_value(&source.expression))?;
        if source.starts_with("./") || source.starts_with("../") {
            return Some(join(&caller.directory, &source));
        }
        self.manifest.get(&child_path(caller_path, call)).cloned()
    }

    /// False where the text is not what the file holds: its comments are in another encoding than UTF-8.
    pub fn is_exact(&self, file: FileId) -> bool {
        !self.inexact.contains(&file)
    }

    /// True for files that belong to somebody else: downloaded modules.
    pub fn is_downloaded(&self, file: FileId) -> bool {
        let path = &self.files.get(file).path;
        path.contains("/.terraform/")
            || path.starts_with(".terraform/")
            || self.downloaded.iter().any(|folder| path.starts_with(&format!("{folder}/")))
    }
}

/// `a` + `b` = `a.b`; at the root just `b`.
pub fn child_path(parent: &str, call: &str) -> String {
    if parent.is_empty() { call.to_owned() } else { format!("{parent}.{call}") }
}

impl Loader<'_> {
    fn load(&mut self) {
        self.load_manifest();
        let root: Arc<str> = super::paths::normalize(&self.project.options.root).into();
        self.project.options.root = root.to_string();
        self.project.root = self.load_module(&root, true);
        self.load_calls();
        self.project.newer_aws = is_newer(self.lock().as_deref(), self.project.modules.values());
        self.load_variables(&root);
    }

    /// The lock file, where there is one that can be read.
    fn lock(&self) -> Option<String> {
        let path = join(&self.project.options.root, ".terraform.lock.hcl");
        let access = &self.project.access;
        access.exists(&path).unwrap_or(false).then(|| access.read(&path).ok().map(String::from_utf8)?.ok())?
    }

    fn load_manifest(&mut self) {
        let path = join(&self.project.options.root, ".terraform/modules/modules.json");
        if !self.project.access.exists(&path).unwrap_or(false) {
            return;
        }
        let parsed = self.project.access.read(&path).and_then(|bytes| {
            serde_json::from_slice::<serde_json::Value>(&bytes).map_err(|error| format!("{path}: {error}"))
        });
        let manifest = match parsed {
            Ok(manifest) => manifest,
            Err(message) => return self.problem(ProblemKind::Unreadable, message),
        };
        for entry in manifest["Modules"].as_array().into_iter().flatten() {
            let (Some(key), Some(directory)) = (entry["Key"].as_str(), entry["Dir"].as_str()) else { continue };
            let directory = join(&self.project.options.root, directory);
            let source = entry["Source"].as_str().unwrap_or("");
            if !key.is_empty() && !source.starts_with("./") && !source.starts_with("../") {
                self.project.downloaded.push(directory.clone());
            }
            self.project.manifest.insert(key.to_owned(), directory);
        }
    }

    /// Loads the modules that loaded modules call, until there are no more; every call once per module path.
    fn load_calls(&mut self) {
        let mut waiting = vec![(String::new(), vec![self.project.root.clone()])];
        let mut calls = 0;
        while let Some((path, callers)) = waiting.pop() {
            let module = callers[callers.len() - 1].clone();
            for (name, block) in &module.calls {
                let Some(directory) = self.project.called_directory(&path, &module, name) else { continue };
                calls += 1;
                let refusal = if callers.iter().any(|caller| *caller.directory == *directory) {
                    Some((ProblemKind::Invalid, format!("module \"{name}\" calls itself")))
                } else if callers.len() >= MODULE_DEPTH_LIMIT || calls > MODULE_CALL_LIMIT {
                    Some((
                        ProblemKind::Limit,
                        format!("more than {MODULE_DEPTH_LIMIT} modules deep, or {MODULE_CALL_LIMIT} calls"),
                    ))
                } else {
                    None
                };
                if let Some((kind, message)) = refusal {
                    self.project.problems.push(Problem::new(kind, message).at(block.header));
                    continue;
                }
                let known = self.project.modules.get(directory.as_str()).cloned();
                if known.is_none() && self.project.access.list(&directory).is_err() {
                    continue;
                }
                let child = known.unwrap_or_else(|| self.load_module(&directory, false));
                let mut callers = callers.clone();
                callers.push(child);
                waiting.push((child_path(&path, name), callers));
            }
        }
    }

    fn load_module(&mut self, directory: &str, is_root: bool) -> Arc<Module> {
        let names = match self.project.access.list(directory) {
            Ok(names) => names,
            Err(message) => {
                self.problem(ProblemKind::Unreadable, message);
                Vec::new()
            }
        };
        let files = configuration_files(&names, self.project.options.tofu);
        let texts: Vec<Unparsed> = files.iter().filter_map(|name| self.read_file(&join(directory, name))).collect();
        let sources = self.parse_files(texts);
        if is_root && sources.is_empty() && self.project.problems.is_empty() {
            self.problem(ProblemKind::Unreadable, format!("{directory}: no Terraform files"));
        }
        let module = Arc::new(Module::new(directory.into(), sources));
        for complaint in &module.complaints {
            self.project.problems.push(complaint.clone());
        }
        self.project.modules.insert(directory.into(), module.clone());
        module
    }

    fn load_file(&mut self, path: &str) -> Option<Arc<SourceFile>> {
        let text = self.read_file(path)?;
        self.parse_files(vec![text]).pop()
    }

    fn read_file(&mut self, path: &str) -> Option<Unparsed> {
        let decoded = |bytes| decode(path, bytes).map_err(|line| format!("{path}:{line}: not valid UTF-8"));
        let Decoded { text, exact } = match self.project.access.read(path).and_then(decoded) {
            Ok(decoded) => decoded,
            Err(message) => {
                self.problem(ProblemKind::Unreadable, message);
                return None;
            }
        };
        let text: Arc<str> = text.into();
        let id = self.project.files.add(File::new(path, text.clone()));
        self.project.inexact.extend((!exact).then_some(id));
        Some((id, path.into(), text))
    }

    /// Parses what is not known; much text on all cores.
    fn parse_files(&mut self, texts: Vec<Unparsed>) -> Vec<Arc<SourceFile>> {
        let length: usize = texts.iter().map(|(_, _, text)| text.len()).sum();
        let known = self.known;
        let parsed = |(id, path, text): Unparsed| {
            let same = |known: &&Arc<SourceFile>| known.id == id && known.text == text;
            let known = known.by_path.get(&path).filter(same).cloned();
            known.unwrap_or_else(|| Arc::new(parse(id, path, text)))
        };
        let sources = match length < PARALLEL_FROM {
            true => texts.into_iter().map(parsed).collect(),
            false => in_parallel(texts, parsed),
        };
        for error in sources.iter().flat_map(|source| &source.tree.errors) {
            self.project.problems.push(Problem::new(ProblemKind::Syntax, error.message.clone()).at(error.span));
        }
        sources
    }

    fn load_variables(&mut self, root: &str) {
        let names = self.project.access.list(root).unwrap_or_default();
        let mut inputs = Vec::new();
        let given = std::mem::take(&mut self.project.options.variables);
        inputs.extend(given.iter().filter(|input| matches!(input, VariableInput::Environment { .. })).cloned());
        let automatic = |name: &&String| name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
        let fixed = ["terraform.tfvars", "terraform.tfvars.json"].map(str::to_owned);
        for name in fixed.iter().filter(|name| names.contains(name)).chain(names.iter().filter(automatic)) {
            inputs.push(VariableInput::File { path: join(root, name) });
        }
        inputs.extend(given.iter().filter(|input| !matches!(input, VariableInput::Environment { .. })).cloned());
        self.project.options.variables = given;
        for input in inputs {
            match &input {
                VariableInput::File { path } => {
                    if let Some(file) = self.load_file(path) {
                        self.add_variable_file(file);
                    }
                }
                VariableInput::Environment { name, value } => self.add_raw(name, value, true),
                VariableInput::CommandLine { name, value } => self.add_raw(name, value, false),
            }
        }
    }

    fn add_variable_file(&mut self, file: Arc<SourceFile>) {
        let root = file.tree.root();
        if file.tree.kind(root) == Kind::JsonArray {
            let message = "a JSON object is required here, setting the variables";
            self.project.problems.push(Problem::new(ProblemKind::Syntax, message).at(file.tree.span(root)));
            return;
        }
        self.project.variables.add_file(file);
    }

    /// A value given as text: kept as a file of its own, so that errors in it can be shown.
    fn add_raw(&mut self, name: &str, value: &str, environment: bool) {
        let path: Arc<str> = if environment { format!("TF_VAR_{name}") } else { format!("--var {name}") }.into();
        let text: Arc<str> = value.into();
        let id = self.project.files.add(File::new(path.clone(), text.clone()));
        self.project.variables.add_raw(name, Arc::new(crate::source::parse_expression(id, path, text)), environment);
    }

    fn problem(&mut self, kind: ProblemKind, message: String) {
        self.project.problems.push(Problem::new(kind, message));
    }
}

/// Bytes of text for which a second thread is worth its start.
const PARALLEL_FROM: usize = 64 << 10;
const MODULE_DEPTH_LIMIT: usize = 64;
const MODULE_CALL_LIMIT: usize = 100_000;

/// The configuration files among the names: ordinary ones sorted, then override files; a `.tofu` file replaces the `.tf` file of its stem.
fn configuration_files(names: &[String], tofu: bool) -> Vec<&str> {
    let is_tofu = |name: &str| name.ends_with(".tofu") || name.ends_with(".tofu.json");
    let replaced = |name: &str| {
        let twin = if name.ends_with(".json") { ".tofu.json" } else { ".tofu" };
        configuration_stem(name).is_some_and(|stem| names.iter().any(|other| *other == format!("{stem}{twin}")))
    };
    let mut found: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| configuration_stem(name).is_some() && !is_ignored(name))
        .filter(|name| if is_tofu(name) { tofu } else { !tofu || !replaced(name) })
        .collect();
    found.sort_by_key(|name| (is_override_file(name), *name));
    found
}

/// Editors' backup and hidden files, which Terraform skips.
fn is_ignored(name: &str) -> bool {
    let name = file_name(name);
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') && name.ends_with('#')
}
