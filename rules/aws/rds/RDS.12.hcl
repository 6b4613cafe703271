control "RDS.12" {
  slug     = "rds-cluster-iam-authentication"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management", "Passwordless authentication"]
  title = {
    en = "RDS clusters accept IAM database authentication"
    ja = "RDS クラスターで IAM データベース認証が有効になっている"
  }
  why = {
    en = "With IAM authentication, short-lived tokens replace passwords that are copied, shared and never changed."
    ja = "IAM 認証を使うと、使い回されがちで変更されにくいパスワードの代わりに、短時間だけ有効なトークンで接続できます。"
  }
  decides = "checked"
  config_rule = "rds-cluster-iam-authentication-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.12"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["7.2.1", "7.2.2", "7.2.5", "7.3.1", "7.3.2", "7.3.3", "8.2.7", "8.2.8", "8.3.4"]
  }

  check "aws_rds_cluster" {
    enforce {
      condition = default(attrs.iam_database_authentication_enabled, false)
      at        = "iam_database_authentication_enabled"
      error_message = {
        en = "the cluster does not accept IAM authentication"
        ja = "クラスターで IAM 認証が無効になっている"
      }
    }
    fix {
      when   = possible(default(attrs.engine_mode, "provisioned") != "serverless")
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "accept IAM authentication"
        ja = "IAM 認証を有効にする"
      }
      set = { iam_database_authentication_enabled = true }
    }
    no_fix = {
      en = "Aurora Serverless v1 has no IAM authentication: move the cluster to Serverless v2 first"
      ja = "Aurora Serverless v1 は IAM 認証に対応していない。先に Serverless v2 に移行する"
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the RDS console and choose Modify.", "Select Password and IAM database authentication and apply."]
      ja = ["RDS コンソールでクラスターを開き「変更」を選ぶ。", "「パスワードと IAM データベース認証」を選び、適用する。"]
    }
    cli = "aws rds modify-db-cluster --db-cluster-identifier CLUSTER --enable-iam-database-authentication --apply-immediately"
  }

  example "fail" "left out" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "left out" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier                  = "orders"
      engine                              = "aurora-postgresql"
      master_username                     = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }
  }

  example "fail" "switched off" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier                  = "orders"
      engine                              = "aurora-postgresql"
      master_username                     = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = false
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

  example "pass" "set" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier                  = "orders"
      engine                              = "aurora-postgresql"
      master_username                     = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }
  }

  example "pass" "set by a variable for several" {
    resource "aws_rds_cluster" "events" {
      cluster_identifier                  = "events"
      engine                              = "aurora-postgresql"
      master_username                     = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier                  = "orders"
      engine                              = "aurora-postgresql"
      master_username                     = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier                  = "orders"
      engine                              = "aurora-postgresql"
      master_username                     = "orders"
      manage_master_user_password         = true
      skip_final_snapshot                 = true
      iam_database_authentication_enabled = tobool(terraform_data.later.output)
    }
  }
}
