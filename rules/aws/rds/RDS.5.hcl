control "RDS.5" {
  slug     = "rds-instance-multi-az"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "High availability"]
  title = {
    en = "RDS DB instances run in several Availability Zones"
    ja = "RDS DB インスタンスがマルチ AZ 構成になっている"
  }
  why = {
    en = "A database in one zone is down for as long as the zone is, and during maintenance. A standby in another zone takes over by itself."
    ja = "単一の AZ で動くデータベースは、その AZ の障害中やメンテナンス中に停止します。別の AZ にスタンバイがあれば自動的に切り替わります。"
  }
  decides = "checked"
  config_rule = "rds-multi-az-support"
  frameworks = {
    "aws-fsbp"       = ["RDS.5"]
    "nist-800-53-r5" = ["CP-10", "CP-6(2)", "SC-36", "SC-5(2)", "SI-13(5)"]
  }
  frameworks_derived = {
    "cis-aws-5.0"    = ["2.2.4"]
    "iso-27001-2022" = ["A.8.14"]
    "nist-csf-2.0"   = ["ds_4"]
  }

  check "aws_db_instance" {
    enforce {
      condition = default(attrs.multi_az, false)
      at        = "multi_az"
      error_message = {
        en = "the database runs in a single Availability Zone"
        ja = "DB インスタンスが単一の AZ で動いている"
      }
    }
    fix {
      when   = possible(attrs.engine != "sqlserver-ex")
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "add a standby in another Availability Zone"
        ja = "別の AZ にスタンバイを置く"
      }
      warning = {
        en = "The standby doubles the instance's price."
        ja = "スタンバイの分、料金がおよそ 2 倍になります。"
      }
      set = { multi_az = true }
    }
    no_fix = {
      en = "the Express edition of SQL Server has no standby: move to the Web, Standard or Enterprise edition, or accept the risk"
      ja = "SQL Server Express エディションはマルチ AZ に対応していない。Web、Standard、Enterprise エディションに移行するか、リスクを受け入れる"
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Under Availability and durability choose to create a standby instance."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「可用性と耐久性」でスタンバイインスタンスの作成を選ぶ。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --multi-az --apply-immediately"
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
      multi_az                    = true
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
      multi_az                    = false
    }
  }

  example "fail" "SQL Server Express" {
    resource "aws_db_instance" "express" {
      identifier                  = "express"
      engine                      = "sqlserver-ex"
      instance_class              = "db.t3.small"
      allocated_storage           = 20
      username                    = "sqladmin"
      manage_master_user_password = true
      skip_final_snapshot         = true
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
      multi_az                    = true
    }
  }

  example "pass" "switched on by a local" {
    locals {
      production = true
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      multi_az                    = local.production
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
      multi_az                    = tobool(terraform_data.later.output)
    }
  }
}
