control "RDS.9" {
  slug     = "rds-logs-exported"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "RDS databases send their logs to CloudWatch Logs"
    ja = "RDS のログが CloudWatch Logs に出力されている"
  }
  why = {
    en = "Without the database's own logs nobody can tell afterwards who connected, what failed, and which statements were slow or hostile."
    ja = "データベース自身のログがないと、誰が接続し、何に失敗し、どのような文が実行されたのかを後から追跡できません。"
  }
  decides = "checked"
  notes = {
    en = "Aurora PostgreSQL exports one log, postgresql, which holds upgrades too. MySQL and MariaDB write audit and general logs only with an option or parameter group that enables them."
    ja = "Aurora PostgreSQL が出力できるのは postgresql のみです (アップグレードの記録も含まれます)。MySQL と MariaDB の監査ログと一般ログは、オプショングループやパラメータグループでの有効化も必要です。"
  }
  config_rule = "rds-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.9"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(10)", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_7_2", "cc_7_3", "cc_a_1_1", "pi_1_3"]
  }

  check "aws_db_instance" "aws_rds_cluster" {
    locals {
      logs = {
        mysql             = ["audit", "error", "general", "slowquery"]
        mariadb           = ["audit", "error", "general", "slowquery"]
        aurora-mysql      = ["audit", "error", "general", "slowquery"]
        postgres          = ["postgresql", "upgrade"]
        aurora-postgresql = ["postgresql"]
        oracle            = ["alert", "audit", "trace", "listener"]
        sqlserver         = ["error", "agent"]
      }
      engine = replace(default(inherited(attrs, "engine"), tostring(undecided("the engine"))), "/^(oracle|sqlserver)-.*/", "$1")
      needed = lookup(local.logs, local.engine, [])
      named = join(", ", local.needed)
      sent = default(attrs.enabled_cloudwatch_logs_exports, [])
    }
    enforce {
      condition = all([for log in local.needed : contains(local.sent, log)])
      at        = "enabled_cloudwatch_logs_exports"
      error_message = {
        en = "not all logs of the engine are sent to CloudWatch Logs: ${local.named} are needed"
        ja = "CloudWatch Logs に出力されていないログがある (必要なログ: ${local.named})"
      }
    }
    fix {
      when   = possible(default(attribute(attrs, "engine_mode"), "provisioned") != "serverless")
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "send the engine's logs to CloudWatch Logs"
        ja = "エンジンのログを CloudWatch Logs に出力する"
      }
      warning = {
        en = "CloudWatch Logs charges for the logs by volume."
        ja = "CloudWatch Logs の料金がログの量に応じてかかります。"
      }
      set = { enabled_cloudwatch_logs_exports = local.needed }
    }
    no_fix = {
      en = "Aurora Serverless v1 accepts no list of logs: it sends those that the cluster's parameter group switches on; move the cluster to Serverless v2"
      ja = "Aurora Serverless v1 では出力するログを指定できず、パラメータグループで有効にしたログが出力される。Serverless v2 に移行する"
    }
  }

  remediation {
    console = {
      en = ["Open the database in the RDS console and choose Modify.", "Under Log exports tick every log, and apply."]
      ja = ["RDS コンソールで DB を開き「変更」を選ぶ。", "「ログのエクスポート」ですべてのログにチェックを入れて適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --cloudwatch-logs-export-configuration '{\"EnableLogTypes\":[\"postgresql\",\"upgrade\"]}'"
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
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
    }
  }

  example "fail" "one log missing" {
    resource "aws_db_instance" "orders" {
      identifier                      = "orders"
      engine                          = "mysql"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["audit", "error", "general"]
    }
  }

  example "fail" "an Aurora cluster" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier              = "orders"
      engine                          = "aurora-mysql"
      master_username                 = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["error"]
    }
  }

  example "fixed" "an Aurora cluster" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier              = "orders"
      engine                          = "aurora-mysql"
      master_username                 = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["audit", "error", "general", "slowquery"]
    }
  }

  example "fail" "MariaDB, Oracle and SQL Server" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mariadb"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_instance" "erp" {
      identifier                      = "erp"
      engine                          = "oracle-se2"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["alert", "audit", "trace"]
    }

    resource "aws_db_instance" "crm" {
      identifier                      = "crm"
      engine                          = "sqlserver-ex"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["agent"]
    }
  }

  example "fail" "Aurora Serverless v1" {
    resource "aws_rds_cluster" "old" {
      cluster_identifier          = "old"
      engine                      = "aurora-mysql"
      engine_mode                 = "serverless"
      master_username             = "admin"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "pass" "all logs" {
    resource "aws_db_instance" "orders" {
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
    }

    resource "aws_db_instance" "shop" {
      identifier                      = "shop"
      engine                          = "mysql"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["slowquery", "general", "error", "audit"]
    }

    resource "aws_db_instance" "erp" {
      identifier                      = "erp"
      engine                          = "oracle-ee"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["alert", "audit", "trace", "listener"]
    }

    resource "aws_db_instance" "crm" {
      identifier                      = "crm"
      engine                          = "sqlserver-se"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["agent", "error"]
    }
  }

  example "pass" "Aurora PostgreSQL and MariaDB" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier              = "orders"
      engine                          = "aurora-postgresql"
      master_username                 = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }

    resource "aws_db_instance" "wiki" {
      identifier                      = "wiki"
      engine                          = "mariadb"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["audit", "error", "general", "slowquery"]
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "upgrade"
    }

    resource "aws_db_instance" "orders" {
      identifier                      = "orders"
      engine                          = "postgres"
      instance_class                  = "db.t4g.micro"
      allocated_storage               = 20
      username                        = "orders"
      manage_master_user_password     = true
      skip_final_snapshot             = true
      enabled_cloudwatch_logs_exports = ["postgresql", tostring(terraform_data.later.output)]
    }
  }

  example "pass" "the engine of its source" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true

      enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
    }

    resource "aws_db_snapshot" "orders" {
      db_instance_identifier = aws_db_instance.orders.identifier
      db_snapshot_identifier = "orders"
    }

    resource "aws_db_instance" "reports" {
      identifier          = "reports"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      replicate_source_db = aws_db_instance.orders.identifier

      enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
    }

    resource "aws_db_instance" "restored" {
      identifier          = "restored"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = aws_db_snapshot.orders.id

      enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
    }

    resource "aws_db_instance" "by_time" {
      identifier          = "by-time"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true

      enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

      restore_to_point_in_time {
        source_db_instance_identifier = aws_db_instance.orders.identifier
        use_latest_restorable_time    = true
      }
    }
  }

  example "unknown" "an engine that a snapshot from elsewhere decides" {
    resource "aws_db_instance" "orders" {
      identifier          = "orders"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"

      enabled_cloudwatch_logs_exports = ["alert", "audit", "listener", "trace"]
    }
  }
}
