//! What copies, replicas and restored resources take over from what they are made of.

use super::logic::{is_set, is_unset};
use super::targets::target_from;
use super::{text, unknown};
use crate::check::reads::name_of;
use crate::check::scope::CheckScope;
use crate::check::world::at_path;
use crate::value::{Blocker, Type, Value};

/// An attribute that names a source, and the types of what it names.
type Naming = (&'static str, &'static [&'static str]);

/// By type: what names its source. The first that is set counts.
const SOURCES: &[(&str, &[Naming])] = &[
    (
        "aws_db_instance",
        &[
            ("replicate_source_db", DATABASES),
            ("snapshot_identifier", DATABASE_SNAPSHOTS),
            ("restore_to_point_in_time.source_db_instance_identifier", INSTANCES),
            ("restore_to_point_in_time.source_dbi_resource_id", INSTANCES),
            ("restore_to_point_in_time.source_db_instance_automated_backups_arn", &[]),
        ],
    ),
    ("aws_db_cluster_snapshot", &[("db_cluster_identifier", CLUSTERS)]),
    ("aws_db_snapshot", &[("db_instance_identifier", INSTANCES)]),
    ("aws_db_snapshot_copy", &[("source_db_snapshot_identifier", INSTANCE_SNAPSHOTS)]),
    ("aws_ebs_snapshot", &[("volume_id", &["aws_ebs_volume", "data.aws_ebs_volume"])]),
    ("aws_ebs_snapshot_copy", &[("source_snapshot_id", VOLUME_SNAPSHOTS)]),
    ("aws_ebs_volume", &[("snapshot_id", VOLUME_SNAPSHOTS)]),
    (
        "aws_rds_cluster",
        &[
            ("snapshot_identifier", DATABASE_SNAPSHOTS),
            ("restore_to_point_in_time.source_cluster_identifier", CLUSTERS),
            ("restore_to_point_in_time.source_cluster_resource_id", CLUSTERS),
            ("replication_source_identifier", &["aws_db_instance", "aws_rds_cluster", "data.aws_rds_cluster"]),
        ],
    ),
    ("aws_rds_cluster_snapshot_copy", &[("source_db_cluster_snapshot_identifier", CLUSTER_SNAPSHOTS)]),
];

const DATABASES: &[&str] = &["aws_db_instance", "aws_rds_cluster", "data.aws_db_instance", "data.aws_rds_cluster"];
const INSTANCES: &[&str] = &["aws_db_instance", "data.aws_db_instance"];
const CLUSTERS: &[&str] = &["aws_rds_cluster", "data.aws_rds_cluster"];
const DATABASE_SNAPSHOTS: &[&str] = &[
    "aws_db_cluster_snapshot",
    "aws_db_snapshot",
    "aws_db_snapshot_copy",
    "aws_rds_cluster_snapshot_copy",
    "data.aws_db_cluster_snapshot",
    "data.aws_db_snapshot",
];
const INSTANCE_SNAPSHOTS: &[&str] = &["aws_db_snapshot", "aws_db_snapshot_copy", "data.aws_db_snapshot"];
const CLUSTER_SNAPSHOTS: &[&str] =
    &["aws_db_cluster_snapshot", "aws_rds_cluster_snapshot_copy", "data.aws_db_cluster_snapshot"];
const VOLUME_SNAPSHOTS: &[&str] =
    &["aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot"];

/// Sources of sources that are followed.
const DEPTH: usize = 20;

/// The attribute of an object, or where it is not set that of what the object is made of, and so on. Null where something made anew
/// does not set it; unknown where another configuration declares a source. What AWS takes from the source whatever is written counts
/// as written only where the source is not known.
pub(super) fn inherited(scope: &CheckScope<'_>, object: &Value, attribute: &Value) -> Result<Value, String> {
    let (world, attribute) = (scope.world, text(attribute)?);
    let mut object = object.clone();
    // What is written of something whose source decides: it stands where nobody knows the source.
    let mut written: Option<Value> = None;
    for _ in 0..DEPTH {
        if object.as_unknown().is_some() {
            return Ok(written.unwrap_or_else(|| unknown(Type::Dynamic, &[&object])));
        }
        let Some(id) = world.identify(&object) else { return Ok(Value::null()) };
        let type_name = name_of(world.graph, id);
        let own = at_path(&object, name_in(&type_name, attribute));
        let is_given = is_given(&type_name, &object, attribute);
        if !is_unset(&own) && !is_given {
            // What is read at apply is as little known as what another configuration declares.
            let read = own.as_unknown().is_some() && type_name.starts_with("data.");
            return Ok(written.filter(|_| read).unwrap_or(own));
        }
        // A copy with a key is encrypted, whatever it is a copy of.
        let key = at_path(&object, "kms_key_id");
        let is_copy = matches!(&*type_name, "aws_db_snapshot_copy" | "aws_rds_cluster_snapshot_copy");
        if is_copy && attribute == "storage_encrypted" && !is_unset(&key) {
            return Ok(if is_set(&key).as_bool() == Some(true) { true.into() } else { key });
        }
        let sources = SOURCES.iter().find(|(name, _)| **name == *type_name).map_or(&[][..], |(_, sources)| sources);
        let named = sources.iter().find_map(|(path, types)| Some((single(&at_path(&object, path))?, types)));
        let Some((named, types)) = named else {
            return Ok(if is_unset(&own) { Value::null() } else { own });
        };
        if !is_unset(&own) {
            written.get_or_insert(own);
        }
        let next = target_from(world, Some(id), &named, types);
        if next.is_null() {
            if let Some(written) = written {
                return Ok(written);
            }
            let reason = format!("{attribute} of what {} is made from", world.graph.get(id).address);
            return Ok(Value::unknown(Type::Dynamic, Blocker::Other(reason.into())));
        }
        object = next;
    }
    Ok(Value::unknown(Type::Dynamic, Blocker::Other(format!("{attribute} of a source").into())))
}

/// Whether AWS takes the attribute from the source, and the request that makes the object cannot say otherwise: a replica or a restored
/// instance is as encrypted as what it is made of. A cluster may be restored with a key of its own.
fn is_given(type_name: &str, object: &Value, attribute: &str) -> bool {
    let restored = || {
        let own_key = is_set(&at_path(object, "kms_key_id")).as_bool() != Some(false);
        let made_of = ["snapshot_identifier", "restore_to_point_in_time"];
        !own_key && made_of.iter().any(|name| is_set(&at_path(object, name)).as_bool() != Some(false))
    };
    attribute == "storage_encrypted"
        && match type_name {
            "aws_db_instance" => true,
            "aws_rds_cluster" => restored(),
            _ => false,
        }
}

/// Database snapshots call it otherwise than databases.
fn name_in<'a>(type_name: &str, attribute: &'a str) -> &'a str {
    match attribute {
        "storage_encrypted" if type_name.ends_with("aws_db_snapshot") => "encrypted",
        "storage_encrypted" if type_name == "aws_db_snapshot_copy" => "encrypted",
        _ => attribute,
    }
}

/// The value that is set, in a block or alone.
fn single(value: &Value) -> Option<Value> {
    let set = |value: &&Value| !is_unset(value);
    match value.as_sequence() {
        Some(values) => values.iter().find(set).cloned(),
        None => Some(value).filter(set).cloned(),
    }
}
