//! Colours of the terminal report, or none.

use owo_colors::{OwoColorize, Style};
use std::fmt::Display;

/// Whether to colour. Everything printed goes through one of its functions, so plain means plain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paint {
    pub color: bool,
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
