//! Speed and memory of our parser beside hcl-edit on the same texts in one run: `cargo bench --bench parser`.
//!
//! `TFMEND_BENCH_DIR` names a folder whose `.tf` files are measured too. Each measurement is a process of its own, so
//! that its peak memory (Linux only) is that of one parser. Memory counts the texts and all trees, kept to the end.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;
use tfmend::source;
use tfmend::text::FileId;

const RUNS: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "measure") {
        return measure(&arguments[at + 1], &arguments[at + 2]);
    }
    println!("{:<22}{:>10}{:>12}{:>14}{:>12}", "texts", "MB", "parser", "MB/s, best", "peak / text");
    let folder = std::env::var("TFMEND_BENCH_DIR").ok();
    for load in ["1500 files", "one file of 10 MB"].into_iter().chain(folder.as_deref()) {
        let [ours, other] = ["ours", "hcl-edit"].map(|parser| best(parser, load));
        println!("{:<58}{:>11.1}x{:>11.1}x", "", ours.speed / other.speed, other.memory / ours.memory);
    }
}

struct Figures {
    speed: f64,
    memory: f64,
}

fn best(parser: &str, load: &str) -> Figures {
    let program = std::env::current_exe().expect("the benchmark's own path");
    let run = |_| {
        let output = Command::new(&program).args(["measure", parser, load]).output().expect("a child process");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
        (figures[0], figures[1], figures[2])
    };
    let runs: Vec<(f64, f64, f64)> = (0..RUNS).map(run).collect();
    let bytes = runs[0].0;
    let seconds = runs.iter().map(|run| run.1).fold(f64::INFINITY, f64::min);
    let memory = runs.iter().map(|run| run.2).fold(f64::INFINITY, f64::min) / bytes;
    let speed = bytes / 1e6 / seconds;
    println!("{load:<22.22}{:>10.2}{parser:>12}{speed:>14.1}{memory:>12.2}", bytes / 1e6);
    Figures { speed, memory }
}

/// In a child: prints the bytes read, the seconds to parse them and the bytes of memory that took.
fn measure(parser: &str, load: &str) {
    let before = peak();
    let texts = texts(load);
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let start = Instant::now();
    let seconds = if parser == "ours" {
        let path: Arc<str> = "main.tf".into();
        let files: Vec<_> = texts.iter().map(|text| source::parse(FileId(0), path.clone(), text.clone())).collect();
        let seconds = start.elapsed().as_secs_f64();
        std::hint::black_box(files.iter().map(|file| file.tree.node_count()).sum::<usize>());
        report(bytes, seconds, before);
        seconds
    } else {
        let bodies: Vec<_> = texts.iter().filter_map(|text| hcl_edit::parser::parse_body(text).ok()).collect();
        let seconds = start.elapsed().as_secs_f64();
        std::hint::black_box(bodies.iter().map(|body| body.len()).sum::<usize>());
        report(bytes, seconds, before);
        seconds
    };
    std::hint::black_box(seconds);
}

fn report(bytes: usize, seconds: f64, before: usize) {
    println!("{bytes} {seconds} {}", peak().saturating_sub(before));
}

/// The most memory that this process has had so far, in bytes; 0 where the system does not tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap_or(0) * 1024
}

fn texts(load: &str) -> Vec<Arc<str>> {
    let sample = include_str!("sample.tf");
    match load {
        "1500 files" => (0..1500).map(|number| sample.replace("aws", &format!("aws{}", number % 7)).into()).collect(),
        "one file of 10 MB" => vec![sample.repeat(10_000_000 / sample.len()).into()],
        folder => {
            let mut texts = Vec::new();
            collect(Path::new(folder), &mut texts);
            texts
        }
    }
}

fn collect(folder: &Path, texts: &mut Vec<Arc<str>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            texts.extend(std::fs::read_to_string(&path).ok().map(Arc::from));
        }
    }
}
