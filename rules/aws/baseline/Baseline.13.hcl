control "Baseline.13" {
  slug     = "security-hub-enabled"
  aliases  = []
  severity = "medium"
  category = ["Detect", "Detection services"]
  title = {
    en = "Security Hub is on in every Region in use"
    ja = "利用中の全リージョンで Security Hub が有効になっている"
  }
  why = {
    en = "Findings of GuardDuty, Inspector, Macie, Access Analyzer and AWS Config lie scattered over consoles and Regions. Security Hub brings them together, ranks them and checks the account against standards."
    ja = "GuardDuty、Inspector、Macie、Access Analyzer、AWS Config の検出結果は、サービスとリージョンごとに散らばります。Security Hub はそれらを集約して優先順位を付け、標準に照らしてアカウントを評価します。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows items 7 to 9 of AWS's Top 10 security items to improve in your AWS account (Security Hub for permissions, findings and standards) and SEC04-BP04, step 1 (alerts in one place)."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 7 条から第 9 条 (Security Hub による権限、検出結果、準拠状況の確認) と、SEC04-BP04 の実装手順 1 (アラートの一元化) に対応します。"
  }
  frameworks = {
    "cis-aws-3.0"                   = ["4.16"]
    "cis-aws-5.0"                   = ["4.16"]
    "aws-well-architected-security" = ["SEC04-BP02", "SEC04-BP03", "SEC04-BP04"]
  }

  check "account" {
    per = "region"
    # One that does not do is judged itself.
    filter = !exists(local.hubs) || possible(local.satisfied)
    locals {
      hubs      = in_scope("aws_securityhub_account")
      satisfied = any([for hub in local.hubs : default(hub.enable_default_standards, true) || exists(in_scope("aws_securityhub_standards_subscription"))])
    }
    enforce {
      condition = local.satisfied
      error_message = {
        en = "Security Hub is off in ${default(meta.region, "this Region")}"
        ja = "${default(meta.region, "このリージョン")} で Security Hub が有効になっていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "switch on Security Hub"
        ja = "Security Hub を有効にする"
      }
      warning = {
        en = "Security Hub is charged by check and finding, and its controls need AWS Config."
        ja = "Security Hub はチェック数と検出結果数に応じて課金され、コントロールの評価には AWS Config が必要です。"
      }
      resource "aws_securityhub_account" "this" {
        control_finding_generator = "SECURITY_CONTROL"
      }
    }
  }

  check "aws_securityhub_account" {
    enforce {
      condition = default(attrs.enable_default_standards, true) || exists(in_scope("aws_securityhub_standards_subscription"))
      at        = "enable_default_standards"
      error_message = {
        en = "Security Hub checks against no standard"
        ja = "Security Hub で評価する標準が 1 つも有効になっていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "subscribe to a standard"
        ja = "標準を有効にする"
      }
      input "security_standard_arn" {
        description = {
          en = "ARN of the standard, such as arn:aws:securityhub:REGION::standards/aws-foundational-security-best-practices/v/1.0.0"
          ja = "標準の ARN (例: arn:aws:securityhub:REGION::standards/aws-foundational-security-best-practices/v/1.0.0)"
        }
      }
      resource "aws_securityhub_standards_subscription" {
        standards_arn = var.security_standard_arn
      }
    }
  }

  check "aws_securityhub_account" {
    operations = ["delete"]
    filter     = !account_judged()
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan switches Security Hub off in ${default(meta.region, "this Region")}"
        ja = "このプランで ${default(meta.region, "このリージョン")} の Security Hub が無効になる"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open Security Hub in the Region and choose Go to Security Hub.", "Choose the standards to check against and enable Security Hub."]
      ja = ["対象リージョンで Security Hub を開き、「Security Hub に移動」を選ぶ。", "評価する標準を選び、有効化する。"]
    }
    cli = "aws securityhub enable-security-hub --region REGION"
  }

  example "fail" "not switched on" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "not switched on" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_securityhub_account" "this" {
      control_finding_generator = "SECURITY_CONTROL"
    }
  }

  example "fail" "GuardDuty alone" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
  }

  example "pass" "switched on" {
    resource "aws_securityhub_account" "this" {}
  }

  example "fail" "no standard" {
    resource "aws_securityhub_account" "this" {
      enable_default_standards = false
    }
  }

  example "fixed" "no standard" {
    variable "security_standard_arn" {
      type    = string
      default = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
    }

    resource "aws_securityhub_account" "this" {
      enable_default_standards = false
    }

    resource "aws_securityhub_standards_subscription" "this" {
      standards_arn = var.security_standard_arn
    }
  }

  example "pass" "a standard of one's own choice" {
    resource "aws_securityhub_account" "this" {
      enable_default_standards = false
    }

    resource "aws_securityhub_standards_subscription" "cis" {
      standards_arn = "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0"
      depends_on    = [aws_securityhub_account.this]
    }
  }

  example "unknown" "the standards are decided at apply" {
    resource "terraform_data" "flag" {
      input = true
    }

    resource "aws_securityhub_account" "this" {
      enable_default_standards = tobool(terraform_data.flag.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_securityhub_account" "this" {
        enable_default_standards = true
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_securityhub_account" "this" {
        enable_default_standards = true
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }
}
