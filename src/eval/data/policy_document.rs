//! `aws_iam_policy_document`: statements, source and override documents -> the provider's JSON.

use super::unknown_text;
use crate::value::{Entries, Kind, Partial, Type, Unknown, Value, from_json, to_json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The computed attributes (`json`, `minified_json`, defaults) from the configured ones.
pub fn computed(configured: &Value, address: &Arc<str>) -> Vec<(&'static str, Value)> {
    let document = document(configured);
    let unknowns = document.unknowns();
    let json = |name: &'static str, text: Option<String>| -> (&'static str, Value) {
        match text {
            Some(text) => (name, text.into()),
            None => {
                let mut unknown = unknown_text(address, name, &unknowns);
                unknown.partial = Some(Arc::new(Partial::Json(document.clone())));
                (name, unknown.into())
            }
        }
    };
    let known = unknowns.is_empty();
    vec![json("json", known.then(|| indented(&document))), json("minified_json", known.then(|| compact(&document)))]
}

/// The policy document as a value: `Version`, `Id`, `Statement` and so on, with unknown parts where the configuration has them.
pub fn document(configured: &Value) -> Value {
    let mut merged = Document::default();
    for source in
        texts(configured.get("source_json")).into_iter().chain(texts(configured.get("source_policy_documents")))
    {
        merged.merge(read(&source));
    }
    let mut own = match configured.get("statement").map(|statements| &statements.kind) {
        Some(Kind::Unknown(unknown)) => {
            Document { unknowns: vec![unknown.clone()], ..Document::of(unknown.held().iter().map(statement)) }
        }
        Some(Kind::List(_, blocks) | Kind::Set(_, blocks) | Kind::Tuple(blocks)) => {
            Document::of(blocks.iter().map(statement))
        }
        _ => Document::default(),
    };
    own.version = string(configured.get("version")).or(Some("2012-10-17".into()));
    own.id = string(configured.get("policy_id"));
    merged.override_with(own);
    let overrides = texts(configured.get("override_policy_documents")).into_iter();
    for override_document in overrides.chain(texts(configured.get("override_json"))) {
        merged.override_with(read(&override_document));
    }
    merged.into_value()
}

#[derive(Default)]
struct Document {
    version: Option<Value>,
    id: Option<Value>,
    statements: Vec<Value>,
    /// What hides further statements.
    unknowns: Vec<Arc<Unknown>>,
}

impl Document {
    fn of(statements: impl IntoIterator<Item = Value>) -> Document {
        let mut document = Document::default();
        for statement in statements {
            match &statement.kind {
                Kind::Unknown(unknown) => {
                    document.statements.extend(unknown.held().iter().cloned());
                    document.unknowns.push(unknown.clone());
                }
                Kind::Null(_) => {}
                _ => document.statements.push(statement),
            }
        }
        document
    }

    fn of_unknown(unknown: &Arc<Unknown>) -> Document {
        Document { unknowns: vec![unknown.clone()], ..Document::default() }
    }

    /// Merges a document whose statements replace those of the same `Sid`. One that is not known, or whose `Sid` is not, may
    /// replace any that has one.
    fn override_with(&mut self, newer: Document) {
        let open = newer.statements.iter().filter_map(|statement| statement.get("Sid")).filter_map(Value::as_unknown);
        let open: Vec<&Unknown> = newer.unknowns.iter().map(|unknown| &**unknown).chain(open).collect();
        let replaces = !newer.statements.is_empty();
        for statement in &mut self.statements {
            let sid = statement.get("Sid");
            let named = sid.is_some_and(|sid| sid.as_str() != Some(""));
            let unnamed = sid.and_then(Value::as_unknown).filter(|_| replaces);
            if named && (!open.is_empty() || unnamed.is_some()) {
                *statement = Unknown::derived(Type::Dynamic, open.iter().copied().chain(unnamed)).into();
            }
        }
        self.merge(newer);
    }

    /// A later document's statements replace those with the same `Sid`; its id and a newer version win.
    fn merge(&mut self, newer: Document) {
        if newer.id.is_some() {
            self.id = newer.id;
        }
        let text = |version: &Option<Value>| version.as_ref().and_then(Value::as_str).unwrap_or("").to_owned();
        if text(&newer.version) > text(&self.version)
            || newer.version.as_ref().is_some_and(|v| v.as_unknown().is_some())
        {
            self.version = newer.version;
        }
        for statement in newer.statements {
            let sid = |statement: &Value| statement.get("Sid").and_then(Value::as_str).unwrap_or("").to_owned();
            let new_sid = sid(&statement);
            let same = self.statements.iter_mut().find(|other| !new_sid.is_empty() && sid(other) == new_sid);
            match same {
                Some(other) => *other = statement,
                None => self.statements.push(statement),
            }
        }
        self.unknowns.extend(newer.unknowns);
    }

    fn into_value(self) -> Value {
        let mut object = Entries::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                object.insert(name.into(), value);
            }
        };
        put("Version", self.version);
        put("Id", self.id);
        let mut statements = self.statements;
        if !self.unknowns.is_empty() {
            let unknowns = self.unknowns.iter().map(|unknown| &**unknown);
            statements.push(Unknown::derived(Type::Dynamic, unknowns).into());
        }
        put("Statement", (!statements.is_empty()).then(|| Value::tuple(statements)));
        Value::object(object)
    }
}

/// A document given as text. Text that is not wholly known gives what is known of it, or statements that are unknown.
fn read(text: &Value) -> Document {
    let parsed = match &text.kind {
        Kind::String(json) => from_json(json).ok(),
        Kind::Unknown(unknown) => match unknown.partial.as_deref() {
            Some(Partial::Json(value)) => Some(value.clone()),
            _ => return Document::of_unknown(unknown),
        },
        _ => None,
    };
    let Some(parsed) = parsed else { return Document::default() };
    if let Kind::Unknown(unknown) = &parsed.kind {
        return Document::of_unknown(unknown);
    }
    let statements = parsed.get("Statement").into_iter();
    let statements =
        statements.flat_map(|found| found.as_sequence().unwrap_or(std::slice::from_ref(found)).iter().cloned());
    let non_empty =
        |name: &str| parsed.get(name).filter(|value| value.as_str() != Some("") && !value.is_null()).cloned();
    Document { version: non_empty("Version"), id: non_empty("Id"), ..Document::of(statements) }
}

/// A `statement` block.
fn statement(block: &Value) -> Value {
    if block.as_unknown().is_some() {
        return block.clone();
    }
    let mut object = Entries::new();
    if let Some(sid) = string(block.get("sid")) {
        object.insert("Sid".into(), sid);
    }
    object.insert("Effect".into(), string(block.get("effect")).unwrap_or_else(|| "Allow".into()));
    let lists = [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    for (attribute, member) in lists {
        if let Some(values) = list(block.get(attribute), true) {
            object.insert(member.into(), values);
        }
    }
    for (attribute, member) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(principals) = principals(block.get(attribute)) {
            object.insert(member.into(), principals);
        }
    }
    if let Some(conditions) = conditions(block.get("condition")) {
        object.insert("Condition".into(), conditions);
    }
    Value::object(object)
}

/// A set of strings: one element alone, several in descending order, none absent.
fn list(values: Option<&Value>, sorted: bool) -> Option<Value> {
    let values = values?;
    if values.as_unknown().is_some() {
        return Some(values.clone());
    }
    let mut elements: Vec<Value> = values.as_sequence()?.to_vec();
    if sorted {
        elements.sort_by(|a, b| b.as_str().unwrap_or("").cmp(a.as_str().unwrap_or("")));
    }
    let mut elements: Vec<Value> = elements.iter().map(with_variables).collect();
    match elements.len() {
        0 => None,
        1 => elements.pop(),
        _ => Some(Value::tuple(elements)),
    }
}

/// IAM variables are written `&{...}` in the data source.
fn with_variables(text: &Value) -> Value {
    match text.as_str() {
        Some(known) if known.contains("&{") => Value::from(known.replace("&{", "${")).with_marks(text.marks),
        _ => text.clone(),
    }
}

fn principals(blocks: Option<&Value>) -> Option<Value> {
    let blocks = blocks?;
    if blocks.as_unknown().is_some() {
        return Some(blocks.clone());
    }
    let blocks = blocks.as_sequence()?;
    if let [only] = blocks
        && only.get("type").and_then(Value::as_str) == Some("*")
        && list(only.get("identifiers"), true).as_ref().and_then(Value::as_str) == Some("*")
    {
        return Some("*".into());
    }
    let mut by_type: Entries = Entries::new();
    for block in blocks {
        if block.as_unknown().is_some() {
            return Some(block.clone());
        }
        let name = match block.get("type").map(|name| &name.kind) {
            Some(Kind::String(name)) => name.clone(),
            Some(Kind::Unknown(unknown)) => return Some(Unknown { ty: Type::Dynamic, ..(**unknown).clone() }.into()),
            _ => continue,
        };
        let Some(identifiers) = list(block.get("identifiers"), true) else { continue };
        let merged = match by_type.remove(&name) {
            Some(before) => Value::tuple(elements(before).into_iter().chain(elements(identifiers)).collect()),
            None => identifiers,
        };
        by_type.insert(name, merged);
    }
    (!by_type.is_empty()).then(|| Value::object(by_type))
}

fn elements(value: Value) -> Vec<Value> {
    match value.as_sequence() {
        Some(elements) => elements.to_vec(),
        None => vec![value],
    }
}

fn conditions(blocks: Option<&Value>) -> Option<Value> {
    let blocks = blocks?;
    if blocks.as_unknown().is_some() {
        return Some(blocks.clone());
    }
    let mut tests: BTreeMap<Arc<str>, Entries> = BTreeMap::new();
    for block in blocks.as_sequence()? {
        let name = |attribute: &str| match block.get(attribute).map(|name| &name.kind) {
            Some(Kind::String(name)) => Ok(name.clone()),
            Some(Kind::Unknown(unknown)) => Err(Unknown { ty: Type::Dynamic, ..(**unknown).clone() }),
            _ => Ok("".into()),
        };
        let (test, variable) = match (name("test"), name("variable")) {
            (Ok(test), Ok(variable)) => (test, variable),
            (Err(unknown), _) | (_, Err(unknown)) => return Some(unknown.into()),
        };
        let values = list(block.get("values"), false).unwrap_or_else(|| Value::tuple(Vec::new()));
        let variables = tests.entry(test).or_default();
        let merged = match variables.remove(&variable) {
            Some(before) if values.as_sequence().is_some() => {
                Value::tuple(elements(before).into_iter().chain(elements(values)).collect())
            }
            _ => values,
        };
        variables.insert(variable, merged);
    }
    let tests = tests.into_iter().map(|(test, variables)| (test, Value::object(variables)));
    let tests: Entries = tests.collect();
    (!tests.is_empty()).then(|| Value::object(tests))
}

/// A text that is set and not empty, or unknown.
fn string(value: Option<&Value>) -> Option<Value> {
    let value = value?;
    match &value.kind {
        Kind::String(text) if !text.is_empty() => Some(value.clone()),
        Kind::Unknown(_) => Some(value.clone()),
        _ => None,
    }
}

/// Documents given as one text or a list of texts.
fn texts(value: Option<&Value>) -> Vec<Value> {
    match value {
        None => Vec::new(),
        Some(value) => match &value.kind {
            Kind::String(text) if text.is_empty() => Vec::new(),
            Kind::Null(_) => Vec::new(),
            Kind::List(_, all) | Kind::Set(_, all) | Kind::Tuple(all) => {
                all.iter().filter(|text| !text.is_null()).cloned().collect()
            }
            Kind::Unknown(unknown) => unknown.held().iter().chain([value]).cloned().collect(),
            _ => vec![value.clone()],
        },
    }
}

const DOCUMENT_ORDER: [&str; 3] = ["Version", "Id", "Statement"];
const STATEMENT_ORDER: [&str; 9] =
    ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"];

/// The document with two spaces of indentation, as the provider prints it.
fn indented(document: &Value) -> String {
    let mut out = String::new();
    write(document, &DOCUMENT_ORDER, Some(0), &mut out);
    out
}

fn compact(document: &Value) -> String {
    let mut out = String::new();
    write(document, &DOCUMENT_ORDER, None, &mut out);
    out
}

fn write(value: &Value, order: &[&str], indent: Option<usize>, out: &mut String) {
    let inner = indent.map(|indent| indent + 1);
    let new_line = |out: &mut String, indent: Option<usize>| {
        if let Some(indent) = indent {
            out.push('\n');
            out.push_str(&"  ".repeat(indent));
        }
    };
    if let Some(members) = value.as_mapping() {
        let place = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
        let mut members: Vec<(&Arc<str>, &Value)> = members.iter().collect();
        members.sort_by_key(|(name, _)| (place(name), (*name).clone()));
        out.push('{');
        for (index, (name, member)) in members.iter().enumerate() {
            out.push_str(if index > 0 { "," } else { "" });
            new_line(out, inner);
            let _ = write!(
                out,
                "{}:{}",
                to_json(&Value::from(&***name)).unwrap_or_default(),
                if indent.is_some() { " " } else { "" }
            );
            let order = if &***name == "Statement" { &STATEMENT_ORDER[..] } else { &[] };
            write(member, order, inner, out);
        }
        if !members.is_empty() {
            new_line(out, indent);
        }
        out.push('}');
    } else if let Some(elements) = value.as_sequence() {
        out.push('[');
        for (index, element) in elements.iter().enumerate() {
            out.push_str(if index > 0 { "," } else { "" });
            new_line(out, inner);
            write(element, order, inner, out);
        }
        if !elements.is_empty() {
            new_line(out, indent);
        }
        out.push(']');
    } else {
        out.push_str(&to_json(value).unwrap_or_else(|| "null".to_owned()));
    }
}
