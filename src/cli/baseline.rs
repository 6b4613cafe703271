//! The baseline: findings that were there when it was recorded.

use super::discover::shown;
use super::error::CliError;
use super::judge::{Judge, Judged};
use super::load::Loaded;
use super::moved::Moves;
use crate::check::{Finding, fingerprint};
use crate::report::{Outcome, Status, Suppression};
use crate::rules::Verdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file: sorted, one finding a line, so that branches merge.
#[derive(Debug, Default)]
pub struct Baseline {
    findings: Vec<Known>,
    /// The folder of the file, from which roots are named.
    folder: PathBuf,
}

#[derive(Deserialize)]
struct Document {
    findings: Vec<Known>,
}

/// A recorded finding. The fingerprint is made from control, address and deciding attribute, never from lines or files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    control: String,
    address: String,
    fingerprint: String,
    /// The root's folder seen from the file's; only a hint: a root under another name is found by what is left.
    #[serde(default)]
    root: String,
}

/// One finding of a run.
struct Place {
    target: usize,
    finding: usize,
    root: String,
    /// Its fingerprint, and those of the addresses before `moved`.
    fingerprints: Vec<String>,
}

impl Baseline {
    /// The failing findings of a run that its outcome shows.
    pub fn of(file: &Path, whole: &[(Loaded, Judged)], outcome: &Outcome) -> Baseline {
        let folder = folder_of(file);
        // What one root provides for the account, all of them have: such findings are not in the outcome.
        let shown: BTreeSet<&str> = outcome.with_status(Status::Fail).map(|entry| entry.fingerprint.as_str()).collect();
        let mut findings = BTreeSet::new();
        for (target, judged) in whole {
            let failed = judged.open().map(|(_, finding)| finding).filter(|finding| finding.verdict == Verdict::Fail);
            for finding in failed.filter(|finding| shown.contains(&*finding.fingerprint())) {
                findings.insert(Known {
                    control: finding.control.id.to_string(),
                    address: finding.address.to_string(),
                    fingerprint: finding.fingerprint(),
                    root: root_name(&folder, target),
                });
            }
        }
        Baseline { findings: findings.into_iter().collect(), folder }
    }

    pub fn read(path: &Path) -> Result<Baseline, CliError> {
        let name = shown(path);
        let wrong = |reason: String| CliError::Unreadable { path: name.clone(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| CliError::unreadable(name.clone(), &error))?;
        let folder = folder_of(path);
        let version = text.split_once("\"version\":").filter(|(before, _)| before.trim() == "{");
        let version = version.and_then(|(_, rest)| rest.split([',', '}']).next()?.trim().parse::<u32>().ok());
        match version {
            Some(1) => {}
            Some(version) => return Err(wrong(format!("a baseline of version {version}, and only 1 is known"))),
            None => return Err(wrong("not a baseline".to_owned())),
        }
        if let Ok(document) = serde_json::from_str::<Document>(&text) {
            return Ok(Baseline { findings: document.findings, folder });
        }
        // Line by line: where two branches were merged as a union, a comma may be missing.
        let mut findings = BTreeSet::new();
        for (number, line) in text.lines().enumerate().skip(1) {
            let line = line.trim().trim_end_matches(',');
            if !matches!(line, "" | "]}") {
                let known = serde_json::from_str(line);
                findings.insert(known.map_err(|_| wrong(format!("line {} is not a finding", number + 1)))?);
            }
        }
        Ok(Baseline { findings: findings.into_iter().collect(), folder })
    }

    pub fn text(&self) -> String {
        let lines: Vec<String> =
            self.findings.iter().map(|known| serde_json::to_string(known).expect("strings are JSON")).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("  {}\n", lines.join(",\n  ")) };
        format!("{{\"version\":1,\"findings\":[\n{lines}]}}\n")
    }

    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Sets recorded findings of the chosen roots aside, each once, and gives those that are gone.
    pub fn apply(&self, chosen: &[bool], loaded: &[Loaded], judges: &[Judge], judged: &mut [Judged]) -> Vec<&Known> {
        let mut places = self.places(loaded, judged);
        places.retain(|place| chosen[place.target]);
        let mut left: Vec<bool> = vec![true; self.findings.len()];
        let mut found: Vec<bool> = vec![false; places.len()];
        // The same root first; then one under another name; each with its own address before an earlier one.
        for same_root in [true, false] {
            for earlier in [false, true] {
                for (number, place) in places.iter().enumerate() {
                    if found[number] {
                        continue;
                    }
                    let names = if earlier { &place.fingerprints[1..] } else { &place.fingerprints[..1] };
                    let fits =
                        |known: &Known| names.contains(&known.fingerprint) && (!same_root || known.root == place.root);
                    let index = (0..self.findings.len()).find(|index| left[*index] && fits(&self.findings[*index]));
                    if let Some(index) = index {
                        left[index] = false;
                        found[number] = true;
                    }
                }
            }
        }
        for (place, _) in places.iter().zip(&found).filter(|(_, found)| **found) {
            let suppressed = &mut judged[place.target].suppressed;
            suppressed.entry(place.finding).or_insert(Suppression { by: "baseline", reason: None });
        }
        let gone = self.findings.iter().zip(&left).filter(|(_, left)| **left).map(|(known, _)| known);
        gone.filter(|known| self.was_judged(known, loaded, judges)).collect()
    }

    fn places(&self, loaded: &[Loaded], judged: &[Judged]) -> Vec<Place> {
        let mut places = Vec::new();
        for (target, (root, one)) in loaded.iter().zip(judged).enumerate() {
            let moves = root.source.as_ref().map(|source| Moves::of(&source.project)).unwrap_or_default();
            let name = root_name(&self.folder, root);
            for (finding, judgement) in one.findings.iter().enumerate() {
                let firm = |name: &String| {
                    name.eq_ignore_ascii_case(&judgement.control.id) || **name == *judgement.control.slug
                };
                if judgement.verdict == Verdict::Fail && !root.settings.non_ignorable.iter().any(firm) {
                    let fingerprints = fingerprints(judgement, root, &moves);
                    places.push(Place { target, finding, root: name.clone(), fingerprints });
                }
            }
        }
        places
    }

    /// A run of some roots or some controls says nothing of the others. A root whose folder is gone was judged: it has nothing.
    fn was_judged(&self, known: &Known, loaded: &[Loaded], judges: &[Judge]) -> bool {
        let selected = |judge: &Judge| match &judge.options.only {
            Some(only) => only.iter().any(|id| id.eq_ignore_ascii_case(&known.control)),
            None => true,
        };
        let mut roots = loaded.iter().zip(judges).filter(|(_, judge)| selected(judge));
        let named = roots.any(|(target, _)| known.root.is_empty() || root_name(&self.folder, target) == known.root);
        named || judges.iter().any(selected) && !self.folder.join(&known.root).exists()
    }
}

/// The finding's own fingerprint, and those under the addresses that the resource had before.
fn fingerprints(finding: &Finding, target: &Loaded, moves: &Moves) -> Vec<String> {
    let path = finding.details().places.first().map_or("", |place| &*place.path);
    let planned = target.graph.find(&finding.address).and_then(|id| target.graph.get(id).moved_from.as_deref());
    let earlier = planned.map(str::to_owned).into_iter().chain(moves.earlier(&finding.address));
    let earlier = earlier.map(|address| fingerprint(&finding.control.id, &address, path));
    std::iter::once(finding.fingerprint()).chain(earlier).collect()
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The root's folder seen from the baseline's, or as it is shown.
fn root_name(folder: &Path, target: &Loaded) -> String {
    let name = match &target.source {
        Some(source) => source.project.options.root.as_str(),
        None => return String::new(),
    };
    let real = Path::new(name).canonicalize();
    let below = real.ok().and_then(|real| Some(shown(real.strip_prefix(folder).ok()?)));
    below.unwrap_or_else(|| name.to_owned())
}

impl Known {
    pub fn name(&self) -> String {
        format!("{} {}", self.control, self.address)
    }
}
