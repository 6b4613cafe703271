control "RDS.24" {
  slug     = "rds-cluster-custom-admin-name"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Resource Configuration"]
  title = {
    en = "RDS clusters have an administrator name of their own"
    ja = "RDS クラスターの管理者ユーザー名が既定値ではない"
  }
  why = {
    en = "The engine's usual administrator name is the first that an attacker tries; a name of one's own makes guessing harder."
    ja = "既定の管理者名は攻撃者が最初に試す名前です。独自の名前にすれば推測されにくくなります。"
  }
  decides = "checked"
  config_rule = "rds-cluster-default-admin-check"
  frameworks = {
    "aws-fsbp"       = ["RDS.24"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2"]
  }

  parameter "defaultAdminNames" {
    default = ["admin", "postgres"]
    description = {
      en = "Names that count as default"
      ja = "既定値とみなす名前"
    }
  }

  check "aws_rds_cluster" {
    filter = is_set(attrs.master_username)
    enforce {
      condition = !contains(param.defaultAdminNames, lower(default(attrs.master_username, "")))
      at        = "master_username"
      error_message = {
        en = "the administrator is called ${attrs.master_username}, the engine's usual name"
        ja = "管理者名が既定値の ${attrs.master_username} のままになっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "give the administrator a name of its own"
        ja = "管理者に独自の名前を付ける"
      }
      warning = {
        en = "An existing cluster is destroyed and created empty."
        ja = "既存のクラスターは削除され、空の状態で作り直されます。"
      }
      input "rds_cluster_master_username" {
        description = {
          en = "Administrator name of the RDS cluster, other than admin or postgres"
          ja = "RDS クラスターの管理者名 (admin、postgres 以外)"
        }
      }
      set = { master_username = var.rds_cluster_master_username }
    }
  }

  remediation {
    console = {
      en = ["The name cannot be changed: create a new cluster with another name in the RDS console.", "Move the data, and delete the old cluster."]
      ja = ["名前は変更できないため、RDS コンソールで別の名前を指定して新しいクラスターを作成する。", "データを移行し、古いクラスターを削除する。"]
    }
    cli = "aws rds create-db-cluster --db-cluster-identifier NEW --engine ENGINE --master-username NAME --manage-master-user-password"
  }

  example "fail" "admin" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "admin"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "admin" {
    variable "rds_cluster_master_username" {
      type    = string
      default = "orders"
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = var.rds_cluster_master_username
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fail" "postgres" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "postgres"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "pass" "a name of its own" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "pass" "restored from a snapshot" {
    resource "aws_rds_cluster" "restored" {
      cluster_identifier  = "restored"
      engine              = "aurora-postgresql"
      snapshot_identifier = "orders-2026"
      skip_final_snapshot = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "administrator7"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "orders"
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = tostring(terraform_data.later.output)
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }
}
