use crate::eval::expression::evaluate;
use crate::eval::scope::{EvalError, FileAccess, Scope};
use crate::source::{Syntax, parse_expression};
use crate::text::{FileId, Span};
use crate::value::{Blocker, Kind, Reference, Type, Unknown, Value};
use serde_json::{Value as Json, json};
use std::sync::Arc;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/console");

/// The names that the recorded configuration gives to its unknown values.
struct Names;

impl Scope for Names {
    fn resolve(&self, root: &str, names: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let unknown = |ty: Type, path: &str| {
            let reference = Reference { address: "terraform_data.u".into(), path: path.into() };
            Value::from(Unknown::of_reference(ty, reference).not_null())
        };
        let value = match (root, names.first()) {
            ("local", Some(&"text")) => unknown(Type::String, "id"),
            ("local", Some(&"other")) => unknown(Type::String, "other"),
            ("local", Some(&"any")) => Unknown::new(Type::Dynamic, Blocker::Function("jsondecode".into())).into(),
            ("local", Some(&"template")) => "Hi ${name}%{ if x }!%{ endif }".into(),
            ("local", Some(&"list")) => unknown(Type::list(Type::String), "list"),
            ("local", Some(&"map")) => unknown(Type::map(Type::String), "map"),
            ("local", Some(&"number")) => unknown(Type::Number, "number"),
            ("path", Some(&"module" | &"root")) => ".".into(),
            _ => return Err(EvalError { span: at, message: format!("no {root}") }),
        };
        Ok((value, 1))
    }

    fn files(&self) -> Option<&dyn FileAccess> {
        Some(&Files)
    }
}

struct Files;

impl Files {
    fn at(path: &str) -> std::path::PathBuf {
        std::path::Path::new(FOLDER).join(path)
    }
}

impl FileAccess for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(Files::at(path)).map_err(|error| error.to_string())
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        Err(format!("{directory} is not listed"))
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        match Files::at(path) {
            folder if folder.is_dir() => Err(format!("{path} is a directory, not a file")),
            file => Ok(file.exists()),
        }
    }

    fn fileset(&self, path: &str, pattern: &str) -> Result<Vec<String>, String> {
        let folder = Files::at(path);
        let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
        let entries = std::fs::read_dir(&folder).map_err(|error| error.to_string())?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter(|name| name.starts_with(start) && name.ends_with(end) && folder.join(name).is_file()).collect())
    }
}

fn run(text: &str) -> Result<Value, EvalError> {
    let file = Arc::new(parse_expression(FileId(0), "test".into(), text.into()));
    evaluate(&Syntax { node: file.tree.root(), file }, &Names)
}

fn type_json(ty: &Type) -> Json {
    match ty {
        Type::Dynamic => json!("dynamic"),
        Type::Bool => json!("bool"),
        Type::Number => json!("number"),
        Type::String => json!("string"),
        Type::List(element) => json!(["list", type_json(element)]),
        Type::Set(element) => json!(["set", type_json(element)]),
        Type::Map(element) => json!(["map", type_json(element)]),
        Type::Tuple(elements) => json!(["tuple", elements.iter().map(type_json).collect::<Vec<_>>()]),
        Type::Object(attributes) => {
            let attributes = attributes.iter().map(|(name, attribute)| (name.to_string(), type_json(&attribute.ty)));
            json!(["object", attributes.collect::<serde_json::Map<_, _>>()])
        }
    }
}

/// The value without what is unknown (null in lists), and where that is, as a plan in JSON says it.
fn split(value: &Value) -> (Json, Json) {
    let each = |elements: &[Value]| elements.iter().map(split).unzip::<Json, Json, Vec<_>, Vec<_>>();
    match &value.kind {
        Kind::Unknown(_) => (Json::Null, json!(true)),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            let (known, unknown) = each(elements);
            (known.into(), unknown.into())
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let mut known = serde_json::Map::new();
            let mut unknown = serde_json::Map::new();
            for (name, entry) in entries.iter() {
                let (value, hidden) = split(entry);
                if hidden != json!(true) {
                    known.insert(name.to_string(), value);
                }
                if hidden.to_string().contains("true") {
                    unknown.insert(name.to_string(), hidden);
                }
            }
            (known.into(), unknown.into())
        }
        Kind::Number(number) => (json!(format!("#{number}")), json!(false)),
        Kind::String(text) => (json!(**text), json!(false)),
        Kind::Bool(value) => (json!(value), json!(false)),
        Kind::Null(_) => (Json::Null, json!(false)),
    }
}

fn outcome(text: &str) -> String {
    match run(text) {
        Err(error) => format!("!{}", error.message.replace('\n', "\\n")),
        Ok(value) if value.is_wholly_known() => {
            // A plan forgets the type of a null.
            let ty = if value.is_null() { json!("dynamic") } else { type_json(&value.type_of()) };
            json!({"type": ty, "value": split(&value).0}).to_string()
        }
        Ok(value) => {
            let (known, unknown) = split(&value);
            json!({"known": known, "unknown": unknown}).to_string()
        }
    }
}

/// Equal in meaning: an error is an error whatever its words.
fn agree(name: &str, ours: &str, theirs: &str) -> bool {
    if theirs.starts_with('!') || ours.starts_with('!') {
        return theirs.starts_with('!') == ours.starts_with('!');
    }
    let (ours, theirs): (Json, Json) = match (serde_json::from_str(ours), serde_json::from_str(theirs)) {
        (Ok(ours), Ok(theirs)) => (ours, theirs),
        _ => panic!("{name}: not JSON: {theirs}"),
    };
    ours == theirs
}

#[test]
fn functions_equal_terraform() {
    let mut differences: Vec<String> = Vec::new();
    let mut messages = 0;
    let mut cases = 0;
    let mut files: Vec<_> = std::fs::read_dir(FOLDER).expect("recorded cases").filter_map(Result::ok).collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if !(name.starts_with("functions-") && name.ends_with(".txt")) {
            continue;
        }
        let text = std::fs::read_to_string(file.path()).expect("recorded cases");
        for line in text.lines() {
            let Some((expression, theirs)) = line.split_once('\t') else { panic!("{name}: {line}") };
            let (theirs, allowed) = theirs.split_once("\t~").map_or((theirs, false), |(theirs, _)| (theirs, true));
            cases += 1;
            let ours = outcome(expression);
            if ours.starts_with('!') && ours != theirs {
                messages += 1;
                println!("{expression}\n    ours   {ours}\n    theirs {theirs}");
            }
            if allowed && ours.contains("unknown") && ours.contains("true") {
                continue;
            }
            if !agree(&name, &ours, theirs) {
                differences.push(format!("{name}: {expression}\n    ours   {ours}\n    theirs {theirs}"));
            }
        }
    }
    assert!(differences.is_empty(), "{} of {cases} differ:\n{}", differences.len(), differences.join("\n"));
    assert!(cases >= 1200, "only {cases} cases");
    println!("{messages} messages in other words");
}

/// The table says of every function of `terraform metadata functions -json` what it takes; `~` follows the last one.
#[test]
fn every_function_is_there() {
    let text = std::fs::read_to_string(format!("{FOLDER}/signatures.txt")).expect("recorded signatures");
    let names: Vec<&str> = text.lines().filter_map(|line| line.split_once('(')).map(|(name, _)| name).collect();
    assert!(names.len() >= 118, "only {} signatures", names.len());
    let missing: Vec<&&str> =
        names.iter().filter(|name| !matches!(**name, "try" | "can") && !super::super::exists(name)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}
