//! Walks an expression of a rule and finds its type, so that misspelt names are errors in the rule file.

use super::functions::{self, Outcome};
use super::problem::Problems;
use crate::schema::{Schema, nearest};
use crate::source::{Kind, Syntax};
use crate::text::Span;
use crate::value::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known about an expression before it is evaluated.
#[derive(Clone, Debug)]
pub(super) struct Info {
    pub ty: Type,
    /// A list in which unknown elements stand for instances that may belong to it.
    pub uncertain_list: bool,
    /// Read from a resource: null where nothing is written.
    pub nullable: bool,
}

/// The names that an expression may use.
pub(super) struct Names<'r> {
    pub schema: &'r Schema,
    pub attrs: Option<Type>,
    pub each: Option<Type>,
    pub params: Vec<Arc<str>>,
    pub locals: &'r [(Arc<str>, Syntax)],
    /// Other roots are left to Terraform: bodies that are copied.
    pub foreign: bool,
}

/// Type inference over the expressions of one check.
pub(super) struct Inference<'r, 'p> {
    pub names: &'r Names<'r>,
    pub problems: &'p mut Problems,
    pub used_locals: BTreeSet<Arc<str>>,
    pub used_params: BTreeSet<Arc<str>>,
    /// Attributes that were missed inside `try`, `can` or `attribute`, where one of several types may have them.
    pub missed: Vec<(Span, String)>,
    pub bound: Vec<(Arc<str>, Info)>,
    splat: Vec<Info>,
    local_types: BTreeMap<Arc<str>, Option<Info>>,
    lenient: usize,
}

impl From<Type> for Info {
    fn from(ty: Type) -> Info {
        Info { ty, uncertain_list: false, nullable: false }
    }
}

const META: [(&str, Type); 8] = [
    ("type", Type::String),
    ("name", Type::String),
    ("address", Type::String),
    ("module_path", Type::String),
    ("mode", Type::String),
    ("operation", Type::String),
    ("provider_alias", Type::String),
    ("region", Type::String),
];

impl Info {
    fn of_resource(ty: Type) -> Info {
        Info { ty, uncertain_list: false, nullable: true }
    }

    /// A part of this, of another type.
    fn part(&self, ty: Type) -> Info {
        Info { ty, uncertain_list: false, nullable: self.nullable }
    }
}

impl<'r, 'p> Inference<'r, 'p> {
    pub fn new(names: &'r Names<'r>, problems: &'p mut Problems) -> Self {
        Inference {
            names,
            problems,
            used_locals: BTreeSet::new(),
            used_params: BTreeSet::new(),
            missed: Vec::new(),
            bound: Vec::new(),
            splat: Vec::new(),
            local_types: BTreeMap::new(),
            lenient: 0,
        }
    }

    /// An expression that must be true or false, never null.
    pub fn condition(&mut self, expression: &Syntax) {
        let info = self.infer(expression);
        self.not_null(expression, &info);
        if !matches!(info.ty, Type::Bool | Type::Dynamic) {
            self.problems.on(expression, format!("must be true or false, but is {}", kind_of(&info.ty)));
        }
    }

    /// Every provider attribute that is not set is null, and null is neither true nor false.
    fn not_null(&mut self, expression: &Syntax, info: &Info) {
        let kind = expression.kind();
        let plain = matches!(kind, Kind::Traversal | Kind::GetAttr);
        if plain && info.nullable && info.ty == Type::Bool {
            let text = expression.text();
            self.problems.on(expression, format!("{text} may be null; write default({text}, ...)"));
        }
        if kind == Kind::Paren
            && let Some(inner) = expression.children().first()
        {
            self.not_null(inner, info);
        }
    }

    pub fn infer(&mut self, expression: &Syntax) -> Info {
        let children = expression.children();
        match expression.kind() {
            Kind::Number => Type::Number.into(),
            Kind::True | Kind::False => Type::Bool.into(),
            Kind::Str => Type::String.into(),
            Kind::Null => Type::Dynamic.into(),
            Kind::Template | Kind::Heredoc => {
                let whole = children.len() == 1 && children[0].kind() == Kind::Interpolation;
                let mut last = Type::String.into();
                for child in &children {
                    last = self.infer(child);
                }
                if whole { last } else { Type::String.into() }
            }
            Kind::Variable => self.root(expression.text(), expression),
            Kind::Traversal => self.traversal(expression),
            Kind::Paren | Kind::Interpolation => {
                children.first().map_or(Type::Dynamic.into(), |child| self.infer(child))
            }
            Kind::GetAttr => {
                let source = self.infer(&children[0]);
                if children[1].kind() == Kind::Number {
                    return element(&source).unwrap_or(Type::Dynamic.into());
                }
                self.attribute(&source, children[1].text(), &children[1])
            }
            Kind::Index => self.index(&children[0], &children[1]),
            Kind::AttrSplat | Kind::FullSplat => {
                let source = self.infer(&children[0]);
                let item = element(&source).unwrap_or_else(|| Info { uncertain_list: false, ..source.clone() });
                self.splat.push(item);
                let result = self.infer(&children[1]);
                self.splat.pop();
                Info { uncertain_list: source.uncertain_list, ..result.part(Type::list(result.ty.clone())) }
            }
            Kind::SplatItem => self.splat.last().cloned().unwrap_or(Type::Dynamic.into()),
            Kind::Call | Kind::CallExpand => self.call(expression),
            Kind::Not | Kind::And | Kind::Or => {
                for child in &children {
                    let info = self.infer(child);
                    self.not_null(child, &info);
                }
                Type::Bool.into()
            }
            Kind::Conditional => {
                let condition = self.infer(&children[0]);
                self.not_null(&children[0], &condition);
                let (yes, no) = (self.infer(&children[1]), self.infer(&children[2]));
                either(yes, no)
            }
            Kind::Tuple => {
                let elements: Vec<Info> = children.iter().map(|child| self.infer(child)).collect();
                Type::list(elements.into_iter().reduce(either).map_or(Type::Dynamic, |info| info.ty)).into()
            }
            Kind::Object => self.object(&children),
            Kind::ForTuple | Kind::ForObject | Kind::ForObjectGroup => self.comprehension(expression),
            Kind::Less | Kind::LessEqual | Kind::Greater | Kind::GreaterEqual | Kind::Equal | Kind::NotEqual => {
                children.iter().for_each(|child| drop(self.infer(child)));
                Type::Bool.into()
            }
            Kind::Negate | Kind::Multiply | Kind::Divide | Kind::Modulo | Kind::Add | Kind::Subtract => {
                children.iter().for_each(|child| drop(self.infer(child)));
                Type::Number.into()
            }
            Kind::TemplateFor => {
                self.problems.on(expression, "a loop in a template; write join(\", \", [for ...])");
                Type::String.into()
            }
            Kind::Name | Kind::TemplateText => Type::String.into(),
            _ => {
                children.iter().for_each(|child| drop(self.infer(child)));
                Type::Dynamic.into()
            }
        }
    }

    fn traversal(&mut self, expression: &Syntax) -> Info {
        let text = expression.text();
        let mut names = text.split('.');
        let root = names.next().unwrap_or_default();
        let names: Vec<&str> = names.collect();
        let mut rest = &names[..];
        let mut info = match root {
            "local" if !self.is_bound(root) => {
                rest = &names[1..];
                self.local(names[0], expression)
            }
            "param" if !self.is_bound(root) => {
                rest = &names[1..];
                self.param(names[0], expression)
            }
            _ => self.root(root, expression),
        };
        for name in rest {
            info = self.attribute(&info, name, expression);
        }
        info
    }

    fn is_bound(&self, name: &str) -> bool {
        self.bound.iter().any(|(bound, _)| &**bound == name)
    }

    fn root(&mut self, name: &str, at: &Syntax) -> Info {
        if let Some((_, info)) = self.bound.iter().rev().find(|(bound, _)| &**bound == name) {
            return info.clone();
        }
        let attrs = &self.names.attrs;
        match name {
            "attrs" | "prior_attrs" if attrs.is_some() => Info::of_resource(attrs.clone().unwrap_or(Type::Dynamic)),
            "self" if self.names.foreign => attrs.clone().unwrap_or(Type::Dynamic).into(),
            "attrs" | "prior_attrs" => {
                self.problems.on(at, format!("{name} is not there in a check of the account; use resources(...)"));
                Type::Dynamic.into()
            }
            "each" => match &self.names.each {
                Some(ty) => Info::of_resource(Type::object([("key", Type::Dynamic), ("value", ty.clone())])),
                None if self.names.foreign => Type::Dynamic.into(),
                None => {
                    self.problems.on(at, "each is not there: the check has no each = \"path\"");
                    Type::Dynamic.into()
                }
            },
            "meta" => Type::object(META).into(),
            "today" => Type::String.into(),
            "local" | "param" => Type::Dynamic.into(),
            _ if self.names.foreign => Type::Dynamic.into(),
            _ => {
                let known = ["attrs", "prior_attrs", "meta", "param", "local", "each", "today"];
                let suggestion = suggestion(nearest(name, known));
                self.problems.on(at, format!("{name} is not defined{suggestion}"));
                Type::Dynamic.into()
            }
        }
    }

    fn local(&mut self, name: &str, at: &Syntax) -> Info {
        let Some((key, expression)) = self.names.locals.iter().find(|(local, _)| &**local == name) else {
            let suggestion = suggestion(nearest(name, self.names.locals.iter().map(|(local, _)| &**local)));
            self.problems.on(at, format!("there is no local {name:?}{suggestion}"));
            return Type::Dynamic.into();
        };
        self.used_locals.insert(key.clone());
        match self.local_types.get(key) {
            Some(Some(info)) => return info.clone(),
            Some(None) => {
                self.problems.on(at, format!("local.{name} hangs on itself"));
                return Type::Dynamic.into();
            }
            None => {}
        }
        self.local_types.insert(key.clone(), None);
        let bound = std::mem::take(&mut self.bound);
        let info = self.infer(expression);
        self.bound = bound;
        self.local_types.insert(key.clone(), Some(info.clone()));
        info
    }

    fn param(&mut self, name: &str, at: &Syntax) -> Info {
        match self.names.params.iter().find(|param| &***param == name) {
            Some(param) => drop(self.used_params.insert(param.clone())),
            None => {
                let suggestion = suggestion(nearest(name, self.names.params.iter().map(|param| &**param)));
                self.problems.on(at, format!("there is no parameter {name:?}{suggestion}"));
            }
        }
        Type::Dynamic.into()
    }

    /// The type of `info.name`; a name that cannot be there is a problem.
    fn attribute(&mut self, info: &Info, name: &str, at: &Syntax) -> Info {
        match &info.ty {
            Type::Object(attributes) => match attributes.get(name) {
                Some(found) => info.part(found.ty.clone()),
                None => {
                    let suggestion = suggestion(nearest(name, attributes.keys().map(|key| &**key)));
                    self.miss(at, format!("no attribute or block {name:?}{suggestion}"));
                    Type::Dynamic.into()
                }
            },
            Type::Map(element) => info.part((**element).clone()),
            Type::List(_) | Type::Set(_) => {
                self.miss(
                    at,
                    format!(".{name} of a list; write one(LIST[*].{name}), LIST[*].{name} or a for expression"),
                );
                Type::Dynamic.into()
            }
            Type::Bool | Type::Number | Type::String => {
                self.miss(at, format!("no attribute {name:?} in {}", kind_of(&info.ty)));
                Type::Dynamic.into()
            }
            Type::Dynamic | Type::Tuple(_) => Type::Dynamic.into(),
        }
    }

    fn miss(&mut self, at: &Syntax, message: String) {
        match self.lenient {
            0 => self.problems.on(at, message),
            _ => self.missed.push((at.span(), message)),
        }
    }

    fn index(&mut self, source: &Syntax, key: &Syntax) -> Info {
        let info = self.infer(source);
        self.infer(key);
        match &info.ty {
            Type::Object(_) if key.kind() == Kind::Str => self.attribute(&info, key.text().trim_matches('"'), key),
            Type::Object(_) => Type::Dynamic.into(),
            Type::Set(_) => {
                self.problems.on(key, "a set has no index; write one(...), [*] or a for expression");
                Type::Dynamic.into()
            }
            _ => element(&info).unwrap_or(Type::Dynamic.into()),
        }
    }

    fn object(&mut self, items: &[Syntax]) -> Info {
        let mut attributes = Vec::new();
        for item in items {
            let [key, value] = &item.children()[..] else { continue };
            let static_key = matches!(key.kind(), Kind::Variable | Kind::Str);
            if !static_key {
                self.infer(key);
            }
            let info = self.infer(value);
            attributes.push(static_key.then(|| (key.text().trim_matches('"').to_string(), info.ty)));
        }
        match attributes.into_iter().collect::<Option<Vec<_>>>() {
            Some(attributes) => Type::object(attributes).into(),
            None => Type::map(Type::Dynamic).into(),
        }
    }

    fn comprehension(&mut self, expression: &Syntax) -> Info {
        let children = expression.children();
        let names: Vec<&Syntax> = children.iter().take_while(|child| child.kind() == Kind::Name).collect();
        let collection = self.infer(&children[names.len()]);
        let item = element(&collection).unwrap_or(Type::Dynamic.into());
        let depth = self.bound.len();
        if let [.., value] = names[..] {
            self.bound.push((value.text().into(), item));
        }
        if let [key, _] = names[..] {
            self.bound.push((key.text().into(), Type::Dynamic.into()));
        }
        let mut results = Vec::new();
        for child in &children[names.len() + 1..] {
            if child.kind() == Kind::ForIf {
                child.children().iter().for_each(|condition| self.condition(condition));
            } else {
                results.push(self.infer(child));
            }
        }
        self.bound.truncate(depth);
        let last = results.pop().unwrap_or(Type::Dynamic.into());
        let nullable = last.nullable;
        let last = last.ty;
        match expression.kind() {
            Kind::ForTuple => Info { ty: Type::list(last), uncertain_list: collection.uncertain_list, nullable },
            Kind::ForObject => Type::map(last).into(),
            _ => Type::map(Type::list(last)).into(),
        }
    }

    fn call(&mut self, expression: &Syntax) -> Info {
        let name = expression.name();
        let name = name.strip_prefix("core::").unwrap_or(name);
        let arguments = expression.children();
        let lenient = matches!(name, "try" | "can") as usize;
        self.lenient += lenient;
        let infos: Vec<Info> = arguments.iter().map(|argument| self.infer(argument)).collect();
        self.lenient -= lenient;
        if let Some(signature) = functions::signature(name) {
            let too_many = signature.most.is_some_and(|most| arguments.len() > most);
            if expression.kind() == Kind::Call && (arguments.len() < signature.least || too_many) {
                self.problems.on(expression, format!("{name} takes {} arguments", signature.least));
                return Type::Dynamic.into();
            }
            return self.outcome(signature.name, signature.result, &arguments, infos);
        }
        let known = matches!(name, "try" | "can") || crate::eval::functions::exists(name);
        if !known {
            let names = functions::SIGNATURES.iter().map(|signature| signature.name);
            let names: Vec<&str> = names.chain(crate::eval::functions::names()).collect();
            let suggestion = suggestion(nearest(name, names.iter().copied()));
            self.problems.on(expression, format!("there is no function {name}{suggestion}"));
        }
        self.terraform(name, expression, infos)
    }

    /// What is needed of Terraform's functions: whether elements keep their type.
    fn terraform(&mut self, name: &str, expression: &Syntax, infos: Vec<Info>) -> Info {
        let first = infos.first().cloned().unwrap_or(Type::Dynamic.into());
        match name {
            "length" if first.uncertain_list => {
                self.problems.on(expression, "length over instances that may not belong; use exists, any or all");
                Type::Number.into()
            }
            "length" | "abs" | "ceil" | "floor" | "max" | "min" | "sum" | "tonumber" | "timecmp" => Type::Number.into(),
            "contains" | "startswith" | "endswith" | "can" | "alltrue" | "anytrue" | "tobool" | "strcontains" => {
                Type::Bool.into()
            }
            "lower" | "upper" | "trimspace" | "replace" | "join" | "format" | "tostring" | "jsonencode" | "substr"
            | "trimprefix" | "trimsuffix" | "title" | "element_text" => Type::String.into(),
            "one" | "element" => element(&first).unwrap_or(Type::Dynamic.into()),
            "distinct" | "reverse" | "tolist" | "toset" | "sort" | "slice" | "compact" => first,
            "concat" | "coalesce" | "coalescelist" | "setunion" | "try" => {
                infos.into_iter().reduce(either).unwrap_or(Type::Dynamic.into())
            }
            "values" => match element(&first) {
                Some(item) => item.part(Type::list(item.ty.clone())),
                None => Type::Dynamic.into(),
            },
            "flatten" => match element(&first).and_then(|inner| element(&inner)) {
                Some(item) => Info { uncertain_list: first.uncertain_list, ..item.part(Type::list(item.ty.clone())) },
                None => Info { ty: Type::Dynamic, ..first },
            },
            "split" => Type::list(Type::String).into(),
            _ => Type::Dynamic.into(),
        }
    }

    fn outcome(&mut self, name: &str, outcome: Outcome, arguments: &[Syntax], infos: Vec<Info>) -> Info {
        match outcome {
            Outcome::Bool => Type::Bool.into(),
            Outcome::Number => Type::Number.into(),
            Outcome::String => Type::String.into(),
            Outcome::Anything => Type::Dynamic.into(),
            Outcome::First => {
                let [first, second] = &infos[..] else { return Type::Dynamic.into() };
                let known = if first.ty == Type::Dynamic { second } else { first };
                Info { nullable: second.nullable, ..known.clone() }
            }
            Outcome::Policy => functions::POLICY.clone().into(),
            Outcome::AttributeOfFirst => {
                let Some(path) = literal_text(&arguments[1]) else { return Type::Dynamic.into() };
                match type_at(&infos[0].ty, &path) {
                    Ok(ty) => Info::of_resource(ty),
                    Err(message) => {
                        self.missed.push((arguments[1].span(), message));
                        Type::Dynamic.into()
                    }
                }
            }
            Outcome::Target => self.target(arguments),
            Outcome::Targets => {
                let one = self.target(arguments);
                one.part(Type::list(one.ty.clone()))
            }
            Outcome::Instances(index) => self.instances(name, index, arguments),
        }
    }

    /// The types that `target` may lead to are checked; with one alone its attributes are.
    fn target(&mut self, arguments: &[Syntax]) -> Info {
        let mut types = Vec::new();
        for argument in &arguments[1..] {
            let Some(type_name) = literal_text(argument) else {
                self.problems.on(argument, "a resource type in quotes is expected");
                continue;
            };
            match self.names.schema_type(&type_name) {
                Ok(ty) => types.push(ty),
                Err(message) => self.problems.on(argument, message),
            }
        }
        match <[Type; 1]>::try_from(types) {
            Ok([only]) => Info::of_resource(only),
            Err(_) => Type::Dynamic.into(),
        }
    }

    fn instances(&mut self, name: &str, index: usize, arguments: &[Syntax]) -> Info {
        let uncertain_list = !matches!(name, "resources" | "in_scope");
        let named = if name.ends_with("referrers") { arguments } else { arguments.get(index..=index).unwrap_or(&[]) };
        let mut types = Vec::new();
        for argument in named {
            let Some(type_name) = literal_text(argument) else { continue };
            match self.names.schema_type(&type_name) {
                Ok(ty) => types.push(ty),
                Err(message) => self.problems.on(argument, message),
            }
        }
        let ty = match &types[..] {
            [only] if named.len() == 1 && name != "other_referrers" => only.clone(),
            _ => Type::Dynamic,
        };
        if name.starts_with("companions")
            && let Some(path) = arguments.get(index + 1)
            && let Some(text) = literal_text(path)
            && let Err(message) = type_at(&ty, &text)
        {
            self.problems.on(path, message);
        }
        Info { ty: Type::list(ty), uncertain_list, nullable: true }
    }
}

impl Names<'_> {
    /// The object type of `TYPE` or `data.TYPE`.
    pub fn schema_type(&self, name: &str) -> Result<Type, String> {
        let (block, candidates) = match name.strip_prefix("data.") {
            Some(data) => (self.schema.data_source(data), self.schema.data_source_types()),
            None => (self.schema.resource(name), self.schema.resource_types()),
        };
        if let Some(block) = block {
            return Ok(block.implied_type());
        }
        if !name.trim_start_matches("data.").starts_with("aws_") {
            return Ok(Type::Dynamic);
        }
        let near = nearest(name.strip_prefix("data.").unwrap_or(name), candidates);
        Err(format!("there is no resource type {name:?}{}", suggestion(near)))
    }
}

fn suggestion(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean {name:?}?")).unwrap_or_default()
}

fn either(a: Info, b: Info) -> Info {
    let uncertain_list = a.uncertain_list || b.uncertain_list;
    let nullable = a.nullable || b.nullable;
    let ty = match (a.ty, b.ty) {
        (Type::Dynamic, ty) | (ty, Type::Dynamic) => ty,
        (a, b) if a == b => a,
        _ => Type::Dynamic,
    };
    Info { ty, uncertain_list, nullable }
}

fn element(info: &Info) -> Option<Info> {
    match &info.ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => Some(info.part((**element).clone())),
        Type::Dynamic => Some(info.part(Type::Dynamic)),
        _ => None,
    }
}

fn kind_of(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a boolean",
        Type::Number => "a number",
        Type::String => "a string",
        Type::Object(_) | Type::Map(_) => "an object",
        _ => "a list",
    }
}

pub(super) fn literal_text(syntax: &Syntax) -> Option<Arc<str>> {
    (syntax.kind() == Kind::Str).then(|| syntax.text().trim_matches('"').into())
}

/// The type at a path of names separated by dots; indexes are passed over, and lists are entered.
pub(super) fn type_at(ty: &Type, path: &str) -> Result<Type, String> {
    let mut ty = ty.clone();
    // The block itself.
    if path == "." {
        return Ok(ty);
    }
    for step in path.split(['.', '[']) {
        let name = step.trim_end_matches(']').trim_matches('"');
        let numbered = name == "*" || !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        while let Type::List(element) | Type::Set(element) = &ty {
            ty = (**element).clone();
        }
        if numbered {
            continue;
        }
        ty = match &ty {
            Type::Object(attributes) => match attributes.get(name) {
                Some(found) => found.ty.clone(),
                None => {
                    let suggestion = suggestion(nearest(name, attributes.keys().map(|key| &**key)));
                    return Err(format!("no attribute or block {name:?} (path {path:?}){suggestion}"));
                }
            },
            Type::Map(element) => (**element).clone(),
            Type::Dynamic | Type::Tuple(_) => Type::Dynamic,
            _ => return Err(format!("no attribute {name:?} in {} (path {path:?})", kind_of(&ty))),
        };
    }
    Ok(ty)
}
