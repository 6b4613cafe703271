control "WAF.1" {
  slug     = "waf-classic-global-logging"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "Global web ACLs of AWS WAF Classic write logs"
    ja = "AWS WAF Classic のグローバル Web ACL でログ記録が有効になっている"
  }
  why = {
    en = "The web ACL's log shows which requests were blocked or let through and why. Without it attacks stay unseen and rules cannot be tuned."
    ja = "Web ACL のログには、どのリクエストがどのルールで許可・ブロックされたかが残ります。ログがないと攻撃に気付けず、ルールの調整もできません。"
  }
  decides     = "checked"
  config_rule = "waf-classic-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["WAF.1"]
    "nist-800-53-r5" = ["AC-4(26)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-7(8)"]
  }

  check "aws_waf_web_acl" {
    enforce {
      condition = length(attrs.logging_configuration) > 0
      at        = "logging_configuration"
      error_message = {
        en = "the web ACL writes no logs"
        ja = "Web ACL のログ記録が無効になっている"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "send the logs to a Firehose stream"
        ja = "ログを Firehose ストリームに送る"
      }
      input "waf_log_stream_arn" {
        description = {
          en = "ARN of a Firehose delivery stream in us-east-1 whose name starts with aws-waf-logs-"
          ja = "名前が aws-waf-logs- で始まる、us-east-1 の Firehose 配信ストリームの ARN"
        }
      }
      set = { "logging_configuration.log_destination" = var.waf_log_stream_arn }
    }
  }

  remediation {
    console = {
      en = ["Switch to AWS WAF Classic in the WAF console, filter by Global (CloudFront), and open the web ACL.", "On the Logging tab choose Enable logging and the Firehose stream."]
      ja = ["WAF コンソールで AWS WAF Classic に切り替え、フィルターで「Global (CloudFront)」を選んで Web ACL を開く。", "「Logging」タブで「Enable logging」を選び、Firehose ストリームを指定する。"]
    }
    cli = "aws waf put-logging-configuration --region us-east-1 --logging-configuration ResourceArn=WEB_ACL_ARN,LogDestinationConfigs=STREAM_ARN"
  }

  example "fail" "no logs" {
    resource "aws_waf_web_acl" "site" {
      name        = "site"
      metric_name = "site"

      default_action {
        type = "ALLOW"
      }
    }
  }

  example "fixed" "no logs" {
    variable "waf_log_stream_arn" {
      type    = string
      default = "arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-site"
    }

    resource "aws_waf_web_acl" "site" {
      name        = "site"
      metric_name = "site"

      default_action {
        type = "ALLOW"
      }

      logging_configuration {
        log_destination = var.waf_log_stream_arn
      }
    }
  }

  example "fail" "logs switched off by a variable" {
    variable "log_streams" {
      type    = list(string)
      default = []
    }

    resource "aws_waf_web_acl" "site" {
      name        = "site"
      metric_name = "site"

      default_action {
        type = "ALLOW"
      }

      dynamic "logging_configuration" {
        for_each = var.log_streams
        content {
          log_destination = logging_configuration.value
        }
      }
    }
  }

  example "pass" "a stream" {
    resource "aws_waf_web_acl" "site" {
      name        = "site"
      metric_name = "site"

      default_action {
        type = "ALLOW"
      }

      logging_configuration {
        log_destination = "arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-site"
      }
    }
  }

  example "pass" "a stream by a dynamic block" {
    variable "log_streams" {
      type    = list(string)
      default = ["arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-site"]
    }

    resource "aws_waf_web_acl" "site" {
      name        = "site"
      metric_name = "site"

      default_action {
        type = "ALLOW"
      }

      dynamic "logging_configuration" {
        for_each = var.log_streams
        content {
          log_destination = logging_configuration.value
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_waf_web_acl" "site" {
      name        = "site"
      metric_name = "site"

      default_action {
        type = "ALLOW"
      }

      dynamic "logging_configuration" {
        for_each = tobool(terraform_data.later.output) ? ["arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-site"] : []
        content {
          log_destination = logging_configuration.value
        }
      }
    }
  }
}
