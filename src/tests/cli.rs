//! The command line in-process: input good and bad, exit statuses, formats.

use crate::cli::{Answer, Host, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is gone when the test ends.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Scratch {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("tfmend-test-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).expect("a writable temporary folder");
        Scratch(folder)
    }

    /// With files, folders made as needed.
    pub fn with(files: &[(&str, &str)]) -> Scratch {
        let scratch = Scratch::new();
        for (path, text) in files {
            scratch.write(path, text.as_bytes());
        }
        scratch
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a writable temporary folder");
        fs::write(path, bytes).expect("a writable temporary folder");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).expect("a file of the test")
    }

    pub fn path(&self, path: &str) -> String {
        self.0.join(path).to_string_lossy().into_owned()
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a command line without environment.
pub fn tfmend(arguments: &[&str]) -> Answer {
    with_input(arguments, b"")
}

pub fn with_input(arguments: &[&str], input: &[u8]) -> Answer {
    let arguments = std::iter::once("tfmend").chain(arguments.iter().copied());
    run(arguments.map(std::ffi::OsString::from), &Host::with_input(input))
}

fn assert_error(answer: &Answer, message: &str) {
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains(message), "{answer:?}");
    assert_eq!(answer.err.matches("error").count(), 1, "one message: {answer:?}");
}

const BAD_VOLUME: &str = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\n";

#[test]
fn what_is_not_there() {
    let scratch = Scratch::new();
    assert_error(&tfmend(&["lint", &scratch.path("absent")]), "no such file or folder");
    assert_error(&tfmend(&["lint", &scratch.path("")]), "no Terraform files here");
    assert_error(&tfmend(&["lint", "--control", "EC2.33333", &scratch.path("")]), "no control `EC2.33333`");
    assert_error(&tfmend(&["lint", "--today", "yesterday"]), "--today yesterday: not a date");
    assert_error(&tfmend(&["lint", "--framework", "cis"]), "no framework `cis`");
    assert_error(&tfmend(&["explain", "EC2.03"]), "no control `EC2.03`");
}

#[test]
fn what_is_no_plan() {
    let cases: [(&str, &[u8], &str); 11] = [
        ("a.json", b"{\"a\": 1}", "neither a plan nor a state"),
        ("b.json", b"[1, 2]", "not a JSON object"),
        ("c.json", b"hello", "not JSON"),
        ("d.json", b"", "the file is empty"),
        ("null.json", b"null", "not a JSON object"),
        ("number.json", b"42", "not a JSON object"),
        ("i.out", &[0xff, 0xfe, b'h', 0, b'i', 0], "not JSON"),
        ("e.json", b"{\"format_version\": \"9.0\", \"resource_changes\": []}", "format version 9.0"),
        ("f.json", b"{\"format_version\": \"1.2\", \"resource_changes\": [{\"address\":", "truncated"),
        ("g.bin", &[0x7f, b'E', b'L', b'F', 0, 1, 2, 0xff], "neither a folder"),
        ("h.json", b"{\"format_version\": \"\xff\xfe\"}", "invalid UTF-8"),
    ];
    let scratch = Scratch::new();
    for (name, bytes, message) in cases {
        scratch.write(name, bytes);
        assert_error(&tfmend(&["lint", &scratch.path(name)]), message);
    }
}

#[test]
fn a_plan_as_powershell_writes_it_is_read() {
    let plan = r#"{"format_version": "1.2", "resource_changes": []}"#;
    let units = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { plan.encode_utf16().flat_map(bytes).collect() };
    let scratch = Scratch::new();
    let files = [
        ("little.json", [&[0xff, 0xfe], &units(u16::to_le_bytes)[..]].concat()),
        ("big.json", [&[0xfe, 0xff], &units(u16::to_be_bytes)[..]].concat()),
        ("little", [&[0xff, 0xfe], &units(u16::to_le_bytes)[..]].concat()),
        ("unmarked.json", units(u16::to_le_bytes)),
    ];
    for (name, bytes) in files {
        scratch.write(name, &bytes);
        assert_eq!(tfmend(&["lint", &scratch.path(name)]).status, 0, "{name}");
    }
}

#[test]
fn a_source_is_a_folder() {
    let plan = r#"{"format_version": "1.2", "resource_changes": []}"#;
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME), ("plan.json", plan)]);
    for file in ["main.tf", "plan.json"] {
        let answer = tfmend(&["lint", &scratch.path("plan.json"), "--source", &scratch.path(file)]);
        assert_error(&answer, "not a folder");
    }
}

#[test]
fn a_change_that_is_not_told_is_a_problem() {
    let entry = |change: &str| {
        let names = r#""address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q""#;
        format!(r#"{{"format_version": "1.2", "resource_changes": [{{{names}{change}}}]}}"#)
    };
    let clear = entry(r#", "change": {"actions": ["no-op"], "before": {}, "after": {}}"#);
    let unclear = [entry(""), entry(r#", "change": {"actions": ["recreate"], "before": {}, "after": {}}"#)];
    let told = |plan: &str| with_input(&["lint", "-"], plan.as_bytes()).out.contains("does not say what happens");
    assert_eq!(unclear.each_ref().map(|plan| told(plan)), [true, true]);
    let nothing = with_input(&["lint", "-"], unclear[0].as_bytes());
    assert!(!nothing.out.contains("error in rule"), "{}", nothing.out);
    assert!(!told(&clear));
}

#[test]
fn standard_input() {
    assert_error(&with_input(&["lint", "-"], b""), "standard input is empty");
    assert_error(&with_input(&["lint", "-"], b" \n"), "standard input is empty");
    assert_error(&with_input(&["lint", "-"], b"PK\x03\x04"), "binary plan");
    assert_error(&with_input(&["lint", "-"], b"{}"), "neither a plan nor a state");
}

#[test]
fn a_binary_plan_is_shown_by_terraform_or_said_to_need_it() {
    let scratch = Scratch::new();
    scratch.write("plan.out", b"PK\x03\x04 not really a plan");
    let answer = tfmend(&["lint", &scratch.path("plan.out")]);
    assert_eq!(answer.status, 2);
    assert!(
        answer.err.contains("neither `terraform` nor `tofu`") || answer.err.contains("show -json` failed"),
        "{answer:?}"
    );
}

#[test]
fn broken_files_beside_good_ones() {
    let scratch = Scratch::with(&[
        ("good.tf", BAD_VOLUME),
        ("broken.tf", "resource \"aws_s3_bucket\" \"b\" {\n  bucket = = 1\n}\n"),
    ]);
    let answer = tfmend(&["lint", &scratch.path("")]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.out.contains("error[syntax]"), "{}", answer.out);
    assert!(answer.out.contains("broken.tf:2:"), "{}", answer.out);
    assert!(answer.out.contains("2 |   bucket = = 1"), "{}", answer.out);
    assert!(answer.out.contains("EC2.3"), "{}", answer.out);
    assert_eq!(tfmend(&["lint", "--allow-problems", &scratch.path("")]).status, 1);
}

#[test]
fn text_that_is_not_utf8() {
    let scratch = Scratch::with(&[("good.tf", BAD_VOLUME)]);
    scratch.write("latin.tf", b"locals {\n  a = \"caf\xe9\"\n}\n");
    let answer = tfmend(&["lint", &scratch.path("")]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.out.contains("latin.tf") && answer.out.contains("UTF-8"), "{}", answer.out);
    assert!(answer.out.contains("EC2.3"), "{}", answer.out);
}

#[cfg(unix)]
#[test]
fn symlinks() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::with(&[("root/good.tf", BAD_VOLUME), ("secret.txt", "top secret")]);
    symlink("loop", scratch.folder().join("loop")).expect("symlinks");
    assert_error(&tfmend(&["lint", &scratch.path("loop")]), "symlinks lead in a circle");
    symlink("self.tf", scratch.folder().join("root/self.tf")).expect("symlinks");
    symlink(".", scratch.folder().join("root/again")).expect("symlinks");
    let answer = tfmend(&["lint", &scratch.path("root")]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.out.contains("self.tf: symlinks lead in a circle"), "{}", answer.out);
    assert_eq!(
        answer.out.matches("[2mEC2.3").count() + answer.out.matches("medium EC2.3").count(),
        1,
        "{}",
        answer.out
    );
    fs::remove_file(scratch.folder().join("root/self.tf")).expect("just made");
    symlink("../secret.txt", scratch.folder().join("root/outside.txt")).expect("symlinks");
    scratch.write("root/read.tf", b"resource \"aws_s3_bucket\" \"b\" { bucket = file(\"outside.txt\") }\n");
    let graph = tfmend(&["graph", &scratch.path("root")]);
    assert!(!graph.out.contains("top secret"), "{}", graph.out);
    assert!(graph.err.contains("leads out of"), "{}", graph.err);
    let graph = tfmend(&["graph", "--allow-outside", &scratch.path("root")]);
    assert!(graph.out.contains("top secret"), "{}", graph.out);
}

#[test]
fn exit_statuses() {
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME), ("ok/main.tf", "locals { a = 1 }\n")]);
    let folder = scratch.path("");
    assert_eq!(tfmend(&["lint", &folder]).status, 1);
    assert_eq!(tfmend(&["lint", "--fail-on", "critical", &folder]).status, 0);
    assert_eq!(tfmend(&["lint", "--ignore", "ebs-volume-encrypted", &folder]).status, 0);
    assert_eq!(tfmend(&["lint", &scratch.path("ok")]).status, 0);
    assert_eq!(tfmend(&["lint", "--no-such-flag"]).status, 2);
    assert_eq!(tfmend(&["--help"]).status, 0);
    assert_eq!(tfmend(&["--version"]).out, format!("tfmend {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn roots_of_a_tree() {
    let module = "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"a\"\n  size = 1\n}\n";
    let call = "module \"m\" {\n  source = \"../modules/v\"\n}\n";
    let scratch = Scratch::with(&[
        ("prod/main.tf", call),
        ("stage/main.tf", call),
        ("modules/v/main.tf", module),
        ("prod/.terraform/modules/x/main.tf", BAD_VOLUME),
        ("node_modules/x/main.tf", BAD_VOLUME),
        ("ignored/main.tf", BAD_VOLUME),
        (".gitignore", "ignored/\n"),
    ]);
    fs::create_dir(scratch.folder().join(".git")).expect("a writable temporary folder");
    let roots = |arguments: &[&str]| {
        let answer = tfmend(&[&["lint", "--format", "json", "--control", "EC2.3"], arguments].concat());
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
        (json["summary"]["roots"].as_u64(), json["summary"]["fail"].as_u64())
    };
    assert_eq!(roots(&[&scratch.path("")]), (Some(2), Some(2)));
    assert_eq!(roots(&[&scratch.path("modules/v/main.tf")]), (Some(2), Some(2)));
    assert_eq!(roots(&[&scratch.path("prod/main.tf")]), (Some(1), Some(1)));
    assert_eq!(roots(&[&scratch.path("prod"), &scratch.path("prod/main.tf")]), (Some(1), Some(1)));
}

#[test]
fn outputs_beside_standard_output() {
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME)]);
    let sarif = format!("sarif={}", scratch.path("out.sarif"));
    let csv = format!("csv={}", scratch.path("out.csv"));
    let answer = tfmend(&["lint", "--output", &sarif, "--output", &csv, &scratch.path("")]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(scratch.read("out.sarif").contains("\"2.1.0\""));
    assert!(scratch.read("out.csv").starts_with("control,slug,"));
    assert_eq!(tfmend(&["lint", "--output", "sarif"]).status, 2);
    assert_eq!(tfmend(&["lint", "--output", "nonsense=x"]).status, 2);
}

#[test]
fn order_is_the_same_on_every_run() {
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME), ("b.tf", "resource \"aws_s3_bucket\" \"b\" {}\n")]);
    let once = tfmend(&["lint", "--format", "json", "--all", &scratch.path("")]).out;
    for _ in 0..3 {
        assert_eq!(tfmend(&["lint", "--format", "json", "--all", &scratch.path("")]).out, once);
    }
}

#[test]
fn sensitive_values_are_in_no_output() {
    const MARKERS: [&str; 3] = ["planted-password-1", "planted-variable-2", "planted-local-3"];
    let scratch = Scratch::with(&[(
        "main.tf",
        "variable \"token\" {\n  sensitive = true\n  default = \"planted-variable-2\"\n}\n\
         locals { hidden = sensitive(\"planted-local-3\") }\n\
         resource \"aws_db_instance\" \"d\" {\n  password = \"planted-password-1\"\n  instance_class = \"db.t3.micro\"\n  \
         storage_encrypted = var.token == \"x\"\n  tags = { a = local.hidden }\n}\n",
    )]);
    let folder = scratch.path("");
    for format in ["text", "json", "sarif", "github", "markdown", "rdjson", "gitlab", "junit", "csv"] {
        let answer = tfmend(&["lint", "--all", "--format", format, &folder]);
        for marker in MARKERS {
            assert!(!answer.out.contains(marker) && !answer.err.contains(marker), "{format}: {marker}: {}", answer.out);
        }
    }
    for format in ["json", "dot", "mermaid"] {
        let answer = tfmend(&["graph", "--format", format, &folder]);
        for marker in MARKERS {
            assert!(!answer.out.contains(marker) && !answer.err.contains(marker), "{format}: {marker}: {}", answer.out);
        }
    }
}

#[test]
fn languages() {
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME)]);
    let folder = scratch.path("");
    let arguments = ["tfmend", "lint", &folder].map(std::ffi::OsString::from);
    let mut host = Host::with_input(b"");
    host.environment.insert("LANG".to_owned(), "ja_JP.UTF-8".to_owned());
    assert!(run(arguments.clone(), &host).out.contains("不合格"));
    host.environment.insert("LC_ALL".to_owned(), "C".to_owned());
    assert!(run(arguments, &host).out.contains("1 fail"));
    assert!(tfmend(&["lint", "--lang", "ja", &folder]).out.contains("不合格"));
    assert!(tfmend(&["explain", "EC2.3", "--lang", "ja"]).out.contains("EBS"));
}

#[test]
fn colours() {
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME)]);
    let folder = scratch.path("");
    let coloured = |environment: &[(&str, &str)], terminal: bool, more: &[&str]| {
        let mut host = Host::with_input(b"");
        host.output_is_terminal = terminal;
        host.environment.extend(environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let arguments =
            ["tfmend", "lint", &folder].into_iter().chain(more.iter().copied()).map(std::ffi::OsString::from);
        run(arguments, &host).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], false, &[]));
    assert!(coloured(&[], true, &[]));
    assert!(!coloured(&[("NO_COLOR", "1")], true, &[]));
    assert!(coloured(&[("NO_COLOR", "1")], true, &["--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], false, &[]));
    assert!(!coloured(&[("TERM", "dumb")], true, &[]));
    assert!(!coloured(&[], true, &["--color", "never"]));
    assert!(!coloured(&[], true, &["--format", "json"]));
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = tfmend(&["completions", shell]);
        assert_eq!(answer.status, 0);
        assert!(answer.out.contains("tfmend"));
    }
}

#[test]
fn local_modules_beside_a_root_without_git() {
    let module = "variable \"name\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = file(\"${path.module}/name.txt\")\n  bucket_prefix = var.name\n}\n";
    let scratch = Scratch::with(&[
        (
            "envs/prod/main.tf",
            "module \"m\" {\n  source = \"../../modules/m\"\n  name = file(\"../../secret.txt\")\n}\n",
        ),
        ("modules/m/main.tf", module),
        ("modules/m/name.txt", "logs"),
        ("secret.txt", "outside"),
    ]);
    let graph = tfmend(&["graph", &scratch.path("envs/prod")]);
    assert!(graph.out.contains("\"bucket\":\"logs\""), "{graph:?}");
    assert!(graph.err.contains("secret.txt: leads out of"), "{graph:?}");
}

#[test]
fn introduced_findings_need_a_plan_or_a_base() {
    let scratch = Scratch::with(&[("main.tf", BAD_VOLUME)]);
    assert_error(&tfmend(&["lint", "--only", "introduced", &scratch.path("")]), "--only: sources alone do not tell");
}

#[test]
fn a_plan_tells_what_is_introduced() {
    let plan = "testdata/plan/update/plan.json";
    let all = tfmend(&["lint", "--format", "json", "--all", plan]);
    let json: serde_json::Value = serde_json::from_str(&all.out).expect("JSON");
    let changes = |change: &str| {
        json["findings"].as_array().expect("a list").iter().filter(|finding| finding["change"] == change).count()
    };
    let introduced = tfmend(&["lint", "--format", "json", "--all", "--only", "introduced", plan]);
    let json_introduced: serde_json::Value = serde_json::from_str(&introduced.out).expect("JSON");
    assert_eq!(json_introduced["findings"].as_array().expect("a list").len(), changes("introduced"));
    let failing = json["findings"].as_array().expect("a list").iter().find(|finding| finding["status"] == "fail");
    let reason = failing.and_then(|finding| finding["no_fix_reason"].as_str()).unwrap_or("--source");
    assert!(reason.contains("--source"), "{reason}");
}
