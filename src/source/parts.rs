//! What a template says: decoded text, expressions and directives, with strip markers and heredoc indentation applied.

use super::literal::{decode_plain, decode_quoted};
use super::{Kind, Syntax};
use unicode_segmentation::UnicodeSegmentation;

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Decoded text; may be empty where a strip marker removed all of it.
    Text(String),
    /// The expression of an interpolation.
    Interpolation(Syntax),
    /// Each branch is always a string, also when it is one interpolation; `otherwise` is empty without `%{ else }`.
    If { condition: Syntax, then: Vec<Part>, otherwise: Vec<Part> },
    /// `key` and `value` are [`Kind::Name`].
    For { key: Option<Syntax>, value: Syntax, collection: Syntax, body: Vec<Part> },
}

/// The parts of a string, template, heredoc or bare template; empty for other nodes. The template is its one
/// interpolation's value, of any type, exactly when the result is a single [`Part::Interpolation`].
pub fn template_parts(template: &Syntax) -> Vec<Part> {
    let mut pieces = match template.kind() {
        Kind::Str | Kind::Label => {
            return super::string_value(template).into_iter().filter(|text| !text.is_empty()).map(Part::Text).collect();
        }
        Kind::Template | Kind::Heredoc | Kind::TemplateBody => flatten(template),
        _ => return Vec::new(),
    };
    strip(&mut pieces);
    if template.kind() == Kind::Heredoc && template.text().starts_with("<<-") {
        dedent(&mut pieces);
    }
    nest(pieces)
}

/// A template without nesting, as Terraform's parser sees it first.
struct Piece {
    kind: PieceKind,
    /// A `~` at its start strips the text before it; at its end, the text after it.
    strips_before: bool,
    strips_after: bool,
}

enum PieceKind {
    Text(String),
    Interpolation(Syntax),
    If(Syntax),
    For(Vec<Syntax>),
    Else,
    End,
}

enum Work {
    Node(Syntax),
    /// A directive's text between or after its parts, `%{ else }` or an end: its range in the file.
    Directive(PieceKind, usize, usize),
}

fn flatten(template: &Syntax) -> Vec<Piece> {
    let quoted = template.kind() == Kind::Template;
    let mut pieces = Vec::new();
    let mut work: Vec<Work> = template.children().into_iter().rev().map(Work::Node).collect();
    while let Some(item) = work.pop() {
        let node = match item {
            Work::Node(node) => node,
            Work::Directive(kind, start, end) => {
                pieces.push(piece(kind, &template.file.text[start..end]));
                continue;
            }
        };
        match node.kind() {
            Kind::TemplateText if quoted => pieces.push(text_piece(decode_quoted(node.text()))),
            Kind::TemplateText => {
                pieces.extend(node.text().split_inclusive('\n').map(|line| text_piece(decode_plain(line))));
            }
            Kind::Interpolation => {
                let Some(expression) = node.children().into_iter().next() else { continue };
                pieces.push(piece(PieceKind::Interpolation(expression), node.text()));
            }
            Kind::TemplateIf | Kind::TemplateFor => push_directive(&node, &mut work),
            _ => pieces.push(piece(PieceKind::Interpolation(node), "")),
        }
    }
    pieces
}

fn text_piece(text: String) -> Piece {
    Piece { kind: PieceKind::Text(text), strips_before: false, strips_after: false }
}

/// `source` is the sequence as written, with its markers.
fn piece(kind: PieceKind, source: &str) -> Piece {
    let strips_before = source.as_bytes().get(2) == Some(&b'~');
    Piece { kind, strips_before, strips_after: source.ends_with("~}") }
}

/// Queues, in reverse, the parts of a directive: its head, bodies, `%{ else }` and end.
fn push_directive(node: &Syntax, work: &mut Vec<Work>) {
    let mut heads: Vec<Syntax> = node.children().into_vec();
    let bodies_at = heads.iter().position(|child| child.kind() == Kind::TemplateBody).unwrap_or(heads.len());
    let bodies = heads.split_off(bodies_at);
    let mut end = node.span().range().end;
    for (index, body) in bodies.iter().enumerate().rev() {
        let range = body.span().range();
        let kind = if index + 1 == bodies.len() { PieceKind::End } else { PieceKind::Else };
        work.push(Work::Directive(kind, range.end, end));
        work.extend(body.children().into_iter().rev().map(Work::Node));
        end = range.start;
    }
    let head = match heads.pop() {
        Some(condition) if node.kind() == Kind::TemplateIf => PieceKind::If(condition),
        Some(collection) => PieceKind::For(heads.into_iter().chain([collection]).collect()),
        None => return,
    };
    work.push(Work::Directive(head, node.span().range().start, end));
}

/// Applies strip markers. As in Terraform they reach one piece far: the rest of a heredoc's line, not the next one.
fn strip(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        let (before, after) = (pieces[at].strips_before, pieces[at].strips_after);
        if before
            && at > 0
            && let PieceKind::Text(text) = &mut pieces[at - 1].kind
        {
            text.truncate(text.trim_end().len());
        }
        if after && let Some(Piece { kind: PieceKind::Text(text), .. }) = pieces.get_mut(at + 1) {
            *text = text.trim_start().to_string();
        }
    }
}

/// Removes the indentation that all lines of a `<<-` heredoc share, counting as Terraform counts: blank lines do not
/// count, a line that starts with a sequence has none, and a stripped newline joins its lines.
fn dedent(pieces: &mut [Piece]) {
    let mut least = usize::MAX;
    let mut indented = Vec::new();
    let mut line_start = true;
    for (at, piece) in pieces.iter().enumerate() {
        let PieceKind::Text(text) = &piece.kind else {
            least = if line_start { 0 } else { least };
            line_start = false;
            continue;
        };
        if line_start {
            let trimmed = text.trim_start();
            if !trimmed.is_empty() || !text.ends_with('\n') {
                let indent = &text[..text.len() - trimmed.len()];
                least = least.min(indent.graphemes(true).count());
                indented.push(at);
            }
        }
        line_start = text.ends_with('\n');
    }
    for at in indented {
        if let PieceKind::Text(text) = &mut pieces[at].kind {
            let cut: usize = text.graphemes(true).take(least).map(str::len).sum();
            text.drain(..cut);
        }
    }
}

/// A directive that is open while its parts are read.
struct Open {
    head: PieceKind,
    then: Option<Vec<Part>>,
    /// The parts before the directive.
    before: Vec<Part>,
}

fn nest(pieces: Vec<Piece>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for piece in pieces {
        match piece.kind {
            PieceKind::Text(text) => push_text(&mut parts, text),
            PieceKind::Interpolation(expression) => parts.push(Part::Interpolation(expression)),
            head @ (PieceKind::If(_) | PieceKind::For(_)) => {
                open.push(Open { head, then: None, before: std::mem::take(&mut parts) });
            }
            PieceKind::Else => {
                if let Some(open) = open.last_mut() {
                    open.then = Some(std::mem::take(&mut parts));
                }
            }
            PieceKind::End => {
                if let Some(Open { head, then, before }) = open.pop() {
                    let last = std::mem::replace(&mut parts, before);
                    parts.extend(directive(head, then, last));
                }
            }
        }
    }
    parts
}

fn push_text(parts: &mut Vec<Part>, text: String) {
    match parts.last_mut() {
        Some(Part::Text(before)) => before.push_str(&text),
        _ => parts.push(Part::Text(text)),
    }
}

fn directive(head: PieceKind, then: Option<Vec<Part>>, last: Vec<Part>) -> Option<Part> {
    match head {
        PieceKind::If(condition) => {
            let (then, otherwise) = match then {
                Some(then) => (then, last),
                None => (last, Vec::new()),
            };
            Some(Part::If { condition, then, otherwise })
        }
        PieceKind::For(mut heads) => {
            let collection = heads.pop()?;
            let value = heads.pop()?;
            Some(Part::For { key: heads.pop(), value, collection, body: last })
        }
        _ => None,
    }
}
