use super::*;
use crate::source::parse_expression;
use crate::text::FileId;
use crate::value::{Kind as V, Partial, Reference, to_json};
use std::collections::BTreeMap;

#[derive(Default)]
struct Names(BTreeMap<String, Value>);

impl Scope for Names {
    fn resolve(&self, root: &str, _: &[&str], at: Span) -> Result<(Value, usize), EvalError> {
        let missing = || EvalError { span: at, message: format!("no {root}") };
        self.0.get(root).cloned().map(|value| (value, 0)).ok_or_else(missing)
    }
}

fn unknown(ty: Type, path: &str) -> Value {
    Unknown::of_reference(ty, Reference { address: "aws_x.y".into(), path: path.into() }).into()
}

fn names() -> Names {
    let instance = Value::object([("id", unknown(Type::String, "id")), ("name", "n".into())]);
    Names(BTreeMap::from([
        ("known".into(), instance),
        ("x".into(), unknown(Type::object([("id", Type::String)]), "")),
        ("list".into(), unknown(Type::list(Type::String), "list")),
        ("flag".into(), unknown(Type::Bool, "flag")),
        ("secret".into(), Value::string("s").with_marks(crate::value::Marks::SENSITIVE)),
    ]))
}

fn run(text: &str) -> Result<Value, EvalError> {
    let file = Arc::new(parse_expression(FileId(0), "test".into(), text.into()));
    evaluate(&Syntax { node: file.tree.root(), file }, &names())
}

fn value(text: &str) -> Value {
    run(text).unwrap_or_else(|error| panic!("{text}: {}", error.message))
}

fn check(text: &str, json: &str) {
    assert_eq!(to_json(&value(text)).as_deref(), Some(json), "{text}");
}

/// Runs with the stack that the program's main work has.
fn deep(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(512 << 20).spawn(run).expect("a thread").join().expect("no panic");
}

#[test]
fn computes() {
    check("\"5\" + 1", "6");
    check("1 - 2 - 3", "-4");
    check("[for i, s in [\"a\", \"b\"] : \"${i}${s}\" if s != \"a\"]", "[\"1b\"]");
    check("{ for s in [\"a\", \"b\", \"a\"] : s => 1... }", "{\"a\":[1,1],\"b\":[1]}");
    check("[{ a = 1 }, { a = 2 }][*].a", "[1,2]");
    check("true ? { a = 1, b = \"x\" } : {}", "{\"a\":\"1\",\"b\":\"x\"}");
    check("null[*]", "[]");
    check("\"%{ for s in [1, 2] ~} ${s} %{ endfor ~}\"", "\"1 2 \"");
    check("try(null.a, [1][5], \"d\")", "\"d\"");
    check("can(1 + \"a\")", "false");
}

#[test]
fn keeps_what_an_attribute_is() {
    for text in [
        "known.id",
        "\"${known.id}\"",
        "x.id",
        "[x][0].id",
        "try(known.id, 1)",
        "true ? x.id : \"a\"",
        "join(\",\", [x.id])",
    ] {
        let value = value(text);
        let reference = value.as_unknown().and_then(|unknown| unknown.reference.clone()).expect(text);
        assert_eq!(&*reference.path, "id", "{text}");
    }
    assert!(value("try(list[0], \"d\")").as_unknown().expect("unknown").reference.is_none());
    check("x.id == x.id", "true");
    check("x.id == [1]", "false");
}

#[test]
fn knows_parts_of_unknown_strings() {
    let value = value("\"a-${\"${x.id}-\"}b\"");
    let partial = value.as_unknown().and_then(|unknown| unknown.partial.clone()).expect("parts");
    let Partial::Template(parts) = &*partial else { panic!("a template") };
    assert_eq!(parts.len(), 3);
    assert_eq!((parts[0].as_str(), parts[2].as_str()), (Some("a-"), Some("-b")));
    check("\"a-${x.id}\" == \"b\"", "false");
    check("endswith(\"${x.id}.ec2\", \".ec2\")", "true");
    check("endswith(\"${x.id}-ec2\", \".ec2\")", "false");
    assert!(self::value("endswith(\"${x.id}2\", \".ec2\")").as_unknown().is_some());
}

#[test]
fn decides_in_spite_of_unknowns() {
    check("flag || true", "true");
    check("false && flag", "false");
    check("flag ? 1 : 1", "1");
    assert!(value("flag ? 1 : 2").as_unknown().is_some());
    assert!(value("[for s in list : s]").as_unknown().is_some());
}

#[test]
fn carries_marks() {
    assert!(value("\"a${secret}\"").is_sensitive());
    assert!(value("secret == 1").is_sensitive());
    let tuple = value("[secret, 1]");
    assert!(!tuple.is_sensitive() && matches!(&tuple.kind, V::Tuple(elements) if elements[0].is_sensitive()));
}

#[test]
fn survives_depth_and_length() {
    deep(|| {
        check(&vec!["false"; 100_000].join(" || "), "false");
        let nested = format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000));
        let limit = value(&nested);
        assert!(matches!(limit.as_unknown().map(|unknown| &unknown.blockers[0]), Some(Blocker::Limit(_))));
        check(
            &format!("{}1{}", "[".repeat(4_000), "]".repeat(4_000)),
            &format!("{}1{}", "[".repeat(4_000), "]".repeat(4_000)),
        );
    });
}

#[test]
fn stops_when_it_takes_too_long() {
    let digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    let fors: String = (0..9).map(|at| format!("[for a{at} in {digits} : ")).collect();
    let value = value(&format!("{fors}1{}", "]".repeat(9)));
    assert!(matches!(value.as_unknown().map(|unknown| &unknown.blockers[0]), Some(Blocker::Limit(_))));
}

#[test]
fn refuses_values_that_nobody_can_count() {
    let doubled = (0..40).fold("known.name".to_owned(), |inner, _| format!("[for x in [{inner}] : [x, x]]"));
    let value = value(&doubled);
    assert!(matches!(value.as_unknown().map(|unknown| &unknown.blockers[0]), Some(Blocker::Limit(_))));
}
