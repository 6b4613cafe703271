//! Runs the real Terraform on many small configurations at once: each becomes a module of one root, and the root's plan is split again.

use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What became of one configuration.
pub enum Outcome {
    /// Its plan, as if it had been a root.
    Planned(Json),
    /// `terraform validate` refuses it.
    Invalid(String),
    /// It cannot be planned here: it reads the cloud, or the provider refuses it while planning.
    Failed(String),
}

const ROOT: &str = r#"
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 1
}
"#;

pub fn is_here() -> bool {
    Command::new("terraform").arg("version").output().is_ok_and(|output| output.status.success())
}

/// Plans every configuration; with a second text, as a change of what that text made.
pub fn plan_modules(sources: &[(String, Option<String>)]) -> Vec<Outcome> {
    let folder = std::env::temp_dir().join(format!("tfmend-plans-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let mut work = Work { folder, left: BTreeMap::new() };
    for (index, (source, prior)) in sources.iter().enumerate() {
        work.write(&format!("mods/{index}/main.tf"), prior.as_ref().unwrap_or(source));
    }
    let mut alive: BTreeSet<usize> = (0..sources.len()).collect();
    work.root(&alive);
    work.run(&["init", "-input=false", "-no-color"]);
    if sources.iter().any(|(_, prior)| prior.is_some()) {
        work.plan(&mut alive);
        work.state();
        for index in alive.clone() {
            work.write(&format!("mods/{index}/main.tf"), &sources[index].0);
        }
    }
    let plan = work.plan(&mut alive);
    let outcome = |index: usize| match work.left.get(&index) {
        Some(Left::Invalid(message)) => Outcome::Invalid(message.clone()),
        Some(Left::Failed(message)) => Outcome::Failed(message.clone()),
        None => Outcome::Planned(split(&plan, &format!("module.e{index}"))),
    };
    let outcomes = (0..sources.len()).map(outcome).collect();
    let _ = std::fs::remove_dir_all(&work.folder);
    outcomes
}

/// What was recorded of a change.
pub struct Update {
    pub plan: Json,
    /// The state before, as Terraform keeps it and as it shows it.
    pub state: Json,
    pub shown: Json,
}

/// Plans for each folder the root `after` as a change of what the root `before` made. `made.json` tells what only AWS knows
/// (`values`, by address), and which objects have a deposed one beside them (`deposed`, address to key).
pub fn plan_updates(cases: &[PathBuf]) -> Vec<Update> {
    let folder = std::env::temp_dir().join(format!("tfmend-updates-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let work = Work { folder, left: BTreeMap::new() };
    work.take_modules(cases, "before");
    work.done(&["init", "-input=false", "-no-color"]);
    let mut state = work.made_state();
    let made = |case: &PathBuf| -> Json {
        let text = std::fs::read(case.join("made.json")).unwrap_or_else(|_| b"{}".to_vec());
        serde_json::from_slice(&text).expect("made.json is JSON")
    };
    for case in cases {
        for (address, values) in made(case)["values"].as_object().into_iter().flatten() {
            let resource = state.resources.get_mut(&format!("module.{}.{address}", name_of(case)));
            let (_, attributes) = resource.expect("made.json names what is there");
            attributes.as_object_mut().expect("attributes").extend(values.as_object().expect("an object").clone());
        }
    }
    let mut state = state.json();
    let resources = state["resources"].as_array_mut().expect("made above");
    for case in cases {
        for (address, key) in made(case)["deposed"].as_object().into_iter().flatten() {
            let module = format!("module.{}", name_of(case));
            let (type_name, name) = address.split_once('.').expect("a resource of the root");
            let is_it =
                |it: &&mut Json| it["module"] == module.as_str() && it["type"] == type_name && it["name"] == name;
            let resource = resources.iter_mut().find(is_it).expect("made.json names what is there");
            let instances = resource["instances"].as_array_mut().expect("made above");
            let mut deposed = instances[0].clone();
            deposed["deposed"] = key.clone();
            instances.push(deposed);
        }
    }
    work.write("terraform.tfstate", &state.to_string());
    let shown = work.done(&["show", "-json", "terraform.tfstate"]);
    work.take_modules(cases, "after");
    work.done(&["get", "-no-color"]);
    work.done(&["plan", "-input=false", "-refresh=false", "-lock=false", "-out=plan.bin"]);
    let plan = work.done(&["show", "-json", "plan.bin"]);
    let _ = std::fs::remove_dir_all(&work.folder);
    let update = |case: &PathBuf| {
        let module = format!("module.{}", name_of(case));
        Update { plan: split(&plan, &module), state: split_state(&state, &module), shown: split_shown(&shown, &module) }
    };
    cases.iter().map(update).collect()
}

fn name_of(case: &Path) -> String {
    case.file_name().expect("a folder").to_string_lossy().into_owned()
}

/// The part of a raw state that belongs to one module.
fn split_state(state: &Json, module: &str) -> Json {
    let mut result = state.clone();
    let resources = state["resources"].as_array().into_iter().flatten();
    let mine = resources.filter(|resource| is_below(resource["module"].as_str(), module)).map(|resource| {
        let mut resource = resource.clone();
        let inner =
            resource["module"].as_str().and_then(|it| it.strip_prefix(module)?.strip_prefix('.')).map(str::to_owned);
        match (inner, resource.as_object_mut()) {
            (Some(inner), _) => resource["module"] = inner.into(),
            (None, Some(members)) => drop(members.remove("module")),
            _ => {}
        }
        resource
    });
    result["resources"] = mine.collect();
    result
}

/// The part of a shown state that belongs to one module.
fn split_shown(shown: &Json, module: &str) -> Json {
    let modules = shown["values"]["root_module"]["child_modules"].as_array().into_iter().flatten();
    let mine = modules.clone().find(|child| child["address"] == module).cloned().unwrap_or_else(|| json!({}));
    let mut root = without_prefix(&mine, module);
    if let Some(members) = root.as_object_mut() {
        members.remove("address");
    }
    json!({"format_version": shown["format_version"], "terraform_version": shown["terraform_version"], "values": {"root_module": root}})
}

enum Left {
    Invalid(String),
    Failed(String),
}

struct Work {
    folder: PathBuf,
    /// Configurations that were given up.
    left: BTreeMap<usize, Left>,
}

impl Work {
    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("the temporary folder is writable");
        std::fs::write(path, text).expect("the temporary folder is writable");
    }

    fn root(&self, alive: &BTreeSet<usize>) {
        let call = |index: &usize| format!("module \"e{index}\" {{\n  source = \"./mods/{index}\"\n}}\n");
        self.write("main.tf", &format!("{ROOT}{}", alive.iter().map(call).collect::<String>()));
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("terraform");
        command.args(arguments).current_dir(&self.folder);
        command.env("TF_IN_AUTOMATION", "1").env("CHECKPOINT_DISABLE", "1").env("AWS_EC2_METADATA_DISABLED", "true");
        command.output().expect("terraform was found before")
    }

    /// Takes out what does not validate or plan until the rest does; the plan as JSON.
    fn plan(&mut self, alive: &mut BTreeSet<usize>) -> Json {
        loop {
            let output = self.run(&["validate", "-json", "-no-color"]);
            let result: Json = serde_json::from_slice(&output.stdout).unwrap_or_default();
            let diagnostics = result["diagnostics"].as_array().cloned().unwrap_or_default();
            if !self.drop_failing(alive, &diagnostics, true) {
                assert!(output.status.success(), "terraform validate: {result:#}");
                break;
            }
        }
        loop {
            let output = self.run(&["plan", "-json", "-input=false", "-refresh=false", "-lock=false", "-out=plan.bin"]);
            let lines = String::from_utf8_lossy(&output.stdout);
            let events = lines.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
            let diagnostics: Vec<Json> =
                events.filter(|event| event["type"] == "diagnostic").map(|event| event["diagnostic"].clone()).collect();
            if !self.drop_failing(alive, &diagnostics, false) {
                assert!(output.status.success(), "terraform plan: {lines}");
                break;
            }
        }
        let output = self.run(&["show", "-json", "plan.bin"]);
        serde_json::from_slice(&output.stdout).expect("terraform show prints JSON")
    }

    /// True when some were taken out.
    fn drop_failing(&mut self, alive: &mut BTreeSet<usize>, diagnostics: &[Json], validating: bool) -> bool {
        let mut dropped = false;
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic["severity"] == "error") {
            let Some(index) = module_of(diagnostic) else { continue };
            let line = diagnostic["range"]["start"]["line"].as_u64().unwrap_or_default();
            let text = |name: &str| diagnostic[name].as_str().unwrap_or_default().replace('\n', " ");
            let message = format!("line {line}: {}: {}", text("summary"), text("detail"));
            if alive.remove(&index) {
                dropped = true;
                self.left.insert(index, if validating { Left::Invalid(message) } else { Left::Failed(message) });
            }
        }
        if dropped {
            self.root(alive);
            // Forgets the modules that are no longer called.
            self.run(&["get", "-no-color"]);
        }
        dropped
    }

    /// Runs what must succeed; its output as JSON, where it is that.
    fn done(&self, arguments: &[&str]) -> Json {
        let output = self.run(arguments);
        assert!(output.status.success(), "terraform {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    /// Puts one of the roots of each case in the place of what is there, as a module of one root.
    fn take_modules(&self, cases: &[PathBuf], which: &str) {
        let mut calls = ROOT.to_owned();
        for case in cases {
            let (root, name) = (case.join(which), name_of(case));
            for entry in walkdir::WalkDir::new(&root).into_iter().flatten().filter(|entry| entry.file_type().is_file())
            {
                let below = entry.path().strip_prefix(&root).expect("below the root").to_string_lossy().into_owned();
                let text = std::fs::read_to_string(entry.path()).expect("test data is there");
                self.write(&format!("mods/{name}/{below}"), &text);
            }
            calls.push_str(&format!("module \"{name}\" {{\n  source = \"./mods/{name}\"\n}}\n"));
        }
        self.write("main.tf", &calls);
    }

    /// Writes a state in which everything that was planned exists, made until planning it again changes nothing.
    fn state(&mut self) {
        self.made_state();
    }

    fn made_state(&self) -> State {
        let versions = self.schema_versions();
        let mut state = State { versions, ..State::default() };
        for round in 0..5 {
            let output = self.run(&["plan", "-input=false", "-refresh=false", "-lock=false", "-out=plan.bin"]);
            assert!(output.status.success(), "terraform plan: {}", String::from_utf8_lossy(&output.stderr));
            let shown = self.run(&["show", "-json", "plan.bin"]);
            let plan: Json = serde_json::from_slice(&shown.stdout).expect("terraform show prints JSON");
            if !state.take(&plan) && round > 0 {
                break;
            }
            self.write("terraform.tfstate", &state.json().to_string());
        }
        state
    }

    fn schema_versions(&self) -> BTreeMap<String, u64> {
        let output = self.run(&["providers", "schema", "-json"]);
        let schemas: Json = serde_json::from_slice(&output.stdout).expect("terraform prints schemas as JSON");
        let providers = schemas["provider_schemas"].as_object().into_iter().flatten();
        let types = providers.flat_map(|(_, provider)| provider["resource_schemas"].as_object().into_iter().flatten());
        types.map(|(name, schema)| (name.clone(), schema["version"].as_u64().unwrap_or_default())).collect()
    }
}

fn module_of(diagnostic: &Json) -> Option<usize> {
    let file = diagnostic["range"]["filename"].as_str().unwrap_or_default();
    let by_file = file.strip_prefix("mods/").and_then(|rest| rest.split('/').next());
    let address = diagnostic["address"].as_str().unwrap_or_default();
    let by_address = address.strip_prefix("module.e").and_then(|rest| rest.split('.').next());
    by_file.or(by_address)?.parse().ok()
}

/// A state that is made up from plans.
#[derive(Default)]
struct State {
    versions: BTreeMap<String, u64>,
    resources: BTreeMap<String, (Json, Json)>,
    made: usize,
}

impl State {
    /// Takes over what the plan would make; true when something was new.
    fn take(&mut self, plan: &Json) -> bool {
        let mut changed = false;
        for change in plan["resource_changes"].as_array().into_iter().flatten() {
            let actions = change["change"]["actions"].as_array().cloned().unwrap_or_default();
            if change["mode"] != "managed" || actions == [json!("no-op")] {
                continue;
            }
            changed = true;
            let address = change["address"].as_str().unwrap_or_default().to_string();
            let before = self.resources.get(&address).map(|(_, attributes)| attributes.clone());
            let mut after = change["change"]["after"].clone();
            self.fill(&mut after, &change["change"]["after_unknown"], before.as_ref(), change, "");
            self.resources.insert(address, (change.clone(), after));
        }
        changed
    }

    /// Puts made-up values where only the provider knows.
    fn fill(&mut self, value: &mut Json, unknown: &Json, before: Option<&Json>, change: &Json, name: &str) {
        match unknown {
            Json::Bool(true) => {
                *value = match before.filter(|before| !before.is_null()) {
                    Some(before) => before.clone(),
                    None => self.make_up(change, name),
                };
            }
            Json::Object(members) => {
                if !value.is_object() {
                    *value = json!({});
                }
                for (name, unknown) in members {
                    let before = before.and_then(|before| before.get(name)).cloned();
                    let slot = value.as_object_mut().expect("made above").entry(name.clone()).or_insert(Json::Null);
                    self.fill(slot, unknown, before.as_ref(), change, name);
                }
            }
            Json::Array(elements) => {
                for (index, unknown) in elements.iter().enumerate() {
                    let before = before.and_then(|before| before.get(index)).cloned();
                    if let Some(slot) = value.get_mut(index) {
                        self.fill(slot, unknown, before.as_ref(), change, name);
                    }
                }
            }
            _ => {}
        }
    }

    fn make_up(&mut self, change: &Json, name: &str) -> Json {
        use crate::value::Type;
        self.made += 1;
        let type_name = change["type"].as_str().unwrap_or_default();
        let number = self.made;
        let schema = crate::schema::Schema::builtin().resource(type_name);
        let ty = schema.and_then(|block| block.path(name).ok().map(|member| member.ty()));
        match (name, ty) {
            ("id", _) => json!(format!("{}-{number:017x}", type_name.trim_start_matches("aws_"))),
            ("arn", _) => json!(format!("arn:aws:made:us-east-1:123456789012:{type_name}/{number}")),
            (_, Some(Type::String)) => json!(""),
            (_, Some(Type::Bool)) => json!(false),
            (_, Some(Type::Number)) => json!(0),
            (_, Some(Type::List(_) | Type::Set(_))) => json!([]),
            (_, Some(Type::Map(_))) => json!({}),
            _ => Json::Null,
        }
    }

    fn json(&self) -> Json {
        let resource = |(_, (change, attributes)): (&String, &(Json, Json))| {
            let type_name = change["type"].as_str().unwrap_or_default();
            let mut instance = json!({
                "schema_version": self.versions.get(type_name).copied().unwrap_or_default(),
                "attributes": attributes,
            });
            if let Some(index) = change.get("index") {
                instance["index_key"] = index.clone();
            }
            let provider = change["provider_name"].as_str().unwrap_or_default();
            json!({
                "module": change["module_address"],
                "mode": "managed",
                "type": type_name,
                "name": change["name"],
                "provider": format!("provider[\"{provider}\"]"),
                "instances": [instance],
            })
        };
        let mut resources: Vec<Json> = Vec::new();
        for made in self.resources.iter().map(resource) {
            let same = |other: &&mut Json| ["module", "type", "name"].iter().all(|key| other[*key] == made[*key]);
            match resources.iter_mut().find(same) {
                Some(other) => {
                    let instances = other["instances"].as_array_mut().expect("made above");
                    instances.extend(made["instances"].as_array().cloned().unwrap_or_default());
                }
                None => resources.push(made),
            }
        }
        json!({
            "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "made-up", "outputs": {}, "resources": resources,
        })
    }
}

/// The part of a plan that belongs to one module, as the plan of a root.
fn split(plan: &Json, module: &str) -> Json {
    let changes = plan["resource_changes"].as_array().into_iter().flatten();
    let mine = changes.filter(|change| is_below(change["module_address"].as_str(), module));
    let changes: Vec<Json> = mine.map(|change| without_prefix(change, module)).collect();
    let call = module.trim_start_matches("module.");
    let configuration = json!({
        "provider_config": plan["configuration"]["provider_config"],
        "root_module": plan["configuration"]["root_module"]["module_calls"][call]["module"],
    });
    let mut result = Map::new();
    result.insert("format_version".into(), plan["format_version"].clone());
    result.insert("terraform_version".into(), plan["terraform_version"].clone());
    result.insert("resource_changes".into(), changes.into());
    result.insert("configuration".into(), configuration);
    let modules = plan["prior_state"]["values"]["root_module"]["child_modules"].as_array();
    let prior = modules.into_iter().flatten().find(|child| child["address"] == module);
    if let Some(prior) = prior {
        let mut root = without_prefix(prior, module);
        if let Some(members) = root.as_object_mut() {
            members.remove("address");
        }
        result.insert(
            "prior_state".into(),
            json!({
                "format_version": plan["prior_state"]["format_version"],
                "terraform_version": plan["prior_state"]["terraform_version"],
                "values": { "root_module": root },
            }),
        );
    }
    result.into()
}

fn is_below(address: Option<&str>, module: &str) -> bool {
    address
        .and_then(|address| address.strip_prefix(module))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Addresses without the module in front.
fn without_prefix(value: &Json, module: &str) -> Json {
    match value {
        Json::Object(members) => {
            let mut kept = Map::new();
            for (name, member) in members {
                let text = member
                    .as_str()
                    .filter(|_| matches!(name.as_str(), "address" | "module_address" | "previous_address"));
                match text {
                    Some(text) if text == module => {}
                    Some(text) => {
                        let short = text.strip_prefix(module).and_then(|rest| rest.strip_prefix('.')).unwrap_or(text);
                        kept.insert(name.clone(), short.into());
                    }
                    // What the provider holds is not addressed.
                    None if matches!(name.as_str(), "change" | "values" | "sensitive_values") => {
                        kept.insert(name.clone(), member.clone());
                    }
                    None => {
                        kept.insert(name.clone(), without_prefix(member, module));
                    }
                }
            }
            kept.into()
        }
        Json::Array(elements) => elements.iter().map(|element| without_prefix(element, module)).collect(),
        _ => value.clone(),
    }
}
