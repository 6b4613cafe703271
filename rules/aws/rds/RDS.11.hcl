control "RDS.11" {
  slug     = "rds-instance-backups"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "Backups enabled"]
  title = {
    en = "RDS DB instances keep automatic backups for at least seven days"
    ja = "RDS DB インスタンスの自動バックアップが 7 日以上保持される"
  }
  why = {
    en = "Damage to data is often noticed days later. Backups that are switched off or already gone by then leave nothing to restore."
    ja = "データの破損や改ざんは数日後に判明することも多く、その時点でバックアップがなければ復旧できません。"
  }
  decides = "checked"
  notes = {
    en = "Read replicas are not judged. An instance restored from a snapshot or to a point in time that leaves the argument out takes over its source's setting and passes."
    ja = "リードレプリカは判定しません。スナップショットからの復元やポイントインタイムリカバリで、保持期間を指定しないインスタンスは元の設定を引き継ぐため合格とします。"
  }
  config_rule = "db-instance-backup-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.11"]
    "nist-800-53-r5" = ["CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SC-5(2)", "SI-12", "SI-13(5)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"  = ["10.3.3"]
    "soc2"         = ["cc_7_4", "cc_a_1_1"]
    "nist-csf-2.0" = ["ds_3", "ds_4", "ip_4", "rc_rp_1"]
  }

  parameter "backupRetentionMinimum" {
    default = 7
    description = {
      en = "Days for which backups are kept at least"
      ja = "バックアップの最小保持日数"
    }
  }

  check "aws_db_instance" {
    filter = !is_set(attrs.replicate_source_db)
    locals {
      inherits = any([is_set(attrs.snapshot_identifier), is_set(attrs.restore_to_point_in_time)])
    }
    enforce {
      condition = attrs.backup_retention_period == null ? local.inherits : attrs.backup_retention_period >= param.backupRetentionMinimum
      at        = "backup_retention_period"
      error_message = {
        en = "backups are kept for ${default(attrs.backup_retention_period, 0)} days, fewer than ${param.backupRetentionMinimum}"
        ja = "バックアップの保持期間が ${default(attrs.backup_retention_period, 0)} 日で、${param.backupRetentionMinimum} 日に満たない"
      }
    }
    fix {
      when   = default(attrs.backup_retention_period, 0) == 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "keep automatic backups"
        ja = "自動バックアップを保持する"
      }
      warning = {
        en = "Where the instance exists and keeps no backups yet, the change causes an outage while the first one is made. Backup storage beyond the size of the databases is charged."
        ja = "バックアップが無効な既存のインスタンスでは、変更時に最初のバックアップの取得に伴う停止が発生します。データベースのサイズを超えるバックアップストレージは課金されます。"
      }
      set = { backup_retention_period = param.backupRetentionMinimum }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "keep automatic backups for longer"
        ja = "自動バックアップの保持期間を延ばす"
      }
      warning = {
        en = "Backup storage beyond the size of the databases is charged."
        ja = "データベースのサイズを超えるバックアップストレージは課金されます。"
      }
      set = { backup_retention_period = param.backupRetentionMinimum }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Under Backup set the retention period to 7 days or more."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「バックアップ」で保持期間を 7 日以上にする。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --backup-retention-period 7"
  }

  example "fail" "left out" {
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

  example "fixed" "left out" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 7
    }
  }

  example "fail" "switched off" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 0
    }
  }

  example "fail" "one day short" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 6
    }
  }

  example "fixed" "one day short" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 7
    }
  }

  example "pass" "seven days" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 7
    }
  }

  example "pass" "a month, and a replica of it" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = 30
    }

    resource "aws_db_instance" "replica" {
      identifier          = "replica"
      instance_class      = "db.t4g.micro"
      replicate_source_db = aws_db_instance.orders.identifier
      skip_final_snapshot = true
    }
  }

  example "pass" "restored from a snapshot" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      snapshot_identifier         = "weekly"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 7
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backup_retention_period     = tonumber(terraform_data.later.output)
    }
  }

  example "pass" "restored to a point in time" {
    resource "aws_db_instance" "orders" {
      identifier          = "orders"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true

      restore_to_point_in_time {
        source_db_instance_identifier = "orders-of-elsewhere"
        use_latest_restorable_time    = true
      }
    }
  }
}
