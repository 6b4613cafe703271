control "RDS.8" {
  slug     = "rds-instance-deletion-protection"
  aliases  = []
  severity = "low"
  category = ["Protect", "Data protection", "Data deletion protection"]
  title = {
    en = "RDS DB instances are protected from deletion"
    ja = "RDS DB インスタンスで削除保護が有効になっている"
  }
  why = {
    en = "An instance without deletion protection is gone, with its data, after one mistaken command or one careless plan."
    ja = "削除保護がないと、誤ったコマンドや不注意な plan ひとつで、DB インスタンスとデータが失われます。"
  }
  decides = "checked"
  config_rule = "rds-instance-deletion-protection-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.8"]
    "nist-800-53-r5" = ["CM-3", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "soc2"         = ["cc_c_1_1"]
    "nist-csf-2.0" = ["ds_4", "pt_5"]
  }

  parameter "databaseEngines" {
    default = ["mariadb", "mysql", "oracle-ee", "oracle-se2", "oracle-se1", "oracle-se", "postgres", "sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web"]
    description = {
      en = "Engines whose instances are judged"
      ja = "判定の対象とするエンジン"
    }
  }

  check "aws_db_instance" {
    filter = contains(param.databaseEngines, default(inherited(attrs, "engine"), tostring(undecided("the engine"))))
    enforce {
      condition = default(attrs.deletion_protection, false)
      at        = "deletion_protection"
      error_message = {
        en = "the database can be deleted without further protection"
        ja = "DB インスタンスの削除保護が無効になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "switch on deletion protection"
        ja = "削除保護を有効にする"
      }
      set = { deletion_protection = true }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Tick Enable deletion protection and apply immediately."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「削除保護を有効化」にチェックを入れ、すぐに適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --deletion-protection --apply-immediately"
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
      deletion_protection         = true
    }
  }

  example "fail" "switched off" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = false
    }
  }

  example "pass" "switched on" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }
  }

  example "pass" "switched on for several" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }

    resource "aws_db_instance" "notes" {
      identifier                  = "notes"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
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
      deletion_protection         = tobool(terraform_data.later.output)
    }
  }

  example "unknown" "an engine that a snapshot from elsewhere decides" {
    resource "aws_db_instance" "orders" {
      identifier          = "orders"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"
    }
  }

  example "fail" "a replica of PostgreSQL" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_instance" "reports" {
      identifier          = "reports"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      replicate_source_db = aws_db_instance.orders.identifier
    }
  }
}
