control "Redshift.3" {
  slug     = "redshift-cluster-snapshots"
  aliases  = []
  severity = "medium"
  category = ["Recover", "Resilience", "Backups enabled"]
  title = {
    en = "Redshift clusters keep automatic snapshots for at least seven days"
    ja = "Redshift クラスターの自動スナップショットが 7 日以上保持される"
  }
  why = {
    en = "Damage to data is often noticed days later; by then a snapshot that was kept for one day is gone."
    ja = "データの破損は数日後に判明することも多く、1 日しか保持しないスナップショットでは復旧できません。"
  }
  decides = "checked"
  config_rule = "redshift-backup-enabled"
  frameworks = {
    "aws-fsbp"       = ["Redshift.3"]
    "nist-800-53-r5" = ["CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SC-5(2)", "SC-7(10)", "SI-13(5)"]
  }
  frameworks_derived = {
    "pci-dss-4.0" = ["10.3.3"]
    "soc2"        = ["cc_7_4", "cc_7_5", "cc_a_1_1"]
  }

  parameter "MinRetentionPeriod" {
    default = 7
    description = {
      en = "Days for which snapshots are kept at least"
      ja = "スナップショットの最小保持日数"
    }
  }

  check "aws_redshift_cluster" {
    enforce {
      condition = attrs.automated_snapshot_retention_period == null ? false : attrs.automated_snapshot_retention_period >= param.MinRetentionPeriod
      at        = "automated_snapshot_retention_period"
      error_message = {
        en = "automatic snapshots are kept for ${default(attrs.automated_snapshot_retention_period, 1)} days, fewer than ${param.MinRetentionPeriod}"
        ja = "自動スナップショットの保持期間が ${default(attrs.automated_snapshot_retention_period, 1)} 日で、${param.MinRetentionPeriod} 日に満たない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "keep automatic snapshots"
        ja = "自動スナップショットを保持する"
      }
      warning = {
        en = "Snapshots beyond the storage that comes with the cluster are charged."
        ja = "クラスターに付属する容量を超えるスナップショットは課金されます。"
      }
      set = { automated_snapshot_retention_period = param.MinRetentionPeriod }
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the Redshift console and choose Edit.", "Under Backup set the automated snapshot retention to 7 days or more."]
      ja = ["Redshift コンソールでクラスターを開き「編集」を選ぶ。", "「バックアップ」で自動スナップショットの保持期間を 7 日以上にする。"]
    }
    cli = "aws redshift modify-cluster --cluster-identifier CLUSTER --automated-snapshot-retention-period 7"
  }

  example "fail" "left out" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }
  }

  example "fixed" "left out" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier                  = "dw"
      node_type                           = "ra3.large"
      master_username                     = "warehouse"
      manage_master_password              = true
      skip_final_snapshot                 = true
      automated_snapshot_retention_period = 7
    }
  }

  example "fail" "switched off" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier                  = "dw"
      node_type                           = "ra3.large"
      master_username                     = "warehouse"
      manage_master_password              = true
      skip_final_snapshot                 = true
      automated_snapshot_retention_period = 0
    }
  }

  example "fail" "a day short" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier                  = "dw"
      node_type                           = "ra3.large"
      master_username                     = "warehouse"
      manage_master_password              = true
      skip_final_snapshot                 = true
      automated_snapshot_retention_period = 6
    }
  }

  example "pass" "seven days" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier                  = "dw"
      node_type                           = "ra3.large"
      master_username                     = "warehouse"
      manage_master_password              = true
      skip_final_snapshot                 = true
      automated_snapshot_retention_period = 7
    }
  }

  example "pass" "a month" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier                  = "dw"
      node_type                           = "ra3.large"
      master_username                     = "warehouse"
      manage_master_password              = true
      skip_final_snapshot                 = true
      automated_snapshot_retention_period = 30
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 7
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier                  = "dw"
      node_type                           = "ra3.large"
      master_username                     = "warehouse"
      manage_master_password              = true
      skip_final_snapshot                 = true
      automated_snapshot_retention_period = tonumber(terraform_data.later.output)
    }
  }
}
