//! `fix --verify terraform`: the edited sources are validated and planned by the real program, in a copy.

use super::error::CliError;
use super::load::Source;
use crate::eval::VariableInput;
use crate::fix::Proof;
use crate::graph::{Graph, from_plan};
use crate::plan;
use crate::schema::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// A copy of one root, initialised, with the plan of the sources as they are.
pub struct Verifier {
    program: &'static str,
    copy: Copy,
    variables: Vec<OsString>,
    schema: Schema,
    /// The plan before, or why there is none.
    before: Result<Graph, String>,
}

/// What the program says of edited sources.
pub struct Verified {
    pub proof: Proof,
    /// The plan of the edited sources.
    pub after: Option<Graph>,
}

/// Folders with the modules of a root, laid out as they are; gone when it is dropped.
struct Copy {
    folder: PathBuf,
    /// The folder that holds all modules.
    above: PathBuf,
    root: PathBuf,
}

const PLAN: &str = "tfmend.tfplan";
const OVERRIDE: &str = "tfmend_verify_override.tf";

impl Verifier {
    /// Copies, initialises, validates and plans the sources as they are. Sources that are not valid prove nothing.
    pub fn new(program: &'static str, source: &Source) -> Result<Verifier, CliError> {
        let copy = Copy::of(source)?;
        let mut verifier = Verifier {
            program,
            copy,
            variables: variables(source)?,
            schema: source.schema().clone(),
            before: Err(String::new()),
        };
        let help = "mend that first, or leave --verify out";
        verifier.init(source).map_err(|message| CliError::usage(message, help))?;
        let valid = verifier.run(&["validate", "-no-color"])?;
        valid.map_err(|message| CliError::usage(format!("the sources as they are: {message}"), help))?;
        verifier.before = verifier.plan()?;
        Ok(verifier)
    }

    /// Why there are no plans, where there are none.
    pub fn no_plan(&self) -> Option<&str> {
        self.before.as_ref().err().map(String::as_str)
    }

    pub fn before(&self) -> Option<&Graph> {
        self.before.as_ref().ok()
    }

    /// Edited sources, by path; an error of the program is a message.
    pub fn check(&self, texts: &BTreeMap<String, String>) -> Result<Result<Verified, String>, CliError> {
        let mut old: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for (path, text) in texts {
            let place = self.copy.place(Path::new(path))?;
            old.push((place.clone(), read(&place)?));
            write(&place, text.as_bytes())?;
        }
        let verified = self.validated();
        for (place, bytes) in old {
            write(&place, &bytes)?;
        }
        verified
    }

    fn validated(&self) -> Result<Result<Verified, String>, CliError> {
        if let Err(message) = self.run(&["validate", "-no-color"])? {
            return Ok(Err(message));
        }
        if self.before.is_err() {
            return Ok(Ok(Verified { proof: Proof::TerraformValidate, after: None }));
        }
        Ok(self.plan()?.map(|after| Verified { proof: Proof::TerraformPlan, after: Some(after) }))
    }

    fn init(&self, source: &Source) -> Result<(), String> {
        // What is planned here must not touch a state that others share.
        let root = &source.project.root;
        let has_backend = |block: &crate::eval::body::Block| {
            !block.body.blocks("backend", 1).is_empty() || !block.body.blocks("cloud", 0).is_empty()
        };
        if root.terraform.iter().any(has_backend) {
            let text = "terraform {\n  backend \"local\" {}\n}\n";
            write(&self.copy.root.join(OVERRIDE), text.as_bytes()).map_err(|error| error.to_string())?;
        }
        let init = |more: &[&str]| {
            let arguments = [&["init", "-input=false", "-no-color"], more].concat();
            self.run(&arguments).map_err(|error| error.to_string())?
        };
        let Err(message) = init(&[]) else { return Ok(()) };
        // Without a registry: what the root has been initialised with.
        let installed = Path::new(&source.project.options.root).join(".terraform/providers");
        let Some(installed) = installed.canonicalize().ok().filter(|folder| folder.is_dir()) else {
            return Err(message);
        };
        init(&[&format!("-plugin-dir={}", installed.display())]).map(|_| ())
    }

    /// The plan against no state, or why it cannot be made: credentials, data sources, values.
    fn plan(&self) -> Result<Result<Graph, String>, CliError> {
        let fixed = ["plan", "-input=false", "-lock=false", "-refresh=false", "-no-color"];
        let mut arguments: Vec<OsString> = fixed.iter().map(OsString::from).collect();
        arguments.push(format!("-out={PLAN}").into());
        arguments.extend(self.variables.iter().cloned());
        if let Err(message) = self.run(&arguments)? {
            return Ok(Err(message));
        }
        let shown = match self.run(&["show", "-json", "-no-color", PLAN])? {
            Ok(shown) => shown,
            Err(message) => return Ok(Err(message)),
        };
        let document = plan::read(shown).map_err(|error| error.to_string());
        Ok(document.map(|document| from_plan(Arc::new(document), &self.schema)))
    }

    /// What the program prints, or what it complains of.
    fn run<A: AsRef<std::ffi::OsStr>>(&self, arguments: &[A]) -> Result<Result<Vec<u8>, String>, CliError> {
        let mut command = Command::new(self.program);
        command.args(arguments).current_dir(&self.copy.root).env("TF_IN_AUTOMATION", "1").env_remove("TF_DATA_DIR");
        let output = command.output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => CliError::usage(
                format!("--verify: `{}` was not found", self.program),
                "install it, or leave --verify out",
            ),
            _ => CliError::unreadable(self.program, &error),
        })?;
        if output.status.success() {
            return Ok(Ok(output.stdout));
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let words: Vec<&str> =
            said.split_whitespace().filter(|word| !word.chars().all(|c| "│╷╵".contains(c))).collect();
        let verb = arguments.first().map(|verb| verb.as_ref().to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Err(format!("`{} {verb}`: {}", self.program, shortened(&words.join(" ")))))
    }
}

/// A message of a program, at most a few lines long.
fn shortened(message: &str) -> String {
    const MOST: usize = 400;
    match message.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &message[..end]),
        None => message.to_owned(),
    }
}

/// Variables as they were given here.
fn variables(source: &Source) -> Result<Vec<OsString>, CliError> {
    let mut arguments = Vec::new();
    for input in &source.project.options.variables {
        match input {
            VariableInput::File { path } => {
                let file =
                    Path::new(path).canonicalize().map_err(|error| CliError::unreadable(path.clone(), &error))?;
                arguments.push(format!("-var-file={}", file.display()).into());
            }
            VariableInput::CommandLine { name, value } if source.project.root.variables.contains_key(&**name) => {
                arguments.push(format!("-var={name}={value}").into());
            }
            // The program sees the environment itself; other values are for fixes.
            VariableInput::CommandLine { .. } | VariableInput::Environment { .. } => {}
        }
    }
    Ok(arguments)
}

impl Copy {
    fn of(source: &Source) -> Result<Copy, CliError> {
        let project = &source.project;
        let real = |path: &str| {
            let path = if path.is_empty() { "." } else { path };
            Path::new(path).canonicalize().map_err(|error| CliError::unreadable(path, &error))
        };
        let root = real(&project.options.root)?;
        let mut folders: BTreeSet<PathBuf> = BTreeSet::from([root.clone()]);
        for module in project.modules.values() {
            folders.insert(real(&module.directory)?);
        }
        let above = folders.iter().skip(1).fold(root.clone(), |above, folder| common(&above, folder));
        let folder = std::env::temp_dir().join(format!("tfmend-verify-{}-{}", std::process::id(), unique()));
        fs::create_dir_all(&folder).map_err(|error| CliError::unreadable(folder.display().to_string(), &error))?;
        let copy = Copy { root: folder.join(below(&above, &root)), folder, above };
        for from in &folders {
            copy_folder(from, &copy.folder.join(below(&copy.above, from)))?;
        }
        let modules = root.join(".terraform/modules");
        if modules.is_dir() {
            copy_folder(&modules, &copy.root.join(".terraform/modules"))?;
        }
        // Texts that an earlier root changed are not on disk yet.
        for (id, file) in project.files.iter().filter(|(id, _)| project.source_file(*id).is_some()) {
            let _ = id;
            write(&copy.place(Path::new(&*file.path))?, file.text.as_bytes())?;
        }
        Ok(copy)
    }

    /// Where a file of the sources is in the copy. Files from elsewhere (a `--var-file`) are not copied.
    fn place(&self, path: &Path) -> Result<PathBuf, CliError> {
        let real = path.canonicalize().map_err(|error| CliError::unreadable(path.display().to_string(), &error))?;
        match real.strip_prefix(&self.above) {
            Ok(inside) => Ok(self.folder.join(inside)),
            Err(_) => Err(CliError::usage(
                format!("--verify: {} stands outside of the root's folder", path.display()),
                "put the file into the root, or leave --verify out",
            )),
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn unique() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

fn common(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

fn below(above: &Path, folder: &Path) -> PathBuf {
    folder.strip_prefix(above).map(Path::to_owned).unwrap_or_default()
}

/// Everything in a folder but what programs keep there, and no state: it may hold secrets.
fn copy_folder(from: &Path, to: &Path) -> Result<(), CliError> {
    let unreadable = |error: std::io::Error| CliError::unreadable(from.display().to_string(), &error);
    fs::create_dir_all(to).map_err(unreadable)?;
    for entry in fs::read_dir(from).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (name, path) = (entry.file_name(), entry.path());
        let shown = name.to_string_lossy();
        if matches!(&*shown, ".terraform" | ".git" | "node_modules") || shown.contains(".tfstate") {
            continue;
        }
        // Broken symlinks and sockets are no part of a configuration.
        let Ok(metadata) = fs::metadata(&path) else { continue };
        if metadata.is_dir() {
            copy_folder(&path, &to.join(&name))?;
        } else if metadata.is_file() {
            fs::copy(&path, to.join(&name)).map_err(unreadable)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    fs::read(path).map_err(|error| CliError::unreadable(path.display().to_string(), &error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    fs::write(path, bytes).map_err(|error| CliError::Unwritable(path.display().to_string(), error))
}
