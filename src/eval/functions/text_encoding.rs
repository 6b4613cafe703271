//! Base64 of text in other character encodings.

use super::encoding::decode;
use super::spec::{Call, Failure, Function, a_string, text, wrong};
use crate::value::Value;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub const FUNCTIONS: &[Function] = &[
    Function::new("textdecodebase64", &[text("source"), text("encoding")], a_string, decoded),
    Function::new("textencodebase64", &[text("string"), text("encoding")], a_string, encoded),
];

/// An encoding by its IANA name or alias.
enum Encoding {
    Utf8,
    /// Big endian, unless a byte order mark says otherwise; writes the mark.
    Utf16,
    Utf16Little,
    Utf16Big,
    Latin1,
    Ascii,
    Table(&'static encoding_rs::Encoding),
}

/// Other encodings are left unknown. IANA names that the web's list of labels has, and means the same by.
const TABLES: [&str; 37] = [
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "latin2",
    "latin3",
    "latin4",
    "latin6",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "macintosh",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "big5",
    "gbk",
    "gb18030",
];

fn encoding(name: &str) -> Option<Encoding> {
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "utf-8" | "csutf8" => Some(Encoding::Utf8),
        "utf-16" | "csutf16" => Some(Encoding::Utf16),
        "utf-16le" | "csutf16le" => Some(Encoding::Utf16Little),
        "utf-16be" | "csutf16be" => Some(Encoding::Utf16Big),
        "iso-8859-1" | "iso_8859-1" | "iso_8859-1:1987" | "latin1" | "l1" | "csisolatin1" | "iso-ir-100" | "ibm819"
        | "cp819" => Some(Encoding::Latin1),
        "us-ascii" => Some(Encoding::Ascii),
        other if TABLES.contains(&other) => encoding_rs::Encoding::for_label(other.as_bytes()).map(Encoding::Table),
        _ => None,
    }
}

fn encoded(call: &Call) -> Result<Value, Failure> {
    let source = call.text(0);
    let units = |order: fn(u16) -> [u8; 2]| source.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let Some(encoding) = encoding(call.text(1)) else { return Ok(call.undecided()) };
    let bytes = match encoding {
        Encoding::Utf8 => Some(source.as_bytes().to_vec()),
        Encoding::Utf16 => Some([&[0xfe, 0xff], &units(u16::to_be_bytes)[..]].concat()),
        Encoding::Utf16Little => Some(units(u16::to_le_bytes)),
        Encoding::Utf16Big => Some(units(u16::to_be_bytes)),
        Encoding::Ascii => source.is_ascii().then(|| source.as_bytes().to_vec()),
        Encoding::Latin1 => source.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
        Encoding::Table(table) => {
            let (bytes, _, unmappable) = table.encode(source);
            if unmappable && (table == encoding_rs::BIG5 || table == encoding_rs::EUC_JP) {
                // Terraform's tables of these two have more characters.
                return Ok(call.undecided());
            }
            (!unmappable).then(|| bytes.into_owned())
        }
    };
    match bytes {
        Some(bytes) => Ok(STANDARD.encode(bytes).into()),
        None => {
            let name = call.text(1);
            wrong(0, format!("the given string contains characters that cannot be represented in {name}"))
        }
    }
}

fn decoded(call: &Call) -> Result<Value, Failure> {
    let Some(encoding) = encoding(call.text(1)) else { return Ok(call.undecided()) };
    let bytes = decode(call.text(0)).or_else(|()| wrong(0, "the given value is has an invalid base64 symbol"))?;
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
        Encoding::Utf16 => match bytes.as_slice() {
            [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
            all => utf16(all, u16::from_be_bytes),
        },
        Encoding::Utf16Little => utf16(&bytes, u16::from_le_bytes),
        Encoding::Utf16Big => utf16(&bytes, u16::from_be_bytes),
        Encoding::Ascii => {
            bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' }).collect()
        }
        Encoding::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Encoding::Table(table) => table.decode_without_bom_handling(&bytes).0.into_owned(),
    };
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return wrong(0, format!("the given string contains symbols that are not defined for {}", call.text(1)));
    }
    Ok(text.into())
}

fn utf16(bytes: &[u8], order: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
    let mut text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if bytes.len() % 2 == 1 {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}
