//! Random Terraform texts and random damage; the same seed gives the same text.

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

const NAMES: [&str; 14] =
    ["a", "b_c", "var", "for-each", "each", "local", "x1", "name", "in", "if", "größe", "true", "null", "data"];
const OPERATORS: [&str; 13] = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];
const NUMBERS: [&str; 8] = ["0", "1", "42", "3.14", "1e5", "2.5E-3", "007", "1e400"];
const TEXTS: [&str; 12] =
    ["x", "hello world", " ", "a$b", "$$${y}", "%%{z}", "50%", "\\n", "\\\"", "\\u00e9", "# no", "${\"n\"}"];

/// A file with a few items.
pub fn file(random: &mut Random) -> String {
    let mut text = String::new();
    for index in 0..1 + random.below(3) {
        item(random, &mut text, 3, 0, index);
    }
    text
}

fn item(random: &mut Random, out: &mut String, depth: usize, indent: usize, index: usize) {
    out.push_str(&"  ".repeat(indent));
    match random.below(8) {
        0 => out.push_str(random.pick(&["# c\n", "// c\n", "/* c */\n", "/* c\n */\n", "\n", "\r\n"])),
        1 | 2 if depth > 0 => block(random, out, depth, indent),
        _ => {
            out.push_str(&format!("{}{index}", random.pick(&NAMES)));
            out.push_str(random.pick(&[" = ", "=", "   = ", " = /* c */ "]));
            expression(random, out, depth, true);
            out.push_str(random.pick(&["\n", "\n", "\n", "\r\n", " # c\n", " // c\n"]));
        }
    }
}

fn block(random: &mut Random, out: &mut String, depth: usize, indent: usize) {
    out.push_str(random.pick(&NAMES));
    for _ in 0..random.below(3) {
        out.push_str(random.pick(&[" \"l\"", " l", " \"a b\"", " \"$${x}\"", " \"é\\n\"", "\"x\""]));
    }
    match random.below(4) {
        0 => out.push_str(" {}\n"),
        1 => {
            out.push_str(" { a = ");
            expression(random, out, depth - 1, true);
            out.push_str(" }\n");
        }
        _ => {
            out.push_str(random.pick(&[" {\n", " { # c\n", "{\n", " {\r\n"]));
            for index in 0..random.below(3) {
                item(random, out, depth - 1, indent + 1, index);
            }
            out.push_str(&"  ".repeat(indent));
            out.push_str(random.pick(&["}\n", "}\n", "} # c\n", "}\r\n"]));
        }
    }
}

/// `lines` is true where a newline would end the expression.
pub fn expression(random: &mut Random, out: &mut String, depth: usize, lines: bool) {
    if depth == 0 {
        return leaf(random, out);
    }
    let deeper = depth - 1;
    match random.below(16) {
        0 => {
            expression(random, out, deeper, lines);
            gap(random, out, lines);
            out.push_str(random.pick(&OPERATORS));
            gap(random, out, lines);
            expression(random, out, deeper, lines);
        }
        1 => {
            for part in [" ? ", " : ", ""] {
                expression(random, out, deeper, lines);
                out.push_str(part);
            }
        }
        2 => {
            out.push_str(random.pick(&["-", "!", "- ", "!!"]));
            expression(random, out, deeper, lines);
        }
        3 => {
            out.push('(');
            gap(random, out, false);
            expression(random, out, deeper, false);
            gap(random, out, false);
            out.push(')');
        }
        4 => {
            out.push_str(random.pick(&["f", "jsonencode", "core::f", "provider::x::y", "f "]));
            list(random, out, deeper, "(", ")");
        }
        5 => list(random, out, deeper, "[", "]"),
        6 | 7 => object(random, out, deeper),
        8 => for_expression(random, out, deeper),
        9 | 10 => steps(random, out, deeper),
        11 | 12 => quoted(random, out, deeper),
        13 if lines => heredoc(random, out, deeper),
        _ => leaf(random, out),
    }
}

fn gap(random: &mut Random, out: &mut String, lines: bool) {
    out.push_str(if lines {
        random.pick(&[" ", " ", "", "/* c */", "\t"])
    } else {
        random.pick(&[" ", "", "\n", "\r\n", " # c\n", "\n\n", "/* c */"])
    });
}

fn leaf(random: &mut Random, out: &mut String) {
    match random.below(5) {
        0 => out.push_str(random.pick(&NUMBERS)),
        1 => out.push_str(&format!("\"{}\"", random.pick(&TEXTS))),
        2 => out.push_str(&format!("{}.{}", random.pick(&NAMES), random.pick(&NAMES))),
        _ => out.push_str(random.pick(&NAMES)),
    }
}

fn list(random: &mut Random, out: &mut String, depth: usize, open: &str, close: &str) {
    out.push_str(open);
    let count = random.below(4);
    for index in 0..count {
        gap(random, out, false);
        expression(random, out, depth, false);
        gap(random, out, false);
        if index + 1 < count || random.one_in(4) {
            out.push(',');
        } else if open == "(" && random.one_in(4) {
            out.push_str("...");
        }
    }
    gap(random, out, false);
    out.push_str(close);
}

fn object(random: &mut Random, out: &mut String, depth: usize) {
    out.push_str(random.pick(&["{", "{ ", "{\n", "{ # c\n"]));
    for _ in 0..random.below(4) {
        match random.below(4) {
            0 => {
                out.push('(');
                expression(random, out, depth, false);
                out.push(')');
            }
            1 => quoted(random, out, 0),
            2 => steps(random, out, 0),
            _ => out.push_str(random.pick(&NAMES)),
        }
        out.push_str(random.pick(&[" = ", ":", "=", " : "]));
        expression(random, out, depth, true);
        out.push_str(random.pick(&[",", ", ", "\n", "\n", ",\n", " # c\n", "\r\n"]));
    }
    out.push('}');
}

fn for_expression(random: &mut Random, out: &mut String, depth: usize) {
    let object = random.one_in(2);
    out.push(if object { '{' } else { '[' });
    gap(random, out, false);
    out.push_str(random.pick(&["for x in ", "for k, v in ", "for k,v\nin ", "for\nx in "]));
    expression(random, out, depth, false);
    gap(random, out, false);
    out.push(':');
    gap(random, out, false);
    expression(random, out, depth, false);
    if object {
        out.push_str(random.pick(&[" => ", " =>\n", "=>"]));
        expression(random, out, depth, false);
        out.push_str(random.pick(&["", "...", " ..."]));
    }
    if random.one_in(3) {
        out.push_str(" if ");
        expression(random, out, depth, false);
    }
    gap(random, out, false);
    out.push(if object { '}' } else { ']' });
}

fn steps(random: &mut Random, out: &mut String, depth: usize) {
    out.push_str(random.pick(&["a", "var.x", "f()", "(a)", "[1]", "\"s\"", "data.x.y"]));
    for _ in 0..1 + random.below(4) {
        match random.below(7) {
            0 => out.push_str(random.pick(&[".0", ".12", ".0.b", ".1.0"])),
            1 => out.push_str(".*"),
            2 => out.push_str("[*]"),
            3 => {
                out.push('[');
                expression(random, out, depth, false);
                out.push(']');
            }
            4 => out.push_str(random.pick(&[" .b", ". b", "[ 0 ]", "[\"k\"]"])),
            _ => out.push_str(&format!(".{}", random.pick(&NAMES))),
        }
    }
}

fn parts(random: &mut Random, out: &mut String, depth: usize, text: fn(&mut Random, &mut String)) {
    for _ in 0..1 + random.below(3) {
        match random.below(6) {
            0 | 1 => {
                out.push_str(random.pick(&["${", "${ ", "${~ ", "${\n"]));
                expression(random, out, depth, false);
                out.push_str(random.pick(&["}", " }", " ~}", "~}", "\n}"]));
            }
            2 if depth > 0 => {
                out.push_str(random.pick(&["%{ if ", "%{if ", "%{~ if "]));
                expression(random, out, depth - 1, false);
                out.push_str(random.pick(&[" }", "~}"]));
                text(random, out);
                if random.one_in(2) {
                    out.push_str(random.pick(&["%{ else }", "%{~else~}"]));
                    text(random, out);
                }
                out.push_str(random.pick(&["%{ endif }", "%{~ endif ~}"]));
            }
            3 if depth > 0 => {
                out.push_str(random.pick(&["%{ for x in ", "%{for k, v in ", "%{~ for x in "]));
                expression(random, out, depth - 1, false);
                out.push_str(random.pick(&[" }", "~}"]));
                parts(random, out, depth - 1, text);
                out.push_str(random.pick(&["%{ endfor }", "%{~ endfor ~}"]));
            }
            _ => text(random, out),
        }
    }
}

fn quoted(random: &mut Random, out: &mut String, depth: usize) {
    out.push('"');
    if depth > 0 {
        parts(random, out, depth - 1, |random, out| out.push_str(random.pick(&TEXTS)));
    } else {
        out.push_str(random.pick(&TEXTS));
    }
    out.push('"');
}

fn heredoc(random: &mut Random, out: &mut String, depth: usize) {
    out.push_str(random.pick(&["<<EOT\n", "<<-EOT\n", "<<-EOT\r\n"]));
    parts(random, out, depth, |random, out| {
        out.push_str(random.pick(&[
            "text\n",
            "  indented\n",
            "\n",
            "a ",
            " EOT x\n",
            "\\n \"q\"\n",
            "\tb\r\n",
            "$",
            "$$${\n",
        ]));
    });
    out.push_str(random.pick(&["\nEOT", "\n  EOT", "\nEOT  ", "\n\tEOT"]));
}

pub const DAMAGE: [&str; 66] = [
    "{", "}", "(", ")", "[", "]", "\"", ",", ".", "=", ":", "?", "...", "=>", "<<EOT\n", "\nEOT\n", "${", "%{", "~}",
    "\n", "\r\n", "\r", "#", "//", "/*", "*/", " for ", " in ", " if ", "else", "endif", "!", "-", "+", "*", "/", "%",
    "&&", "||", "==", "1", "1.5", "a", " b_c ", "true", "::", "$${", "\\", "~", ";", "'", "`", "é", "\u{feff}", "\t",
    "\0", "&", "|", "^", "\u{b}", "\u{a0}", "<<-X\n", "..", "1.", ".5", "1e",
];

/// The text with one to three random changes.
pub fn damaged(random: &mut Random, text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..1 + random.below(3) {
        let at = boundary(&text, random.below(text.len() + 1));
        let end = boundary(&text, at + random.below(4)).max(at);
        match random.below(5) {
            0 => drop(text.drain(at..end)),
            1 => {
                let piece = text[at..end].to_string();
                let to = boundary(&text, random.below(text.len() + 1));
                text.insert_str(to, &piece);
            }
            2 => text.replace_range(at..end, random.pick(&DAMAGE)),
            _ => text.insert_str(at, random.pick(&DAMAGE)),
        }
    }
    text
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
