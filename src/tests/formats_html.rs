//! The page: it fetches nothing, nothing in it acts but its own script, and a browser draws it.

use super::cli::{Scratch, tfmend};
use super::outcomes::{HOSTILE, cases, everything, many};
use super::support::package;
use crate::report::{Format, Lang, Outcome, TextOptions, render};
use base64::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::Read;
use std::process::Command;

fn page(outcome: &Outcome, lang: Lang) -> String {
    render(outcome, Format::Html, &TextOptions { lang, all: true, ..TextOptions::default() })
}

/// What stands between two texts, the first time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let at = text.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
    &text[at..at + text[at..].find(end).unwrap_or_else(|| panic!("no {end}"))]
}

fn island(page: &str) -> Value {
    let json = between(page, "id=\"data\">", "</script>");
    assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{202e}']), "the island holds only plain characters");
    serde_json::from_str(json).expect("the island is JSON")
}

#[test]
fn only_the_own_script_and_style_may_act() {
    for (name, outcome) in cases() {
        let page = page(&outcome, Lang::En);
        let hash = |text: &str| format!("sha256-{}", base64::prelude::BASE64_STANDARD.encode(Sha256::digest(text)));
        let (style, script) =
            (between(&page, "<style>", "</style>"), between(&page, "</script>\n<script>", "</script>"));
        let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(policy.contains(&format!("script-src '{}'", hash(script))), "{name}: {policy}");
        assert!(policy.contains(&format!("style-src '{}'", hash(style))), "{name}: {policy}");
        assert_eq!(page.matches("<script").count(), 2, "{name}");
        for word in
            ["src=", "<link", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "insertAdjacent", "eval("]
        {
            assert!(!style.contains(word) && !script.contains(word), "{name}: {word}");
        }
        let markup =
            page.replace(style, "").replace(script, "").replace(between(&page, "id=\"data\">", "</script>"), "");
        for word in ["<img", "<iframe", "<object", "<link", " style=", " onerror", "javascript:alert"] {
            let escaped_only = word == " onerror" || !markup.contains(word);
            assert!(escaped_only, "{name}: {word}");
        }
        let tags = markup.matches('<').count();
        assert_eq!(tags, markup.matches('>').count(), "{name}: tags are whole");
        island(&page);
    }
}

#[test]
fn the_island_holds_every_finding() {
    let outcome = everything("日本語");
    let data = island(&page(&outcome, Lang::Ja));
    let findings = data["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), outcome.entries.len());
    let statuses: BTreeSet<&str> = findings.iter().filter_map(|finding| finding["s"].as_str()).collect();
    assert_eq!(statuses, ["fail", "pass", "resolved", "suppressed", "unknown"].into());
    let fixed = findings.iter().find(|finding| finding["d"].is_object()).expect("a fix");
    let text = |number: &Value| data["texts"][number.as_u64().expect("a number") as usize].as_str().expect("a text");
    assert!(text(&fixed["d"]["diff"]).contains("+  encrypted = true"));
    assert_eq!(text(&fixed["x"][0]), "  encrypted = false");
    assert_eq!((&fixed["x"][1], &fixed["x"][2]), (&14.into(), &19.into()));
    let open = render(&outcome, Format::Html, &TextOptions::default());
    assert_eq!(
        island(&open)["findings"].as_array().map(Vec::len),
        Some(outcome.entries.len() - 1),
        "passes are counted"
    );
}

#[test]
fn ten_thousand_findings_stay_small() {
    let page = page(&many(10_000), Lang::En);
    // Every finding here has a fix and its own address.
    assert!(page.len() < 4_000_000, "{} bytes", page.len());
}

#[test]
fn the_graph_of_a_finding_is_drawn_from_the_configuration() {
    let folder = package().join("examples/account-and-workload");
    let answer = tfmend(&["lint", &folder.to_string_lossy(), "--format", "html", "--no-fixes", "--control", "EC2.19"]);
    let data = island(&answer.out);
    let name =
        |at: &Value| data["nodes"][at.as_u64().expect("a number") as usize]["a"].as_str().expect("a name").to_owned();
    let center = name(&data["findings"][0]["r"]);
    assert_eq!(center, "module.service[\"worker\"].aws_security_group.this");
    let flat = data["references"].as_array().expect("references");
    let into: Vec<String> = flat.chunks(3).filter(|one| name(&one[1]) == center).map(|one| name(&one[0])).collect();
    assert!(into.contains(&"module.service[\"worker\"].aws_launch_template.this".to_owned()), "{into:?}");
}

/// Debian's Chromium or another of its names; `None`, with a message, where there is none.
fn browser() -> Option<String> {
    let named = std::env::var("TFMEND_BROWSER").ok();
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"].map(str::to_owned);
    let answers =
        |name: &String| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = named.into_iter().chain(names).find(answers);
    if found.is_none() {
        eprintln!("skipped: no Chromium is here to draw the page");
    }
    found
}

/// Runs the browser on the page, without a network.
fn drawn(browser: &str, scratch: &Scratch, flags: &[&str]) -> String {
    let profile = format!("--user-data-dir={}", scratch.path("profile"));
    let url = format!("file://{}", scratch.path("report.html"));
    let fixed = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=3000",
    ];
    let output =
        Command::new(browser).args(fixed).arg(profile).args(flags).arg(url).output().expect("the browser starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_browser_lists_the_findings() {
    let Some(browser) = browser() else { return };
    let scratch = Scratch::new();
    for (text, lang) in [("", Lang::En), (HOSTILE, Lang::Ja)] {
        let outcome = everything(text);
        scratch.write("report.html", page(&outcome, lang).as_bytes());
        let tree = drawn(&browser, &scratch, &["--dump-dom"]);
        let count = outcome.entries.len();
        assert_eq!(tree.matches("class=\"head\"").count(), count, "{tree:.4000}");
        let said = if lang == Lang::En {
            format!("{count} of {count} findings")
        } else {
            format!("{count} 件中 {count} 件")
        };
        assert!(tree.contains(&said), "{tree:.4000}");
        let list = between(&tree, "<ol id=\"list\">", "</ol>");
        assert!(!list.contains("<img") && !list.contains("<script"), "{list:.4000}");
    }
}

/// Colours of the pixels of a screenshot, as many as there are.
fn colours(png: &[u8]) -> usize {
    let mut packed = Vec::new();
    let mut at = 8;
    while at + 8 <= png.len() {
        let length = u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes")) as usize;
        if &png[at + 4..at + 8] == b"IDAT" {
            packed.extend_from_slice(&png[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    let mut rows = Vec::new();
    flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_end(&mut rows).expect("a whole picture");
    rows.chunks(3).collect::<BTreeSet<_>>().len()
}

#[test]
fn a_browser_draws_the_page_wide_narrow_and_dark() {
    let Some(browser) = browser() else { return };
    let scratch = Scratch::new();
    scratch.write("report.html", page(&everything(""), Lang::En).as_bytes());
    let mut pictures = Vec::new();
    for (size, theme) in [("1280,900", "1"), ("390,844", "1"), ("1280,900", "0")] {
        let picture = scratch.path("report.png");
        let flags = [
            format!("--window-size={size}"),
            format!("--blink-settings=preferredColorScheme={theme}"),
            format!("--screenshot={picture}"),
        ];
        drawn(&browser, &scratch, &flags.each_ref().map(String::as_str));
        let bytes = std::fs::read(&picture).expect("a screenshot");
        assert!(colours(&bytes) > 200, "{size}, {theme}: the picture is blank");
        pictures.push(bytes);
    }
    assert!(pictures[0] != pictures[2], "the dark page looks as the light one");
}
