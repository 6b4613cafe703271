//! `yamldecode`: YAML events -> values, scalars resolved as Terraform does.

use super::spec::{Call, Failure, fail};
use crate::value::{Number, Type, Value, convert};
use granit_parser::{Event, Parser, ScalarStyle, Tag};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deepest nesting, and most values that aliases may make.
const DEPTH_LIMIT: usize = 1_000;
const VALUE_LIMIT: usize = 500_000;

pub fn decode(call: &Call) -> Result<Value, Failure> {
    call.spend(call.text(0).len())?;
    let mut reader = Reader { parser: Parser::new_from_str(call.text(0)), anchors: FxHashMap::default(), made: 0 };
    let value = reader.document();
    call.spend(if reader.made > VALUE_LIMIT { usize::MAX } else { reader.made })?;
    value.or_else(fail)
}

struct Reader<'t> {
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    anchors: FxHashMap<usize, (Value, usize)>,
    /// Values made so far, aliases counted with everything inside.
    made: usize,
}

/// A mapping key, a value, and whether the key merges (`<<`).
type Tagged<'t> = Option<Cow<'t, Tag>>;

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Event<'t>, String> {
        loop {
            match self.parser.next() {
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok((event, _))) => return Ok(event),
                Some(Err(error)) => return Err(error.to_string()),
                None => return Ok(Event::StreamEnd),
            }
        }
    }

    fn document(&mut self) -> Result<Value, String> {
        let mut value = None;
        loop {
            match self.next()? {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::StreamEnd => break,
                Event::DocumentStart(..) if value.is_none() => {
                    let event = self.next()?;
                    value = Some(self.value(event, 0)?);
                }
                _ => return Err("unexpected extra content after value".to_owned()),
            }
        }
        value.ok_or_else(|| "missing start of document".to_owned())
    }

    fn count(&mut self, values: usize) -> Result<(), String> {
        self.made += values;
        match self.made > VALUE_LIMIT {
            true => Err(format!("the document holds more than the limit of {VALUE_LIMIT} values")),
            false => Ok(()),
        }
    }

    fn value(&mut self, event: Event<'t>, depth: usize) -> Result<Value, String> {
        if depth > DEPTH_LIMIT {
            return Err(format!("the document is nested deeper than the limit of {DEPTH_LIMIT}"));
        }
        self.count(1)?;
        let before = self.made;
        let (value, anchor) = match event {
            Event::Alias(anchor) => {
                let found = self.anchors.get(&anchor).cloned();
                let (value, size) = found.ok_or("cannot refer to anchor from inside its own definition")?;
                self.count(size)?;
                return Ok(value);
            }
            Event::Scalar(text, style, anchor, tag) => (scalar(&text, style, &tag)?, anchor),
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(&tag, "seq")?;
                (self.sequence(depth)?, anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(&tag, "map")?;
                (self.mapping(depth)?, anchor)
            }
            _ => return Err("unexpected end of document".to_owned()),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), self.made - before));
        }
        Ok(value)
    }

    fn sequence(&mut self, depth: usize) -> Result<Value, String> {
        let mut elements: Vec<Value> = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::tuple(elements)),
                event => elements.push(self.value(event, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, String> {
        // `<<` may give the same names over and over: a tree holds each once.
        let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        loop {
            let event = match self.next()? {
                Event::MappingEnd => return Ok(Value::object(entries)),
                event => event,
            };
            let merges = match &event {
                Event::Scalar(text, _, _, None) => text == "<<",
                Event::Scalar(_, _, _, Some(tag)) => core(tag).as_deref() == Some("merge"),
                _ => false,
            };
            let key = self.value(event, depth + 1)?;
            let event = self.next()?;
            let value = self.value(event, depth + 1)?;
            if merges {
                merge(&mut entries, &value)?;
                continue;
            }
            if key.is_null() {
                return Err("mapping key cannot be null".to_owned());
            }
            let key = convert(&key, &Type::String)
                .map_err(|message| format!("only strings are allowed as mapping keys: {message}"))?;
            let Some(key) = key.as_str() else { return Err("mapping key must be a string".to_owned()) };
            entries.insert(key.into(), value);
        }
    }
}

/// `<<`: the entries of a mapping.
fn merge(entries: &mut BTreeMap<Arc<str>, Value>, from: &Value) -> Result<(), String> {
    let Some(more) = from.as_mapping() else {
        return Err(format!("cannot merge {} into mapping", super::conversion::friendly(&from.type_of())));
    };
    entries.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    Ok(())
}

fn name(tag: &Tag) -> String {
    format!("{}{}", tag.handle(), tag.suffix())
}

/// The name of a tag of YAML's own.
fn core(tag: &Tag) -> Option<String> {
    name(tag).strip_prefix("tag:yaml.org,2002:").map(str::to_owned)
}

fn check_tag(tag: &Tagged, wanted: &str) -> Result<(), String> {
    match tag.as_deref() {
        Some(tag) if core(tag).as_deref() != Some(wanted) => Err(format!("unsupported tag {:?}", name(tag))),
        _ => Ok(()),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: &Tagged) -> Result<Value, String> {
    let Some(tag) = tag.as_deref() else {
        return match style {
            ScalarStyle::Plain => plain(text),
            _ => Ok(text.into()),
        };
    };
    let kind = core(tag).ok_or_else(|| format!("unsupported tag {:?}", name(tag)))?;
    let wanted = |is: fn(&Value) -> bool| match plain(text)? {
        value if is(&value) => Ok(value),
        _ => Err(format!("cannot parse {text:?} as tag:yaml.org,2002:{kind}")),
    };
    match kind.as_str() {
        "binary" if super::encoding::decode(text).is_err() => Err(wanted(|_| false).err().unwrap_or_default()),
        "str" | "binary" => Ok(text.into()),
        "int" | "float" | "bool" | "null" | "timestamp" if style != ScalarStyle::Plain => Ok(text.into()),
        "int" | "float" => wanted(|value| value.as_number().is_some()),
        "bool" => wanted(|value| value.as_bool().is_some()),
        "null" => Ok(Value::null()),
        "timestamp" => super::time::yaml_timestamp(text)
            .map_or_else(|| Err(wanted(|_| false).err().unwrap_or_default()), |text| Ok(text.into())),
        _ => Err(format!("unsupported tag {:?}", name(tag))),
    }
}

fn plain(text: &str) -> Result<Value, String> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::null(),
        "true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => true.into(),
        "false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => false.into(),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Number::PositiveInfinity.into(),
        "-.inf" | "-.Inf" | "-.INF" => Number::NegativeInfinity.into(),
        ".nan" | ".NaN" | ".NAN" => return Err("floating point NaN is not supported".to_owned()),
        _ => match number(text) {
            Some(number) => number.into(),
            None => super::time::yaml_timestamp(text).map_or_else(|| text.into(), Value::from),
        },
    })
}

/// `0x` and `0o` integers, and decimal numbers.
fn number(text: &str) -> Option<Number> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x', ..] => (&text[2..], 16),
        [b'0', b'o', ..] => (&text[2..], 8),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => return float(text),
        _ => return None,
    };
    let valid = digits.bytes().all(|digit| char::from(digit).is_digit(radix));
    num_bigint::BigInt::parse_bytes(digits.as_bytes(), radix).filter(|_| valid).map(Number::from_integer)
}

/// `[-+]?([0-9]+\.?|\.[0-9]+|[0-9]+\.[0-9]+)([eE][-+]?[0-9]+)?`
fn float(text: &str) -> Option<Number> {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) =
        body.split_once(['e', 'E']).map_or((body, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_ok = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    if !exponent_ok || !digits(whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    Number::parse(text)
}
