control "OpenSearch.4" {
  slug     = "opensearch-domain-error-logs"
  aliases  = ["Opensearch.4"]
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "OpenSearch domains publish error logs"
    ja = "OpenSearch ドメインのエラーログが CloudWatch Logs に送信される"
  }
  why = {
    en = "Error logs show failed queries, crashed nodes and rejected requests. Without them an outage or an attack on the domain leaves nothing to look at."
    ja = "エラーログには失敗したクエリやノードの異常、拒否されたリクエストが残ります。送信していないと、障害や攻撃の原因を後から調べられません。"
  }
  decides     = "checked"
  config_rule = "opensearch-logs-to-cloudwatch"
  frameworks = {
    "aws-fsbp"       = ["OpenSearch.4"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.5.1", "5.3.4"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_a_1_1"]
  }

  check "aws_opensearch_domain" {
    enforce {
      condition = any([for option in attrs.log_publishing_options : option.log_type == "ES_APPLICATION_LOGS"])
      at        = "log_publishing_options"
      error_message = {
        en = "error logs are not published"
        ja = "エラーログが送信されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "publish the log to CloudWatch Logs"
        ja = "ログを CloudWatch Logs に送信する"
      }
      warning = {
        en = "A resource policy of CloudWatch Logs must let es.amazonaws.com write to the log group, else the change is refused. Logs are charged by volume."
        ja = "CloudWatch Logs のリソースポリシーで es.amazonaws.com からの書き込みを許可しておかないと、変更は拒否されます。ログは容量に応じて課金されます。"
      }
      input "search_log_group_arn" {
        description = {
          en = "ARN of the log group that receives the domain's logs"
          ja = "ドメインのログを受け取る CloudWatch Logs ロググループの ARN"
        }
      }
      block "log_publishing_options" {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = var.search_log_group_arn
      }
    }
  }

  check "aws_opensearch_domain" {
    each   = "log_publishing_options"
    filter = each.value.log_type == "ES_APPLICATION_LOGS"
    enforce {
      condition = default(each.value.enabled, true)
      at        = "enabled"
      error_message = {
        en = "publishing of error logs is switched off"
        ja = "エラーログの送信が無効になっている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch publishing of the log on"
        ja = "ログの送信を有効にする"
      }
      warning = {
        en = "A resource policy of CloudWatch Logs must let es.amazonaws.com write to the log group, else the change is refused. Logs are charged by volume."
        ja = "CloudWatch Logs のリソースポリシーで es.amazonaws.com からの書き込みを許可しておかないと、変更は拒否されます。ログは容量に応じて課金されます。"
      }
      set = { enabled = true }
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Logs.", "Select error logs and choose Enable.", "Choose a log group and let the service write to it by the proposed policy."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「ログ」タブを選ぶ。", "「エラーログ」を選び、「有効化」を押す。", "ロググループを選び、提示されたポリシーで書き込みを許可する。"]
    }
    cli = "aws opensearch update-domain-config --domain-name DOMAIN --log-publishing-options ES_APPLICATION_LOGS={CloudWatchLogsLogGroupArn=LOG_GROUP_ARN,Enabled=true}"
  }

  example "fail" "no logs" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
    }
  }

  example "fixed" "no logs" {
    variable "search_log_group_arn" {
      type    = string
      default = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = var.search_log_group_arn
      }
    }
  }

  example "fail" "another log only" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
    }
  }

  example "fixed" "another log only" {
    variable "search_log_group_arn" {
      type    = string
      default = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = var.search_log_group_arn
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = false
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = true
      }
    }
  }

  example "pass" "published" {
    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = false
      }
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
    }
  }

  example "pass" "a log group of the same run" {
    resource "aws_cloudwatch_log_group" "search" {
      name = "/aws/opensearch/search"
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
        enabled                  = true
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_opensearch_domain" "search" {
      domain_name    = "search"
      engine_version = "OpenSearch_2.17"
      log_publishing_options {
        log_type                 = "ES_APPLICATION_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = tobool(terraform_data.later.output)
      }
    }
  }
}
