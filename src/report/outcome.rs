//! What a run found, in the words of the chosen language, ready to be printed in any format.

use super::neighbours::Neighbours;
use crate::rules::Severity;
use crate::text::{File, Position};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The service of controls of our own that judge suppressions.
pub const STALE_SERVICE: &str = "suppression";

/// Everything that a run has to say. All formats are printed from it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings in the order in which they are printed.
    pub entries: Vec<Entry>,
    /// Passes that are not among the entries because nothing lists them, by id of the control.
    pub passed: BTreeMap<Arc<str>, Passed>,
    pub problems: Vec<Problem>,
    pub not_judged: Vec<NotJudged>,
    /// Of the frameworks that were asked for, every requirement.
    pub frameworks: Vec<super::FrameworkReport>,
    pub totals: Totals,
    pub run: RunFacts,
    /// What stands around the resources of findings; empty unless a format draws it.
    pub neighbours: Neighbours,
}

/// How often a control passed.
#[derive(Clone, Debug)]
pub struct Passed {
    pub control: Arc<ControlText>,
    pub count: usize,
}

/// When and where a run took place, for the formats that must say it.
#[derive(Clone, Debug, Default)]
pub struct RunFacts {
    pub time: jiff::Timestamp,
    /// Of all findings; empty where neither flags nor settings say them.
    pub account_id: String,
    pub region: String,
    pub environment_account_id: String,
    pub environment_region: String,
    /// The product under which Security Hub files findings; empty for the account's default product.
    pub product_arn: String,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    pub roots: usize,
    pub files: usize,
    pub resources: usize,
    /// Controls that were judged on at least one resource or on the account.
    pub controls: usize,
}

/// What the formats tell of a control.
#[derive(Clone, Debug)]
pub struct ControlText {
    pub id: Arc<str>,
    pub slug: Arc<str>,
    pub severity: Severity,
    pub title: Arc<str>,
    pub why: Arc<str>,
    /// The folder of its rule file (`ec2`).
    pub service: Arc<str>,
    /// What a person does in the console, and with the AWS CLI.
    pub steps: Vec<Arc<str>>,
    pub command: Option<Arc<str>>,
    pub frameworks: BTreeMap<Arc<str>, Vec<Arc<str>>>,
}

/// The verdict on one resource, or that it was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Fail,
    Unknown,
    Suppressed,
    Pass,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Fail => "fail",
            Status::Unknown => "unknown",
            Status::Suppressed => "suppressed",
            Status::Pass => "pass",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Entry {
    pub control: Arc<ControlText>,
    pub status: Status,
    /// `introduced`, `existing` or `resolved`, where a plan or a base revision tells.
    pub change: Option<&'static str>,
    pub address: Arc<str>,
    pub resource_type: Arc<str>,
    /// The number of its root among those that were loaded.
    pub root: usize,
    /// Judged once for the account, not for a resource.
    pub account: bool,
    /// Where the provider configuration shows them.
    pub account_id: Option<Arc<str>>,
    pub region: Option<Arc<str>>,
    pub message: Arc<str>,
    pub blocked_by: Vec<String>,
    pub place: Option<Place>,
    /// Under which file it is listed where it has no place: the first file of its root, or the plan.
    pub root_file: Option<Arc<str>>,
    pub origin: Vec<Step>,
    pub fix: Option<Box<FixText>>,
    pub no_fix_reason: Option<Arc<str>>,
    pub fingerprint: String,
    /// Its verdict, when it is not set aside, makes the exit status 1.
    pub gates: bool,
    /// Why a suppressed finding was set aside.
    pub suppression: Option<Box<Suppression>>,
}

/// The reason and the origin of a suppression.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// `comment`, `settings` or `baseline`.
    pub by: &'static str,
    pub reason: Option<String>,
}

/// A span in a file.
#[derive(Clone, Debug)]
pub struct Place {
    pub file: Arc<File>,
    pub start: u32,
    pub end: u32,
}

impl Place {
    pub fn path(&self) -> &str {
        &self.file.path
    }

    pub fn start_position(&self) -> Position {
        self.file.position(self.start)
    }

    pub fn end_position(&self) -> Position {
        self.file.position(self.end)
    }

    /// Path, then place in the file: the order in which people read.
    pub fn order(&self) -> (&str, u32, u32) {
        (&self.file.path, self.start, self.end)
    }
}

/// One step from the attribute to what decides it.
#[derive(Clone, Debug)]
pub struct Step {
    /// `attribute`, `local`, `module-argument`...
    pub kind: &'static str,
    pub place: Option<Place>,
    pub expression: String,
}

/// A proposed fix.
#[derive(Clone, Debug)]
pub struct FixText {
    pub class: &'static str,
    pub impact: &'static str,
    pub proven: bool,
    /// What the proof rests on, when it is less than a whole run.
    pub proof: &'static str,
    pub summary: String,
    pub warning: Option<String>,
    pub diff: String,
    /// The diff hides sensitive values, so that it cannot be applied as it is; there are no edits then.
    pub hides: bool,
    pub also_changes: Vec<String>,
    /// Values that a person supplies: name and description.
    pub inputs: Vec<(String, String)>,
    pub edits: Vec<Replacement>,
}

/// One edit of a fix.
#[derive(Clone, Debug)]
pub struct Replacement {
    pub place: Place,
    pub text: String,
}

/// Something that kept a part of the input from being judged.
#[derive(Clone, Debug)]
pub struct Problem {
    pub level: ProblemLevel,
    /// A stable word: `syntax`, `module-missing`, `function`...
    pub kind: String,
    pub message: String,
    pub place: Option<Place>,
    /// The file, where there is no place in it.
    pub file: Option<String>,
}

/// An error makes the exit status 2; a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemLevel {
    Error,
    Warning,
}

impl ProblemLevel {
    pub fn word(self) -> &'static str {
        match self {
            ProblemLevel::Error => "error",
            ProblemLevel::Warning => "warning",
        }
    }
}

impl Problem {
    pub fn path(&self) -> Option<&str> {
        self.place.as_ref().map(Place::path).or(self.file.as_deref())
    }
}

/// Controls that were not judged for one reason.
#[derive(Clone, Debug)]
pub struct NotJudged {
    /// A stable word: `account`, `not-decidable`.
    pub kind: &'static str,
    pub reason: String,
    pub controls: Vec<Arc<str>>,
}

impl Entry {
    /// Failing or unknown: what every format lists.
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Fail | Status::Unknown)
    }

    /// Of a suppression, not of a resource or the account.
    pub fn is_stale_suppression(&self) -> bool {
        &*self.control.service == STALE_SERVICE
    }

    /// Where it is listed: its place's file, or the root's.
    pub fn file(&self) -> Option<&str> {
        self.place.as_ref().map(Place::path).or(self.root_file.as_deref())
    }

    /// It failed before, and the change mends it.
    pub fn is_resolved(&self) -> bool {
        self.status == Status::Pass && self.change == Some("resolved")
    }
}

impl Outcome {
    pub fn count(&self, status: Status) -> usize {
        let counted = self.passed.values().filter(|_| status == Status::Pass).map(|passed| passed.count);
        self.entries.iter().filter(|entry| entry.status == status).count() + counted.sum::<usize>()
    }

    /// Every verdict with its control: of the entries, and of the passes that are only counted.
    pub fn verdicts(&self) -> impl Iterator<Item = (&ControlText, Status, usize)> {
        let entries = self.entries.iter().map(|entry| (&*entry.control, entry.status, 1));
        entries.chain(self.passed.values().map(|passed| (&*passed.control, Status::Pass, passed.count)))
    }

    /// Ids of the controls that judged something.
    pub fn judged_controls(&self) -> BTreeSet<&str> {
        self.verdicts().map(|(control, ..)| &*control.id).collect()
    }

    pub fn with_status(&self, status: Status) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.status == status)
    }

    /// Some finding makes the exit status 1.
    pub fn gates(&self) -> bool {
        self.entries.iter().any(|entry| entry.gates && matches!(entry.status, Status::Fail | Status::Unknown))
    }

    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.level == ProblemLevel::Error)
    }

    /// Findings and problems in the order in which people read: by file and place; the account's findings last.
    pub fn sort(&mut self) {
        // One root says a thing of one place once, so that there is nothing whose order could be lost.
        self.entries.sort_unstable_by(|a, b| entry_order(a).cmp(&entry_order(b)));
        self.problems.sort_by(|a, b| problem_order(a).cmp(&problem_order(b)));
        self.problems.dedup_by(|a, b| problem_order(a) == problem_order(b));
    }
}

type EntryOrder<'a> = (bool, Option<(&'a str, u32, u32)>, &'a str, Status, &'a str, usize, &'a str);

fn entry_order(entry: &Entry) -> EntryOrder<'_> {
    let place = entry.place.as_ref().map(Place::order);
    (entry.account, place, &entry.control.id, entry.status, &entry.address, entry.root, &entry.fingerprint)
}

fn problem_order(problem: &Problem) -> (Option<&str>, Option<u32>, ProblemLevel, &str, &str) {
    (problem.path(), problem.place.as_ref().map(|place| place.start), problem.level, &problem.kind, &problem.message)
}
