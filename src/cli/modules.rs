//! Which local folders a configuration file calls as modules.

/// The local sources that the text names: `source = "./..."` or `"source": "../..."`, on a line of its own or not. A source that
/// is no module's (of an S3 object, say) does no harm: what it names is no folder with configuration.
pub fn local_sources(text: &str) -> Vec<&str> {
    let find = |start: &'static [u8]| memchr::memmem::find_iter(text.as_bytes(), start);
    let mut quotes: Vec<usize> =
        find(b"\"./").chain(find(b"\"../")).filter(|&quote| is_source(&text[..quote])).collect();
    if quotes.is_empty() {
        return Vec::new();
    }
    quotes.sort_unstable();
    let comments: Vec<(usize, usize)> = block_comments(text);
    quotes.retain(|quote| !comments.iter().any(|(start, end)| (*start..*end).contains(quote)));
    let mut line = Line::default();
    quotes.retain(|quote| !line.is_comment(text, *quote));
    quotes.into_iter().filter_map(|quote| written(&text[quote + 1..])).collect()
}

/// What stands before a value makes it that of `source`.
fn is_source(before: &str) -> bool {
    let blank = [' ', '\t'];
    let name = |text: &str| -> Option<usize> {
        let text = text.trim_end_matches(blank).strip_suffix(['=', ':'])?.trim_end_matches(blank);
        let text = text.strip_suffix('"').unwrap_or(text).strip_suffix("source")?;
        Some(text.strip_suffix('"').unwrap_or(text).len())
    };
    let goes_on = |last: char| last.is_alphanumeric() || matches!(last, '_' | '-' | '.');
    name(before).is_some_and(|at| !before[..at].chars().next_back().is_some_and(goes_on))
}

/// The line that is read, as far as it was asked for.
#[derive(Default)]
struct Line {
    read: usize,
    in_text: bool,
    in_comment: bool,
}

impl Line {
    /// Whether the place is in a comment to the end of its line. Places are asked for in their order.
    fn is_comment(&mut self, text: &str, place: usize) -> bool {
        let bytes = text.as_bytes();
        if let Some(newline) = bytes.get(self.read..place).and_then(|between| memchr::memrchr(b'\n', between)) {
            *self = Line { read: self.read + newline + 1, ..Line::default() };
        }
        while self.read < place && !self.in_comment {
            match bytes[self.read] {
                b'\\' if self.in_text => self.read += 1,
                b'"' => self.in_text = !self.in_text,
                b'#' => self.in_comment = !self.in_text,
                b'/' if bytes.get(self.read + 1) == Some(&b'/') => self.in_comment = !self.in_text,
                _ => {}
            }
            self.read += 1;
        }
        self.in_comment
    }
}

/// The literal up to its closing quote; none where it is a template.
fn written(text: &str) -> Option<&str> {
    let end = text.find(['"', '$', '%'])?;
    text[end..].starts_with('"').then(|| text[..end].trim_end_matches('/'))
}

/// `/* ... */` at the start of a line, as whole blocks are commented out.
fn block_comments(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("/*").map(|start| start + at) {
        let end = text[start + 2..].find("*/").map_or(text.len(), |end| start + 2 + end + 2);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        if text[line_start..start].trim().is_empty() {
            found.push((start, end));
            at = end;
        } else {
            at = start + 2;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::local_sources;

    #[test]
    fn sources_of_modules_are_found_as_they_are_written() {
        let cases: [(&str, &[&str]); 15] = [
            (
                "module \"a\" {\n  source = \"./a/\"\n}\nmodule \"b\" {\n\tsource=\"../../b\"\r\n}\n",
                &["./a", "../../b"],
            ),
            ("module \"a\" { source = \"./a\" } # source = \"./b\"\n", &["./a"]),
            (
                "{\"//\":\"x\",\"module\":{\"a\":{\"source\":\"./a\"},\"b\":{\"x\":1,\"source\":\"../b/\"}}}",
                &["./a", "../b"],
            ),
            ("  x = \"a # b\", source = \"./a\" // source = \"./b\"\nsource = \"./c\"", &["./a", "./c"]),
            ("  data_source = \"./a\"\n  x.source = \"./b\"\n", &[]),
            ("module \"a\" {\n  \"source\"  =  \"./a\"\n", &["./a"]),
            ("{\"module\": {\"a\": {\n\"source\": \"./a\"}}}", &["./a"]),
            ("  {, source : \"./a\"", &["./a"]),
            ("source = \"./${x}\"\nsource = \"./%{x}\"\nsource = \"./a", &[]),
            ("  resource = \"./a\"\n  sources = \"./b\"\n  source = [\"./c\"]\n", &[]),
            ("# source = \"./a\"\n// source = \"./b\"\n", &[]),
            ("/*\nsource = \"./a\"\n*/\nsource = \"./b\"\n", &["./b"]),
            ("source = \"terraform-aws-modules/vpc/aws\"\nsource = \".\"\nsource = \"/abs\"\n", &[]),
            ("日本 source = \"./a\"\nsource\u{3000}= \"./b\"\n日本source = \"./c\"\n", &["./a"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(local_sources(text), expected, "{text}");
        }
    }
}
