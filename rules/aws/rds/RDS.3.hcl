control "RDS.3" {
  slug     = "rds-instance-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "RDS DB instances are encrypted at rest"
    ja = "RDS DB インスタンスが保管時に暗号化されている"
  }
  why = {
    en = "Without encryption, the storage of the database, its backups, replicas and snapshots can be read by whoever gets hold of them. Encryption can only be chosen when the instance is created, so a late decision costs a migration."
    ja = "暗号化されていないと、DB のストレージだけでなく、バックアップやリードレプリカ、スナップショットも、入手した人に読まれてしまいます。暗号化は作成時にしか選べず、後から変えるには移行が必要です。"
  }
  decides = "checked"
  notes = {
    en = "Instances of an Aurora cluster take their encryption from the cluster; they are judged when the cluster is in the same run. A replica or a restored instance takes it from its source, whatever is written; where another configuration declares the source, what is written counts, and without it nothing is known."
    ja = "Aurora の DB インスタンスはクラスターの設定を引き継ぐため、クラスターが同じ構成内にある場合に判定します。リードレプリカや復元したインスタンスは、記述にかかわらず元の設定を引き継ぎます。元が構成外にある場合は記述された値で判定し、記述がなければ判定不能とします。"
  }
  config_rule = "rds-storage-encrypted"
  frameworks = {
    "aws-fsbp"       = ["RDS.3"]
    "cis-aws-1.4"    = ["2.3.1"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.3.1"]
    "cis-aws-5.0"                   = ["2.2.1"]
    "pci-dss-4.0"                   = ["3.5.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
    "soc2"                          = ["pi_1_5"]
    "nist-csf-2.0"                  = ["ds_1"]
  }

  check "aws_db_instance" {
    locals {
      inherits = any([is_set(attrs.replicate_source_db), is_set(attrs.snapshot_identifier), is_set(attrs.restore_to_point_in_time)])
    }
    enforce {
      condition = default(inherited(attrs, "storage_encrypted"), false)
      at        = "storage_encrypted"
      error_message = {
        en = "the database's storage is not encrypted"
        ja = "DB のストレージが暗号化されていない"
      }
    }
    fix {
      when   = !local.inherits
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the storage"
        ja = "ストレージを暗号化する"
      }
      warning = {
        en = "An existing instance is destroyed and created empty. Copy a snapshot of it with encryption, and restore from that copy."
        ja = "既存のインスタンスは削除され、空の状態で作り直されます。スナップショットを暗号化付きでコピーし、そこから復元してください。"
      }
      set = { storage_encrypted = true }
    }
    no_fix = {
      en = "a replica or restored instance has the encryption of its source: encrypt the source, or restore from a copy of the snapshot that was made with encryption"
      ja = "リードレプリカや復元したインスタンスの暗号化は元の設定で決まる。元の DB を暗号化するか、暗号化付きでコピーしたスナップショットから復元する"
    }
  }

  check "aws_rds_cluster_instance" {
    filter = local.cluster != null
    locals {
      cluster  = target(attrs.cluster_identifier, "aws_rds_cluster", "data.aws_rds_cluster")
      inherits = any([is_set(attribute(local.cluster, "snapshot_identifier")), is_set(attribute(local.cluster, "restore_to_point_in_time")), is_set(attribute(local.cluster, "replication_source_identifier"))])
    }
    enforce {
      condition = default(inherited(local.cluster, "storage_encrypted"), false)
      error_message = {
        en = "the cluster's storage is not encrypted"
        ja = "クラスターのストレージが暗号化されていない"
      }
    }
    fix {
      when   = !local.inherits
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the cluster's storage"
        ja = "クラスターのストレージを暗号化する"
      }
      warning = {
        en = "An existing cluster is destroyed and created empty. Restore it from a snapshot with encryption instead."
        ja = "既存のクラスターは削除され、空の状態で作り直されます。スナップショットから暗号化を指定して復元してください。"
      }
      on  = local.cluster
      set = { storage_encrypted = true }
    }
    no_fix = {
      en = "a restored or replicated cluster has the encryption of its source: restore from a snapshot that was copied with encryption"
      ja = "復元やレプリケーションで作ったクラスターの暗号化は元の設定で決まる。暗号化付きでコピーしたスナップショットから復元する"
    }
  }

  remediation {
    console = {
      en = ["Take a snapshot of the instance in the RDS console.", "Copy the snapshot with Enable encryption and a KMS key.", "Restore a new instance from the copy, point the application at it, and delete the old one."]
      ja = ["RDS コンソールでインスタンスのスナップショットを取得する。", "スナップショットをコピーし、「暗号化を有効化」と KMS キーを指定する。", "コピーから新しいインスタンスを復元し、アプリケーションの接続先を切り替えてから古いインスタンスを削除する。"]
    }
    cli = "aws rds copy-db-snapshot --source-db-snapshot-identifier SNAPSHOT --target-db-snapshot-identifier SNAPSHOT-encrypted --kms-key-id KEY_ID"
  }

  example "fail" "encryption left out" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "encryption left out" {
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
  }

  example "fail" "encryption switched off, and a replica of it" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      backup_retention_period     = 7
      skip_final_snapshot         = true
      storage_encrypted           = false
    }

    resource "aws_db_instance" "replica" {
      identifier          = "orders-replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = aws_db_instance.orders.identifier
      skip_final_snapshot = true
    }
  }

  example "fail" "Aurora cluster without encryption" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
    }
  }

  example "fixed" "Aurora cluster without encryption" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_rds_cluster_instance" "orders" {
      cluster_identifier = aws_rds_cluster.orders.id
      engine             = aws_rds_cluster.orders.engine
      instance_class     = "db.t4g.medium"
    }
  }

  example "pass" "encrypted, with a replica and an Aurora cluster" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      backup_retention_period     = 7
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_db_instance" "replica" {
      identifier          = "orders-replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = aws_db_instance.orders.identifier
      skip_final_snapshot = true
    }

    resource "aws_rds_cluster" "events" {
      cluster_identifier          = "events"
      engine                      = "aurora-postgresql"
      master_username             = "events"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
    }

    resource "aws_rds_cluster_instance" "events" {
      count              = 2
      cluster_identifier = aws_rds_cluster.events.id
      engine             = aws_rds_cluster.events.engine
      instance_class     = "db.t4g.medium"
    }
  }

  example "pass" "switched on by a variable" {
    variable "databases" {
      default = {
        orders = { encrypted = true }
      }
    }

    resource "aws_db_instance" "this" {
      for_each                    = var.databases
      identifier                  = each.key
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = each.value.encrypted
    }
  }

  example "fail" "switched off although restored" {
    resource "aws_db_instance" "orders" {
      identifier          = "orders"
      instance_class      = "db.t4g.micro"
      snapshot_identifier = "orders-final"
      storage_encrypted   = false
      skip_final_snapshot = true
    }
  }

  example "fail" "written as encrypted, but made from what is not" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      backup_retention_period     = 7
      skip_final_snapshot         = true
    }

    resource "aws_db_instance" "replica" {
      identifier          = "orders-replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = aws_db_instance.orders.identifier
      skip_final_snapshot = true
      storage_encrypted   = true
    }

    resource "aws_db_instance" "restored" {
      identifier          = "orders-restored"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      storage_encrypted   = true
      restore_to_point_in_time {
        source_db_instance_identifier = aws_db_instance.orders.identifier
        use_latest_restorable_time    = true
      }
    }
  }

  example "pass" "written as encrypted, and made from something elsewhere or with a key of its own" {
    resource "aws_db_instance" "restored" {
      identifier          = "restored"
      instance_class      = "db.t4g.micro"
      snapshot_identifier = "orders-final"
      storage_encrypted   = true
      skip_final_snapshot = true
    }

    resource "aws_rds_cluster" "plain" {
      cluster_identifier          = "plain"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_rds_cluster" "copy" {
      cluster_identifier  = "copy"
      engine              = "aurora-postgresql"
      storage_encrypted   = true
      kms_key_id          = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      skip_final_snapshot = true
      restore_to_point_in_time {
        source_cluster_identifier  = aws_rds_cluster.plain.cluster_identifier
        use_latest_restorable_time = true
      }
    }

    resource "aws_rds_cluster_instance" "copy" {
      cluster_identifier = aws_rds_cluster.copy.id
      engine             = aws_rds_cluster.copy.engine
      instance_class     = "db.t4g.medium"
    }
  }

  example "unknown" "made from something elsewhere" {
    resource "aws_db_instance" "restored" {
      identifier          = "restored"
      instance_class      = "db.t4g.micro"
      snapshot_identifier = "orders-final"
      skip_final_snapshot = true
    }

    resource "aws_db_instance" "replica" {
      identifier          = "replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = "orders"
      skip_final_snapshot = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "encrypt" {
      input = true
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = tobool(terraform_data.encrypt.output)
    }
  }

  example "pass" "restored from what is encrypted" {
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

    resource "aws_db_snapshot" "orders" {
      db_instance_identifier = aws_db_instance.orders.identifier
      db_snapshot_identifier = "orders"
    }

    resource "aws_db_instance" "by_snapshot" {
      identifier          = "by-snapshot"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = aws_db_snapshot.orders.id
    }

    resource "aws_db_instance" "by_name" {
      identifier          = "by-name"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = aws_db_snapshot.orders.db_snapshot_identifier
    }

    resource "aws_db_instance" "by_time" {
      identifier          = "by-time"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true

      restore_to_point_in_time {
        source_db_instance_identifier = aws_db_instance.orders.identifier
        use_latest_restorable_time    = true
      }
    }

    resource "aws_db_snapshot_copy" "orders" {
      source_db_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"
      target_db_snapshot_identifier = "orders-copy"
      kms_key_id                    = "arn:aws:kms:us-east-1:111122223333:key/0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"
    }

    resource "aws_db_instance" "by_copy" {
      identifier          = "by-copy"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = aws_db_snapshot_copy.orders.id
    }
  }

  example "fail" "restored from what is not encrypted" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_snapshot" "orders" {
      db_instance_identifier = aws_db_instance.orders.identifier
      db_snapshot_identifier = "orders"
    }

    resource "aws_db_instance" "by_snapshot" {
      identifier          = "by-snapshot"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = aws_db_snapshot.orders.id
    }

    resource "aws_db_instance" "by_time" {
      identifier          = "by-time"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true

      restore_to_point_in_time {
        source_db_instance_identifier = aws_db_instance.orders.identifier
        use_latest_restorable_time    = true
      }
    }
  }

  example "unknown" "restored from elsewhere" {
    resource "aws_db_instance" "by_time" {
      identifier          = "by-time"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true

      restore_to_point_in_time {
        source_db_instance_identifier = "orders-of-elsewhere"
        use_latest_restorable_time    = true
      }
    }

    resource "aws_db_snapshot_copy" "orders" {
      source_db_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"
      target_db_snapshot_identifier = "orders-copy"
    }

    resource "aws_db_instance" "by_copy" {
      identifier          = "by-copy"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = aws_db_snapshot_copy.orders.id
    }

    resource "aws_rds_cluster" "events" {
      cluster_identifier  = "events"
      engine              = "aurora-postgresql"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:events"
    }

    resource "aws_rds_cluster_instance" "events" {
      cluster_identifier = aws_rds_cluster.events.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }

    resource "aws_rds_cluster" "clicks" {
      cluster_identifier  = "clicks"
      engine              = "aurora-postgresql"
      skip_final_snapshot = true

      restore_to_point_in_time {
        source_cluster_identifier  = "clicks-of-elsewhere"
        use_latest_restorable_time = true
      }
    }

    resource "aws_rds_cluster_instance" "clicks" {
      cluster_identifier = aws_rds_cluster.clicks.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }
}
