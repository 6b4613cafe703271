//! What a fix does to a resource that a plan or state says is there, and the safer way.

use crate::graph::{Graph, Operation};
use crate::rules::{Impact, Localized};

/// Types that hold data, by how it is kept when they are replaced.
const RESTORED: [&str; 8] = [
    "aws_db_instance",
    "aws_docdb_cluster",
    "aws_ebs_volume",
    "aws_elasticache_replication_group",
    "aws_fsx_lustre_file_system",
    "aws_neptune_cluster",
    "aws_rds_cluster",
    "aws_redshift_cluster",
];
const COPIED: [&str; 8] = [
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_elasticsearch_domain",
    "aws_kinesis_stream",
    "aws_opensearch_domain",
    "aws_s3_bucket",
    "aws_sqs_queue",
];

/// Nothing for what does not exist yet, and for a change in place.
pub fn effect(plan: &Graph, target: &str, impact: Impact) -> Option<Localized> {
    let resource = plan.get(plan.find(target)?);
    let exists = resource.is_managed() && !matches!(resource.operation, Operation::Create | Operation::Read);
    let (en, ja) = match impact {
        _ if !exists => return None,
        Impact::Replaces if RESTORED.contains(&&*resource.type_name) => (
            format!(
                "replaces {target}, which exists: its data is lost unless restored from a snapshot; take one first, and make the new one from it"
            ),
            format!(
                "既存の {target} が作り直されます。スナップショットから復元しない限りデータは失われます。先にスナップショットを取得し、そこから新しいものを作成してください"
            ),
        ),
        Impact::Replaces if COPIED.contains(&&*resource.type_name) => (
            format!(
                "replaces {target}, which exists: its content is lost unless copied; make the new one beside it, copy, then remove the old one"
            ),
            format!(
                "既存の {target} が作り直されます。コピーしない限り内容は失われます。新しいものを並べて作成し、内容をコピーしてから古いものを削除してください"
            ),
        ),
        Impact::Replaces => (
            format!(
                "replaces {target}, which exists: what uses it is cut off meanwhile; `create_before_destroy` avoids that where its name is free"
            ),
            format!(
                "既存の {target} が作り直されます。その間、利用しているものは使えなくなります。名前が重ならなければ `create_before_destroy` で避けられます"
            ),
        ),
        Impact::Unknown => (
            format!(
                "{target} exists, and what the change does to it was not recorded: read the new plan before it is applied"
            ),
            format!(
                "{target} は既に存在し、この変更の影響は記録されていません。適用前に新しい plan を確認してください"
            ),
        ),
        _ => return None,
    };
    Some(Localized { en: en.into(), ja: ja.into() })
}
