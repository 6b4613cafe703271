//! Colours of the terminal report, or none.

use owo_colors::{OwoColorize, Style};
use std::fmt::Display;

/// Whether to colour. Everything printed goes through one of its functions, so plain means plain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paint {
    pub color: bool,
    /// Names of files are links (OSC 8); the folder from which relative ones start.
    pub links: Option<&'static str>,
}

impl Paint {
    fn with(self, text: impl Display, style: Style) -> String {
        if self.color { text.style(style).to_string() } else { text.to_string() }
    }

    pub fn bold(self, text: impl Display) -> String {
        self.with(text, Style::new().bold())
    }

    pub fn dim(self, text: impl Display) -> String {
        self.with(text, Style::new().dimmed())
    }

    pub fn frame(self, text: impl Display) -> String {
        self.with(text, Style::new().blue())
    }

    pub fn link(self, text: impl Display) -> String {
        self.with(text, Style::new().cyan())
    }

    /// A file's name and place that the terminal opens.
    pub fn file(self, path: &str, text: impl Display) -> String {
        let text = self.link(text);
        let Some(working) = self.links else { return text };
        let absolute = if path.starts_with('/') { path.to_owned() } else { format!("{working}/{path}") };
        let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte);
        let url: String = absolute
            .bytes()
            .map(|byte| if safe(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") })
            .collect();
        let host = if url.starts_with('/') { "" } else { "/" };
        format!("\x1b]8;;file://{host}{url}\x1b\\{text}\x1b]8;;\x1b\\")
    }

    pub fn good(self, text: impl Display) -> String {
        self.with(text, Style::new().green())
    }

    pub fn caution(self, text: impl Display) -> String {
        self.with(text, Style::new().yellow())
    }

    pub fn bad(self, text: impl Display) -> String {
        self.with(text, Style::new().red())
    }

    pub fn heading(self, text: impl Display) -> String {
        self.with(text, Style::new().bold().underline())
    }

    /// The colour of a severity or a status word.
    pub fn level(self, word: &str, text: impl Display) -> String {
        let style = match word {
            "critical" => Style::new().bold().white().on_red(),
            "high" | "fail" | "error" => Style::new().bold().red(),
            "medium" | "unknown" | "warning" => Style::new().bold().yellow(),
            "pass" => Style::new().bold().green(),
            _ => Style::new().bold().blue(),
        };
        self.with(text, style)
    }

    /// A unified diff, line by line.
    pub fn diff(self, diff: &str) -> String {
        if !self.color {
            return diff.to_string();
        }
        let line = |line: &str| match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => self.bold(line),
            [b'+', ..] => self.good(line),
            [b'-', ..] => self.bad(line),
            [b'@', b'@', ..] => self.link(line),
            _ => line.to_string(),
        };
        diff.lines().map(|text| line(text) + "\n").collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Paint;

    #[test]
    fn files_are_links_where_asked() {
        let plain = Paint::default();
        assert_eq!(plain.file("a b.tf", "a b.tf:1:2"), "a b.tf:1:2");
        let linked = Paint { color: false, links: Some("/home/é") };
        assert_eq!(
            linked.file("a b.tf", "a b.tf:1:2"),
            "\x1b]8;;file:///home/%C3%A9/a%20b.tf\x1b\\a b.tf:1:2\x1b]8;;\x1b\\"
        );
        assert!(linked.file("/x/y.tf", "y").starts_with("\x1b]8;;file:///x/y.tf\x1b\\"));
    }
}
