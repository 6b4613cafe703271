//! Plans of 1, 10 and 100 MB (500 with `TFMEND_BENCH_LARGE=1`): `cargo bench --bench plan`.
//!
//! For each shape of plan: the speed of reading beside serde_json's bare typed parse of the same bytes with ignored fields
//! skipped, in one run; peak memory (Linux only) over the file's size, for reading alone, for the graph, and for the whole of
//! `tfmend lint PLAN`. Each measurement is a process of its own. `cargo bench --bench plan -- write SHAPE MB FILE` writes a plan.

mod generate;

use generate::Shape;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use tfmend::schema::Schema;
use tfmend::{graph, plan};

const SEED: u64 = 20260101;
const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["write", shape, megabytes, file] => {
            let shape = Shape::named(shape).expect("create, no-op, small or deep");
            let bytes = megabytes.parse::<usize>().expect("a number of megabytes") * 1_000_000;
            generate::write(Path::new(file), shape, bytes, SEED).expect("the plan is written");
        }
        ["measure", what, file] => measure(what, Path::new(file)),
        _ => table(&arguments),
    }
}

fn table(names: &[&str]) {
    let sizes: &[usize] =
        if std::env::var_os("TFMEND_BENCH_LARGE").is_some() { &[1, 10, 100, 500] } else { &[1, 10, 100] };
    println!(
        "| plan | MB | objects | findings | bare parse MB/s | read MB/s | read / bare | peak: read | graph | lint | lint s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let wanted = |shape: &Shape| names.is_empty() || names.contains(&shape.name());
    for shape in Shape::ALL.into_iter().filter(wanted) {
        for megabytes in sizes {
            row(shape, *megabytes);
        }
    }
}

fn row(shape: Shape, megabytes: usize) {
    let file = std::env::temp_dir().join(format!("tfmend-bench-{}.json", std::process::id()));
    generate::write(&file, shape, megabytes * 1_000_000, SEED).expect("the plan is written");
    let size = std::fs::metadata(&file).expect("the plan was written").len() as f64;
    // Alternating, so that a slow moment of the machine is one for both.
    let pairs: Vec<(Figures, Figures)> = (0..RUNS).map(|_| (run("bare", &file), run("read", &file))).collect();
    let bare = pairs.iter().map(|(bare, _)| bare.seconds).fold(f64::INFINITY, f64::min);
    let read = pairs.iter().map(|(_, read)| read.seconds).fold(f64::INFINITY, f64::min);
    let built = run("graph", &file);
    let lint = run("lint", &file);
    std::fs::remove_file(&file).expect("the plan was written");
    println!(
        "| {} | {:.1} | {} | {} | {:.0} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.1} |",
        shape.name(),
        size / 1e6,
        built.count,
        lint.count,
        size / 1e6 / bare,
        size / 1e6 / read,
        bare / read,
        pairs[0].1.memory / size,
        built.memory / size,
        lint.memory / size,
        lint.seconds,
    );
}

struct Figures {
    seconds: f64,
    memory: f64,
    count: usize,
}

fn run(what: &str, file: &PathBuf) -> Figures {
    let program = std::env::current_exe().expect("the benchmark's own path");
    let output = Command::new(program).arg("measure").arg(what).arg(file).output().expect("a child process");
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    Figures { seconds: figures[0], memory: figures[1], count: figures[2] as usize }
}

/// In a child: prints seconds, the peak of memory in bytes, and a count.
fn measure(what: &str, file: &Path) {
    let start = Instant::now();
    let (seconds, count) = match what {
        "lint" => {
            let mut program = Command::new(env!("CARGO_BIN_EXE_tfmend"));
            let output = program.args(["lint", "--color", "never"]).arg(file).stdout(Stdio::piped()).spawn();
            let mut program = output.expect("the program starts");
            let is_finding =
                |line: &String| ["low ", "medium ", "high ", "critical "].iter().any(|word| line.starts_with(word));
            let lines = BufReader::new(program.stdout.take().expect("a pipe")).lines();
            let count = lines.map(|line| line.expect("text")).filter(is_finding).count();
            assert!(program.wait().expect("it ends").code().is_some_and(|status| status < 2), "it could not lint");
            (start.elapsed(), count)
        }
        _ => {
            let bytes = std::fs::read(file).expect("the plan");
            let start = Instant::now();
            match what {
                "bare" => {
                    let bare: Bare<'_> = serde_json::from_slice(&bytes).expect("a plan");
                    (start.elapsed(), bare.resource_changes.len())
                }
                "read" => {
                    let document = plan::read(bytes).expect("a plan");
                    (start.elapsed(), document.changes.len())
                }
                _ => {
                    let document = plan::read(bytes).expect("a plan");
                    let graph = graph::from_plan(Arc::new(document), Schema::builtin());
                    (start.elapsed(), graph.len())
                }
            }
        }
    };
    let memory = if what == "lint" { peak_of_program() } else { peak() };
    println!("{} {memory} {count}", seconds.as_secs_f64());
}

/// The plan as a program would declare it that wants addresses, types and actions: the rest is skipped.
#[derive(Deserialize)]
struct Bare<'a> {
    #[serde(borrow)]
    resource_changes: Vec<BareChange<'a>>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read to be measured")]
struct BareChange<'a> {
    #[serde(borrow)]
    address: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    r#type: std::borrow::Cow<'a, str>,
    change: BareActions,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "read to be measured")]
struct BareActions {
    actions: Vec<String>,
    after: IgnoredAny,
}

/// The most memory that this process has had, in bytes; 0 where the system does not tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok()).map_or(0, |kilobytes| kilobytes * 1024)
}

/// The same of the program that was run; it writes its report while it makes it.
fn peak_of_program() -> usize {
    let usage =
        nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN).expect("figures of children");
    usage.max_rss() as usize * 1024
}
