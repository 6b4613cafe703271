//! `csvdecode`, with the strictness of Go's reader.

use super::spec::{Call, Failure, Function, anything, fail, text};
use crate::value::{Type, Value};
use std::sync::Arc;

pub const FUNCTIONS: &[Function] = &[Function::new("csvdecode", &[text("str")], anything, csv_decode)];

fn csv_decode(call: &Call) -> Result<Value, Failure> {
    call.spend(call.text(0).len())?;
    let mut reader = Reader { text: call.text(0), line: 0 };
    let Some((_, names)) = reader.record()? else { return fail("missing header line") };
    let mut seen = rustc_hash::FxHashSet::default();
    if let Some(name) = names.iter().find(|name| !seen.insert(name.as_str())) {
        return fail(format!("duplicate column name {name:?}"));
    }
    let keys: Vec<Arc<str>> = names.iter().map(|name| name.as_str().into()).collect();
    let mut rows: Vec<Value> = Vec::new();
    while let Some((line, fields)) = reader.record()? {
        if fields.len() != keys.len() {
            return fail(format!("CSV parse error on line {line}: wrong number of fields"));
        }
        rows.push(Value::object(keys.iter().cloned().zip(fields.into_iter().map(Value::from))));
    }
    let element = Type::object(keys.iter().map(|key| (key.clone(), Type::String)));
    Ok(Value::list(element, rows))
}

struct Reader<'t> {
    text: &'t str,
    line: usize,
}

impl<'t> Reader<'t> {
    /// The next line with `\n` at its end (also for `\r\n`), except at the end of the text.
    fn line(&mut self) -> Option<String> {
        if self.text.is_empty() {
            return None;
        }
        let end = self.text.find('\n').map_or(self.text.len(), |at| at + 1);
        let (line, rest) = self.text.split_at(end);
        self.text = rest;
        self.line += 1;
        Some(match (line.strip_suffix("\r\n"), rest.is_empty()) {
            (Some(bare), _) => format!("{bare}\n"),
            (None, true) => line.strip_suffix('\r').unwrap_or(line).to_owned(),
            (None, false) => line.to_owned(),
        })
    }

    /// The next record and the line it starts on; empty lines are skipped.
    fn record(&mut self) -> Result<Option<(usize, Vec<String>)>, Failure> {
        let mut line = loop {
            match self.line() {
                Some(line) if line == "\n" => {}
                Some(line) => break line,
                None => return Ok(None),
            }
        };
        let start = self.line;
        let mut fields: Vec<String> = Vec::new();
        loop {
            let Some(quoted) = line.strip_prefix('"') else {
                let (field, rest) = line.split_once(',').map_or((&*line, None), |(field, rest)| (field, Some(rest)));
                let field = if rest.is_none() { field.strip_suffix('\n').unwrap_or(field) } else { field };
                if let Some(at) = field.find('"') {
                    let column = at + 1;
                    let line = self.line;
                    return fail(format!(
                        "CSV parse error on line {line}, column {column}: bare \" in non-quoted-field"
                    ));
                }
                fields.push(field.to_owned());
                match rest {
                    Some(rest) => line = rest.to_owned(),
                    None => return Ok(Some((start, fields))),
                }
                continue;
            };
            let (field, rest) = self.quoted(quoted.to_owned(), start)?;
            fields.push(field);
            match rest {
                Some(rest) => line = rest,
                None => return Ok(Some((start, fields))),
            }
        }
    }

    /// A field after its opening quote, and what follows its comma.
    fn quoted(&mut self, mut rest: String, start: usize) -> Result<(String, Option<String>), Failure> {
        let mut field = String::new();
        loop {
            let Some(at) = rest.find('"') else {
                field.push_str(&rest);
                match self.line() {
                    Some(line) => rest = line,
                    None => {
                        let line = self.line;
                        return fail(format!(
                            "record on line {start}; parse error on line {line}: extraneous or missing \" in quoted-field"
                        ));
                    }
                }
                continue;
            };
            field.push_str(&rest[..at]);
            let after = rest[at + 1..].to_owned();
            match after.as_bytes().first() {
                Some(b'"') => {
                    field.push('"');
                    rest = after[1..].to_owned();
                }
                Some(b',') => return Ok((field, Some(after[1..].to_owned()))),
                None => return Ok((field, None)),
                Some(b'\n') if after.len() == 1 => return Ok((field, None)),
                Some(_) => {
                    let line = self.line;
                    return fail(format!("CSV parse error on line {line}: extraneous or missing \" in quoted-field"));
                }
            }
        }
    }
}
