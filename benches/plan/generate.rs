//! Plans of any size, made of the recorded plans of the rules' examples: real changes of the real provider, in a fixed random order.

use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;

/// What a generated plan is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Everything is new: the examples as modules of a module with `for_each`.
    Create,
    /// Everything exists and nothing changes; the prior state tells it once more.
    NoOp,
    /// One resource with `for_each` of very many small instances: the least text for each object.
    Small,
    /// As `Create`, thirty modules deep.
    Deep,
}

impl Shape {
    pub const ALL: [Shape; 4] = [Shape::Create, Shape::NoOp, Shape::Small, Shape::Deep];

    pub fn name(self) -> &'static str {
        match self {
            Shape::Create => "create",
            Shape::NoOp => "no-op",
            Shape::Small => "small",
            Shape::Deep => "deep",
        }
    }

    pub fn named(name: &str) -> Option<Shape> {
        Shape::ALL.into_iter().find(|shape| shape.name() == name)
    }
}

const DEPTH: usize = 30;

/// An example: its changes and the configuration of its root.
struct Example {
    changes: Vec<Json>,
    module: Json,
}

/// Writes a plan of at least `bytes` bytes.
pub fn write(path: &Path, shape: Shape, bytes: usize, seed: u64) -> std::io::Result<()> {
    let examples = if shape == Shape::Small { vec![small()] } else { shuffled(recorded()?, seed) };
    let mut plan = Plan { out: BufWriter::new(File::create(path)?), written: 0, shape, seed };
    plan.put("{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{\"root_module\":")?;
    // The values of an object are about a third of what a plan says of it; the rest is its change.
    let values = match shape {
        Shape::NoOp => bytes / 5,
        _ => bytes * 2 / 5,
    };
    let copies = plan.values(&examples, values, usize::MAX)?;
    plan.put("},\"resource_changes\":[")?;
    plan.changes(&examples, copies)?;
    plan.put("],")?;
    if shape == Shape::NoOp {
        plan.put(
            "\"prior_state\":{\"format_version\":\"1.0\",\"terraform_version\":\"1.11.4\",\"values\":{\"root_module\":",
        )?;
        plan.values(&examples, usize::MAX, copies)?;
        plan.put("}},")?;
    }
    let configuration = configuration(&examples, shape);
    plan.put(&format!(
        "\"configuration\":{configuration},\"timestamp\":\"2026-01-01T00:00:00Z\",\"errored\":false}}\n"
    ))?;
    plan.out.flush()
}

struct Plan {
    out: BufWriter<File>,
    written: usize,
    shape: Shape,
    seed: u64,
}

impl Plan {
    fn put(&mut self, text: &str) -> std::io::Result<()> {
        self.written += text.len();
        self.out.write_all(text.as_bytes())
    }

    /// The objects of a state, copy after copy until there are as many bytes or copies; returns the copies.
    fn values(&mut self, examples: &[Example], bytes: usize, copies: usize) -> std::io::Result<usize> {
        if self.shape == Shape::Small {
            return self.small_values(&examples[0], bytes, copies);
        }
        let (start, mut copy) = (self.written, 0);
        self.put("{\"child_modules\":[")?;
        while copy < copies && self.written - start < bytes {
            self.put(if copy > 0 { "," } else { "" })?;
            let outer = outer(self.shape, copy);
            let path: Vec<&str> = outer.split(".module.").collect();
            for depth in 1..path.len() {
                let address = path[..depth].join(".module.");
                self.put(&format!("{{\"address\":{},\"child_modules\":[", json!(address)))?;
            }
            let children: Vec<Json> = (examples.iter().enumerate())
                .map(|(number, example)| {
                    let module = format!("{outer}.module.e{number}");
                    let changes = example.changes.iter().filter(|change| stands(change, copy));
                    let resources: Vec<Json> = changes.map(|change| self.object(change, &module, copy)).collect();
                    json!({"address": module, "resources": resources})
                })
                .collect();
            self.put(&json!({"address": outer, "child_modules": children}).to_string())?;
            self.put(&"]}".repeat(path.len() - 1))?;
            copy += 1;
        }
        self.put("]}")?;
        Ok(copy)
    }

    fn small_values(&mut self, example: &Example, bytes: usize, copies: usize) -> std::io::Result<usize> {
        let (start, mut copy) = (self.written, 0);
        self.put("{\"resources\":[")?;
        while copy < copies && self.written - start < bytes {
            self.put(if copy > 0 { "," } else { "" })?;
            for (number, change) in example.changes.iter().enumerate() {
                let object = self.object(&keyed(change, copy), "", copy);
                self.put(&format!("{}{object}", if number > 0 { "," } else { "" }))?;
            }
            copy += 1;
        }
        self.put("]}")?;
        Ok(copy)
    }

    fn object(&self, change: &Json, module: &str, copy: usize) -> Json {
        let mut object = json!({"sensitive_values": {}});
        for name in ["mode", "type", "name", "index", "provider_name"] {
            if let Some(value) = change.get(name) {
                object[name] = value.clone();
            }
        }
        object["address"] = inside(change, module).into();
        object["schema_version"] = 0.into();
        let settled = self.shape == Shape::NoOp;
        object["values"] = if settled { self.settled(change, copy) } else { self.planned(change, copy) };
        object
    }

    fn changes(&mut self, examples: &[Example], copies: usize) -> std::io::Result<()> {
        for copy in 0..copies {
            for (number, example) in examples.iter().enumerate() {
                for (index, change) in example.changes.iter().enumerate().filter(|(_, change)| stands(change, copy)) {
                    let first = copy + number + index == 0;
                    let made = match self.shape {
                        Shape::Small => keyed(change, copy),
                        _ => {
                            let module = format!("{}.module.e{number}", outer(self.shape, copy));
                            let mut made = change.clone();
                            made["address"] = inside(change, &module).into();
                            made["module_address"] = module.into();
                            made["change"]["after"] = self.planned(change, copy);
                            made
                        }
                    };
                    let made = if self.shape == Shape::NoOp { self.unchanged(made, change, copy) } else { made };
                    self.put(&format!("{}{made}", if first { "" } else { "," }))?;
                }
            }
        }
        Ok(())
    }

    fn unchanged(&self, mut made: Json, change: &Json, copy: usize) -> Json {
        let values = self.settled(change, copy);
        let sensitive = change["change"]["after_sensitive"].clone();
        made["change"] = json!({
            "actions": ["no-op"], "before": values, "after": values, "after_unknown": {},
            "before_sensitive": sensitive, "after_sensitive": sensitive,
        });
        made
    }

    /// What a plan knows of an object. Every copy has its own names, as in one account it must.
    fn planned(&self, change: &Json, copy: usize) -> Json {
        let mut values = change["change"]["after"].clone();
        rename(&mut values, copy);
        values
    }

    /// The values that an object has after it was made.
    fn settled(&self, change: &Json, copy: usize) -> Json {
        let mut random =
            Random(self.seed ^ (copy as u64) << 20 ^ change["address"].as_str().map_or(0, |a| a.len() as u64));
        let mut values = self.planned(change, copy);
        let unknown = change["change"]["after_unknown"].as_object().into_iter().flatten();
        for (name, mask) in unknown.filter(|(_, mask)| **mask == Json::Bool(true)) {
            let _ = mask;
            values[name] = match name.as_str() {
                "id" => format!("id-{:016x}", random.next()).into(),
                "arn" => format!("arn:aws:made:us-east-1:123456789012:thing/{:016x}", random.next()).into(),
                name if name.ends_with("_id") || name.ends_with("_arn") => {
                    format!("made-{:012x}", random.next()).into()
                }
                _ => Json::Null,
            };
        }
        values
    }
}

/// An account and Region have one of these at most: only the first copy holds them.
const SINGLE: [&str; 14] = [
    "aws_account_alternate_contact",
    "aws_account_primary_contact",
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_ebs_encryption_by_default",
    "aws_ec2_instance_metadata_defaults",
    "aws_guardduty_detector",
    "aws_iam_account_password_policy",
    "aws_iam_organizations_features",
    "aws_organizations_organization",
    "aws_s3_account_public_access_block",
    "aws_securityhub_account",
    "aws_cloudtrail",
    "aws_ssm_service_setting",
];

fn stands(change: &Json, copy: usize) -> bool {
    copy == 0 || !change["type"].as_str().is_some_and(|name| SINGLE.contains(&name))
}

/// The module instance in which a copy stands.
fn outer(shape: Shape, copy: usize) -> String {
    let deep: String =
        (0..if shape == Shape::Deep { DEPTH } else { 0 }).map(|level| format!(".module.level{level}")).collect();
    format!("module.app[\"{copy}\"]{deep}")
}

fn inside(change: &Json, module: &str) -> String {
    let address = change["address"].as_str().unwrap_or_default();
    let own = address.strip_prefix("module.").map_or(address, |_| address.rsplit("].").next().unwrap_or(address));
    if module.is_empty() { address.to_owned() } else { format!("{module}.{own}") }
}

/// Gives names of things a number: the same text gets the same number everywhere in a copy.
fn rename(value: &mut Json, copy: usize) {
    const NAMES: [&str; 6] = ["bucket", "name", "identifier", "cluster_identifier", "function_name", "domain_name"];
    match value {
        Json::Object(members) => {
            for (name, member) in members {
                match member {
                    Json::String(text) if NAMES.contains(&name.as_str()) => text.push_str(&format!("-{copy}")),
                    member => rename(member, copy),
                }
            }
        }
        Json::Array(elements) => elements.iter_mut().for_each(|element| rename(element, copy)),
        _ => {}
    }
}

fn keyed(change: &Json, copy: usize) -> Json {
    let mut made = change.clone();
    made["address"] = format!("{}[\"{copy}\"]", change["address"].as_str().unwrap_or_default()).into();
    made["index"] = copy.to_string().into();
    made
}

fn configuration(examples: &[Example], shape: Shape) -> Json {
    let provider = json!({"aws": {"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
        "expressions": {"region": {"constant_value": "us-east-1"}}}});
    if shape == Shape::Small {
        return json!({"provider_config": provider, "root_module": examples[0].module});
    }
    let calls: serde_json::Map<String, Json> = (examples.iter().enumerate())
        .map(|(number, example)| {
            (format!("e{number}"), json!({"source": format!("./e{number}"), "module": example.module}))
        })
        .collect();
    let mut module = json!({"module_calls": calls});
    for level in (0..if shape == Shape::Deep { DEPTH } else { 0 }).rev() {
        module = json!({"module_calls": {format!("level{level}"): {"source": "./level", "module": module}}});
    }
    json!({"provider_config": provider,
        "root_module": {"module_calls": {"app": {"source": "./app", "for_each_expression": {}, "module": module}}}})
}

/// A rule of a security group: little text, and several controls judge it.
fn small() -> Example {
    let change = json!({
        "address": "aws_vpc_security_group_ingress_rule.r", "mode": "managed", "type": "aws_vpc_security_group_ingress_rule",
        "name": "r", "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {"actions": ["create"], "before": null,
            "after": {"cidr_ipv4": "10.0.0.0/8", "cidr_ipv6": null, "description": null, "from_port": 443, "ip_protocol": "tcp",
                "prefix_list_id": null, "referenced_security_group_id": null, "tags": null, "to_port": 443},
            "after_unknown": {"arn": true, "id": true, "security_group_id": true, "security_group_rule_id": true, "tags_all": true},
            "before_sensitive": false, "after_sensitive": {"tags_all": {}}},
    });
    let module = json!({"resources": [{"address": "aws_vpc_security_group_ingress_rule.r", "mode": "managed",
        "type": "aws_vpc_security_group_ingress_rule", "name": "r", "provider_config_key": "aws", "for_each_expression": {},
        "expressions": {"cidr_ipv4": {"constant_value": "10.0.0.0/8"}, "from_port": {"constant_value": 443},
            "to_port": {"constant_value": 443}, "ip_protocol": {"constant_value": "tcp"},
            "security_group_id": {"references": ["var.group"]}}}], "variables": {"group": {}}});
    Example { changes: vec![change], module }
}

/// The recorded plans of all examples that make something.
fn recorded() -> std::io::Result<Vec<Example>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plans/rules");
    let mut files: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut examples = Vec::new();
    for file in files {
        let mut text = String::new();
        GzDecoder::new(File::open(file)?).read_to_string(&mut text)?;
        let plans: serde_json::Map<String, Json> = serde_json::from_str(&text).map_err(std::io::Error::other)?;
        for entry in plans.values() {
            let changes = entry["plan"]["resource_changes"].as_array().cloned().unwrap_or_default();
            let create = changes.iter().all(|change| change["change"]["actions"] == json!(["create"]));
            let module = entry["plan"]["configuration"]["root_module"].clone();
            if create && !changes.is_empty() && module.get("module_calls").is_none() {
                examples.push(Example { changes, module });
            }
        }
    }
    Ok(examples)
}

fn shuffled(mut examples: Vec<Example>, seed: u64) -> Vec<Example> {
    let mut random = Random(seed);
    for last in (1..examples.len()).rev() {
        examples.swap(last, (random.next() % (last as u64 + 1)) as usize);
    }
    // A handful at a time, so that a megabyte holds whole copies and growth is even.
    examples.truncate(120);
    examples
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }
}
