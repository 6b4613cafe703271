//! Wildcards and dotted versions.

use std::cmp::Ordering;

/// True when `*` (any run) and `?` (any one character) in the pattern can stand so that it is the text.
pub(super) fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last `*` stands, and the text position tried for what follows it.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, t));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == text[t]) {
            p += 1;
            t += 1;
        } else if let Some((at, tried)) = star {
            star = Some((at, tried + 1));
            p = at + 1;
            t = tried + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// Some text is matched by both patterns.
pub(super) fn wildcards_meet(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row = vec![false; b.len() + 1];
    row[b.len()] = true;
    for j in (0..b.len()).rev() {
        row[j] = b[j] == '*' && row[j + 1];
    }
    for i in (0..a.len()).rev() {
        let below = row;
        row = vec![false; b.len() + 1];
        row[b.len()] = a[i] == '*' && below[b.len()];
        for j in (0..b.len()).rev() {
            row[j] = match (a[i], b[j]) {
                ('*', _) | (_, '*') => {
                    below[j] && a[i] == '*' || row[j + 1] && b[j] == '*' || {
                        // A star takes one character of the other side.
                        a[i] == '*' && row[j + 1] || b[j] == '*' && below[j]
                    }
                }
                ('?', _) | (_, '?') => below[j + 1],
                (x, y) => x == y && below[j + 1],
            };
        }
    }
    row[0]
}

/// Compares dotted versions number by number; what is not a number compares as text. `None` when one of them is no version.
pub(super) fn compare_versions(a: &str, b: &str) -> Option<Ordering> {
    let parts = |text: &str| -> Option<Vec<(u64, String)>> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let part = |part: &str| {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            Some((part[..digits].parse().ok()?, part[digits..].to_string()))
        };
        text.split(['.', '-', '_', '+'])
            .map(
                |piece| {
                    if piece.is_empty() { Some((0, String::new())) } else { part(piece).or(Some((0, piece.into()))) }
                },
            )
            .collect()
    };
    let (a, b) = (parts(a)?, parts(b)?);
    let nothing = (0, String::new());
    for index in 0..a.len().max(b.len()) {
        let order = a.get(index).unwrap_or(&nothing).cmp(b.get(index).unwrap_or(&nothing));
        if order != Ordering::Equal {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        assert!(wildcard("s3:*", "s3:GetObject"));
        assert!(wildcard("s3:Get?bject", "s3:GetObject"));
        assert!(!wildcard("s3:Put*", "s3:GetObject"));
        assert!(wildcard("*", ""));
        assert!(wildcard("a*b*c", "aXbYbZc"));
        assert!(wildcards_meet("kms:*", "*:Decrypt"));
        assert!(wildcards_meet("kms:Dec*", "kms:Decrypt"));
        assert!(!wildcards_meet("kms:Enc*", "kms:Dec*"));
    }

    #[test]
    fn versions() {
        assert_eq!(compare_versions("5.10", "5.9"), Some(Ordering::Greater));
        assert_eq!(compare_versions("1.2", "1.2.0"), Some(Ordering::Equal));
        assert_eq!(compare_versions("LATEST", "1"), None);
    }
}
