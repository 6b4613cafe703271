//! One control told in full: what it requires, why, what fails and passes, how to mend it.

use super::words::Lang;
use super::{Paint, escape};
use crate::rules::{Control, ExampleKind, Localized, Published};
use crate::value::to_json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The page of a control.
pub fn explain(control: &Control, lang: Lang, paint: Paint) -> String {
    let mut page = Page { out: String::new(), lang, paint };
    page.head(control);
    page.examples(control);
    page.remediation(control);
    page.facts(control);
    page.out
}

/// A control that AWS publishes and that no rule file covers.
pub fn not_covered(control: &Published, lang: Lang) -> String {
    let text = match lang {
        Lang::En => "AWS publishes this control, but no rule file covers it yet: it is not judged.",
        Lang::Ja => "AWS が公開しているコントロールですが、対応するルールファイルがまだないため判定しません。",
    };
    let words = lang.words();
    let severity = match control.severity {
        "" => String::new(),
        named => format!(" ({})", words.term(named)),
    };
    let mut page = format!("{}{severity}\n\n{text}\n{}: {}\n", control.id, words.decides, words.term("not-covered"));
    let aliases = control.aliases.join(", ");
    for (word, fact) in [(words.category, control.category), (words.aliases, &*aliases)] {
        if !fact.is_empty() {
            page.push_str(&format!("{word}: {fact}\n"));
        }
    }
    page
}

struct Page {
    out: String,
    lang: Lang,
    paint: Paint,
}

/// Columns of running text.
const WIDTH: usize = 100;

impl Page {
    fn text<'t>(&self, text: &'t Localized) -> &'t str {
        text.in_language(self.lang.code())
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn heading(&mut self, word: &str) {
        let heading = self.paint.heading(word);
        self.line(&format!("\n{heading}"));
    }

    fn paragraph(&mut self, text: &str) {
        for line in wrap(&escape::line(text.trim()), WIDTH) {
            self.line(&line);
        }
    }

    fn head(&mut self, control: &Control) {
        let severity = control.severity.as_str();
        let level = self.paint.level(severity, self.lang.words().term(severity));
        let head = format!("{} {} ({level})", self.paint.bold(&control.id), self.paint.dim(&control.slug));
        self.line(&head);
        let title = self.paint.bold(escape::line(self.text(&control.title)));
        self.line(&title);
        self.line("");
        self.paragraph(self.text(&control.why).to_owned().as_str());
        let words = self.lang.words();
        for (word, text) in [(words.limits, &control.limits), (words.notes, &control.notes)] {
            if let Some(text) = text {
                self.heading(word);
                self.paragraph(self.text(text).to_owned().as_str());
            }
        }
    }

    fn examples(&mut self, control: &Control) {
        let words = self.lang.words();
        let kinds = [
            (ExampleKind::Fail, words.fails),
            (ExampleKind::Fixed, words.fixed),
            (ExampleKind::Pass, words.passes),
            (ExampleKind::Unknown, words.unknowns),
        ];
        for (kind, word) in kinds {
            for example in control.examples.iter().filter(|example| example.kind == kind) {
                self.heading(&format!("{word}: {}", escape::line(&example.name)));
                let source = dedent(&example.source);
                for line in escape::lines(&source).lines() {
                    self.line(format!("    {line}").trim_end());
                }
            }
        }
    }

    fn remediation(&mut self, control: &Control) {
        let words = self.lang.words();
        let remediation = &control.remediation;
        let steps = match self.lang {
            Lang::En => &remediation.console.en,
            Lang::Ja => &remediation.console.ja,
        };
        if steps.is_empty() && remediation.cli.is_none() {
            return;
        }
        self.heading(words.remediation);
        if !steps.is_empty() {
            self.line(&format!("{}:", words.console));
            for (number, step) in steps.iter().enumerate() {
                for (index, line) in wrap(&escape::line(step), WIDTH - 4).iter().enumerate() {
                    let lead = if index == 0 { format!("{:>2}. ", number + 1) } else { "    ".to_owned() };
                    self.line(&format!("{lead}{line}"));
                }
            }
        }
        if let Some(command) = &remediation.cli {
            self.line(&format!("{}:", words.cli));
            for line in escape::lines(command.trim()).lines() {
                self.line(&format!("    {line}"));
            }
        }
    }

    fn facts(&mut self, control: &Control) {
        let words = self.lang.words();
        if !control.parameters.is_empty() {
            self.heading(words.parameters);
            for parameter in &control.parameters {
                let default = to_json(&parameter.default).unwrap_or_default();
                let about = parameter.description.as_ref().map_or("", |text| self.text(text)).to_owned();
                self.line(format!("{} = {default}  {}", parameter.name, escape::line(&about)).trim_end());
            }
        }
        let frameworks = mapping(&control.frameworks, "") + &mapping(&control.frameworks_derived, words.derived);
        if !frameworks.is_empty() {
            self.heading(words.frameworks);
            self.out.push_str(&frameworks);
        }
        self.line("");
        let mut fact = |word: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(self.out, "{}: {text}", self.paint.dim(word));
            }
        };
        fact(words.decides, words.term(control.decides.as_str()));
        fact(words.category, &control.category.join(" > "));
        fact(words.config_rule, control.config_rule.as_deref().unwrap_or(""));
        fact(words.aliases, &control.aliases.join(", "));
    }
}

fn mapping(frameworks: &BTreeMap<Arc<str>, Vec<Arc<str>>>, note: &str) -> String {
    let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
    frameworks.iter().map(|(name, requirements)| format!("{name}{note}: {}\n", requirements.join(", "))).collect()
}

/// The text without the indentation that its lines share, and without empty lines around it.
fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let cut = |line: &&str| line.get(shared..).unwrap_or("").to_owned();
    lines.iter().map(cut).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// Lines of at most `width` columns; between wide characters a line may end anywhere.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut place = |piece: &str, columns: usize, space: bool| {
        let gap = usize::from(space && used > 0);
        if used > 0 && used + gap + columns > width {
            lines.push(piece.to_owned());
            used = columns;
            return;
        }
        let line = lines.last_mut().expect("starts with one line");
        if gap > 0 {
            line.push(' ');
        }
        line.push_str(piece);
        used += gap + columns;
    };
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if word.width() <= width && word.is_ascii() {
            place(word, word.len(), true);
            continue;
        }
        let mut first = true;
        let mut run = String::new();
        for character in word.chars() {
            // Latin words inside Japanese text stay whole, and closing marks stay on their line.
            let closes = matches!(character, '、' | '。' | '」' | '）' | '・' | 'ー' | '，' | '．');
            let joins = character.is_ascii() && run.ends_with(|last: char| last.is_ascii());
            if !run.is_empty() && !joins && !closes || run.width() >= width {
                place(&run, run.width(), first);
                first = false;
                run.clear();
            }
            run.push(character);
            debug_assert!(character.width().unwrap_or(0) <= 2);
        }
        place(&run, run.width(), first);
    }
    lines
}
