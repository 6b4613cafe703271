use super::*;
use crate::graph::Edge;
use crate::plan;
use crate::value::{Kind, Partial};
use std::fmt::Write;
use std::path::Path;

/// Every case in testdata/plan: the graph of its plan is what `expected.txt` says. `TFMEND_BLESS=1` writes the file.
#[test]
fn graphs_of_recorded_plans() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plan");
    let mut wrong = Vec::new();
    let mut cases: Vec<_> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    for case in cases.iter().filter(|case| case.join("plan.json").exists()) {
        let graph = graph_of(&case.join("plan.json"));
        let shown = show(&graph);
        if std::env::var_os("TFMEND_BLESS").is_some() {
            std::fs::write(case.join("expected.txt"), &shown).unwrap();
        }
        let expected = std::fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        if shown != expected {
            wrong.push(crate::text::unified_diff(&case.join("expected.txt").to_string_lossy(), &expected, &shown));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// With Terraform and moto_server: recording the cases again gives the same graphs, except for ids, secrets and times.
#[test]
#[ignore = "needs Terraform, the AWS provider and moto_server; takes minutes"]
fn plans_are_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plan");
    let out = std::env::temp_dir().join(format!("tfmend-plans-{}", std::process::id()));
    let status = std::process::Command::new(root.join("record.sh")).arg("--out").arg(&out).status().unwrap();
    assert!(status.success());
    let changing = regex::Regex::new(r#"[0-9a-f-]{8,}|[A-Za-z0-9+/]{20,}|\d{4}-\d\d-\d\dT[0-9:]+Z"#).unwrap();
    let masked = |path: &Path| changing.replace_all(&show(&graph_of(path)), "#").into_owned();
    for case in std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()) {
        let (old, new) = (root.join(&case).join("plan.json"), out.join(&case).join("plan.json"));
        assert_eq!(masked(&old), masked(&new), "{}", case.to_string_lossy());
    }
    std::fs::remove_dir_all(&out).unwrap();
}

/// Plans in which anything is replaced by anything: whatever is read, nothing panics.
#[test]
fn damaged_plans_do_no_harm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plan");
    let mut seed = 1_u64;
    for case in ["create", "nested", "update", "deferred", "state", "stopped"] {
        let text = std::fs::read(root.join(case).join("plan.json")).unwrap();
        let whole: serde_json::Value = serde_json::from_slice(&text).unwrap();
        for _ in 0..12 {
            let mut damaged = whole.clone();
            for _ in 0..15 {
                damage(&mut damaged, &mut seed);
            }
            let Ok(document) = plan::read(damaged.to_string().into_bytes()) else { continue };
            let document = Arc::new(document);
            for graph in [from_plan(document.clone(), Schema::builtin()), from_plan_before(document, Schema::builtin())]
            {
                assert!(!show(&graph).is_empty() || graph.is_empty());
                for (_, resource) in graph.resources() {
                    let _ = (resource.prior(), resource.computed());
                }
            }
        }
        for _ in 0..12 {
            let cut = random(&mut seed, text.len());
            assert!(plan::read(text[..cut].to_vec()).is_err());
        }
    }
}

/// A number below the limit.
fn random(seed: &mut u64, limit: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize % limit.max(1)
}

fn damage(value: &mut serde_json::Value, seed: &mut u64) {
    use serde_json::{Value as Json, json};
    let deeper = random(seed, 10) > 0;
    match value {
        Json::Object(members) if deeper && !members.is_empty() => {
            let chosen = random(seed, members.len());
            damage(members.values_mut().nth(chosen).unwrap(), seed);
        }
        Json::Array(elements) if deeper && !elements.is_empty() => {
            let chosen = random(seed, elements.len());
            damage(&mut elements[chosen], seed);
        }
        Json::Array(elements) if random(seed, 2) == 0 => drop(elements.pop()),
        other => {
            let choices = [
                json!(null),
                json!(true),
                json!([]),
                json!({}),
                json!("x"),
                json!(-1),
                json!(1e300),
                json!(18446744073709551615_u64),
                json!([true, null]),
                json!({"a": [1]}),
                json!({"references": ["module.m[\"x\"].id", "each.value", "var.a[", "[", "."]}),
            ];
            *other = choices[random(seed, choices.len())].clone();
        }
    }
}

#[test]
#[ignore = "prints the graph of the plan that PLAN names"]
fn show_plan() {
    println!("{}", show(&graph_of(Path::new(&std::env::var("PLAN").unwrap()))));
}

fn graph_of(path: &Path) -> Graph {
    let document = plan::read(std::fs::read(path).unwrap()).unwrap();
    from_plan(Arc::new(document), Schema::builtin())
}

/// Resources with what is set in them, then edges and problems.
fn show(graph: &Graph) -> String {
    let mut out = String::new();
    for (id, resource) in graph.resources() {
        let region = resource.provider.region();
        let _ = write!(out, "{} {}", resource.address, resource.operation.as_str());
        if resource.provider.alias.is_some() {
            let _ = write!(out, " in {}", region.as_str().unwrap_or("?"));
        }
        if let Some(previous) = &resource.moved_from {
            let _ = write!(out, " was {previous}");
        }
        if let Some(key) = &resource.deposed {
            let _ = write!(out, " deposed {key}");
        }
        if resource.imported {
            out.push_str(" imported");
        }
        out.push('\n');
        for (name, value) in resource.values().as_mapping().into_iter().flatten() {
            if shown(value) {
                let _ = writeln!(out, "  {name} = {}", text(value));
            }
        }
        for edge in graph.edges_from(id) {
            let Edge { attribute, target, exact, .. } = edge;
            let dot = if target.is_empty() { "" } else { "." };
            let sign = if *exact { "->" } else { "~>" };
            let _ = writeln!(out, "  {attribute} {sign} {}{dot}{target}", graph.get(edge.to).address);
        }
    }
    for problem in graph.problems() {
        let _ = writeln!(out, "{}: {}", problem.kind.as_str(), problem.message);
    }
    out
}

/// Something other than null and empty blocks.
fn shown(value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => false,
        Kind::List(_, elements) | Kind::Set(_, elements) => !elements.is_empty(),
        _ => true,
    }
}

fn text(value: &Value) -> String {
    let marked = if value.is_sensitive() { "sensitive " } else { "" };
    let all = |values: &[Value]| values.iter().map(text).collect::<Vec<_>>().join(", ");
    let plain = match &value.kind {
        Kind::Null(_) => "null".to_string(),
        Kind::Bool(flag) => flag.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(_, values) => format!("[{}]", all(values)),
        Kind::Set(_, values) => format!("set[{}]", all(values)),
        Kind::Tuple(values) => format!("({})", all(values)),
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let entries = entries.iter().filter(|(_, value)| shown(value));
            let entries: Vec<String> = entries.map(|(name, value)| format!("{name}: {}", text(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Kind::Unknown(unknown) => {
            let exact = if unknown.reference.is_some() { "=" } else { "" };
            let blockers: Vec<String> = unknown.blockers.iter().map(|blocker| blocker.to_string()).collect();
            let partial = match unknown.partial.as_deref() {
                Some(Partial::Json(json)) => format!(" json {}", text(json)),
                Some(Partial::Template(parts)) => format!(" template {}", all(parts)),
                Some(Partial::OneOf(values)) => format!(" one of {}", all(values)),
                Some(Partial::Holds(values)) => format!(" with {}", all(values)),
                Some(Partial::Like(_) | Partial::Written(_)) | None => String::new(),
            };
            format!("?{exact}({}){partial}", blockers.join(", "))
        }
    };
    format!("{marked}{plain}")
}
