//! Whether the terminal follows hyperlinks (OSC 8).

use super::flags::{Color, Look};
use super::host::Host;
use std::sync::OnceLock;

/// The working folder as the start of links to files, when links are wanted.
pub fn links(look: &Look, host: &Host) -> Option<&'static str> {
    let wanted = match look.hyperlinks {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => host.output_is_terminal && follows(host),
    };
    static WORKING: OnceLock<String> = OnceLock::new();
    let working =
        || std::env::current_dir().map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
    wanted.then(|| WORKING.get_or_init(working).as_str()).filter(|working| !working.is_empty())
}

/// Terminals that are known to follow them; others would show nothing worse than plain text, but some old ones print rubbish.
fn follows(host: &Host) -> bool {
    let variable = |name: &str| host.variable(name).unwrap_or_default();
    if let Some(forced) = host.variable("FORCE_HYPERLINK") {
        return forced != "0";
    }
    if host.variable("CI").is_some() || variable("TERM") == "dumb" {
        return false;
    }
    let program = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby", "WarpTerminal"];
    let terminal = ["kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"];
    let vte = variable("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5000);
    program.contains(&variable("TERM_PROGRAM"))
        || terminal.iter().any(|name| variable("TERM").contains(name))
        || vte
        || ["KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM", "KONSOLE_VERSION"]
            .iter()
            .any(|name| host.variable(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_that_are_known_to_follow_links_get_them() {
        let with = |terminal: bool, pairs: &[(&str, &str)]| {
            let mut host = Host::with_input(b"");
            host.output_is_terminal = terminal;
            host.environment = pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
            let look = |hyperlinks| Look { lang: None, color: Color::Auto, hyperlinks, quiet: false };
            [Color::Auto, Color::Always, Color::Never].map(|when| links(&look(when), &host).is_some())
        };
        assert_eq!(with(true, &[("TERM_PROGRAM", "vscode")]), [true, true, false]);
        assert_eq!(with(true, &[("VTE_VERSION", "7003")]), [true, true, false]);
        assert_eq!(with(true, &[("VTE_VERSION", "4999")]), [false, true, false]);
        assert_eq!(with(true, &[("TERM", "xterm-kitty"), ("CI", "true")]), [false, true, false]);
        assert_eq!(with(true, &[("FORCE_HYPERLINK", "1")]), [true, true, false]);
        assert_eq!(with(false, &[("TERM", "xterm-kitty")]), [false, true, false]);
    }
}
