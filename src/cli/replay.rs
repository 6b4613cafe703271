//! `fix --replay LOG --check`: whether what a log says was mended still is.

use super::Answer;
use super::discover::shown;
use super::error::CliError;
use super::flags::{FixArgs, Look};
use super::host::Host;
use super::judge::judges;
use super::load::{self, Loaded};
use crate::check::Finding;
use crate::fix::{Entry, FindingKey, Standing, digest, read_log};
use crate::report::{Lang, escape_line};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Reads a log.
pub fn entries(path: &Path) -> Result<Vec<Entry>, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::unreadable(shown(path), &error))?;
    read_log(&text).map_err(|message| CliError::Unreadable { path: shown(path), reason: message })
}

/// The root that an entry names.
pub fn root_of(target: &Loaded) -> &str {
    target.source.as_ref().map_or(&target.name, |source| &source.project.options.root)
}

/// The findings of a log that are of this root.
pub fn findings(entries: &[Entry], root: &str) -> BTreeSet<FindingKey> {
    let own = entries.iter().filter(|entry| is_of(entry, root));
    own.map(|entry| (entry.control.as_str().into(), entry.resource.as_str().into())).collect()
}

/// Whether the root of an entry is this one, by whatever names.
fn is_of(entry: &Entry, root: &str) -> bool {
    let real = |name: &str| Path::new(name).canonicalize().ok();
    entry.root.is_empty() || entry.root == root || real(root).is_some_and(|root| real(&entry.root) == Some(root))
}

/// One line for each control and resource of the log, as its last entry has it. Status 1 when some do not hold.
pub fn check(log: &Path, args: &FixArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    let entries = entries(log)?;
    let loaded = load::load(&args.input, &args.rules, host)?;
    let judges = judges(loaded.iter().map(|target| &target.settings), &args.rules)?;
    let judged = loaded.iter().zip(&judges).map(|(target, judge)| (target, judge.findings(&target.graph)));
    let findings: Vec<(&Loaded, Vec<Finding>)> = judged.collect();
    let standing = |entry: &Entry| {
        let own = findings.iter().filter(|(target, _)| is_of(entry, root_of(target)));
        own.map(|(_, findings)| entry.standing(findings)).find(|it| *it != Standing::Gone).unwrap_or(Standing::Gone)
    };
    let key = |entry: &Entry| (entry.root.clone(), entry.control.clone(), entry.resource.clone());
    let last: BTreeMap<_, &Entry> = entries.iter().map(|entry| (key(entry), entry)).collect();
    let lang = host.lang(look);
    let mut answer = Answer::default();
    let mut counts = [0usize; 2];
    for entry in entries.iter().filter(|entry| last.get(&key(entry)).is_some_and(|last| std::ptr::eq(*last, *entry))) {
        let standing = standing(entry);
        let holds = standing == Standing::Holds;
        counts[usize::from(!holds)] += 1;
        let resource = if entry.resource.is_empty() { "account" } else { &entry.resource };
        let word = word(standing, lang);
        let _ = write!(answer.out, "{word}: {} {}", escape_line(&entry.control), escape_line(resource));
        for file in &entry.files {
            if let Some(change) = changed(&file.path, &file.before, &file.after, lang) {
                let _ = write!(answer.out, " ({}: {change})", escape_line(&file.path));
            }
        }
        answer.out.push('\n');
    }
    if !look.quiet {
        let [held, not] = counts;
        let words = [lang.pick("hold", "件は有効"), lang.pick("do not", "件は有効でない")];
        let _ = writeln!(answer.err, "{held} {}, {not} {}", words[0], words[1]);
    }
    answer.status = u8::from(counts[1] > 0 && !args.exit_zero);
    Ok(answer)
}

fn word(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Holds => lang.pick("holds", "有効"),
        Standing::Fails => lang.pick("fails again", "再び不合格"),
        Standing::Unknown => lang.pick("cannot be told", "判定できない"),
        Standing::Gone => lang.pick("no longer judged", "判定の対象外"),
    }
}

/// How a file differs from what the fix left; nothing when it is the same.
fn changed(path: &str, before: &str, after: &str, lang: Lang) -> Option<&'static str> {
    let Ok(text) = std::fs::read_to_string(path) else {
        return Some(lang.pick("is not there", "ファイルがない"));
    };
    match digest(&text) {
        now if now == after => None,
        now if now == before => Some(lang.pick("as it was before the fix", "修正前の内容")),
        _ => Some(lang.pick("changed since", "その後に変更あり")),
    }
}
