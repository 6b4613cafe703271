//! A plan joined to its source: places of blocks, and what the source knows of values that the plan does not show.

mod agreement;
mod completion;

pub use agreement::subject;

use super::planned::digest;
use super::{Content, Graph, Link, Origin, Problem, ProblemKind, ProviderConfig, Resource, Source, resource_of};
use crate::eval::inputs::declaration;
use crate::eval::module::ResourceKey;
use crate::eval::{Evaluation, InstanceKey, Mode, Module, ResourceInstance, VariableInput, keeps_digest};
use crate::plan::{Document, Json};
use crate::value::{Kind, Reference, Value, from_json};
use completion::{Completion, choices, is_settled};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many addresses a message names.
const NAMED: usize = 3;

impl Graph {
    /// The same graph with places from evaluated source. A plan keeps its values; where it knows less than the source, the
    /// source says why. Says so in the problems when plan and source do not match.
    pub fn with_configuration(mut self, configuration: Arc<Evaluation>) -> Graph {
        let meant = take_meant(&mut self.resources, &configuration);
        if self.origin != Origin::Configuration {
            let instances = instances(&configuration);
            self.problems.extend(not_read(&configuration));
            let missing = locate(&mut self.resources, &configuration, &instances);
            self.problems.extend(mismatch("the source has no", missing, "the plan"));
            if self.origin == Origin::Plan {
                let unplanned = unplanned(&self, &instances);
                self.problems.extend(mismatch("the plan has no", unplanned, "the source"));
                let otherwise = written_otherwise(&self.resources, &configuration, &instances);
                self.problems.extend(differently(&otherwise));
                join_values(&mut self.resources, &configuration, otherwise);
            }
        }
        if !meant.is_empty() {
            self = self.with_meant(&meant, &configuration);
        }
        self.configuration = Some(configuration);
        self
    }

    /// With the instances that the source has of these resources.
    fn with_meant(mut self, meant: &Meant, configuration: &Arc<Evaluation>) -> Graph {
        let mut resources = std::mem::take(&mut self.resources);
        let shown: FxHashSet<Arc<str>> = resources.iter().map(|resource| resource.address.clone()).collect();
        for (_, resource) in Graph::from_config(configuration.clone()).resources() {
            let provider = meant.get(&strip_keys(&resource.address)).filter(|_| !shown.contains(&resource.address));
            resources.extend(provider.map(|provider| Resource { provider: provider.clone(), ..resource.clone() }));
        }
        let mut graph = Graph::new(self.origin, resources, self.providers, self.problems);
        graph.make_before = self.make_before;
        graph.secrets = self.secrets;
        graph
    }
}

/// By resource block: the provider configuration.
type Meant = FxHashMap<String, Arc<ProviderConfig>>;

/// A plan that stopped at an error does not show everything: what only its configuration tells, and the source declares, is what the
/// source says.
fn take_meant(resources: &mut Vec<Resource>, configuration: &Evaluation) -> Meant {
    let mut meant = Meant::default();
    if !resources.iter().any(|resource| resource.assumed) {
        return meant;
    }
    let modules: FxHashMap<String, _> =
        configuration.all_instances().into_iter().map(|it| (strip_keys(&it.address), it.module.clone())).collect();
    resources.retain(|resource| {
        let told = resource.assumed && is_declared(resource, &modules, configuration);
        if told {
            meant.insert(strip_keys(&resource.address), resource.provider.clone());
        }
        !told
    });
    meant
}

/// The source has the resource's block, or a module call around it that makes nothing.
fn is_declared(resource: &Resource, modules: &FxHashMap<String, Arc<Module>>, configuration: &Evaluation) -> bool {
    let path = strip_keys(&resource.module);
    let mut at = String::new();
    for name in path.split('.').skip(1).step_by(2) {
        if !modules.get(&at).is_some_and(|module| module.calls.contains_key(name)) {
            return false;
        }
        let dot = if at.is_empty() { "" } else { "." };
        at = format!("{at}{dot}module.{name}");
        if !modules.contains_key(&at) {
            return !in_missing_module(&at, configuration);
        }
    }
    let key = ResourceKey { mode: resource.mode, type_name: resource.type_name.clone(), name: resource.name.clone() };
    modules.get(&at).is_some_and(|module| module.resources.contains_key(&key))
}

type Instances = FxHashMap<Arc<str>, Arc<ResourceInstance>>;

fn instances(configuration: &Arc<Evaluation>) -> Instances {
    let mut instances = Instances::default();
    for module in configuration.all_instances() {
        for (key, block) in &module.module.resources {
            let Ok(expansion) = configuration.resource(&module, key, block.header) else { continue };
            for instance in expansion.instances() {
                instances.insert(instance.address.clone(), instance.clone());
            }
        }
    }
    instances
}

/// Outside of its target a plan keeps what its configuration has no more.
fn is_configured(resource: &Resource) -> bool {
    !matches!(&resource.content, Content::Lazy(source, number) if !source.is_configured(*number))
}

/// What there is to read of the source and could not be read: places and fixes are missing there. Other problems of the source
/// say what it leaves unknown, which the plan tells.
fn not_read(configuration: &Evaluation) -> Vec<Problem> {
    let unread = [ProblemKind::Syntax, ProblemKind::Unreadable, ProblemKind::MissingModule];
    let all = configuration.project.problems.iter().cloned().chain(configuration.problems());
    all.filter(|problem| unread.contains(&problem.kind)).collect()
}

/// Gives each resource the place of its block; returns the addresses of those that have none.
fn locate(resources: &mut [Resource], configuration: &Evaluation, instances: &Instances) -> Vec<Arc<str>> {
    let mut missing = Vec::new();
    let unknown = InstanceKey::Unknown.to_string();
    for resource in resources {
        let found = instances.get(&resource.address).or_else(|| {
            // The source does not know the keys that the plan has.
            let any = format!("{}{unknown}", resource_of(&resource.address));
            instances.get(any.as_str()).or_else(|| instances.get(with_unknown_modules(&any, &unknown).as_str()))
        });
        resource.location = found.map(|instance| instance.block.header);
        let expected = resource.is_kept() && resource.mode == Mode::Managed && is_configured(resource);
        if found.is_none() && expected && !in_missing_module(&resource.module, configuration) {
            missing.push(resource.address.clone());
        }
    }
    missing
}

/// The address with every key replaced by the sign for keys that are not known.
fn with_unknown_modules(address: &str, unknown: &str) -> String {
    let mut replaced = String::new();
    let mut depth = 0;
    let mut quoted = false;
    for c in address.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => {
                depth += 1;
                replaced.push_str(unknown);
            }
            ']' if !quoted => depth -= 1,
            _ if depth == 0 => replaced.push(c),
            _ => {}
        }
    }
    replaced
}

/// The module, or one around it, is not among the modules that could be loaded.
fn in_missing_module(module: &str, configuration: &Evaluation) -> bool {
    let problems = configuration.problems();
    let missing = problems.iter().filter(|problem| problem.kind == ProblemKind::MissingModule);
    let mut addresses = missing.filter_map(|problem| problem.address.clone());
    !module.is_empty() && addresses.any(|address| strip_keys(module).starts_with(&strip_keys(&address)))
}

pub(super) fn strip_keys(address: &str) -> String {
    with_unknown_modules(address, "")
}

/// What the source declares and the plan does not have, where the plan claims to be whole.
fn unplanned(graph: &Graph, instances: &Instances) -> Vec<Arc<str>> {
    if graph.problems.iter().any(|problem| problem.kind == ProblemKind::IncompletePlan) {
        return Vec::new();
    }
    let planned: FxHashSet<&str> = graph.resources.iter().map(|resource| resource_of(&resource.address)).collect();
    let mut unplanned: Vec<Arc<str>> = instances
        .values()
        .filter(|instance| instance.key.mode == Mode::Managed && !instance.address.contains("[*]"))
        .filter(|instance| !planned.contains(resource_of(&instance.address)))
        .map(|instance| instance.address.clone())
        .collect();
    unplanned.sort();
    unplanned
}

fn mismatch(what: &str, addresses: Vec<Arc<str>>, which: &str) -> Option<Problem> {
    let first = addresses.first()?.clone();
    let named = addresses.iter().take(NAMED).map(|address| &**address).collect::<Vec<_>>().join(", ");
    let more = and_more(addresses.len().saturating_sub(NAMED));
    let message = format!("{what} {named}{more}, which {which} has: plan and source do not match");
    Some(Problem::new(ProblemKind::SourceMismatch, message).of(first))
}

fn and_more(count: usize) -> String {
    if count > 0 { format!(" and {count} more") } else { String::new() }
}

/// By resource block: the attributes and blocks that refer to other things in the source than in the plan.
type Otherwise = BTreeMap<Arc<str>, BTreeSet<Arc<str>>>;

fn written_otherwise(resources: &[Resource], configuration: &Arc<Evaluation>, instances: &Instances) -> Otherwise {
    let mut seen = FxHashSet::default();
    let mut otherwise = Otherwise::new();
    for resource in resources.iter().filter(|resource| resource.is_kept()) {
        let Content::Lazy(source, number) = &resource.content else { continue };
        let block = strip_keys(&resource.address);
        let Some(instance) = instances.get(&resource.address).filter(|_| !seen.contains(&block)) else { continue };
        seen.insert(block.clone());
        if instance.schema(configuration).is_none() {
            continue;
        }
        let Some(planned) = source.mentions(*number) else { continue };
        let names = agreement::differing(&planned, &instance.block.body);
        if !names.is_empty() {
            otherwise.insert(block.into(), names);
        }
    }
    otherwise
}

fn differently(otherwise: &Otherwise) -> Option<Problem> {
    let (block, names) = otherwise.first_key_value()?;
    let name = names.first()?;
    let more = and_more(otherwise.values().map(BTreeSet::len).sum::<usize>() - 1);
    let message = format!(
        "the source refers to other things in {block}.{name}{more} than the plan: plan and source do not match"
    );
    Some(Problem::new(ProblemKind::SourceMismatch, message).of(block.clone()))
}

fn join_values(resources: &mut [Resource], configuration: &Arc<Evaluation>, otherwise: Otherwise) {
    let mut inner = None;
    let mut addresses: Vec<Arc<str>> = Vec::new();
    for resource in resources.iter() {
        let Content::Lazy(source, number) = &resource.content else { continue };
        let number = *number as usize;
        inner.get_or_insert_with(|| source.clone());
        if addresses.len() <= number {
            addresses.resize(number + 1, Arc::default());
        }
        addresses[number] = resource.address.clone();
    }
    let Some(inner) = inner else { return };
    let joined: Arc<dyn Source> =
        Arc::new(Joined { inner, configuration: configuration.clone(), addresses, otherwise });
    for resource in resources {
        if let Content::Lazy(source, _) = &mut resource.content {
            *source = joined.clone();
        }
    }
}

/// A plan's values, completed from source.
struct Joined {
    inner: Arc<dyn Source>,
    configuration: Arc<Evaluation>,
    addresses: Vec<Arc<str>>,
    otherwise: Otherwise,
}

impl Joined {
    /// What the source says of an instance, as far as it says there what the plan does.
    fn configured(&self, instance: u32) -> Option<Value> {
        let address = self.addresses.get(instance as usize)?;
        let found = self.configuration.find(address)?;
        let configured = found.configured(&self.configuration, found.block.header).ok()?;
        match self.otherwise.get(strip_keys(address).as_str()).filter(|_| !self.otherwise.is_empty()) {
            None => Some(configured),
            Some(names) => {
                let Kind::Object(entries) = configured.kind else { return None };
                let mut entries = Arc::unwrap_or_clone(entries);
                entries.retain(|name, _| !names.contains(name));
                Some(Value::object_of(entries).with_marks(configured.marks))
            }
        }
    }

    /// The block may have a `dynamic` one in it.
    fn has_dynamic(&self, instance: u32) -> bool {
        let found = self.addresses.get(instance as usize).and_then(|address| self.configuration.find(address));
        let mut layers = found.iter().flat_map(|found| found.block.body.layers());
        layers.any(|layer| layer.syntax.text().contains("dynamic"))
    }

    /// A plan holds a digest of user data: where it is that of the source's text, the text is what is planned.
    fn with_user_data(&self, instance: u32, planned: &Value) -> Option<Value> {
        let hash = planned.get("user_data")?;
        hash.as_str().filter(|hash| hash.len() == 40)?;
        let address = self.addresses.get(instance as usize)?;
        if !keeps_digest(&self.configuration.find(address)?.key.type_name, "user_data") {
            return None;
        }
        let configured = self.configured(instance)?;
        let text = configured.get("user_data")?;
        if text.as_str().map(digest).as_deref() != hash.as_str() {
            return None;
        }
        let mut completed = Completion::from(&*self.inner).of(planned, &configured);
        let Kind::Object(entries) = &mut completed.kind else { return None };
        Arc::make_mut(entries).insert("user_data".into(), text.clone().with_marks(hash.marks));
        Some(completed)
    }
}

impl Source for Joined {
    fn values(&self, instance: u32) -> Value {
        let planned = self.inner.values(instance);
        if let Some(values) = self.with_user_data(instance, &planned) {
            return values;
        }
        let settled = planned.unknowns().iter().all(|unknown| is_settled(unknown));
        let dynamic = self.has_dynamic(instance);
        let Some(configured) = (!settled || dynamic).then(|| self.configured(instance)).flatten() else {
            return planned;
        };
        let completion = Completion::from(&*self.inner);
        let mut values = if settled { planned } else { completion.of(&planned, &configured) };
        // A plan shows the blocks that a `dynamic` one may make as it shows those that the provider makes.
        for path in if dynamic { self.inner.computed(instance) } else { Vec::new() } {
            if let Some(with) = completion.with_dynamic(&values, &configured, &path) {
                values = with;
            }
        }
        values
    }

    fn prior(&self, instance: u32) -> Option<Value> {
        self.inner.prior(instance)
    }

    fn is_configured(&self, instance: u32) -> bool {
        self.inner.is_configured(instance)
    }

    fn links(&self, instance: u32) -> Vec<Link> {
        let mut links = self.inner.links(instance);
        if !links.is_empty() {
            let chosen = choices(&self.values(instance));
            // The unknown itself says that it may be something else: the plan only names what there is to choose from.
            links.retain(|link| !chosen.iter().any(|(name, to)| names(&link.to, to) && is_in(&link.attribute, name)));
        }
        links
    }

    fn computed(&self, instance: u32) -> Vec<Arc<str>> {
        self.inner.computed(instance)
    }

    fn may_contribute(&self, instance: u32) -> bool {
        self.inner.may_contribute(instance)
    }
}

/// What a plan refers to is this attribute: of `aws_x.y[*].id` it says `aws_x.y`.
fn names(planned: &Reference, to: &Reference) -> bool {
    planned == to || planned.path.is_empty() && *planned.address == *resource_of(&to.address)
}

/// The path is the attribute or block, or leads into it.
fn is_in(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The root variables to which the plan gave other values than the source has, as `--var` would give them.
pub fn plan_variables(document: &Document, configuration: &Evaluation) -> Vec<VariableInput> {
    let root = configuration.root();
    let mut inputs = Vec::new();
    for (name, variable) in &document.variables {
        let Some(slice) = variable.value else { continue };
        let Some(block) = root.module.variables.get(name) else { continue };
        let planned = slice.json(&document.text);
        let evaluated = configuration.variable(&root, name, block.header);
        // The plan has it as it was given, the source as the declared type makes it.
        let taken = || {
            let given = from_json(slice.text(&document.text)).ok()?;
            declaration(configuration, &root, name)?.taken(&given).ok()
        };
        let is_taken = |value: &Value| taken().is_some_and(|taken| taken == value.without_marks_deep());
        if !evaluated.is_ok_and(|value| same(&value, &planned) || is_taken(&value)) {
            inputs.push(VariableInput::CommandLine {
                name: name.to_string(),
                value: variable_text(&planned, slice.text(&document.text)),
            });
        }
    }
    inputs
}

fn same(value: &Value, planned: &Json<'_>) -> bool {
    match (&value.kind, planned) {
        (Kind::Null(_), Json::Null) => true,
        (Kind::Bool(a), Json::Bool(b)) => a == b,
        (Kind::Number(a), Json::Number(b)) => a == b,
        (Kind::String(a), Json::String(b)) => **a == **b,
        (Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values), Json::Array(elements)) => {
            values.len() == elements.len() && values.iter().zip(elements).all(|(value, element)| same(value, element))
        }
        (Kind::Map(_, entries) | Kind::Object(entries), Json::Object(members)) => {
            let member = |(name, value): (&Arc<str>, &Value)| match planned.get(name) {
                Some(member) => same(value, member),
                None => value.is_null(),
            };
            entries.len() >= members.len() && entries.iter().all(member)
        }
        _ => false,
    }
}

/// A string as it is; anything else as an expression: JSON in which nothing starts a template.
fn variable_text(json: &Json<'_>, text: &str) -> String {
    match json {
        Json::String(string) => string.to_string(),
        _ => text.replace("${", "$${").replace("%{", "%%{"),
    }
}

#[cfg(test)]
mod part_tests;

#[cfg(test)]
mod tests {
    use crate::eval::VariableInput;
    use crate::graph::{Graph, Mode, ProblemKind, from_plan, plan_variables};
    use crate::plan;
    use crate::schema::Schema;
    use crate::tests::support::{evaluate, package};
    use crate::value::{Kind, Value};
    use std::sync::Arc;

    fn document(case: &str) -> Arc<plan::Document> {
        let path = package().join(format!("testdata/plan/{case}/plan.json"));
        Arc::new(plan::read(std::fs::read(path).unwrap()).unwrap())
    }

    fn joined(case: &str, source: &str) -> Graph {
        let graph = from_plan(document(case), Schema::builtin());
        graph.with_configuration(evaluate(&format!("testdata/plan/{source}"), Vec::new()))
    }

    fn value(graph: &Graph, address: &str, name: &str) -> Value {
        let id = graph.find(address).unwrap();
        graph.get(id).values().get(name).unwrap().clone()
    }

    #[test]
    fn every_planned_resource_has_its_place() {
        for case in ["create", "unset", "nested", "sensitive", "deferred", "update", "target", "errored"] {
            let graph = joined(case, case);
            let mismatches: Vec<&str> = graph
                .problems()
                .iter()
                .filter(|problem| problem.kind == ProblemKind::SourceMismatch)
                .map(|problem| &*problem.message)
                .collect();
            assert!(mismatches.is_empty(), "{case}: {mismatches:?}");
            for (_, resource) in graph.resources().filter(|(_, resource)| resource.is_kept()) {
                assert!(resource.location.is_some(), "{case}: {}", resource.address);
            }
        }
    }

    #[test]
    fn locals_and_dynamic_blocks_are_known_from_source() {
        let graph = joined("unset", "unset");
        assert!(value(&graph, "aws_ebs_volume.local", "kms_key_id").is_null());
        assert!(value(&graph, "aws_ebs_volume.conditional", "kms_key_id").is_null());
        let devices = value(&graph, "aws_instance.dynamic", "ebs_block_device");
        let devices = devices.as_sequence().unwrap();
        assert!(devices.iter().all(|device| device.get("kms_key_id").unwrap().is_null()));
        assert_eq!(devices[1].get("encrypted"), Some(&Value::from(false)));
        let graph = joined("create", "create");
        let key = value(&graph, "aws_ebs_volume.v[\"a\"]", "kms_key_id");
        assert_eq!(&*key.as_unknown().unwrap().reference.as_ref().unwrap().address, "aws_kms_key.k");
        let policy = value(&graph, "aws_iam_policy.encoded", "policy");
        assert!(policy.as_unknown().unwrap().partial.is_some());
    }

    #[test]
    fn a_source_that_does_not_match_is_noticed() {
        let graph = joined("create", "deferred");
        let mismatches = graph.problems().iter().filter(|problem| problem.kind == ProblemKind::SourceMismatch);
        let messages: Vec<&str> = mismatches.map(|problem| &*problem.message).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].starts_with("the source has no "), "{messages:?}");
    }

    #[test]
    fn variables_of_the_plan_that_differ_are_given_to_the_source() {
        let same = evaluate("testdata/plan/create", Vec::new());
        assert_eq!(plan_variables(&document("create"), &same), []);
        let other = VariableInput::CommandLine { name: "region".into(), value: "us-west-2".into() };
        let differing = evaluate("testdata/plan/create", vec![other]);
        let expected = VariableInput::CommandLine { name: "region".into(), value: "eu-west-1".into() };
        assert_eq!(plan_variables(&document("create"), &differing), [expected]);
    }

    /// Where the plan and the evaluated source know a value alike, they agree; what one leaves unset, the other does not set.
    #[test]
    fn plan_and_source_agree() {
        let mut differences = Vec::new();
        for case in ["create", "unset", "nested", "sensitive", "deferred", "target"] {
            let planned = joined(case, case);
            let configured = Graph::from_config(evaluate(&format!("testdata/plan/{case}"), Vec::new()));
            for (_, resource) in planned.resources().filter(|(_, resource)| resource.mode == Mode::Managed) {
                let Some(id) = configured.find(&resource.address) else {
                    differences.push(format!("{case}: no {}", resource.address));
                    continue;
                };
                let mut report =
                    |difference: String| differences.push(format!("{case}: {} {difference}", resource.address));
                compare(&resource.values(), &configured.get(id).values(), "", &mut report);
                let (ours, theirs) = (&resource.provider, &configured.get(id).provider);
                if (&ours.address, ours.region()) != (&theirs.address, theirs.region()) {
                    report(format!("provider {} is {}", ours.address, theirs.address));
                }
            }
        }
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }

    fn compare(planned: &Value, configured: &Value, path: &str, report: &mut dyn FnMut(String)) {
        match (&planned.kind, &configured.kind) {
            // Providers keep a hash of user data, and no empty sets.
            _ if path == ".user_data" => {}
            (Kind::Null(_), Kind::Set(_, theirs)) if theirs.is_empty() => {}
            // The provider has defaults for what is not set.
            (_, Kind::Null(_)) if planned.as_unknown().is_none() => {}
            (Kind::Object(ours), Kind::Object(theirs)) | (Kind::Map(_, ours), Kind::Map(_, theirs)) => {
                for (name, value) in ours.iter() {
                    compare(value, theirs.get(name).unwrap_or(&Value::null()), &format!("{path}.{name}"), report);
                }
            }
            (
                Kind::List(_, ours) | Kind::Set(_, ours) | Kind::Tuple(ours),
                Kind::List(_, theirs) | Kind::Set(_, theirs) | Kind::Tuple(theirs),
            ) => {
                if ours.len() != theirs.len() {
                    report(format!("{path}: {} elements, {} in source", ours.len(), theirs.len()));
                }
                for (index, value) in ours.iter().enumerate().filter(|_| ours.len() == 1 && theirs.len() == 1) {
                    compare(value, &theirs[index], &format!("{path}[{index}]"), report);
                }
            }
            (Kind::Unknown(ours), Kind::Unknown(theirs)) => {
                if ours.reference.is_some() && ours.reference != theirs.reference {
                    report(format!("{path}: {:?} is {:?} in source", ours.reference, theirs.reference));
                }
            }
            (_, Kind::Unknown(_)) => {}
            (Kind::Unknown(ours), theirs) => {
                report(format!("{path}: unknown by {:?}, {theirs:?} in source", ours.blockers))
            }
            (ours, theirs) if ours == theirs => {}
            (ours, theirs) => report(format!("{path}: {ours:?}, {theirs:?} in source")),
        }
    }
}
