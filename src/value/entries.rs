//! The entries of a map or an object.

use super::Value;
use std::sync::Arc;

/// Names and values, sorted by name, each name once: one block of memory, since most objects are small and made once.
/// Made out of order they are best collected; [`Entries::insert`] moves what comes after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries(Vec<(Arc<str>, Value)>);

impl Entries {
    pub fn new() -> Entries {
        Entries::default()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| (**own).cmp(name))
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.find(name).ok().map(|at| &self.0[at].1)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.find(name).ok().map(|at| &mut self.0[at].1)
    }

    pub fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    /// Sets the value of a name; the one that it had before.
    pub fn insert(&mut self, name: Arc<str>, value: Value) -> Option<Value> {
        match self.find(&name) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// Room for so many more names, and for no others.
    pub fn reserve_exact(&mut self, more: usize) {
        self.0.reserve_exact(more);
    }

    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.find(name).ok().map(|at| self.0.remove(at).1)
    }

    pub fn retain(&mut self, mut keeps: impl FnMut(&str, &mut Value) -> bool) {
        self.0.retain_mut(|(name, value)| keeps(name, value));
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> + DoubleEndedIterator + Clone {
        self.0.iter().map(|(name, value)| (name, value))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Arc<str>, &mut Value)> {
        self.0.iter_mut().map(|(name, value)| (&*name, value))
    }

    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Arc<str>> + Clone {
        self.0.iter().map(|(name, _)| name)
    }

    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> + Clone {
        self.0.iter().map(|(_, value)| value)
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    pub fn into_keys(self) -> impl Iterator<Item = Arc<str>> {
        self.0.into_iter().map(|(name, _)| name)
    }
}

impl FromIterator<(Arc<str>, Value)> for Entries {
    /// Of a name that comes twice the last value counts.
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(entries: I) -> Entries {
        let mut all: Vec<(Arc<str>, Value)> = entries.into_iter().collect();
        if !all.is_sorted_by(|(one, _), (next, _)| one < next) {
            all.sort_by(|(one, _), (next, _)| one.cmp(next));
            all.dedup_by(|(later, value), (earlier, kept)| {
                let same = later == earlier;
                if same {
                    std::mem::swap(value, kept);
                }
                same
            });
        }
        Entries(all)
    }
}

impl<const N: usize> From<[(Arc<str>, Value); N]> for Entries {
    fn from(entries: [(Arc<str>, Value); N]) -> Entries {
        entries.into_iter().collect()
    }
}

impl std::ops::Index<&str> for Entries {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.get(name).expect("an entry of this name")
    }
}

impl IntoIterator for Entries {
    type Item = (Arc<str>, Value);
    type IntoIter = std::vec::IntoIter<(Arc<str>, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'e> IntoIterator for &'e Entries {
    type Item = (&'e Arc<str>, &'e Value);
    type IntoIter =
        std::iter::Map<std::slice::Iter<'e, (Arc<str>, Value)>, fn(&(Arc<str>, Value)) -> (&Arc<str>, &Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_and_the_last_of_a_name_counts() {
        let entries: Entries =
            [("b", 1), ("a", 1), ("b", 2), ("b", 3)].map(|(name, value)| (name.into(), value.into())).into();
        let seen: Vec<(&str, Value)> = entries.iter().map(|(name, value)| (&**name, value.clone())).collect();
        assert_eq!(seen, [("a", 1.into()), ("b", 3.into())]);
    }

    #[test]
    fn an_entry_is_found_replaced_and_removed() {
        let mut entries = Entries::new();
        for name in ["m", "c", "x", "a"] {
            assert_eq!(entries.insert(name.into(), name.into()), None);
        }
        assert_eq!(entries.insert("c".into(), 7.into()), Some("c".into()));
        assert_eq!(entries.get("c"), Some(&7.into()));
        assert_eq!(entries.remove("m"), Some("m".into()));
        assert_eq!(entries.remove("m"), None);
        assert_eq!(entries.keys().map(|name| &**name).collect::<Vec<_>>(), ["a", "c", "x"]);
    }
}
