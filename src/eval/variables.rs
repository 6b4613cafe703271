//! Values of the root module's variables: variable files, the environment and the command line, in Terraform's order.

use super::body::Body;
use super::origin::OriginKind;
use crate::source::{SourceFile, Syntax};
use crate::text::FileId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value that the caller gives to a root.
#[derive(Clone, Debug, PartialEq)]
pub enum VariableInput {
    /// `--var-file`, or a file that is found beside the root.
    File { path: String },
    /// `--var NAME=VALUE`.
    CommandLine { name: String, value: String },
    /// `TF_VAR_NAME`.
    Environment { name: String, value: String },
}

/// The value that decides a root variable.
#[derive(Clone, Debug)]
pub struct RootValue {
    pub kind: OriginKind,
    pub expression: Syntax,
    /// The whole text is the value when the variable's type is a primitive (environment and command line).
    pub raw: bool,
}

/// The last value given for each name wins.
#[derive(Clone, Debug, Default)]
pub struct RootVariables {
    values: BTreeMap<Arc<str>, RootValue>,
    /// Everything that was given, in order.
    layers: Vec<Layer>,
}

#[derive(Clone, Debug)]
enum Layer {
    File(Arc<SourceFile>),
    Raw(Arc<str>, RootValue),
}

impl RootVariables {
    pub fn get(&self, name: &str) -> Option<&RootValue> {
        self.values.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.values.keys()
    }

    /// The entries of a `.tfvars` or `.tfvars.json` file.
    pub fn add_file(&mut self, file: Arc<SourceFile>) {
        self.layers.push(Layer::File(file.clone()));
        let root = file.tree.root();
        for entry in Body::of(Syntax { file, node: root }).attributes() {
            let value = RootValue { kind: OriginKind::Tfvars, expression: entry.expression, raw: false };
            self.values.insert(entry.name, value);
        }
    }

    /// The same values with another text of one of the files.
    pub fn with_file(&self, file: &Arc<SourceFile>) -> RootVariables {
        let mut edited = RootVariables::default();
        for layer in &self.layers {
            match layer {
                Layer::File(old) if old.id == file.id => edited.add_file(file.clone()),
                Layer::File(old) => edited.add_file(old.clone()),
                Layer::Raw(name, value) => edited.add_value(name.clone(), value.clone()),
            }
        }
        edited
    }

    /// The variable file with this id.
    pub fn file(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.layers.iter().find_map(|layer| match layer {
            Layer::File(file) if file.id == id => Some(file),
            _ => None,
        })
    }

    /// A value given as text; `file` holds the text as one expression.
    pub fn add_raw(&mut self, name: &str, file: Arc<SourceFile>, environment: bool) {
        let kind = if environment { OriginKind::Environment } else { OriginKind::CommandLine };
        let root = file.tree.root();
        let expression = Syntax { file, node: root };
        self.add_value(name.into(), RootValue { kind, expression, raw: true });
    }

    fn add_value(&mut self, name: Arc<str>, value: RootValue) {
        self.layers.push(Layer::Raw(name.clone(), value.clone()));
        self.values.insert(name, value);
    }
}
