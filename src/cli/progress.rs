//! What is being done, on the last line of a terminal, when it takes long.

use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Nothing is shown of work that is done before.
const DELAY: Duration = Duration::from_millis(400);
const TICK: Duration = Duration::from_millis(100);

/// A line that tells what goes on; taken away when dropped.
pub struct Progress {
    words: Option<Sender<String>>,
    worker: Option<JoinHandle<()>>,
}

impl Progress {
    /// On standard error, or nowhere.
    pub fn start(shown: bool) -> Progress {
        if shown { Progress::to(Box::new(std::io::stderr()), DELAY) } else { Progress { words: None, worker: None } }
    }

    fn to(mut out: Box<dyn Write + Send>, delay: Duration) -> Progress {
        let (words, said) = channel::<String>();
        let worker = std::thread::spawn(move || {
            let start = Instant::now();
            let (mut text, mut visible) = (String::new(), false);
            loop {
                match said.recv_timeout(TICK) {
                    Ok(next) => text = next,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if start.elapsed() >= delay {
                    visible = true;
                    let line: String = text.chars().take(70).collect();
                    let _ = write!(out, "\r\x1b[K{line} {} s", start.elapsed().as_secs());
                    let _ = out.flush();
                }
            }
            if visible {
                let _ = write!(out, "\r\x1b[K");
                let _ = out.flush();
            }
        });
        Progress { words: Some(words), worker: Some(worker) }
    }

    pub fn say(&self, text: &str) {
        if let Some(words) = &self.words {
            let _ = words.send(text.to_owned());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.words.take());
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn shown(delay: Duration) -> String {
        let screen = Screen::default();
        let progress = Progress::to(Box::new(screen.clone()), delay);
        progress.say("judging live (1/2)");
        // Every word is shown before the line is taken away.
        drop(progress);
        let bytes = screen.0.lock().expect("nobody panicked").clone();
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn long_work_is_shown_and_the_line_taken_away() {
        let text = shown(Duration::ZERO);
        assert!(text.contains("judging live (1/2) 0 s") && text.ends_with("\r\x1b[K"), "{text:?}");
        assert_eq!(shown(Duration::from_secs(3600)), "");
    }
}
