//! The hooks in a scratch git repository with the real `pre-commit`; said and skipped where it is not installed.

use super::cli::Scratch;
use super::support::package;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// IMDSv1 is a finding whose fix is safe; an unencrypted volume one whose fix is not.
const INSTANCE: &str = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size              = 1\n  encrypted         = true\n}\n\nresource \"aws_sqs_queue\" \"q\" {\n  name                    = \"q\"\n  sqs_managed_sse_enabled = false\n}\n";
const VOLUME: &str =
    "resource \"aws_ebs_volume\" \"b\" {\n  availability_zone = \"us-east-1a\"\n  size              = 1\n}\n";

struct Shop {
    scratch: Scratch,
    path: OsString,
}

impl Shop {
    fn run(&self, folder: &str, program: &str, arguments: &[&str]) -> Output {
        let build = package().join("target/pre-commit");
        Command::new(program)
            .args(arguments)
            .current_dir(self.scratch.folder().join(folder))
            .env("PATH", &self.path)
            .env("PRE_COMMIT_HOME", self.scratch.folder().join("home"))
            .env("PRE_COMMIT_COLOR", "never")
            .env("CARGO_TARGET_DIR", build)
            .env("MATURIN_PEP517_ARGS", "--profile dev")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"))
    }

    fn must(&self, folder: &str, program: &str, arguments: &[&str]) -> String {
        let output = self.run(folder, program, arguments);
        assert!(output.status.success(), "{program} {arguments:?}: {}", told(&output));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// What a clone of this repository holds, as one commit; test data is left out.
fn source(shop: &Shop) -> String {
    let folder = package();
    let listed = Command::new("git").arg("-C").arg(&folder).args(["ls-files", "-coz", "--exclude-standard"]).output();
    let listed = listed.expect("git is there");
    for path in String::from_utf8_lossy(&listed.stdout).split('\0').filter(|path| !path.is_empty()) {
        if let (false, Ok(bytes)) = (path.starts_with("testdata/"), std::fs::read(folder.join(path))) {
            shop.scratch.write(&format!("source/{path}"), &bytes);
        }
    }
    shop.must("source", "git", &["init", "--quiet"]);
    shop.must("source", "git", &["add", "--all", "--force"]);
    shop.must("source", "git", &["commit", "--quiet", "--message", "source"]);
    shop.must("source", "git", &["rev-parse", "HEAD"])
}

/// The search path without folders that hold Rust's tools.
fn without_rust(path: &OsString) -> OsString {
    let folders = std::env::split_paths(path).filter(|folder| !folder.join("cargo").exists());
    std::env::join_paths(folders).expect("they were joined before")
}

/// The clone that `pre-commit` made of the hooks' source.
fn clone_of_source(home: &Path) -> PathBuf {
    let mut clones = std::fs::read_dir(home).expect("pre-commit made it").flatten().map(|entry| entry.path());
    clones.find(|path| path.join("pyproject.toml").exists()).expect("pre-commit cloned the source")
}

#[test]
fn hooks_work_with_the_real_pre_commit() {
    if !there("pre-commit") || !there("git") || !there("python3") || !package().join(".git").exists() {
        eprintln!("skipped: pre-commit, git or python3 is not there, or this is no git repository");
        return;
    }
    let mut shop = Shop { scratch: Scratch::new(), path: std::env::var_os("PATH").unwrap_or_default() };
    let revision = source(&shop);
    let repository = shop.scratch.path("source");
    let hooks = format!(
        "repos:\n  - repo: {repository}\n    rev: {revision}\n    hooks:\n      - id: tfmend-fix\n      - id: tfmend\n"
    );
    shop.scratch.write("team/.pre-commit-config.yaml", hooks.as_bytes());
    shop.scratch.write("team/live/main.tf", INSTANCE.as_bytes());
    shop.scratch.write("team/other/main.tf", VOLUME.as_bytes());
    shop.must("team", "git", &["init", "--quiet"]);
    shop.must("team", "git", &["add", "--all"]);
    shop.must("team", "git", &["commit", "--quiet", "--message", "before the hooks"]);
    shop.must("team", "pre-commit", &["install"]);

    // The safe fix is applied, and stops the commit so that it is looked at.
    shop.scratch.write("team/live/main.tf", format!("# A queue.\n{INSTANCE}").as_bytes());
    let first = shop.run("team", "git", &["commit", "--all", "--message", "a queue"]);
    assert!(!first.status.success(), "{}", told(&first));
    assert!(told(&first).contains("files were modified by this hook"), "{}", told(&first));
    assert!(!told(&first).contains("other/main.tf"), "only what the change affects: {}", told(&first));
    assert_ne!(shop.scratch.read("team/live/main.tf"), format!("# A queue.\n{INSTANCE}"));
    shop.must("team", "git", &["commit", "--all", "--message", "a queue"]);

    // What has no safe fix stops the commit with its finding.
    shop.scratch.write("team/live/volume.tf", VOLUME.as_bytes());
    shop.must("team", "git", &["add", "--all"]);
    let second = shop.run("team", "git", &["commit", "--message", "a volume"]);
    assert!(!second.status.success() && told(&second).contains("EC2.3"), "{}", told(&second));
    assert!(!told(&second).contains("other/main.tf"), "{}", told(&second));

    // The same from a wheel, on a machine without Rust.
    let clone = clone_of_source(&shop.scratch.folder().join("home"));
    let wheels = shop.scratch.path("wheels");
    let arguments = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", &wheels, &clone.to_string_lossy()];
    shop.must("team", "python3", &arguments);
    let wheel = std::fs::read_dir(&wheels).expect("a wheel was built").flatten().next().expect("one wheel").path();
    let hooks = format!(
        "repos:\n  - repo: local\n    hooks:\n      - id: tfmend\n        name: tfmend\n        entry: tfmend lint\n        language: python\n        files: '\\.tf$'\n        require_serial: true\n        additional_dependencies: ['{}']\n",
        wheel.display()
    );
    shop.scratch.write("team/.pre-commit-config.yaml", hooks.as_bytes());
    shop.path = without_rust(&shop.path);
    let third = shop.run("team", "pre-commit", &["run", "--files", "live/volume.tf"]);
    assert!(!third.status.success() && told(&third).contains("EC2.3"), "{}", told(&third));
    let fourth = shop.run("team", "pre-commit", &["run", "--files", "live/main.tf", "--verbose"]);
    assert!(told(&fourth).contains("EC2.3"), "the whole root is linted: {}", told(&fourth));
}
