//! Work on all cores; answers keep the order of the questions.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// Deep input is walked by recursion up to a limit; this is room for it. Only what is used becomes memory.
pub const STACK: usize = 512 << 20;

/// Does `work` for every item on as many threads as there are cores, the calling one among them.
pub fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = available_parallelism().map_or(1, usize::from).min(items.len());
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let waiting: Vec<Mutex<Option<T>>> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
    let answers: Vec<Mutex<Option<R>>> = waiting.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let worker = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(answer)) = (waiting.get(index), answers.get(index)) else { return };
            let taken = item.lock().unwrap_or_else(PoisonError::into_inner).take();
            let done = taken.map(&work);
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = done;
        }
    };
    scope(|scope| {
        for _ in 1..threads {
            // Without another thread this one does all of the work.
            let _ = Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
        }
        worker();
    });
    answers.into_iter().filter_map(|answer| answer.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn answers_keep_the_order_of_the_questions() {
        let squares = in_parallel((0..1_000_u64).collect(), |number| {
            // The first ones take longest.
            (0..(1_000 - number) * 10).fold(0, |sum, step| std::hint::black_box(sum + step));
            number * number
        });
        assert_eq!(squares, (0..1_000).map(|number| number * number).collect::<Vec<u64>>());
        assert!(in_parallel(Vec::<u8>::new(), |number| number).is_empty());
    }
}
