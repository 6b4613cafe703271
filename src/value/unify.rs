//! One type for many: what the branches of a conditional and the elements of a list become.

use super::Type;
use super::convert::convertible;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The type that values of all the types can be converted to; `None` when there is none. `Dynamic` when it depends on
/// what is not known yet.
pub fn unify(types: &[Type]) -> Option<Type> {
    let first = types.first()?;
    if types.iter().all(|ty| ty == first) {
        return Some(first.clone());
    }
    if let Some(result) = unify_same_kind(types) {
        return result;
    }
    let mut candidates: Vec<&Type> = types.iter().collect();
    candidates.sort_by(|a, b| preference(a, b));
    candidates.into_iter().find(|want| types.iter().all(|ty| ty == *want || convertible(ty, want))).cloned()
}

/// Unification of types that are all of one structural kind. `None`: the general rule decides.
fn unify_same_kind(types: &[Type]) -> Option<Option<Type>> {
    let count = |test: fn(&Type) -> bool| types.iter().filter(|ty| test(ty)).count();
    let dynamic = count(|ty| matches!(ty, Type::Dynamic));
    let [maps, lists, sets] = [
        count(|ty| matches!(ty, Type::Map(_))),
        count(|ty| matches!(ty, Type::List(_))),
        count(|ty| matches!(ty, Type::Set(_))),
    ];
    let [objects, tuples] = [count(|ty| matches!(ty, Type::Object(_))), count(|ty| matches!(ty, Type::Tuple(_)))];
    let all = types.len() - dynamic;
    let or_dynamic = |unified: Option<Type>| if dynamic > 0 { Some(Type::Dynamic) } else { unified };
    if maps > 0 && maps == all {
        return Some(or_dynamic(unify_elements(types, Type::map)));
    }
    if maps > 0 && maps + objects == all {
        return as_collection(
            types,
            objects_to_map,
            |ty| matches!(ty, Type::Object(_)),
            |ty| matches!(ty, Type::Map(_)),
        );
    }
    if lists > 0 && lists == all {
        return Some(or_dynamic(unify_elements(types, Type::list)));
    }
    if lists > 0 && lists + tuples == all {
        return as_collection(
            types,
            tuples_to_list,
            |ty| matches!(ty, Type::Tuple(_)),
            |ty| matches!(ty, Type::List(_)),
        );
    }
    if sets > 0 && sets == all {
        return Some(or_dynamic(unify_elements(types, Type::set)));
    }
    if objects > 0 && objects == all {
        return Some(if dynamic > 0 { Some(Type::Dynamic) } else { unify_objects(types) });
    }
    if tuples > 0 && tuples == all {
        return Some(if dynamic > 0 { Some(Type::Dynamic) } else { unify_tuples(types) });
    }
    if objects > 0 && tuples > 0 {
        return Some(None);
    }
    None
}

fn unify_elements(types: &[Type], make: fn(Type) -> Type) -> Option<Type> {
    let elements: Vec<Type> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::List(element) | Type::Set(element) | Type::Map(element) => Some(Type::clone(element)),
            _ => None,
        })
        .collect();
    unify(&elements).map(make)
}

/// Unifies what is structural to a collection first, then the result with the collections.
fn as_collection(
    types: &[Type],
    to_collection: fn(&[Type]) -> Option<Type>,
    is_structural: fn(&Type) -> bool,
    is_collection: fn(&Type) -> bool,
) -> Option<Option<Type>> {
    let structural: Vec<Type> = types.iter().filter(|ty| is_structural(ty)).cloned().collect();
    let collection = to_collection(&structural)?;
    let all: Vec<Type> =
        types.iter().map(|ty| if is_structural(ty) { collection.clone() } else { ty.clone() }).collect();
    let unified = unify(&all)?;
    is_collection(&unified).then_some(Some(unified))
}

fn unify_objects(types: &[Type]) -> Option<Type> {
    let objects: Vec<_> = types.iter().filter_map(as_object).collect();
    let first = objects.first()?;
    if objects.iter().any(|object| object.keys().ne(first.keys())) {
        return objects_to_map(types);
    }
    let mut attributes: BTreeMap<Arc<str>, Type> = BTreeMap::new();
    for name in first.keys() {
        let across: Vec<Type> = objects.iter().map(|object| object[name].ty.clone()).collect();
        attributes.insert(name.clone(), unify(&across)?);
    }
    Some(Type::object(attributes))
}

fn as_object(ty: &Type) -> Option<&BTreeMap<Arc<str>, super::ObjectAttribute>> {
    match ty {
        Type::Object(attributes) => Some(attributes),
        _ => None,
    }
}

fn objects_to_map(types: &[Type]) -> Option<Type> {
    let attributes: Vec<Type> =
        types.iter().filter_map(as_object).flat_map(|object| object.values().map(|entry| entry.ty.clone())).collect();
    unify(&attributes).map(Type::map)
}

fn unify_tuples(types: &[Type]) -> Option<Type> {
    let tuples: Vec<&[Type]> = types.iter().filter_map(as_tuple).collect();
    let first = tuples.first()?;
    if tuples.iter().any(|tuple| tuple.len() != first.len()) {
        return tuples_to_list(types);
    }
    let unified = (0..first.len()).map(|at| {
        let across: Vec<Type> = tuples.iter().map(|tuple| tuple[at].clone()).collect();
        unify(&across)
    });
    unified.collect::<Option<Vec<Type>>>().map(|elements| Type::Tuple(elements.into()))
}

fn as_tuple(ty: &Type) -> Option<&[Type]> {
    match ty {
        Type::Tuple(elements) => Some(elements),
        _ => None,
    }
}

fn tuples_to_list(types: &[Type]) -> Option<Type> {
    let elements: Vec<Type> = types.iter().filter_map(as_tuple).flat_map(|tuple| tuple.iter().cloned()).collect();
    unify(&elements).map(Type::list)
}

/// Which of two types is the better common type: the earlier one.
fn preference(a: &Type, b: &Type) -> Ordering {
    match (a, b) {
        (Type::Dynamic, Type::Dynamic) => Ordering::Equal,
        (Type::Dynamic, _) => Ordering::Greater,
        (_, Type::Dynamic) => Ordering::Less,
        (Type::String, Type::String) => Ordering::Equal,
        (Type::String, other) if other.is_primitive() => Ordering::Less,
        (other, Type::String) if other.is_primitive() => Ordering::Greater,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            preference(a, b)
        }
        (Type::Set(_), Type::Tuple(_)) | (Type::List(_), Type::Set(_)) => Ordering::Less,
        (Type::Tuple(_), Type::Set(_)) | (Type::Set(_), Type::List(_)) => Ordering::Greater,
        (Type::List(_), Type::Tuple(_)) | (Type::Map(_), Type::Object(_)) => Ordering::Less,
        (Type::Tuple(_), Type::List(_)) | (Type::Object(_), Type::Map(_)) => Ordering::Greater,
        _ => Ordering::Equal,
    }
}
