control "RDS.4" {
  slug     = "rds-snapshot-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "RDS snapshots are encrypted at rest"
    ja = "RDS スナップショットが保管時に暗号化されている"
  }
  why = {
    en = "An unencrypted snapshot holds the whole database in a form that whoever gets hold of it can read."
    ja = "暗号化されていないスナップショットは、入手した人に DB 全体をそのまま読まれてしまいます。"
  }
  decides = "checked"
  notes = {
    en = "Snapshots of databases outside the run, and copies of snapshots outside it that name no key, are not judged: only the database or the snapshot says whether they are encrypted."
    ja = "構成に含まれない DB のスナップショットや、構成外のスナップショットをキーの指定なしでコピーしたものは、暗号化の有無を判断できないため判定しません。"
  }
  config_rule = "rds-snapshot-encrypted"
  frameworks = {
    "aws-fsbp"       = ["RDS.4"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"    = ["3.5.1", "8.3.2"]
    "iso-27001-2022" = ["A.8.11", "A.8.24"]
    "nist-csf-2.0"   = ["ds_1"]
  }

  check "aws_db_snapshot" {
    filter = local.source != null
    locals {
      source = target(attrs.db_instance_identifier, "aws_db_instance", "data.aws_db_instance")
    }
    enforce {
      condition = default(inherited(local.source, "storage_encrypted"), false)
      at        = "db_instance_identifier"
      error_message = {
        en = "the snapshot is taken of an unencrypted database"
        ja = "暗号化されていない DB のスナップショットになっている"
      }
    }
    no_fix = {
      en = "a snapshot is encrypted as its database is: encrypt the database (RDS.3), or copy the snapshot with kms_key_id in aws_db_snapshot_copy"
      ja = "スナップショットの暗号化は元の DB で決まる。DB を暗号化するか (RDS.3)、aws_db_snapshot_copy で kms_key_id を指定してコピーする"
    }
  }

  check "aws_db_cluster_snapshot" {
    filter = local.source != null
    locals {
      source = target(attrs.db_cluster_identifier, "aws_rds_cluster", "data.aws_rds_cluster")
    }
    enforce {
      condition = default(inherited(local.source, "storage_encrypted"), false)
      at        = "db_cluster_identifier"
      error_message = {
        en = "the snapshot is taken of an unencrypted cluster"
        ja = "暗号化されていないクラスターのスナップショットになっている"
      }
    }
    no_fix = {
      en = "a snapshot is encrypted as its cluster is: encrypt the cluster (RDS.3)"
      ja = "スナップショットの暗号化は元のクラスターで決まる。クラスターを暗号化する (RDS.3)"
    }
  }

  check "aws_db_snapshot_copy" {
    filter = local.source != null || is_set(attrs.kms_key_id)
    locals {
      source = target(attrs.source_db_snapshot_identifier, "aws_db_snapshot", "aws_db_snapshot_copy", "data.aws_db_snapshot")
    }
    enforce {
      condition = is_set(attrs.kms_key_id) || default(inherited(local.source, "storage_encrypted"), false)
      at        = "source_db_snapshot_identifier"
      error_message = {
        en = "the copy is of an unencrypted snapshot and names no key"
        ja = "暗号化されていないスナップショットを、キーを指定せずにコピーしている"
      }
    }
    no_fix = {
      en = "which key the copy gets is for its owner to say: name it in kms_key_id, which makes a new copy, or encrypt the database (RDS.3)"
      ja = "どのキーで暗号化するかは管理者が決める必要がある。kms_key_id を指定する (コピーは作り直される) か、元の DB を暗号化する (RDS.3)"
    }
  }

  check "aws_rds_cluster_snapshot_copy" {
    filter = local.source != null || is_set(attrs.kms_key_id)
    locals {
      source = target(attrs.source_db_cluster_snapshot_identifier, "aws_db_cluster_snapshot", "aws_rds_cluster_snapshot_copy", "data.aws_db_cluster_snapshot")
    }
    enforce {
      condition = is_set(attrs.kms_key_id) || default(inherited(local.source, "storage_encrypted"), false)
      at        = "source_db_cluster_snapshot_identifier"
      error_message = {
        en = "the copy is of an unencrypted snapshot"
        ja = "暗号化されていないスナップショットをコピーしている"
      }
    }
    no_fix = {
      en = "a snapshot of a cluster is encrypted as the cluster is, and so is every copy: encrypt the cluster (RDS.3)"
      ja = "クラスターのスナップショットもそのコピーも、暗号化は元のクラスターで決まる。クラスターを暗号化する (RDS.3)"
    }
  }

  remediation {
    console = {
      en = ["Open the snapshot in the RDS console and choose Actions, Copy snapshot.", "Tick Enable encryption, choose a KMS key, and delete the old snapshot afterwards."]
      ja = ["RDS コンソールでスナップショットを開き「アクション」から「スナップショットをコピー」を選ぶ。", "「暗号化を有効化」にチェックを入れて KMS キーを選び、コピー後に元のスナップショットを削除する。"]
    }
    cli = "aws rds copy-db-snapshot --source-db-snapshot-identifier SNAPSHOT --target-db-snapshot-identifier SNAPSHOT-encrypted --kms-key-id KEY_ID"
  }

  example "fail" "of an unencrypted database" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.orders.identifier
    }
  }

  example "fail" "of an unencrypted cluster" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = aws_rds_cluster.orders.id
      db_cluster_snapshot_identifier = "weekly"
    }
  }

  example "pass" "of an encrypted database and cluster" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.orders.identifier
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = aws_rds_cluster.orders.id
      db_cluster_snapshot_identifier = "weekly"
    }
  }

  example "pass" "of a replica of an encrypted database" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
      backup_retention_period     = 7
    }

    resource "aws_db_instance" "replica" {
      identifier          = "replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = aws_db_instance.orders.identifier
      skip_final_snapshot = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.replica.identifier
    }
  }

  example "unknown" "encryption decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = tobool(terraform_data.later.output)
    }

    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = aws_rds_cluster.orders.id
      db_cluster_snapshot_identifier = "weekly"
    }
  }

  example "unknown" "of databases restored from elsewhere" {
    resource "aws_db_instance" "orders" {
      identifier          = "orders"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"
    }

    resource "aws_db_snapshot" "orders" {
      db_instance_identifier = aws_db_instance.orders.identifier
      db_snapshot_identifier = "orders"
    }

    resource "aws_rds_cluster" "events" {
      cluster_identifier  = "events"
      engine              = "aurora-postgresql"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:events"
    }

    resource "aws_db_cluster_snapshot" "events" {
      db_cluster_identifier          = aws_rds_cluster.events.id
      db_cluster_snapshot_identifier = "events-weekly"
    }
  }

  example "pass" "of a database restored from an encrypted one" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_db_instance" "copy" {
      identifier          = "copy"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true

      restore_to_point_in_time {
        source_db_instance_identifier = aws_db_instance.orders.identifier
        use_latest_restorable_time    = true
      }
    }

    resource "aws_db_snapshot" "weekly" {
      db_instance_identifier = aws_db_instance.copy.identifier
      db_snapshot_identifier = "weekly"
    }
  }

  example "fail" "copies of unencrypted snapshots" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.orders.identifier
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = aws_rds_cluster.orders.id
      db_cluster_snapshot_identifier = "weekly"
    }

    resource "aws_db_snapshot_copy" "weekly" {
      source_db_snapshot_identifier = aws_db_snapshot.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-copy"
    }

    resource "aws_db_snapshot_copy" "again" {
      source_db_snapshot_identifier = aws_db_snapshot_copy.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-again"
    }

    resource "aws_rds_cluster_snapshot_copy" "weekly" {
      source_db_cluster_snapshot_identifier = aws_db_cluster_snapshot.weekly.db_cluster_snapshot_arn
      target_db_cluster_snapshot_identifier = "weekly-copy"
    }

    resource "aws_rds_cluster_snapshot_copy" "again" {
      source_db_cluster_snapshot_identifier = aws_rds_cluster_snapshot_copy.weekly.db_cluster_snapshot_arn
      target_db_cluster_snapshot_identifier = "weekly-again"
    }
  }

  example "fail" "copies of an unencrypted snapshot, beside a cluster of the same name" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      storage_encrypted           = true
      skip_final_snapshot         = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.orders.identifier
    }

    resource "aws_db_snapshot_copy" "weekly" {
      source_db_snapshot_identifier = aws_db_snapshot.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-copy"
    }

    resource "aws_db_snapshot_copy" "again" {
      source_db_snapshot_identifier = aws_db_snapshot_copy.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-again"
    }
  }

  example "pass" "copies of encrypted snapshots" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.orders.identifier
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = aws_rds_cluster.orders.id
      db_cluster_snapshot_identifier = "weekly"
    }

    resource "aws_db_snapshot_copy" "weekly" {
      source_db_snapshot_identifier = aws_db_snapshot.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-copy"
    }

    resource "aws_db_snapshot_copy" "again" {
      source_db_snapshot_identifier = aws_db_snapshot_copy.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-again"
    }

    resource "aws_rds_cluster_snapshot_copy" "weekly" {
      source_db_cluster_snapshot_identifier = aws_db_cluster_snapshot.weekly.db_cluster_snapshot_arn
      target_db_cluster_snapshot_identifier = "weekly-copy"
    }

    resource "aws_rds_cluster_snapshot_copy" "again" {
      source_db_cluster_snapshot_identifier = aws_rds_cluster_snapshot_copy.weekly.db_cluster_snapshot_arn
      target_db_cluster_snapshot_identifier = "weekly-again"
    }
  }

  example "pass" "copies with keys" {
    expect = { "aws_db_snapshot.weekly" = "fail" }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_snapshot" "weekly" {
      db_snapshot_identifier = "weekly"
      db_instance_identifier = aws_db_instance.orders.identifier
    }

    resource "aws_kms_key" "copies" {
      description = "copies"
    }

    resource "aws_db_snapshot_copy" "weekly" {
      source_db_snapshot_identifier = aws_db_snapshot.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-copy"
      kms_key_id                    = aws_kms_key.copies.arn
    }

    resource "aws_db_snapshot_copy" "again" {
      source_db_snapshot_identifier = aws_db_snapshot_copy.weekly.db_snapshot_arn
      target_db_snapshot_identifier = "weekly-again"
    }

    resource "aws_db_snapshot_copy" "elsewhere" {
      source_db_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:weekly"
      target_db_snapshot_identifier = "elsewhere"
      kms_key_id                    = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
    }

    resource "aws_rds_cluster_snapshot_copy" "elsewhere" {
      source_db_cluster_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:weekly"
      target_db_cluster_snapshot_identifier = "elsewhere"
      kms_key_id                            = aws_kms_key.copies.arn
    }

    resource "aws_rds_cluster_snapshot_copy" "again" {
      source_db_cluster_snapshot_identifier = aws_rds_cluster_snapshot_copy.elsewhere.db_cluster_snapshot_arn
      target_db_cluster_snapshot_identifier = "again"
    }
  }
}
