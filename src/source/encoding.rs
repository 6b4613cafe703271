//! Bytes of a file -> text. Terraform reads comments in any encoding, and everything else as UTF-8.

use super::{TokenKind, tokens};

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// As long as the bytes; a byte of a comment that is not UTF-8 is `?` here.
    pub text: String,
    /// True when the text is the bytes: only then may it be written back.
    pub exact: bool,
}

/// Decodes a file in native or (by the `.json` ending of its path) JSON syntax; the line of the first byte that Terraform
/// would not take is the error.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Decoded, usize> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, exact: true }),
        Err(error) => error.into_bytes(),
    };
    let mut wrong = Vec::new();
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        wrong.extend(text.len()..text.len() + chunk.invalid().len());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    let comments = || tokens(&text).filter(|(kind, _)| *kind == TokenKind::Comment).map(|(_, range)| range);
    let ranges: Vec<_> = if path.ends_with(".json") { Vec::new() } else { comments().collect() };
    let in_comment = |at: usize| {
        let next = ranges.partition_point(|range| range.end <= at);
        ranges.get(next).is_some_and(|range| range.start <= at)
    };
    match wrong.into_iter().find(|at| !in_comment(*at)) {
        Some(at) => Err(memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1),
        None => Ok(Decoded { text, exact: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_may_be_in_any_encoding() {
        for bytes in [
            &b"# \x93\xfa\x96{\nlocals {}\n"[..],
            b"// caf\xe9\r\nlocals { a = 1 } # \xe9\n/* \xe9\n\xff */\n",
            b"locals { a = [ # \xe9\n 1] }\n# \xe3\x81",
            b"locals { a = \"x${ /* \xe9 */ 1 }\" }\n",
            b"# \x95\x5c\nlocals {}\n",
        ] {
            let decoded = decode("a.tf", bytes.to_vec()).expect("Terraform takes it");
            assert!(!decoded.exact && decoded.text.len() == bytes.len(), "{decoded:?}");
            assert!(std::iter::zip(decoded.text.bytes(), bytes).all(|(shown, byte)| shown == *byte || shown == b'?'));
        }
    }

    #[test]
    fn nothing_else_may() {
        for (bytes, line) in [
            (&b"# \xe9\nlocals { a = \"caf\xe9\" }\n"[..], 2),
            (b"locals { a = <<E\n # \xe9\nE\n}\n", 2),
            (b"locals { caf\xe9 = 1 }\n", 1),
            (b"\n\n\xff\xfe", 3),
        ] {
            assert_eq!(decode("a.tf", bytes.to_vec()), Err(line));
        }
        assert_eq!(decode("a.tf.json", b"{\"//\": \"\xe9\"}".to_vec()), Err(1));
        assert!(decode("a.tf", b"# \xc3\xa9\n".to_vec()).is_ok_and(|decoded| decoded.exact));
    }
}
