control "Baseline.10" {
  slug     = "root-user-activity-alert"
  aliases  = []
  severity = "high"
  category = ["Detect", "Detection services"]
  title = {
    en = "Use of the root user raises an alert"
    ja = "ルートユーザーの利用を検知して通知する"
  }
  why = {
    en = "The root user is needed a few times a year. Every other use is a mistake or an attack, and only an immediate alert leaves time to act."
    ja = "ルートユーザーが必要になるのは年に数回です。それ以外の利用は誤りか攻撃であり、すぐに通知されなければ対処する時間がありません。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows SEC01-BP02, detective controls (alert the right people when root acts). An EventBridge rule on Root with a target counts, and so does a metric filter on the CloudTrail log with an alarm that has an action."
    ja = "本プロジェクト独自のコントロールです。SEC01-BP02 の検出コントロール (ルートユーザーのアクションを適切な担当者に通知する) に対応します。Root を対象とする EventBridge ルールとターゲット、または CloudTrail ログのメトリクスフィルターとアクション付きのアラームのどちらでも合格です。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["3.3"]
    "cis-aws-1.4"                   = ["4.3"]
    "cis-aws-3.0"                   = ["4.3"]
    "cis-aws-5.0"                   = ["4.3"]
    "aws-well-architected-security" = ["SEC01-BP02", "SEC04-BP03"]
  }

  check "account" {
    per = "account"
    locals {
      rules = [for rule in in_scope("aws_cloudwatch_event_rule") : rule if all([
        default(rule.state, "ENABLED") != "DISABLED",
        default(rule.is_enabled, true),
        exists(companions_of(rule, "aws_cloudwatch_event_target", "rule")),
      ])]
      filters = [for found in in_scope("aws_cloudwatch_log_metric_filter") : found if length(regexall("userIdentity\\.type\\s*=\\s*\"?Root\\b", found.pattern)) > 0]
      alarms  = [for alarm in in_scope("aws_cloudwatch_metric_alarm") : alarm if all([is_set(alarm.alarm_actions), default(alarm.actions_enabled, true)])]
      metrics = flatten([for alarm in local.alarms : concat(
        [{ metric_name = alarm.metric_name, namespace = alarm.namespace }],
        [for query in default(alarm.metric_query, []) : [for metric in query.metric : { metric_name = metric.metric_name, namespace = metric.namespace }]],
      )])
    }
    enforce {
      condition = any([
        any([for rule in local.rules : any([for arn in try(jsondecode(rule.event_pattern).detail.userIdentity.arn, []) : try(endswith(try(arn.suffix, arn.wildcard, arn), ":root"), false)])]),
        any([for rule in local.rules : any([for kind in try(jsondecode(rule.event_pattern).detail.userIdentity.type, []) : kind == "Root"])]),
        any([for found in local.filters : any([for metric in local.metrics : all([
          metric.metric_name == found.metric_transformation[0].name,
          metric.namespace == found.metric_transformation[0].namespace,
        ])])]),
      ])
      error_message = {
        en = "nobody is told when the root user is used"
        ja = "ルートユーザーが使われても誰にも通知されない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "send an event to a topic when the root user signs in or calls an API"
        ja = "ルートユーザーのサインインと API 呼び出しを SNS トピックに通知する"
      }
      warning = {
        en = "Sign-in events of the root user occur in us-east-1 and need a trail; let the topic's policy admit events.amazonaws.com."
        ja = "ルートユーザーのサインインイベントは us-east-1 で発生し、CloudTrail の証跡が必要です。トピックのポリシーでは events.amazonaws.com からの発行を許可してください。"
      }
      input "root_user_alert_topic_arn" {
        description = {
          en = "ARN of the SNS topic in us-east-1 that reaches the security team"
          ja = "セキュリティ担当に届く、us-east-1 の SNS トピックの ARN"
        }
      }
      resource "aws_cloudwatch_event_rule" "root_user_activity" {
        name        = "root-user-activity"
        description = "The root user signed in or called an API"
        event_pattern = jsonencode({
          "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"]
          detail        = { userIdentity = { type = ["Root"] } }
        })
      }
      resource "aws_cloudwatch_event_target" "root_user_activity" {
        rule = aws_cloudwatch_event_rule.root_user_activity.name
        arn  = var.root_user_alert_topic_arn
      }
    }
  }

  remediation {
    console = {
      en = ["Open Rules in the EventBridge console in us-east-1 and choose Create rule.", "Use an event pattern on the detail userIdentity.type Root.", "Choose an SNS topic of the security team as target."]
      ja = ["us-east-1 の EventBridge コンソールで「ルール」→「ルールを作成」を選ぶ。", "detail の userIdentity.type が Root のイベントパターンを指定する。", "ターゲットにセキュリティ担当の SNS トピックを選ぶ。"]
    }
    cli = "aws events put-rule --region us-east-1 --name root-user-activity --event-pattern '{\"detail\":{\"userIdentity\":{\"type\":[\"Root\"]}}}'"
  }

  example "fail" "nothing watches" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "nothing watches" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    variable "root_user_alert_topic_arn" {
      type    = string
      default = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }

    resource "aws_cloudwatch_event_rule" "root_user_activity" {
      name        = "root-user-activity"
      description = "The root user signed in or called an API"
      event_pattern = jsonencode({
        "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"]
        detail        = { userIdentity = { type = ["Root"] } }
      })
    }

    resource "aws_cloudwatch_event_target" "root_user_activity" {
      rule = aws_cloudwatch_event_rule.root_user_activity.name
      arn  = var.root_user_alert_topic_arn
    }
  }

  example "fail" "rules without a target, switched off, or about users" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_event_rule" "no_target" {
      name          = "no-target"
      event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], detail = { userIdentity = { type = ["Root"] } } })
    }

    resource "aws_cloudwatch_event_rule" "disabled" {
      name          = "disabled"
      event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], detail = { userIdentity = { type = ["Root"] } } })
      state         = "DISABLED"
    }

    resource "aws_cloudwatch_event_target" "disabled" {
      rule = aws_cloudwatch_event_rule.disabled.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }

    resource "aws_cloudwatch_event_rule" "users" {
      name          = "users"
      event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], detail = { userIdentity = { type = ["IAMUser"] } } })
    }

    resource "aws_cloudwatch_event_target" "users" {
      rule = aws_cloudwatch_event_rule.users.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "a rule switched off in the older way" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_event_rule" "disabled" {
      name          = "disabled"
      event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], detail = { userIdentity = { type = ["Root"] } } })
      is_enabled    = false
    }

    resource "aws_cloudwatch_event_target" "disabled" {
      rule = aws_cloudwatch_event_rule.disabled.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "an alarm that tells nobody" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsage"
      namespace           = "Security"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
    }
  }

  example "fail" "an alarm on another metric" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsages"
      namespace           = "Security"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
    }
  }

  example "fail" "an alarm on another namespace" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsage"
      namespace           = "Security2"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
    }
  }

  example "fail" "a metric of other users" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"IAMUser\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsage"
      namespace           = "Security"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
    }
  }

  example "pass" "an event rule with a target" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_event_rule" "root" {
      name          = "root"
      event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], detail = { userIdentity = { type = ["Root"] } } })
    }

    resource "aws_cloudwatch_event_target" "root" {
      rule = aws_cloudwatch_event_rule.root.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "pass" "a metric filter with an alarm" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsage"
      namespace           = "Security"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
    }
  }

  example "pass" "a rule switched on, for several kinds of users" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_event_rule" "root" {
      name          = "root"
      event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], detail = { userIdentity = { type = ["IAMUser", "Root"] } } })
      state         = "ENABLED"
    }

    resource "aws_cloudwatch_event_target" "root" {
      rule = aws_cloudwatch_event_rule.root.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "unknown" "the pattern is decided at apply" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "terraform_data" "pattern" {
      input = "example"
    }

    resource "aws_cloudwatch_event_rule" "root" {
      name          = "root"
      event_pattern = terraform_data.pattern.output
    }

    resource "aws_cloudwatch_event_target" "root" {
      rule = aws_cloudwatch_event_rule.root.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "an alarm whose actions are switched off" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsage"
      namespace           = "Security"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
      actions_enabled     = false
    }
  }

  example "unknown" "whether the actions are switched on is decided at apply" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "terraform_data" "enabled" {
      input = true
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      metric_name         = "RootUsage"
      namespace           = "Security"
      statistic           = "Sum"
      period              = 300
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
      actions_enabled     = tobool(terraform_data.enabled.output)
    }
  }

  example "pass" "an alarm by a metric query" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
      metric_query {
        id          = "root"
        return_data = true
        metric {
          metric_name = "RootUsage"
          namespace   = "Security"
          period      = 300
          stat        = "Sum"
        }
      }
    }
  }

  example "fail" "a metric query for another metric" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_log_metric_filter" "root" {
      name           = "root-usage"
      log_group_name = "cloudtrail"
      pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
      metric_transformation {
        name      = "RootUsage"
        namespace = "Security"
        value     = "1"
      }
    }

    resource "aws_cloudwatch_metric_alarm" "root" {
      alarm_name          = "root-usage"
      evaluation_periods  = 1
      threshold           = 1
      comparison_operator = "GreaterThanOrEqualToThreshold"
      alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security-alerts"]
      metric_query {
        id          = "root"
        return_data = true
        metric {
          metric_name = "UserUsage"
          namespace   = "Security"
          period      = 300
          stat        = "Sum"
        }
      }
    }
  }

  example "pass" "an event rule on the end of the ARN" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_event_rule" "root" {
      name          = "root"
      event_pattern = jsonencode({ detail = { userIdentity = { arn = [{ suffix = ":root" }] } } })
    }

    resource "aws_cloudwatch_event_target" "root" {
      rule = aws_cloudwatch_event_rule.root.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "event rules on other ARNs" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_cloudwatch_event_rule" "root" {
      name          = "root"
      event_pattern = jsonencode({ detail = { userIdentity = { arn = [{ suffix = ":user/root" }, { prefix = "arn:aws:iam::111122223333:role/" }] } } })
    }

    resource "aws_cloudwatch_event_target" "root" {
      rule = aws_cloudwatch_event_rule.root.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }
}
