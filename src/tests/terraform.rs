//! Runs the real Terraform on many small configurations at once: each becomes a module of one root, and the root's plan is split again.

use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// What became of one configuration.
pub enum Outcome {
    /// Its plan, as if it had been a root.
    Planned(Json),
    /// `terraform validate` refuses it.
    Invalid(String),
    /// It cannot be planned here: it reads the cloud, or the provider refuses it while planning.
    Failed(String),
}

/// The provider of a root.
pub const ROOT: &str = r#"
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

/// Files of a module by path, and the arguments of its call as written.
#[derive(Clone)]
pub struct Module {
    pub files: BTreeMap<String, String>,
    pub arguments: BTreeMap<String, String>,
}

impl Module {
    fn of(text: &str) -> Module {
        Module { files: BTreeMap::from([("main.tf".to_owned(), text.to_owned())]), arguments: BTreeMap::new() }
    }
}

/// What Terraform makes of a change to a module whose resources exist.
pub struct Trip {
    pub outcome: Outcome,
    /// Resources that the made-up state does not describe well: Terraform wants to change them without any change.
    pub unsettled: Vec<String>,
    /// Files of the module that `terraform fmt` would change.
    pub unformatted: Vec<String>,
}

/// Plans every configuration; with a second text, as a change of what that text made.
pub fn plan_modules(sources: &[(String, Option<String>)]) -> Vec<Outcome> {
    let trips = sources.iter().map(|(source, prior)| (prior.as_deref().map(Module::of), Module::of(source)));
    round_trips(&trips.collect::<Vec<_>>()).into_iter().map(|trip| trip.outcome).collect()
}

/// Plans what the second module of each pair changes in what the first one made.
pub fn round_trips(trips: &[(Option<Module>, Module)]) -> Vec<Trip> {
    // Tests that record run side by side in one process.
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("tfmend-plans-{}-{number}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let modules = trips.iter().map(|(before, after)| before.as_ref().unwrap_or(after).clone()).collect();
    let mut work = Work { folder, modules, left: BTreeMap::new() };
    work.write_modules();
    let mut alive: BTreeSet<usize> = (0..trips.len()).collect();
    work.root(&alive);
    work.init(&mut alive);
    let mut unsettled = BTreeSet::new();
    if trips.iter().any(|(before, _)| before.is_some()) {
        work.plan(&mut alive);
        unsettled = work.state(&mut alive);
        // What is not valid before says nothing of the change.
        for left in work.left.values_mut() {
            if let Left::Invalid(message) = left {
                *left = Left::Failed(std::mem::take(message));
            }
        }
        work.modules = trips.iter().map(|(_, after)| after.clone()).collect();
        work.write_modules();
        work.root(&alive);
        work.run(&["get", "-no-color"]);
    }
    let plan = work.plan(&mut alive);
    let formatted = work.run(&["fmt", "-check", "-list=true", "-write=false", "-recursive", "mods"]);
    let formatted = String::from_utf8_lossy(&formatted.stdout).into_owned();
    let trip = |index: usize| {
        let module = format!("module.e{index}");
        let outcome = match work.left.get(&index) {
            Some(Left::Invalid(message)) => Outcome::Invalid(message.clone()),
            Some(Left::Failed(message)) => Outcome::Failed(message.clone()),
            None => Outcome::Planned(split(&plan, &module)),
        };
        let prefix = format!("{module}.");
        let unsettled = unsettled.iter().filter_map(|address: &String| address.strip_prefix(&prefix));
        let folder = format!("mods/{index}/");
        let unformatted = formatted.lines().filter_map(|line| line.strip_prefix(&folder));
        Trip {
            outcome,
            unsettled: unsettled.map(str::to_owned).collect(),
            unformatted: unformatted.map(str::to_owned).collect(),
        }
    };
    let result = (0..trips.len()).map(trip).collect();
    let _ = std::fs::remove_dir_all(&work.folder);
    result
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
    let work = Work { folder, modules: Vec::new(), left: BTreeMap::new() };
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
    modules: Vec<Module>,
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

    fn write_modules(&self) {
        let _ = std::fs::remove_dir_all(self.folder.join("mods"));
        for (index, module) in self.modules.iter().enumerate() {
            for (path, text) in &module.files {
                self.write(&format!("mods/{index}/{path}"), text);
            }
        }
    }

    fn root(&self, alive: &BTreeSet<usize>) {
        let call = |index: &usize| {
            let arguments = self.modules[*index].arguments.iter();
            let arguments: String = arguments.map(|(name, value)| format!("  {name} = {value}\n")).collect();
            format!("module \"e{index}\" {{\n  source = \"./mods/{index}\"\n{arguments}}}\n")
        };
        self.write("main.tf", &format!("{ROOT}{}", alive.iter().map(call).collect::<String>()));
    }

    /// Takes out what Terraform does not load.
    fn init(&mut self, alive: &mut BTreeSet<usize>) {
        loop {
            let output = self.run(&["init", "-json", "-input=false"]);
            let diagnostics = diagnostics(&output);
            if !self.drop_failing(alive, &diagnostics, false) {
                assert!(output.status.success(), "terraform init: {diagnostics:?}");
                return;
            }
        }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("terraform");
        command.args(arguments).current_dir(&self.folder);
        command.env("AWS_ACCESS_KEY_ID", "mock").env("AWS_SECRET_ACCESS_KEY", "mock").env("AWS_REGION", "us-east-1");
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
            let diagnostics = diagnostics(&output);
            if !self.drop_failing(alive, &diagnostics, false) {
                assert!(output.status.success(), "terraform plan: {diagnostics:?}");
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

    /// As [`Work::state`] for a root in which everything can be planned.
    fn made_state(&self) -> State {
        let mut state = State { schemas: self.schemas(), ..State::default() };
        for _ in 0..5 {
            self.done(&["plan", "-input=false", "-refresh=false", "-lock=false", "-out=plan.bin"]);
            if state.take(&self.done(&["show", "-json", "plan.bin"])).is_empty() {
                break;
            }
            self.write("terraform.tfstate", &state.json().to_string());
        }
        state
    }

    /// Writes a state in which everything that was planned exists, made until planning it again changes nothing; the addresses that
    /// Terraform would change all the same.
    fn state(&mut self, alive: &mut BTreeSet<usize>) -> BTreeSet<String> {
        let mut state = State { schemas: self.schemas(), ..State::default() };
        let mut last = BTreeSet::new();
        for _ in 0..6 {
            let plan = self.plan(alive);
            let changed = state.take(&plan);
            if changed.is_empty() || changed == last {
                return changed;
            }
            self.write("terraform.tfstate", &state.json().to_string());
            last = changed;
        }
        last
    }

    /// Schemas of resources by type.
    fn schemas(&self) -> BTreeMap<String, Json> {
        let output = self.run(&["providers", "schema", "-json"]);
        let schemas: Json = serde_json::from_slice(&output.stdout).expect("terraform prints schemas as JSON");
        let providers = schemas["provider_schemas"].as_object().into_iter().flatten();
        let types = providers.flat_map(|(_, provider)| provider["resource_schemas"].as_object().into_iter().flatten());
        types.map(|(name, schema)| (name.clone(), schema.clone())).collect()
    }
}

/// What a command with `-json` complains about.
fn diagnostics(output: &Output) -> Vec<Json> {
    let lines = String::from_utf8_lossy(&output.stdout);
    let events = lines.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let found = events.filter(|event| event["type"] == "diagnostic").map(|event| event["diagnostic"].clone());
    found.filter(|diagnostic| diagnostic["severity"] == "error").collect()
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
    schemas: BTreeMap<String, Json>,
    /// Change and attributes by address.
    resources: BTreeMap<String, (Json, Json)>,
    made: usize,
}

impl State {
    /// Takes over what the plan would make; the addresses that it changes.
    fn take(&mut self, plan: &Json) -> BTreeSet<String> {
        let mut changed = BTreeSet::new();
        for change in plan["resource_changes"].as_array().into_iter().flatten() {
            let actions = change["change"]["actions"].as_array().cloned().unwrap_or_default();
            if change["mode"] != "managed" || actions == [json!("no-op")] {
                continue;
            }
            let address = change["address"].as_str().unwrap_or_default().to_string();
            changed.insert(address.clone());
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
            // What AWS gives where nothing is written.
            ("associate_public_ip_address" | "publicly_accessible", _) => json!(true),
            ("iam_instance_profile", _) => Json::Null,
            ("id", _) => json!(format!("{}-{number:017x}", id_prefix(type_name))),
            ("arn", _) => json!(arn(type_name, number)),
            ("availability_zone", _) => json!("us-east-1a"),
            ("owner_id" | "account_id", _) => json!("123456789012"),
            ("vpc_id", _) => json!("vpc-0fedcba9876543210"),
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
            let schema = self.schemas.get(type_name);
            let mut sensitive = Vec::new();
            if let Some(schema) = schema {
                sensitive_paths(&schema["block"], &change["change"]["after_sensitive"], &[], &mut sensitive);
            }
            let mut attributes = attributes.clone();
            if type_name == "terraform_data" {
                ["input", "output", "triggers_replace"].iter().for_each(|name| with_type(&mut attributes[*name]));
            }
            let mut instance = json!({
                "schema_version": schema.and_then(|schema| schema["version"].as_u64()).unwrap_or_default(),
                "attributes": attributes,
                "sensitive_attributes": sensitive,
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

/// What ids of a type begin with; the provider checks it where they are referred to.
fn id_prefix(type_name: &str) -> &str {
    match type_name {
        "aws_vpc" | "aws_default_vpc" => "vpc",
        "aws_subnet" | "aws_default_subnet" => "subnet",
        "aws_security_group" | "aws_default_security_group" => "sg",
        "aws_instance" | "aws_spot_instance_request" => "i",
        "aws_ebs_volume" => "vol",
        "aws_launch_template" => "lt",
        "aws_network_acl" | "aws_default_network_acl" => "acl",
        "aws_internet_gateway" => "igw",
        "aws_route_table" | "aws_default_route_table" => "rtb",
        "aws_network_interface" => "eni",
        "aws_eip" => "eipalloc",
        "aws_nat_gateway" => "nat",
        "aws_ec2_transit_gateway" => "tgw",
        "aws_efs_file_system" => "fs",
        "aws_organizations_organization" => "o",
        "aws_organizations_organizational_unit" => "ou-abcd",
        _ => type_name.trim_start_matches("aws_"),
    }
}

/// An ARN in the form that the provider checks.
fn arn(type_name: &str, number: usize) -> String {
    let rest = type_name.trim_start_matches("aws_");
    let word = rest.split('_').next().unwrap_or(rest);
    let (service, region) = match word {
        "s3" => return format!("arn:aws:s3:::made-up-{number}"),
        "iam" => ("iam", ""),
        "cloudfront" => ("cloudfront", ""),
        "db" | "rds" => ("rds", "us-east-1"),
        "lb" | "alb" | "elb" => ("elasticloadbalancing", "us-east-1"),
        "cloudwatch" => ("logs", "us-east-1"),
        "ebs" | "vpc" | "security" | "instance" => ("ec2", "us-east-1"),
        word => (word, "us-east-1"),
    };
    match type_name {
        "aws_kms_key" => format!("arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-{number:012x}"),
        "aws_sns_topic" | "aws_sqs_queue" => format!("arn:aws:{service}:us-east-1:123456789012:made-up-{number}"),
        "aws_iam_role" => format!("arn:aws:iam::123456789012:role/made-up-{number}"),
        "aws_iam_policy" => format!("arn:aws:iam::123456789012:policy/made-up-{number}"),
        "aws_iam_user" => format!("arn:aws:iam::123456789012:user/made-up-{number}"),
        _ => format!("arn:aws:{service}:{region}:123456789012:{rest}/made-up-{number}"),
    }
}

/// A value of any type, as a state has it.
fn with_type(value: &mut Json) {
    if !value.is_null() {
        *value = json!({ "value": value.clone(), "type": type_of(value) });
    }
}

fn type_of(value: &Json) -> Json {
    match value {
        Json::Bool(_) => json!("bool"),
        Json::Number(_) => json!("number"),
        Json::Array(elements) => json!(["tuple", elements.iter().map(type_of).collect::<Vec<_>>()]),
        Json::Object(members) => {
            json!(["object", members.iter().map(|(name, value)| (name.clone(), type_of(value))).collect::<Map<_, _>>()])
        }
        _ => json!("string"),
    }
}

/// Paths of sensitive values as a state file has them; without these every sensitive attribute shows as an update.
fn sensitive_paths(block: &Json, marks: &Json, path: &[Json], paths: &mut Vec<Json>) {
    for (name, mark) in marks.as_object().into_iter().flatten() {
        let mut here = path.to_vec();
        here.push(json!({ "type": "get_attr", "value": name }));
        let nested = &block["block_types"][name];
        match (mark, nested["nesting_mode"].as_str()) {
            (Json::Array(marks), Some("list")) => {
                for (index, mark) in marks.iter().enumerate() {
                    let mut element = here.clone();
                    element.push(json!({ "type": "index", "value": { "value": index, "type": "number" } }));
                    sensitive_paths(&nested["block"], mark, &element, paths);
                }
            }
            (Json::Object(_), Some("single" | "group")) => sensitive_paths(&nested["block"], mark, &here, paths),
            (mark, _) if has_true(mark) => paths.push(here.into()),
            _ => {}
        }
    }
}

fn has_true(mark: &Json) -> bool {
    match mark {
        Json::Bool(mark) => *mark,
        Json::Array(elements) => elements.iter().any(has_true),
        Json::Object(members) => members.values().any(has_true),
        _ => false,
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
