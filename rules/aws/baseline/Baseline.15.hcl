control "Baseline.15" {
  slug     = "remediation-as-code"
  aliases  = []
  severity = "low"
  category = ["Respond", "Automation"]
  title = {
    en = "Remediation of non-compliant resources is defined as code"
    ja = "非準拠リソースの修復がコードで定義されている"
  }
  why = {
    en = "A finding that is mended by hand is mended late and differently each time. A remediation that is written down runs the same way for one resource or for a hundred, started by a person or on its own."
    ja = "手作業の修復は遅れがちで、人によって手順も変わります。コードで定義しておけば、手動でも自動でも、1 件でも 100 件でも同じ手順で修復できます。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows SEC04-BP04, steps 2 and 3 (remediation as a Systems Manager document or a function, started by AWS Config, EventBridge or a custom action of Security Hub). A notification by EventBridge counts, because people may decide. That remediations are tested, logged and watched is not visible in code."
    ja = "本プロジェクト独自のコントロールです。SEC04-BP04 の実装手順 2 と 3 (Systems Manager や Lambda による修復を、AWS Config、EventBridge、Security Hub のカスタムアクションから開始する) に対応します。人が判断する場合もあるため、EventBridge による通知も認めます。修復処理の検証、ログ、監視の状況はコードからは判定できません。"
  }
  frameworks = {
    "aws-well-architected-security" = ["SEC04-BP04"]
  }

  check "aws_config_config_rule" {
    locals {
      rules = [for rule in in_scope("aws_cloudwatch_event_rule") : rule if all([
        default(rule.state, "ENABLED") != "DISABLED",
        default(rule.is_enabled, true),
        exists(companions_of(rule, "aws_cloudwatch_event_target", "rule")),
      ])]
      routes = [for rule in local.rules : rule if all([
        any([for source in try(jsondecode(rule.event_pattern).source, []) : any([for name in ["aws.config", "aws.securityhub"] : any([source == name, try(startswith(name, source.prefix), false)])])]),
        any([for name in try(jsondecode(rule.event_pattern).detail.configRuleName, [attrs.name]) : any([name == attrs.name, try(startswith(attrs.name, name["prefix"]), false)])]),
      ])]
    }
    enforce {
      condition = any([
        exists(companions("aws_config_remediation_configuration", "config_rule_name")),
        exists(local.routes),
      ])
      error_message = {
        en = "nothing follows when the rule finds a resource that does not comply"
        ja = "非準拠のリソースが見つかった後の修復手順が定義されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "define the remediation as an automation that people start"
        ja = "手動で開始できる修復手順を SSM Automation で定義する"
      }
      warning = {
        en = "Try the document on a test resource first, give its role only what it needs, and set automatic = true when it has proved itself."
        ja = "先に検証用のリソースで試し、ロールには必要最小限の権限だけを与えてください。十分に実績ができたら automatic = true にします。"
      }
      input "remediation_document" {
        description = {
          en = "Systems Manager document that mends the resource, such as AWS-DisablePublicAccessForSecurityGroup"
          ja = "リソースを修復する Systems Manager ドキュメント (例: AWS-DisablePublicAccessForSecurityGroup)"
        }
      }
      input "remediation_resource_parameter" {
        description = {
          en = "Name of the document's parameter that takes the id of the resource"
          ja = "リソース ID を受け取るドキュメントのパラメータ名"
        }
      }
      input "remediation_role_arn" {
        description = {
          en = "ARN of the role with which the document runs"
          ja = "ドキュメントの実行に使うロールの ARN"
        }
      }
      resource "aws_config_remediation_configuration" {
        config_rule_name = self.name
        target_type      = "SSM_DOCUMENT"
        target_id        = var.remediation_document
        parameter {
          name         = "AutomationAssumeRole"
          static_value = var.remediation_role_arn
        }
        parameter {
          name           = var.remediation_resource_parameter
          resource_value = "RESOURCE_ID"
        }
      }
    }
  }

  check "aws_securityhub_action_target" {
    enforce {
      condition = any([for rule in referrers("aws_cloudwatch_event_rule") : all([
        rule.state != "DISABLED",
        default(rule.is_enabled, true),
        exists(companions_of(rule, "aws_cloudwatch_event_target", "rule")),
      ])])
      error_message = {
        en = "the custom action starts nothing"
        ja = "カスタムアクションから何も開始されない"
      }
    }
    no_fix = {
      en = "what the action shall do is the team's decision: add an EventBridge rule on this action's ARN, with the function or automation as its target"
      ja = "アクションの内容はチームで決める必要がある。このアクションの ARN を対象とする EventBridge ルールを追加し、Lambda 関数や Automation をターゲットに指定する"
    }
  }

  remediation {
    console = {
      en = ["Open the rule in the AWS Config console and choose Actions, Manage remediation.", "Choose manual remediation and a Systems Manager document with a narrow role.", "Try it on a test resource, then consider automatic remediation."]
      ja = ["AWS Config コンソールでルールを開き、「アクション」→「修復の管理」を選ぶ。", "手動修復を選び、必要最小限のロールと Systems Manager ドキュメントを指定する。", "検証用のリソースで試し、その後で自動修復を検討する。"]
    }
    cli = "aws configservice put-remediation-configurations --remediation-configurations file://remediation.json"
  }

  example "fail" "a rule that only reports" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }
  }

  example "fixed" "a rule that only reports" {
    variable "remediation_document" {
      type    = string
      default = "AWS-DisablePublicAccessForSecurityGroup"
    }

    variable "remediation_resource_parameter" {
      type    = string
      default = "GroupId"
    }

    variable "remediation_role_arn" {
      type    = string
      default = "arn:aws:iam::111122223333:role/remediation"
    }

    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "aws_config_remediation_configuration" "ssh" {
      config_rule_name = aws_config_config_rule.ssh.name
      target_type      = "SSM_DOCUMENT"
      target_id        = var.remediation_document
      parameter {
        name         = "AutomationAssumeRole"
        static_value = var.remediation_role_arn
      }
      parameter {
        name           = var.remediation_resource_parameter
        resource_value = "RESOURCE_ID"
      }
    }
  }

  example "fail" "the remediation of another rule" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "aws_config_remediation_configuration" "ssh" {
      config_rule_name = "restricted-rdp"
      target_type      = "SSM_DOCUMENT"
      target_id        = "AWS-DisablePublicAccessForSecurityGroup"
    }
  }

  example "fail" "event rules on other rules and other services" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "aws_cloudwatch_event_rule" "other_rule" {
      name          = "other-rule"
      event_pattern = jsonencode({ source = ["aws.config"], detail = { configRuleName = ["restricted-rdp"] } })
    }

    resource "aws_cloudwatch_event_target" "other_rule" {
      rule = aws_cloudwatch_event_rule.other_rule.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }

    resource "aws_cloudwatch_event_rule" "other_service" {
      name          = "other-service"
      event_pattern = jsonencode({ source = ["aws.ec2"] })
    }

    resource "aws_cloudwatch_event_target" "other_service" {
      rule = aws_cloudwatch_event_rule.other_service.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }

    resource "aws_cloudwatch_event_rule" "no_target" {
      name          = "no-target"
      event_pattern = jsonencode({ source = ["aws.config"] })
    }
  }

  example "fail" "a custom action that nothing listens to" {
    resource "aws_securityhub_action_target" "isolate" {
      name        = "Isolate"
      identifier  = "Isolate"
      description = "Take the instance off the network"
    }

    resource "aws_cloudwatch_event_rule" "isolate" {
      name          = "isolate"
      event_pattern = jsonencode({ source = ["aws.securityhub"], "detail-type" = ["Security Hub Findings - Custom Action"], resources = [aws_securityhub_action_target.isolate.arn] })
    }
  }

  example "pass" "a remediation configuration" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "aws_config_remediation_configuration" "ssh" {
      config_rule_name = aws_config_config_rule.ssh.name
      target_type      = "SSM_DOCUMENT"
      target_id        = "AWS-DisablePublicAccessForSecurityGroup"
    }
  }

  example "pass" "an event rule with a target" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "aws_cloudwatch_event_rule" "compliance" {
      name          = "compliance"
      event_pattern = jsonencode({ source = ["aws.config"], "detail-type" = ["Config Rules Compliance Change"], detail = { configRuleName = ["restricted-ssh"] } })
    }

    resource "aws_cloudwatch_event_target" "compliance" {
      rule = aws_cloudwatch_event_rule.compliance.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "pass" "findings in Security Hub start a function" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "aws_cloudwatch_event_rule" "hub" {
      name          = "hub"
      event_pattern = jsonencode({ source = ["aws.securityhub"] })
    }

    resource "aws_cloudwatch_event_target" "hub" {
      rule = aws_cloudwatch_event_rule.hub.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:remediate"
    }
  }

  example "pass" "a custom action starts a function" {
    resource "aws_securityhub_action_target" "isolate" {
      name        = "Isolate"
      identifier  = "Isolate"
      description = "Take the instance off the network"
    }

    resource "aws_cloudwatch_event_rule" "isolate" {
      name          = "isolate"
      event_pattern = jsonencode({ source = ["aws.securityhub"], "detail-type" = ["Security Hub Findings - Custom Action"], resources = [aws_securityhub_action_target.isolate.arn] })
    }

    resource "aws_cloudwatch_event_target" "isolate" {
      rule = aws_cloudwatch_event_rule.isolate.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:isolate"
    }
  }

  example "unknown" "the event pattern is decided at apply" {
    resource "aws_config_config_rule" "ssh" {
      name = "restricted-ssh"
      source {
        owner             = "AWS"
        source_identifier = "INCOMING_SSH_DISABLED"
      }
    }

    resource "terraform_data" "pattern" {
      input = "example"
    }

    resource "aws_cloudwatch_event_rule" "compliance" {
      name          = "compliance"
      event_pattern = terraform_data.pattern.output
    }

    resource "aws_cloudwatch_event_target" "compliance" {
      rule = aws_cloudwatch_event_rule.compliance.name
      arn  = "arn:aws:sns:us-east-1:111122223333:security-alerts"
    }
  }

  example "fail" "a custom action whose event rules are switched off" {
    resource "aws_securityhub_action_target" "new" {
      name        = "Isolate"
      identifier  = "IsolateNew"
      description = "Take the instance off the network"
    }

    resource "aws_cloudwatch_event_rule" "new" {
      name          = "new"
      event_pattern = jsonencode({ source = ["aws.securityhub"], "detail-type" = ["Security Hub Findings - Custom Action"], resources = [aws_securityhub_action_target.new.arn] })
      state         = "DISABLED"
    }

    resource "aws_cloudwatch_event_target" "new" {
      rule = aws_cloudwatch_event_rule.new.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:isolate"
    }

    resource "aws_securityhub_action_target" "old" {
      name        = "Isolate"
      identifier  = "IsolateOld"
      description = "Take the instance off the network"
    }

    resource "aws_cloudwatch_event_rule" "old" {
      name          = "old"
      event_pattern = jsonencode({ source = ["aws.securityhub"], "detail-type" = ["Security Hub Findings - Custom Action"], resources = [aws_securityhub_action_target.old.arn] })
      is_enabled    = false
    }

    resource "aws_cloudwatch_event_target" "old" {
      rule = aws_cloudwatch_event_rule.old.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:isolate"
    }
  }

  example "pass" "an event rule on the beginning of names" {
    resource "aws_config_config_rule" "versioning" {
      name = "bucket-versioning"
      source {
        owner             = "AWS"
        source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
      }
    }

    resource "aws_cloudwatch_event_rule" "config" {
      name          = "config"
      event_pattern = jsonencode({ source = [{ prefix = "aws.conf" }], detail = { configRuleName = [{ prefix = "bucket-" }] } })
    }

    resource "aws_cloudwatch_event_target" "config" {
      rule = aws_cloudwatch_event_rule.config.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:mend"
    }
  }

  example "fail" "an event rule on the beginning of other names" {
    resource "aws_config_config_rule" "versioning" {
      name = "bucket-versioning"
      source {
        owner             = "AWS"
        source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
      }
    }

    resource "aws_cloudwatch_event_rule" "config" {
      name          = "config"
      event_pattern = jsonencode({ source = [{ prefix = "aws." }], detail = { configRuleName = [{ prefix = "table-" }] } })
    }

    resource "aws_cloudwatch_event_target" "config" {
      rule = aws_cloudwatch_event_rule.config.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:mend"
    }
  }

  example "fail" "an event rule on other sources" {
    resource "aws_config_config_rule" "versioning" {
      name = "bucket-versioning"
      source {
        owner             = "AWS"
        source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
      }
    }

    resource "aws_cloudwatch_event_rule" "config" {
      name          = "config"
      event_pattern = jsonencode({ source = [{ prefix = "aws.guard" }], detail = { configRuleName = [{ prefix = "bucket-" }] } })
    }

    resource "aws_cloudwatch_event_target" "config" {
      rule = aws_cloudwatch_event_rule.config.name
      arn  = "arn:aws:lambda:us-east-1:111122223333:function:mend"
    }
  }
}
