control "RDS.7" {
  slug     = "rds-cluster-deletion-protection"
  aliases  = []
  severity = "low"
  category = ["Protect", "Data protection", "Data deletion protection"]
  title = {
    en = "RDS clusters are protected from deletion"
    ja = "RDS クラスターで削除保護が有効になっている"
  }
  why = {
    en = "A cluster without deletion protection is gone, with all its databases, after one mistaken command or one careless plan."
    ja = "削除保護がないと、誤ったコマンドや不注意な plan ひとつで、クラスターとその中のデータベースがすべて失われます。"
  }
  decides = "checked"
  config_rule = "rds-cluster-deletion-protection-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.7"]
    "nist-800-53-r5" = ["CM-3", "SC-5(2)"]
  }
  frameworks_derived = {
    "nist-csf-2.0" = ["ds_3", "ds_4", "pt_5"]
  }

  check "aws_rds_cluster" {
    enforce {
      condition = default(attrs.deletion_protection, false)
      at        = "deletion_protection"
      error_message = {
        en = "the cluster can be deleted without further protection"
        ja = "クラスターの削除保護が無効になっている"
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
      en = ["Open the cluster in the RDS console and choose Modify.", "Tick Enable deletion protection and apply immediately."]
      ja = ["RDS コンソールでクラスターを開き「変更」を選ぶ。", "「削除保護を有効化」にチェックを入れ、すぐに適用する。"]
    }
    cli = "aws rds modify-db-cluster --db-cluster-identifier CLUSTER --deletion-protection --apply-immediately"
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
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }
  }

  example "fail" "switched off" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = false
    }
  }

  example "pass" "set" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }
  }

  example "pass" "set by a variable for several" {
    resource "aws_rds_cluster" "events" {
      cluster_identifier          = "events"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = true
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      deletion_protection         = tobool(terraform_data.later.output)
    }
  }
}
