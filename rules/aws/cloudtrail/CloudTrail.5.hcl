control "CloudTrail.5" {
  slug     = "cloudtrail-cloudwatch-logs"
  aliases  = []
  severity = "low"
  category = ["Identify", "Logging"]
  title = {
    en = "CloudTrail trails also deliver to CloudWatch Logs"
    ja = "CloudTrail の証跡が CloudWatch Logs にも配信されている"
  }
  why = {
    en = "Log files in S3 are read after something has happened. In CloudWatch Logs, metric filters and alarms see the events within minutes and can wake somebody."
    ja = "S3 のログファイルは、何かが起きた後で読むものです。CloudWatch Logs にも配信しておけば、メトリクスフィルターとアラームにより数分で異常に気付けます。"
  }
  decides     = "checked"
  config_rule = "cloud-trail-cloud-watch-logs-enabled"
  frameworks = {
    "aws-fsbp"       = ["CloudTrail.5"]
    "pci-dss-3.2.1"  = ["10.5.3"]
    "cis-aws-1.2"    = ["2.4"]
    "cis-aws-1.4"    = ["3.4"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(1)", "AU-6(3)", "AU-6(4)", "AU-6(5)", "AU-7(1)", "CA-7", "SC-7(9)", "SI-20", "SI-3(8)", "SI-4(20)", "SI-4(5)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.2.1", "10.2.1.1", "10.2.1.2", "10.2.1.3", "10.2.1.4", "10.2.1.5", "10.2.1.6", "10.2.1.7", "10.2.2", "10.3.1", "10.4.1.1", "10.6.3", "11.5.2", "11.6.1", "12.10.5", "5.3.4", "A1.2.1", "A3.3.1", "A3.5.1"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15", "A.8.16"]
    "soc2"                          = ["cc_7_2", "cc_7_3", "cc_a_1_1", "pi_1_3"]
    "nist-csf-2.0"                  = ["ae_1", "ae_3", "cm_1", "cm_3", "cm_7", "ip_8"]
  }

  check "aws_cloudtrail" {
    enforce {
      condition = is_set(attrs.cloud_watch_logs_group_arn)
      at        = "cloud_watch_logs_group_arn"
      error_message = {
        en = "the trail does not deliver to CloudWatch Logs"
        ja = "証跡が CloudWatch Logs に配信されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "deliver to a CloudWatch Logs log group"
        ja = "CloudWatch Logs のロググループに配信する"
      }
      warning = {
        en = "Ingested events are charged."
        ja = "CloudWatch Logs の取り込み料金がかかります。"
      }
      input "cloudtrail_log_group_arn" {
        description = {
          en = "ARN of the log group that takes the trail's events, ending in :*"
          ja = "証跡のイベントを受け取るロググループの ARN (末尾は :*)"
        }
      }
      input "cloudtrail_logs_role_arn" {
        description = {
          en = "ARN of a role that lets CloudTrail create streams and put events in that group"
          ja = "CloudTrail がログストリームの作成とイベントの書き込みに使う IAM ロールの ARN"
        }
      }
      set = {
        cloud_watch_logs_group_arn = var.cloudtrail_log_group_arn
        cloud_watch_logs_role_arn  = var.cloudtrail_logs_role_arn
      }
    }
  }

  remediation {
    console = {
      en = ["Open the trail in the CloudTrail console and edit CloudWatch Logs.", "Enable it, and choose a log group and a role.", "Save the changes."]
      ja = ["CloudTrail コンソールで証跡を開き、「CloudWatch Logs」を編集する。", "有効にして、ロググループとロールを選ぶ。", "変更を保存する。"]
    }
    cli = "aws cloudtrail update-trail --name TRAIL --cloud-watch-logs-log-group-arn LOG_GROUP_ARN --cloud-watch-logs-role-arn ROLE_ARN"
  }

  example "fail" "left out" {
    resource "aws_cloudtrail" "this" {
      name           = "example"
      s3_bucket_name = "example-log-archive"
    }
  }

  example "fixed" "left out" {
    variable "cloudtrail_log_group_arn" {
      type    = string
      default = "arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*"
    }

    variable "cloudtrail_logs_role_arn" {
      type    = string
      default = "arn:aws:iam::111122223333:role/cloudtrail-logs"
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      cloud_watch_logs_group_arn = var.cloudtrail_log_group_arn
      cloud_watch_logs_role_arn  = var.cloudtrail_logs_role_arn
    }
  }

  example "fail" "only where a variable says so" {
    variable "log_group" {
      type    = string
      default = null
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      cloud_watch_logs_group_arn = var.log_group == null ? "" : "${var.log_group}:*"
    }
  }

  example "pass" "a log group of the same configuration" {
    resource "aws_cloudwatch_log_group" "trail" {
      name              = "cloudtrail"
      retention_in_days = 365
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
      cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/cloudtrail-logs"
    }
  }

  example "pass" "a log group by its ARN" {
    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*"
      cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/cloudtrail-logs"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "deliver" {
      input = true
    }

    resource "aws_cloudtrail" "this" {
      name                       = "example"
      s3_bucket_name             = "example-log-archive"
      cloud_watch_logs_group_arn = tobool(terraform_data.deliver.output) ? "arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*" : null
      cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/cloudtrail-logs"
    }
  }
}
