control "Baseline.12" {
  slug     = "access-analyzer-enabled"
  aliases  = []
  severity = "medium"
  category = ["Detect", "Detection services"]
  title = {
    en = "IAM Access Analyzer looks for external access in every Region in use"
    ja = "利用中の全リージョンで IAM Access Analyzer が外部アクセスを分析している"
  }
  why = {
    en = "Access Analyzer shows which roles, buckets, keys and queues outsiders can reach. Without it an open policy is noticed only when somebody uses it."
    ja = "Access Analyzer は、外部からアクセスできるロール、バケット、キー、キューを見つけます。無効だと、開いたままのポリシーは悪用されて初めて気づくことになります。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows item 7 of AWS's Top 10 security items to improve in your AWS account (find resources shared outside the account). Analyzers work by Region; those of unused access do not look at outsiders. Regions that the configuration does not use are not judged."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 7 条 (アカウント外に共有されたリソースの把握) に対応します。アナライザーはリージョンごとに必要で、未使用アクセスのアナライザーでは外部アクセスを検出できません。構成で使っていないリージョンは判定しません。"
  }
  frameworks = {
    "cis-aws-1.4"                   = ["1.20"]
    "cis-aws-3.0"                   = ["1.20"]
    "cis-aws-5.0"                   = ["1.19"]
    "aws-well-architected-security" = ["SEC03-BP07"]
  }

  check "account" {
    per = "region"
    locals {
      analyzers = [for analyzer in in_scope("aws_accessanalyzer_analyzer") : analyzer if contains(["ACCOUNT", "ORGANIZATION"], default(analyzer.type, "ACCOUNT"))]
    }
    enforce {
      condition = exists(local.analyzers)
      error_message = {
        en = "IAM Access Analyzer does not look for external access in ${default(meta.region, "this Region")}"
        ja = "${default(meta.region, "このリージョン")} で外部アクセスを分析する IAM Access Analyzer が有効になっていない"
      }
    }
    fix {
      class  = "safe"
      impact = "adds-resource"
      summary = {
        en = "add an analyzer of external access"
        ja = "外部アクセスアナライザーを追加する"
      }
      resource "aws_accessanalyzer_analyzer" "external_access" {
        analyzer_name = "external-access"
        type          = "ACCOUNT"
      }
    }
  }

  check "aws_accessanalyzer_analyzer" {
    operations = ["delete"]
    filter     = !account_judged() && contains(["ACCOUNT", "ORGANIZATION"], default(prior_attrs.type, "ACCOUNT"))
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away IAM Access Analyzer in ${default(meta.region, "this Region")}"
        ja = "このプランで ${default(meta.region, "このリージョン")} の IAM Access Analyzer が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open Access Analyzer in the IAM console in the Region.", "Choose Create analyzer, External access analysis, and the account or the organization as zone of trust."]
      ja = ["対象リージョンで IAM コンソールの「アクセスアナライザー」を開く。", "「アナライザーを作成」で外部アクセスの分析を選び、信頼ゾーンにアカウントか組織を指定する。"]
    }
    cli = "aws accessanalyzer create-analyzer --analyzer-name external-access --type ACCOUNT --region REGION"
  }

  example "fail" "no analyzer" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no analyzer" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    resource "aws_accessanalyzer_analyzer" "external_access" {
      analyzer_name = "external-access"
      type          = "ACCOUNT"
    }
  }

  example "fail" "unused access only" {
    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
      type          = "ACCOUNT_UNUSED_ACCESS"
    }
  }

  example "fail" "unused access of the organization only" {
    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
      type          = "ORGANIZATION_UNUSED_ACCESS"
    }
  }

  example "pass" "the default type" {
    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
    }
  }

  example "pass" "the account" {
    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
      type          = "ACCOUNT"
    }
  }

  example "pass" "the organization" {
    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
      type          = "ORGANIZATION"
    }
  }

  example "unknown" "the type is decided at apply" {
    resource "terraform_data" "type" {
      input = "ACCOUNT"
    }

    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "external-access"
      type          = terraform_data.type.output
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_accessanalyzer_analyzer" "this" {
        analyzer_name = "external-access"
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_accessanalyzer_analyzer" "this" {
        analyzer_name = "external-access"
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "pass" "an analyzer of unused access" {
    prior {
      resource "aws_accessanalyzer_analyzer" "unused" {
        analyzer_name = "unused-access"
        type          = "ACCOUNT_UNUSED_ACCESS"
      }
    }
  }
}
