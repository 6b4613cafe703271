control "ES.5" {
  slug     = "elasticsearch-domain-audit-logs"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "Elasticsearch domains publish audit logs"
    ja = "Elasticsearch ドメインの監査ログが有効になっている"
  }
  why = {
    en = "Audit logs tell who logged in, what they searched and which index they changed. Without them misuse of the domain cannot be traced to anybody."
    ja = "監査ログには、誰がログインし、何を検索し、どのインデックスを変更したかが残ります。ないと、不正な利用があっても利用者を特定できません。"
  }
  decides     = "checked"
  config_rule = "elasticsearch-audit-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["ES.5"]
    "nist-800-53-r5" = ["AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "CA-7", "SC-7(9)", "SI-3(8)", "SI-4(20)", "SI-7(8)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["10.5.1", "5.3.4"]
    "aws-well-architected-security" = ["SEC04-BP01"]
    "iso-27001-2022"                = ["A.8.15"]
    "soc2"                          = ["cc_a_1_1"]
  }

  parameter "cloudWatchLogsLogGroupArnList" {
    default = []
    description = {
      en = "ARNs of the only log groups that may receive audit logs; empty: any"
      ja = "監査ログの送信先として認めるロググループの ARN (空なら制限なし)"
    }
  }

  check "aws_elasticsearch_domain" {
    enforce {
      condition = any([for option in attrs.log_publishing_options : option.log_type == "AUDIT_LOGS"])
      at        = "log_publishing_options"
      error_message = {
        en = "audit logs are not published"
        ja = "監査ログが送信されていない"
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
        en = "Audit logs need fine-grained access control, must be enabled in OpenSearch Dashboards too, and are charged by volume. A resource policy of CloudWatch Logs must let es.amazonaws.com write to the log group."
        ja = "監査ログにはきめ細かなアクセスコントロールが必要で、OpenSearch Dashboards 側でも有効にします。CloudWatch Logs のリソースポリシーで es.amazonaws.com からの書き込みを許可してください。ログは容量に応じて課金されます。"
      }
      input "search_audit_log_group_arn" {
        description = {
          en = "ARN of the log group that receives the domain's logs"
          ja = "ドメインのログを受け取る CloudWatch Logs ロググループの ARN"
        }
      }
      block "log_publishing_options" {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = var.search_audit_log_group_arn
      }
    }
  }

  check "aws_elasticsearch_domain" {
    each   = "log_publishing_options"
    filter = each.value.log_type == "AUDIT_LOGS"
    enforce {
      condition = default(each.value.enabled, true)
      at        = "enabled"
      error_message = {
        en = "publishing of audit logs is switched off"
        ja = "監査ログの送信が無効になっている"
      }
    }
    enforce {
      condition = length(param.cloudWatchLogsLogGroupArnList) == 0 || contains(param.cloudWatchLogsLogGroupArnList, each.value.cloudwatch_log_group_arn)
      at        = "cloudwatch_log_group_arn"
      error_message = {
        en = "audit logs go to a log group that is not on the list"
        ja = "監査ログの送信先が指定されたロググループではない"
      }
    }
    fix {
      when   = !default(each.value.enabled, true)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "switch publishing of the log on"
        ja = "ログの送信を有効にする"
      }
      warning = {
        en = "Audit logs need fine-grained access control, must be enabled in OpenSearch Dashboards too, and are charged by volume. A resource policy of CloudWatch Logs must let es.amazonaws.com write to the log group."
        ja = "監査ログにはきめ細かなアクセスコントロールが必要で、OpenSearch Dashboards 側でも有効にします。CloudWatch Logs のリソースポリシーで es.amazonaws.com からの書き込みを許可してください。ログは容量に応じて課金されます。"
      }
      set = { enabled = true }
    }
    no_fix = {
      en = "which of the listed log groups is meant is for the domain's owner to say"
      ja = "一覧のどのロググループに送るかは、ドメインの所有者が決める必要がある"
    }
  }

  remediation {
    console = {
      en = ["Open the domain in the OpenSearch Service console and choose Logs.", "Select audit logs and choose Enable.", "Choose a log group and let the service write to it by the proposed policy."]
      ja = ["OpenSearch Service コンソールでドメインを開き、「ログ」タブを選ぶ。", "「監査ログ」を選び、「有効化」を押す。", "ロググループを選び、提示されたポリシーで書き込みを許可する。"]
    }
    cli = "aws es update-elasticsearch-domain-config --domain-name DOMAIN --log-publishing-options AUDIT_LOGS={CloudWatchLogsLogGroupArn=LOG_GROUP_ARN,Enabled=true}"
  }

  example "fail" "no logs" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
    }
  }

  example "fixed" "no logs" {
    variable "search_audit_log_group_arn" {
      type    = string
      default = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = var.search_audit_log_group_arn
      }
    }
  }

  example "fail" "another log only" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "INDEX_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
    }
  }

  example "fixed" "another log only" {
    variable "search_audit_log_group_arn" {
      type    = string
      default = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "INDEX_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = var.search_audit_log_group_arn
      }
    }
  }

  example "fail" "switched off" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = false
      }
    }
  }

  example "fixed" "switched off" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = true
      }
    }
  }

  example "pass" "published" {
    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "INDEX_SLOW_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = false
      }
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
    }
  }

  example "pass" "a log group of the same run" {
    resource "aws_cloudwatch_log_group" "search" {
      name = "/aws/opensearch/search"
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
        enabled                  = true
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
        enabled                  = tobool(terraform_data.later.output)
      }
    }
  }

  example "fail" "a log group that is not on the list" {
    params = { cloudWatchLogsLogGroupArnList = ["arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"] }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/other"
      }
    }
  }

  example "pass" "a log group on the list" {
    params = { cloudWatchLogsLogGroupArnList = ["arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"] }

    resource "aws_elasticsearch_domain" "search" {
      domain_name           = "search"
      elasticsearch_version = "7.10"
      log_publishing_options {
        log_type                 = "AUDIT_LOGS"
        cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/opensearch/search"
      }
    }
  }
}
