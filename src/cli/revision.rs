//! The tree of a commit, read through git's objects: nothing is checked out, and nothing in the repository changes.

use super::disk::DiskAccess;
use super::error::CliError;
use crate::eval::scope::FileAccess;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Links followed for one path, as the kernel does.
const LINK_LIMIT: usize = 40;
/// Bytes of one object; more is a mistake or an attack.
const OBJECT_LIMIT: u64 = 256 << 20;

/// A commit as a tree of files. What git ignores (downloaded modules, local variable files) is no part of any revision,
/// and is read from disk.
pub struct Revision {
    /// As the user wrote it.
    pub name: String,
    /// The repository's folder and the working folder, both canonical.
    top: PathBuf,
    working: PathBuf,
    /// By path below the top, `/`-separated.
    entries: BTreeMap<String, Entry>,
    /// Paths that git ignores; folders end with `/`.
    ignored: BTreeSet<String>,
    /// One for the repository and for each submodule.
    stores: Vec<Mutex<Store>>,
    /// Submodules whose commit is not there, and why.
    absent: BTreeMap<String, String>,
    missed: Mutex<Option<String>>,
    disk: DiskAccess,
}

#[derive(Debug)]
struct Entry {
    link: bool,
    object: String,
    store: usize,
}

/// Where a path leads.
enum Place {
    Inside(String),
    Outside,
}

impl Revision {
    /// The commit that `name` means in the repository around a folder. `A...` and `A...B` mean the common ancestor.
    pub fn open(name: &str, folder: &Path, disk: DiskAccess) -> Result<Revision, CliError> {
        let top = top_of(folder)?;
        let commit = commit(&top, name)?;
        let unreadable = |error: std::io::Error| CliError::unreadable(super::discover::shown(folder), &error);
        let working = std::env::current_dir().and_then(|working| working.canonicalize()).map_err(unreadable)?;
        let mut revision = Revision {
            name: name.to_owned(),
            working,
            entries: BTreeMap::new(),
            ignored: ignored(&top),
            stores: Vec::new(),
            absent: BTreeMap::new(),
            missed: Mutex::new(None),
            disk,
            top: top.clone(),
        };
        revision.add(&top, "", &commit)?;
        Ok(revision)
    }

    /// The entries of a repository's commit, those of submodules that are checked out among them.
    fn add(&mut self, folder: &Path, prefix: &str, commit: &str) -> Result<(), CliError> {
        let store = self.stores.len();
        self.stores.push(Mutex::new(Store { folder: folder.to_owned(), running: None }));
        let listed = git(folder, &["ls-tree", "-r", "-z", "--full-tree", commit])
            .map_err(|message| CliError::usage(format!("{}: {message}", self.name), ""))?;
        let mut submodules = Vec::new();
        for line in listed.split('\0').filter(|line| !line.is_empty()) {
            let Some((facts, path)) = line.split_once('\t') else { continue };
            let mut facts = facts.split(' ');
            let (Some(mode), Some(_), Some(object)) = (facts.next(), facts.next(), facts.next()) else { continue };
            let path = format!("{prefix}{path}");
            match mode {
                "160000" => submodules.push((path, object.to_owned())),
                mode => {
                    let entry = Entry { link: mode == "120000", object: object.to_owned(), store };
                    self.entries.insert(path, entry);
                }
            }
        }
        for (path, commit) in submodules {
            let folder = self.top.join(&path);
            // One that is not checked out is not there for the working tree either.
            if !folder.join(".git").exists() {
                continue;
            }
            match git(&folder, &["cat-file", "-e", &format!("{commit}^{{commit}}")]) {
                Ok(_) => {
                    let below = ignored(&folder);
                    self.ignored.extend(below.into_iter().map(|ignored| format!("{path}/{ignored}")));
                    self.add(&folder, &format!("{path}/"), &commit)?;
                }
                Err(_) => drop(self.absent.insert(path, commit)),
            }
        }
        Ok(())
    }

    /// A part of the tree that was asked for and is not there: the answer would be wrong.
    pub fn complaint(&self) -> Option<CliError> {
        let missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        let submodule = missed.as_ref()?;
        let commit = &self.absent[submodule];
        Some(CliError::usage(
            format!("{}: the submodule {submodule} is not there at its commit {commit}", self.name),
            format!("git -C {submodule} fetch origin {commit}"),
        ))
    }

    /// The paths below a folder, each as the folder's own path goes on.
    pub fn files_below(&self, folder: &Path) -> Vec<PathBuf> {
        let Place::Inside(top) = self.place(&folder.to_string_lossy()) else { return Vec::new() };
        let prefix = if top.is_empty() { String::new() } else { format!("{top}/") };
        let below = self.entries.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        below.map(|(path, _)| folder.join(&path[prefix.len()..])).collect()
    }

    pub fn holds_file(&self, path: &Path) -> bool {
        matches!(self.place(&path.to_string_lossy()), Place::Inside(path) if self.entries.contains_key(&path))
    }

    pub fn holds_folder(&self, path: &Path) -> bool {
        matches!(self.place(&path.to_string_lossy()), Place::Inside(path) if self.is_folder(&path))
    }

    fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        path.is_empty()
            || self.entries.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }

    fn is_ignored(&self, path: &str) -> bool {
        let above = path.match_indices('/').any(|(at, _)| self.ignored.contains(&path[..=at]));
        above || self.ignored.contains(path) || self.ignored.contains(&format!("{path}/"))
    }

    /// Where a path of the configuration leads in the tree, links followed.
    fn place(&self, path: &str) -> Place {
        let Some(mut place) = self.below_top(path) else { return Place::Outside };
        for _ in 0..LINK_LIMIT {
            let link = place
                .match_indices('/')
                .map(|(at, _)| at)
                .chain([place.len()])
                .find(|end| self.entries.get(&place[..*end]).is_some_and(|entry| entry.link));
            let Some(end) = link else { break };
            let Ok(target) = self.object(&self.entries[&place[..end]]) else { break };
            let target = String::from_utf8_lossy(&target).into_owned();
            let parent = place[..end].rsplit_once('/').map_or("", |(parent, _)| parent);
            let target = self.top.join(parent).join(target).join(place[end..].trim_start_matches('/'));
            let Some(next) = self.below(&lexical(&target)) else { return Place::Outside };
            place = next;
        }
        Place::Inside(place)
    }

    fn below_top(&self, path: &str) -> Option<String> {
        let path = Path::new(path);
        if path.is_relative() {
            return self.below(&lexical(&self.working.join(path)));
        }
        // An absolute path may come through a link.
        let path = lexical(path);
        let there = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
        let real = there.and_then(|(above, real)| Some(real.join(path.strip_prefix(above).ok()?)));
        self.below(&path).or_else(|| self.below(&real?))
    }

    fn below(&self, path: &Path) -> Option<String> {
        let steps: Option<Vec<&str>> =
            path.strip_prefix(&self.top).ok()?.components().map(|step| step.as_os_str().to_str()).collect();
        Some(steps?.join("/"))
    }

    fn object(&self, entry: &Entry) -> Result<Vec<u8>, String> {
        let mut store = self.stores[entry.store].lock().unwrap_or_else(PoisonError::into_inner);
        store.read(&entry.object)
    }

    /// Remembers that something of an absent submodule was asked for; whether it was.
    fn miss(&self, path: &str) -> bool {
        let wanted = self.absent.keys().find(|absent| path == *absent || path.starts_with(&format!("{absent}/")));
        if let Some(submodule) = wanted {
            *self.missed.lock().unwrap_or_else(PoisonError::into_inner) = Some(submodule.clone());
        }
        wanted.is_some()
    }

    fn not_there(&self, path: &str) -> String {
        format!("{path}: no such file or folder in {}", self.name)
    }
}

impl FileAccess for Revision {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let Place::Inside(place) = self.place(path) else { return self.disk.read(path) };
        match self.entries.get(&place) {
            Some(entry) => self.object(entry).map_err(|message| format!("{path}: {message}")),
            None if self.is_ignored(&place) => self.disk.read(path),
            None => {
                self.miss(&place);
                Err(self.not_there(path))
            }
        }
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        let Place::Inside(place) = self.place(path) else { return self.disk.exists(path) };
        match self.is_ignored(&place) {
            true => self.disk.exists(path),
            false => {
                self.miss(&place);
                Ok(self.entries.contains_key(&place))
            }
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let Place::Inside(place) = self.place(directory) else { return self.disk.list(directory) };
        let prefix = if place.is_empty() { String::new() } else { format!("{place}/") };
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut from = prefix.clone();
        while let Some((path, _)) = self.entries.range(from..).next().filter(|(path, _)| path.starts_with(&prefix)) {
            let name = &path[prefix.len()..];
            match name.split_once('/') {
                // The next path that does not stand in this folder.
                Some((folder, _)) => from = format!("{prefix}{folder}0"),
                None => {
                    names.insert(name.to_owned());
                    from = format!("{path}\0");
                }
            }
        }
        let ignored = |name: &String| self.is_ignored(&format!("{prefix}{name}"));
        let on_disk = self.disk.list(directory);
        names.extend(on_disk.into_iter().flatten().filter(ignored));
        if names.is_empty() && !self.is_folder(&place) {
            self.miss(&place);
            return Err(self.not_there(directory));
        }
        Ok(names.into_iter().collect())
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        let Place::Inside(place) = self.place(path) else { return self.disk.fileset(path, pattern) };
        let matcher = super::disk::fileset_pattern(pattern)?;
        let prefix = if place.is_empty() { String::new() } else { format!("{place}/") };
        let below = self.entries.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        let tracked = below.map(|(path, _)| path[prefix.len()..].to_owned()).filter(|path| matcher.is_match(path));
        let ignored = |name: &String| self.is_ignored(&format!("{prefix}{name}"));
        let on_disk = self.disk.fileset(path, pattern).into_iter().flatten().filter(ignored);
        let found: BTreeSet<String> = tracked.chain(on_disk).collect();
        if found.is_empty() && !self.is_folder(&place) && self.miss(&place) {
            return Err(self.not_there(path));
        }
        Ok(found.into_iter().collect())
    }
}

/// The objects of one repository, through one `git cat-file --batch` that is started on first use.
struct Store {
    folder: PathBuf,
    running: Option<Batch>,
}

struct Batch {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Store {
    fn read(&mut self, object: &str) -> Result<Vec<u8>, String> {
        if self.running.is_none() {
            self.running = Some(Batch::start(&self.folder).map_err(|error| format!("git: {error}"))?);
        }
        let batch = self.running.as_mut().ok_or("git does not run")?;
        batch.read(object).map_err(|error| format!("git object {object}: {error}"))
    }
}

impl Batch {
    fn start(folder: &Path) -> std::io::Result<Batch> {
        let mut command = safe_git(folder);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (questions, answers) = (child.stdin.take(), child.stdout.take());
        let answers = answers.ok_or_else(|| std::io::Error::other("no output"))?;
        Ok(Batch { child, questions, answers: BufReader::new(answers) })
    }

    fn read(&mut self, object: &str) -> std::io::Result<Vec<u8>> {
        let questions = self.questions.as_mut().ok_or_else(|| std::io::Error::other("no input"))?;
        writeln!(questions, "{object}")?;
        questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size: Option<u64> = head.trim_end().rsplit_once(" ").and_then(|(_, size)| size.parse().ok());
        let size = size.filter(|size| *size <= OBJECT_LIMIT);
        let size = size.ok_or_else(|| std::io::Error::other("not there, or larger than the limit"))?;
        let mut bytes = vec![0; size as usize + 1];
        self.answers.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // Without questions it ends.
        drop(self.questions.take());
        let _ = self.child.wait();
    }
}

/// The top of the repository around a folder, or the nearest folder above it that is there.
fn top_of(folder: &Path) -> Result<PathBuf, CliError> {
    let there = folder.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new("."));
    match git(there, &["rev-parse", "--show-toplevel"]) {
        Ok(top) => {
            let top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
            Ok(top.canonicalize().unwrap_or(top))
        }
        Err(message) if message.contains("not a git repository") => Err(CliError::usage(
            format!(
                "{}: not in a git repository, so there is no revision to compare with",
                super::discover::shown(folder)
            ),
            "run it inside a clone, or give a plan: `terraform show -json PLAN > plan.json`",
        )),
        Err(message) => Err(CliError::usage(message, "")),
    }
}

/// The id of a commit.
fn commit(top: &Path, name: &str) -> Result<String, CliError> {
    let resolve = |name: &str| {
        let wanted = format!("{name}^{{commit}}");
        git(top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map(|id| id.trim().to_owned())
    };
    let shallow = || git(top, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true");
    let missing = |name: &str| {
        let help = match shallow() {
            true => format!(
                "this clone is shallow: `git fetch --depth=1 origin {name}`, or clone with the whole history (fetch-depth: 0)"
            ),
            false => "give a branch, a tag or a commit that `git rev-parse` knows".to_owned(),
        };
        CliError::usage(format!("no revision `{name}` in {}", super::discover::shown(top)), help)
    };
    let Some((one, other)) = name.split_once("...") else { return resolve(name).map_err(|_| missing(name)) };
    let other = if other.is_empty() { "HEAD" } else { other };
    let (left, right) = (resolve(one).map_err(|_| missing(one))?, resolve(other).map_err(|_| missing(other))?);
    match git(top, &["merge-base", &left, &right]) {
        Ok(id) if !id.trim().is_empty() => Ok(id.trim().to_owned()),
        _ => {
            let help =
                if shallow() { "this clone is shallow: clone with the whole history (fetch-depth: 0)" } else { "" };
            Err(CliError::usage(format!("`{one}` and `{other}` have no common ancestor here"), help))
        }
    }
}

/// What git leaves out of every revision.
fn ignored(folder: &Path) -> BTreeSet<String> {
    let listed = git(folder, &["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"])
        .unwrap_or_default();
    listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}

/// What git says, or why it says nothing.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = safe_git(folder).args(arguments).output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "git was not found".to_owned(),
        _ => format!("git: {error}"),
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(message.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ").to_owned())
}

/// A repository's own settings must not start other programs here.
fn safe_git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    command.env("LC_ALL", "C");
    // A hook of one repository must not answer for its submodules.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

/// Without `.` and `..` steps.
fn lexical(path: &Path) -> PathBuf {
    let mut steps = PathBuf::new();
    for step in path.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir => drop(steps.pop()),
            other => steps.push(other),
        }
    }
    steps
}
