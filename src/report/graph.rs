//! The resource graph as JSON, dot and Mermaid. Sensitive values are left out of all of them.

use super::escape;
use super::formats::pretty;
use super::secrets::{Secrets, with_schema_marks};
use crate::eval::Mode;
use crate::graph::{Graph, Resource};
use crate::schema::Schema;
use crate::text::{Files, Span};
use crate::value::{Kind, Marks, Value};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A graph with the files that its spans point into.
pub struct GraphView<'a> {
    pub graph: &'a Graph,
    pub files: &'a Files,
    pub schema: &'a Schema,
    pub secrets: &'a Secrets,
}

#[derive(Serialize)]
struct GraphJson<'a> {
    version: u32,
    resources: Vec<ResourceJson<'a>>,
    edges: Vec<EdgeJson<'a>>,
}

#[derive(Serialize)]
struct ResourceJson<'a> {
    address: &'a str,
    mode: &'static str,
    #[serde(rename = "type")]
    type_name: &'a str,
    name: &'a str,
    module: &'a str,
    provider: &'a str,
    operation: &'static str,
    values: Box<RawValue>,
    unknown: Box<RawValue>,
    sensitive: Box<RawValue>,
    location: Option<LocationJson<'a>>,
}

#[derive(Serialize)]
struct LocationJson<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct EdgeJson<'a> {
    from: &'a str,
    to: &'a str,
    attribute: &'a str,
}

/// `resources` and `edges` of all graphs of a run.
pub fn graph_json(graphs: &[GraphView<'_>]) -> String {
    let resources =
        graphs.iter().flat_map(|view| view.graph.resources().map(|(_, resource)| resource_json(resource, view)));
    pretty(&GraphJson { version: 1, resources: resources.collect(), edges: graphs.iter().flat_map(edges).collect() })
}

fn resource_json<'a>(resource: &'a Resource, view: &GraphView<'a>) -> ResourceJson<'a> {
    let mut values = resource.planned_values(view.schema);
    let schema = match resource.mode {
        Mode::Data => view.schema.data_source(&resource.type_name),
        _ => view.schema.resource(&resource.type_name),
    };
    if let Some(schema) = schema {
        values = with_schema_marks(&values, &schema);
    }
    ResourceJson {
        address: &resource.address,
        mode: resource.mode.as_str(),
        type_name: &resource.type_name,
        name: &resource.name,
        module: &resource.module,
        provider: &resource.provider.address,
        operation: resource.operation.as_str(),
        values: raw(|out| write_value(&values, view.secrets, out)),
        unknown: raw(|out| write_mask(&values, &is_unknown, out)),
        sensitive: raw(|out| write_mask(&values, &is_sensitive, out)),
        location: resource.location.and_then(|span| location(span, view.files)),
    }
}

fn location(span: Span, files: &Files) -> Option<LocationJson<'_>> {
    let (_, file) = files.iter().find(|(id, _)| *id == span.file)?;
    let at = file.position(span.start);
    Some(LocationJson { file: &file.path, line: at.line, column: at.column })
}

fn edges<'a>(view: &GraphView<'a>) -> BTreeSet<EdgeJson<'a>> {
    let graph = view.graph;
    let edge = |edge: &'a crate::graph::Edge| EdgeJson {
        from: &graph.get(edge.from).address,
        to: &graph.get(edge.to).address,
        attribute: &edge.attribute,
    };
    graph.edges().iter().map(edge).collect()
}

fn raw(write: impl FnOnce(&mut String)) -> Box<RawValue> {
    let mut text = String::new();
    write(&mut text);
    RawValue::from_string(text).expect("written as JSON")
}

fn is_unknown(value: &Value) -> bool {
    matches!(value.kind, Kind::Unknown(_))
}

fn is_sensitive(value: &Value) -> bool {
    value.marks.contains(Marks::SENSITIVE) || value.marks.contains(Marks::EPHEMERAL)
}

/// As in a plan's `after`: unknown attributes are left out, unknown elements are null; so are sensitive values.
fn write_value(value: &Value, secrets: &Secrets, out: &mut String) {
    if is_sensitive(value) {
        return out.push_str("null");
    }
    match &value.kind {
        Kind::Null(_) | Kind::Unknown(_) => out.push_str("null"),
        Kind::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Kind::Number(number) if !number.is_finite() => write_string(&number.to_string(), out),
        Kind::Number(number) => {
            let digits = number.to_string();
            out.push_str(if secrets.hide(&digits) == digits { &digits } else { "null" });
        }
        Kind::String(text) => write_string(&secrets.hide(text), out),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            write_array(elements, out, &mut |element, out| write_value(element, secrets, out));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let known = entries.iter().filter(|(_, entry)| !is_unknown(entry) || is_sensitive(entry));
            write_object(known, out, &mut |entry, out| write_value(entry, secrets, out));
        }
    }
}

/// As in a plan's `after_unknown`: true where the value is marked, false members left out.
fn write_mask(value: &Value, marked: &dyn Fn(&Value) -> bool, out: &mut String) {
    if marked(value) {
        return out.push_str("true");
    }
    match &value.kind {
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            write_array(elements, out, &mut |element, out| write_mask(element, marked, out));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let shown = entries.iter().filter(|(_, entry)| marked(entry) || has_parts(entry));
            write_object(shown, out, &mut |entry, out| write_mask(entry, marked, out));
        }
        _ => out.push_str("false"),
    }
}

fn has_parts(value: &Value) -> bool {
    matches!(value.kind, Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) | Kind::Map(..) | Kind::Object(_))
}

fn write_string(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).expect("a string is JSON"));
}

fn write_array(elements: &[Value], out: &mut String, write: &mut dyn FnMut(&Value, &mut String)) {
    out.push('[');
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(element, out);
    }
    out.push(']');
}

fn write_object<'v>(
    entries: impl Iterator<Item = (&'v std::sync::Arc<str>, &'v Value)>,
    out: &mut String,
    write: &mut dyn FnMut(&Value, &mut String),
) {
    out.push('{');
    for (index, (name, entry)) in entries.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(name, out);
        out.push(':');
        write(entry, out);
    }
    out.push('}');
}

/// Graphviz: a box for each resource, grouped by module.
pub fn graph_dot(graphs: &[GraphView<'_>]) -> String {
    let mut out = String::from("digraph tfmend {\n  rankdir = LR\n  node [shape = box, fontname = \"monospace\"]\n");
    for (number, (module, addresses)) in modules(graphs).into_iter().enumerate() {
        let indent = if module.is_empty() { "  " } else { "    " };
        if !module.is_empty() {
            let _ = writeln!(out, "  subgraph cluster_{number} {{\n    label = {}", quoted(&module));
        }
        for address in addresses {
            let _ = writeln!(out, "{indent}{}", quoted(&address));
        }
        if !module.is_empty() {
            out.push_str("  }\n");
        }
    }
    for edge in graphs.iter().flat_map(edges) {
        let _ = writeln!(out, "  {} -> {} [label = {}]", quoted(edge.from), quoted(edge.to), quoted(edge.attribute));
    }
    out.push_str("}\n");
    out
}

/// Mermaid, as GitHub and GitLab draw it.
pub fn graph_mermaid(graphs: &[GraphView<'_>]) -> String {
    let mut out = String::from("flowchart LR\n");
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for (number, (module, addresses)) in modules(graphs).into_iter().enumerate() {
        if !module.is_empty() {
            let _ = writeln!(out, "  subgraph m{number}[{}]", labelled(&module));
        }
        for address in addresses {
            let id = ids.len();
            let _ = writeln!(out, "    n{id}[{}]", labelled(&address));
            ids.insert(address, id);
        }
        if !module.is_empty() {
            out.push_str("  end\n");
        }
    }
    for edge in graphs.iter().flat_map(edges) {
        if let (Some(from), Some(to)) = (ids.get(edge.from), ids.get(edge.to)) {
            let _ = writeln!(out, "  n{from} -->|{}| n{to}", labelled(edge.attribute));
        }
    }
    out
}

/// Addresses by module.
fn modules(graphs: &[GraphView<'_>]) -> BTreeMap<String, BTreeSet<String>> {
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, resource) in graphs.iter().flat_map(|view| view.graph.resources()) {
        modules.entry(resource.module.to_string()).or_default().insert(resource.address.to_string());
    }
    modules
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escape::line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

fn labelled(text: &str) -> String {
    let text = escape::line(text).replace('#', "#35;").replace('"', "#quot;");
    format!("\"{}\"", text.replace('<', "#lt;").replace('>', "#gt;").replace('`', "#96;"))
}
