//! What was given on the command line -> root modules and plans to be judged.

use super::error::CliError;
use super::host::Host;
use super::revision::Revision;
use super::terraform;
use crate::eval::paths::relative_to;
use crate::eval::scope::FileAccess;
use crate::source::{Decoded, decode};
use crate::text::in_parallel;
use ignore::{DirEntry, WalkBuilder};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// Files that one thread reads before it asks for more.
const FILES_AT_ONCE: usize = 64;

/// One thing to be judged.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A root module's folder, as it is shown.
    Root(String),
    /// A plan or state as JSON, and the name under which it is shown.
    Plan { name: String, bytes: Vec<u8> },
}

/// The targets of all paths, each once, in the order given.
pub fn discover(paths: &[PathBuf], source: Option<&Path>, host: &Host) -> Result<Vec<Target>, CliError> {
    let mut targets: Vec<Target> = Vec::new();
    let mut files = BTreeSet::new();
    for path in paths {
        let name = shown(path);
        if name == "-" {
            targets.push(standard_input(host)?);
            continue;
        }
        if metadata(path)?.is_dir() {
            let roots = roots_below(&unlinked(path), View::Disk)?;
            targets.extend(roots.into_iter().map(Target::Root));
        } else if is_source(&name) {
            files.insert(folder_of(path));
        } else {
            targets.push(plan_file(path, name, source)?);
        }
    }
    if !files.is_empty() {
        targets.extend(roots_using(&files, View::Disk)?.into_iter().map(Target::Root));
    }
    let mut seen = BTreeSet::new();
    targets.retain(|target| match target {
        Target::Root(folder) => seen.insert(folder.clone()),
        Target::Plan { .. } => true,
    });
    Ok(targets)
}

/// A folder to which a symlink leads inside of the repository or the working folder, by the name that it has itself: `..` in the source
/// of a module goes up from there, not from where the link stands.
fn unlinked(folder: &Path) -> Cow<'_, Path> {
    let here = std::env::current_dir().and_then(|working| working.canonicalize());
    let (Ok(working), Ok(real)) = (here, folder.canonicalize()) else { return Cow::Borrowed(folder) };
    let named = lexical(&working.join(folder));
    let alike = named.iter().rev().zip(real.iter().rev()).take_while(|(named, real)| named == real).count();
    // What the link itself leads to.
    let Some(target) = real.ancestors().nth(alike).filter(|_| named != real) else { return Cow::Borrowed(folder) };
    let is_inside = |above: &Path| above != target && (above.join(".git").exists() || above == working);
    match target.ancestors().any(is_inside) {
        true if folder.is_absolute() => Cow::Owned(real),
        true => Cow::Owned(relative_to(&working.to_string_lossy(), &real.to_string_lossy()).into()),
        false => Cow::Borrowed(folder),
    }
}

/// What is known of a file or folder that is there.
pub fn metadata(path: &Path) -> Result<std::fs::Metadata, CliError> {
    std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => CliError::Missing(shown(path)),
        _ => CliError::unreadable(shown(path), &error),
    })
}

/// The root modules below folders.
pub fn roots(folders: &[PathBuf]) -> Result<Vec<Target>, CliError> {
    Ok(roots_of(folders, View::Disk)?.into_iter().map(Target::Root).collect())
}

/// Where root modules are looked for.
#[derive(Clone, Copy)]
pub enum View<'a> {
    Disk,
    Revision(&'a Revision),
}

impl View<'_> {
    pub fn is_there(self, path: &Path) -> bool {
        match self {
            View::Disk => path.exists(),
            View::Revision(revision) => revision.holds_file(path) || revision.holds_folder(path),
        }
    }

    /// A configuration file stands directly in the folder.
    pub fn holds_configuration(self, folder: &Path) -> bool {
        match self {
            View::Disk => holds_configuration(folder),
            View::Revision(revision) => {
                let names = revision.list(&folder.to_string_lossy()).unwrap_or_default();
                names.iter().any(|name| is_configuration(name))
            }
        }
    }

    pub fn holds_folder(self, path: &Path) -> bool {
        match self {
            View::Disk => path.is_dir(),
            View::Revision(revision) => revision.holds_folder(path),
        }
    }

    fn scan(self, top: &Path) -> Tree {
        match self {
            View::Disk => Tree::scan(top),
            View::Revision(revision) => Tree::of_revision(revision, top),
        }
    }
}

/// The root modules that folders and configuration files mean.
pub fn roots_of(paths: &[PathBuf], view: View<'_>) -> Result<Vec<String>, CliError> {
    let mut roots = Vec::new();
    let mut files = BTreeSet::new();
    for path in paths {
        if view.holds_folder(path) {
            roots.extend(roots_below(path, view)?);
        } else {
            files.insert(folder_of(path));
        }
    }
    if !files.is_empty() {
        roots.extend(roots_using(&files, view)?);
    }
    let mut seen = BTreeSet::new();
    roots.retain(|root| seen.insert(root.clone()));
    Ok(roots)
}

/// A configuration or variable file, by its name.
pub fn is_source(name: &str) -> bool {
    is_configuration(name) || is_variables(name)
}

/// A path as it is shown: `/`-separated, without `./` in front.
pub fn shown(path: &Path) -> String {
    // Seen from the working folder where that is possible, as diffs and editors want it.
    let working = if path.is_absolute() { std::env::current_dir().ok() } else { None };
    let path = working.as_ref().and_then(|working| path.strip_prefix(working).ok()).unwrap_or(path);
    let text = path.to_string_lossy().replace('\\', "/");
    let trimmed = text.trim_start_matches("./").trim_end_matches('/');
    match (trimmed, text.starts_with('/')) {
        ("", true) => "/".to_owned(),
        ("", false) => ".".to_owned(),
        _ => trimmed.to_owned(),
    }
}

pub fn is_configuration(name: &str) -> bool {
    [".tf", ".tofu", ".tf.json", ".tofu.json"].iter().any(|ending| name.ends_with(ending))
}

fn is_variables(name: &str) -> bool {
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}

pub fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn standard_input(host: &Host) -> Result<Target, CliError> {
    let bytes = host.read_input().map_err(|error| CliError::unreadable("standard input", &error))?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(CliError::EmptyInput);
    }
    if terraform::is_binary_plan(&bytes) {
        let reason = "a binary plan cannot be read from standard input".to_owned();
        return Err(CliError::NotAPlan { path: "standard input".to_owned(), reason });
    }
    Ok(Target::Plan { name: "standard input".to_owned(), bytes })
}

fn plan_file(path: &Path, name: String, source: Option<&Path>) -> Result<Target, CliError> {
    let bytes = std::fs::read(path).map_err(|error| CliError::unreadable(name.clone(), &error))?;
    if terraform::is_binary_plan(&bytes) {
        let bytes = terraform::show(path, &name, source)?;
        return Ok(Target::Plan { name, bytes });
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii_start();
    match start {
        [] if name.ends_with(".json") => Err(CliError::NotAPlan { path: name, reason: "the file is empty".to_owned() }),
        // JSON, or what begins as UTF-16 does.
        [b'{' | b'[', ..] | [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Ok(Target::Plan { name, bytes }),
        _ if name.ends_with(".json") => Ok(Target::Plan { name, bytes }),
        _ => Err(CliError::NotTerraform(name)),
    }
}

/// Folders with configuration, and the folders that their module calls name.
#[derive(Debug, Default)]
struct Tree {
    folders: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Tree {
    fn scan(top: &Path) -> Tree {
        let walk = WalkBuilder::new(top)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != "node_modules")
            .sort_by_file_name(std::cmp::Ord::cmp)
            .build();
        let wanted = |entry: &DirEntry| {
            is_configuration(&entry.file_name().to_string_lossy())
                && entry.file_type().is_some_and(|kind| !kind.is_dir())
        };
        let files: Vec<PathBuf> = walk.flatten().filter(wanted).map(DirEntry::into_path).collect();
        let read = |files: &[PathBuf]| -> Vec<(PathBuf, Vec<PathBuf>)> {
            files.iter().map(|file| calls(file, std::fs::read(file).ok())).collect()
        };
        let found = in_parallel(files.chunks(FILES_AT_ONCE).collect(), read);
        let mut tree = Tree::default();
        found.into_iter().flatten().for_each(|found| tree.add(found));
        tree
    }

    /// As [`Tree::scan`]; what git tracks is not ignored by it.
    fn of_revision(revision: &Revision, top: &Path) -> Tree {
        let mut tree = Tree::default();
        for path in revision.files_below(top) {
            let mut below = path.strip_prefix(top).unwrap_or(&path).iter().map(|step| step.to_string_lossy());
            let hidden = below.any(|step| step.starts_with('.') || step == "node_modules");
            if !hidden && path.to_str().is_some_and(is_configuration) {
                tree.add(calls(&path, revision.read(&path.to_string_lossy()).ok()));
            }
        }
        tree
    }

    fn add(&mut self, (folder, calls): (PathBuf, Vec<PathBuf>)) {
        self.folders.entry(folder).or_default().extend(calls);
    }

    /// Folders that no other folder calls; all of them when they call each other in a circle.
    fn roots(&self) -> Vec<&PathBuf> {
        let called: BTreeSet<&PathBuf> =
            self.folders.iter().flat_map(|(from, calls)| calls.iter().filter(move |to| *to != from)).collect();
        let roots: Vec<&PathBuf> = self.folders.keys().filter(|folder| !called.contains(folder)).collect();
        if roots.is_empty() { self.folders.keys().collect() } else { roots }
    }

    /// Every folder that a root reaches through module calls, itself included.
    fn reach<'a>(&'a self, root: &'a PathBuf) -> BTreeSet<&'a PathBuf> {
        let mut reached = BTreeSet::from([root]);
        let mut waiting = vec![root];
        while let Some(folder) = waiting.pop() {
            for called in self.folders.get(folder).into_iter().flatten() {
                if reached.insert(called) {
                    waiting.push(called);
                }
            }
        }
        reached
    }
}

/// The folder of a file, and the folders that its module calls name.
fn calls(file: &Path, bytes: Option<Vec<u8>>) -> (PathBuf, Vec<PathBuf>) {
    let folder = lexical(&folder_of(file));
    let calls = bytes.map(|bytes| called_by(file, bytes, &folder)).unwrap_or_default();
    (folder, calls)
}

/// The folder and the folders of all local modules that it calls, directly or not. A folder without configuration is no module.
pub fn reachable_folders(root: &Path) -> Vec<PathBuf> {
    let mut reached = vec![lexical(root)];
    let mut next = 0;
    while let Some(folder) = reached.get(next).cloned() {
        next += 1;
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let files = entries.filter(|path| path.to_str().is_some_and(is_configuration));
        for called in files.flat_map(|file| called_folders(&file, &folder)) {
            if !reached.contains(&called) && holds_configuration(&called) {
                reached.push(called);
            }
        }
    }
    reached
}

/// A configuration file stands directly in the folder.
pub fn holds_configuration(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).any(|name| is_configuration(&name))
}

/// A file as it is named from the top of its repository, or without one from the folder of the root module: alike wherever the command
/// is run.
pub fn settled_name(file: &Path, root: &Path) -> String {
    let (folder, name) = (folder_of(file), Path::new(file.file_name().unwrap_or_default()));
    let home = Home::of(&folder);
    if home.real.join(".git").exists() {
        return shown(&home.below.join(name));
    }
    let below = || Some(folder.canonicalize().ok()?.strip_prefix(root.canonicalize().ok()?).ok()?.join(name));
    shown(&below().unwrap_or_else(|| name.to_owned()))
}

/// The folder itself when it holds configuration, and the roots below it.
fn roots_below(top: &Path, view: View<'_>) -> Result<Vec<String>, CliError> {
    let tree = view.scan(top);
    let top = lexical(top);
    let mut roots = tree.roots();
    if let Some((own, _)) = tree.folders.get_key_value(&top)
        && !roots.contains(&own)
    {
        roots.insert(0, own);
    }
    if roots.is_empty() {
        return Err(CliError::NoTerraform(shown(&top)));
    }
    Ok(roots.into_iter().map(|root| shown(root)).collect())
}

/// The roots of the repository that use one of the folders.
fn roots_using(folders: &BTreeSet<PathBuf>, view: View<'_>) -> Result<Vec<String>, CliError> {
    let mut found = BTreeSet::new();
    let mut users = Users::new(view);
    for folder in folders {
        let roots = users.of(folder);
        // A folder that the walk leaves out (ignored by git) is its own root.
        if roots.is_empty() {
            found.insert(shown(&lexical(folder)));
        }
        found.extend(roots.iter().cloned());
    }
    Ok(found.into_iter().collect())
}

/// Which roots of the repository use a folder; each repository is walked once.
pub struct Users<'v> {
    view: View<'v>,
    known: BTreeMap<PathBuf, Vec<String>>,
    /// The roots that reach a folder, by the top of the tree and by folder.
    trees: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<PathBuf>>>,
}

impl<'v> Users<'v> {
    pub fn new(view: View<'v>) -> Users<'v> {
        Users { view, known: BTreeMap::new(), trees: BTreeMap::new() }
    }

    /// Their names; a root is its own user.
    pub fn of(&mut self, folder: &Path) -> &[String] {
        let (view, trees) = (self.view, &mut self.trees);
        self.known.entry(folder.to_owned()).or_insert_with(|| {
            let home = Home::of(folder);
            let reached = trees.entry(home.top.clone()).or_insert_with(|| reached(&view.scan(&home.top)));
            // The folder under the name that it has in the tree, from wherever the command is run.
            let roots = reached.get(&lexical(&home.top.join(&home.below))).map_or(&[][..], Vec::as_slice);
            roots.iter().map(|root| home.shown(root)).collect()
        })
    }
}

/// The roots that reach a folder, by folder.
fn reached(tree: &Tree) -> BTreeMap<PathBuf, Vec<PathBuf>> {
    let mut reached: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for root in tree.roots() {
        for folder in tree.reach(root) {
            reached.entry(folder.clone()).or_default().push(root.clone());
        }
    }
    reached
}

/// The repository of a folder, or what stands for one.
struct Home {
    /// As it is walked: relative where the working folder is in it.
    top: PathBuf,
    real: PathBuf,
    /// The folder seen from the top.
    below: PathBuf,
}

impl Home {
    fn of(folder: &Path) -> Home {
        let alone = || Home { top: folder.to_owned(), real: folder.to_owned(), below: PathBuf::new() };
        // A folder that a change took away has one above it that is there.
        let there = folder.ancestors().find_map(|above| {
            let name = if above.as_os_str().is_empty() { Path::new(".") } else { above };
            Some((above, name.canonicalize().ok()?))
        });
        let Some((above, real)) = there else { return alone() };
        let gone = folder.strip_prefix(above).unwrap_or(Path::new(""));
        let home = |top: PathBuf, of: &Path| {
            let below = real.strip_prefix(of).unwrap_or(Path::new("")).join(gone);
            Home { top, real: of.to_owned(), below }
        };
        let working = std::env::current_dir().and_then(|working| working.canonicalize()).unwrap_or_default();
        match real.ancestors().find(|above| above.join(".git").exists()) {
            Some(top) if working == top => home(PathBuf::from("."), top),
            Some(top) => match working.strip_prefix(top) {
                Ok(steps) => home(steps.components().map(|_| "..").collect(), top),
                Err(_) => home(top.to_owned(), top),
            },
            None if folder.is_relative() && real.starts_with(&working) => home(PathBuf::from("."), &working),
            None => alone(),
        }
    }

    /// A folder of the tree, seen from the working folder where it is below.
    fn shown(&self, folder: &Path) -> String {
        let real = folder.strip_prefix(&self.top).map(|below| self.real.join(below));
        let short = real.map(|real| shown(&real)).ok().filter(|name| !name.starts_with('/'));
        short.unwrap_or_else(|| shown(folder))
    }
}

/// Without `.` steps, and `..` resolved where something precedes it.
fn lexical(path: &Path) -> PathBuf {
    let mut steps = PathBuf::new();
    for step in path.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir if matches!(steps.components().next_back(), Some(Component::Normal(_))) => {
                steps.pop();
            }
            other => steps.push(other),
        }
    }
    if steps.as_os_str().is_empty() { PathBuf::from(".") } else { steps }
}

fn called_folders(file: &Path, folder: &Path) -> Vec<PathBuf> {
    std::fs::read(file).map(|bytes| called_by(file, bytes, folder)).unwrap_or_default()
}

/// The folders that a file's module calls name by a local source.
fn called_by(file: &Path, bytes: Vec<u8>, folder: &Path) -> Vec<PathBuf> {
    let Ok(Decoded { text, .. }) = decode(&file.to_string_lossy(), bytes) else { return Vec::new() };
    // Most files call nothing, and are not parsed for that.
    if !text.contains("module") || !(text.contains("\"./") || text.contains("\"../")) {
        return Vec::new();
    }
    super::modules::local_sources(&text).into_iter().map(|source| lexical(&folder.join(source))).collect()
}
