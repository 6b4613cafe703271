//! Runs the fuzz targets from a seed and prints a table: `cargo bench --profile fuzz --bench fuzz -- --executions 1000000`.
//!
//! `--seed S` chooses the inputs, `--target NAME` one target, `--from I` where its inputs begin, `--seconds N` ends after a
//! time, `--slice I` the number of executions between two lines of progress, `--corpus DIR` writes seeds for cargo-fuzz.
//! An input that fails is kept below `target/fuzz-failures`; one that hangs is printed, and the run ends.

#[path = "../fuzz/targets/mod.rs"]
#[allow(dead_code)]
mod targets;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use targets::{Random, TARGETS, Target};

/// An execution that takes longer is a hang.
const HANG: Duration = Duration::from_secs(30);
const SLOW: Duration = Duration::from_secs(1);
const STACK: usize = 512 << 20;

static EXECUTED: AtomicU64 = AtomicU64::new(0);
static CURRENT: Mutex<String> = Mutex::new(String::new());

#[derive(Clone, Copy, Default)]
struct Count {
    executions: u64,
    time: Duration,
    slowest: Duration,
    failures: u64,
}

struct Wishes {
    executions: u64,
    seed: u64,
    from: u64,
    until: Option<Instant>,
    slice: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value =
        |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let number = |name: &str| value(name).and_then(|text| text.parse::<u64>().ok());
    let chosen = |target: &&Target| value("--target").is_none_or(|name| name == target.name);
    let targets: Vec<Target> = TARGETS.iter().filter(chosen).copied().collect();
    if let Some(folder) = value("--corpus") {
        return corpus(folder, &targets);
    }
    let wishes = Wishes {
        executions: number("--executions").unwrap_or(20_000),
        seed: number("--seed").unwrap_or(1),
        from: number("--from").unwrap_or(0),
        until: number("--seconds").map(|seconds| Instant::now() + Duration::from_secs(seconds)),
        slice: number("--slice").unwrap_or(100_000),
    };
    std::thread::spawn(watch);
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || work(&targets, &wishes));
    let failures = worker.expect("a thread").join().expect("failures are caught");
    std::process::exit(i32::from(failures > 0));
}

/// Slices of all targets in turn, so that a run that is ended early has tried all of them.
fn work(targets: &[Target], wishes: &Wishes) -> u64 {
    let mut counts = vec![Count::default(); targets.len()];
    let shares: u64 = targets.iter().map(|target| target.share).sum();
    let mut left = wishes.executions;
    while left > 0 && wishes.until.is_none_or(|until| Instant::now() < until) {
        let slice = left.min(wishes.slice);
        left -= slice;
        for (target, count) in targets.iter().zip(&mut counts) {
            slice_of(target, count, wishes, (slice * target.share).div_ceil(shares));
        }
        print(targets, &counts, wishes.seed);
    }
    counts.iter().map(|count| count.failures).sum()
}

fn slice_of(target: &Target, count: &mut Count, wishes: &Wishes, executions: u64) {
    for _ in 0..executions {
        let index = wishes.from + count.executions;
        let seed = wishes.seed.wrapping_mul(0x1000_0000_01B3).wrapping_add(index);
        let input = (target.input)(&mut Random::new(seed));
        if let Ok(mut current) = CURRENT.lock() {
            current.clear();
            current.push_str(target.name);
            current.push('\n');
            current.push_str(&String::from_utf8_lossy(&input));
        }
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        let time = start.elapsed();
        count.executions += 1;
        count.time += time;
        count.slowest = count.slowest.max(time);
        EXECUTED.fetch_add(1, Ordering::Relaxed);
        if outcome.is_err() || time > SLOW {
            count.failures += u64::from(outcome.is_err());
            let kind = if outcome.is_err() { "failed" } else { "slow" };
            keep(target.name, &format!("{kind}-{}-{index}", wishes.seed), &input);
        }
    }
}

fn keep(target: &str, name: &str, input: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz-failures").join(target);
    let _ = std::fs::create_dir_all(&folder);
    let _ = std::fs::write(folder.join(name), input);
}

/// Ends the program when one execution does not.
fn watch() {
    let mut before = u64::MAX;
    loop {
        std::thread::sleep(HANG);
        let now = EXECUTED.load(Ordering::Relaxed);
        if now == before {
            let input = CURRENT.lock().map(|current| current.clone()).unwrap_or_default();
            let (target, input) = input.split_once('\n').unwrap_or_default();
            eprintln!("{target} hangs after {now} executions on {input:?}");
            keep(target, "hang", input.as_bytes());
            std::process::exit(3);
        }
        before = now;
    }
}

fn print(targets: &[Target], counts: &[Count], seed: u64) {
    let mut out = format!(
        "\nseed {seed}\n| target | executions | per second | slowest, ms | failures |\n|---|---|---|---|---|\n"
    );
    let mut all = 0;
    let mut failures = 0;
    for (target, count) in targets.iter().zip(counts) {
        let speed = count.executions as f64 / count.time.as_secs_f64().max(1e-9);
        let slowest = count.slowest.as_secs_f64() * 1e3;
        out +=
            &format!("| {} | {} | {speed:.0} | {slowest:.0} | {} |\n", target.name, count.executions, count.failures);
        all += count.executions;
        failures += count.failures;
    }
    out += &format!("| all | {all} | | | {failures} |\n");
    let _ = std::io::stdout().write_all(out.as_bytes());
}

fn corpus(folder: &str, targets: &[Target]) {
    for target in targets {
        let folder = std::path::Path::new(folder).join(target.name);
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        for seed in 0..200 {
            let input = (target.input)(&mut Random::new(seed));
            std::fs::write(folder.join(format!("seed-{seed}")), input).expect("the folder can be written");
        }
    }
}
