control "RDS.23" {
  slug     = "rds-custom-port"
  aliases  = []
  severity = "low"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "RDS databases listen on a port other than the engine's usual one"
    ja = "RDS がエンジンの既定ポート以外で待ち受けている"
  }
  why = {
    en = "On the usual port every scanner knows at once which engine answers. Another port does not replace a firewall, but it keeps careless probes away."
    ja = "既定のポートでは、スキャンだけでエンジンの種類が推測されます。ポート変更はファイアウォールの代わりにはなりませんが、無差別な探索を避けられます。"
  }
  decides = "checked"
  config_rule = "rds-no-default-ports"
  frameworks = {
    "aws-fsbp"       = ["RDS.23"]
    "nist-800-53-r5" = ["AC-4", "AC-4(21)", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(21)", "SC-7(4)", "SC-7(5)"]
  }

  check "aws_db_instance" "aws_rds_cluster" {
    filter = local.usual != 0
    locals {
      ports = {
        mysql             = 3306
        mariadb           = 3306
        aurora-mysql      = 3306
        postgres          = 5432
        aurora-postgresql = 5432
        oracle            = 1521
        sqlserver         = 1433
      }
      engine = replace(default(inherited(attrs, "engine"), tostring(undecided("the engine"))), "/^(custom-)?(oracle|sqlserver)-.*/", "$2")
      usual = lookup(local.ports, local.engine, 0)
    }
    enforce {
      condition = default(inherited(attrs, "port"), local.usual) != local.usual
      at        = "port"
      error_message = {
        en = "the database listens on ${local.usual}, the engine's usual port"
        ja = "エンジンの既定ポート ${local.usual} で待ち受けている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "listen on another port"
        ja = "別のポートで待ち受ける"
      }
      warning = {
        en = "Clients and security group rules must use the new port, too."
        ja = "クライアントの接続設定とセキュリティグループのルールも新しいポートに合わせる必要があります。"
      }
      input "rds_port" {
        description = {
          en = "Port of the database, other than the engine's usual one"
          ja = "データベースのポート番号 (エンジンの既定値以外)"
        }
      }
      set = { port = var.rds_port }
    }
  }

  remediation {
    console = {
      en = ["Open the database in the RDS console and choose Modify.", "Under Additional configuration change the database port, and apply."]
      ja = ["RDS コンソールで DB を開き「変更」を選ぶ。", "「追加設定」でデータベースポートを変更して適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --db-port-number 15432 --apply-immediately"
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
    variable "rds_port" {
      type    = number
      default = 15432
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = var.rds_port
    }
  }

  example "fail" "the usual port" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 3306
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
      port                        = 3306
    }

    resource "aws_db_instance" "erp" {
      identifier                  = "erp"
      engine                      = "oracle-se2"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 1521
    }

    resource "aws_db_instance" "crm" {
      identifier                  = "crm"
      engine                      = "sqlserver-ex"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 1433
    }
  }

  example "fail" "Aurora clusters" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 5432
    }

    resource "aws_rds_cluster" "shop" {
      cluster_identifier          = "shop"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fail" "PostgreSQL by number" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 5432
    }
  }

  example "fail" "Aurora MySQL by number" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 3306
    }
  }

  example "pass" "other ports" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 15432
    }

    resource "aws_db_instance" "shop" {
      identifier                  = "shop"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 13306
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 6432
    }
  }

  example "pass" "one more" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 5434
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = 5433
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 15432
    }

    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      port                        = tonumber(terraform_data.later.output)
    }
  }

  example "pass" "the port of its source" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      storage_encrypted           = true
      port                        = 5433
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
    }

    resource "aws_db_instance" "restored" {
      identifier          = "restored"
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

  example "fail" "the usual port of its source's engine" {
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
      port                = 5432
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

  example "unknown" "a snapshot from elsewhere decides" {
    resource "aws_db_instance" "orders" {
      identifier          = "orders"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"
    }

    resource "aws_db_instance" "oracle" {
      identifier          = "oracle"
      instance_class      = "db.t4g.micro"
      skip_final_snapshot = true
      snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:orders"
      port                = 1521
    }
  }
}
