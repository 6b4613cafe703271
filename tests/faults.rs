//! Faults of the surroundings: a clear message, the right status, and nothing lost. The list stands in `docs/trust.md`.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// One safe fix and one failing volume.
const TEXT: &str = r#"resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = false
  block_public_policy     = false
  ignore_public_acls      = false
  restrict_public_buckets = false
}
"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("tfmend-faults-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        std::fs::write(folder.join("main.tf"), TEXT).expect("a file can be written");
        Folder(folder)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.0.join("main.tf")).expect("the file is there")
    }

    /// Files beside `main.tf`.
    fn others(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a folder").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name != "main.tf").collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn tfmend(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tfmend"));
    command.current_dir(folder).args(arguments).env_remove("RUST_BACKTRACE");
    command
}

/// Runs a line of the shell; `$TFMEND` is the program.
fn shell(folder: &Path, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", line]).env("TFMEND", env!("CARGO_BIN_EXE_tfmend"));
    command.output().expect("a shell")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn no_panic(output: &Output) {
    assert!(!said(output).contains("panicked"), "{}", said(output));
}

fn mended() -> String {
    let folder = Folder::new("mended");
    let output = tfmend(&folder.0, &["fix", "--write", "--allow-dirty", "--unsafe"]).output().expect("it runs");
    assert!(output.status.code() < Some(2), "{}", said(&output));
    assert_ne!(folder.text(), TEXT, "a safe fix is written");
    folder.text()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new("full");
    let output = shell(&folder.0, "\"$TFMEND\" lint > /dev/full");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("standard output"), "{}", said(&output));
    let output = shell(&folder.0, "\"$TFMEND\" lint --output json=/dev/full");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("/dev/full"), "{}", said(&output));
    assert!(std::fs::metadata("/dev/full").is_ok_and(|metadata| !metadata.is_file()), "a device stays one");
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new("full-write");
    // Files may not grow; the signal that says so is ignored, as a write that fails is told.
    let output = shell(
        &folder.0,
        "trap '' XFSZ; ulimit -f 0; \"$TFMEND\" fix --write --allow-dirty --unsafe 2>&1 | cat >&2; exit 0",
    );
    assert!(said(&output).contains("main.tf"), "{}", said(&output));
    no_panic(&output);
    assert_eq!(folder.text(), TEXT);
    assert_eq!(folder.others(), Vec::<String>::new(), "nothing half written is left");
}

#[test]
fn a_tree_that_cannot_be_written_is_told() {
    let folder = Folder::new("read-only");
    let file = folder.0.join("main.tf");
    let mut permissions = std::fs::metadata(&file).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).expect("permissions can be set");
    assert!(tfmend(&folder.0, &["lint"]).output().expect("it runs").status.code() == Some(1));
    let output = tfmend(&folder.0, &["fix", "--write", "--allow-dirty", "--unsafe"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("main.tf"), "{}", said(&output));
    assert_eq!(folder.text(), TEXT);
    assert_eq!(folder.others(), Vec::<String>::new());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new("pipe");
    let many: String = (0..300).map(|number| TEXT.replace("logs\" {", &format!("logs{number}\" {{"))).collect();
    std::fs::write(folder.0.join("main.tf"), many).expect("a file");
    let output = shell(&folder.0, "(\"$TFMEND\" lint --no-fixes; echo \"status $?\" >&2) | head -n 1");
    no_panic(&output);
    assert!(said(&output).contains("status 1"), "{}", said(&output));
    assert!(!said(&output).contains("error"), "{}", said(&output));
}

#[test]
fn killed_at_any_moment_a_file_is_old_or_new() {
    let new = mended();
    let mut seen = [0, 0];
    for step in 0..30_u64 {
        let folder = Folder::new("killed");
        let mut command = tfmend(&folder.0, &["fix", "--write", "--allow-dirty", "--unsafe"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_micros(step * step * 300));
        let _ = child.kill();
        let _ = child.wait();
        let text = folder.text();
        assert!(text == TEXT || text == new, "{text}");
        seen[usize::from(text == new)] += 1;
        // A later run is not disturbed by what the killed one left.
        let output = tfmend(&folder.0, &["lint"]).output().expect("it runs");
        assert!(output.status.code() < Some(2), "{}", said(&output));
    }
    assert!(seen[0] > 0, "some were killed before they wrote");
}

#[test]
fn a_file_that_changes_while_it_is_read_is_one_or_the_other() {
    let folder = Folder::new("changing");
    let (stop, file) = (std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)), folder.0.join("main.tf"));
    let stopped = stop.clone();
    let writer = std::thread::spawn(move || {
        let mut turn = false;
        while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
            let text = if turn { TEXT.to_owned() } else { TEXT.replace("false", "true") };
            let _ = std::fs::write(&file, text);
            turn = !turn;
        }
    });
    for _ in 0..20 {
        let output = tfmend(&folder.0, &["lint", "--format", "json"]).output().expect("it runs");
        no_panic(&output);
        assert!(output.status.code() <= Some(2) && output.status.code().is_some());
        assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok());
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().expect("the writer ends");
}

#[test]
fn without_a_home_or_git_or_anything_it_runs() {
    let folder = Folder::new("bare");
    let output = tfmend(&folder.0, &["lint"]).env_clear().output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    // Without git nobody knows what is uncommitted.
    std::fs::create_dir(folder.0.join(".git")).expect("a folder");
    let output = tfmend(&folder.0, &["fix", "--write", "--unsafe"])
        .env_clear()
        .env("PATH", &folder.0)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("git"), "{}", said(&output));
    assert_eq!(folder.text(), TEXT);
}

#[test]
fn odd_locales_change_nothing() {
    let folder = Folder::new("locale");
    let plain = tfmend(&folder.0, &["lint"]).env("LC_ALL", "en_US.UTF-8").output().expect("it runs");
    for locale in ["C", "POSIX", "", "xx_YY.nowhere@odd", "\u{1}"] {
        let output = tfmend(&folder.0, &["lint"]).env("LC_ALL", locale).output().expect("it runs");
        assert_eq!(output.stdout, plain.stdout, "{locale}");
        assert_eq!(output.status.code(), Some(1));
    }
    let output = tfmend(&folder.0, &["lint"]).env("LC_ALL", OsStr::from_bytes(b"\xff\xfe")).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}

#[test]
fn a_name_that_is_no_text_is_told() {
    let folder = Folder::new("name");
    let name = OsStr::from_bytes(b"b\xff.tf");
    if std::fs::write(folder.0.join(name), "locals {}\n").is_err() {
        return println!("this file system takes no such name");
    }
    let output = tfmend(&folder.0, &["lint"]).output().expect("it runs");
    no_panic(&output);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), said(&output));
    assert!(told.contains("its name is no UTF-8"), "{told}");
}

#[test]
fn a_folder_that_is_gone_is_told() {
    let folder = Folder::new("gone");
    let output = shell(&folder.0, "mkdir x && cd x && rmdir ../x && \"$TFMEND\" lint");
    no_panic(&output);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).starts_with("error"), "{}", said(&output));
}

#[test]
fn nothing_is_run_and_no_network_is_asked() {
    let folder = Folder::new("nothing-run");
    let hostile = "data \"external\" \"x\" {\n  program = [\"sh\", \"-c\", \"touch ran\"]\n}\nresource \"null_resource\" \"r\" {\n  provisioner \
                   \"local-exec\" {\n    command = \"touch ran\"\n  }\n}\nmodule \"far\" {\n  source = \"git::https://localhost:1/x.git\"\n}\n";
    std::fs::write(folder.0.join("hostile.tf"), hostile).expect("a file");
    // Whatever would be started would be found here first.
    let bin = folder.0.join("bin");
    std::fs::create_dir(&bin).expect("a folder");
    for name in ["git", "terraform", "tofu", "sh", "curl"] {
        let script = bin.join(name);
        std::fs::write(&script, format!("#!/bin/sh\ntouch {}/ran\nexit 1\n", folder.0.display())).expect("a file");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    }
    for command in [&["lint"][..], &["fix"], &["graph"], &["lint", "--format", "sarif"]] {
        let output = tfmend(&folder.0, command).env("PATH", &bin).output().expect("it runs");
        assert!(output.status.code() < Some(2), "{}", said(&output));
        assert!(!folder.0.join("ran").exists(), "{command:?} runs something");
    }
}
