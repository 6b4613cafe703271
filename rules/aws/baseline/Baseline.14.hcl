control "Baseline.14" {
  slug     = "security-findings-routed"
  aliases  = []
  severity = "medium"
  category = ["Detect", "Detection services"]
  title = {
    en = "Findings of security services lead to somebody who acts"
    ja = "セキュリティサービスの検出結果が対応できる相手に届く"
  }
  why = {
    en = "Switching on a detection service is only the first step. Findings that stay in a console are read weeks later, if at all."
    ja = "検出サービスの有効化は最初の一歩にすぎません。コンソールに溜まるだけの検出結果は、見られるとしても数週間後です。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows item 8 of AWS's Top 10 security items to improve in your AWS account (act on findings) and SEC04-BP04, step 3. Judged in each Region where Security Hub, GuardDuty or IAM Access Analyzer is declared: an EventBridge rule on the service, or on Security Hub where that is on too, must have a target."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 8 条 (検出結果に対してアクションをとる) と SEC04-BP04 の実装手順 3 に対応します。Security Hub、GuardDuty、IAM Access Analyzer を宣言しているリージョンごとに、そのサービス (Security Hub が有効なら Security Hub でも可) の EventBridge ルールとターゲットがあることを求めます。"
  }
  frameworks = {
    "aws-well-architected-security" = ["SEC04-BP03", "SEC04-BP04"]
  }

  check "account" {
    per    = "region"
    filter = any(values(local.services))
    locals {
      services = {
        "aws.access-analyzer" = exists(in_scope("aws_accessanalyzer_analyzer"))
        "aws.guardduty"       = exists(in_scope("aws_guardduty_detector"))
        "aws.securityhub"     = exists(in_scope("aws_securityhub_account"))
      }
      # Security Hub takes in the findings of the other services.
      relays = local.services["aws.securityhub"] ? ["aws.securityhub"] : []
      rules = [for rule in in_scope("aws_cloudwatch_event_rule") : rule if all([
        default(rule.state, "ENABLED") != "DISABLED",
        default(rule.is_enabled, true),
        exists(companions_of(rule, "aws_cloudwatch_event_target", "rule")),
      ])]
      routed = flatten([for rule in local.rules : try(jsondecode(rule.event_pattern).source, [])])
    }
    enforce {
      condition = all([for service, used in local.services : !used || any([
        for source in local.routed : any([for name in concat([service], local.relays) : any([source == name, try(startswith(name, source.prefix), false)])])
      ])])
      error_message = {
        en = "findings of ${join(", ", [for service, used in local.services : service if used])} lead to no target"
        ja = "${join("、", [for service, used in local.services : service if used])} の検出結果の送り先がない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "send new findings to a topic"
        ja = "新しい検出結果を SNS トピックに送る"
      }
      warning = {
        en = "Let the topic's policy admit events.amazonaws.com. A rule on the severity keeps the number of messages small."
        ja = "トピックのポリシーで events.amazonaws.com からの発行を許可してください。重要度の条件を加えると通知の量を抑えられます。"
      }
      input "security_alert_topic_arn" {
        description = {
          en = "ARN of the SNS topic that reaches the security team"
          ja = "セキュリティ担当に届く SNS トピックの ARN"
        }
      }
      resource "aws_cloudwatch_event_rule" "security_findings" {
        name          = "security-findings"
        description   = "New findings of security services"
        event_pattern = jsonencode({ source = ["aws.access-analyzer", "aws.guardduty", "aws.securityhub"] })
      }
      resource "aws_cloudwatch_event_target" "security_findings" {
        rule = aws_cloudwatch_event_rule.security_findings.name
        arn  = var.security_alert_topic_arn
      }
    }
  }

  remediation {
    console = {
      en = ["Open Rules in the EventBridge console in the Region and choose Create rule.", "Use an event pattern on the source aws.securityhub, or on each service.", "Choose an SNS topic, a function or an automation as target."]
      ja = ["対象リージョンの EventBridge コンソールで「ルール」→「ルールを作成」を選ぶ。", "source が aws.securityhub、または各サービスのイベントパターンを指定する。", "ターゲットに SNS トピック、Lambda 関数、Automation のいずれかを選ぶ。"]
    }
    cli = "aws events put-rule --name security-findings --event-pattern '{\"source\":[\"aws.securityhub\"]}'"
  }

  example "fail" "services without a route" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_securityhub_account" "this" {}

    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
    }
  }

  example "fixed" "services without a route" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_securityhub_account" "this" {}

    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
    }

    variable "security_alert_topic_arn" {
      type    = string
      default = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }

    resource "aws_cloudwatch_event_rule" "security_findings" {
      name          = "security-findings"
      description   = "New findings of security services"
      event_pattern = jsonencode({ source = ["aws.access-analyzer", "aws.guardduty", "aws.securityhub"] })
    }

    resource "aws_cloudwatch_event_target" "security_findings" {
      rule = aws_cloudwatch_event_rule.security_findings.name
      arn  = var.security_alert_topic_arn
    }
  }

  example "fail" "a rule without a target, and one that is switched off" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_cloudwatch_event_rule" "no_target" {
      name          = "no-target"
      event_pattern = jsonencode({ source = ["aws.guardduty"] })
    }

    resource "aws_cloudwatch_event_rule" "disabled" {
      name          = "disabled"
      event_pattern = jsonencode({ source = ["aws.guardduty"] })
      state         = "DISABLED"
    }

    resource "aws_cloudwatch_event_target" "disabled" {
      rule = aws_cloudwatch_event_rule.disabled.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "a rule switched off in the older way" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_cloudwatch_event_rule" "disabled" {
      name          = "disabled"
      event_pattern = jsonencode({ source = ["aws.guardduty"] })
      is_enabled    = false
    }

    resource "aws_cloudwatch_event_target" "disabled" {
      rule = aws_cloudwatch_event_rule.disabled.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "one service of two has a route" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
    }

    resource "aws_cloudwatch_event_rule" "guardduty" {
      name          = "guardduty"
      event_pattern = jsonencode({ source = ["aws.guardduty"] })
    }

    resource "aws_cloudwatch_event_target" "guardduty" {
      rule = aws_cloudwatch_event_rule.guardduty.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "a route through Security Hub that is not there" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_cloudwatch_event_rule" "hub" {
      name          = "hub"
      event_pattern = jsonencode({ source = ["aws.securityhub"] })
    }

    resource "aws_cloudwatch_event_target" "hub" {
      rule = aws_cloudwatch_event_rule.hub.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "pass" "a route for each service" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
    }

    resource "aws_cloudwatch_event_rule" "guardduty" {
      name          = "guardduty"
      event_pattern = jsonencode({ source = ["aws.guardduty"] })
    }

    resource "aws_cloudwatch_event_target" "guardduty" {
      rule = aws_cloudwatch_event_rule.guardduty.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }

    resource "aws_cloudwatch_event_rule" "analyzer" {
      name          = "analyzer"
      event_pattern = jsonencode({ source = ["aws.access-analyzer"] })
    }

    resource "aws_cloudwatch_event_target" "analyzer" {
      rule = aws_cloudwatch_event_rule.analyzer.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "pass" "Security Hub takes them in" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_securityhub_account" "this" {}

    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
    }

    resource "aws_cloudwatch_event_rule" "hub" {
      name          = "hub"
      event_pattern = jsonencode({ source = ["aws.securityhub"] })
    }

    resource "aws_cloudwatch_event_target" "hub" {
      rule = aws_cloudwatch_event_rule.hub.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "unknown" "the pattern is decided at apply" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "terraform_data" "pattern" {
      input = "example"
    }

    resource "aws_cloudwatch_event_rule" "findings" {
      name          = "findings"
      event_pattern = terraform_data.pattern.output
    }

    resource "aws_cloudwatch_event_target" "findings" {
      rule = aws_cloudwatch_event_rule.findings.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "pass" "a route by the beginning of the source" {
    account = true
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_cloudwatch_event_rule" "findings" {
      name          = "findings"
      event_pattern = jsonencode({ source = [{ prefix = "aws.guard" }] })
    }

    resource "aws_cloudwatch_event_target" "findings" {
      rule = aws_cloudwatch_event_rule.findings.name
      arn  = "arn:aws:sns:us-east-1:111122223333:alerts"
    }
  }

  example "fail" "a route by another beginning" {
    account = true
    resource "aws_guardduty_detector" "this" {
      enable = true
    }

    resource "aws_cloudwatch_event_rule" "findings" {
      name          = "findings"
      event_pattern = jsonencode({ source = [{ prefix = "aws.sec" }] })
    }

    resource "aws_cloudwatch_event_target" "findings" {
      rule = aws_cloudwatch_event_rule.findings.name
      arn  = "arn:aws:sns:us-east-1:111122223333:alerts"
    }
  }
}
