//! `tfmend fix`.

use super::elsewhere::{Others, Repository};
use super::error::CliError;
use super::flags::{FixArgs, Look};
use super::host::Host;
use super::interactive::{self, Choice};
use super::judge::{Judge, judges};
use super::load::{self, Loaded, Source};
use super::rewrites::{Rewrite, Rewrites};
use super::verify::Verifier;
use super::{Answer, git, hidden, replay, write};
use crate::check::Finding;
use crate::fix::{self, Applied, Batch, FindingKey, Fix, LeftReason, Proof, Selection, Settings};
use crate::graph::Graph;
use crate::report::{self, Lang, Paint, Secrets, counted, escape_line};
use crate::rules::{Class, Verdict};
use crate::text::{FileId, Files};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub fn fix(args: &FixArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    super::judge::check_flags(&args.rules, &args.input.paths)?;
    if let (Some(log), true) = (&args.replay, args.check) {
        return replay::check(log, args, look, host);
    }
    let again = args.replay.as_deref().map(replay::entries).transpose()?;
    let loaded = load::load(&args.input, &args.rules, host)?;
    let judges = judges(loaded.iter().map(|target| &target.settings), &args.rules)?;
    let only = judges.first().map_or(Ok(Vec::new()), |judge| only(judge, &args.only))?;
    let (schema, variables) = (load::schema(&args.input)?, load::variables(&args.input, host)?);
    let given = (&args.input, &args.rules);
    let repository = Repository::new(given, (&schema, &variables), &judges, usize::MAX);
    let asked = loaded.iter().filter_map(|target| target.source.as_ref());
    let repository = Arc::new(repository.asked(asked.map(|source| &*source.project.options.root)));
    let desk = Desk { args, host, only, again, lang: host.lang(look), paint: host.paint(look) };
    let mut mended: Vec<Mended> = Vec::new();
    for (target, judge) in loaded.iter().zip(&judges) {
        let one = desk.mend(target, judge, &mended, &repository)?;
        mended.push(one);
    }
    let mut answer = Answer::default();
    if super::collect::problems(&loaded).iter().any(|problem| problem.level == report::ProblemLevel::Error) {
        answer.status = 2;
        answer.err.push_str("warning: some files could not be read or parsed; `tfmend lint` lists them\n");
    }
    let rewrites = rewrites(&mended);
    let writes = args.write || args.interactive;
    match writes {
        true => desk.write(&loaded, &mended, &rewrites, &mut answer)?,
        false => desk.print_diff(&mended, &rewrites, &mut answer),
    }
    if !look.quiet {
        answer.err.push_str(&summary(&mended, writes, rewrites.len(), desk.lang));
    }
    let remain = mended.iter().any(|mended| !mended.left.is_empty()) || !writes && !rewrites.is_empty();
    answer.status = answer.status.max(u8::from(remain && !args.exit_zero));
    Ok(answer)
}

const COMMIT_FIRST: &str = "commit or stash first, or give --allow-dirty";

/// What the fixes make of one root.
struct Mended<'a> {
    applied: Vec<Applied>,
    texts: BTreeMap<FileId, String>,
    /// Findings that stay, each with its reason.
    left: Vec<(FindingKey, String)>,
    stopped: bool,
    /// Findings that were set aside by a comment.
    ignored: Vec<FindingKey>,
    /// Why fixes were validated but not planned.
    no_plan: Option<String>,
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
    /// The log that is replayed.
    again: Option<Vec<fix::Entry>>,
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
    fn mend<'t>(
        &self,
        target: &'t Loaded,
        judge: &Judge,
        earlier: &[Mended<'_>],
        repository: &Arc<Repository>,
    ) -> Result<Mended<'t>, CliError> {
        let Some(source) = &target.source else {
            let help = "a plan is mended in its source: give its folder with --source DIR";
            return Err(CliError::usage(format!("{}: there is no source to fix", target.name), help));
        };
        // What was set aside is neither mended nor counted.
        let judge = judge.setting_aside(&judge.judged(target));
        let earlier = rewrites(earlier);
        let own = earlier.texts_of(&source.project.files);
        let rebased = (!own.is_empty() && !target.is_plan()).then(|| source.on_top_of(&own));
        let (source, graph) = rebased.as_ref().map_or((source, &target.graph), |(source, graph)| (source, graph));
        let mut settings = judge.fix_settings(source, &self.args.input.vars);
        let earlier = earlier.texts().into_iter().chain(own).collect();
        settings.elsewhere = Some(Arc::new(Others::of(repository, &source.project.options.root, earlier)));
        let mut mended = Mended {
            applied: Vec::new(),
            texts: BTreeMap::new(),
            left: Vec::new(),
            stopped: false,
            ignored: Vec::new(),
            no_plan: None,
            files: source.project.files.clone(),
            secrets: target.secrets(),
        };
        // Nobody should answer questions whose answers cannot be written.
        let folder = Path::new(&source.project.options.root);
        if self.args.interactive
            && !self.args.allow_dirty
            && let Some(reason) = git::uncommitted(folder)
        {
            return Err(CliError::usage(reason, COMMIT_FIRST));
        }
        let root = Root { graph, source, judge: &judge, settings: &settings };
        match self.args.interactive {
            true => self.ask(&root, &mut mended),
            false => self.select(&root, &mut mended)?,
        }
        // What another program says of the sources may quote them.
        let hide = |text: &mut String| *text = mended.secrets.hide(text).into_owned();
        mended.left.iter_mut().for_each(|(_, reason)| hide(reason));
        mended.no_plan.iter_mut().for_each(hide);
        Ok(mended)
    }

    fn ask(&self, root: &Root<'_>, mended: &mut Mended<'_>) {
        let secrets = mended.secrets;
        let mut choose = |finding: &Finding, fix: &Fix| {
            let wanted = self.only.is_empty() || self.only.contains(&finding.control.id);
            if wanted { self.ask_one(finding, fix, root.graph, secrets) } else { Choice::Skip }
        };
        let session = interactive::ask(root.graph, root.source, root.judge, root.settings, &mut choose);
        mended.applied = session.applied;
        mended.texts = session.texts;
        mended.ignored = session.ignored;
        mended.left =
            session.left.into_iter().map(|key| (key, self.lang.pick("not applied", "未適用").to_owned())).collect();
    }

    fn ask_one(&self, finding: &Finding, fix: &Fix, graph: &Graph, secrets: &Secrets) -> Choice {
        let (words, code) = (self.lang.words(), self.lang.code());
        let control = &finding.control;
        let severity = control.severity.as_str();
        let mut text = String::new();
        let head = format!("{} {}", self.paint.bold(&control.id), self.paint.dim(&control.slug));
        let message = secrets.hide(finding.details().message.in_language(code)).into_owned();
        let level = self.paint.level(severity, words.term(severity));
        let _ = writeln!(text, "\n{level} {head}: {}\n  {}", escape_line(&message), escape_line(&finding.address));
        let _ = writeln!(text, "  {}: {}", words.why, escape_line(control.why.in_language(code)));
        let facts = format!("{}, {}", words.term(fix.class.as_str()), words.term(fix.impact.as_str()));
        let _ = writeln!(text, "  {}: {} ({facts})", words.fix, escape_line(fix.summary.in_language(code)));
        if let Some(warning) = &fix.warning {
            let warning = self.paint.caution(escape_line(warning.in_language(code)));
            let _ = writeln!(text, "  {}: {warning}", words.warning);
        }
        let diff = secrets.hide_diff(&fix.diff).replace("\r\n", "\n");
        text.push_str(&self.paint.diff(&report::escape_lines(&diff)));
        self.host.say(&text);
        loop {
            self.host.say(
                self.lang
                    .pick("apply, skip, ignore or quit? [a/s/i/q] ", "適用 (a)、飛ばす (s)、除外 (i)、やめる (q)? "),
            );
            match self.host.read_line().ok().flatten().as_deref().map(str::trim) {
                Some("i" | "ignore") => {
                    if let Some(choice) = self.ask_reason(finding, graph) {
                        return choice;
                    }
                }
                Some("a" | "apply" | "y" | "yes") => return Choice::Apply,
                Some("s" | "skip" | "n" | "no" | "") => return Choice::Skip,
                Some("q" | "quit") | None => return Choice::Quit,
                Some(_) => {}
            }
        }
    }

    /// Why a finding is set aside; without a reason it is not.
    fn ask_reason(&self, finding: &Finding, graph: &Graph) -> Option<Choice> {
        if interactive::comment(finding, graph, "").is_none() {
            let address = if finding.address.is_empty() { "account" } else { &finding.address };
            let entry = format!(
                "[[suppress]]\ncontrol = \"{}\"\naddress = {address:?}\nreason = \"...\"\n",
                finding.control.id
            );
            let text = self.lang.pick(
                "no comment can stand here; put this into",
                "ここにはコメントを書けません。次を設定ファイルに追加してください:",
            );
            self.host.say(&format!("{text} tfmend.toml:\n{}", report::escape_lines(&entry)));
            return None;
        }
        self.host.say(self.lang.pick("reason: ", "理由: "));
        let reason = self.host.read_line().ok().flatten()?;
        let reason = reason.trim();
        (!reason.is_empty()).then(|| Choice::Ignore(reason.to_owned()))
    }

    /// Takes fixes by the flags: all of them to be looked at, safe ones to be written.
    fn select(&self, root: &Root<'_>, mended: &mut Mended<'_>) -> Result<(), CliError> {
        let findings = root.judge.findings(root.graph);
        let mut classes = vec![Class::Safe, Class::NeedsInput];
        if self.args.take_unsafe || !self.args.write {
            classes.push(Class::Unsafe);
        }
        // A value that a person supplied is written; a variable without one only to be looked at.
        let with_values = self.args.write;
        let again = self.again.as_ref().map(|entries| replay::findings(entries, &root.source.project.options.root));
        let selection = Selection { classes, only: self.only.clone(), findings: again, with_values };
        let attempt = Attempt { root, findings: &findings, selection: &selection };
        let mut batch = attempt.fixes(None);
        if let Some(program) = self.args.verify.filter(|_| !batch.applied.is_empty()) {
            let verifier = Verifier::new(program.name(), root.source)?;
            mended.no_plan = verifier.no_plan().map(str::to_owned);
            let (verified, refused) = attempt.verified(batch, &verifier)?;
            batch = verified;
            mended.left.extend(refused);
        }
        mended.applied = batch.applied;
        mended.texts = batch.texts;
        mended.stopped = batch.stopped;
        let told: BTreeSet<FindingKey> = mended.left.iter().map(|(key, _)| key.clone()).collect();
        let left = batch.left.into_iter().filter(|left| left.why != LeftReason::NotSelected);
        let left = left.filter(|left| !told.contains(&left.finding));
        let words = |left: &fix::Left| match &left.text {
            Some(text) => text.in_language(self.lang.code()).to_owned(),
            None => self.why_left(&left.why),
        };
        mended.left.extend(left.map(|left| (left.finding.clone(), words(&left))));
        Ok(())
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

    fn print_diff(&self, mended: &[Mended], rewrites: &Rewrites, answer: &mut Answer) {
        let secrets: Vec<&Secrets> = mended.iter().map(|one| one.secrets).collect();
        let (named, folder) = rewrites.named();
        let mut complete = true;
        let diff = |(name, rewrite): (&String, &&Rewrite)| {
            let (diff, hides) = hidden::diff(name, &rewrite.old, &rewrite.new, &secrets);
            complete &= !hides;
            diff
        };
        let shown: String = named.iter().map(diff).collect();
        if !complete {
            answer
                .err
                .push_str("warning: the diff hides sensitive values and cannot be applied as it is; use --write\n");
        }
        if let Some(folder) = folder.filter(|_| !shown.is_empty()) {
            let text = self.lang.pick("the diff applies in", "この差分を適用するフォルダー:");
            let _ = writeln!(answer.err, "{text} {}", escape_line(&folder.to_string_lossy()));
        }
        // A pipe gets the bytes that `git apply` needs; a terminal nothing that could move its cursor.
        answer.out = match self.host.output_is_terminal {
            true => self.paint.diff(&report::escape_lines(&shown.replace("\r\n", "\n"))),
            false => shown,
        };
    }

    fn write(
        &self,
        loaded: &[Loaded],
        mended: &[Mended],
        rewrites: &Rewrites,
        answer: &mut Answer,
    ) -> Result<(), CliError> {
        let paths: Vec<PathBuf> = rewrites.iter().map(|rewrite| PathBuf::from(&rewrite.path)).collect();
        if !self.args.allow_dirty
            && let Some(reason) = git::not_clean(&paths)
        {
            return Err(CliError::usage(reason, COMMIT_FIRST));
        }
        for Rewrite { path, old, .. } in rewrites.iter() {
            let bytes = std::fs::read(path).map_err(|error| CliError::unreadable(path.clone(), &error))?;
            if bytes != old.as_bytes() {
                return Err(CliError::usage(format!("{path}: changed while it was read"), "run the command again"));
            }
        }
        // Nothing is written where not all of it can be, nor where nothing could tell of it.
        if let Some(file) = &self.args.log {
            write::append(file, "")?;
        }
        write::replace_all(rewrites.iter().map(|rewrite| (Path::new(&rewrite.path), rewrite.new.as_bytes())))?;
        if let Some(file) = &self.args.log {
            let time = jiff::Timestamp::now().to_string();
            let lines = loaded.iter().zip(mended).flat_map(|(target, mended)| {
                let root = replay::root_of(target);
                let entries = fix::Entry::of(&mended.applied, root, &mended.files, &mended.texts, &time);
                entries.into_iter().map(|entry| hidden_entry(entry, mended.secrets).line())
            });
            write::append(file, &lines.collect::<String>())?;
        }
        debug_assert_eq!(loaded.len(), mended.len());
        for finding in mended.iter().flat_map(|mended| &mended.ignored) {
            let _ = writeln!(answer.out, "{} {}", self.lang.pick("ignored", "除外"), name(finding));
        }
        for applied in mended.iter().flat_map(|mended| &mended.applied) {
            let class = self.lang.words().term(applied.fix.class.as_str());
            let summary = escape_line(applied.fix.summary.in_language(self.lang.code()));
            let fixed = self.lang.pick("fixed", "修正");
            let _ = writeln!(answer.out, "{fixed} {}: {summary} ({class})", name(&applied.finding));
        }
        Ok(())
    }
}

/// Fixes that are looked for, and looked for again without those that do not pass.
struct Attempt<'a> {
    root: &'a Root<'a>,
    findings: &'a [Finding],
    selection: &'a Selection,
}

/// Findings with the reason why their fixes were refused.
type Refused = Vec<(FindingKey, String)>;

impl Attempt<'_> {
    fn fixes(&self, only: Option<&BTreeSet<FindingKey>>) -> Batch {
        let root = self.root;
        let rerun = |texts: &BTreeMap<FileId, String>| root.judge.rerun(root.source, texts);
        let mut selection = self.selection.clone();
        if let Some(only) = only {
            selection.findings = Some(only.clone());
        }
        fix::fix_all(self.findings, root.graph, &rerun, root.settings, &selection)
    }

    /// The fixes that the program accepts together; halves are tried where it does not accept all.
    fn verified(&self, batch: Batch, verifier: &Verifier) -> Result<(Batch, Refused), CliError> {
        let keys: Vec<FindingKey> = batch.applied.iter().map(|applied| applied.finding.clone()).collect();
        match self.check(&batch, verifier)? {
            Ok(proof) => Ok((proven(batch, proof), Vec::new())),
            Err(message) if keys.len() <= 1 => {
                let none = self.fixes(Some(&BTreeSet::new()));
                Ok((none, keys.into_iter().map(|key| (key, message.clone())).collect()))
            }
            Err(message) => {
                let (mut good, mut refused) = (BTreeSet::new(), Vec::new());
                for half in keys.chunks(keys.len().div_ceil(2)) {
                    let (batch, bad) = self.verified(self.fixes(Some(&half.iter().cloned().collect())), verifier)?;
                    good.extend(batch.applied.into_iter().map(|applied| applied.finding));
                    refused.extend(bad);
                }
                let batch = self.fixes(Some(&good));
                match self.check(&batch, verifier)? {
                    Ok(proof) => Ok((proven(batch, proof), refused)),
                    // Each passes, but not together: the first half stays.
                    Err(_) if good.len() > 1 => {
                        let first: BTreeSet<FindingKey> = good.iter().take(good.len() / 2).cloned().collect();
                        refused.extend(good.difference(&first).map(|key| (key.clone(), message.clone())));
                        let (batch, bad) = self.verified(self.fixes(Some(&first)), verifier)?;
                        refused.extend(bad);
                        Ok((batch, refused))
                    }
                    Err(_) => {
                        refused.extend(good.into_iter().map(|key| (key, message.clone())));
                        Ok((self.fixes(Some(&BTreeSet::new())), refused))
                    }
                }
            }
        }
    }

    /// The sources are valid, and a plan shows the findings gone and every other resource as it was.
    fn check(&self, batch: &Batch, verifier: &Verifier) -> Result<Result<Proof, String>, CliError> {
        let files = &self.root.source.project.files;
        let texts = batch.texts.iter().map(|(id, text)| (files.get(*id).path.to_string(), text.clone())).collect();
        let verified = match verifier.check(&texts)? {
            Ok(verified) => verified,
            Err(message) => return Ok(Err(message)),
        };
        if let (Some(before), Some(after)) = (verifier.before(), &verified.after) {
            let now = self.root.judge.findings(after);
            let fails = |key: &FindingKey| {
                now.iter().any(|it| it.verdict == Verdict::Fail && (&it.control.id, &it.address) == (&key.0, &key.1))
            };
            if let Some(applied) = batch.applied.iter().find(|applied| fails(&applied.finding)) {
                return Ok(Err(format!("the plan still shows {}", name(&applied.finding))));
            }
            if let Some(address) = bystander(before, after, batch) {
                return Ok(Err(format!("the plan changes {address} as well")));
            }
        }
        Ok(Ok(verified.proof))
    }
}

fn proven(mut batch: Batch, proof: Proof) -> Batch {
    batch.applied.iter_mut().for_each(|applied| applied.fix.proof = proof);
    batch
}

/// A resource that the plans show differently although no fix says so.
fn bystander(before: &Graph, after: &Graph, batch: &Batch) -> Option<String> {
    let told: BTreeSet<&str> = batch
        .applied
        .iter()
        .flat_map(|applied| {
            let targets = applied.fix.targets.iter().map(|target| &**target);
            targets.chain(applied.fix.also_changes.iter().map(String::as_str))
        })
        .collect();
    let differs = |address: &str| match (before.find(address), after.find(address)) {
        (Some(old), Some(new)) => before.get(old).values() != after.get(new).values(),
        _ => true,
    };
    let resources = before.resources().map(|(_, resource)| resource).filter(|resource| resource.is_managed());
    let mut addresses = resources.map(|resource| &*resource.address);
    addresses.find(|address| !told.contains(address) && differs(address)).map(str::to_owned)
}

fn hidden_entry(entry: fix::Entry, secrets: &Secrets) -> fix::Entry {
    let hide = |text: String| secrets.hide(&text).into_owned();
    fix::Entry {
        edit: secrets.hide_diff(&entry.edit).into_owned(),
        summary: hide(entry.summary),
        resource: hide(entry.resource),
        also_changes: entry.also_changes.into_iter().map(hide).collect(),
        ..entry
    }
}

/// All files that change.
fn rewrites(mended: &[Mended<'_>]) -> Rewrites {
    Rewrites::of(mended.iter().map(|one| (&one.texts, &one.files)))
}

fn name((control, address): &FindingKey) -> String {
    if address.is_empty() { format!("{control} account") } else { format!("{control} {}", escape_line(address)) }
}

/// What a person should know of the fixes: what else they change, and their warnings, each once.
fn asides(mended: &[Mended], lang: Lang) -> String {
    let mut told: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    let words = lang.words();
    for one in mended {
        let targets = || one.applied.iter().flat_map(|applied| applied.fix.targets.iter().map(|target| &**target));
        let mended: BTreeSet<&str> = targets().collect();
        for applied in &one.applied {
            let also = applied.fix.also_changes.iter().map(String::as_str).filter(|address| !mended.contains(address));
            let also = Some(also.collect::<Vec<_>>().join(", ")).filter(|also| !also.is_empty());
            let warning = applied.fix.warning.as_ref().map(|warning| warning.in_language(lang.code()).to_owned());
            for (word, text) in [(words.also_changes, also), (words.warning, warning)] {
                let Some(text) = text else { continue };
                let text = escape_line(&one.secrets.hide(&text)).into_owned();
                told.entry((word, text)).or_default().push(name(&applied.finding));
            }
        }
    }
    let line = |((word, text), findings): ((&str, String), Vec<String>)| {
        format!("{word}: {text}\n  {}\n", findings.join(", "))
    };
    told.into_iter().map(line).collect()
}

fn summary(mended: &[Mended], writes: bool, files: usize, lang: Lang) -> String {
    let applied: Vec<&Applied> = mended.iter().flat_map(|mended| &mended.applied).collect();
    let of = |class: Class| applied.iter().filter(|applied| applied.fix.class == class).count();
    let (safe, risky, input) = (of(Class::Safe), of(Class::Unsafe), of(Class::NeedsInput));
    let verb = if writes { lang.pick("applied", "適用") } else { lang.pick("proven", "検証済み") };
    let proofs: BTreeSet<&str> = applied.iter().map(|applied| applied.fix.proof.as_str()).collect();
    let terms = lang.words();
    let mut text = format!(
        "{} {verb} / {}: {safe} {}, {risky} {}, {input} {}\n",
        counted(applied.len(), terms.fixes),
        counted(files, terms.files),
        terms.term("safe"),
        terms.term("unsafe"),
        terms.term("needs-input"),
    );
    if !proofs.is_empty() {
        let _ = writeln!(text, "{}: {}", lang.pick("proof", "検証"), proofs.into_iter().collect::<Vec<_>>().join(", "));
    }
    for why in mended.iter().filter_map(|mended| mended.no_plan.as_ref()) {
        let _ = writeln!(text, "{}: {}", lang.pick("not planned", "plan は未実行"), escape_line(why));
    }
    text += &asides(mended, lang);
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (finding, reason) in mended.iter().flat_map(|mended| &mended.left) {
        reasons.entry(reason).or_default().push(name(finding));
    }
    if !reasons.is_empty() {
        let count: usize = reasons.values().map(Vec::len).sum();
        let left = if count == 1 { "finding is left" } else { "findings are left" };
        let _ = writeln!(text, "{count} {}:", lang.pick(left, "件の指摘が残っています"));
    }
    for (reason, findings) in reasons {
        let _ = writeln!(text, "  {}: {}", escape_line(reason), findings.join(", "));
    }
    if mended.iter().any(|mended| mended.stopped) {
        text.push_str("the limit of passes was reached; run the command again\n");
    }
    text
}
