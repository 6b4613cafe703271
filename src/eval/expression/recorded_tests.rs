//! Compares with what Terraform made of the expressions in testdata/expressions (recorded there by record.py).

use super::*;
use crate::source::parse;
use crate::text::FileId;
use crate::value::{Entries, Kind as V, Marks, Reference, from_json, to_json};
use std::collections::BTreeMap;
use std::fs;

/// The names of testdata/expressions/preamble.tf.
pub(super) struct Preamble(pub(super) BTreeMap<&'static str, Value>);

impl Scope for Preamble {
    fn resolve(&self, root: &str, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let missing = || EvalError { span: at, message: format!("Reference to undeclared {root}") };
        match (root, names) {
            ("local", [name, ..]) => {
                let locals = self.0.get("local").and_then(|locals| locals.get(name));
                locals.cloned().map(|value| (value, 1)).ok_or_else(missing)
            }
            ("terraform_data", ["x", ..]) => Ok((self.0["terraform_data.x"].clone(), 1)),
            ("path", ["module" | "root" | "cwd", ..]) => Ok((".".into(), 1)),
            ("terraform", ["workspace", ..]) => Ok(("default".into(), 1)),
            _ => Err(missing()),
        }
    }
}

fn attribute(ty: Type, path: &str) -> Unknown {
    Unknown::of_reference(ty, Reference { address: "terraform_data.x".into(), path: path.into() })
}

pub(super) fn evaluate_text(text: &str, scope: &dyn Scope) -> Result<Value, EvalError> {
    // An attribute of an object, as in the recording: newlines count as there.
    let file = Arc::new(parse(FileId(0), "case.tf".into(), format!("v = {{\n  ok = {text}\n}}\n").into()));
    if let Some(error) = file.tree.errors.first() {
        return Err(EvalError { span: error.span, message: error.message.clone() });
    }
    let root = Syntax { node: file.tree.root(), file };
    let last = |syntax: &Syntax| syntax.children().last().cloned().expect("a child");
    let item = last(&last(&last(&root)));
    evaluate(&last(&item), scope)
}

fn known(text: &str) -> Value {
    evaluate_text(text, &Preamble(BTreeMap::new())).unwrap_or_else(|error| panic!("{text}: {}", error.message))
}

pub(super) fn preamble() -> Preamble {
    let unknown = |ty: Type, name: &str| -> Value { Unknown::new(ty, Blocker::Variable(name.into())).into() };
    let strings = |text: &str| text.split(' ').map(Value::from).collect::<Vec<_>>();
    let entry = |name: &str, value: &str| (Arc::from(name), Value::from(value));
    let locals = Value::object([
        ("u", Value::from(attribute(Type::String, "id").not_null())),
        ("uany", unknown(Type::Dynamic, "any")),
        ("ustr", unknown(Type::String, "string")),
        ("unum", unknown(Type::Number, "number")),
        ("ubool", unknown(Type::Bool, "bool")),
        ("ulist", unknown(Type::list(Type::String), "list")),
        ("uset", unknown(Type::set(Type::String), "set")),
        ("umap", unknown(Type::map(Type::String), "map")),
        ("uobj", unknown(Type::object([("a", Type::String), ("b", Type::Number)]), "object")),
        ("uobjs", unknown(Type::list(Type::object([("id", Type::String)])), "objects")),
        ("utuple", unknown(Type::tuple([Type::String, Type::Number]), "tuple")),
        ("secret", Value::from("s").with_marks(Marks::SENSITIVE)),
        ("secrets", Value::tuple(strings("s t")).with_marks(Marks::SENSITIVE)),
        ("list", Value::list(Type::String, strings("a b c"))),
        ("nums", Value::list(Type::Number, vec![Value::from(3), Value::from(1), Value::from(2)])),
        ("set", Value::set(Type::String, strings("b a c"))),
        ("map", Value::map(Type::String, Entries::from([entry("k", "v"), entry("a", "b")]))),
        ("obj", known(r#"{ name = "n", port = 80, tags = { x = "y" }, none = null, list = ["p", "q"] }"#)),
        ("objs", known(r#"[{ id = "i1", n = 1 }, { id = "i2", n = 2 }]"#)),
    ]);
    let instance = Value::object([
        ("id", Value::from(attribute(Type::String, "id").not_null())),
        ("input", "i".into()),
        ("output", attribute(Type::String, "output").into()),
        ("triggers_replace", Value::null()),
    ]);
    Preamble(BTreeMap::from([("local", locals), ("terraform_data.x", instance)]))
}

/// The value with null for what is unknown, and the shape of `after_unknown`.
fn split(value: &Value) -> (Value, Value) {
    match &value.kind {
        V::Unknown(_) => (Value::null(), true.into()),
        V::List(_, elements) | V::Set(_, elements) | V::Tuple(elements) => {
            let (known, unknown) = elements.iter().map(split).unzip();
            (Value::tuple(known), Value::tuple(unknown))
        }
        V::Map(_, entries) | V::Object(entries) => {
            let parts = entries.iter().map(|(name, entry)| (name.clone(), split(entry)));
            let (known, unknown): (Vec<_>, Vec<_>) =
                parts.map(|(name, (known, unknown))| ((name.clone(), known), (name, unknown))).unzip();
            (Value::object(known), Value::object(unknown))
        }
        _ => (Value::from(value.kind.clone()), false.into()),
    }
}

fn type_json(ty: &Type) -> Value {
    let of = |name: &str, inner: Value| Value::tuple(vec![name.into(), inner]);
    match ty {
        Type::Dynamic => "dynamic".into(),
        Type::List(element) => of("list", type_json(element)),
        Type::Set(element) => of("set", type_json(element)),
        Type::Map(element) => of("map", type_json(element)),
        Type::Tuple(elements) => of("tuple", Value::tuple(elements.iter().map(type_json).collect())),
        Type::Object(attributes) => of(
            "object",
            Value::object(attributes.iter().map(|(name, attribute)| (name.clone(), type_json(&attribute.ty)))),
        ),
        primitive => primitive.to_string().into(),
    }
}

/// What is wrong with a result; `None` when it agrees with the recording.
fn difference(case: &Value, scope: &dyn Scope) -> Option<String> {
    let expression = case.get("expression").and_then(Value::as_str).expect("an expression");
    let ours = evaluate_text(expression, scope);
    if let Some(error) = case.get("error").and_then(Value::as_str) {
        // Infinity is a value that cannot be put into a plan.
        return match ours {
            Err(_) => None,
            Ok(_) if error.starts_with("Failed to write plan file") => None,
            Ok(value) => Some(format!("{expression}\n    Terraform: {error}\n    here: {}", show(&value))),
        };
    }
    let ours = match ours {
        Ok(value) => value,
        Err(error) => return Some(format!("{expression}\n    here an error: {}", error.message)),
    };
    let theirs = (case.get("value").expect("a value"), case.get("unknown").expect("unknown"));
    let (value, unknown) = split(&ours);
    if let Some(what) = compare((&value, &unknown), theirs) {
        let theirs = if theirs.1.as_bool() == Some(true) { "unknown".into() } else { show(theirs.0) };
        return Some(format!("{expression}\n    {what}; Terraform: {theirs}\n    here: {}", show(&ours)));
    }
    let ty = case.get("type").filter(|ty| show(ty) != show(&type_json(&ours.type_of())));
    ty.map(|ty| format!("{expression}\n    type in Terraform: {}\n    here: {}", show(ty), ours.type_of()))
}

fn show(value: &Value) -> String {
    to_json(value).unwrap_or_else(|| format!("{:?}", value.kind))
}

/// What Terraform knows must be known and the same; what it does not know may be known here.
fn compare((value, unknown): (&Value, &Value), (their_value, their_unknown): (&Value, &Value)) -> Option<String> {
    if their_unknown.as_bool() == Some(true) {
        return None;
    }
    if unknown.as_bool() == Some(true) {
        return Some("not known here".into());
    }
    if let (Some(ours), Some(theirs)) = (value.as_sequence(), their_value.as_sequence())
        && ours.len() == theirs.len()
    {
        return (0..ours.len())
            .find_map(|at| compare((&ours[at], part(unknown, at)), (&theirs[at], part(their_unknown, at))));
    }
    if let (Some(ours), Some(theirs)) = (value.as_mapping(), their_value.as_mapping()) {
        let names: Vec<_> = ours.keys().filter(|name| !is_unknown(their_unknown, name)).collect();
        if theirs.keys().any(|name| !ours.contains_key(name)) || names.iter().any(|name| !theirs.contains_key(name)) {
            return Some("other attributes".into());
        }
        return names.iter().find_map(|name| {
            let inner = |unknown: &Value| unknown.get(name).cloned().unwrap_or(false.into());
            compare((&ours[*name], &inner(unknown)), (&theirs[*name], &inner(their_unknown)))
        });
    }
    (show(value) != show(their_value)).then(|| "another value".into())
}

fn part(unknown: &Value, at: usize) -> &Value {
    unknown.as_sequence().and_then(|parts| parts.get(at)).unwrap_or(unknown)
}

fn is_unknown(unknown: &Value, name: &str) -> bool {
    unknown.get(name).and_then(Value::as_bool) == Some(true)
}

/// Every recorded case with the name of its file.
pub(super) fn recorded() -> Vec<(String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/expressions");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "recorded"));
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a recording");
        let name = path.file_stem().unwrap_or_default().display().to_string();
        cases.extend(text.lines().map(|line| (name.clone(), from_json(line).expect("JSON"))));
    }
    cases
}

#[test]
fn agrees_with_terraform() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/expressions");
    let accepted = fs::read_to_string(format!("{folder}/differences.txt")).unwrap_or_default();
    let accepted: Vec<&str> = accepted.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let scope = preamble();
    let cases = recorded();
    let mut differences = Vec::new();
    for (file, case) in &cases {
        let expression = case.get("expression").and_then(Value::as_str).unwrap_or_default();
        if !accepted.contains(&expression.replace('\n', "\\n").as_str())
            && let Some(difference) = difference(case, &scope)
        {
            differences.push(format!("{file}: {difference}"));
        }
    }
    let cases = cases.len();
    assert!(differences.is_empty(), "{} of {cases} differ:\n{}", differences.len(), differences.join("\n"));
    assert!(cases > 1_500, "only {cases} cases");
}

/// Records again with the Terraform on the path; run with `cargo test -- --ignored recordings_are_up_to_date`.
#[test]
#[ignore = "needs terraform"]
fn recordings_are_up_to_date() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/expressions/record.py");
    let status = std::process::Command::new("python3").args([script, "--check"]).status().expect("python3 runs");
    assert!(status.success(), "testdata/expressions/record.py --check found differences");
}
