//! Small texts and the trees they give.

use super::*;

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
