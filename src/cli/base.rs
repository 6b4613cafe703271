//! The tree at a base revision beside the tree that is judged: what is introduced, existing or resolved without a plan.

use super::discover::{Target, View, is_source, roots_of, shown};
use super::disk::DiskAccess;
use super::error::CliError;
use super::flags::{InputArgs, RuleArgs};
use super::host::Host;
use super::judge::{Judge, Judged};
use super::load::{self, Loaded};
use super::moved::{self, Moves};
use super::revision::Revision;
use super::settings::{self, Settings};
use crate::check::{Finding, change_between};
use crate::eval::{Module, ParsedFiles, Problem, ProblemKind, Project, VariableInput, child_path, without_keys};
use crate::graph::Graph;
use crate::report::counted;
use crate::rules::Verdict;
use crate::schema::Schema;
use crate::source::string_value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The roots at the base.
pub struct Base {
    revision: Arc<Revision>,
    /// By number of the judged root; `None` for a root that is new.
    beside: Vec<Option<Loaded>>,
    /// Roots that are no longer there.
    gone: Vec<Loaded>,
}

/// Reads what is judged, and the same at the base.
pub fn load(
    input: &InputArgs,
    rules: &RuleArgs,
    base: &str,
    head: Option<&str>,
    host: &Host,
) -> Result<(Vec<Loaded>, Base), CliError> {
    let reader = Reader { input, rules, schema: load::schema(input)?, variables: load::variables(input, host)? };
    let base = Arc::new(reader.open(base)?);
    let head = head.map(|name| reader.open(name).map(Arc::new)).transpose()?;
    let head_view = head.as_deref().map_or(View::Disk, View::Revision);
    let base_view = View::Revision(&base);
    reader.check_paths(head_view, base_view)?;
    let of_view = |view: View<'_>| {
        let there: Vec<PathBuf> = input.paths.iter().filter(|path| view.is_there(path)).cloned().collect();
        roots_of(&there, view)
    };
    let (judged_roots, base_roots) = match (of_view(head_view), of_view(base_view)) {
        (Err(CliError::NoTerraform(_)), Ok(base)) => (Vec::new(), base),
        (Ok(head), Err(CliError::NoTerraform(_))) => (head, Vec::new()),
        (head, base) => (head?, base?),
    };
    let loaded = match &head {
        None => {
            let targets = judged_roots.into_iter().map(Target::Root).collect();
            load::load_targets(targets, input, rules, &reader.schema, &reader.variables)?
        }
        Some(head) => reader.at(&judged_roots, head)?,
    };
    let beside: Vec<Option<Loaded>> = loaded.iter().map(|target| reader.beside(target, &base)).collect();
    let gone = |root: &&String| !head_view.holds_configuration(Path::new(root));
    let gone: Vec<String> = base_roots.iter().filter(gone).cloned().collect();
    let gone = reader.at(&gone, &base)?;
    let mut base = Base { revision: base, beside, gone };
    base.pair_renamed(&loaded);
    base.revision.complaint().map_or(Ok(()), Err)?;
    head.and_then(|head| head.complaint()).map_or(Ok(()), Err)?;
    Ok((loaded, base))
}

struct Reader<'a> {
    input: &'a InputArgs,
    rules: &'a RuleArgs,
    schema: Schema,
    variables: Vec<VariableInput>,
}

impl Reader<'_> {
    fn open(&self, name: &str) -> Result<Revision, CliError> {
        let first = self.input.paths.first().map_or(Path::new("."), PathBuf::as_path);
        let above = first.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new("."));
        let disk = if self.input.allow_outside {
            DiskAccess::everywhere()
        } else {
            DiskAccess::around(above).map_err(|error| CliError::unreadable(shown(above), &error))?
        };
        Revision::open(name, above, disk)
    }

    /// A path is a folder or a source file, in one of the two trees.
    fn check_paths(&self, head: View<'_>, base: View<'_>) -> Result<(), CliError> {
        for path in &self.input.paths {
            let name = shown(path);
            let folder = path.is_dir() || head.holds_folder(path) || base.holds_folder(path);
            if name == "-" || !folder && !is_source(&name) && path.exists() {
                let help = "a plan tells by itself what it introduces: give it without --diff-base";
                return Err(CliError::usage(format!("{name}: --diff-base compares folders with sources"), help));
            }
            if !head.is_there(path) && !base.is_there(path) {
                return Err(CliError::Missing(name));
            }
        }
        Ok(())
    }

    /// Roots of a revision that are not excluded.
    fn at(&self, roots: &[String], revision: &Arc<Revision>) -> Result<Vec<Loaded>, CliError> {
        let mut loaded = Vec::new();
        for root in roots {
            let folder = Path::new(root);
            let settings = settings::of_folder(folder, self.rules)?;
            let named = self.input.paths.iter().any(|path| path == folder);
            if named || !settings.excludes(folder)? {
                loaded.push(self.root(root, revision, &ParsedFiles::default(), settings));
            }
        }
        Ok(loaded)
    }

    /// The same root at the base, judged by the same settings.
    fn beside(&self, target: &Loaded, base: &Arc<Revision>) -> Option<Loaded> {
        if !View::Revision(base).holds_configuration(Path::new(&target.name)) {
            return None;
        }
        let known = target.source.as_ref().map(|source| source.project.parsed_files()).unwrap_or_default();
        Some(self.root(&target.name, base, &known, target.settings.clone()))
    }

    fn root(&self, root: &str, revision: &Arc<Revision>, known: &ParsedFiles, settings: Settings) -> Loaded {
        let options = load::project_options(root, self.input, &self.variables);
        let project = Arc::new(Project::load_again(revision.clone(), options.clone(), known));
        Loaded::of_project(root.to_owned(), project, options, &self.schema, settings)
    }
}

impl Base {
    /// A root in a new folder that holds what one in a folder that is gone held is the same root.
    fn pair_renamed(&mut self, loaded: &[Loaded]) {
        for (target, beside) in loaded.iter().zip(&mut self.beside).filter(|(_, beside)| beside.is_none()) {
            let shared = |gone: &Loaded| {
                gone.graph.resources().filter(|(_, old)| target.graph.find(&old.address).is_some()).count()
            };
            let most = (0..self.gone.len()).max_by_key(|index| (shared(&self.gone[*index]), usize::MAX - index));
            // Half of each at least, as git takes a file for renamed.
            let alike = |index: &usize| {
                let gone = &self.gone[*index];
                let count = shared(gone);
                count > 0 && 2 * count >= target.graph.len().max(gone.graph.len())
            };
            if let Some(index) = most.filter(alike) {
                *beside = Some(self.gone.remove(index));
            }
        }
    }

    /// Says of each finding what became of it, and adds those of what is gone. Gives what the reader should know of the base.
    pub fn compare(
        &self,
        loaded: &[Loaded],
        judges: &[Judge],
        judged: &mut [Judged],
        rules: &RuleArgs,
    ) -> Result<String, CliError> {
        let beside: Vec<Option<Vec<Finding>>> =
            self.beside.iter().zip(judges).map(|(base, judge)| Some(judge.findings(&base.as_ref()?.graph))).collect();
        let mut of_gone = Vec::new();
        for target in &self.gone {
            let known = Arc::new(super::rules::load_rules(&target.settings.rules)?);
            of_gone.push(Judge::new(known, &target.settings, rules)?.findings(&target.graph));
        }
        let account = account_verdicts(beside.iter().flatten().chain(&of_gone).flatten());
        for (number, (target, judged)) in loaded.iter().zip(judged.iter_mut()).enumerate() {
            let before = self.beside[number].as_ref().zip(beside[number].as_ref());
            let side = Side::new(target, before, &account);
            side.mark(judged);
        }
        let mut notes = self.notes();
        match judged.first_mut() {
            Some(first) => of_gone.iter().flatten().for_each(|finding| push_resolved(first, finding)),
            None => {
                let failed = of_gone.iter().flatten().filter(|finding| finding.verdict == Verdict::Fail).count();
                let are = if failed == 1 { " is" } else { " are" };
                notes.push_str(&format!("no Terraform is left here: {}{are} resolved\n", counted(failed, "findings")));
            }
        }
        Ok(notes)
    }

    fn notes(&self) -> String {
        let broken = |target: &&Loaded| target.graph.problems().iter().any(hides);
        let count = self.beside.iter().flatten().chain(&self.gone).filter(broken).count();
        if count == 0 {
            return String::new();
        }
        format!(
            "warning: {count} roots could not be read wholly at {}; what is not known to have failed there counts as introduced\n",
            crate::report::escape_line(&self.revision.name)
        )
    }
}

/// Something is not in the graph that belongs there.
fn hides(problem: &Problem) -> bool {
    use ProblemKind::{Limit, MissingModule, Syntax, Unexpanded, Unreadable};
    matches!(problem.kind, Syntax | Unreadable | MissingModule | Unexpanded | Limit)
}

type AccountVerdicts = BTreeMap<(Arc<str>, Arc<str>), Verdict>;

/// The account is judged once over everything: what one root provides, all of them have.
fn account_verdicts<'f>(findings: impl Iterator<Item = &'f Finding>) -> AccountVerdicts {
    let rank = |verdict: Verdict| match verdict {
        Verdict::Pass => 0,
        Verdict::Unknown => 1,
        Verdict::Fail => 2,
    };
    let mut verdicts = AccountVerdicts::new();
    for finding in findings.filter(|finding| finding.resource_type.is_empty()) {
        let slot = verdicts.entry((finding.control.id.clone(), finding.address.clone())).or_insert(finding.verdict);
        if rank(finding.verdict) < rank(*slot) {
            *slot = finding.verdict;
        }
    }
    verdicts
}

/// One root before and after.
struct Side<'a> {
    before: Option<(&'a Graph, &'a [Finding])>,
    by_key: BTreeMap<(&'a str, &'a str), usize>,
    new_moves: Moves,
    moves: Moves,
    account: &'a AccountVerdicts,
    /// Addresses of downloaded modules whose source changed: only the newer one is on disk.
    replaced: Vec<String>,
    /// The root as it is now lacks parts: nothing is known to be gone.
    partial: bool,
}

impl<'a> Side<'a> {
    fn new(
        target: &'a Loaded,
        before: Option<(&'a Loaded, &'a Vec<Finding>)>,
        account: &'a AccountVerdicts,
    ) -> Side<'a> {
        let moves =
            |target: &Loaded| target.source.as_ref().map(|source| Moves::of(&source.project)).unwrap_or_default();
        let now = moves(target);
        let mut side = Side {
            before: before.map(|(base, findings)| (&base.graph, findings.as_slice())),
            by_key: BTreeMap::new(),
            new_moves: before.map_or_else(|| now.clone(), |(base, _)| now.without(&moves(base))),
            moves: now,
            account,
            replaced: Vec::new(),
            partial: target.graph.problems().iter().any(hides),
        };
        if let Some((base, findings)) = before {
            let keys = findings.iter().enumerate();
            side.by_key = keys.map(|(index, finding)| ((&*finding.control.id, &*finding.address), index)).collect();
            if let (Some(now), Some(base)) = (&target.source, &base.source) {
                replaced(&now.project, &base.project, "", &mut side.replaced);
            }
        }
        side
    }

    /// The address under which the resource stood at the base.
    fn earlier_address(&self, address: &str) -> Option<String> {
        let (graph, _) = self.before?;
        if self.replaced.iter().any(|call| without_keys(address).starts_with(call)) {
            return None;
        }
        let candidates = self.new_moves.earlier(address).into_iter().chain([address.to_owned()]);
        let candidates = candidates.chain(self.moves.earlier(address)).chain(moved::implied(address));
        candidates.into_iter().find(|address| graph.find(address).is_some())
    }

    fn mark(&self, judged: &mut Judged) {
        let findings = self.before.map_or(&[][..], |(_, findings)| findings);
        let mut matched: BTreeSet<usize> = BTreeSet::new();
        for finding in &mut judged.findings {
            let earlier = if finding.resource_type.is_empty() {
                self.account.get(&(finding.control.id.clone(), finding.address.clone())).copied()
            } else {
                let index = self
                    .earlier_address(&finding.address)
                    // Blocks that are no resources keep their address.
                    .or_else(|| is_declared(finding).then(|| finding.address.to_string()))
                    .and_then(|address| self.by_key.get(&(&*finding.control.id, address.as_str())).copied());
                matched.extend(index);
                index.map(|index| findings[index].verdict)
            };
            finding.change = change_between(finding.verdict, earlier);
        }
        if self.partial {
            return;
        }
        let unmatched = findings.iter().enumerate().filter(|(index, _)| !matched.contains(index));
        let gone = unmatched.filter(|(_, finding)| {
            let address = without_keys(&finding.address);
            !self.replaced.iter().any(|call| address.starts_with(call))
        });
        for (_, finding) in gone {
            push_resolved(judged, finding);
        }
    }
}

fn is_declared(finding: &Finding) -> bool {
    matches!(&*finding.resource_type, "backend" | "local" | "provider" | "variable")
}

/// What failed at the base and is no longer there. Its places are those of another revision.
fn push_resolved(judged: &mut Judged, finding: &Finding) {
    if finding.verdict != Verdict::Fail || finding.resource_type.is_empty() {
        return;
    }
    judged.findings.push(finding.resolved());
}

/// Calls of downloaded modules whose source or version is another one than at the base, as prefixes of addresses without keys.
fn replaced(now: &Project, base: &Project, path: &str, found: &mut Vec<String>) {
    fn walk(now: (&Project, &Module), base: (&Project, &Module), path: &str, depth: usize, found: &mut Vec<String>) {
        for (name, call) in &now.1.calls {
            let Some(old) = base.1.calls.get(name) else { continue };
            let text = |block: &crate::eval::Block, name: &str| {
                block
                    .body
                    .attribute(name)
                    .map(|it| string_value(&it.expression).unwrap_or_else(|| it.expression.text().to_owned()))
            };
            let local = |source: &Option<String>| source.as_ref().is_some_and(|source| source.starts_with('.'));
            let (source, old_source) = (text(call, "source"), text(old, "source"));
            let child = child_path(path, name);
            if !local(&old_source) && (source != old_source || text(call, "version") != text(old, "version")) {
                found.push(child.split('.').map(|name| format!("module.{name}.")).collect());
                continue;
            }
            let called = (now.0.called_module(path, now.1, name), base.0.called_module(path, base.1, name));
            if let (Some(now_module), Some(base_module)) = called
                && depth > 0
            {
                walk((now.0, &now_module), (base.0, &base_module), &child, depth - 1, found);
            }
        }
    }
    walk((now, &now.root), (base, &base.root), path, 64, found);
}
