//! `tfmend fix`.

use super::error::CliError;
use super::flags::{FixArgs, Look};
use super::host::Host;
use super::interactive::{self, Choice};
use super::judge::{Judge, judges};
use super::load::{self, Loaded, Source};
use super::{Answer, git, write};
use crate::check::Finding;
use crate::fix::{self, Applied, FindingKey, Fix, LeftReason, Selection, Settings};
use crate::graph::Graph;
use crate::report::{self, Lang, Paint, Secrets, escape_line};
use crate::rules::Class;
use crate::text::{FileId, Files, unified_diff_with};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub fn fix(args: &FixArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    super::judge::check_flags(&args.rules)?;
    let loaded = load::load(&args.input, &args.rules, host)?;
    let judges = judges(&loaded, &args.rules)?;
    let only = judges.first().map_or(Ok(Vec::new()), |judge| only(judge, &args.only))?;
    let desk = Desk { args, host, only, lang: host.lang(look), paint: host.paint(look) };
    let mut mended: Vec<Mended> = Vec::new();
    for (target, judge) in loaded.iter().zip(&judges) {
        let one = desk.mend(target, judge, &mended)?;
        mended.push(one);
    }
    let mut answer = Answer::default();
    if super::collect::problems(&loaded).iter().any(|problem| problem.level == report::ProblemLevel::Error) {
        answer.status = 2;
        answer.err.push_str("warning: some files could not be read or parsed; `tfmend lint` lists them\n");
    }
    let changes = changes(&mended);
    let writes = args.write || args.interactive;
    match writes {
        true => desk.write(&loaded, &mended, &changes, &mut answer)?,
        false => print_diff(&mended, &changes, desk.paint, host.output_is_terminal, &mut answer),
    }
    if !look.quiet {
        answer.err.push_str(&summary(&mended, writes, changes.len(), desk.lang));
    }
    let remain = mended.iter().any(|mended| !mended.left.is_empty()) || !writes && !changes.is_empty();
    answer.status = answer.status.max(u8::from(remain && !args.exit_zero));
    Ok(answer)
}

/// What the fixes make of one root.
struct Mended<'a> {
    applied: Vec<Applied>,
    texts: BTreeMap<FileId, String>,
    /// Findings that stay, each with its reason.
    left: Vec<(FindingKey, String)>,
    stopped: bool,
    files: Files,
    secrets: &'a Secrets,
}

/// One root as it is before its fixes.
struct Root<'a> {
    graph: &'a Graph,
    source: &'a Source,
    judge: &'a Judge,
    settings: &'a Settings,
}

struct Desk<'a> {
    args: &'a FixArgs,
    host: &'a Host,
    only: Vec<Arc<str>>,
    lang: Lang,
    paint: Paint,
}

fn only(judge: &Judge, names: &[String]) -> Result<Vec<Arc<str>>, CliError> {
    let id = |name: &String| match judge.rules.entry(name) {
        Some(entry) => Ok(Arc::from(&*entry.id)),
        None => Err(super::rules::unknown_control(&judge.rules, name)),
    };
    names.iter().map(id).collect()
}

impl Desk<'_> {
    /// Roots share modules: each is mended on top of what the earlier ones changed.
    fn mend<'t>(&self, target: &'t Loaded, judge: &Judge, earlier: &[Mended<'_>]) -> Result<Mended<'t>, CliError> {
        let Some(source) = &target.source else {
            let help = "a plan is mended in its source: give its folder with --source DIR";
            return Err(CliError::usage(format!("{}: there is no source to fix", target.name), help));
        };
        // What was set aside is neither mended nor counted.
        let judge = judge.setting_aside(&judge.judged(target));
        let changed = changes(earlier).into_iter().map(|(path, change)| (path, change.new)).collect::<BTreeMap<_, _>>();
        let shared = changed.keys().any(|path| source.project.files.find(path).is_some());
        let rebased = (shared && !target.is_plan()).then(|| source.on_top_of(&changed));
        let (source, graph) = rebased.as_ref().map_or((source, &target.graph), |(source, graph)| (source, graph));
        let settings = judge.fix_settings(source, &self.args.input.vars);
        let mut mended = Mended {
            applied: Vec::new(),
            texts: BTreeMap::new(),
            left: Vec::new(),
            stopped: false,
            files: source.project.files.clone(),
            secrets: target.secrets(),
        };
        let root = Root { graph, source, judge: &judge, settings: &settings };
        match self.args.interactive {
            true => self.ask(&root, &mut mended),
            false => self.select(&root, &mut mended),
        }
        Ok(mended)
    }

    fn ask(&self, root: &Root<'_>, mended: &mut Mended<'_>) {
        let secrets = mended.secrets;
        let mut choose = |finding: &Finding, fix: &Fix| {
            let wanted = self.only.is_empty() || self.only.contains(&finding.control.id);
            if wanted { self.ask_one(finding, fix, secrets) } else { Choice::Skip }
        };
        let session = interactive::ask(root.graph, root.source, root.judge, root.settings, &mut choose);
        mended.applied = session.applied;
        mended.texts = session.texts;
        mended.left =
            session.left.into_iter().map(|key| (key, self.lang.pick("not applied", "未適用").to_owned())).collect();
    }

    fn ask_one(&self, finding: &Finding, fix: &Fix, secrets: &Secrets) -> Choice {
        let (words, code) = (self.lang.words(), self.lang.code());
        let control = &finding.control;
        let severity = control.severity.as_str();
        let mut text = String::new();
        let head = format!("{} {}", self.paint.bold(&control.id), self.paint.dim(&control.slug));
        let message = secrets.hide(finding.message.in_language(code)).into_owned();
        let level = self.paint.level(severity, words.term(severity));
        let _ = writeln!(text, "\n{level} {head}: {}\n  {}", escape_line(&message), escape_line(&finding.address));
        let _ = writeln!(text, "  {}: {}", words.why, escape_line(control.why.in_language(code)));
        let facts = format!("{}, {}", words.term(fix.class.as_str()), words.term(fix.impact.as_str()));
        let _ = writeln!(text, "  {}: {} ({facts})", words.fix, escape_line(fix.summary.in_language(code)));
        if let Some(warning) = &fix.warning {
            let warning = self.paint.caution(escape_line(warning.in_language(code)));
            let _ = writeln!(text, "  {}: {warning}", words.warning);
        }
        let diff = secrets.hide(&fix.diff).replace("\r\n", "\n");
        text.push_str(&self.paint.diff(&report::escape_lines(&diff)));
        self.host.say(&text);
        loop {
            self.host.say(self.lang.pick("apply, skip or quit? [a/s/q] ", "適用 (a)、飛ばす (s)、やめる (q)? "));
            match self.host.read_line().ok().flatten().as_deref().map(str::trim) {
                Some("a" | "apply" | "y" | "yes") => return Choice::Apply,
                Some("s" | "skip" | "n" | "no" | "") => return Choice::Skip,
                Some("q" | "quit") | None => return Choice::Quit,
                Some(_) => {}
            }
        }
    }

    /// Takes fixes by the flags: all of them to be looked at, safe ones to be written.
    fn select(&self, root: &Root<'_>, mended: &mut Mended<'_>) {
        let findings = root.judge.findings(root.graph);
        let rerun = |texts: &BTreeMap<FileId, String>| root.judge.rerun(root.source, texts);
        let mut classes = vec![Class::Safe];
        if self.args.take_unsafe || !self.args.write {
            classes.push(Class::Unsafe);
        }
        // A value that a person supplied is written; a variable without one only to be looked at.
        if !self.args.write || !self.args.input.vars.is_empty() {
            classes.push(Class::NeedsInput);
        }
        let selection = Selection { classes, only: self.only.clone() };
        let batch = fix::fix_all(&findings, root.graph, &rerun, root.settings, &selection);
        mended.applied = batch.applied;
        mended.texts = batch.texts;
        mended.stopped = batch.stopped;
        let left = batch.left.into_iter().filter(|left| left.why != LeftReason::NotSelected);
        mended.left = left.map(|left| (left.finding, self.why_left(&left.why))).collect();
    }

    fn why_left(&self, why: &LeftReason) -> String {
        match why {
            LeftReason::NoFix(reason) => reason.text().in_language(self.lang.code()).to_owned(),
            LeftReason::Class(Class::NeedsInput) => self
                .lang
                .pick(
                    "the fix needs a value: give it with --var NAME=VALUE",
                    "修正には値が必要です。--var NAME=VALUE で指定してください",
                )
                .to_owned(),
            LeftReason::Class(_) => self
                .lang
                .pick(
                    "the fix is unsafe: look at it, and apply it with --unsafe",
                    "修正は要確認です。内容を確かめ、--unsafe で適用してください",
                )
                .to_owned(),
            LeftReason::NotSelected => String::new(),
            LeftReason::Conflict => self
                .lang
                .pick(
                    "the fix does not hold together with the others; fix it alone with --only",
                    "ほかの修正と両立しません。--only で個別に修正してください",
                )
                .to_owned(),
        }
    }

    fn write(
        &self,
        loaded: &[Loaded],
        mended: &[Mended],
        changes: &BTreeMap<String, Change>,
        answer: &mut Answer,
    ) -> Result<(), CliError> {
        let paths: Vec<PathBuf> = changes.keys().map(PathBuf::from).collect();
        if !self.args.allow_dirty
            && let Some(reason) = git::not_clean(&paths)
        {
            return Err(CliError::usage(reason, "commit or stash first, or give --allow-dirty"));
        }
        for (path, change) in changes {
            let bytes = std::fs::read(path).map_err(|error| CliError::unreadable(path.clone(), &error))?;
            if bytes != change.old.as_bytes() {
                return Err(CliError::usage(format!("{path}: changed while it was read"), "run the command again"));
            }
        }
        for (path, change) in changes {
            write::replace(Path::new(path), change.new.as_bytes())?;
        }
        if let Some(file) = &self.args.log {
            let time = jiff::Timestamp::now().to_string();
            let lines = mended.iter().flat_map(|mended| {
                let entries = fix::Entry::of(&mended.applied, &mended.files, &mended.texts, &time);
                entries.into_iter().map(|entry| mended.secrets.hide(&entry.line()).into_owned())
            });
            write::append(file, &lines.collect::<String>())?;
        }
        debug_assert_eq!(loaded.len(), mended.len());
        for applied in mended.iter().flat_map(|mended| &mended.applied) {
            let (class, summary) = (applied.fix.class, applied.fix.summary.in_language(self.lang.code()));
            let _ = writeln!(answer.out, "fixed {}: {} ({class})", name(&applied.finding), escape_line(summary));
        }
        Ok(())
    }
}

/// Old and new text of a file.
struct Change {
    old: String,
    new: String,
}

/// All files that change: as they are on disk, and as the last root leaves them.
fn changes(mended: &[Mended<'_>]) -> BTreeMap<String, Change> {
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    for one in mended {
        for (id, new) in &one.texts {
            let file = one.files.get(*id);
            let change = changes.entry(file.path.to_string());
            let change = change.or_insert_with(|| Change { old: file.text.to_string(), new: String::new() });
            change.new.clone_from(new);
        }
    }
    changes
}

fn print_diff(
    mended: &[Mended],
    changes: &BTreeMap<String, Change>,
    paint: Paint,
    terminal: bool,
    answer: &mut Answer,
) {
    let hide = |text: &str| mended.iter().fold(text.to_owned(), |text, one| one.secrets.hide(&text).into_owned());
    let mut shown = String::new();
    let mut complete = true;
    for (path, change) in changes {
        // Less context may leave a secret out that stands near a change.
        let diffs = [3, 2, 1].map(|context| unified_diff_with(path, &change.old, &change.new, context));
        let open = diffs.iter().find(|diff| hide(diff) == **diff);
        complete &= open.is_some();
        shown.push_str(&open.cloned().unwrap_or_else(|| hide(&diffs[0])));
    }
    if !complete {
        answer.err.push_str("warning: the diff hides sensitive values and cannot be applied as it is; use --write\n");
    }
    // A pipe gets the bytes that `git apply` needs; a terminal nothing that could move its cursor.
    answer.out = if terminal { paint.diff(&report::escape_lines(&shown.replace("\r\n", "\n"))) } else { shown };
}

fn name((control, address): &FindingKey) -> String {
    if address.is_empty() { format!("{control} account") } else { format!("{control} {}", escape_line(address)) }
}

fn summary(mended: &[Mended], writes: bool, files: usize, lang: Lang) -> String {
    let applied: Vec<&Applied> = mended.iter().flat_map(|mended| &mended.applied).collect();
    let of = |class: Class| applied.iter().filter(|applied| applied.fix.class == class).count();
    let (safe, risky, input) = (of(Class::Safe), of(Class::Unsafe), of(Class::NeedsInput));
    let verb = if writes { lang.pick("applied", "適用") } else { lang.pick("proven", "検証済み") };
    let terms = lang.words();
    let mut text = format!(
        "{} {} {verb} / {files} {}: {safe} {}, {risky} {}, {input} {}\n",
        applied.len(),
        terms.fixes,
        terms.files,
        terms.term("safe"),
        terms.term("unsafe"),
        terms.term("needs-input"),
    );
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (finding, reason) in mended.iter().flat_map(|mended| &mended.left) {
        reasons.entry(reason).or_default().push(name(finding));
    }
    if !reasons.is_empty() {
        let count: usize = reasons.values().map(Vec::len).sum();
        let _ = writeln!(text, "{count} {}:", lang.pick("findings are left", "件の指摘が残っています"));
    }
    for (reason, findings) in reasons {
        let _ = writeln!(text, "  {}: {}", escape_line(reason), findings.join(", "));
    }
    if mended.iter().any(|mended| mended.stopped) {
        text.push_str("the limit of passes was reached; run the command again\n");
    }
    text
}
