control "Account.1" {
  slug     = "account-security-contact"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Resource Configuration"]
  title = {
    en = "The AWS account has a security contact"
    ja = "AWS アカウントにセキュリティの代替連絡先が登録されている"
  }
  why = {
    en = "AWS writes to the security contact when it sees abuse, leaked credentials or a compromised resource. Without one the warning goes only to the root user's mailbox, which few people read, and the response starts late or the account is suspended."
    ja = "不正利用や認証情報の漏えいを検知すると、AWS はセキュリティ連絡先に通知します。登録がないとルートユーザーのメールアドレスにしか届かず、誰も気づかないまま初動が遅れたり、アカウントが停止されたりします。"
  }
  decides     = "checked"
  config_rule = "security-account-information-provided"
  frameworks = {
    "aws-fsbp"       = ["Account.1"]
    "nist-800-53-r5" = ["CM-2", "CM-2(2)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["1.2"]
    "cis-aws-5.0"                   = ["1.2"]
    "pci-dss-4.0"                   = ["A1.2.3"]
    "aws-well-architected-security" = ["SEC03-BP03", "SEC10-BP01"]
    "iso-27001-2022"                = ["A.5.5"]
  }

  check "account" {
    per = "account"
    locals {
      contacts = [for contact in in_scope("aws_account_alternate_contact") : contact if !is_set(contact.account_id)]
    }
    enforce {
      condition = any([for contact in local.contacts : contact.alternate_contact_type == "SECURITY"])
      error_message = {
        en = "no security contact is set for the account"
        ja = "アカウントのセキュリティ連絡先が設定されていない"
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "add a security contact"
        ja = "セキュリティ連絡先を追加する"
      }
      warning = {
        en = "Use a mailbox and a telephone number that a team watches, not those of one person."
        ja = "個人ではなく、チームで見ているメールアドレスと電話番号を指定してください。"
      }
      input "security_contact_email" {
        description = {
          en = "Shared mailbox of the team that answers security notices from AWS"
          ja = "AWS からのセキュリティ通知に対応するチームの共有メールアドレス"
        }
      }
      input "security_contact_phone" {
        description = {
          en = "Telephone number of that team, in international form"
          ja = "同じチームの電話番号 (国番号付き)"
        }
      }
      resource "aws_account_alternate_contact" "security" {
        alternate_contact_type = "SECURITY"
        name                   = "Security team"
        title                  = "Security"
        email_address          = var.security_contact_email
        phone_number           = var.security_contact_phone
      }
    }
  }

  check "aws_account_alternate_contact" {
    operations = ["delete"]
    filter     = !account_judged() && prior_attrs.alternate_contact_type == "SECURITY" && !is_set(prior_attrs.account_id)
    enforce {
      condition = meta.operation != "delete"
      error_message = {
        en = "the plan takes away the account's security contact"
        ja = "このプランで、アカウントのセキュリティ連絡先が削除される"
      }
    }
    no_fix = {
      en = "keep the block; where another configuration takes it over, drop it from the state with a removed block that sets destroy = false"
      ja = "ブロックを残す。別の構成に引き継ぐ場合は、removed ブロックで destroy = false を指定してステートからだけ外す"
    }
  }

  remediation {
    console = {
      en = ["Open Account from the account menu at the top right.", "Under Alternate contacts choose Edit.", "Fill in the security contact with a shared mailbox and telephone number, and choose Update."]
      ja = ["右上のアカウントメニューから「アカウント」を開く。", "「代替連絡先」の「編集」を選ぶ。", "「セキュリティ」にチームの共有メールアドレスと電話番号を入力し、「更新」を押す。"]
    }
    cli = "aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE --email-address EMAIL --phone-number PHONE"
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

    variable "security_contact_email" {
      type    = string
      default = "aws-security@corp.example"
    }

    variable "security_contact_phone" {
      type    = string
      default = "+81-3-0000-0000"
    }

    resource "aws_account_alternate_contact" "security" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = var.security_contact_email
      phone_number           = var.security_contact_phone
    }
  }

  example "fail" "contacts for billing and operations only" {
    locals {
      contacts = {
        BILLING    = "aws-billing@corp.example"
        OPERATIONS = "aws-operations@corp.example"
      }
    }

    resource "aws_account_alternate_contact" "this" {
      for_each               = local.contacts
      alternate_contact_type = each.key
      name                   = "Platform team"
      title                  = "Team"
      email_address          = each.value
      phone_number           = "+81-3-0000-0000"
    }
  }

  example "fail" "the contact belongs to a member account" {
    resource "aws_account_alternate_contact" "member" {
      account_id             = "111122223333"
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = "aws-security@corp.example"
      phone_number           = "+81-3-0000-0000"
    }
  }

  example "pass" "a security contact" {
    resource "aws_account_alternate_contact" "security" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = "aws-security@corp.example"
      phone_number           = "+81-3-0000-0000"
    }
  }

  example "pass" "one of several contacts" {
    resource "aws_account_alternate_contact" "this" {
      for_each               = toset(["BILLING", "OPERATIONS", "SECURITY"])
      alternate_contact_type = each.key
      name                   = "Platform team"
      title                  = "Team"
      email_address          = "aws-${lower(each.key)}@corp.example"
      phone_number           = "+81-3-0000-0000"
    }
  }

  example "unknown" "the type is decided at apply" {
    resource "terraform_data" "type" {
      input = "SECURITY"
    }

    resource "aws_account_alternate_contact" "this" {
      alternate_contact_type = terraform_data.type.output
      name                   = "Security team"
      title                  = "Security"
      email_address          = "aws-security@corp.example"
      phone_number           = "+81-3-0000-0000"
    }
  }

  example "fail" "taken away by a plan that has nothing else of the account" {
    prior {
      resource "aws_account_alternate_contact" "this" {
        alternate_contact_type = "SECURITY"
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
        alternate_contact_type = "SECURITY"
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
        alternate_contact_type = "OPERATIONS"
        name                   = "Team"
        title                  = "Team"
        email_address          = "team@corp.example"
        phone_number           = "+81-3-0000-0000"
      }

      resource "aws_account_alternate_contact" "member" {
        alternate_contact_type = "SECURITY"
        name                   = "Team"
        title                  = "Team"
        email_address          = "team@corp.example"
        phone_number           = "+81-3-0000-0000"
        account_id             = "111122223333"
      }
    }
  }
}
