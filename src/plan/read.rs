//! Bytes -> document, with a clear word for everything that is not a plan.

use super::document::{Document, TopLevel};
use super::error::PlanError;
use super::slice::{Keeper, Misread};
use serde::de::DeserializeSeed;
use serde_json::error::Category;

/// Reads the output of `terraform show -json` for a plan or a state. UTF-16 and a byte order mark are accepted.
pub fn read(bytes: Vec<u8>) -> Result<Document, PlanError> {
    let text = decode(bytes)?;
    if text.trim_start().is_empty() {
        return Err(PlanError::Empty);
    }
    if u32::try_from(text.len()).is_err() {
        return Err(PlanError::TooLarge);
    }
    let (document, made) = document(&text)?;
    let text = if made.is_empty() { text } else { text + &made };
    Ok(document.compacted(text))
}

/// The document over its text, and the values that follow the text.
fn document(text: &str) -> Result<(Document, String), PlanError> {
    let mut keeper = Keeper::new(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let parts = TopLevel(&mut keeper).deserialize(&mut deserializer).map_err(|error| not_json(text, &error))?;
    let kind = parts.kind().map_err(PlanError::NotAPlan)?;
    deserializer.end().map_err(|error| not_json(text, &error))?;
    let version = parts.format_version.clone().unwrap_or_default();
    if !matches!(version.split('.').next(), Some("0" | "1" | "")) {
        return Err(PlanError::NewerFormat(version));
    }
    let misread = |Misread { line, column, message }| PlanError::NotJson { line, column, message };
    let document = parts.finish(kind, &mut keeper).map_err(misread)?;
    Ok((document, keeper.into_made()))
}

fn not_json(text: &str, error: &serde_json::Error) -> PlanError {
    let (line, column) = (error.line(), error.column());
    if !text.trim_start().starts_with('{') {
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        return PlanError::NotAPlan(if is_json { "it is not a JSON object" } else { "it is not JSON" }.to_string());
    }
    match error.classify() {
        Category::Eof => PlanError::Truncated { line, column },
        _ => {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_string();
            PlanError::NotJson { line, column, message }
        }
    }
}

fn decode(bytes: Vec<u8>) -> Result<String, PlanError> {
    match bytes.as_slice() {
        [b'P', b'K', 3 | 5, ..] => Err(PlanError::Binary),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'{', 0, rest @ ..] if rest.get(1) == Some(&0) => utf16(&bytes, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, ..] => utf8(bytes[3..].to_vec()),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, PlanError> {
    String::from_utf8(bytes).map_err(|error| PlanError::NotText(error.utf8_error().valid_up_to()))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, PlanError> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| PlanError::NotText(0))
}
