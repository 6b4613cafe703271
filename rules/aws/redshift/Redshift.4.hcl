control "Redshift.4" {
  slug     = "redshift-cluster-audit-logging"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "Redshift clusters write audit logs"
    ja = "Redshift クラスターで監査ログが有効になっている"
  }
  why = {
    en = "Audit logs show who connected and what was run. Without them, misuse of the warehouse leaves no trace."
    ja = "監査ログには誰が接続し何を実行したかが残ります。ないと、不正利用の痕跡が残りません。"
  }
  decides = "checked"
  config_rule = "redshift-cluster-audit-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["Redshift.4"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.6.3", "5.3.4", "A1.2.1"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_7_2"]
  }

  check "aws_redshift_cluster" {
    enforce {
      condition = any([any([for block in default(attrs.logging, []) : block.enable]), exists(companions("aws_redshift_logging", "cluster_identifier"))])
      at        = "logging"
      error_message = {
        en = "the cluster writes no audit logs"
        ja = "クラスターの監査ログが無効になっている"
      }
    }
    fix {
      when   = length(default(attrs.logging, [])) == 0
      class  = "safe"
      impact = "adds-resource"
      summary = {
        en = "send audit logs to CloudWatch Logs"
        ja = "監査ログを CloudWatch Logs に出力する"
      }
      warning = {
        en = "CloudWatch Logs charges for the logs by volume."
        ja = "CloudWatch Logs の料金がログの量に応じてかかります。"
      }
      resource "aws_redshift_logging" {
        cluster_identifier   = self.id
        log_destination_type = "cloudwatch"
        log_exports          = ["connectionlog", "userlog"]
      }
    }
    fix {
      when   = length(default(attrs.logging, [])) > 0
      class  = "safe"
      impact = "adds-resource"
      summary = {
        en = "send audit logs to CloudWatch Logs, and drop the block that switches them off"
        ja = "監査ログを CloudWatch Logs に出力し、無効にしているブロックを削除する"
      }
      warning = {
        en = "CloudWatch Logs charges for the logs by volume."
        ja = "CloudWatch Logs の料金がログの量に応じてかかります。"
      }
      remove = ["logging"]
      resource "aws_redshift_logging" {
        cluster_identifier   = self.id
        log_destination_type = "cloudwatch"
        log_exports          = ["connectionlog", "userlog"]
      }
    }
  }

  check "aws_redshift_logging" {
    operations = ["delete", "replace"]
    filter     = !manages(prior_attrs.cluster_identifier, "aws_redshift_cluster")
    enforce {
      condition = exists(holders("aws_redshift_logging", "cluster_identifier", prior_attrs.cluster_identifier))
      error_message = {
        en = "the plan takes the audit log from ${prior_attrs.cluster_identifier}"
        ja = "このプランで ${prior_attrs.cluster_identifier} の監査ログの設定が削除される"
      }
    }
    no_fix = {
      en = "if the cluster is still in use, keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "クラスターを引き続き使う場合は、ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the cluster in the Redshift console and choose Edit.", "On the Properties tab, edit audit logging and choose a destination."]
      ja = ["Redshift コンソールでクラスターを開き「編集」を選ぶ。", "「プロパティ」タブで監査ログの出力先を設定する。"]
    }
    cli = "aws redshift enable-logging --cluster-identifier CLUSTER --log-destination-type cloudwatch --log-exports connectionlog userlog"
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
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }

    resource "aws_redshift_logging" "dw" {
      cluster_identifier   = aws_redshift_cluster.dw.id
      log_destination_type = "cloudwatch"
      log_exports          = ["connectionlog", "userlog"]
    }
  }

  example "fail" "switched off in the cluster" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      logging {
        enable = false
      }
    }
  }

  example "fixed" "switched off in the cluster" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }

    resource "aws_redshift_logging" "dw" {
      cluster_identifier   = aws_redshift_cluster.dw.id
      log_destination_type = "cloudwatch"
      log_exports          = ["connectionlog", "userlog"]
    }
  }

  example "pass" "a companion resource" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
    }

    resource "aws_redshift_logging" "dw" {
      cluster_identifier   = aws_redshift_cluster.dw.id
      log_destination_type = "cloudwatch"
      log_exports          = ["connectionlog"]
    }
  }

  example "pass" "inline" {
    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      logging {
        enable      = true
        bucket_name = "audit"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_redshift_cluster" "dw" {
      cluster_identifier     = "dw"
      node_type              = "ra3.large"
      master_username        = "warehouse"
      manage_master_password = true
      skip_final_snapshot    = true
      logging {
        enable               = tobool(terraform_data.later.output)
        log_destination_type = "cloudwatch"
      }
    }
  }

  example "fail" "taken from a cluster of another configuration" {
    prior {
      resource "aws_redshift_logging" "data" {
        cluster_identifier   = "example"
        log_destination_type = "cloudwatch"
        log_exports          = ["connectionlog", "userlog"]
      }
    }
  }

  example "pass" "taken away together with the cluster" {
    prior {
      resource "aws_redshift_cluster" "data" {
        cluster_identifier     = "example"
        node_type              = "ra3.large"
        master_username        = "awsuser"
        manage_master_password = true
      }

      resource "aws_redshift_logging" "data" {
        cluster_identifier   = aws_redshift_cluster.data.cluster_identifier
        log_destination_type = "cloudwatch"
        log_exports          = ["connectionlog", "userlog"]
      }
    }
  }

  example "pass" "another takes its place" {
    prior {
      resource "aws_redshift_logging" "old" {
        cluster_identifier   = "example"
        log_destination_type = "cloudwatch"
        log_exports          = ["connectionlog", "userlog"]
      }
    }

    resource "aws_redshift_logging" "new" {
      cluster_identifier   = "example"
      log_destination_type = "cloudwatch"
      log_exports          = ["connectionlog", "userlog"]
    }
  }
}
