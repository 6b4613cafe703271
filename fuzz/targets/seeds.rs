//! Inputs: texts of this repository and of a grammar, changed by token and by byte.

use super::mutate::mutate;
use super::{Random, generate};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tfmend::eval::functions;
use tfmend::rules::{Example, ExampleKind, Rules};

/// Longer seeds would only make executions slow.
const LONGEST: usize = 2_500;

const WORDS: [&str; 60] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "${",
    "%{ if ",
    "%{ for x in ",
    "%{ endif }",
    "%{ endfor }",
    "=",
    "=>",
    "...",
    ".*",
    "[*]",
    ".",
    ",",
    "?",
    ":",
    "&&",
    "||",
    "!",
    "==",
    "-",
    "*",
    "/",
    "%",
    "<<EOT\n",
    "EOT\n",
    "<<-X\n",
    "\n",
    "#",
    "//",
    "/*",
    "*/",
    "null",
    "true",
    "0",
    "-1",
    "1e400",
    "9007199254740993",
    "0.1",
    "\"\"",
    "\"a\"",
    "\"${var.x}\"",
    "for",
    "in",
    "if",
    "var.list",
    "local.object",
    "each.value",
    "count.index",
    "self",
    "aws_x.y",
    "data.t.n",
    "module.m.o",
    "path.module",
    "\u{feff}",
];

const TOP: [&str; 24] = [
    "resource",
    "data",
    "module",
    "variable",
    "locals",
    "output",
    "provider",
    "terraform",
    "moved",
    "import",
    "removed",
    "check",
    "dynamic",
    "lifecycle",
    "count",
    "for_each",
    "depends_on",
    "source",
    "default",
    "type",
    "object({})",
    "content",
    "sensitive",
    "validation",
];

fn package() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    if here.ends_with("fuzz") { here.join("..") } else { here }
}

/// Texts of all files with an ending below a folder, the long ones cut.
fn texts(folder: &str, endings: &[&str]) -> Vec<String> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, endings, found);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&package().join(folder), endings, &mut paths);
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn cut(text: String) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for line in text.split_inclusive('\n') {
        part.push_str(line);
        if part.len() > LONGEST {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    parts
}

static SOURCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = texts("testdata/configurations", &[".tf", ".tf.json", ".tfvars"]);
    files.into_iter().chain(texts("examples", &[".tf"])).chain(texts("testdata/fix", &[".tf"])).flat_map(cut).collect()
});

static EXPRESSIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = texts("testdata/expressions", &[".txt"]).into_iter().chain(texts("testdata/console", &[".txt"]));
    let lines: Vec<String> = files.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let text = |line: &String| line.split('\t').next().unwrap_or("").to_owned();
    lines.iter().map(text).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

static RULE_FILES: LazyLock<Vec<String>> = LazyLock::new(|| texts("rules/aws", &[".hcl"]));

static PLANS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let plans = texts("testdata/plan", &["plan.json", "state.json"]);
    plans.into_iter().filter(|text| text.len() < 20_000).collect()
});

/// The examples of all controls; those that fail come first in pairs.
static EXAMPLES: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
    let rules = Rules::builtin();
    let controls = rules.entries().iter().filter_map(|entry| entry.whole());
    let examples = controls.flat_map(|control| control.examples.clone());
    let (failing, others): (Vec<_>, Vec<_>) = examples
        .filter(|example| example.source.len() < LONGEST)
        .partition(|example| example.kind == ExampleKind::Fail);
    let source = |example: Example| example.source.to_string();
    (failing.into_iter().map(source).collect(), others.into_iter().map(source).collect())
});

fn one(random: &mut Random, texts: &'static [String]) -> &'static str {
    &texts[random.below(texts.len())]
}

/// A word of the language, of functions, or of blocks.
fn words(random: &mut Random) -> Vec<&'static str> {
    static FUNCTIONS: LazyLock<Vec<&'static str>> = LazyLock::new(functions::names);
    let mut words: Vec<&str> = Vec::with_capacity(16);
    for _ in 0..8 {
        words.push(random.pick(&WORDS));
    }
    words.push(random.pick(&TOP));
    words.push(FUNCTIONS[random.below(FUNCTIONS.len())]);
    words
}

pub fn source(random: &mut Random) -> Vec<u8> {
    let words = words(random);
    match random.below(4) {
        0 => {
            let text = generate::file(random);
            let other = one(random, &SOURCES);
            mutate(random, &text, other, &words)
        }
        1 => {
            let text = one(random, &SOURCES);
            generate::damaged(random, text).into_bytes()
        }
        2 => {
            let text = one(random, &EXPRESSIONS);
            mutate(random, text, "x", &words)
        }
        _ => {
            let text = one(random, &SOURCES);
            let other = one(random, &SOURCES);
            mutate(random, text, other, &words)
        }
    }
}

pub fn expression(random: &mut Random) -> Vec<u8> {
    let words = words(random);
    if random.below(5) == 0 {
        let mut text = String::new();
        let depth = 1 + random.below(4);
        generate::expression(random, &mut text, depth, false);
        return text.into_bytes();
    }
    let text = one(random, &EXPRESSIONS);
    let other = one(random, &EXPRESSIONS);
    mutate(random, text, other, &words)
}

pub fn suppressions(random: &mut Random) -> Vec<u8> {
    let comments = [
        "# tfmend:ignore EC2.3 reason=\"x\" until=2027-01-31 owner=storage\n",
        "// tfmend:ignore * \n",
        "/* tfmend:ignore-file EC2.3,S3.5 reason=\"a b */\n",
        " # tfmend:ignore ebs-volume-encrypted until=99999999999\n",
        "\"# tfmend:ignore EC2.3\"",
        "tfmend:ignore",
        "# tfmend:ignore\t\t,,, reason= owner=\"",
    ];
    let mut text = one(random, &EXAMPLES.0).to_owned();
    for _ in 0..1 + random.below(3) {
        let at = random.below(text.len() + 1);
        let at = (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.insert_str(at, random.pick(&comments));
    }
    let other = random.pick(&comments);
    mutate(random, &text, other, &["reason", "=", "until", "\"", "#", "*/", "\n", "EC2.3", "owner=", ","])
}

const SETTINGS: &str = r#"
fail-on = "medium"
unknown = "warn"
account = true
ignore = ["EC2.7"]
controls = ["ec2.*", "S3.5"]
non-ignorable = ["IAM.1"]
frameworks = ["cis-aws-5.0"]
require-reason = true
exclude = ["examples/**", "{a,b}[c]"]
rules = ["own"]
baseline = "known.json"
[severity]
"EC2.3" = "low"
[parameters."IAM.7"]
MinimumPasswordLength = 14
list = [1, 2.5, "x", true, 2027-01-01]
[[path]]
match = "envs/dev"
fail-on = "high"
[[suppress]]
control = "S3.5"
address = "module.legacy[\"a\"].*"
file = "**/*.tf"
reason = "moves"
until = 2027-03-31
owner = "storage"
[profile.ci]
unknown = "fail"
"#;

pub fn settings(random: &mut Random) -> Vec<u8> {
    let lines: Vec<&str> = SETTINGS.lines().collect();
    let from = random.below(lines.len());
    let until = from + random.below(lines.len() - from + 1);
    let text = if random.below(3) == 0 { SETTINGS.to_owned() } else { lines[from..until].join("\n") };
    let words = [
        "=",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "\"",
        "'''",
        "true",
        "-1",
        "1e999",
        "2027-13-45",
        "\n",
        ".",
        "ignore",
        "profile",
        "path",
        "match",
        "\"*\"",
        "\"[\"",
        "\"{\"",
        "\"**\"",
        "#",
        "nan",
        "0x7f",
        "control",
        "[profile.a.profile.b]",
    ];
    mutate(random, &text, SETTINGS, &words)
}

pub fn outputs(random: &mut Random) -> Vec<u8> {
    let length = 40 + random.below(400);
    let hostile = [
        "\u{1b}[31m",
        "\n",
        "::error::",
        "</",
        "]]>",
        "<!--",
        "`",
        "```",
        "|",
        "\u{202e}",
        "\0",
        "\u{7f}",
        "\"",
        "\\",
        "&",
        "日本",
        "\u{fffe}",
    ];
    let mut bytes = Vec::new();
    while bytes.len() < length {
        if random.below(4) == 0 {
            bytes.extend(random.pick(&hostile).as_bytes());
        } else {
            bytes.push(random.below(256) as u8);
        }
    }
    bytes
}

pub fn rules(random: &mut Random) -> Vec<u8> {
    let mut words = words(random);
    words.extend([
        "attrs",
        "meta.provider",
        "enforce",
        "filter",
        "condition",
        "fix",
        "set",
        "example",
        "\"fail\"",
        "check",
        "any",
        "severity",
    ]);
    let text = one(random, &RULE_FILES);
    let other = one(random, &RULE_FILES);
    mutate(random, text, other, &words)
}

pub fn configuration(random: &mut Random) -> Vec<u8> {
    let words = words(random);
    let text = if random.below(2) == 0 { one(random, &EXAMPLES.1) } else { one(random, &SOURCES) };
    let other = one(random, &SOURCES);
    let mut bytes = mutate(random, text, other, &words);
    if random.below(3) == 0 {
        bytes.extend(b"\nmodule \"m\" {\n  source = \"./m\"\n  count = 2\n  x = var.y\n}\n---- m/main.tf\n");
        let inner = one(random, &SOURCES);
        bytes.extend(mutate(random, inner, text, &words));
    }
    bytes
}

pub fn failing(random: &mut Random) -> Vec<u8> {
    let words = words(random);
    let text = one(random, &EXAMPLES.0);
    let other = one(random, &EXAMPLES.0);
    if random.below(3) == 0 {
        [text.as_bytes(), b"\n", other.as_bytes()].concat()
    } else {
        mutate(random, text, other, &words)
    }
}

pub fn plan(random: &mut Random) -> Vec<u8> {
    let words = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "false",
        "1",
        "-0",
        "1e999",
        "\"\"",
        "\"a\"",
        "\"create\"",
        "\"delete\"",
        "\"after\"",
        "\"before\"",
        "\"actions\"",
        "\"address\"",
        "\"type\"",
        "\"aws_s3_bucket\"",
        "\"module.a[0].aws_x.y\"",
        "\"index\"",
        "\"after_unknown\"",
        "\"child_modules\"",
        "\"references\"",
        "\"\\ud800\"",
        "\"expressions\"",
        "\"for_each_expression\"",
    ];
    let other = one(random, &PLANS);
    let text = if random.below(40) == 0 { other.to_owned() } else { small_plan(random) };
    let lender = if random.below(8) == 0 { other } else { "{\"a\": [1, {\"b\": null}]}" };
    mutate(random, &text, lender, &words)
}

/// A plan of a few resources whose values come from examples' words.
fn small_plan(random: &mut Random) -> String {
    let types = ["aws_s3_bucket", "aws_ebs_volume", "aws_security_group", "aws_iam_policy", "aws_db_instance", "aws_x"];
    let values = [
        "null",
        "true",
        "\"x\"",
        "[]",
        "[{}]",
        "{\"a\": 1}",
        "80",
        "\"0.0.0.0/0\"",
        "[{\"from_port\": 22, \"cidr_blocks\": [\"0.0.0.0/0\"]}]",
        "\"{\\\"Statement\\\": [{\\\"Effect\\\": \\\"Allow\\\", \\\"Action\\\": \\\"*\\\"}]}\"",
    ];
    let names = ["encrypted", "bucket", "ingress", "policy", "storage_encrypted", "tags", "id", "kms_key_id", "name"];
    let actions = [
        "[\"create\"]",
        "[\"no-op\"]",
        "[\"update\"]",
        "[\"delete\"]",
        "[\"delete\", \"create\"]",
        "[\"read\"]",
        "[\"forget\"]",
    ];
    let mut changes = Vec::new();
    let mut configuration = Vec::new();
    for index in 0..1 + random.below(3) {
        let kind = random.pick(&types);
        let object = |random: &mut Random| -> String {
            let one = |_| format!("\"{}\": {}", random.pick(&names), random.pick(&values));
            format!("{{{}}}", (0..3).map(one).collect::<Vec<_>>().join(", "))
        };
        let (before, after, unknown) = (object(random), object(random), object(random));
        let action = random.pick(&actions);
        changes.push(format!(
            "{{\"address\": \"{kind}.r{index}\", \"mode\": \"managed\", \"type\": \"{kind}\", \"name\": \"r{index}\", \"provider_name\": \
             \"registry.terraform.io/hashicorp/aws\", \"change\": {{\"actions\": {action}, \"before\": {before}, \"after\": {after}, \
             \"after_unknown\": {unknown}, \"before_sensitive\": false, \"after_sensitive\": {{}}}}}}"
        ));
        configuration.push(format!(
            "{{\"address\": \"{kind}.r{index}\", \"mode\": \"managed\", \"type\": \"{kind}\", \"name\": \"r{index}\", \"provider_config_key\": \
             \"aws\", \"expressions\": {{\"{}\": {{\"references\": [\"{kind}.r0.id\", \"{kind}.r0\", \"var.x\"]}}}}}}",
            random.pick(&names)
        ));
    }
    format!(
        "{{\"format_version\": \"1.2\", \"terraform_version\": \"1.11.4\", \"variables\": {{\"x\": {{\"value\": 1}}}}, \"planned_values\": \
         {{\"root_module\": {{}}}}, \"resource_changes\": [{}], \"configuration\": {{\"provider_config\": {{\"aws\": {{\"name\": \"aws\"}}}}, \
         \"root_module\": {{\"resources\": [{}]}}}}}}",
        changes.join(", "),
        configuration.join(", ")
    )
}
