//! Base64, JSON and URL encodings.

use super::spec::{Call, Failure, Function, a_string, any, anything, fail, text};
use super::strings::is_document;
use crate::value::{Kind, Partial, Type, Value, from_json, to_json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::Read;
use std::sync::Arc;

pub const FUNCTIONS: &[Function] = &[
    Function::new("base64decode", &[text("str")], a_string, |call| {
        let bytes = decode(call.text(0)).or_else(|()| fail("failed to decode base64 data"))?;
        utf8(bytes)
    }),
    Function::new("base64encode", &[text("str")], a_string, |call| Ok(STANDARD.encode(call.text(0)).into())),
    Function::new("base64gunzip", &[text("str")], a_string, gunzip),
    // The compressed bytes depend on the compressor, so only Terraform itself knows them.
    Function::new("base64gzip", &[text("str")], a_string, |call| Ok(call.undecided())),
    Function::new("jsondecode", &[text("str").unknown()], anything, decode_json).may_be_null(),
    Function::new("jsonencode", &[any("val").null().unknown()], a_string, json),
    Function::new("urldecode", &[text("str")], a_string, url_decode),
    Function::new("urlencode", &[text("str")], a_string, |call| Ok(url_encode(call.text(0)).into())),
];

/// Go ignores line breaks in base64.
pub fn decode(text: &str) -> Result<Vec<u8>, ()> {
    let without_breaks: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let lenient = base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    let engine = base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, lenient);
    engine.decode(without_breaks).map_err(|_| ())
}

fn utf8(bytes: Vec<u8>) -> Result<Value, Failure> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => fail("the result of decoding the provided string is not valid UTF-8"),
    }
}

fn gunzip(call: &Call) -> Result<Value, Failure> {
    let bytes = decode(call.text(0)).or_else(|()| fail("failed to decode base64 data"))?;
    let mut plain = Vec::new();
    let limit = u64::try_from(super::RESULT_LIMIT).unwrap_or(u64::MAX);
    let read = flate2::read::MultiGzDecoder::new(&bytes[..]).take(limit + 1).read_to_end(&mut plain);
    if read.is_err() {
        return fail("failed to gunzip bytes");
    }
    call.spend(plain.len())?;
    utf8(plain)
}

fn json(call: &Call) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    if let Some(text) = to_json(value) {
        return Ok(text.into());
    }
    let mut whole = call.unknown();
    if let Kind::Unknown(unknown) = &mut whole.kind {
        let decoded = value.as_unknown().filter(|it| it.ty == Type::Dynamic).and_then(|it| it.partial.clone());
        let document = decoded.filter(|partial| is_document(partial));
        Arc::make_mut(unknown).partial = Some(document.unwrap_or_else(|| Arc::new(Partial::Json(value.clone()))));
    }
    Ok(whole)
}

/// What is decoded of a document that is known in part is one of any type.
fn decode_json(call: &Call) -> Result<Value, Failure> {
    let Some(unknown) = call.arguments[0].as_unknown() else { return from_json(call.text(0)).or_else(fail) };
    let document = unknown.partial.as_ref().filter(|partial| is_document(partial));
    let mut whole = call.unknown();
    if let Kind::Unknown(decoded) = &mut whole.kind {
        Arc::make_mut(decoded).partial = document.cloned();
    }
    Ok(whole)
}

fn url_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn url_decode(call: &Call) -> Result<Value, Failure> {
    let encoded = call.text(0).as_bytes();
    let mut plain: Vec<u8> = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        at += 1;
        match byte {
            b'+' => plain.push(b' '),
            b'%' => {
                let digits = encoded.get(at..at + 2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
                let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
                    let rest = String::from_utf8_lossy(&encoded[at - 1..encoded.len().min(at + 2)]).into_owned();
                    return fail(format!("failed to decode URL '{}': invalid URL escape {rest:?}", call.text(0)));
                };
                plain.push(value);
                at += 2;
            }
            _ => plain.push(byte),
        }
    }
    match String::from_utf8(plain) {
        Ok(text) => Ok(text.into()),
        Err(_) => fail("the result is not valid UTF-8"),
    }
}
