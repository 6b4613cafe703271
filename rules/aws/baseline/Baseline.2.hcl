control "Baseline.2" {
  slug     = "account-operations-contact"
  aliases  = []
  severity = "low"
  category = ["Identify", "Resource Configuration"]
  title = {
    en = "The AWS account has an operations contact"
    ja = "AWS アカウントに運用の代替連絡先が登録されている"
  }
  why = {
    en = "Notices about maintenance, retirements and service events otherwise reach only the root user's mailbox. The people who run the systems then hear of an outage when it has begun."
    ja = "メンテナンス、提供終了、サービス障害に関する通知がルートユーザーのメールアドレスにしか届きません。運用担当者は障害が起きてから事情を知ることになります。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project: the AWS security check covers the security contact only (Account.1). It follows the article on the security contact, its measures on cooperation with other contacts, and item 1 of AWS's Top 10 security items to improve in your AWS account (correct account information)."
    ja = "本プロジェクト独自のコントロールです。AWS の判定はセキュリティ連絡先だけを対象とします (Account.1)。セキュリティ連絡先の記事の「他の連絡先との連携」と、AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 1 条 (アカウント情報の正しい保持) に対応します。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["1.17"]
    "cis-aws-1.4"                   = ["1.1"]
    "cis-aws-3.0"                   = ["1.1"]
    "cis-aws-5.0"                   = ["1.1"]
    "aws-well-architected-security" = ["SEC01-BP02"]
  }

  check "account" {
    per = "account"
    locals {
      contacts = [for contact in in_scope("aws_account_alternate_contact") : contact if !is_set(contact.account_id)]
    }
    enforce {
      condition = any([for contact in local.contacts : contact.alternate_contact_type == "OPERATIONS"])
      error_message = {
        en = "no operations contact is set for the account"
        ja = "アカウントの運用連絡先が設定されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "add an operations contact"
        ja = "運用連絡先を追加する"
      }
      input "operations_contact_email" {
        description = {
          en = "Shared mailbox of the team that answers operations notices from AWS"
          ja = "AWS からの運用関連の通知に対応するチームの共有メールアドレス"
        }
      }
      input "operations_contact_phone" {
        description = {
          en = "Telephone number of that team, in international form"
          ja = "同じチームの電話番号 (国番号付き)"
        }
      }
      resource "aws_account_alternate_contact" "operations" {
        alternate_contact_type = "OPERATIONS"
        name                   = "Operations team"
        title                  = "Operations"
        email_address          = var.operations_contact_email
        phone_number           = var.operations_contact_phone
      }
    }
  }

  check "aws_account_alternate_contact" {
    operations = ["delete"]
    filter     = !account_judged() && prior_attrs.alternate_contact_type == "OPERATIONS" && !is_set(prior_attrs.account_id)
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away the account's operations contact"
        ja = "このプランで、アカウントの運用連絡先が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open Account from the account menu at the top right.", "Under Alternate contacts choose Edit.", "Fill in the operations contact with a shared mailbox and telephone number, and choose Update."]
      ja = ["右上のアカウントメニューから「アカウント」を開く。", "「代替連絡先」の「編集」を選ぶ。", "「運用」にチームの共有メールアドレスと電話番号を入力し、「更新」を押す。"]
    }
    cli = "aws account put-alternate-contact --alternate-contact-type OPERATIONS --name NAME --title TITLE --email-address EMAIL --phone-number PHONE"
  }

  example "fail" "no contact at all" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "fixed" "no contact at all" {
    account = true
    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }

    variable "operations_contact_email" {
      type    = string
      default = "aws-operations@corp.example"
    }

    variable "operations_contact_phone" {
      type    = string
      default = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "operations" {
      alternate_contact_type = "OPERATIONS"
      name                   = "Operations team"
      title                  = "Operations"
      email_address          = var.operations_contact_email
      phone_number           = var.operations_contact_phone
    }
  }

  example "fail" "contacts for the other subjects only" {
    resource "aws_account_alternate_contact" "this" {
      for_each               = toset(["BILLING", "SECURITY"])
      alternate_contact_type = each.key
      name                   = "Platform team"
      title                  = "Team"
      email_address          = "aws-${lower(each.key)}@corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "fail" "the contact of a member account" {
    resource "aws_account_alternate_contact" "member" {
      account_id             = "111122223333"
      alternate_contact_type = "OPERATIONS"
      name                   = "Operations team"
      title                  = "Operations"
      email_address          = "aws-operations@corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "pass" "the contact is declared" {
    resource "aws_account_alternate_contact" "operations" {
      alternate_contact_type = "OPERATIONS"
      name                   = "Operations team"
      title                  = "Operations"
      email_address          = "aws-operations@corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "pass" "one of several contacts" {
    resource "aws_account_alternate_contact" "this" {
      for_each               = toset(["BILLING", "OPERATIONS", "SECURITY"])
      alternate_contact_type = each.key
      name                   = "Platform team"
      title                  = "Team"
      email_address          = "aws-${lower(each.key)}@corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "unknown" "the type is decided at apply" {
    resource "terraform_data" "type" {
      input = "OPERATIONS"
    }

    resource "aws_account_alternate_contact" "this" {
      alternate_contact_type = terraform_data.type.output
      name                   = "Operations team"
      title                  = "Operations"
      email_address          = "aws-operations@corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_account_alternate_contact" "this" {
        alternate_contact_type = "OPERATIONS"
        name                   = "Team"
        title                  = "Team"
        email_address          = "team@corp.example"
        phone_number           = "+81-3-0000-0000"
      }
    }
  }

  example "pass" "the account fails where it is judged, and what is taken away is not told twice" {
    expect = { "" = "fail" }
    prior {
      resource "aws_account_alternate_contact" "this" {
        alternate_contact_type = "OPERATIONS"
        name                   = "Team"
        title                  = "Team"
        email_address          = "team@corp.example"
        phone_number           = "+81-3-0000-0000"
      }

      resource "aws_iam_account_alias" "this" {
        account_alias = "example-production"
      }
    }

    resource "aws_iam_account_alias" "this" {
      account_alias = "example-production"
    }
  }

  example "pass" "contacts of another kind and of another account" {
    prior {
      resource "aws_account_alternate_contact" "other" {
        alternate_contact_type = "BILLING"
        name                   = "Team"
        title                  = "Team"
        email_address          = "team@corp.example"
        phone_number           = "+81-3-0000-0000"
      }

      resource "aws_account_alternate_contact" "member" {
        alternate_contact_type = "OPERATIONS"
        name                   = "Team"
        title                  = "Team"
        email_address          = "team@corp.example"
        phone_number           = "+81-3-0000-0000"
        account_id             = "111122223333"
      }
    }
  }
}
