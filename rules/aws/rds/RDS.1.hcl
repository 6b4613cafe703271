control "RDS.1" {
  slug     = "rds-snapshot-not-public"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "RDS snapshots are not shared with everybody"
    ja = "RDS スナップショットが公開されていない"
  }
  why = {
    en = "A public snapshot can be restored by any AWS account, with all the data that was in the database."
    ja = "公開されたスナップショットは、どの AWS アカウントからでも復元でき、データベースの中身がすべて流出します。"
  }
  decides = "checked"
  config_rule = "rds-snapshots-public-prohibited"
  frameworks = {
    "aws-fsbp"       = ["RDS.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.4", "1.3.6", "7.2.1"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.3.2", "3.5.1.3", "A1.1.2", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1"]
    "nist-csf-2.0"                  = ["ac_3", "ds_5", "ra_1"]
  }

  check "aws_db_snapshot" "aws_db_cluster_snapshot" "aws_db_snapshot_copy" "aws_rds_cluster_snapshot_copy" {
    enforce {
      condition = !contains(default(attrs.shared_accounts, []), "all")
      at        = "shared_accounts"
      error_message = {
        en = "the snapshot is shared with every AWS account"
        ja = "スナップショットがすべての AWS アカウントに共有されている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "stop sharing with everybody"
        ja = "全アカウントへの共有をやめる"
      }
      warning = {
        en = "Accounts that use the snapshot today lose access; name them one by one."
        ja = "現在このスナップショットを使っているアカウントはアクセスできなくなります。必要なアカウントは個別に指定してください。"
      }
      remove_values = { "shared_accounts" = ["all"] }
    }
  }

  remediation {
    console = {
      en = ["Open the snapshot in the RDS console and choose Actions, Share snapshot.", "Choose Private, and add accounts by number where needed."]
      ja = ["RDS コンソールでスナップショットを開き「アクション」から「スナップショットを共有」を選ぶ。", "「プライベート」を選び、必要なアカウントだけを番号で追加する。"]
    }
    cli = "aws rds modify-db-snapshot-attribute --db-snapshot-identifier SNAPSHOT --attribute-name restore --values-to-remove all"
  }

  example "fail" "shared with all" {
    resource "aws_db_snapshot" "weekly" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "weekly"
      shared_accounts        = ["all"]
    }
  }

  example "fixed" "shared with all" {
    resource "aws_db_snapshot" "weekly" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "weekly"
      shared_accounts        = []
    }
  }

  example "fail" "a cluster snapshot among named accounts" {
    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = "orders"
      db_cluster_snapshot_identifier = "weekly"
      shared_accounts                = ["123456789012", "all"]
    }
  }

  example "fixed" "a cluster snapshot among named accounts" {
    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = "orders"
      db_cluster_snapshot_identifier = "weekly"
      shared_accounts                = ["123456789012"]
    }
  }

  example "pass" "not shared" {
    resource "aws_db_snapshot" "weekly" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "weekly"
    }
  }

  example "pass" "shared with one account" {
    resource "aws_db_cluster_snapshot" "weekly" {
      db_cluster_identifier          = "orders"
      db_cluster_snapshot_identifier = "weekly"
      shared_accounts                = ["123456789012"]
    }

    resource "aws_db_snapshot" "weekly" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "weekly"
      shared_accounts        = ["123456789012"]
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "123456789012"
    }

    resource "aws_db_snapshot" "weekly" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "weekly"
      shared_accounts        = [tostring(terraform_data.later.output)]
    }
  }

  example "fail" "copies" {
    resource "aws_rds_cluster_snapshot_copy" "copy" {
      source_db_cluster_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:weekly"
      target_db_cluster_snapshot_identifier = "copy"
      shared_accounts                       = ["all"]
    }

    resource "aws_db_snapshot_copy" "copy" {
      source_db_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:weekly"
      target_db_snapshot_identifier = "copy"
      shared_accounts               = ["all"]
    }
  }

  example "fixed" "copies" {
    resource "aws_rds_cluster_snapshot_copy" "copy" {
      source_db_cluster_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:weekly"
      target_db_cluster_snapshot_identifier = "copy"
      shared_accounts                       = []
    }

    resource "aws_db_snapshot_copy" "copy" {
      source_db_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:snapshot:weekly"
      target_db_snapshot_identifier = "copy"
      shared_accounts               = []
    }
  }

  example "pass" "a copy that is shared with one account" {
    resource "aws_rds_cluster_snapshot_copy" "copy" {
      source_db_cluster_snapshot_identifier = "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:weekly"
      target_db_cluster_snapshot_identifier = "copy"
      shared_accounts                       = ["123456789012"]
    }
  }
}
