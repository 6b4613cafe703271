control "GuardDuty.1" {
  slug     = "guardduty-enabled"
  aliases  = []
  severity = "high"
  category = ["Detect", "Detection services"]
  title = {
    en = "GuardDuty is on in every Region in use"
    ja = "利用しているリージョンで GuardDuty が有効になっている"
  }
  why = {
    en = "GuardDuty reads the logs of the account for signs of attack: stolen credentials, mining, unusual calls. Where it is off, such things go on unseen."
    ja = "GuardDuty は、認証情報の盗用や不正なマイニング、不審な API 呼び出しなど、攻撃の兆候をログから検出します。無効なリージョンでは気付けません。"
  }
  decides = "checked"
  notes = {
    en = "Accounts whose detector is managed by an organization's administrator declare none: switch this control off for them."
    ja = "組織の管理者アカウントが検出器を管理している場合、このアカウントには宣言が現れません。その場合はこのコントロールを無効にしてください。"
  }
  config_rule = "guardduty-enabled-centralized"
  frameworks = {
    "aws-fsbp"       = ["GuardDuty.1"]
    "pci-dss-3.2.1"  = ["11.4"]
    "nist-800-53-r5" = ["AC-2(12)", "AU-6(1)", "AU-6(5)", "CA-7", "CM-8(3)", "RA-3(4)", "SA-11(1)", "SA-11(6)", "SA-15(2)", "SA-15(8)", "SA-8(19)", "SA-8(21)", "SA-8(25)", "SC-5", "SC-5(1)", "SC-5(3)", "SI-20", "SI-3(8)", "SI-4", "SI-4(1)", "SI-4(13)", "SI-4(2)", "SI-4(22)", "SI-4(25)", "SI-4(4)", "SI-4(5)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["11.5.1", "11.5.1.1"]
    "aws-well-architected-security" = ["SEC04-BP04", "SEC05-BP04"]
    "iso-27001-2022"                = ["A.5.19", "A.5.21", "A.5.25", "A.5.28", "A.5.29", "A.8.7", "A.8.9"]
    "soc2"                          = ["cc_3_1", "cc_3_2", "cc_4_2", "cc_6_8", "cc_7_1", "cc_7_2", "cc_7_3", "cc_7_4"]
    "nist-csf-2.0"                  = ["cm_1", "cm_7", "ip_12", "ip_7"]
  }

  check "account" {
    per = "region"
    # One that does not do is judged itself.
    filter = !exists(local.detectors) || possible(local.satisfied)
    locals {
      detectors = in_scope("aws_guardduty_detector")
      satisfied = any([for detector in local.detectors : default(detector.enable, true)])
    }
    enforce {
      condition = local.satisfied
      error_message = {
        en = "GuardDuty is not switched on in ${default(meta.region, "this Region")}"
        ja = "${default(meta.region, "このリージョン")} で GuardDuty が有効になっていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "adds-resource"
      summary = {
        en = "switch on GuardDuty"
        ja = "GuardDuty を有効にする"
      }
      warning = {
        en = "GuardDuty is charged by the volume of logs it reads, after a free trial of 30 days."
        ja = "30 日間の無料トライアルの後は、分析するログの量に応じて料金がかかります。"
      }
      resource "aws_guardduty_detector" "this" {
        enable = true
      }
    }
  }

  check "aws_guardduty_detector" {
    enforce {
      condition = default(attrs.enable, true)
      at        = "enable"
      error_message = {
        en = "the detector is suspended"
        ja = "GuardDuty の検出器が停止している"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "start the detector"
        ja = "検出器を開始する"
      }
      warning = {
        en = "GuardDuty is charged by the volume of logs it reads."
        ja = "分析するログの量に応じて料金がかかります。"
      }
      set = { enable = true }
    }
  }

  check "aws_guardduty_detector" {
    operations = ["delete"]
    filter     = !account_judged()
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away GuardDuty in ${default(meta.region, "this Region")}"
        ja = "このプランで ${default(meta.region, "このリージョン")} の GuardDuty が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open the GuardDuty console in the Region.", "Choose Get started, then Enable GuardDuty.", "Repeat in every Region, or enable it for the organization from a delegated administrator."]
      ja = ["対象リージョンの GuardDuty コンソールを開く。", "「今すぐ始める」から「GuardDuty を有効にする」を選ぶ。", "全リージョンで繰り返すか、委任管理者アカウントから組織全体で有効にする。"]
    }
    cli = "aws guardduty create-detector --enable --region REGION"
  }

  example "fail" "no detector" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no detector" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_guardduty_detector" "this" {
      enable = true
    }
  }

  example "fail" "suspended" {
    resource "aws_guardduty_detector" "this" {
      enable = false
    }
  }

  example "fixed" "suspended" {
    resource "aws_guardduty_detector" "this" {
      enable = true
    }
  }

  example "pass" "enabled is the default" {
    account = true
    resource "aws_guardduty_detector" "this" {}
  }

  example "pass" "enabled by a variable" {
    account = true
    variable "detect" {
      type    = bool
      default = true
    }

    resource "aws_guardduty_detector" "this" {
      enable                       = var.detect
      finding_publishing_frequency = "FIFTEEN_MINUTES"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "detect" {
      input = true
    }

    resource "aws_guardduty_detector" "this" {
      enable = tobool(terraform_data.detect.output)
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_guardduty_detector" "this" {
        enable = true
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_guardduty_detector" "this" {
        enable = true
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
