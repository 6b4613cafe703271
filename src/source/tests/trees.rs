//! Small texts and the trees they give.

use super::super::*;
use crate::text::{FileId, Span};
use std::sync::Arc;

fn file(text: &str) -> Arc<SourceFile> {
    Arc::new(parse(FileId(0), "main.tf".into(), text.into()))
}

/// The tree as nested parentheses; leaves with their text.
fn show(file: &Arc<SourceFile>, node: Node) -> String {
    let children: Vec<String> = file.tree.children(node).into_iter().map(|child| show(file, child)).collect();
    let kind = format!("{:?}", file.tree.kind(node));
    match (children.is_empty(), file.tree.kind(node)) {
        (true, _) => format!("{kind}`{}`", file.tree.text(node, &file.text)),
        (false, Kind::Attribute | Kind::Block | Kind::Call | Kind::CallExpand) => {
            format!("{kind} {}({})", file.tree.name(node, &file.text), children.join(" "))
        }
        _ => format!("{kind}({})", children.join(" ")),
    }
}

fn tree(text: &str) -> String {
    let file = file(text);
    assert_eq!(file.tree.errors, [], "{text}");
    show(&file, file.tree.root())
}

fn expression(text: &str) -> String {
    let file = Arc::new(parse_expression(FileId(0), "x".into(), text.into()));
    assert_eq!(file.tree.errors, [], "{text}");
    show(&file, file.tree.root())
}

#[test]
fn precedence() {
    assert_eq!(
        expression("a + b * -c.d ? x || y && z : !t"),
        "Conditional(Add(Variable`a` Multiply(Variable`b` Negate(Traversal`c.d`))) \
         Or(Variable`x` And(Variable`y` Variable`z`)) Not(Variable`t`))"
    );
    assert_eq!(expression("1 - 2 - 3"), "Subtract(Subtract(Number`1` Number`2`) Number`3`)");
}

#[test]
fn steps() {
    assert_eq!(expression("a.b[0].c.1"), "GetAttr(GetAttr(Index(Traversal`a.b` Number`0`) Name`c`) Number`1`)");
    assert_eq!(
        expression("a.*.b.c[0]"),
        "Index(AttrSplat(Variable`a` GetAttr(GetAttr(SplatItem`` Name`b`) Name`c`)) Number`0`)"
    );
    assert_eq!(expression("a[*].b[0]"), "FullSplat(Variable`a` Index(GetAttr(SplatItem`` Name`b`) Number`0`))");
    assert_eq!(expression("provider::x::y(a, b...)"), "CallExpand provider::x::y(Variable`a` Variable`b`)");
}

#[test]
fn collections() {
    assert_eq!(
        expression("{ for k, v in x : k => c ? a :\n b... if true }"),
        "ForObjectGroup(Name`k` Name`v` Variable`x` Variable`k` Conditional(Variable`c` Variable`a` Variable`b`) ForIf(True`true`))"
    );
    assert_eq!(
        expression("{ a = 1, (b) : 2\n \"c\" = [for x in y : x] }"),
        "Object(ObjectItem(Variable`a` Number`1`) ObjectItem(Paren(Variable`b`) Number`2`) \
         ObjectItem(Str`\"c\"` ForTuple(Name`x` Variable`y` Variable`x`)))"
    );
}

#[test]
fn structure() {
    assert_eq!(
        tree("resource \"a\" b {\n  x = 1\n  y { z = 2 }\n}\n"),
        "File(Block resource(Label`\"a\"` Label`b` Attribute x(Number`1`) Block y(Attribute z(Number`2`))))"
    );
}

#[test]
fn templates() {
    assert_eq!(
        tree("a = \"x${b}%{ if c }y%{ else }z%{ endif }\""),
        "File(Attribute a(Template(TemplateText`x` Interpolation(Variable`b`) \
         TemplateIf(Variable`c` TemplateBody(TemplateText`y`) TemplateBody(TemplateText`z`)))))"
    );
    let file = file("a = <<-EOT\n    b\n      $${c}\n   ${d}\n  EOT\n");
    let heredoc = Syntax { node: Node(file.tree.root().0 - 2), file: file.clone() };
    let parts = template_parts(&heredoc);
    assert!(matches!(&parts[0], Part::Text(text) if text == " b\n   ${c}\n"), "{parts:?}");
    assert!(matches!(&parts[2], Part::Text(text) if text == "\n"), "{parts:?}");
}

#[test]
fn recovery() {
    let file = file("a = [1, 2\nb = 3\nresource x {\n  c = )\n  d = 4\n}\ne = 5\n");
    assert_eq!(file.tree.errors.len(), 2, "{:?}", file.tree.errors);
    assert_eq!(
        show(&file, file.tree.root()),
        "File(Attribute a(Error`[1, 2`) Attribute b(Number`3`) Block resource(Label`x` Attribute c(Error`)`) \
         Attribute d(Number`4`)) Attribute e(Number`5`))"
    );
}

fn json(text: &str) -> (String, usize) {
    let file = Arc::new(parse(FileId(0), "main.tf.json".into(), text.into()));
    (show(&file, file.tree.root()), file.tree.errors.len())
}

#[test]
fn json_syntax() {
    assert_eq!(
        json(r#"{"a": [1, -2.5e3, true, null], "a": {}}"#),
        (
            r#"JsonObject(JsonMember(JsonString`"a"` JsonArray(JsonNumber`1` JsonNumber`-2.5e3` JsonTrue`true` JsonNull`null`)) JsonMember(JsonString`"a"` JsonObject`{}`))"#.into(),
            0
        )
    );
    let key = r#"JsonMember(JsonString`"a"` "#;
    assert_eq!(json(r#"{"a": 1,}"#), (format!("JsonObject({key}JsonNumber`1`))"), 1));
    assert_eq!(json(r#"{"a": foo, "b" 1, "a": 01}"#).1, 3);
    assert_eq!(json("{\"a\": [1, 2\n}").1, 1);
    assert_eq!(json("").1, 1);
    assert_eq!(json("{} x").1, 1);
    assert_eq!(json("{\"a\": \"x\n}").1, 1);
}

#[test]
fn a_json_root_is_an_object_or_an_array_of_objects() {
    for right in ["{}", "[]", "[{}, {}]"] {
        assert_eq!(json(right).1, 0, "{right}");
    }
    for wrong in ["5", " \"x\"", "null", "true", "[{}, 5]", "[[{}]]", "[null]"] {
        assert_eq!(json(wrong).1, 1, "{wrong}");
    }
}

#[test]
fn braces_and_comments() {
    let file = file("# far\n\n# one\n// two\na \"b\" /* { */ { # three\n  c = 1 # four\n}\n");
    let block = Syntax { node: Node(file.tree.root().0 - 1), file: file.clone() };
    let slice = |span: Option<Span>| span.map(|span| &file.text[span.range()]);
    let open = block.block_open_brace();
    assert_eq!((slice(open), open.map(|span| span.start)), (Some("{"), Some(34)));
    assert_eq!(block.block_close_brace().map(|span| span.end), Some(block.span().end));
    let comments = file.comments();
    let texts = |spans: &[Span]| spans.iter().map(|span| file.text[span.range()].to_string()).collect::<Vec<_>>();
    assert_eq!(texts(file.leading_comments(&comments, block.span())), ["# one", "// two"]);
    assert_eq!(texts(SourceFile::comments_in(&comments, block.span())), ["/* { */", "# three", "# four"]);
    assert_eq!(slice(file.trailing_comment(&comments, open.unwrap().end)), Some("# three"));
}

/// The errors' places, and the rest of the file.
fn recovered(text: &str) -> (Vec<&str>, String) {
    let file = file(text);
    let places = file.tree.errors.iter().map(|error| &text[error.span.range()]).collect();
    (places, show(&file, file.tree.root()))
}

#[test]
fn a_missing_brace_costs_one_block() {
    let text = "resource a {\n  x = 1\n\nresource b {\n  y {\n    z = 2\n}\nc = 3\n";
    let (places, tree) = recovered(text);
    assert_eq!(places, ["resource", "y"]);
    assert_eq!(
        tree,
        "File(Block resource(Label`a` Attribute x(Number`1`)) \
         Block resource(Label`b` Block y(Attribute z(Number`2`))) Attribute c(Number`3`))"
    );
}

#[test]
fn one_error_for_one_mistake() {
    let cases = [
        ("a = \"x\n  y z\n  w\"\nb = 2\n", "\"x", "b(Number`2`)"),
        ("a = \"x\nb = 2\n", "\"x", "b(Number`2`)"),
        ("a = f(1\nb = 2\n", "b", "b(Number`2`)"),
        ("a = [\n  1,\n  2\n\nb = 2\n", "b", "b(Number`2`)"),
        ("a = {\n  c = ]\n  d = 1\n}\nb = 2\n", "]", "b(Number`2`)"),
        ("a = <<EOT\n  x\n EOF\nb = 2\n", "<<EOT", "b(Number`2`)"),
        ("a = 1 2 3\nb = 2\n", "2", "b(Number`2`)"),
        ("a = 1 b = 2\n", "b", "b(Number`2`)"),
        ("foo bar\nb = 2\n", "\n", "b(Number`2`)"),
        ("x { a = ) }\nb = 2\n", ")", "b(Number`2`)"),
        ("x { a = 1, c = 3 }\nb = 2\n", ",", "b(Number`2`)"),
        ("x y.z {\n  a = 1\n}\nb = 2\n", ".", "b(Number`2`)"),
        ("a = \"${x\"\nb = 2\n", "\"\nb = 2\n", "b(Number`2`)"),
        ("a = \"%{ if x }y\"\nb = 2\n", "%{", "b(Number`2`)"),
        ("a = 1\n}\nb = 2\n", "}", "b(Number`2`)"),
        ("a = \"\\z\"\nb = 2\n", "\\z", "b(Number`2`)"),
        ("a = 'x'\nb = 2\n", "'", "b(Number`2`)"),
        ("a = 1\na = 2\nb = 2\n", "a", "b(Number`2`)"),
    ];
    for (text, place, rest) in cases {
        let (places, tree) = recovered(text);
        assert!(places.len() == 1 && tree.contains(rest), "{text:?} gives {places:?} {tree}");
        assert!(places[0] == place || place.starts_with(places[0]), "{text:?} gives {places:?}");
    }
}

#[test]
fn bare_templates_may_hold_lone_returns() {
    let file = parse_template(FileId(0), "x.tpl".into(), "a\rb ${c}".into());
    assert_eq!((file.tree.errors.len(), file.tree.kind(file.tree.root())), (0, Kind::TemplateBody));
}
