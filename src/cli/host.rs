//! What surrounds the program: environment, standard input, terminal. Tests bring their own.

use super::flags::{Color, Look};
use crate::report::{Lang, Paint};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Read, Write};
use std::sync::Mutex;

/// The surroundings of a run.
pub struct Host {
    pub environment: BTreeMap<String, String>,
    pub input: Mutex<Box<dyn Read + Send>>,
    /// Where a person is asked something.
    pub asks: Mutex<Box<dyn Write + Send>>,
    /// Where answers go that come one after another.
    pub prints: Mutex<Box<dyn Write + Send>>,
    pub output_is_terminal: bool,
    pub error_is_terminal: bool,
    pub input_is_terminal: bool,
}

impl Host {
    /// The real ones.
    pub fn real() -> Host {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Host {
            environment: std::env::vars_os().filter_map(text).collect(),
            input: Mutex::new(Box::new(std::io::stdin())),
            asks: Mutex::new(Box::new(std::io::stderr())),
            prints: Mutex::new(Box::new(std::io::stdout())),
            error_is_terminal: std::io::stderr().is_terminal(),
            output_is_terminal: std::io::stdout().is_terminal(),
            input_is_terminal: std::io::stdin().is_terminal(),
        }
    }

    /// No environment, and this standard input.
    pub fn with_input(bytes: &[u8]) -> Host {
        Host {
            environment: BTreeMap::new(),
            input: Mutex::new(Box::new(std::io::Cursor::new(bytes.to_vec()))),
            asks: Mutex::new(Box::new(std::io::sink())),
            prints: Mutex::new(Box::new(std::io::sink())),
            error_is_terminal: false,
            output_is_terminal: false,
            input_is_terminal: false,
        }
    }

    /// A variable that is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub fn lang(&self, look: &Look) -> Lang {
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| self.variable(name));
        look.lang.unwrap_or_else(|| locale().map_or(Lang::En, Lang::of_locale))
    }

    pub fn paint(&self, look: &Look) -> Paint {
        let forced = self.variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let refused = self.variable("NO_COLOR").is_some() || self.variable("CLICOLOR") == Some("0");
        let dumb = self.variable("TERM") == Some("dumb");
        let color = match look.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if refused => false,
            Color::Auto => forced || self.output_is_terminal && !dumb,
        };
        Paint { color, links: super::hyperlinks::links(look, self) }
    }

    /// All of standard input.
    pub fn read_input(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut input = self.input.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        input.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes to a person who is asked something.
    pub fn say(&self, text: &str) {
        let mut asks = self.asks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let _ = asks.write_all(text.as_bytes());
    }

    /// Prints at once, and not at the end.
    pub fn print(&self, text: &str) {
        let mut prints = self.prints.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let _ = prints.write_all(text.as_bytes()).and_then(|()| prints.flush());
    }

    /// One line of standard input, without its newline; `None` at its end.
    pub fn read_line(&self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        let mut input = self.input.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut byte = [0];
        loop {
            if input.read(&mut byte)? == 0 {
                return Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).into_owned()));
            }
            if byte[0] == b'\n' {
                return Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()));
            }
            line.push(byte[0]);
        }
    }
}
