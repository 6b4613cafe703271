//! Regular expressions in Go's syntax, as the `regex` crate reads them.

use regex::bytes::{Regex, RegexBuilder};

/// Go's own limits: bytes of compiled program and the largest counted repetition.
const SIZE_LIMIT: usize = 32 << 20;
const REPEAT_LIMIT: u32 = 1000;

/// A pattern and the names of its groups; group 0 is the whole match. Go allows a name twice.
#[derive(Clone)]
pub struct Pattern {
    pub regex: Regex,
    pub names: Vec<Option<String>>,
}

/// Compiles a pattern; the error is a message for people.
pub fn compile(pattern: &str) -> Result<Pattern, String> {
    let (translated, names) = Translator { pattern, at: 0, out: String::new(), names: vec![None] }.run()?;
    let built = RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).nest_limit(1000).build();
    built.map(|regex| Pattern { regex, names }).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "expression too large".to_owned(),
        _ => format!("invalid regexp pattern {pattern:?}"),
    })
}

const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

struct Translator<'p> {
    pattern: &'p str,
    at: usize,
    out: String,
    names: Vec<Option<String>>,
}

type Step = Result<(), String>;

impl Translator<'_> {
    fn run(mut self) -> Result<(String, Vec<Option<String>>), String> {
        let mut repeated = Repeated::Nothing;
        while let Some(next) = self.peek() {
            repeated = match next {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '*' | '+' | '?' => self.repetition(next.to_string(), repeated)?,
                '{' => match self.counted()? {
                    Some(count) => self.repetition(count, repeated)?,
                    None => self.literal('{'),
                },
                '(' => self.group()?,
                '|' => self.copy(next, Repeated::Nothing),
                '^' | '$' | ')' | '.' => self.copy(next, Repeated::Once),
                '#' | '&' | '~' | '-' | ' ' | '}' | ']' => self.literal(next),
                _ => self.copy(next, Repeated::Once),
            };
        }
        Ok((self.out, self.names))
    }

    fn rest(&self) -> &str {
        &self.pattern[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn copy(&mut self, next: char, repeated: Repeated) -> Repeated {
        self.out.push(next);
        self.at += next.len_utf8();
        repeated
    }

    fn literal(&mut self, next: char) -> Repeated {
        self.at += next.len_utf8();
        push_literal(&mut self.out, next);
        Repeated::Once
    }

    /// `*`, `+`, `?` or `{n,m}`, perhaps lazy. Go refuses a repetition of a repetition.
    fn repetition(&mut self, operator: String, repeated: Repeated) -> Result<Repeated, String> {
        if operator.len() == 1 {
            self.at += 1;
        }
        match repeated {
            Repeated::Once => {}
            Repeated::Nothing => return Err(format!("missing argument to repetition operator: `{operator}`")),
            Repeated::Often => return Err("invalid nested repetition operator".to_owned()),
        }
        self.out.push_str(&operator);
        if self.rest().starts_with('?') {
            self.out.push('?');
            self.at += 1;
        }
        Ok(Repeated::Often)
    }

    /// The count at this place in the pattern; `None` when the brace is literal.
    fn counted(&mut self) -> Result<Option<String>, String> {
        let Some((inside, _)) = self.rest()[1..].split_once('}') else { return Ok(None) };
        let (low, high) = inside.split_once(',').map_or((inside, None), |(low, high)| (low, Some(high)));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(low) || high.is_some_and(|high| !high.is_empty() && !digits(high)) {
            return Ok(None);
        }
        let count = |text: &str| text.parse::<u32>().ok().filter(|count| *count <= REPEAT_LIMIT);
        let low = count(low);
        let high = high.filter(|high| !high.is_empty()).map(count);
        if low.is_none() || matches!(high, Some(None)) || high.flatten().is_some_and(|high| Some(high) < low) {
            return Err(format!("invalid repeat count: `{{{inside}}}`"));
        }
        let whole = format!("{{{inside}}}");
        self.at += whole.len();
        Ok(Some(whole))
    }

    fn group(&mut self) -> Result<Repeated, String> {
        let rest = self.rest();
        let Some(after) = rest.strip_prefix("(?") else {
            self.names.push(None);
            return Ok(self.copy('(', Repeated::Nothing));
        };
        if let Some(name) = after.strip_prefix("P<").or_else(|| after.strip_prefix('<')) {
            let end = name.find('>').ok_or("invalid named capture")?;
            let (name, skipped) = (name[..end].to_owned(), rest.len() - name.len() + end + 1);
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(format!("invalid named capture: `{name}`"));
            }
            self.out.push('(');
            self.names.push(Some(name));
            self.at += skipped;
            return Ok(Repeated::Nothing);
        }
        let flags: usize = after.bytes().take_while(|byte| matches!(byte, b'i' | b'm' | b's' | b'U' | b'-')).count();
        let closes = after[flags..].starts_with(')');
        if !closes && !after[flags..].starts_with(':') {
            return Err("invalid or unsupported Perl syntax".to_owned());
        }
        let text = rest[..flags + 3].to_owned();
        self.at += text.len();
        if text != "(?)" {
            self.out.push_str(&text);
        }
        Ok(Repeated::Nothing)
    }

    fn escape(&mut self) -> Result<Repeated, String> {
        let mut letters = self.rest()[1..].chars();
        let Some(next) = letters.next() else { return Err("trailing backslash at end of expression".to_owned()) };
        let simple = match next {
            'A' => "\\A",
            'z' => "\\z",
            'b' => "(?-u:\\b)",
            'B' => "(?-u:\\B)",
            'Q' => {
                let quoted = self.rest()[2..].to_owned();
                let end = quoted.find("\\E").unwrap_or(quoted.len());
                quoted[..end].chars().for_each(|c| push_literal(&mut self.out, c));
                self.at += 2 + (end + 2).min(quoted.len());
                return Ok(Repeated::Once);
            }
            _ => {
                self.escaped_in_class()?;
                return Ok(Repeated::Once);
            }
        };
        self.at += 2;
        self.out.push_str(simple);
        Ok(Repeated::Once)
    }

    /// An escape that stands for a character or a class.
    fn escaped_in_class(&mut self) -> Step {
        let next = self.rest()[1..].chars().next().ok_or("trailing backslash at end of expression")?;
        let class = match next {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            's' => "[\\t\\n\\f\\r ]",
            'S' => "[^\\t\\n\\f\\r ]",
            'w' => "[0-9A-Za-z_]",
            'W' => "[^0-9A-Za-z_]",
            'p' | 'P' => return self.unicode_class(),
            _ => "",
        };
        if !class.is_empty() {
            self.at += 2;
            self.out.push_str(class);
            return Ok(());
        }
        let letter = self.escaped_letter(next)?;
        push_literal(&mut self.out, letter);
        Ok(())
    }

    fn unicode_class(&mut self) -> Step {
        let rest = &self.rest()[2..];
        let length = match rest.strip_prefix('{') {
            Some(name) => name.find('}').ok_or("invalid character class range")? + 2,
            None => rest.chars().next().ok_or("invalid character class range")?.len_utf8(),
        };
        let whole = self.rest()[..2 + length].to_owned();
        self.at += whole.len();
        match whole.strip_prefix("\\p{^") {
            Some(name) => self.out.push_str(&format!("\\P{{{name}")),
            None => self.out.push_str(&whole),
        }
        Ok(())
    }

    fn escaped_letter(&mut self, next: char) -> Result<char, String> {
        let rest = &self.rest()[1 + next.len_utf8()..];
        let radix = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let invalid = || "invalid escape sequence".to_owned();
        let (letter, more) = match next {
            'a' => ('\u{7}', 0),
            'f' => ('\u{c}', 0),
            't' => ('\t', 0),
            'n' => ('\n', 0),
            'r' => ('\r', 0),
            'v' => ('\u{b}', 0),
            'x' => match rest.strip_prefix('{') {
                Some(digits) => {
                    let end = digits.find('}').ok_or_else(invalid)?;
                    (radix(&digits[..end], 16).ok_or_else(invalid)?, end + 2)
                }
                None => (rest.get(..2).and_then(|digits| radix(digits, 16)).ok_or_else(invalid)?, 2),
            },
            '0'..='7' => {
                let digits = rest.bytes().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                if next != '0' && digits == 0 {
                    return Err(invalid());
                }
                (radix(&format!("{next}{}", &rest[..digits]), 8).ok_or_else(invalid)?, digits)
            }
            _ if next.is_ascii() && !next.is_ascii_alphanumeric() => (next, 0),
            _ => return Err(format!("invalid escape sequence: `\\{next}`")),
        };
        self.at += 1 + next.len_utf8() + more;
        Ok(letter)
    }

    /// A character class: brackets, `&&`, `--` and `~~` inside mean nothing special in Go.
    fn class(&mut self) -> Result<Repeated, String> {
        self.at += 1;
        self.out.push('[');
        if self.rest().starts_with('^') {
            self.out.push('^');
            self.at += 1;
        }
        let mut first = true;
        loop {
            let Some(next) = self.peek() else { return Err("missing closing ]".to_owned()) };
            match next {
                ']' if !first => break,
                '[' if self.rest().starts_with("[:") && self.rest().contains(":]") => {
                    let end = self.rest().find(":]").map_or(0, |end| end + 2);
                    let whole = self.rest()[..end].to_owned();
                    if !CLASSES.contains(&whole[2..end - 2].trim_start_matches('^')) {
                        return Err(format!("invalid character class range in {whole}"));
                    }
                    self.at += end;
                    self.out.push_str(&whole);
                }
                '\\' => self.escaped_in_class()?,
                '-' => {
                    // Between two characters it is a range, elsewhere itself.
                    let after = self.rest()[1..].chars().next();
                    let range = !first && !matches!(after, Some(']') | None) && self.in_range();
                    self.at += 1;
                    self.out.push_str(if range { "-" } else { "\\-" });
                }
                _ => {
                    self.literal(next);
                }
            }
            first = false;
        }
        self.at += 1;
        self.out.push(']');
        Ok(Repeated::Once)
    }

    /// What was written last in the class can start a range.
    fn in_range(&self) -> bool {
        !self.out.ends_with("\\-") && !self.out.ends_with(']') && !self.out.ends_with('[') && !self.out.ends_with('^')
    }
}

/// What a repetition operator would repeat.
#[derive(Clone, Copy)]
enum Repeated {
    Nothing,
    Once,
    Often,
}

fn push_literal(out: &mut String, letter: char) {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(letter),
        _ if letter.is_ascii() => out.push_str(&format!("\\x{{{:x}}}", u32::from(letter))),
        _ => out.push(letter),
    }
}
