control "RDS.14" {
  slug     = "aurora-backtrack-enabled"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "Backups enabled"]
  title = {
    en = "Aurora MySQL clusters can be backtracked"
    ja = "Aurora MySQL クラスターでバックトラックが有効になっている"
  }
  why = {
    en = "Backtracking takes a cluster to a moment before a mistake within minutes, without restoring a copy."
    ja = "バックトラックを使えば、コピーを復元しなくても、誤操作の直前の状態へ数分で戻せます。"
  }
  decides = "checked"
  notes = {
    en = "Only Aurora MySQL offers backtracking."
    ja = "バックトラックに対応するのは Aurora MySQL だけです。"
  }
  config_rule = "aurora-mysql-backtracking-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.14"]
    "nist-800-53-r5" = ["CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SI-13(5)"]
  }

  check "aws_rds_cluster" {
    filter = contains(["aurora", "aurora-mysql"], attrs.engine) && default(attrs.engine_mode, "provisioned") == "provisioned"
    enforce {
      condition = default(attrs.backtrack_window, 0) > 0
      at        = "backtrack_window"
      error_message = {
        en = "the cluster cannot be backtracked"
        ja = "クラスターのバックトラックが無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "keep a day of changes for backtracking"
        ja = "1 日分の変更をバックトラック用に保持する"
      }
      warning = {
        en = "Stored changes are charged. A cluster that was created without backtracking accepts it only after a restore."
        ja = "保持する変更履歴に料金がかかります。バックトラックなしで作成したクラスターでは、復元し直さないと有効にできません。"
      }
      set = { backtrack_window = 86400 }
    }
  }

  remediation {
    console = {
      en = ["Restore the cluster from a snapshot in the RDS console.", "On the restore page enable Backtrack and set the target window."]
      ja = ["RDS コンソールでクラスターをスナップショットから復元する。", "復元画面でバックトラックを有効にし、期間を指定する。"]
    }
    cli = "aws rds modify-db-cluster --db-cluster-identifier CLUSTER --backtrack-window 86400"
  }

  example "fail" "left out" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "fixed" "left out" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backtrack_window            = 86400
    }
  }

  example "fail" "no window" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backtrack_window            = 0
    }
  }

  example "pass" "a day" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backtrack_window            = 86400
    }
  }

  example "pass" "an engine without backtracking" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backtrack_window            = 1
    }

    resource "aws_rds_cluster" "events" {
      cluster_identifier          = "events"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 3600
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-mysql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      backtrack_window            = tonumber(terraform_data.later.output)
    }
  }
}
