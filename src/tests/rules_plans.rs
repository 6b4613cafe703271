//! Real plans of the rules' examples: every control gives the same verdict from source and from the plan.
//!
//! `cargo test --lib record_example_plans -- --ignored` records what is new or changed, with Terraform and an AWS provider that
//! `terraform init` finds (`TF_CLI_CONFIG_FILE` may name a mirror); examples that `terraform validate` refuses are named.

use super::rules::{report, rule_files};
use super::terraform;
use crate::check::{Finding, examples};
use crate::graph::{Graph, ProblemKind, from_plan};
use crate::rules::{Control, Example, Verdict, read};
use crate::schema::Schema;
use crate::text::FileId;
use crate::value::{Blocker, Value};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Examples planned together as modules of one root.
const BATCH: usize = 60;

/// The recorded examples of one control by kind and name.
type Recorded = Map<String, Json>;

/// `EXAMPLE_PLANS` names another folder than the project's.
fn store(id: &str) -> PathBuf {
    let folder = std::env::var_os("EXAMPLE_PLANS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| super::support::package().join("testdata/plans/rules"));
    folder.join(format!("{id}.json.gz"))
}

fn load(id: &str) -> Recorded {
    let Ok(bytes) = std::fs::read(store(id)) else { return Recorded::new() };
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("recorded plans are gzip");
    serde_json::from_str(&text).expect("recorded plans are JSON")
}

fn save(id: &str, recorded: &Recorded) {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(serde_json::to_string(recorded).expect("JSON prints").as_bytes()).expect("memory takes all");
    std::fs::create_dir_all(store(id).parent().expect("below testdata")).expect("testdata is writable");
    std::fs::write(store(id), encoder.finish().expect("memory takes all")).expect("testdata is writable");
}

fn name_of(example: &Example) -> String {
    format!("{} {}", example.kind, example.name)
}

fn digest(example: &Example) -> String {
    let mut hash = Sha256::new();
    hash.update(example.source.as_bytes());
    hash.update([0]);
    hash.update(example.prior.as_deref().unwrap_or_default().as_bytes());
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

pub fn controls() -> Vec<Arc<Control>> {
    rule_files().iter().filter_map(|(path, text)| read(FileId(0), path, text).0).map(Arc::new).collect()
}

pub fn plan_graph(plan: &Json) -> Graph {
    let document = crate::plan::read(plan.to_string().into_bytes()).expect("recorded plans are plans");
    from_plan(Arc::new(document), Schema::builtin())
}

/// The graph of an example's recorded plan, when it is that of the example as it stands.
pub fn recorded_graph(control: &Control, example: &Example) -> Option<Graph> {
    let recorded = load(&control.id);
    let entry = recorded.get(&name_of(example)).filter(|entry| entry["digest"] == digest(example).as_str())?;
    entry.get("plan").map(plan_graph)
}

/// The examples of a control with their recorded plans.
pub fn recorded_plans(control: &Control) -> Vec<(&Example, Json)> {
    let mut recorded = load(&control.id);
    let plan = |example| Some((example, recorded.get_mut(&name_of(example))?.get_mut("plan")?.take()));
    control.examples.iter().filter_map(plan).collect()
}

/// The graphs of all recorded plans, with what they are plans of.
pub fn recorded_graphs() -> impl Iterator<Item = (String, Graph)> {
    let graphs = |control: Arc<Control>| {
        let planned = |(name, entry): (String, Json)| {
            let plan = entry.get("plan")?;
            Some((format!("{} {name}", control.id), plan_graph(plan)))
        };
        load(&control.id).into_iter().filter_map(planned).collect::<Vec<_>>()
    };
    controls().into_iter().flat_map(graphs)
}

/// An attribute that is made alone is what it is in the whole, after the plan and before it.
#[test]
fn attributes_made_alone_are_those_of_the_whole() {
    let mut alone = 0;
    for (plan, graph) in recorded_graphs() {
        for (_, resource) in graph.resources() {
            for (before, whole) in [(false, Some(resource.values())), (true, resource.prior())] {
                assert!(!before || resource.was_there() == whole.is_some(), "{plan}: {}", resource.address);
                let Some(entries) = whole.as_ref().and_then(|whole| whole.as_mapping()) else { continue };
                for (name, value) in entries.iter() {
                    if let Some(made) = resource.attributes(&[name], before) {
                        assert_eq!(
                            made,
                            std::slice::from_ref(value),
                            "{plan}: {}.{name}, before: {before}",
                            resource.address
                        );
                        alone += 1;
                    }
                }
                let names: Vec<&str> = entries.keys().map(|name| &**name).chain(["absent"]).collect();
                if let Some(mut made) = resource.attributes(&names, before) {
                    assert_eq!(made.pop(), Some(Value::null()));
                    assert!(made.iter().eq(entries.values()), "{plan}: {}, before: {before}", resource.address);
                }
            }
        }
    }
    assert!(alone > 10_000, "{alone}");
}

#[test]
fn source_and_plan_give_the_same_verdicts() {
    let mut failures = Vec::new();
    let (mut alone, mut joined) = (Vec::new(), Vec::new());
    let (mut compared, mut stale) = (0, 0);
    for control in controls() {
        let recorded = load(&control.id);
        for example in control.examples.iter().filter(|example| example.data.is_empty()) {
            let entry = recorded.get(&name_of(example)).filter(|entry| entry["digest"] == digest(example).as_str());
            let Some(plan) = entry.and_then(|entry| entry.get("plan")) else {
                stale += usize::from(entry.is_none());
                continue;
            };
            compared += 1;
            let place = format!("{}: {} example {:?}", control.file.path, example.kind, example.name);
            let wrong = compare(&control, example, &plan_graph(plan), &mut alone);
            failures.extend(wrong.into_iter().map(|wrong| format!("{place}: {wrong}")));
            let with_source = plan_graph(plan).with_configuration(examples::evaluation_of(&example.source));
            let mismatch = with_source.problems().iter().find(|problem| problem.kind == ProblemKind::SourceMismatch);
            failures.extend(mismatch.map(|problem| format!("{place}: {}", problem.message)));
            let wrong = compare(&control, example, &with_source, &mut joined);
            failures.extend(wrong.into_iter().map(|wrong| format!("{place}, plan with source: {wrong}")));
        }
    }
    println!("{compared} plans compared, {stale} examples without a recorded plan");
    // What the plan does not know, the source beside it does.
    failures.extend(joined.iter().map(|it| format!("{it}: the plan with its source judges otherwise than the source")));
    failures.extend(unexplained(&mut alone));
    report(failures);
}

/// Every difference stands in `testdata/plans/differences.txt` with its reason, and nothing else does. `TFMEND_BLESS=1` writes the
/// list, with the reasons that it has.
fn unexplained(differences: &mut Vec<String>) -> Vec<String> {
    let file = super::support::package().join("testdata/plans/differences.txt");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let known: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(" # ")).collect();
    differences.sort();
    differences.dedup();
    if std::env::var_os("TFMEND_BLESS").is_some() {
        let line = |it: &String| format!("{it} # {}\n", known.get(it.as_str()).unwrap_or(&"?"));
        std::fs::write(&file, differences.iter().map(line).collect::<String>()).expect("test data is writable");
    }
    let new = differences.iter().filter(|it| known.get(it.as_str()).is_none_or(|reason| reason.len() < 2));
    let gone = known.keys().filter(|it| !differences.iter().any(|other| other == *it));
    let new =
        new.map(|it| format!("{it}: source and plan differ, and testdata/plans/differences.txt does not say why"));
    new.chain(gone.map(|it| format!("{it}: no longer a difference"))).collect()
}

/// Where the plan's verdicts are not those of the source or of the example.
fn compare(control: &Arc<Control>, example: &Example, plan: &Graph, differences: &mut Vec<String>) -> Vec<String> {
    let planned = examples::findings(control, example, plan);
    if example.prior.is_some() {
        let mut wrong = examples::compare(example, &planned);
        let verdict = example.kind.verdict();
        if verdict != Verdict::Pass && !planned.iter().any(|finding| finding.verdict == verdict) {
            wrong.push(format!("nothing is {verdict}"));
        }
        return wrong;
    }
    let source = examples::findings(control, example, &examples::graph_of(&example.source));
    let source: BTreeMap<&str, &Finding> = source.iter().map(|it| (&*it.address, it)).collect();
    let mut wrong = Vec::new();
    for finding in planned.iter().filter(|it| !in_source(it)) {
        let Some(other) = source.get(&*finding.address) else {
            wrong.push(format!("{} is judged in the plan only", finding.address));
            continue;
        };
        let knows_more = other.verdict == Verdict::Unknown;
        // A plan shows a text or set with one unknown part as wholly unknown; the source shows the other parts.
        let knows_less = finding.verdict == Verdict::Unknown && finding.details().blocked_by.iter().any(is_computed);
        if finding.verdict != other.verdict && (knows_less || knows_more) {
            let name = name_of(example);
            differences
                .push(format!("{} {name}: {} {} {}", control.id, finding.address, other.verdict, finding.verdict));
        } else if finding.verdict != other.verdict && !knows_more {
            let blockers: Vec<String> = finding.details().blocked_by.iter().map(ToString::to_string).collect();
            let why = format!("{}{}", finding.details().message.en, blockers.join(", "));
            wrong.push(format!(
                "{} is {} from source, {} from the plan ({why})",
                finding.address, other.verdict, finding.verdict
            ));
        }
    }
    for (address, other) in source.iter().filter(|(_, it)| !in_source(it)) {
        // A filter that the plan decides may leave nothing to judge.
        let knows_more = other.verdict == Verdict::Unknown;
        if !knows_more && !planned.iter().any(|it| *it.address == **address) {
            wrong.push(format!("{address} is judged in the source only"));
        }
    }
    wrong
}

/// Variables, locals and provider configurations that no resource uses stand in source alone.
fn in_source(finding: &Finding) -> bool {
    matches!(&*finding.resource_type, "provider" | "variable" | "local")
}

/// Decided at apply, or by what a plan does not hold.
fn is_computed(blocker: &Blocker) -> bool {
    matches!(blocker, Blocker::Attribute(_) | Blocker::Other(_))
}

/// One example on its way through Terraform.
struct Job {
    control: usize,
    name: String,
    digest: String,
    source: String,
    prior: Option<String>,
}

#[test]
#[ignore = "needs Terraform and the AWS provider"]
fn record_example_plans() {
    if !terraform::is_here() {
        println!("no terraform: nothing is recorded");
        return;
    }
    let controls = controls();
    let mut stores: Vec<Recorded> = controls.iter().map(|control| load(&control.id)).collect();
    let mut jobs = Vec::new();
    for (index, control) in controls.iter().enumerate() {
        let names: Vec<String> = control.examples.iter().map(name_of).collect();
        stores[index].retain(|name, _| names.contains(name));
        for example in control.examples.iter() {
            let (name, digest) = (name_of(example), digest(example));
            if stores[index].get(&name).is_some_and(|entry| entry["digest"] == digest.as_str()) {
                continue;
            }
            let prior = example.prior.as_ref().map(|prior| prior.to_string());
            jobs.push(Job { control: index, name, digest, source: example.source.to_string(), prior });
        }
    }
    println!("{} examples to record", jobs.len());
    let (with_prior, without): (Vec<&Job>, Vec<&Job>) = jobs.iter().partition(|job| job.prior.is_some());
    let mut invalid = Vec::new();
    for batch in without.chunks(BATCH).chain(with_prior.chunks(BATCH)) {
        record(batch, &mut stores, &mut invalid, &controls);
        for (control, recorded) in controls.iter().zip(&stores) {
            save(&control.id, recorded);
        }
    }
    report(invalid);
}

fn record(batch: &[&Job], stores: &mut [Recorded], invalid: &mut Vec<String>, controls: &[Arc<Control>]) {
    let sources: Vec<(String, Option<String>)> =
        batch.iter().map(|job| (job.source.clone(), job.prior.clone())).collect();
    for (job, result) in batch.iter().zip(terraform::plan_modules(&sources)) {
        let place = format!("{}: example {:?}", controls[job.control].file.path, job.name);
        let entry = match result {
            terraform::Outcome::Planned(plan) => json!({ "digest": job.digest, "plan": plan }),
            terraform::Outcome::Invalid(message) => {
                invalid.push(format!("{place}: {message}"));
                stores[job.control].remove(&job.name);
                continue;
            }
            terraform::Outcome::Failed(message) => {
                println!("{place}: no plan: {message}");
                json!({ "digest": job.digest, "error": message })
            }
        };
        stores[job.control].insert(job.name.clone(), entry);
    }
}
