//! Functions that read files or speak of paths, and templates.

use super::hash;
use super::path;
use super::spec::{Call, Failure, Function, a_bool, a_string, any, anything, fail, text, wrong};
use crate::eval::scope::FileAccess;
use crate::value::{Entries, Marks, Type, Value};
use base64::Engine;
use std::sync::Arc;

pub const FUNCTIONS: &[Function] = &[
    Function::new("abspath", &[text("path")], a_string, absolute),
    Function::new("basename", &[text("path")], a_string, |call| Ok(path::base(call.text(0)).into())),
    Function::new("dirname", &[text("path")], a_string, |call| Ok(path::directory(call.text(0)).into())),
    Function::new("file", &[text("path")], a_string, |call| with_file(call, |bytes| utf8(call, bytes))),
    Function::new("filebase64", &[text("path")], a_string, |call| {
        with_file(call, |bytes| Ok(base64::engine::general_purpose::STANDARD.encode(bytes).into()))
    }),
    Function::new("filebase64sha256", &[text("path")], a_string, |call| digest(call, hash::base64_sha256)),
    Function::new("filebase64sha512", &[text("path")], a_string, |call| digest(call, hash::base64_sha512)),
    Function::new("fileexists", &[text("path")], a_bool, file_exists),
    Function::new("filemd5", &[text("path")], a_string, |call| digest(call, hash::md5_hex)),
    Function::new("fileset", &[text("path"), text("pattern")], |_| Ok(Type::set(Type::String)), file_set),
    Function::new("filesha1", &[text("path")], a_string, |call| digest(call, hash::sha1_hex)),
    Function::new("filesha256", &[text("path")], a_string, |call| digest(call, hash::sha256_hex)),
    Function::new("filesha512", &[text("path")], a_string, |call| digest(call, hash::sha512_hex)),
    Function::new("pathexpand", &[text("path")], a_string, |call| match call.text(0).starts_with('~') {
        // The home folder belongs to the machine that runs Terraform.
        true => Ok(call.undecided()),
        false => Ok(call.text(0).into()),
    }),
    Function::new("templatefile", &[text("path"), any("vars")], anything, template_file).may_be_null(),
    Function::new("templatestring", &[text("template"), any("vars")], anything, template_string).may_be_null(),
];

fn absolute(call: &Call) -> Result<Value, Failure> {
    let given = call.text(0);
    let folder = call.context.working_directory();
    match (given.starts_with('/'), folder.starts_with('/')) {
        (true, _) => Ok(path::clean(given).into()),
        (false, true) => Ok(path::clean(&format!("{folder}/{given}")).into()),
        (false, false) => Ok(call.undecided()),
    }
}

/// The path from the working directory; `None` for a path in a home folder.
fn located(call: &Call, given: &str) -> Option<String> {
    (!given.starts_with('~')).then(|| path::join(call.context.working_directory(), given))
}

fn reachable<'c>(call: &'c Call, given: &str) -> Option<(&'c dyn FileAccess, String)> {
    Some((call.context.files()?, located(call, given)?))
}

fn with_file(call: &Call, then: impl FnOnce(Vec<u8>) -> Result<Value, Failure>) -> Result<Value, Failure> {
    let Some((files, at)) = reachable(call, call.text(0)) else { return Ok(call.undecided()) };
    let bytes = files.read(&at).or_else(|message| wrong(0, message))?;
    call.spend(bytes.len().min(super::RESULT_LIMIT))?;
    then(bytes)
}

fn utf8(call: &Call, bytes: Vec<u8>) -> Result<Value, Failure> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => wrong(
            0,
            format!(
                "contents of {:?} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead",
                call.text(0)
            ),
        ),
    }
}

fn digest(call: &Call, of: fn(&[u8]) -> String) -> Result<Value, Failure> {
    with_file(call, |bytes| Ok(of(&bytes).into()))
}

fn file_exists(call: &Call) -> Result<Value, Failure> {
    let Some((files, at)) = reachable(call, call.text(0)) else { return Ok(call.undecided()) };
    Ok(files.exists(&at).or_else(fail)?.into())
}

fn file_set(call: &Call) -> Result<Value, Failure> {
    let Some((files, at)) = reachable(call, call.text(0)) else { return Ok(call.undecided()) };
    let found = files.fileset(&at, call.text(1)).or_else(fail)?;
    Ok(Value::set(Type::String, found.into_iter().map(Value::from).collect()))
}

fn variables(call: &Call) -> Result<Entries, Failure> {
    let Some(entries) = call.arguments[1].as_mapping() else {
        return wrong(1, "invalid vars value: must be a map");
    };
    let valid = |name: &&Arc<str>| {
        let mut letters = name.chars();
        letters.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
            && letters.all(|c| c == '-' || unicode_ident::is_xid_continue(c))
    };
    match entries.keys().find(|name| !valid(name)) {
        Some(name) => wrong(
            1,
            format!(
                "invalid template variable name {name:?}: must start with a letter, followed by zero or more letters, digits, and underscores"
            ),
        ),
        None => Ok(entries.clone()),
    }
}

fn template_file(call: &Call) -> Result<Value, Failure> {
    let Some((files, at)) = reachable(call, call.text(0)) else { return Ok(call.undecided()) };
    let bytes = files.read(&at).or_else(|message| wrong(0, message))?;
    call.spend(bytes.len().min(super::RESULT_LIMIT))?;
    let text = utf8(call, bytes)?;
    render(call, call.text(0), text.as_str().unwrap_or_default())
}

fn template_string(call: &Call) -> Result<Value, Failure> {
    render(call, "<templatestring argument>", call.text(0))
}

fn render(call: &Call, path: &str, template: &str) -> Result<Value, Failure> {
    let variables = variables(call)?;
    debug_assert!(variables.values().all(|value| value.deep_marks() == Marks::NONE), "marks are on the result");
    match call.context.render(path, template, &variables).or_else(fail)? {
        result if result.is_null() => fail(format!("{path}: the result of the template is null")),
        result => Ok(result),
    }
}
