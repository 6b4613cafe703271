control "RDS.16" {
  slug     = "rds-cluster-copy-tags-to-snapshots"
  aliases  = []
  severity = "low"
  category = ["Identify", "Inventory"]
  title = {
    en = "RDS clusters copy their tags to snapshots"
    ja = "RDS クラスターのタグがスナップショットにコピーされる"
  }
  why = {
    en = "Snapshots without the cluster's tags drop out of cost reports, access rules and clean-up that go by tags."
    ja = "タグのないスナップショットは、タグに基づくコスト集計やアクセス制御、棚卸しの対象から漏れてしまいます。"
  }
  decides = "checked"
  config_rule = "rds-cluster-copy-tags-to-snapshots-enabled"
  frameworks = {
    "aws-fsbp"       = ["RDS.16"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "CM-2(2)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.5.13"]
  }

  check "aws_rds_cluster" {
    enforce {
      condition = default(attrs.copy_tags_to_snapshot, false)
      at        = "copy_tags_to_snapshot"
      error_message = {
        en = "tags are not copied to the cluster's snapshots"
        ja = "クラスターのタグがスナップショットにコピーされない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "copy tags to snapshots"
        ja = "タグをスナップショットにコピーする"
      }
      set = { copy_tags_to_snapshot = true }
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the RDS console and choose Modify.", "Tick Copy tags to snapshots and apply."]
      ja = ["RDS コンソールでクラスターを開き「変更」を選ぶ。", "「スナップショットにタグをコピー」にチェックを入れて適用する。"]
    }
    cli = "aws rds modify-db-cluster --db-cluster-identifier CLUSTER --copy-tags-to-snapshot"
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
      copy_tags_to_snapshot       = true
    }
  }

  example "fail" "switched off" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = false
    }
  }

  example "pass" "set" {
    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
    }
  }

  example "pass" "set by a variable for several" {
    resource "aws_rds_cluster" "events" {
      cluster_identifier          = "events"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
    }

    resource "aws_rds_cluster" "orders" {
      cluster_identifier          = "orders"
      engine                      = "aurora-postgresql"
      master_username             = "orders"
      manage_master_user_password = true
      skip_final_snapshot         = true
      copy_tags_to_snapshot       = true
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
      copy_tags_to_snapshot       = tobool(terraform_data.later.output)
    }
  }
}
