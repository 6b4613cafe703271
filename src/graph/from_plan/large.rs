//! Large plans, made of copies of a recorded one in a module with `for_each`; and how fast they are read.
//!
//! `TFMEND_PLAN_MB=100 cargo test --release --lib large_plan -- --ignored --nocapture` writes a plan of that size to the folder for
//! temporary files, reads it, and prints throughput against a bare typed parse, and peak memory over the file's size.

use super::from_plan;
use crate::plan;
use crate::schema::Schema;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value as Json, json};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Writes a plan of at least `bytes`.
pub(super) fn write_plan(path: &Path, bytes: usize) {
    let recorded = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/plan/create/plan.json");
    let recorded: Json = serde_json::from_slice(&std::fs::read(recorded).unwrap()).unwrap();
    let changes = recorded["resource_changes"].as_array().unwrap();
    let planned: Vec<&Json> = modules(&recorded["planned_values"]["root_module"]);
    let copy: usize = changes.iter().chain(planned.iter().copied()).map(|entry| entry.to_string().len() + 40).sum();
    let copies = bytes / copy + 1;
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    let inside = |index: usize, entry: &Json, key: &str| {
        let mut entry = entry.clone();
        let module = format!("module.app[\"{index}\"]");
        entry["address"] = format!("{module}.{}", entry["address"].as_str().unwrap()).into();
        if !key.is_empty() {
            let inner = entry[key].as_str().map_or(String::new(), |inner| format!(".{inner}"));
            entry[key] = format!("{module}{inner}").into();
        }
        entry
    };
    write!(out, "{{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":").unwrap();
    write!(out, "{{\"root_module\":{{\"child_modules\":[").unwrap();
    for index in 0..copies {
        let resources: Vec<Json> = planned.iter().map(|entry| inside(index, entry, "")).collect();
        let comma = if index > 0 { "," } else { "" };
        let module = json!({"address": format!("module.app[\"{index}\"]"), "resources": resources});
        write!(out, "{comma}{module}").unwrap();
    }
    write!(out, "]}}}},\"resource_changes\":[").unwrap();
    for index in 0..copies {
        for (number, change) in changes.iter().enumerate() {
            let comma = if index + number > 0 { "," } else { "" };
            write!(out, "{comma}{}", inside(index, change, "module_address")).unwrap();
        }
    }
    let configuration = json!({
        "provider_config": recorded["configuration"]["provider_config"],
        "root_module": {"module_calls": {"app": {
            "source": "./app", "for_each_expression": {}, "module": recorded["configuration"]["root_module"]}}}});
    writeln!(out, "],\"configuration\":{configuration}}}").unwrap();
}

/// The resources of planned values, without their modules.
fn modules(module: &Json) -> Vec<&Json> {
    let resources = module["resources"].as_array().into_iter().flatten();
    let children = module["child_modules"].as_array().into_iter().flatten();
    resources.chain(children.flat_map(modules)).collect()
}

#[derive(Deserialize)]
struct Bare<'a> {
    #[serde(borrow)]
    resource_changes: Vec<BareChange<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read to be measured")]
struct BareChange<'a> {
    address: std::borrow::Cow<'a, str>,
    r#type: &'a str,
    change: IgnoredAny,
}

#[test]
#[ignore = "takes time; see the top of the file"]
fn large_plan() {
    let megabytes: usize = std::env::var("TFMEND_PLAN_MB").map_or(100, |text| text.parse().unwrap());
    let path: PathBuf = std::env::temp_dir().join(format!("tfmend-{}.json", std::process::id()));
    write_plan(&path, megabytes * 1_000_000);
    let size = std::fs::metadata(&path).unwrap().len() as usize;
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let before = peak();
    let text = std::str::from_utf8(&bytes).unwrap();
    let (bare, count) = timed(|| serde_json::from_str::<Bare<'_>>(text).unwrap().resource_changes.len());
    let (read, document) = timed(|| plan::read(bytes).unwrap());
    let (built, graph) = timed(|| from_plan(Arc::new(document), Schema::builtin()));
    let after_build = peak();
    let (valued, set) = timed(|| {
        let values = graph.resources().map(|(_, resource)| resource.values());
        values.map(|value| value.as_mapping().map_or(0, |entries| entries.len())).sum::<usize>()
    });
    let after_values = peak();
    let (linked, edges) = timed(|| graph.edges().len());
    let rate = |time: Duration| size as f64 / 1e6 / time.as_secs_f64();
    println!("{:.1} MB, {count} resources, {set} attributes, {edges} edges", size as f64 / 1e6);
    println!("bare typed parse {:>8.0} ms {:>6.0} MB/s", bare.as_secs_f64() * 1e3, rate(bare));
    for (what, time) in [("read", read), ("graph", built), ("all values", valued), ("all edges", linked)] {
        println!("{what:<16} {:>8.0} ms {:>6.0} MB/s", time.as_secs_f64() * 1e3, rate(time));
    }
    let over = |peak: usize| peak as f64 / size as f64;
    println!(
        "peak memory over size: text {:.2}, graph {:.2}, values {:.2}, edges {:.2}",
        over(before),
        over(after_build),
        over(after_values),
        over(peak())
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// The most memory that the process has had, in bytes; 0 where the system does not tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// A smaller one, so that the generator and the reader agree in every test run.
#[test]
fn a_generated_plan_is_read() {
    let path = std::env::temp_dir().join(format!("tfmend-small-{}.json", std::process::id()));
    write_plan(&path, 300_000);
    let document = plan::read(std::fs::read(&path).unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let graph = from_plan(Arc::new(document), Schema::builtin());
    let id = graph.find("module.app[\"1\"].aws_eip.e[0]").unwrap();
    let instance = graph.get(id).values().get("instance").unwrap().clone();
    let reference = instance.as_unknown().unwrap().reference.clone().unwrap();
    assert_eq!(&*reference.address, "module.app[\"1\"].aws_instance.i[0]");
    assert!(graph.edges().len() > graph.len() / 2);
}
