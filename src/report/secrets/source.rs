//! Secrets in source: the literals of expressions whose value is sensitive.

use crate::eval::body::{Attribute, Body};
use crate::eval::{Block, Project};
use crate::schema::{BlockSchema, Schema};
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::{FileId, Files, Span};
use regex::Regex;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// A literal of a sensitive expression, without its quotes.
pub(super) struct Literal {
    pub span: Span,
}

/// In a file that does not parse, only names tell.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"(?:password|passwd|passphrase|secret|secret_key|secret_string|access_key|private_key|token|auth_token|api_key)";
    Regex::new(&format!(r#"(?im)^[ \t"]*(?:\w+_)?{name}"?[ \t]*[=:][ \t]*(\S.*)$"#)).expect("a regular expression")
});

/// All of them in a project.
pub(super) fn of(project: &Project, schema: &Schema) -> Vec<Literal> {
    let modules = || std::iter::once(&project.root).chain(project.modules.values());
    let flagged = |block: &Block| {
        let value = block.body.attribute("sensitive");
        value.is_some_and(|attribute| matches!(attribute.expression.kind(), Kind::True | Kind::JsonTrue))
    };
    let mut finder = Finder { schema, variables: BTreeSet::new(), schemas: HashMap::new(), found: Vec::new() };
    for module in modules() {
        let sensitive = module.variables.iter().filter(|(_, block)| flagged(block));
        finder.variables.extend(sensitive.map(|(name, _)| name.clone()));
    }
    let mut seen = BTreeSet::new();
    for module in modules() {
        for file in module.files.iter().filter(|file| seen.insert(file.id)) {
            finder.file(file);
        }
    }
    finder.found
}

/// Kind and type of a block: `resource`, `aws_db_instance`.
type BlockName = (Arc<str>, Arc<str>);

struct Finder<'a> {
    schema: &'a Schema,
    /// Names of the sensitive variables of all modules.
    variables: BTreeSet<Arc<str>>,
    /// By kind and type; `None` where nothing is sensitive.
    schemas: HashMap<BlockName, Option<Arc<BlockSchema>>>,
    found: Vec<Literal>,
}

impl Finder<'_> {
    fn file(&mut self, file: &Arc<SourceFile>) {
        if !file.tree.errors.is_empty() {
            let named = NAMED.captures_iter(&file.text).filter_map(|found| found.get(1));
            self.found.extend(named.map(|part| Literal { span: Span::new(file.id, part.start(), part.end()) }));
        }
        let body = Body::of(Syntax { file: file.clone(), node: file.tree.root() });
        for (block_type, labels) in [("resource", 2), ("data", 2), ("ephemeral", 2), ("provider", 1), ("module", 1)] {
            for block in body.blocks(block_type, labels) {
                self.block(&block);
            }
        }
        for (block_type, attribute) in [("variable", "default"), ("output", "value")] {
            for block in body.blocks(block_type, 1) {
                let flag = block.body.attribute("sensitive").map(|flag| flag.expression.kind());
                if matches!(flag, Some(Kind::True | Kind::JsonTrue)) {
                    self.attribute(block.body.attribute(attribute));
                }
            }
        }
        self.calls(file);
    }

    fn block(&mut self, block: &Block) {
        let Some(label) = block.labels.first() else { return };
        match &*block.block_type {
            "provider" => {
                for name in super::values::OF_PROVIDERS {
                    self.attribute(block.body.attribute(name));
                }
            }
            "module" => {
                for attribute in block.body.attributes() {
                    if self.variables.contains(&attribute.name) {
                        self.attribute(Some(attribute));
                    }
                }
                return;
            }
            _ => {}
        }
        let schema = self.schemas.entry((block.block_type.clone(), label.text.clone())).or_insert_with(|| {
            let schema = match &*block.block_type {
                "resource" => self.schema.resource(&label.text),
                "data" => self.schema.data_source(&label.text),
                "ephemeral" => self.schema.ephemeral(&label.text),
                _ => self.schema.provider(&label.text),
            };
            schema.filter(|schema| schema.holds_secrets())
        });
        let schema = schema.clone();
        if let Some(schema) = schema {
            self.body(&block.body, &schema);
        }
    }

    /// Sensitive attributes of a body and of its nested blocks, written plainly or made by `dynamic`.
    fn body(&mut self, body: &Body, schema: &BlockSchema) {
        for attribute in schema.attributes.iter().filter(|attribute| attribute.sensitive || attribute.write_only) {
            self.attribute(body.attribute(&attribute.name));
        }
        for nested in schema.blocks.iter().filter(|nested| nested.block.holds_secrets()) {
            for block in body.blocks(&nested.name, 0) {
                self.body(&block.body, &nested.block);
            }
        }
        for block in body.blocks("dynamic", 1) {
            let nested = block.labels.first().and_then(|label| schema.nested_block(&label.text));
            let Some(nested) = nested.map(|nested| nested.block.clone()) else { continue };
            for content in block.body.blocks("content", 0) {
                self.body(&content.body, &nested);
            }
        }
    }

    fn attribute(&mut self, attribute: Option<Attribute>) {
        if let Some(attribute) = attribute {
            self.literals(&attribute.expression);
        }
    }

    fn literals(&mut self, expression: &Syntax) {
        let mut work = vec![expression.clone()];
        while let Some(syntax) = work.pop() {
            let span = syntax.span();
            match syntax.kind() {
                Kind::Str | Kind::JsonString => {
                    let inside =
                        Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1), ..span };
                    self.found.push(Literal { span: inside });
                }
                Kind::TemplateText | Kind::Number | Kind::JsonNumber => self.found.push(Literal { span }),
                // Keys name what is inside; steps name what is taken.
                Kind::ObjectItem | Kind::JsonMember => work.extend(syntax.children().into_iter().skip(1)),
                Kind::Index | Kind::GetAttr => work.extend(syntax.children().into_iter().take(1)),
                _ => work.extend(syntax.children()),
            }
        }
    }

    /// `sensitive("...")`, wherever it stands.
    fn calls(&mut self, file: &Arc<SourceFile>) {
        if memchr::memmem::find(file.text.as_bytes(), b"sensitive").is_none() {
            return;
        }
        let root = Syntax { file: file.clone(), node: file.tree.root() };
        let mut work = vec![root];
        while let Some(syntax) = work.pop() {
            if matches!(syntax.kind(), Kind::Call | Kind::CallExpand) && syntax.call_name() == "sensitive" {
                syntax.children().iter().for_each(|argument| self.literals(argument));
            } else {
                work.extend(syntax.children());
            }
        }
    }
}

/// The lines in which literals stand, as they are and as they are shown.
pub(super) fn lines(files: &Files, places: &HashMap<FileId, Vec<Range<usize>>>) -> HashMap<String, String> {
    let mut lines = HashMap::new();
    for (id, ranges) in places {
        let text = &*files.get(*id).text;
        let hidden = super::starred(text, ranges);
        let pairs =
            text.split_inclusive('\n').zip(hidden.split_inclusive('\n')).filter(|(line, hidden)| line != hidden);
        let clean = |line: &str| line.trim_end_matches(['\n', '\r']).to_owned();
        lines.extend(pairs.map(|(line, hidden)| (clean(line), clean(hidden))));
    }
    lines
}
