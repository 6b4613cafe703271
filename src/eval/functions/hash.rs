//! Digests, name-based UUIDs and decryption.

use super::spec::{Call, Failure, Function, a_string, fail, text, wrong};
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Digest;
use uuid::Uuid;

pub const FUNCTIONS: &[Function] = &[
    Function::new("base64sha256", &[text("str")], a_string, |call| Ok(base64_sha256(call.text(0).as_bytes()).into())),
    Function::new("base64sha512", &[text("str")], a_string, |call| Ok(base64_sha512(call.text(0).as_bytes()).into())),
    Function::new("md5", &[text("str")], a_string, |call| Ok(md5_hex(call.text(0).as_bytes()).into())),
    Function::new("rsadecrypt", &[text("ciphertext"), text("privatekey")], a_string, super::rsa::decrypt),
    Function::new("sha1", &[text("str")], a_string, |call| Ok(sha1_hex(call.text(0).as_bytes()).into())),
    Function::new("sha256", &[text("str")], a_string, |call| Ok(sha256_hex(call.text(0).as_bytes()).into())),
    Function::new("sha512", &[text("str")], a_string, |call| Ok(sha512_hex(call.text(0).as_bytes()).into())),
    Function::new("uuidv5", &[text("namespace"), text("name")], a_string, uuid5),
];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn md5_hex(bytes: &[u8]) -> String {
    hex(&md5::Md5::digest(bytes))
}

pub fn sha1_hex(bytes: &[u8]) -> String {
    hex(&sha1::Sha1::digest(bytes))
}

pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

pub fn sha512_hex(bytes: &[u8]) -> String {
    hex(&sha2::Sha512::digest(bytes))
}

pub fn base64_sha256(bytes: &[u8]) -> String {
    STANDARD.encode(sha2::Sha256::digest(bytes))
}

pub fn base64_sha512(bytes: &[u8]) -> String {
    STANDARD.encode(sha2::Sha512::digest(bytes))
}

fn uuid5(call: &Call) -> Result<Value, Failure> {
    let namespace = match call.text(0) {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => match parse(other) {
            Some(namespace) => namespace,
            None => return fail(format!("uuidv5() doesn't support namespace {other}")),
        },
    };
    if call.text(1).len() > super::RESULT_LIMIT {
        return wrong(1, "the name is too long");
    }
    Ok(Uuid::new_v5(&namespace, call.text(1).as_bytes()).to_string().into())
}

/// Only the forms with 32, 36, 38 (braces) and 45 (`urn:uuid:`) characters.
fn parse(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok()
}
