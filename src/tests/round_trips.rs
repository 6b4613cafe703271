//! Mended sources and the real Terraform: what is proven here validates there, clears the finding, and does to existing resources what is claimed.
//!
//! Each failing example of a rule (under its own control) and each root of `testdata/configurations` (under all controls) is mended twice,
//! with the safe fixes and with all; Terraform plans the result against a state in which the original exists.
//! `cargo test --lib record_round_trips -- --ignored` records what is new or changed in `testdata/round-trips`;
//! `cargo test --lib tests::round_trips -- --nocapture` compares, and prints the table of `docs/round-trips.md`.
//! `RULE=EC2.3` takes the examples of that rule only. `differences.txt` there: a complaint, a tab, and why it is none.

use super::configurations;
use super::rules::{report, rule_files};
use super::support::{folders, package};
use super::terraform::{self, Module, Outcome, Trip};
use crate::check::CheckOptions;
use crate::eval::{Project, ProjectOptions, VariableInput};
use crate::fix::tests::{Line, Memory, is_formatted};
use crate::fix::{Batch, FindingKey, LeftReason, Reason, Selection};
use crate::graph::from_plan;
use crate::rules::{Class, Impact, Rules, Verdict, read};
use crate::schema::Schema;
use crate::text::FileId;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Modules of one root.
const BATCH: usize = 250;

/// What is mended, and by which fixes.
struct Case {
    /// File below `testdata/round-trips`, and the name in it.
    store: String,
    name: String,
    line: Line,
    classes: Vec<Class>,
    /// A whole configuration rather than an example.
    configuration: bool,
}

/// A case after its fixes.
struct Mended {
    case: Case,
    failing: Vec<FindingKey>,
    batch: Batch,
    after: Memory,
    digest: String,
}

fn classes() -> [(&'static str, Vec<Class>); 2] {
    [("safe", vec![Class::Safe]), ("all", vec![Class::Safe, Class::Unsafe, Class::NeedsInput])]
}

fn example_cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, text) in rule_files() {
        let Some(control) = read(FileId(0), &path, &text).0.map(Arc::new) else { continue };
        let failing = control.examples.iter().filter(|example| example.kind.verdict() == Verdict::Fail);
        for example in failing.filter(|example| example.prior.is_none() && example.data.is_empty()) {
            let mut files = Memory::default();
            files.0.insert("main.tf".to_owned(), example.source.to_string());
            files.0.insert("provider.tf".to_owned(), crate::check::examples::PROVIDER.to_owned());
            let options = CheckOptions {
                today: example.today.as_deref().unwrap_or("2026-01-01").to_owned(),
                account: example.account,
                params: BTreeMap::from([(control.id.clone(), example.params.clone())]),
                only: None,
            };
            let line =
                Line { files, root: ProjectOptions::new("."), rules: Arc::new(Rules::only(control.clone())), options };
            for (word, classes) in classes() {
                let name = format!("{} {}", example.name, word);
                cases.push(Case {
                    store: control.id.to_string(),
                    name,
                    line: line.clone(),
                    classes,
                    configuration: false,
                });
            }
        }
    }
    cases
}

fn configuration_cases() -> Vec<Case> {
    let mut cases = Vec::new();
    if std::env::var_os("RULE").is_some() {
        return cases;
    }
    for root in folders(&package().join("testdata/configurations")) {
        let options =
            CheckOptions { today: "2026-01-01".to_owned(), account: false, params: BTreeMap::new(), only: None };
        let name = root.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let line = Line {
            files: files_below(&root),
            root: at_the_root(configurations::options(&root)),
            rules: Arc::new(Rules::builtin()),
            options,
        };
        for (word, classes) in classes() {
            let name = format!("{name} {word}");
            let store = "configurations".to_owned();
            cases.push(Case { store, name, line: line.clone(), classes, configuration: true });
        }
    }
    cases
}

/// The same with paths as seen from the root.
fn at_the_root(mut options: ProjectOptions) -> ProjectOptions {
    let prefix = format!("{}/", options.root);
    for input in &mut options.variables {
        if let VariableInput::File { path } = input {
            *path = path.trim_start_matches(&prefix).to_owned();
        }
    }
    options.root = ".".to_owned();
    options
}

/// The texts of a root.
fn files_below(root: &Path) -> Memory {
    let mut files = Memory::default();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten() {
        if entry.file_name() == "plan.json.gz" {
            continue;
        }
        let path = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        if let Some(text) = entry.file_type().is_file().then(|| std::fs::read_to_string(entry.path()).ok()).flatten() {
            files.0.insert(path, text);
        }
    }
    files
}

/// Cases in which something was applied, and how many findings fail in all, by why nothing could be.
fn mended(cases: Vec<Case>) -> Vec<Mended> {
    cases.into_iter().map(mend).collect()
}

fn mend(case: Case) -> Mended {
    let selection = Selection { classes: case.classes.clone(), with_values: false, ..Selection::default() };
    let (_, findings) = case.line.run(&case.line.files);
    let failing = findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    let failing = failing.map(|finding| (finding.control.id.clone(), finding.address.clone())).collect();
    let (batch, after, _) = case.line.batch(&selection);
    let mut hash = Sha256::new();
    for (path, text) in case.line.files.0.iter().chain(&after.0) {
        hash.update(path);
        hash.update([0]);
        hash.update(text);
        hash.update([0]);
    }
    for (name, value) in arguments(&after, &case.line.root) {
        hash.update(format!("{name}={value}\n"));
    }
    let digest = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Mended { case, failing, batch, after, digest }
}

fn store(name: &str) -> PathBuf {
    package().join("testdata/round-trips").join(format!("{name}.json.gz"))
}

fn load(name: &str) -> Map<String, Json> {
    let Ok(bytes) = std::fs::read(store(name)) else { return Map::new() };
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("recorded plans are gzip");
    serde_json::from_str(&text).expect("recorded plans are JSON")
}

fn save(name: &str, recorded: &Map<String, Json>) {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(serde_json::to_string(recorded).expect("JSON prints").as_bytes()).expect("memory takes all");
    std::fs::create_dir_all(store(name).parent().expect("below testdata")).expect("testdata is writable");
    std::fs::write(store(name), encoder.finish().expect("memory takes all")).expect("testdata is writable");
}

/// The files as a module below a root that has the provider; a provider of its own is kept from the network.
fn module(case: &Case, files: &Memory) -> Module {
    let own = files.0.iter().filter(|(path, _)| *path != "provider.tf" || case.configuration);
    let mut files_of: BTreeMap<String, String> = own.map(|(path, text)| (path.clone(), text.clone())).collect();
    let own_provider = |(path, text): (&String, &String)| {
        !path.contains('/') && text.lines().any(|line| line.starts_with("provider \"aws\""))
    };
    if case.configuration && files_of.iter().any(own_provider) {
        let region = |line: &&str| !line.contains("region  ");
        let offline: String = terraform::ROOT.lines().filter(region).map(|line| format!("{line}\n")).collect();
        files_of.insert("zz_offline_override.tf".to_owned(), offline);
    }
    Module { files: files_of, arguments: arguments(files, &case.line.root) }
}

/// The values of the root's variables, made up where there are none.
fn arguments(files: &Memory, options: &ProjectOptions) -> BTreeMap<String, String> {
    let project = Project::load(Arc::new(files.clone()), options.clone());
    let mut arguments = BTreeMap::new();
    for (name, block) in &project.root.variables {
        let ty = block.body.attribute("type").map(|ty| ty.expression.text().trim().trim_matches('"').to_owned());
        let ty = ty.unwrap_or_default();
        let value = match project.variables.get(name) {
            Some(given) if given.raw && matches!(&*ty, "string" | "") => format!("{:?}", given.expression.text()),
            // Nothing is interpolated in variable files of JSON.
            Some(given) if given.expression.file.path.ends_with(".json") => {
                given.expression.text().replace("${", "$${").replace("%{", "%%{")
            }
            Some(given) => given.expression.text().to_string(),
            None if block.body.attribute("default").is_some() => continue,
            None => sample(name, &ty),
        };
        arguments.insert(name.to_string(), value);
    }
    arguments
}

/// A value of the type that the provider's checks of form accept for something of this name.
fn sample(name: &str, ty: &str) -> String {
    let arn = |service: &str, rest: &str| format!("arn:aws:{service}:us-east-1:123456789012:{rest}");
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    let text = match name {
        _ if name.contains("kms") => arn("kms", &format!("key/{id}")),
        _ if name.contains("topic") => arn("sns", "alerts"),
        _ if name.contains("log_group") => arn("logs", "log-group:example"),
        _ if name.contains("role_arn") => "arn:aws:iam::123456789012:role/example".to_owned(),
        _ if name.contains("certificate") => arn("acm", &format!("certificate/{id}")),
        _ if name.contains("web_acl") => arn("wafv2", &format!("global/webacl/example/{id}")),
        _ if name.contains("lambda_arn") => arn("lambda", "function:example"),
        _ if name.contains("dead_letter_arn") => arn("sqs", "failed"),
        _ if name.contains("stream_arn") => arn("firehose", "deliverystream/aws-waf-logs-example"),
        _ if name.contains("standard_arn") => {
            "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0".to_owned()
        }
        _ if name.contains("bucket_arn") => "arn:aws:s3:::example-logs".to_owned(),
        _ if name.contains("account_id") => "123456789012".to_owned(),
        _ if name.contains("email") => "aws-notices@corp.example".to_owned(),
        _ if name.contains("phone") => "+81-3-1234-5678".to_owned(),
        _ if name.contains("subnet") => "subnet-0123456789abcdef0".to_owned(),
        _ if name.contains("security_group") => "sg-0123456789abcdef0".to_owned(),
        _ if name.contains("ipv6") => "2001:db8::/48".to_owned(),
        _ if name.contains("cidr") => "10.0.0.0/16".to_owned(),
        _ => "example".to_owned(),
    };
    let several = match name {
        _ if name.contains("subnet") => vec![text.clone(), "subnet-0123456789abcdef1".to_owned()],
        _ if name.contains("zones") => ["a", "b", "c"].map(|zone| format!("us-east-1{zone}")).to_vec(),
        _ => vec![text.clone()],
    };
    match ty.replace(' ', "").as_str() {
        "bool" => "true".to_owned(),
        "number" => "7".to_owned(),
        "list(string)" | "set(string)" => format!("{several:?}"),
        "map(string)" => "{ name = \"example\" }".to_owned(),
        _ => format!("{text:?}"),
    }
}

#[test]
#[ignore = "needs Terraform and the AWS provider"]
fn record_round_trips() {
    if !terraform::is_here() {
        println!("no terraform: nothing is recorded");
        return;
    }
    let mut stores: BTreeMap<String, Map<String, Json>> = BTreeMap::new();
    let mut jobs = Vec::new();
    let mut names = BTreeSet::new();
    for mended in mended(example_cases().into_iter().chain(configuration_cases()).collect()) {
        let (file, name) = (mended.case.store.clone(), mended.case.name.clone());
        let entries = stores.entry(file.clone()).or_insert_with(|| load(&file));
        if mended.batch.applied.is_empty() {
            continue;
        }
        names.insert((file, name.clone()));
        if entries.get(&name).is_none_or(|entry| entry["digest"] != mended.digest.as_str()) {
            jobs.push(mended);
        }
    }
    for (file, entries) in &mut stores {
        entries.retain(|name, _| names.contains(&(file.clone(), name.clone())));
    }
    println!("{} round trips to record", jobs.len());
    for batch in jobs.chunks(BATCH) {
        let module_of = |mended: &Mended, files: &Memory| module(&mended.case, files);
        let trips: Vec<(Option<Module>, Module)> = batch
            .iter()
            .map(|mended| (Some(module_of(mended, &mended.case.line.files)), module_of(mended, &mended.after)))
            .collect();
        for (mended, trip) in batch.iter().zip(terraform::round_trips(&trips)) {
            keep(&mut stores, mended, &trip);
        }
        stores.iter().for_each(|(name, entries)| save(name, entries));
    }
    stores.iter().for_each(|(name, entries)| save(name, entries));
}

fn keep(stores: &mut BTreeMap<String, Map<String, Json>>, mended: &Mended, trip: &Trip) {
    let mut entry = json!({ "digest": mended.digest, "unsettled": trip.unsettled, "unformatted": trip.unformatted });
    match &trip.outcome {
        Outcome::Planned(plan) => entry["plan"] = plan.clone(),
        Outcome::Invalid(message) => entry["invalid"] = json!(message),
        Outcome::Failed(message) => entry["failed"] = json!(message),
    }
    if let Some(entries) = stores.get_mut(&mended.case.store) {
        entries.insert(mended.case.name.clone(), entry);
    }
}

/// One line of the table.
#[derive(Default)]
struct Tally {
    failing: usize,
    mendable: usize,
    proven: usize,
    validated: usize,
    cleared: usize,
    unplanned: usize,
    claims: usize,
    unsettled: usize,
    stale: usize,
    reasons: BTreeMap<&'static str, usize>,
}

#[test]
fn fixes_do_in_terraform_what_they_claim() {
    let mut complaints = Vec::new();
    for (title, cases) in [("rule examples", example_cases()), ("configurations", configuration_cases())] {
        for (word, classes) in classes() {
            let mut tally = Tally::default();
            let mut stores = BTreeMap::new();
            let cases = example_subset(&cases, &classes);
            for mended in mended(cases) {
                let entries =
                    stores.entry(mended.case.store.clone()).or_insert_with(|| load(&mended.case.store.clone()));
                compare(&mended, entries, &mut tally, &mut complaints);
            }
            print(&format!("{title}, {word} fixes"), &tally);
        }
    }
    // There is no such file while nothing is listed.
    let listed = std::fs::read_to_string(package().join("testdata/round-trips/differences.txt")).unwrap_or_default();
    let mut listed: BTreeSet<&str> = listed.lines().filter_map(|line| line.split('\t').next()).collect();
    complaints.retain(|complaint| !complaint.lines().next().is_some_and(|line| listed.remove(line)));
    complaints.extend(listed.into_iter().map(|line| format!("no longer differs: {line}")));
    report(complaints);
}

fn example_subset(cases: &[Case], classes: &[Class]) -> Vec<Case> {
    let chosen = cases.iter().filter(|case| case.classes == classes);
    chosen
        .map(|case| Case {
            store: case.store.clone(),
            name: case.name.clone(),
            line: case.line.clone(),
            classes: case.classes.clone(),
            configuration: case.configuration,
        })
        .collect()
}

fn print(title: &str, tally: &Tally) {
    println!("{title}: {} failing findings", tally.failing);
    println!("  a source edit can mend  {}", tally.mendable);
    println!("  proven and applied      {}", tally.proven);
    println!("  validated by Terraform  {}", tally.validated);
    println!("  gone from its plan      {} ({} could not be planned)", tally.cleared, tally.unplanned);
    println!("  impact as claimed       {} ({} against a state that does not settle)", tally.claims, tally.unsettled);
    println!("  not recorded            {}", tally.stale);
    println!("  without a fix, by reason: {:?}", tally.reasons);
}

fn compare(mended: &Mended, entries: &Map<String, Json>, tally: &mut Tally, complaints: &mut Vec<String>) {
    let place = format!("{} {}", mended.case.store, mended.case.name);
    tally.failing += mended.failing.len();
    for left in &mended.batch.left {
        let reason = match &left.why {
            LeftReason::NoFix(Reason::NoRequest) => "no-edit-in-rule",
            LeftReason::NoFix(reason) => reason.kind(),
            LeftReason::Class(_) => "class-not-asked-for",
            LeftReason::NotSelected => "not-selected",
            LeftReason::Conflict => "conflict",
        };
        *tally.reasons.entry(reason).or_default() += 1;
        tally.mendable += usize::from(matches!(reason, "not-proven" | "conflict" | "not-editable" | "computed"));
        if reason == "not-proven" || reason == "not-editable" {
            println!("{place}: {:?} is left: {reason}: {:?}", left.finding, left.why);
        }
    }
    let applied = mended.batch.applied.len();
    tally.mendable += applied;
    tally.proven += applied;
    if applied == 0 {
        return;
    }
    let Some(entry) = entries.get(&mended.case.name).filter(|entry| entry["digest"] == mended.digest.as_str()) else {
        tally.stale += applied;
        return;
    };
    if let Some(message) = entry["invalid"].as_str() {
        complaints.push(format!("{place}: does not validate: {message}\n{}", mended.batch.diff));
        return;
    }
    tally.validated += applied;
    let unformatted = entry["unformatted"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let before = |file: &str| mended.case.line.files.0.get(file);
    for file in unformatted.filter(|file| before(file).is_some_and(|text| is_formatted(text))) {
        complaints.push(format!("{place}: {file} was formatted and is no longer\n{}", mended.batch.diff));
    }
    if !entry["plan"].is_object() {
        tally.unplanned += applied;
        if let Some(message) = entry["failed"].as_str() {
            println!("{place}: no plan: {message}");
        }
        return;
    }
    let wrong = still_failing(mended, &entry["plan"]);
    tally.cleared += applied - wrong.len();
    complaints.extend(wrong.into_iter().map(|wrong| format!("{place}: {wrong}\n{}", mended.batch.diff)));
    let changes = Changes::of(entry);
    tally.unsettled += changes.unsettled(mended);
    let wrong = changes.wrong(mended);
    tally.claims += applied - wrong.len().min(applied);
    complaints.extend(wrong.into_iter().map(|wrong| format!("{place}: {wrong}\n{}", mended.batch.diff)));
}

/// Mended findings that fail in Terraform's plan.
fn still_failing(mended: &Mended, plan: &Json) -> Vec<String> {
    let document = crate::plan::read(plan.to_string().into_bytes()).expect("recorded plans are plans");
    let graph = from_plan(Arc::new(document), Schema::builtin());
    let findings = crate::check::run(&graph, &mended.case.line.rules, &mended.case.line.options);
    let fails = |key: &FindingKey| {
        let of = |finding: &&crate::check::Finding| finding.control.id == key.0 && finding.address == key.1;
        findings.iter().filter(of).any(|finding| finding.verdict == Verdict::Fail)
    };
    // An impact that is not claimed says that the edit takes effect on a new resource only.
    let claimed = mended.batch.applied.iter().filter(|applied| applied.fix.impact != Impact::Unknown);
    let failing = claimed.filter(|applied| fails(&applied.finding));
    failing.map(|applied| format!("{:?} still fails in the plan", applied.finding)).collect()
}

/// What Terraform would do to the resources, by address.
struct Changes {
    actions: BTreeMap<String, Action>,
    unsettled: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Action {
    None,
    Create,
    Update,
    Delete,
    Replace,
}

impl Changes {
    fn of(entry: &Json) -> Changes {
        let mut actions = BTreeMap::new();
        for change in entry["plan"]["resource_changes"].as_array().into_iter().flatten() {
            let words: Vec<&str> =
                change["change"]["actions"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
            let action = match *words.as_slice() {
                [_, _] => Action::Replace,
                ["create"] => Action::Create,
                ["update"] => Action::Update,
                ["delete"] => Action::Delete,
                _ => Action::None,
            };
            actions.insert(change["address"].as_str().unwrap_or_default().to_owned(), action);
        }
        let unsettled = entry["unsettled"].as_array().into_iter().flatten().filter_map(Json::as_str);
        Changes { actions, unsettled: unsettled.map(str::to_owned).collect() }
    }

    fn unsettled(&self, mended: &Mended) -> usize {
        let targets = mended.batch.applied.iter().flat_map(|applied| &applied.fix.targets);
        targets.filter(|target| self.unsettled.contains(&***target)).count()
    }

    /// Claims that are not true.
    fn wrong(&self, mended: &Mended) -> Vec<String> {
        let mut claimed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut touched: BTreeSet<&str> = BTreeSet::new();
        let mut adds = false;
        for applied in &mended.batch.applied {
            for target in &applied.fix.targets {
                claimed.entry(target).or_default().insert(applied.fix.impact.as_str());
            }
            touched.extend(applied.fix.targets.iter().map(|target| &**target));
            touched.extend(applied.fix.also_changes.iter().map(String::as_str));
            adds |= applied.fix.impact == Impact::AddsResource;
        }
        let mut wrong = Vec::new();
        for (target, impacts) in &claimed {
            if self.unsettled.contains(*target) {
                continue;
            }
            let Some(action) = self.actions.get(*target) else { continue };
            let expected: &[Action] = match () {
                () if impacts.contains("unknown") => continue,
                () if impacts.contains("replaces") => &[Action::Replace],
                () if impacts.contains("in-place") => &[Action::Update],
                // A companion may be referred to from the resource that it serves.
                () => &[Action::None, Action::Update, Action::Create],
            };
            if *action == Action::Create && mended.batch.applied.len() > 1 {
                continue;
            }
            if !expected.contains(action) {
                wrong.push(format!("{target}: {impacts:?} is claimed, Terraform plans {action:?}"));
            }
        }
        for address in mended.batch.applied.iter().flat_map(|applied| &applied.fix.also_changes) {
            if self.actions.get(address.as_str()) == Some(&Action::None) {
                wrong.push(format!("{address} is named, Terraform plans nothing for it"));
            }
        }
        let added = self.actions.values().any(|action| *action == Action::Create);
        if adds && !added {
            wrong.push("a new resource is claimed, Terraform plans none".to_owned());
        }
        for (address, action) in &self.actions {
            let touched = touched.contains(address.as_str()) || self.unsettled.contains(address);
            let replaced = self.actions.values().any(|action| *action == Action::Replace);
            let follows = replaced && *action != Action::Delete;
            if !touched && !follows && matches!(action, Action::Update | Action::Replace | Action::Delete) {
                wrong.push(format!("{address} is not named, Terraform plans {action:?}"));
            }
        }
        wrong
    }
}
