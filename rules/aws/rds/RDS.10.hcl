control "RDS.10" {
  slug     = "rds-instance-iam-authentication"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management", "Passwordless authentication"]
  title = {
    en = "RDS DB instances accept IAM database authentication"
    ja = "RDS DB インスタンスで IAM データベース認証が有効になっている"
  }
  why = {
    en = "With IAM authentication, short-lived tokens replace passwords that are copied, shared and never changed."
    ja = "IAM 認証を使うと、使い回されがちで変更されにくいパスワードの代わりに、短時間だけ有効なトークンで接続できます。"
  }
  decides = "checked"
  notes = {
    en = "Only MySQL, MariaDB and PostgreSQL offer IAM authentication; other engines are not judged."
    ja = "IAM 認証に対応するのは MySQL、MariaDB、PostgreSQL だけなので、それ以外のエンジンは判定しません。"
  }
  config_rule = "rds-instance-iam-authentication-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.10"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["7.2.1", "7.2.2", "7.2.5", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.4"]
  }

  check "aws_db_instance" {
    filter = contains(["mysql", "postgres", "mariadb"], default(inherited(attrs, "engine"), tostring(undecided("the engine"))))
    enforce {
      condition = default(attrs.iam_database_authentication_enabled, false)
      at        = "iam_database_authentication_enabled"
      error_message = {
        en = "the database does not accept IAM authentication"
        ja = "DB インスタンスで IAM 認証が無効になっている"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "accept IAM authentication"
        ja = "IAM 認証を有効にする"
      }
      set = { iam_database_authentication_enabled = true }
    }
  }

  remediation {
    console = {
      en = ["Open the instance in the RDS console and choose Modify.", "Select Password and IAM database authentication and apply."]
      ja = ["RDS コンソールで DB インスタンスを開き「変更」を選ぶ。", "「パスワードと IAM データベース認証」を選び、適用する。"]
    }
    cli = "aws rds modify-db-instance --db-instance-identifier INSTANCE --enable-iam-database-authentication --apply-immediately"
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
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }
  }

  example "fail" "switched off" {
    resource "aws_db_instance" "orders" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = false
    }
  }

  example "pass" "set" {
    resource "aws_db_instance" "orders" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }
  }

  example "pass" "set by a variable for several" {
    resource "aws_db_instance" "events" {
      identifier                          = "events"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }

    resource "aws_db_instance" "orders" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_db_instance" "orders" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = tobool(terraform_data.later.output)
    }
  }

  example "pass" "an engine that cannot" {
    resource "aws_db_instance" "orders" {
      identifier                          = "orders"
      engine                              = "postgres"
      instance_class                      = "db.t4g.micro"
      allocated_storage                   = 20
      username                            = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }

    resource "aws_db_instance" "erp" {
      identifier                  = "erp"
      engine                      = "oracle-se2"
      license_model               = "license-included"
      instance_class              = "db.m5.large"
      allocated_storage           = 20
      username                    = "erp"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fail" "MySQL and MariaDB" {
    resource "aws_db_instance" "orders" {
      identifier                  = "orders"
      engine                      = "mysql"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }

    resource "aws_db_instance" "shop" {
      identifier                  = "shop"
      engine                      = "mariadb"
      instance_class              = "db.t4g.micro"
      allocated_storage           = 20
      username                    = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
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
