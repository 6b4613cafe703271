//! What expressions see of a resource of a type without schema.

use super::expression::attribute_path;
use crate::value::{Kind, Partial, Reference, Type, Unknown, Value};
use std::sync::Arc;

/// A value as it is written, below the path of the instance: of an object nothing but what is written is known, since the provider may
/// add to it, or compute what is written as null.
pub(super) fn undescribed(value: &Value, address: &Arc<str>, path: &str) -> Value {
    let seen = match &value.kind {
        Kind::Object(entries) | Kind::Map(_, entries) => {
            let written = entries.iter().filter(|(_, entry)| !entry.is_null()).map(|(name, entry)| {
                let path = format!("{path}{}", attribute_path(name));
                (name.clone(), undescribed(entry, address, path.strip_prefix('.').unwrap_or(&path)))
            });
            let written = Partial::Written(Value::object_of(written.collect()));
            let reference = Reference { address: address.clone(), path: path.into() };
            let whole = Unknown::of_reference(Type::Dynamic, reference).not_null();
            Unknown { partial: Some(Arc::new(written)), ..whole }.into()
        }
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements)
            if elements.iter().any(|element| !element.type_of().is_primitive()) =>
        {
            let elements = elements.iter().enumerate();
            Value::tuple(
                elements.map(|(at, element)| undescribed(element, address, &format!("{path}[{at}]"))).collect(),
            )
        }
        _ => return value.clone(),
    };
    seen.with_marks(value.marks)
}

#[cfg(test)]
mod tests {
    use crate::check::examples::evaluation_of;
    use crate::eval::Evaluation;
    use crate::text::Span;
    use crate::value::{Type, Value, convert};
    use std::sync::Arc;

    const CLUSTER: &str = r#"
        resource "google_container_cluster" "main" {
          name   = "x"
          labels = { team = "a", empty = null }
          master_auth {
            certificate { issue = true }
          }
          pool {
            size = 1
          }
          pool {
            size = 2
          }
          dynamic "pool" {
            for_each = [3, 4]
            content { size = pool.value }
          }
          dynamic "zone" {
            for_each = []
            content { name = zone.value }
          }
          timeouts { create = "5m" }
        }
        resource "google_container_cluster" "many" {
          for_each = toset(["a", "b"])
          network { name = each.key }
        }
        resource "google_container_cluster" "some" {
          count = length(google_container_cluster.main.zone)
          network { name = "n" }
        }
    "#;

    /// The value of an expression beside the clusters. Nothing in it may be a problem.
    fn value(expression: &str) -> Value {
        let source = format!("{CLUSTER}\noutput \"o\" {{\n  value = {expression}\n}}\n");
        let evaluation: Arc<Evaluation> = evaluation_of(&source);
        let root = evaluation.root();
        let at: Span = root.module.outputs["o"].header;
        let value = evaluation.output(&root, "o", at).expect("the output is declared");
        let problems: Vec<_> = evaluation.problems().into_iter().filter(|problem| problem.span != Some(at)).collect();
        let wrong = problems.iter().find(|problem| !problem.message.starts_with("the instances of"));
        assert!(wrong.is_none(), "{expression}: {wrong:?}");
        value
    }

    #[test]
    fn what_is_written_is_known() {
        let cluster = "google_container_cluster.main";
        for (expression, expected) in [
            (".name", "x"),
            (".labels.team", "a"),
            (".labels[\"team\"]", "a"),
            (".pool[1].size", "2"),
            (".pool.3.size", "4"),
        ] {
            let value = value(&format!("tostring({cluster}{expression})"));
            assert_eq!(value.as_str(), Some(expected), "{expression}");
        }
        assert_eq!(value("join(\",\", google_container_cluster.main.pool[*].size)").as_str(), Some("1,2,3,4"));
        assert_eq!(value("google_container_cluster.many[\"b\"].network[0].name").as_str(), Some("b"));
        assert_eq!(value("[for c in google_container_cluster.many : c.network[0].name][0]").as_str(), Some("a"));
        assert_eq!(value("try(google_container_cluster.main.labels.team, \"d\")").as_str(), Some("a"));
        assert_eq!(value("can(google_container_cluster.main.master_auth[0].certificate)").as_bool(), Some(true));
        assert_eq!(value("can(google_container_cluster.main.pool[9])").as_bool(), Some(false));
    }

    #[test]
    fn what_is_not_written_is_unknown() {
        for (expression, blocker) in [
            ("X.master_auth[0].ca", "X.master_auth[0].ca"),
            ("X.master_auth.0.ca", "X.master_auth[0].ca"),
            ("X.master_auth[0].client[0].key", "X.master_auth[0].client[0].key"),
            ("X.master_auth[0][\"ca\"]", "X.master_auth[0].ca"),
            ("X.labels.added", "X.labels.added"),
            ("X.labels.empty", "X.labels.empty"),
            ("X.timeouts.create", "X.timeouts[0].create"),
            ("X.other[0].uid", "X.other[0].uid"),
            ("X.zone[0].name", "X.zone[0].name"),
            ("length(X.zone)", "X.zone"),
            ("length(X.labels)", "X.labels"),
            ("keys(X.labels)", "X.labels"),
            ("merge(X.labels, { more = 1 })", "X.labels"),
            ("[for name, label in X.labels : name]", "X.labels"),
            ("lookup(X.master_auth[0], \"ca\", \"d\")", "X.master_auth[0]"),
            ("try(X.master_auth[0].ca, \"d\")", "X.master_auth[0].ca"),
            ("try(X.timeouts.create, \"d\")", "X.timeouts[0].create"),
            ("can(X.master_auth[0].ca)", "X.master_auth[0].ca"),
            ("can(X.timeouts.create)", "X.timeouts[0].create"),
            ("X.master_auth[0].ca == null ? 0 : 1", "X.master_auth[0].ca"),
            ("google_container_cluster.some[0].network[0].name", "X.zone"),
        ] {
            let main = "google_container_cluster.main";
            let value = value(&expression.replace('X', main));
            let unknown = value.as_unknown().unwrap_or_else(|| panic!("{expression} is known: {value:?}"));
            let blockers: Vec<String> = unknown.blockers.iter().map(ToString::to_string).collect();
            assert!(blockers.contains(&blocker.replace('X', main)), "{expression}: {blockers:?}");
        }
        let all = value("google_container_cluster.main.pool[*].uid");
        assert!(all.as_sequence().is_some_and(|all| all.len() == 4 && all.iter().all(|it| it.as_unknown().is_some())));
    }

    #[test]
    fn a_type_takes_from_a_block_what_it_names() {
        let pool = value("google_container_cluster.main.pool[0]");
        let wanted = Type::object([("size", Type::String), ("uid", Type::Number)]);
        let taken = convert(&pool, &wanted).expect("it may have both");
        assert_eq!(taken.get("size").and_then(Value::as_str), Some("1"));
        assert!(taken.get("uid").is_some_and(|uid| uid.as_unknown().is_some()));
    }
}
